"""Items of the budget: drafted, submitted, approved as seen; money recorded, warned of, cancelled."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from threading import Barrier

import pytest
from django.db import connections

from tests.cast import Cast, make_person
from tests.programme.budget.factories import allocation, approved_item, draft_item, submitted_item
from thanthien.platform.audit.queries import history_of
from thanthien.platform.people.permissions import NotAllowed
from thanthien.platform.people.roles import Role
from thanthien.programme.budget.actions import (
    CannotChangeBudget,
    ItemFields,
    add_amount,
    add_item,
    cancel_amount,
    change_item,
    move_item,
)
from thanthien.programme.budget.models import BudgetItem
from thanthien.programme.budget.queries import item_of_unit, rows_of, sums_of, total_of
from thanthien.programme.budget.states import Move
from thanthien.programme.budget.waiting import waiting_for

TODAY = date(2026, 7, 1)


def test_from_draft_to_settlement(cast: Cast, now: datetime) -> None:
    item = approved_item(cast, estimate=20_000_000)
    allocation(cast, item, 18_000_000)
    allocation(cast, item, 7_500_000, kind="spent")
    (row,) = rows_of(cast.unit, 2026)
    assert row.item.state == "approved"
    assert (row.sums.estimate, row.sums.allocated, row.sums.spent) == (20_000_000, 18_000_000, 7_500_000)
    assert row.sums.left == 10_500_000
    assert row.sums.warnings == []
    found = item_of_unit(cast.unit, item.pk)
    assert found is not None
    assert sums_of(found) == row.sums
    assert [entry.action for entry in history_of(item)][:2] == ["budget.amount", "budget.amount"]


def test_going_over_is_kept_and_warned_of(cast: Cast) -> None:
    item = approved_item(cast, estimate=10_000_000)
    allocation(cast, item, 12_000_000)
    allocation(cast, item, 13_000_000, kind="spent")
    (row,) = rows_of(cast.unit, 2026)
    assert row.sums.warnings == [
        "Phân bổ vượt dự toán 2.000.000 đ.",
        "Chi vượt số được phân bổ 1.000.000 đ.",
    ]


def test_a_cancelled_amount_leaves_the_sums_and_stays_on_record(cast: Cast, now: datetime) -> None:
    item = approved_item(cast)
    wrong = allocation(cast, item)
    with pytest.raises(CannotChangeBudget, match="lý do"):
        cancel_amount(actor=cast.coordinator, at=now, amount=wrong, reason=" ")
    cancel_amount(actor=cast.coordinator, at=now, amount=wrong, reason="Ghi nhầm khoản")
    assert rows_of(cast.unit, 2026)[0].sums.allocated == 0
    wrong.refresh_from_db()
    assert (wrong.amount, wrong.cancel_reason) == (12_000_000, "Ghi nhầm khoản")
    with pytest.raises(CannotChangeBudget, match="đã được hủy"):
        cancel_amount(actor=cast.coordinator, at=now, amount=wrong, reason="Lần nữa")


def test_who_may_do_what(cast: Cast, now: datetime) -> None:
    fields = ItemFields(title="In tờ rơi", source="commune", estimate=3_000_000)
    own = add_item(actor=cast.officer, at=now, unit=cast.unit, year=2026, fields=fields)
    change_item(actor=cast.officer, at=now, item=own, fields=fields, seen=own.version)
    with pytest.raises(NotAllowed):
        change_item(actor=cast.centre_officer, at=now, item=own, fields=fields, seen=own.version)
    with pytest.raises(NotAllowed):  # the agency asks, the economy division puts together
        move_item(actor=cast.officer, at=now, item=own, move=Move.SUBMIT, seen=own.version)
    keeper = make_person(cast.unit, Role.OFFICER, "kim.kinhte", "Lý Kim Ngân", agency=cast.economy)
    sent = move_item(actor=keeper, at=now, item=own, move=Move.SUBMIT, seen=own.version)
    for person in (keeper, cast.coordinator, cast.city_admin, cast.other_coordinator):
        with pytest.raises(NotAllowed):
            move_item(actor=person, at=now, item=sent, move=Move.APPROVE, seen=sent.version)
    with pytest.raises(NotAllowed):
        add_item(actor=cast.other_coordinator, at=now, unit=cast.unit, year=2026, fields=fields)


def test_an_approved_estimate_changes_only_by_adjustment(cast: Cast, now: datetime) -> None:
    item = approved_item(cast)
    more = ItemFields(title=item.title, source="commune", estimate=15_000_000)
    with pytest.raises(CannotChangeBudget, match="Đã duyệt"):
        change_item(actor=cast.coordinator, at=now, item=item, fields=more, seen=item.version)
    with pytest.raises(CannotChangeBudget, match="lý do"):
        move_item(actor=cast.coordinator, at=now, item=item, move=Move.ADJUST, seen=item.version)
    item = move_item(
        actor=cast.coordinator, at=now, item=item, move=Move.ADJUST, seen=item.version, remark="Giá máy tăng"
    )
    item = change_item(actor=cast.coordinator, at=now, item=item, fields=more, seen=item.version)
    told = history_of(item).get(action="budget.change")
    assert (told.before, told.after) == ({"estimate": 12_500_000}, {"estimate": 15_000_000})


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        (ItemFields(title=" ", source="commune", estimate=1), "title"),
        (ItemFields(title="Máy", source="commune", estimate=0), "estimate"),
        (ItemFields(title="Máy", source="gold", estimate=1), "source"),
        (ItemFields(title="Máy", source="other", estimate=1), "source_note"),
    ],
)
def test_what_is_missing_is_said_at_its_field(
    cast: Cast, now: datetime, fields: ItemFields, field: str
) -> None:
    with pytest.raises(CannotChangeBudget) as refusal:
        add_item(actor=cast.coordinator, at=now, unit=cast.unit, year=2026, fields=fields)
    assert refusal.value.field == field


def test_no_money_before_approval_and_none_from_the_future(cast: Cast, now: datetime) -> None:
    draft = draft_item(cast)
    with pytest.raises(CannotChangeBudget, match="chưa được duyệt"):
        allocation(cast, draft)
    item = approved_item(cast)
    with pytest.raises(CannotChangeBudget, match="hôm nay"):
        add_amount(
            actor=cast.coordinator,
            at=now,
            item=item,
            kind="spent",
            amount=1,
            document_number="1",
            document_date=date(2026, 7, 2),
        )


def test_items_given_up_are_not_counted(cast: Cast, now: datetime) -> None:
    item = draft_item(cast)
    draft_item(cast, estimate=4_000_000)
    move_item(actor=cast.coordinator, at=now, item=item, move=Move.WITHDRAW, seen=item.version)
    assert total_of(rows_of(cast.unit, 2026)).estimate == 4_000_000


def test_what_waits_for_whom(cast: Cast, now: datetime) -> None:
    item = submitted_item(cast)
    assert [one.args for one in waiting_for(cast.leader, cast.unit, TODAY)] == [(item.pk,)]
    assert list(waiting_for(cast.coordinator, cast.unit, TODAY)) == []
    move_item(
        actor=cast.leader, at=now, item=item, move=Move.RETURN, seen=item.version, remark="Thiếu báo giá"
    )
    assert list(waiting_for(cast.leader, cast.unit, TODAY)) == []
    assert [one.why for one in waiting_for(cast.coordinator, cast.unit, TODAY)] == [
        "dự toán bị trả lại, cần sửa"
    ]


def test_an_approval_holds_for_what_was_seen(cast: Cast, now: datetime) -> None:
    item = submitted_item(cast)
    with pytest.raises(CannotChangeBudget, match="người khác sửa"):
        move_item(actor=cast.leader, at=now, item=item, move=Move.APPROVE, seen=item.version - 1)


@pytest.mark.django_db(transaction=True)
def test_one_approves_while_the_other_takes_back(cast: Cast, now: datetime) -> None:
    item, start = submitted_item(cast), Barrier(2)

    def press(move: Move) -> str:
        actor = cast.leader if move is Move.APPROVE else cast.coordinator
        start.wait()
        try:
            move_item(actor=actor, at=now, item=item, move=move, seen=item.version)
        except CannotChangeBudget as refusal:
            return str(refusal)
        finally:
            connections.close_all()
        return ""

    with ThreadPoolExecutor(2) as pool:
        said = [answer.result() for answer in [pool.submit(press, m) for m in (Move.APPROVE, Move.TAKE_BACK)]]
    assert sorted(map(bool, said)) == [False, True]
    assert BudgetItem.objects.get(pk=item.pk).state == ("approved" if not said[0] else "draft")
