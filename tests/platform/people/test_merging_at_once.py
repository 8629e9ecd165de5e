"""Two mergers at once, and a merger while an officer saves: each on a connection of its own."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier

import pytest
from django.db import connections

from tests.cast import Cast
from tests.programme.plans.factories import one_task, picture
from thanthien.platform.audit.models import Entry
from thanthien.platform.people.merging import CannotMerge, merge_unit
from thanthien.platform.people.models import Membership
from thanthien.platform.people.permissions import NotAllowed
from thanthien.platform.units.models import Unit
from thanthien.programme.evidence.actions import add_files
from thanthien.programme.evidence.models import Evidence

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*works: Callable[[], object]) -> list[str]:
    """What each was refused with, "" where it went through."""
    start = Barrier(len(works))

    def press(work: Callable[[], object]) -> str:
        start.wait()
        try:
            work()
        except (CannotMerge, NotAllowed) as refusal:
            return str(refusal)
        finally:
            connections.close_all()
        return ""

    with ThreadPoolExecutor(len(works)) as pool:
        return [answer.result() for answer in [pool.submit(press, work) for work in works]]


def merge(cast: Cast, now: datetime, unit: Unit, successor: Unit) -> Callable[[], object]:
    return lambda: merge_unit(
        actor=cast.city_admin, at=now, city=cast.city, unit=unit, successor=successor, merged_date=now.date(),
        document="12/NQ-HĐND",
    )  # fmt: skip


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *a, **k: now.date())


def test_each_into_the_other_makes_no_circle(cast: Cast, now: datetime) -> None:
    said = at_once(merge(cast, now, cast.unit, cast.other_unit), merge(cast, now, cast.other_unit, cast.unit))
    assert sorted(map(bool, said)) == [False, True]
    assert "đã nhập vào đơn vị khác" in "".join(said)
    merged = Unit.objects.exclude(successor=None).get()
    assert merged.successor is not None
    assert not merged.successor.is_merged
    here = Membership.objects.in_force(now.date())
    assert here.filter(unit=merged).count() == 0
    assert here.filter(person=cast.officer, unit=merged.successor).count() == 1


def test_the_same_merger_pressed_twice_is_one(cast: Cast, now: datetime) -> None:
    said = at_once(*[merge(cast, now, cast.unit, cast.other_unit)] * 2)
    assert sorted(map(bool, said)) == [False, True]
    assert Entry.objects.filter(action="unit.merge", unit=cast.unit).count() == 1
    assert Membership.objects.in_force(now.date()).filter(person=cast.officer).count() == 1


def test_a_chain_at_once_leads_to_its_end(cast: Cast, now: datetime) -> None:
    said = at_once(
        merge(cast, now, cast.unit, cast.other_unit), merge(cast, now, cast.other_unit, cast.island)
    )
    ends = {one.code: one.successor for one in Unit.objects.filter(parent=cast.city)}
    assert ends[cast.other_unit.code] == cast.island
    # either the first came in time and was led on, or it was told that there is no way there any more
    assert ends[cast.unit.code] == (None if said[0] else cast.island)
    assert said[1] == ""


def test_an_officer_who_saves_meanwhile_has_saved_or_is_told(cast: Cast, now: datetime) -> None:
    task = one_task(cast)
    said = at_once(
        merge(cast, now, cast.unit, cast.other_unit),
        lambda: add_files(actor=cast.officer, at=now, task=task, uploads=[picture("anh.jpg")]),
    )
    assert said[0] == ""
    kept = Evidence.objects.filter(task=task, unit=cast.unit).count()
    assert kept == (0 if said[1] else 1)
    assert Evidence.objects.count() == kept
    if said[1]:
        assert "anh/chị mở phường Đông Hải để làm tiếp" in said[1]
    again = at_once(lambda: add_files(actor=cast.officer, at=now, task=task, uploads=[picture("anh-2.jpg")]))
    assert "Thao tác vừa rồi chưa được lưu" in again[0]
