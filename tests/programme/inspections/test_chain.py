"""Finding → correction → re-check by a second person → passed, or opened again."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from threading import Barrier

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections

from tests.cast import Cast
from tests.programme.inspections.conftest import DUE
from tests.programme.plans.factories import facts, make_plan, picture
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import NotAllowed
from thanthien.programme.inspections.actions import CannotInspect, move_inspection
from thanthien.programme.inspections.findings import (
    FindingFields,
    Order,
    move_finding,
    order_correction,
    record_finding,
    version_of,
)
from thanthien.programme.inspections.models import Finding, FindingStep, Inspection
from thanthien.programme.inspections.queries import inspections_of, late_findings
from thanthien.programme.inspections.states import STEPS, InspectionMove
from thanthien.programme.inspections.waiting import waiting_for

Move, State = FindingStep.Move, Finding.State


def go(actor: Person, at: datetime, finding: Finding, move: str, **more: object) -> Finding:
    finding.refresh_from_db()
    said = {"seen": version_of(finding), **more}
    return move_finding(actor=actor, at=at, finding=finding, move=move, **said)  # type: ignore[arg-type]


def chain(finding: Finding) -> list[str]:
    return list(finding.steps.values_list("move", flat=True))


def test_the_whole_chain_with_a_failed_re_check(cast: Cast, now: datetime, finding: Finding) -> None:
    assert (finding.state, finding.due_date) == (State.ORDERED, DUE)
    go(cast.officer, now, finding, Move.DONE, upload=picture())
    new_day = date(2026, 7, 20)
    go(cast.one_stop, now, finding, Move.FAIL, remark="Vẫn thiếu lịch tiếp dân", due_date=new_day)
    finding.refresh_from_db()
    assert (finding.state, finding.due_date) == (State.ORDERED, new_day)
    go(cast.head, now, finding, Move.DONE, remark="Đã dán đủ")
    go(cast.leader, now, finding, Move.PASS)
    assert chain(finding) == ["find", "order", "done", "fail", "done", "pass"]
    assert [step.file is not None for step in finding.steps.all()] == [
        False,
        False,
        True,
        False,
        False,
        False,
    ]


def test_only_who_was_given_it_reports_done(cast: Cast, now: datetime, finding: Finding) -> None:
    for person in (cast.one_stop, cast.leader, cast.council, cast.other_coordinator):
        with pytest.raises(NotAllowed):
            go(person, now, finding, Move.DONE, remark="Xong")
    with pytest.raises(CannotInspect, match="ghi đã khắc phục thế nào"):
        go(cast.officer, now, finding, Move.DONE)
    with pytest.raises(CannotInspect, match="chưa được nhận"):
        go(cast.officer, now, finding, Move.DONE, upload=SimpleUploadedFile("x.exe", b"MZ\0\0"))
    assert chain(finding) == ["find", "order"]


def test_who_reported_done_does_not_re_check(cast: Cast, now: datetime, finding: Finding) -> None:
    go(cast.coordinator, now, finding, Move.DONE, remark="Tôi đã thay")
    with pytest.raises(NotAllowed, match="một người khác phúc tra"):
        go(cast.coordinator, now, finding, Move.PASS)
    with pytest.raises(NotAllowed, match="người được phân công kiểm tra"):
        go(cast.head, now, finding, Move.PASS)
    assert go(cast.one_stop, now, finding, Move.PASS).state == State.PASSED


@pytest.mark.parametrize("state", State.values)
@pytest.mark.parametrize("move", list(STEPS))
def test_no_move_beside_the_table(cast: Cast, now: datetime, finding: Finding, state: str, move: str) -> None:
    Finding.objects.filter(pk=finding.pk).update(state=state)
    actor = cast.officer if move == Move.DONE else cast.leader
    finding.refresh_from_db()
    try:
        if move == Move.ORDER:
            order = Order(DUE, person=cast.officer)
            order_correction(actor=actor, at=now, finding=finding, order=order, seen=version_of(finding))
        else:
            go(actor, now, finding, move, remark="Lý do")
    except CannotInspect:
        moved = False
    else:
        moved = True
    finding.refresh_from_db()
    assert moved == (state in STEPS[move].allowed)
    assert finding.state == (STEPS[move].to if moved else state)


def test_an_order_names_one_receiver_of_the_unit_and_a_day_ahead(
    cast: Cast, now: datetime, inspection: Inspection
) -> None:
    wrong = [
        (Order(DUE), "chọn cơ quan hoặc người"),
        (Order(DUE, cast.culture, cast.officer), "chọn cơ quan hoặc người"),
        (Order(DUE, agency=cast.other_agencies["one_stop_centre"]), "không thuộc đơn vị"),
        (Order(DUE, person=cast.other_officer), "không còn làm việc"),
        (Order(date(2026, 6, 30), agency=cast.culture), "trước ngày hôm nay"),
    ]
    for order, words in wrong:
        with pytest.raises(CannotInspect, match=words):
            record_finding(
                actor=cast.leader, at=now, inspection=inspection, fields=FindingFields("Bụi", order=order)
            )
    stranger = make_plan(cast.other_unit, facts("Của phường"))[0]
    with pytest.raises(CannotInspect, match="Nhiệm vụ được chọn"):
        record_finding(
            actor=cast.leader, at=now, inspection=inspection, fields=FindingFields("Bụi", task=stranger)
        )
    assert not Finding.objects.exists()
    inspection.refresh_from_db()
    assert inspection.state == Inspection.State.PLANNED


def test_an_inspection_closes_when_all_is_settled(
    cast: Cast, now: datetime, inspection: Inspection, finding: Finding
) -> None:
    def close(remark: str = "Cơ bản đạt") -> None:
        move_inspection(
            actor=cast.coordinator, at=now, inspection=inspection, move=InspectionMove.CLOSE, remark=remark
        )

    with pytest.raises(CannotInspect, match="Còn 1 tồn tại"):
        close()
    go(cast.coordinator, now, finding, Move.DROP, remark="Đã thay bảng điện tử")
    with pytest.raises(CannotInspect, match="ghi kết luận"):
        close(" ")
    close()
    with pytest.raises(CannotInspect, match="đã kết thúc"):
        go(cast.leader, now, finding, Move.REOPEN, remark="Bảng điện tử hỏng")
    with pytest.raises(CannotInspect, match="không ghi thêm được"):
        record_finding(actor=cast.leader, at=now, inspection=inspection, fields=FindingFields("Nữa"))
    move_inspection(
        actor=cast.leader, at=now, inspection=inspection, move=InspectionMove.REOPEN, remark="Còn việc"
    )
    assert go(cast.leader, now, finding, Move.REOPEN, remark="Bảng hỏng").state == State.ORDERED


def test_what_waits_follows_the_chain(cast: Cast, now: datetime, finding: Finding) -> None:
    def waits(person: Person) -> list[tuple[str, date | None]]:
        return [(one.why.split(" (")[0], one.due_date) for one in waiting_for(person, cast.unit, now.date())]

    assert waits(cast.officer) == [("Cần khắc phục", DUE)]
    assert waits(cast.one_stop) == waits(cast.council) == []
    go(cast.officer, now, finding, Move.DONE, remark="Xong")
    assert waits(cast.officer) == []
    assert waits(cast.one_stop) == waits(cast.leader) == [("Đã khắc phục, cần phúc tra", None)]
    go(cast.one_stop, now, finding, Move.PASS)
    assert waits(cast.one_stop) == waits(cast.officer) == []


def test_late_ones_are_counted(cast: Cast, now: datetime, inspection: Inspection, finding: Finding) -> None:
    fields = FindingFields("Chưa giao ai")
    record_finding(actor=cast.leader, at=now, inspection=inspection, fields=fields)
    row = inspections_of(cast.unit, 2026, DUE + timedelta(days=1)).get()
    assert (row.found, row.open_count, row.late_count) == (2, 2, 1)  # type: ignore[attr-defined]
    assert list(late_findings(cast.unit, DUE)) == []
    assert list(late_findings(cast.unit, DUE + timedelta(days=1))) == [finding]
    assert not late_findings(cast.other_unit, DUE + timedelta(days=1))


@pytest.mark.django_db(transaction=True)
def test_two_re_checks_at_once_one_is_told(cast: Cast, now: datetime, finding: Finding) -> None:
    go(cast.officer, now, finding, Move.DONE, remark="Xong")
    finding.refresh_from_db()
    seen, start = version_of(finding), Barrier(2)

    def press(person: Person, move: str) -> str:
        start.wait()
        try:
            move_finding(actor=person, at=now, finding=finding, move=move, seen=seen, remark="Mờ")
        except CannotInspect as refusal:
            return str(refusal)
        finally:
            connections.close_all()
        return ""

    with ThreadPoolExecutor(2) as pool:
        pressed = [pool.submit(press, cast.leader, Move.PASS), pool.submit(press, cast.one_stop, Move.FAIL)]
        said = [one.result() for one in pressed]
    assert sorted(map(bool, said)) == [False, True]
    winner = (cast.leader, cast.one_stop)[said.index("")]
    assert str(winner) in "".join(said)
    assert finding.steps.count() == 4
