"""The whole way: a file handed in, read, accepted; the tasks of the year stand."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from tests.cast import Cast
from tests.programme.imports.conftest import HandIn
from tests.programme.imports.plans import LETTER, PLAIN_PLAN, TABLE_PLAN
from thanthien.platform.audit.models import Entry
from thanthien.programme.imports.accepting import CannotAccept, accept
from thanthien.programme.imports.models import PlanReading
from thanthien.programme.plans.models import LegalBasis, Plan, Task

State = PlanReading.State


def test_table_becomes_tasks(cast: Cast, now: datetime, handed_in: HandIn) -> None:
    reading = handed_in(TABLE_PLAN)
    assert (reading.state, reading.error) == (State.READY, "")
    outcome = accept(actor=cast.coordinator, at=now, reading=reading)
    assert (outcome.created, outcome.withdrawn) == (5, 0)

    tasks = list(Task.objects.filter(unit=cast.unit, year=2026).order_by("position"))
    dialogue = tasks[1]
    parts = [(b.part, b.agency, b.group_name) for b in dialogue.agencies.order_by("part", "position")]
    assert parts == [
        ("lead", cast.culture, ""),
        ("lead", cast.office, ""),
        ("support", cast.agencies["fatherland_front"], ""),
    ]
    assert dialogue.due_date == date(2026, 12, 31)
    assert tasks[2].due_date == date(2026, 2, 14)
    group = tasks[0].agencies.get(part="support")
    assert (group.agency, group.group_name) == (None, "Các cơ quan, đơn vị có liên quan")


def test_document_data_go_into_the_plan(cast: Cast, now: datetime, handed_in: HandIn) -> None:
    reading = handed_in()
    accept(actor=cast.coordinator, at=now, reading=reading)
    plan = Plan.objects.get(unit=cast.unit, year=2026)
    assert (plan.number, plan.issued_date, plan.signer) == ("15/KH-UBND", "2026-03-02", "Đỗ Hoàng Lâm")
    assert plan.file == reading.file
    basis = LegalBasis.objects.get(plan=plan)
    assert (basis.number, basis.issued_date) == ("12/KH-UBND", "2026-01-05")
    assert plan.recipients[0] == "Sở Nội vụ thành phố"
    assert any("đối thoại" in duty["text"] for duty in plan.duties)


def test_an_agency_that_the_unit_lacks_is_added(cast: Cast, now: datetime, handed_in: HandIn) -> None:
    accept(actor=cast.coordinator, at=now, reading=handed_in())
    lead = Task.objects.get(title__startswith="Tập huấn").agencies.get(part="lead")
    assert lead.agency is not None
    assert (lead.agency.unit, lead.agency.name) == (cast.unit, "Phòng Tư pháp")


def test_without_a_table_obligations_are_the_rows(cast: Cast, handed_in: HandIn) -> None:
    reading = handed_in(PLAIN_PLAN)
    rows = {row.title[:20]: row for row in reading.rows.all()}
    assert len(rows) == 4
    assert rows["Tổ chức đối thoại gi"].lead == ["Phòng Văn hóa - Xã hội"]
    assert rows["Công khai thủ tục hà"].lead == ["Trung tâm Phục vụ hành chính công"]


def test_what_is_no_plan_offers_nothing(cast: Cast, now: datetime, handed_in: HandIn) -> None:
    reading = handed_in(LETTER)
    assert reading.state == State.FAILED
    assert not reading.is_plan
    assert reading.error
    with pytest.raises(CannotAccept):
        accept(actor=cast.coordinator, at=now, reading=reading)
    assert not Task.objects.exists()


def test_accepting_leaves_a_trail(cast: Cast, now: datetime, handed_in: HandIn) -> None:
    reading = handed_in()
    accept(actor=cast.coordinator, at=now, reading=reading)
    entries = Entry.objects.filter(actor=cast.coordinator, unit=cast.unit)
    said = set(entries.values_list("action", flat=True))
    assert {"reading.add", "reading.accept", "plan.accept", "task.add", "agency.add"} <= said
    task = Task.objects.filter(is_header=False).first()
    assert task is not None
    assert entries.filter(thread=f"plans.task:{task.pk}").count() == 1


def test_only_once(cast: Cast, now: datetime, handed_in: HandIn) -> None:
    reading = handed_in()
    again = PlanReading.objects.get(pk=reading.pk)
    accept(actor=cast.coordinator, at=now, reading=reading)
    with pytest.raises(CannotAccept, match="đã được Trần Thị Hòa nhận lúc 09:00 ngày 01/07/2026"):
        accept(actor=cast.coordinator, at=now, reading=again)
    assert Task.objects.filter(unit=cast.unit).count() == 5
