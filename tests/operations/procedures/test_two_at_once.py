"""Two people at one catalogue: a file is taken once, on each day one edition holds, no words are written over."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from threading import Barrier

import pytest
from django.db import connections

from tests.cast import Cast
from tests.operations.procedures.factories import BIRTH, COPY, as_yaml, loaded, sent
from thanthien.operations.procedures.actions import keep_words, take_list
from thanthien.operations.procedures.models import Edition, OwnWords
from thanthien.operations.procedures.queries import in_force
from thanthien.platform.refusals import Refusal

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*works: Callable[[], object]) -> list[str]:
    """What each was refused with, "" where it went through."""
    start = Barrier(len(works))

    def press(work: Callable[[], object]) -> str:
        start.wait()
        try:
            work()
        except Refusal as refusal:
            return str(refusal)
        finally:
            connections.close_all()
        return ""

    with ThreadPoolExecutor(len(works)) as pool:
        return [answer.result() for answer in [pool.submit(press, work) for work in works]]


def test_a_file_is_taken_once_and_of_two_files_each_day_has_one_edition(cast: Cast, now: datetime) -> None:
    loaded(cast.unit, now, BIRTH)
    first = sent(cast.unit, now, as_yaml({**BIRTH, "name": "Một"}))
    second = sent(cast.unit, now, as_yaml({**BIRTH, "name": "Hai"}, COPY))
    files = (first, first, second)
    said = at_once(*(lambda file=file: take_list(actor=None, at=now, sent=file) for file in files))
    assert [bool(one) for one in said].count(True) == 1
    assert "xử lý xong" in "".join(said)
    for day in (date(2026, 7, 1), date(2027, 1, 1)):
        names = Edition.objects.filter(in_force(day), procedure__code=BIRTH["code"]).values_list(
            "name", flat=True
        )
        assert len(names) == 1
        assert names[0] in {"Một", "Hai"}


def test_of_two_who_write_the_words_one_is_asked_to_look_again(cast: Cast, now: datetime) -> None:
    loaded(cast.unit, now, BIRTH)
    said = at_once(
        *(
            lambda counter=counter: keep_words(
                actor=cast.coordinator, at=now, unit=cast.unit, code=BIRTH["code"], counter=counter, seen=0
            )
            for counter in ("Quầy 1", "Quầy 2")
        )
    )
    assert sorted(map(bool, said)) == [False, True]
    assert OwnWords.objects.get().version == 1
