"""A new row put in by the remembered statement is the row that Django itself would have saved."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.db import IntegrityError, connection, models, transaction
from django.test.utils import CaptureQueriesContext

from tests.cast import Cast
from thanthien.platform.audit.models import Entry
from thanthien.platform.inserting import add, add_unless_there, in_one_trip, insert
from thanthien.platform.outbox.models import Channel, Message

pytestmark = pytest.mark.django_db


def entry(cast: Cast, now: datetime) -> Entry:
    return Entry(
        at=now, actor=None, actor_name="Người dân", unit=cast.unit, action="feedback.send", subject_type="a.b",
        subject_id="7", subject="“Đèn” 100% 😀", thread="a.b:7", before=None, after={"due": now.date(), "n": [1, None]},
    )  # fmt: skip


def message(cast: Cast, now: datetime, text: str) -> Message:
    return Message(
        unit=cast.unit, channel="sms", address="0912345678", template="t", fields={"mã": "A"}, subject="",
        text=text, about="", key="k", made_at=now, next_try_at=now,
    )  # fmt: skip


def kept(row: models.Model) -> dict[str, object]:
    fresh = type(row)._default_manager.get(pk=row.pk)
    return {f.attname: getattr(fresh, f.attname) for f in fresh._meta.concrete_fields if not f.primary_key}


def test_it_is_the_row_that_save_makes(cast: Cast, now: datetime) -> None:
    saved, inserted = entry(cast, now), entry(cast, now)
    assert insert(inserted, ("SELECT %s || %s", ["a", "b"]), ("SELECT 1 + 1", [])) == ["ab", 2]
    saved.save()
    assert inserted.pk == saved.pk - 1
    assert not inserted._state.adding
    assert kept(inserted) == kept(saved)


def test_columns_alone_make_the_same_row_with_the_same_defaults(cast: Cast, now: datetime) -> None:
    saved = message(cast, now, "một")
    saved.save()
    add(
        Message,
        unit_id=cast.unit.pk, channel=Channel.SMS, address="0912345678", template="t", fields={"mã": "A"},
        text="một", about="", key="k2", made_at=now, next_try_at=now,
    )  # fmt: skip
    assert kept(Message.objects.get(key="k2")) == {**kept(saved), "key": "k2"}


def test_the_database_still_refuses(cast: Cast, now: datetime) -> None:
    insert(message(cast, now, "một"))
    with pytest.raises(IntegrityError), transaction.atomic():
        insert(message(cast, now, "hai"))
    values = {f.attname: getattr(message(cast, now, "ba"), f.attname) for f in Message._meta.concrete_fields}
    del values["id"]
    add_unless_there(Message, **values)
    with pytest.raises(IntegrityError), transaction.atomic():
        add(Message, **values)
    assert list(Message.objects.values_list("text", "fields")) == [("một", {"mã": "A"})]


def test_what_goes_in_one_trip_is_there_or_none_of_it_is(cast: Cast, now: datetime) -> None:
    """On PostgreSQL one statement for all; the words of a citizen cannot end it early."""
    said = "'; DROP TABLE outbox_message; -- 100% %s"
    values = {
        "unit_id": cast.unit.pk,
        "channel": "sms",
        "address": "1",
        "template": "t",
        "text": said,
        "about": "",
    }
    with CaptureQueriesContext(connection) as seen, in_one_trip():
        for key in ("a", "b", "c"):
            add(Message, **values, key=key, made_at=now)
        add_unless_there(Message, **values, key="a", made_at=now)
    assert len(seen) == (1 if connection.vendor == "postgresql" else 4)
    assert list(Message.objects.order_by("key").values_list("key", "text")) == [(k, said) for k in "abc"]

    def two(first: str, second: str, *, breaks: bool = False) -> None:
        with transaction.atomic(), in_one_trip():
            add(Message, **values, key=first, made_at=now)
            if breaks:
                raise ZeroDivisionError
            add(Message, **values, key=second, made_at=now)

    with pytest.raises(IntegrityError):
        two("d", "a")
    with pytest.raises(ZeroDivisionError):
        two("e", "g", breaks=True)
    assert Message.objects.count() == 3
    add(Message, **values, key="f", made_at=now)  # the trip is over
    assert Message.objects.count() == 4
