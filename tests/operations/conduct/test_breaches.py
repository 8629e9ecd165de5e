"""Breaches: who reads, who decides, what counts, and a discipline with its days."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest

from tests.cast import Cast
from tests.operations.conduct.factories import MORNING, concluded, member, moved, reported
from thanthien.operations.conduct.actions import StaffFields, move_staff
from thanthien.operations.conduct.disciplining import (
    CannotDecide,
    DisciplineFields,
    lift_discipline,
    move_breach,
    record_discipline,
)
from thanthien.operations.conduct.measures import BREACH, collect_breaches
from thanthien.operations.conduct.models import Breach, Discipline, Staff
from thanthien.operations.conduct.queries import under_discipline
from thanthien.operations.conduct.standing import visible_breaches
from thanthien.operations.conduct.training import CannotRecord, record_praise
from thanthien.platform.audit.models import Entry
from thanthien.platform.people.permissions import NotAllowed

pytestmark = pytest.mark.django_db
TODAY = MORNING.date()
NAME = "Tạ Văn Kín"


def disciplined(cast: Cast, staff: Staff, until: date | None = None, decided: date = TODAY) -> Discipline:
    fields = DisciplineFields("12/QĐ-UBND", decided, "reprimand", until)
    breach = concluded(cast, staff)
    return record_discipline(actor=cast.leader, at=MORNING, breach=breach, fields=fields)


def test_only_those_entitled_read_it(cast: Cast) -> None:
    breach = reported(cast, member(cast, NAME, person=cast.officer))
    readers = {
        name for name in ("leader", "coordinator", "head", "officer", "one_stop", "centre_officer", "council",
                          "other_coordinator", "city_admin", "appraiser")
        if visible_breaches(getattr(cast, name), cast.unit).filter(pk=breach.pk).exists()
    }  # fmt: skip
    assert readers == {"leader", "coordinator", "head", "officer"}


def test_the_head_of_where_somebody_works_now_reads_not_of_where_they_worked(cast: Cast) -> None:
    one = member(cast, NAME)
    reported(cast, one)
    assert visible_breaches(cast.head, cast.unit).count() == 1
    move_staff(
        actor=cast.coordinator, at=MORNING, staff=one, fields=StaffFields("", "cadre", TODAY, cast.economy)
    )
    assert visible_breaches(cast.head, cast.unit).count() == 0
    assert Breach.objects.get().agency == cast.culture


def test_a_head_reports_only_of_own_people_and_nobody_of_oneself(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        reported(cast, member(cast, "Người phòng khác", agency=cast.economy), by=cast.head)
    with pytest.raises(NotAllowed):
        reported(cast, member(cast, "Chính mình", person=cast.head), by=cast.head)
    assert reported(cast, member(cast, "Người của phòng"), by=cast.head).number == 1


def test_who_it_is_about_decides_nothing_and_may_appeal(cast: Cast) -> None:
    breach = reported(cast, member(cast, NAME, person=cast.leader))
    breach = moved(breach, cast.coordinator, "verify")
    with pytest.raises(NotAllowed, match="chính anh/chị"):
        moved(breach, cast.leader, "clear")
    other = concluded(cast, member(cast, "Người khác", person=cast.officer))
    with pytest.raises(NotAllowed):
        moved(other, cast.head, "appeal")
    assert moved(other, cast.officer, "appeal").state == Breach.State.APPEALED
    with pytest.raises(NotAllowed):
        moved(other, cast.coordinator, "clear")
    cleared = moved(other, cast.leader, "clear")
    assert cleared.is_breach is False


def test_the_steps_are_walked_in_their_order(cast: Cast) -> None:
    breach = reported(cast, member(cast, NAME))
    for move in ("conclude", "clear", "appeal", "close", "dance"):
        with pytest.raises(CannotDecide):
            moved(breach, cast.leader, move)
    moved(breach, cast.coordinator, "verify")
    with pytest.raises(CannotDecide, match="người khác sửa"):  # a page that was open before
        move_breach(actor=cast.leader, at=MORNING, breach=breach, move="conclude", seen="reported", text="x")
    with pytest.raises(CannotDecide, match="căn cứ"):
        move_breach(actor=cast.leader, at=MORNING, breach=breach, move="conclude", seen="verified", text=" ")


def test_only_what_is_concluded_counts_on_the_day_of_its_conclusion(cast: Cast) -> None:
    def figures() -> list[tuple[date, int]]:
        return [
            (one.day, int(one.numerator))
            for one in collect_breaches(TODAY - timedelta(days=9), TODAY + timedelta(days=9))
            if one.measure == BREACH
        ]

    breach = moved(reported(cast, member(cast, NAME)), cast.coordinator, "verify")
    concluded(cast, member(cast, "Người khác"), move="clear")
    assert figures() == []
    moved(breach, cast.leader, "conclude")
    assert figures() == [(TODAY, 1)]
    later = MORNING + timedelta(days=3)
    moved(breach, cast.coordinator, "appeal", later)
    assert figures() == [(TODAY, 1)]  # stands until it is changed
    moved(breach, cast.leader, "conclude", later)
    assert figures() == [(TODAY, 1)]
    moved(breach, cast.coordinator, "appeal", later)
    moved(breach, cast.leader, "clear", later)
    assert figures() == []


def test_the_audit_never_says_whose_it_is(cast: Cast) -> None:
    breach = disciplined(cast, member(cast, NAME)).breach
    moved(breach, cast.leader, "close")
    rows = Entry.objects.filter(action__startswith="breach.")
    assert rows.count() == 5
    for row in rows:
        assert "Kín" not in json.dumps([row.subject, row.before, row.after, row.remark], ensure_ascii=False)


def test_discipline_needs_a_conclusion(cast: Cast) -> None:
    breach = concluded(cast, member(cast, NAME), move="clear")
    with pytest.raises(CannotDecide, match="đã kết luận"):
        record_discipline(
            actor=cast.leader, at=MORNING, breach=breach, fields=DisciplineFields("1/QĐ", TODAY, "warning")
        )


def test_under_discipline_by_name_and_day(cast: Cast) -> None:
    one = member(cast, NAME)
    made = disciplined(cast, one, TODAY + timedelta(days=90))
    found = under_discipline(cast.unit, "ta van kin", TODAY)
    assert found is not None
    assert found.is_sure
    assert under_discipline(cast.unit, NAME, TODAY - timedelta(days=1)) is None
    assert under_discipline(cast.unit, NAME, TODAY + timedelta(days=90)) is not None
    assert under_discipline(cast.unit, NAME, TODAY + timedelta(days=91)) is None
    assert under_discipline(cast.other_unit, NAME, TODAY) is None
    assert under_discipline(cast.unit, "", TODAY) is None
    member(cast, "Tạ Văn Kin", code="K2")
    doubtful = under_discipline(cast.unit, NAME, TODAY)
    assert doubtful is not None
    assert (doubtful.people, doubtful.disciplined, doubtful.is_sure) == (2, 1, False)
    lift_discipline(actor=cast.leader, at=MORNING, discipline=made, until_date=TODAY)
    assert under_discipline(cast.unit, NAME, TODAY + timedelta(days=1)) is None


def test_a_conclusion_that_falls_takes_the_discipline_out_of_force(cast: Cast) -> None:
    breach = disciplined(cast, member(cast, NAME)).breach
    moved(breach, cast.coordinator, "appeal")
    moved(breach, cast.leader, "clear")
    assert under_discipline(cast.unit, NAME, TODAY) is None


def test_a_leader_does_not_praise_who_is_under_discipline(cast: Cast) -> None:
    one = member(cast, NAME)
    disciplined(cast, one, TODAY + timedelta(days=30))
    boss: dict[str, Any] = {
        "actor": cast.coordinator,
        "at": MORNING,
        "staff": one,
        "day": TODAY,
        "text": "Tận tình",
    }
    with pytest.raises(CannotRecord, match="kỷ luật"):
        record_praise(source="head", **boss)
    record_praise(source="citizen", report_code="ABCD 1234", **boss)
    with pytest.raises(CannotRecord, match="đã được ghi"):
        record_praise(source="citizen", report_code="abcd1234", **boss)
