"""A repair from the report to its end: every move of the table, who may make it, one open repair an item."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.cast import Cast
from tests.operations.facilities.conftest import MORNING, broken, moved
from thanthien.operations.facilities.models import ChecklistItem, Repair
from thanthien.operations.facilities.queries import repair_counts, repairs_of
from thanthien.operations.facilities.repairing import (
    CannotRepair,
    MoveFields,
    RepairFields,
    move_repair,
    report_repair,
)
from thanthien.operations.facilities.states import CLOSED, OPEN, STEPS
from thanthien.platform.people.permissions import NotAllowed

pytestmark = pytest.mark.django_db
Items = dict[str, ChecklistItem]


def test_reported_given_mended_fixed(cast: Cast, items: Items) -> None:
    repair = broken(cast, items["printers"])
    with pytest.raises(NotAllowed):
        moved(repair, cast.officer, "assign", assignee=cast.officer)
    with pytest.raises(CannotRepair, match="chọn người sửa"):
        moved(repair, cast.coordinator, "assign")
    given = moved(repair, cast.coordinator, "assign", assignee=cast.officer)
    assert (given.state, given.due_date) == (
        "assigned",
        MORNING.date() + timedelta(days=5),
    )  # three working days
    assert moved(repair, cast.officer, "start").state == "mending"
    with pytest.raises(CannotRepair, match="đã sửa những gì"):
        moved(repair, cast.officer, "fix")
    done = moved(repair, cast.officer, "fix", text="Thay trục kéo giấy")
    assert (done.state, done.closed_at) == ("fixed", MORNING)
    noted = moved(repair, cast.officer, "note", text="Chi 300.000 đồng")
    assert noted.closed_at == MORNING


def test_who_takes_it_up_is_who_mends_it(cast: Cast) -> None:
    repair = broken(cast, None)
    assert moved(repair, cast.one_stop, "start").assignee == cast.one_stop


def test_beyond_repair_waits_for_a_new_one(cast: Cast, items: Items) -> None:
    repair = broken(cast, items["scanners"])
    moved(repair, cast.one_stop, "beyond", text="Hỏng bo mạch")
    with pytest.raises(NotAllowed):
        moved(repair, cast.one_stop, "replace", text="Máy mới")
    assert moved(repair, cast.leader, "replace", text="Mua máy mới").state == "replaced"


def test_the_same_item_opens_no_second_one(cast: Cast, items: Items) -> None:
    repair = broken(cast, items["printers"])
    with pytest.raises(CannotRepair, match="phiếu sửa chữa số 1"):
        broken(cast, items["printers"])
    moved(repair, cast.one_stop, "fix", text="Xong")
    second = broken(cast, items["printers"], said="Hết mực")
    with pytest.raises(CannotRepair, match="đang có phiếu số 2"):
        moved(repair, cast.one_stop, "reopen", text="Lại kẹt")
    assert second.number == 2


def test_the_same_form_sent_twice_is_one_repair(cast: Cast) -> None:
    fields = RepairFields("Máy chiếu", "Không lên hình", client_key="mot")
    twice = [report_repair(actor=cast.officer, at=MORNING, unit=cast.unit, fields=fields) for _ in range(2)]
    assert twice[0] == twice[1]
    assert Repair.objects.count() == 1


def test_the_second_of_two_at_once_is_told(cast: Cast) -> None:
    repair = broken(cast, None)
    stale = MoveFields("reported-0", text="Xong")
    with pytest.raises(CannotRepair, match="người khác sửa"):
        move_repair(actor=cast.officer, at=MORNING, repair=repair, move="fix", fields=stale)


def test_a_bad_move_or_day_changes_nothing(cast: Cast) -> None:
    repair = broken(cast, None)
    for move in ("report", "explode", "reopen"):
        with pytest.raises(CannotRepair):
            moved(repair, cast.coordinator, move, text="x")
    with pytest.raises(CannotRepair, match="từ hôm nay"):
        moved(repair, cast.coordinator, "assign", outsider="Thợ", due_date=MORNING.date() - timedelta(days=1))
    with pytest.raises(CannotRepair, match="không làm việc"):
        moved(repair, cast.coordinator, "assign", assignee=cast.other_officer)


def test_lists_and_counts(cast: Cast, items: Items) -> None:
    late = broken(cast, items["printers"])
    moved(late, cast.coordinator, "assign", outsider="Cửa hàng", due_date=MORNING.date())
    done = broken(cast, None)
    moved(done, cast.officer, "fix", text="Xong")
    tomorrow = MORNING.date() + timedelta(days=1)
    assert repair_counts(cast.unit, tomorrow) == {"open": 1, "late": 1, "closed": 1, "all": 2}
    assert list(repairs_of(cast.unit, "late", tomorrow)) == [late]
    assert repair_counts(cast.other_unit, tomorrow)["all"] == 0


def test_every_state_is_open_or_closed_and_reached() -> None:
    assert {*OPEN, *CLOSED} == set(Repair.State)
    assert {step.to for step in STEPS.values() if step.to} | {Repair.State.REPORTED} == set(Repair.State)
