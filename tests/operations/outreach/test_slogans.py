"""Slogans: put up, looked at, counted while somebody looks."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.cast import NOW, Cast
from tests.operations.outreach.factories import TODAY, slogan
from thanthien.operations.outreach import measures
from thanthien.operations.outreach.models import Slogan
from thanthien.operations.outreach.papers import month_slogans
from thanthien.operations.outreach.queries import slogans_of, slots_of
from thanthien.operations.outreach.slogans import CannotKeepSlogan, LookFields, SloganFields, look_at, put_up
from thanthien.operations.outreach.waiting import waiting_for
from thanthien.platform.audit.models import Entry
from thanthien.platform.people.permissions import NotAllowed
from thanthien.platform.units.actions import add_neighbourhood, remove_neighbourhood

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def counted(first: date, last: date, code: str) -> dict[date, tuple[int, int]]:
    rows = measures.collect_slogans(first, last)
    return {one.day: (int(one.numerator), int(one.denominator or 0)) for one in rows if one.measure == code}


def seen(cast: Cast, one: Slogan, state: str, days: int) -> None:
    look = LookFields(TODAY + DAY * days, state)
    look_at(actor=cast.officer, at=NOW + DAY * days, slogan=one, look=look)


def test_a_required_slogan_fills_its_place_until_it_is_broken(cast: Cast) -> None:
    one = slogan(cast, required="hall")
    slots = {slot.required.code: slot for slot in slots_of(cast.unit, slogans_of(cast.unit), TODAY)}
    assert slots["hall"].is_good
    assert not slots["movements"].slogans
    seen(cast, one, "broken", 3)
    hall = counted(TODAY - DAY, TODAY + DAY * 4, "slogan_hall")
    assert hall == {
        TODAY: (1, 1), TODAY + DAY: (1, 1), TODAY + DAY * 2: (1, 1), TODAY + DAY * 3: (0, 1), TODAY + DAY * 4: (0, 1),
    }  # fmt: skip
    assert counted(TODAY, TODAY, "slogans_in_place")[TODAY] == (1, 5)
    assert counted(TODAY, TODAY, "slogan_reception")[TODAY] == (0, 2)
    assert Entry.objects.get(action="slogan.look").after == {"state": "broken", "date": "2026-07-04"}


def test_what_nobody_looks_at_counts_no_more(cast: Cast) -> None:
    slogan(cast, required="hall", every_days=10)
    hall = counted(TODAY, TODAY + DAY * 22, "slogan_hall")
    assert hall[TODAY + DAY * 20] == (1, 1)
    assert hall[TODAY + DAY * 21] == (0, 1)


def test_a_unit_without_slogans_is_not_measured(cast: Cast) -> None:
    assert list(measures.collect_slogans(TODAY, TODAY)) == []


def test_looks_due_wait_for_those_who_keep_them(cast: Cast) -> None:
    slogan(cast, every_days=10)
    later = TODAY + DAY * 11
    assert [one.why for one in waiting_for(cast.coordinator, cast.unit, later)] == ["quá ngày xem lại"]
    assert [one.why for one in waiting_for(cast.officer, cast.unit, TODAY + DAY * 10)] == ["đến ngày xem lại"]
    assert not list(waiting_for(cast.centre_officer, cast.unit, later))
    assert not list(waiting_for(cast.other_officer, cast.unit, later))


def test_an_older_look_is_history_and_changes_no_state(cast: Cast) -> None:
    one = slogan(cast, day=TODAY - DAY * 20)
    look_at(actor=cast.officer, at=NOW, slogan=one, look=LookFields(TODAY, "faded"))
    look_at(actor=cast.officer, at=NOW, slogan=one, look=LookFields(TODAY - DAY * 5, "in_place"))
    one.refresh_from_db()
    assert (one.state, one.looked_date) == ("faded", TODAY)


def test_a_place_that_is_gone_leaves_the_slogan(cast: Cast) -> None:
    place = add_neighbourhood(actor=None, at=NOW, unit=cast.unit, kind="village", name="Cuối")
    one = slogan(cast, neighbourhood=place)
    remove_neighbourhood(actor=None, at=NOW, place=place)
    one.refresh_from_db()
    assert (one.neighbourhood, one.place) == (None, "Sảnh")


@pytest.mark.parametrize(
    ("fields", "look", "field"),
    [
        ({"text": " "}, {}, "text"),
        ({"place": ""}, {}, "place"),
        ({"kind": "flag"}, {}, "kind"),
        ({"required": "nowhere"}, {}, "required"),
        ({"every_days": 400}, {}, "every_days"),
        ({}, {"date": TODAY + DAY}, "date"),
        ({}, {"state": "removed"}, "state"),
    ],
)
def test_what_makes_no_slogan_is_refused(
    cast: Cast, fields: dict[str, object], look: dict[str, object], field: str
) -> None:
    words = {"kind": "slogan", "text": "4 xin", "place": "Sảnh", **fields}
    sight = {"date": TODAY, "state": "in_place", **look}
    with pytest.raises(CannotKeepSlogan) as refusal:
        put_up(
            actor=cast.officer, at=NOW, unit=cast.unit, fields=SloganFields(**words),  # type: ignore[arg-type]
            look=LookFields(**sight),  # type: ignore[arg-type]
        )  # fmt: skip
    assert refusal.value.field == field
    assert not Slogan.objects.exists()


def test_a_stranger_hangs_nothing(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        put_up(
            actor=cast.other_officer, at=NOW, unit=cast.unit, fields=SloganFields("slogan", "4 xin", "Sảnh"),
            look=LookFields(TODAY, "in_place"),
        )  # fmt: skip


def test_the_paper_of_a_month_lists_what_hung(cast: Cast) -> None:
    assert month_slogans(cast.unit, date(2026, 7, 1), date(2026, 7, 31)) is None
    slogan(cast, required="hall")
    gone = slogan(cast, day=TODAY - DAY * 40, text="Băng rôn cũ")
    look_at(actor=cast.officer, at=NOW, slogan=gone, look=LookFields(TODAY - DAY * 5, "removed"))
    paper = month_slogans(cast.unit, date(2026, 7, 1), date(2026, 7, 31))
    assert paper is not None
    table = paper.annexes[0].blocks[0]
    assert [row.cells[2:] for row in table.rows] == [("Sảnh", "01/07/2026", "01/07/2026", "Tốt")]  # type: ignore[union-attr]
