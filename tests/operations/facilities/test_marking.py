"""The list of a day: marks are kept one by one, two people lose nothing, a fault opens one repair."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from tests.cast import VIETNAM, Cast
from tests.operations.facilities.conftest import MORNING, broken, moved
from thanthien.operations.facilities.actions import (
    CannotChangeList,
    RuleFields,
    begin_list,
    end_item,
    set_rule,
)
from thanthien.operations.facilities.marking import CannotMark, Look, mark_item, mark_rest
from thanthien.operations.facilities.models import ChecklistItem, DayCheck, Mark, Repair
from thanthien.operations.facilities.queries import list_of
from thanthien.platform.audit.models import Entry
from thanthien.platform.people.permissions import NotAllowed

pytestmark = pytest.mark.django_db
Items = dict[str, ChecklistItem]


def test_the_sample_is_taken_once_and_by_who_manages(cast: Cast, items: Items) -> None:
    assert len(items) == 23
    with pytest.raises(CannotChangeList):
        begin_list(actor=cast.leader, at=MORNING, unit=cast.unit)
    with pytest.raises(NotAllowed):
        begin_list(actor=cast.head, at=MORNING, unit=cast.other_unit)
    with pytest.raises(NotAllowed):  # heads another agency than the centre
        end_item(actor=cast.head, at=MORNING, item=items["water"])


def test_the_last_mark_finishes_the_list_and_later_ones_do_not_move_it(cast: Cast, items: Items) -> None:
    mark_item(actor=cast.one_stop, at=MORNING, item=items["power"], look=Look("ok"))
    check = DayCheck.objects.get()
    assert check.finished_at is None
    assert mark_rest(actor=cast.one_stop, at=MORNING + timedelta(minutes=2), unit=cast.unit) == 22
    check.refresh_from_db()
    assert check.finished_at == MORNING + timedelta(minutes=2)
    assert check.finished_by == cast.one_stop
    assert check.is_on_time
    late = MORNING + timedelta(hours=3)
    mark_item(actor=cast.officer, at=late, item=items["power"], look=Look("not_used", was="ok"))
    check.refresh_from_db()
    assert check.is_on_time
    change = Entry.objects.get(action="checklist.change")
    assert (change.before, change.after) == (
        {"result": "Tốt", "person": "Vũ Thị Mai"},
        {"result": "Không dùng"},
    )


def test_the_minute_of_the_set_hour_is_still_in_time(cast: Cast, items: Items) -> None:
    at = datetime(2026, 7, 1, 7, 30, 59, tzinfo=VIETNAM)
    mark_rest(actor=cast.one_stop, at=at, unit=cast.unit)
    check = DayCheck.objects.get()
    assert check.is_on_time
    set_rule(actor=cast.coordinator, at=at, unit=cast.unit, seen=1,
             fields=RuleFields(datetime(2026, 7, 1, 7, 0).time()))  # fmt: skip
    check.refresh_from_db()
    assert check.is_on_time, "an hour set later changes no day that has begun"


def test_two_people_keep_both_marks_and_no_mark_is_overwritten_unseen(cast: Cast, items: Items) -> None:
    mark_item(actor=cast.one_stop, at=MORNING, item=items["power"], look=Look("ok"))
    mark_item(actor=cast.centre_officer, at=MORNING, item=items["network"], look=Look("ok"))
    with pytest.raises(CannotMark, match="Vũ Thị Mai vừa ghi “Tốt” lúc 07:20"):
        mark_item(actor=cast.centre_officer, at=MORNING, item=items["power"], look=Look("not_used"))
    mark_item(
        actor=cast.centre_officer, at=MORNING, item=items["power"], look=Look("ok")
    )  # the same: no matter
    assert {one.item_id: one.by_id for one in Mark.objects.all()} == {
        items["power"].pk: cast.one_stop.pk, items["network"].pk: cast.centre_officer.pk,
    }  # fmt: skip


def test_a_fault_says_what_and_opens_one_repair(cast: Cast, items: Items) -> None:
    printer = items["printers"]
    with pytest.raises(CannotMark) as refused:
        mark_item(actor=cast.one_stop, at=MORNING, item=printer, look=Look("fault", said="  "))
    assert refused.value.field == "said"
    assert not DayCheck.objects.exists()
    mark = mark_item(actor=cast.one_stop, at=MORNING, item=printer, look=Look("fault", said="Kẹt giấy"))
    assert mark.repair is not None
    assert (mark.repair.thing, mark.repair.said, mark.repair.number) == ("Máy in", "Kẹt giấy", 1)
    tomorrow = MORNING + timedelta(days=1)
    assert next(one for one in list_of(cast.unit, tomorrow.date()).lines if one.item == printer).repair
    again = mark_item(actor=cast.officer, at=tomorrow, item=printer, look=Look("fault"))
    assert again.repair == mark.repair
    assert again.said == "Kẹt giấy"
    assert [one.move for one in mark.repair.steps.all()] == ["report", "seen_again"]
    assert Repair.objects.count() == 1


def test_what_works_again_is_told_on_its_repair_and_stays_open_until_closed(cast: Cast, items: Items) -> None:
    repair = broken(cast, items["printers"])
    mark_item(actor=cast.officer, at=MORNING, item=items["printers"], look=Look("ok"))
    assert [one.move for one in repair.steps.all()] == ["report", "seen_working"]
    repair.refresh_from_db()
    assert repair.closed_at is None


def test_the_rest_leaves_out_what_is_under_repair(cast: Cast, items: Items) -> None:
    repair = broken(cast, items["printers"])
    assert mark_rest(actor=cast.one_stop, at=MORNING, unit=cast.unit) == 22
    assert DayCheck.objects.get().finished_at is None
    with pytest.raises(CannotMark):
        mark_rest(actor=cast.one_stop, at=MORNING, unit=cast.unit)
    moved(repair, cast.coordinator, "replace", text="Máy mới")
    mark_rest(actor=cast.one_stop, at=MORNING, unit=cast.unit)
    assert DayCheck.objects.get().finished_at


def test_an_item_taken_off_stays_on_the_days_before(cast: Cast, items: Items) -> None:
    mark_rest(actor=cast.one_stop, at=MORNING, unit=cast.unit)
    end_item(actor=cast.coordinator, at=MORNING + timedelta(days=1), item=items["water"])
    tomorrow = MORNING.date() + timedelta(days=1)
    assert len(list_of(cast.unit, MORNING.date()).lines) == 23
    assert len(list_of(cast.unit, tomorrow).lines) == 22
    with pytest.raises(CannotMark, match="không còn trong danh mục"):
        mark_item(actor=cast.one_stop, at=MORNING + timedelta(days=1), item=items["water"], look=Look("ok"))


def test_another_commune_marks_nothing_here(cast: Cast, items: Items) -> None:
    with pytest.raises(NotAllowed):
        mark_item(actor=cast.other_officer, at=MORNING, item=items["power"], look=Look("ok"))
