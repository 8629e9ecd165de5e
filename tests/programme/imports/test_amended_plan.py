"""A second plan for the same year: what is new, changed, the same, gone; and no proof lost."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from tests.cast import Cast
from tests.programme.imports.conftest import HandIn
from tests.programme.imports.plans import AMENDED_PLAN, ROWS, TABLE_PLAN, plan
from thanthien.programme.imports.accepting import CannotAccept, accept
from thanthien.programme.imports.actions import CannotImport
from thanthien.programme.imports.comparison import Change
from thanthien.programme.imports.models import PlanReading
from thanthien.programme.imports.review import review_of
from thanthien.programme.plans.models import Plan, Task, TaskAgency


def _accept(cast: Cast, now: datetime, reading: PlanReading) -> Plan:
    return accept(actor=cast.coordinator, at=now, reading=reading).plan


def _ready(reading: PlanReading) -> PlanReading:
    return PlanReading.objects.select_related("unit", "replaces").get(pk=reading.pk)


def test_review_says_what_is_new_changed_the_same_and_gone(
    cast: Cast, now: datetime, handed_in: HandIn
) -> None:
    _accept(cast, now, handed_in(TABLE_PLAN))
    review = review_of(_ready(handed_in(AMENDED_PLAN, filename="sua-doi.txt")))
    said = [shown.change for shown in review.rows]
    assert said == [Change.SAME, Change.CHANGED, Change.SAME, Change.NEW, Change.SAME]
    assert [(d.words, d.old, d.new) for d in review.rows[1].differences] == [
        ("Chủ trì", "Phòng Văn hóa - Xã hội; Văn phòng HĐND và UBND", "Phòng Văn hóa - Xã hội"),
        ("Thời gian", "Quý IV/2026", "Quý III/2026"),
    ]
    assert [task.title[:19] for task in review.gone] == ["Bố trí hòm thư góp "]


def test_tasks_go_on_with_their_states_and_people(cast: Cast, now: datetime, handed_in: HandIn) -> None:
    first = _accept(cast, now, handed_in(TABLE_PLAN))
    kept = Task.objects.get(title__startswith="Công khai")
    part = kept.agencies.get(part="lead")
    TaskAgency.objects.filter(pk=part.pk).update(state=Task.State.DONE, assignee=cast.officer)
    Task.objects.filter(pk=kept.pk).update(state=Task.State.DONE)
    dialogue = Task.objects.get(title__startswith="Tổ chức đối thoại")

    outcome = accept(
        actor=cast.coordinator, at=now, reading=_ready(handed_in(AMENDED_PLAN, filename="sua-doi.txt"))
    )
    assert (outcome.created, outcome.changed, outcome.kept, outcome.withdrawn) == (1, 1, 3, 1)
    kept.refresh_from_db()
    part.refresh_from_db()
    assert (kept.plan, kept.state) == (outcome.plan, Task.State.DONE)
    assert (part.state, part.assignee) == (Task.State.DONE, cast.officer)
    dialogue.refresh_from_db()
    assert dialogue.due_date == date(2026, 9, 30)
    assert [b.agency for b in dialogue.agencies.filter(part="lead")] == [cast.culture]
    gone = Task.objects.get(title__startswith="Bố trí hòm thư")
    assert (gone.withdrawn_at, gone.plan) == (now, first)
    first.refresh_from_db()
    assert first.replaced_by == outcome.plan
    assert outcome.plan.number == "41/KH-UBND"


def test_a_withdrawn_task_comes_back_with_the_plan_that_names_it(
    cast: Cast, now: datetime, handed_in: HandIn
) -> None:
    _accept(cast, now, handed_in(TABLE_PLAN))
    _accept(cast, now, _ready(handed_in(AMENDED_PLAN)))
    _accept(cast, now, _ready(handed_in(plan(*ROWS, number="60", day="25"))))
    back = Task.objects.get(title__startswith="Bố trí hòm thư")
    assert back.withdrawn_at is None
    assert Task.objects.get(title__startswith="Khảo sát").withdrawn_at == now


def test_the_same_file_again_changes_nothing(cast: Cast, now: datetime, handed_in: HandIn) -> None:
    _accept(cast, now, handed_in(TABLE_PLAN))
    with pytest.raises(CannotImport, match="Không có gì thay đổi") as refused:
        handed_in(TABLE_PLAN)
    assert refused.value.is_in_force
    assert Plan.objects.count() == 1


def test_the_same_text_in_another_file_keeps_every_task(cast: Cast, now: datetime, handed_in: HandIn) -> None:
    _accept(cast, now, handed_in(TABLE_PLAN))
    before = set(Task.objects.values_list("pk", "title"))
    outcome = accept(actor=cast.coordinator, at=now, reading=_ready(handed_in(TABLE_PLAN + "\n\n")))
    assert (outcome.created, outcome.changed, outcome.kept, outcome.withdrawn) == (0, 0, 5, 0)
    assert set(Task.objects.values_list("pk", "title")) == before


def test_another_plan_came_into_force_meanwhile(cast: Cast, now: datetime, handed_in: HandIn) -> None:
    early = handed_in(TABLE_PLAN)
    late = handed_in(AMENDED_PLAN)
    _accept(cast, now, early)
    with pytest.raises(CannotAccept, match="đã thay đổi trong lúc anh/chị xem"):
        accept(actor=cast.coordinator, at=now, reading=late)
    late = _ready(late)
    assert late.state == PlanReading.State.READY
    assert late.replaces is not None
    assert review_of(late).counts.same == 3  # compared anew
    accept(actor=cast.coordinator, at=now, reading=late)
    assert Plan.objects.filter(replaced_by__isnull=True).count() == 1


def test_tasks_added_by_hand_are_not_the_plans(cast: Cast, now: datetime, handed_in: HandIn) -> None:
    in_force = _accept(cast, now, handed_in(TABLE_PLAN))
    own = Task.objects.create(
        unit=cast.unit,
        plan=in_force,
        year=2026,
        position=99,
        title="Việc giao thêm",
        created_at=now,
        changed_at=now,
    )
    review = review_of(_ready(handed_in(AMENDED_PLAN)))
    assert own not in review.gone
    _accept(cast, now, review.reading)
    own.refresh_from_db()
    assert own.withdrawn_at is None
