"""A face pressed: kept once, for who sat there, naming nobody; what looks doubtful is marked, never lost."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import NOW, Cast
from tests.operations.ratings.factories import counter, given, rated, tablet
from thanthien.operations.ratings.actions import (
    CannotChangeRatings,
    TermsFields,
    new_pairing,
    pair,
    register_device,
    revoke,
    set_terms,
)
from thanthien.operations.ratings.giving import (
    CannotRate,
    UnknownDevice,
    note_seen,
    rate_by_phone,
    rate_on_device,
)
from thanthien.operations.ratings.models import Device, Rating
from thanthien.operations.ratings.terms import defaults
from thanthien.platform.audit.models import Entry
from thanthien.platform.counters.actions import CannotChangeCounters, keep_counter, leave, seat
from thanthien.platform.counters.models import Counter
from thanthien.platform.people.permissions import NotAllowed

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def placed(cast: Cast) -> tuple[Counter, Device, str]:
    made = counter(cast, NOW - HOUR)
    return (made, *tablet(made, NOW - HOUR))


def test_a_rating_sent_twice_is_one_and_later_reasons_are_added_once(
    placed: tuple[Counter, Device, str],
) -> None:
    _, device, token = placed
    first = given(device, 2)
    rate_on_device(at=NOW, token=token, given=first)
    again = given(device, 2, key=first.key, reasons=["waiting"], comment="Chờ lâu")
    rate_on_device(at=NOW + HOUR, token=token, given=again)
    other = given(device, 2, key=first.key, reasons=["manner"], comment="Khác")
    rate_on_device(at=NOW + HOUR, token=token, given=other)
    rating = Rating.objects.get()
    assert (rating.mark, rating.reasons, rating.comment) == (2, ["waiting"], "Chờ lâu")
    assert not rating.is_dense
    assert rating.given_at == NOW


def test_the_same_key_on_two_tablets_is_two_ratings(cast: Cast, placed: tuple[Counter, Device, str]) -> None:
    made, device, token = placed
    second, other_token = tablet(made, NOW, "Máy 2")
    key = str(uuid.uuid4())
    rated(device, token, NOW, key=key)
    rated(second, other_token, NOW, key=key)
    rate_on_device(at=NOW, token=token, given=given(device, key=key, device=""))
    rate_on_device(at=NOW, token=other_token, given=given(device, key=key, device=""))
    assert Rating.objects.count() == 4


def test_it_belongs_to_who_sat_there_when_it_was_given(
    cast: Cast, placed: tuple[Counter, Device, str]
) -> None:
    made, device, token = placed
    seat(actor=cast.one_stop, at=NOW - 30 * timedelta(minutes=1), counter=made, person=cast.one_stop)
    seat(actor=cast.coordinator, at=NOW, counter=made, person=cast.centre_officer)
    leave(actor=cast.centre_officer, at=NOW + HOUR, counter=made)
    late = NOW + 3 * HOUR  # a tablet that had no line sends all of it in the afternoon
    for minutes, mark in ((-40, 5), (-20, 4), (20, 3), (90, 2)):
        rated(device, token, late, mark, given_at=NOW + timedelta(minutes=minutes), sent_at=late)
    found = dict(Rating.objects.values_list("mark", "person"))
    assert found == {5: None, 4: cast.one_stop.pk, 3: cast.centre_officer.pk, 2: None}


@pytest.mark.parametrize(
    ("off", "told"), [(timedelta(minutes=1), False), (timedelta(minutes=30), False), (HOUR, True), (-26 * HOUR, True)]
)  # fmt: skip
def test_a_clock_that_is_off_is_put_right_and_from_an_hour_on_told(
    placed: tuple[Counter, Device, str], off: timedelta, told: bool
) -> None:
    _, device, token = placed
    ago = NOW - timedelta(minutes=20)
    rating = rated(device, token, NOW, given_at=ago + off, sent_at=NOW + off)
    slack = timedelta(minutes=1) if off < timedelta(minutes=2) and off > timedelta(0) else timedelta(0)
    assert rating.given_at == ago + slack
    assert rating.is_clock_off is told
    assert rating.day == date(2026, 7, 1)


@pytest.mark.parametrize("when", [datetime(2015, 1, 1, tzinfo=UTC), NOW + 48 * HOUR])
def test_an_hour_that_cannot_be_is_the_hour_it_came(
    placed: tuple[Counter, Device, str], when: datetime
) -> None:
    _, device, token = placed
    rating = rated(device, token, NOW, given_at=when, sent_at=NOW)
    assert (rating.given_at, rating.is_clock_off) == (NOW, True)


def test_taps_in_a_row_are_kept_and_marked(placed: tuple[Counter, Device, str]) -> None:
    _, device, token = placed
    gaps = (0, 3, 6, 30)
    marked = [rated(device, token, NOW + timedelta(seconds=n)).is_dense for n in gaps]
    assert marked == [False, True, True, False]
    assert Rating.objects.count() == len(gaps)


@pytest.mark.parametrize(
    ("at", "outside"),
    [
        (datetime(2026, 7, 1, 9, 0, tzinfo=NOW.tzinfo), False),
        (datetime(2026, 7, 1, 11, 55, tzinfo=NOW.tzinfo), False),  # still being served
        (datetime(2026, 7, 1, 12, 30, tzinfo=NOW.tzinfo), True),
        (datetime(2026, 7, 1, 20, 0, tzinfo=NOW.tzinfo), True),
        (datetime(2026, 7, 4, 9, 0, tzinfo=NOW.tzinfo), True),  # a Saturday
    ],
)
def test_outside_working_hours_is_marked(
    placed: tuple[Counter, Device, str], at: datetime, outside: bool
) -> None:
    _, device, token = placed
    assert rated(device, token, at).is_outside is outside


def test_reasons_and_words_belong_to_low_marks_and_to_the_list(placed: tuple[Counter, Device, str]) -> None:
    _, device, token = placed
    high = rated(device, token, NOW, 4, reasons=["waiting"], comment="Tốt")
    low = rated(device, token, NOW + HOUR, 1, reasons=["made_up", "manner"], comment="x" * 900)
    assert (high.reasons, high.comment) == ([], "")
    assert low.reasons == ["manner"]
    assert len(low.comment) == 300


@pytest.mark.parametrize("wrong", [{"mark": 0}, {"mark": 6}, {"key": "short"}, {"key": "k" * 65}])
def test_what_is_no_rating_is_refused(placed: tuple[Counter, Device, str], wrong: dict[str, Any]) -> None:
    _, device, token = placed
    with pytest.raises(CannotRate):
        rate_on_device(at=NOW, token=token, given=given(device, **{"mark": 5, **wrong}))
    assert not Rating.objects.exists()


def test_nothing_names_who_rated(cast: Cast, placed: tuple[Counter, Device, str]) -> None:
    """Every table, before and after: one row of a rating, the tablet told of its line, and nothing else."""
    _, device, token = placed
    tables = [model for model in apps.get_models() if model.__module__.startswith("thanthien.")]
    before = {model: model.objects.count() for model in tables}  # type: ignore[attr-defined]
    key = str(uuid.uuid4())
    rating = rated(device, token, NOW.replace(second=42), 1, key=key, comment="Gọi 0912345678")
    after = {model: model.objects.count() for model in tables}  # type: ignore[attr-defined]
    assert {model for model in tables if before[model] != after[model]} == {Rating}
    kept = Rating.objects.filter(pk=rating.pk).values().get()
    assert set(kept) == {
        "id", "unit_id", "counter_id", "device_id", "person_id", "mark", "reasons", "comment", "language", "channel",
        "day", "given_at", "received_at", "is_dense", "is_outside", "is_office", "is_clock_off",
    }  # fmt: skip
    assert key not in str(kept)
    assert kept["given_at"].second == kept["received_at"].second == 0
    assert "0912345678" not in rating.said
    assert not Entry.objects.filter(action__startswith="rating.give").exists()


def test_a_send_of_a_tablet_asks_once_and_writes_once(
    cast: Cast, placed: tuple[Counter, Device, str]
) -> None:
    """Besides the begin and end of the transaction; what the tablet is was asked seconds before.

    The tablet and its rating go to PostgreSQL in one trip.
    """
    _, device, token = placed
    rated(device, token, NOW)
    with CaptureQueriesContext(
        connection,
    ) as seen:
        rated(device, token, NOW + HOUR, 2, reasons=["waiting"])
    queries = [one["sql"] for one in seen if "SAVEPOINT" not in one["sql"]]
    assert len(queries) == (2 if connection.vendor == "postgresql" else 3), queries


def test_a_tablet_is_paired_once_by_a_code_that_lives_minutes(cast: Cast) -> None:
    device = register_device(actor=cast.coordinator, at=NOW, counter=counter(cast, NOW), name="Máy")
    code = new_pairing(actor=cast.coordinator, at=NOW, device=device)
    with pytest.raises(CannotChangeRatings, match="hết hạn"):
        pair(at=NOW + timedelta(minutes=16), typed=code)
    _, token = pair(at=NOW + timedelta(minutes=14), typed=f" {code[:4].lower()} {code[4:]}")
    with pytest.raises(CannotChangeRatings):
        pair(at=NOW + timedelta(minutes=14), typed=code)
    device.refresh_from_db()
    assert device.state == Device.State.PAIRED
    assert token not in str(Device.objects.values().get())
    assert code not in str(list(Entry.objects.values()))


def test_an_ended_tablet_sends_nothing_and_after_pairing_anew_its_ratings_go_where_they_were_given(
    cast: Cast, placed: tuple[Counter, Device, str]
) -> None:
    made, device, token = placed
    seat(actor=None, at=NOW, counter=made, person=cast.one_stop)
    revoke(actor=cast.coordinator, at=NOW, device=device)
    kept = given(device, 4, given_at=NOW, sent_at=NOW + HOUR)
    with pytest.raises(UnknownDevice):
        rate_on_device(at=NOW + HOUR, token=token, given=kept)
    with pytest.raises(UnknownDevice):
        note_seen(at=NOW, token=token, waiting=1, sent_at=None)
    elsewhere = counter(cast, NOW, "Quầy 2")
    _, fresh = tablet(elsewhere, NOW, "Máy mới")
    rating = rate_on_device(at=NOW + HOUR, token=fresh, given=kept)
    assert (rating.counter, rating.device, rating.person) == (made, device, cast.one_stop)
    strange = rate_on_device(at=NOW + 2 * HOUR, token=fresh, given=given(device, device="QQQQQQQQQQQQ"))
    assert strange.counter == elsewhere


def test_a_tablet_taken_away_while_it_is_remembered_leaves_nothing(
    cast: Cast, placed: tuple[Counter, Device, str]
) -> None:
    _, device, token = placed
    rated(device, token, NOW)
    revoke(actor=cast.coordinator, at=NOW, device=device)
    with pytest.raises(UnknownDevice):
        rated(device, token, NOW + timedelta(seconds=1))
    assert Rating.objects.count() == 1


def test_a_sign_of_life_tells_what_waits_and_how_the_clock_stands(
    placed: tuple[Counter, Device, str],
) -> None:
    _, device, token = placed
    note_seen(at=NOW, token=token, waiting=7, sent_at=NOW - 2 * HOUR)
    device.refresh_from_db()
    assert (device.seen_at, device.waiting, device.offset_seconds) == (NOW, 7, 7200)


def test_by_phone_the_counter_must_be_open(cast: Cast, placed: tuple[Counter, Device, str]) -> None:
    made, device, _ = placed
    sent: dict[str, Any] = {
        "counter": made,
        "given": given(device, 5),
        "channel": Rating.Channel.QR,
        "is_dense": False,
    }
    rate_by_phone(at=NOW, **sent)
    rate_by_phone(at=NOW, **sent)
    assert Rating.objects.get().device is None
    shut = keep_counter(
        actor=cast.coordinator, at=NOW, unit=cast.unit, name=made.name, counter=made, is_open=False
    )
    with pytest.raises(CannotRate):
        rate_by_phone(at=NOW, **{**sent, "counter": shut})


def test_who_may_sit_whom(cast: Cast, placed: tuple[Counter, Device, str]) -> None:
    made, _, _ = placed
    with pytest.raises(NotAllowed):
        seat(actor=cast.one_stop, at=NOW, counter=made, person=cast.centre_officer)
    with pytest.raises(NotAllowed):
        seat(actor=cast.other_officer, at=NOW, counter=made, person=cast.other_officer)
    with pytest.raises(CannotChangeCounters):
        seat(actor=cast.coordinator, at=NOW, counter=made, person=cast.other_officer)
    with pytest.raises(NotAllowed):
        keep_counter(actor=cast.head, at=NOW, unit=cast.unit, name="Quầy 5")  # of another agency
    first = seat(actor=cast.one_stop, at=NOW, counter=made, person=cast.one_stop)
    assert seat(actor=cast.one_stop, at=NOW + HOUR, counter=made, person=cast.one_stop) == first


def test_reasons_keep_their_key_while_their_words_stay(
    cast: Cast, placed: tuple[Counter, Device, str]
) -> None:
    fields = TermsFields("Chờ lâu | Long wait\nThiếu ghế", defaults().hours, minimum=20)
    terms = set_terms(actor=cast.coordinator, at=NOW, unit=cast.unit, fields=fields)
    assert terms.reasons == [
        {"key": "waiting", "vi": "Chờ lâu", "en": "Long wait"},
        {"key": "thieu_ghe", "vi": "Thiếu ghế", "en": "Thiếu ghế"},
    ]
    _, device, token = placed
    assert rated(device, token, NOW, 1, reasons=["thieu_ghe", "manner"]).reasons == ["thieu_ghe"]
    with pytest.raises(CannotChangeRatings) as refused:
        set_terms(
            actor=cast.coordinator, at=NOW, unit=cast.unit, fields=TermsFields(" ", defaults().hours, 20)
        )
    assert refused.value.field == "reasons"
