"""Nobody changes or deletes an audit row: not through the models, not with SQL."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import pytest
from django.db import DatabaseError, connection, transaction

from tests.cast import Cast
from thanthien.platform.audit.actions import differences, record
from thanthien.platform.audit.models import AuditIsFinal, Entry


def run(sql: str, params: Sequence[int] = ()) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, params)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE audit_entry SET remark = 'sửa' WHERE id = %s",
        "UPDATE audit_entry SET actor_id = NULL WHERE id = %s",
        "DELETE FROM audit_entry WHERE id = %s",
    ],
)
def test_the_database_refuses(cast: Cast, sql: str) -> None:
    entry = Entry.objects.latest("id")
    with pytest.raises(DatabaseError, match="audit rows are final"):
        run(sql, [entry.pk])
    kept = Entry.objects.get(pk=entry.pk)
    assert (kept.remark, kept.actor_id) == (entry.remark, entry.actor_id)


def test_postgres_refuses_to_empty_the_table(cast: Cast, on_postgres: bool) -> None:
    if not on_postgres:
        pytest.skip("SQLite knows no TRUNCATE")
    with pytest.raises(DatabaseError, match="audit rows are final"):
        run("SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE audit_entry CASCADE")


def test_the_models_refuse(cast: Cast) -> None:
    entry = Entry.objects.latest("id")
    entry.remark = "sửa"
    for forbidden in (entry.save, entry.delete, Entry.objects.all().delete):
        with pytest.raises(AuditIsFinal):
            forbidden()
    with pytest.raises(AuditIsFinal):
        Entry.objects.update(remark="sửa")


@pytest.mark.django_db(transaction=True)
def test_a_row_is_written_only_with_its_write(now: datetime) -> None:
    with pytest.raises(RuntimeError, match="transaction"):
        record(actor=None, at=now, action="x.y", subject=Entry(pk=1), unit=None)


def test_a_row_goes_when_its_write_goes(cast: Cast, now: datetime) -> None:
    count = Entry.objects.count()
    with transaction.atomic():
        record(actor=cast.officer, at=now, action="x.y", subject=cast.unit, unit=cast.unit)
        transaction.set_rollback(True)
    assert Entry.objects.count() == count


def test_the_name_stays_as_it_was_when_the_row_was_written(cast: Cast, now: datetime) -> None:
    with transaction.atomic():
        record(actor=cast.officer, at=now, action="x.y", subject=cast.unit, unit=cast.unit)
    cast.officer.full_name = "Tên Mới"
    cast.officer.save()
    assert Entry.objects.get(action="x.y").actor_name == "Nguyễn Văn An"


def test_differences_hold_what_changes_alone(cast: Cast) -> None:
    before, after = differences(cast.officer, {"full_name": "Nguyễn Văn An", "phone": "0901"})
    assert (before, after) == ({"phone": ""}, {"phone": "0901"})
