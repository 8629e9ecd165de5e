"""Two people at once, each on a connection of its own: one commitment a question, one report of a thing heard."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from tests.cast import Cast
from tests.operations.engagement.factories import MORNING, asked_of, invited, promise, visited
from thanthien.operations.engagement.asking import attend
from thanthien.operations.engagement.committing import promise_question
from thanthien.operations.engagement.models import Attendance, Commitment
from thanthien.operations.feedback.models import Report
from thanthien.platform.refusals import Refusal
from thanthien.workflows.engagement import report_heard

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*works: Callable[[], object]) -> list[bool]:
    """Of each whether it was refused."""
    start = Barrier(len(works))

    def press(work: Callable[[], object]) -> bool:
        start.wait()
        try:
            work()
        except Refusal:
            return True
        finally:
            connections.close_all()
        return False

    with ThreadPoolExecutor(len(works)) as pool:
        return sorted(answer.result() for answer in [pool.submit(press, work) for work in works])


def test_one_commitment_a_question(cast: Cast) -> None:
    question = asked_of(invited(cast))
    works = [
        lambda who=who: promise_question(actor=who, at=MORNING, question=question, promise=promise(cast))
        for who in (cast.coordinator, cast.leader)
    ]
    assert at_once(*works) == [False, True]
    assert Commitment.objects.count() == 1


def test_one_report_of_a_thing_heard_and_one_count_of_a_phone(cast: Cast) -> None:
    heard = visited(cast, heard=["Cống thoát nước ở ngõ 12 bị tắc"]).heard.get()
    works = [
        lambda who=who: report_heard(actor=who, at=MORNING, heard=heard)
        for who in (cast.coordinator, cast.officer)
    ]
    assert at_once(*works) == [False, True]
    assert Report.objects.count() == 1
    one = invited(cast)
    at_once(*[lambda: attend(at=MORNING, dialogue=one, key="a") for _ in range(3)])
    assert Attendance.objects.count() == 1
