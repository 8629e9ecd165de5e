"""Two people press at the same moment, each on a connection of their own."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier

import pytest
from django.db import connections

from tests.cast import Cast
from tests.programme.plans.factories import add_picture, lead_of, one_task, picture
from thanthien.platform.people.models import Person
from thanthien.programme.evidence.actions import CannotChangeProof, add_files, hand_in_part
from thanthien.programme.evidence.checking import check_part, version_of_part
from thanthien.programme.evidence.models import Evidence
from thanthien.programme.evidence.queries import proofs_of_task
from thanthien.programme.plans.actions import CannotChangeTask
from thanthien.programme.plans.models import Task
from thanthien.programme.plans.states import Move


@pytest.mark.django_db(transaction=True)
def test_one_decides_and_the_other_is_told(cast: Cast, now: datetime) -> None:
    task = one_task(cast)
    add_picture(cast, task)
    part = hand_in_part(actor=cast.officer, at=now, part=lead_of(task))
    seen, start = version_of_part(part, proofs_of_task(task)), Barrier(2)

    def press(person: Person, move: Move) -> str:
        start.wait()
        try:
            check_part(actor=person, at=now, part=part, move=move, seen=seen, remark="Ảnh mờ")
        except (CannotChangeTask, CannotChangeProof) as refusal:
            return str(refusal)
        finally:
            connections.close_all()
        return ""

    with ThreadPoolExecutor(2) as pool:
        answers = [
            pool.submit(press, cast.head, Move.ACCEPT),
            pool.submit(press, cast.leader, Move.RETURN),
        ]
        said = [answer.result() for answer in answers]
    winner = (cast.head, cast.leader)[said.index("")]
    assert sorted(map(bool, said)) == [False, True]
    assert str(winner) in "".join(said)
    assert lead_of(task).checked_by == winner


@pytest.mark.django_db(transaction=True)
def test_the_same_file_sent_twice_is_kept_once(cast: Cast, now: datetime) -> None:
    task, start = one_task(cast), Barrier(2)

    def send(name: str) -> int:
        start.wait()
        try:
            return len(add_files(actor=cast.officer, at=now, task=task, uploads=[picture(name)]).kept)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        kept = [answer.result() for answer in (pool.submit(send, "a.jpg"), pool.submit(send, "b.jpg"))]
    assert sorted(kept) == [0, 1]
    assert Evidence.objects.filter(task=task).count() == 1
    assert Task.objects.get(pk=task.pk).state == "started"
