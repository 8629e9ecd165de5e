"""A file or photograph used again is found, told within bounds, and decided about once."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import Cast
from tests.platform.files.scenes import jpeg, plain, room
from tests.programme.plans.factories import facts, make_plan
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import NotAllowed
from thanthien.programme.evidence.actions import CannotChangeProof, add_files
from thanthien.programme.evidence.checking import check_proof, version_of_proof
from thanthien.programme.evidence.models import AllowedReuse, Evidence
from thanthien.programme.evidence.reuse import (
    allow_reuse,
    mark_of_uses,
    open_uses,
    reused_between,
    reused_proofs,
    uses_elsewhere,
)
from thanthien.programme.evidence.states import Move
from thanthien.programme.evidence.ties import tie_proof
from thanthien.programme.plans.models import Task
from thanthien.programme.plans.standing import standing_of

SCENE = room(5, 0)
COPY = jpeg(SCENE.crop((20, 15, 940, 705)).resize((460, 345)), 40)


def bring(actor: Person, task: Task, data: bytes, *, day: date | None = None, at: datetime) -> Evidence:
    upload = SimpleUploadedFile("anh.jpg", data)
    return add_files(actor=actor, at=at, task=task, uploads=[upload], effective_date=day).kept[0]


@pytest.fixture
def tasks(cast: Cast) -> list[Task]:
    return make_plan(cast.unit, facts("Việc một", cast.culture), facts("Việc hai", cast.culture))


@pytest.fixture
def other_task(cast: Cast) -> Task:
    return make_plan(cast.other_unit, facts("Việc bên Đông Hải", cast.other_agencies["council_office"]))[0]


def others(proof: Evidence) -> list[tuple[Evidence, bool]]:
    return [(use.other, use.is_same_file) for use in uses_elsewhere([proof]).get(proof.pk, [])]


def test_the_same_file_and_a_copy_of_the_picture_are_found_everywhere(
    cast: Cast, tasks: list[Task], other_task: Task, now: datetime
) -> None:
    first = bring(cast.officer, tasks[0], jpeg(SCENE), at=now)
    same = bring(cast.officer, tasks[1], jpeg(SCENE), at=now)
    there = bring(cast.other_officer, other_task, COPY, at=now)
    later = bring(cast.officer, tasks[0], COPY, day=date(2026, 3, 2), at=now)
    assert sorted((other.pk, exact) for other, exact in others(first)) == [
        (same.pk, True),
        (there.pk, False),
        (later.pk, False),
    ]
    assert set(reused_proofs(cast.unit, 2026, standing_of(cast.leader, cast.unit))) == {first, same, later}
    assert set(reused_between(cast.city, 2026)) == {first, same, later, there}


def test_one_event_a_returned_proof_and_plain_pictures_are_no_reuse(
    cast: Cast, tasks: list[Task], now: datetime
) -> None:
    first = bring(cast.officer, tasks[0], jpeg(SCENE), at=now)
    burst = bring(cast.officer, tasks[0], COPY, at=now)
    assert others(first) == []
    assert others(burst) == []
    blank = bring(cast.officer, tasks[0], jpeg(plain(1)), at=now)
    bring(cast.officer, tasks[1], jpeg(plain(2)), at=now)
    assert others(blank) == []
    again = bring(cast.officer, tasks[1], jpeg(SCENE), at=now)
    seen = version_of_proof(again)
    check_proof(actor=cast.head, at=now, proof=again, move=Move.RETURN, seen=seen, remark="Ảnh cũ")
    assert others(first) == []


def test_a_tie_made_on_purpose_is_no_reuse(cast: Cast, tasks: list[Task], now: datetime) -> None:
    first = bring(cast.officer, tasks[0], jpeg(SCENE), at=now)
    tied = tie_proof(actor=cast.officer, at=now, proof=first, tasks=[tasks[1]])[0]
    assert others(first) == others(tied) == []


def test_a_reason_is_remembered_for_both_and_asked_anew_for_a_further_use(
    cast: Cast, tasks: list[Task], other_task: Task, now: datetime
) -> None:
    first = bring(cast.officer, tasks[0], jpeg(SCENE), at=now)
    second = bring(cast.officer, tasks[1], jpeg(SCENE), at=now)
    uses = uses_elsewhere([second])[second.pk]
    with pytest.raises(CannotChangeProof, match="ghi lý do"):
        allow_reuse(actor=cast.head, at=now, proof=second, seen=mark_of_uses(uses), reason=" ")
    with pytest.raises(NotAllowed):
        allow_reuse(actor=cast.officer, at=now, proof=second, seen=mark_of_uses(uses), reason="Một buổi họp")
    allow_reuse(actor=cast.head, at=now, proof=second, seen=mark_of_uses(uses), reason="Một buổi họp")
    for proof in (first, second):
        assert open_uses(uses_elsewhere([proof])[proof.pk]) == []
    assert AllowedReuse.objects.get().reason == "Một buổi họp"
    there = bring(cast.other_officer, other_task, COPY, at=now)
    assert [use.other for use in open_uses(uses_elsewhere([second])[second.pk])] == [there]
    with pytest.raises(CannotChangeProof, match="đã thay đổi"):
        allow_reuse(actor=cast.head, at=now, proof=second, seen=mark_of_uses(uses), reason="Như trên")


def test_one_communes_word_does_not_bind_the_other(
    cast: Cast, tasks: list[Task], other_task: Task, now: datetime
) -> None:
    here = bring(cast.officer, tasks[0], jpeg(SCENE), at=now)
    there = bring(cast.other_officer, other_task, jpeg(SCENE), at=now)
    seen = mark_of_uses(uses_elsewhere([here])[here.pk])
    allow_reuse(actor=cast.head, at=now, proof=here, seen=seen, reason="Hội nghị chung của hai đơn vị")
    assert open_uses(uses_elsewhere([here])[here.pk]) == []
    assert [use.other for use in open_uses(uses_elsewhere([there])[there.pk])] == [here]


def test_the_number_of_queries_does_not_grow(cast: Cast, tasks: list[Task], now: datetime) -> None:
    proofs = []
    for day in range(1, 6):
        proofs.append(bring(cast.officer, tasks[0], jpeg(room(day, 0)), day=date(2026, 3, day), at=now))
        proofs.append(bring(cast.officer, tasks[1], jpeg(room(day, 0)), day=date(2026, 3, day), at=now))
    fresh = list(Evidence.objects.filter(pk__in=[proof.pk for proof in proofs]))
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert len(uses_elsewhere(fresh)) == 10
    assert len(asked) == 3
