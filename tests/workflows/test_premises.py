"""Pictures of places become evidence: one a thing and period, of what is good alone, never an old one."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.conf import settings

from tests.cast import Cast
from tests.programme.plans.factories import facts, make_plan, picture
from thanthien.operations.facilities.models import PlaceItem
from thanthien.operations.facilities.premises.actions import Seen, begin_places
from thanthien.platform.files.actions import keep_file
from thanthien.platform.files.models import StoredFile
from thanthien.platform.people.models import Person
from thanthien.programme.criteria.actions import adopt, load_set
from thanthien.programme.criteria.definition import load_definition
from thanthien.programme.criteria.models import CriteriaSet
from thanthien.programme.evidence.models import Evidence
from thanthien.programme.plans.models import Task
from thanthien.workflows.premises import Filed, look_with_proof

pytestmark = pytest.mark.django_db
ROWS = {"IV.1": "council_office", "IV.3#2": "one_stop_centre", "IV.3#3": "one_stop_centre"}


@pytest.fixture
def things(cast: Cast, now: datetime) -> dict[str, PlaceItem]:
    path = settings.REFERENCE_DIR / "criteria" / "hai-phong-2025.yaml"
    kept, _ = load_set(at=now, definition=load_definition(path), source=path.read_text(encoding="utf-8"))
    CriteriaSet.objects.update(province_code=cast.city.code, from_year=2025)
    kept.refresh_from_db()
    adopt(actor=None, at=now, unit=cast.unit, year=2026, criteria_set=kept, weight_table=None)
    made = make_plan(cast.unit, *(facts(key, cast.agencies[who]) for key, who in ROWS.items()))
    for task, key in zip(made, ROWS, strict=True):
        task.criterion = kept.criteria.get(key=key)
        task.save()
    begin_places(actor=cast.coordinator, at=now, unit=cast.unit)
    rows = PlaceItem.objects.filter(place__unit=cast.unit).select_related("place__unit")
    return {one.code: one for one in rows}


def photo(at: datetime, colour: str) -> StoredFile:
    return keep_file(data=picture(colour=colour).read(), at=at)


def shown(
    actor: Person, item: PlaceItem, at: datetime, file: StoredFile | None, state: str = "good", said: str = ""
) -> Filed:
    last = item.looks.first()
    seen = Seen(state, last.pk if last else 0, said, file)
    return look_with_proof(actor=actor, at=at, item=item, seen=seen)[1]


def test_one_picture_a_thing_and_period_waits_for_a_check(
    cast: Cast, now: datetime, things: dict[str, PlaceItem]
) -> None:
    [proof] = shown(cast.coordinator, things["bright_lamps"], now, photo(now, "red")).made
    assert proof.state == Evidence.State.WAITING
    assert proof.task.criterion
    assert proof.task.criterion.key == "IV.1"
    # another picture of the same group in the same quarter adds nothing
    assert shown(cast.coordinator, things["bright_signs"], now, photo(now, "green")).made == ()
    later = now + timedelta(days=92)
    assert len(shown(cast.coordinator, things["bright_lamps"], later, photo(later, "blue")).made) == 1


def test_a_picture_of_two_things_is_one_file_tied(
    cast: Cast, now: datetime, things: dict[str, PlaceItem]
) -> None:
    file = photo(now, "red")
    [first] = shown(cast.one_stop, things["books"], now, file).made
    [second] = shown(cast.one_stop, things["water"], now, file).made
    assert second.also_of == first
    assert {one.task.criterion.key for one in (first, second) if one.task.criterion} == {"IV.3#2", "IV.3#3"}


def test_what_is_broken_or_without_a_picture_proves_nothing(
    cast: Cast, now: datetime, things: dict[str, PlaceItem]
) -> None:
    assert shown(cast.one_stop, things["books"], now, photo(now, "red"), "lacking", "Thiếu báo").made == ()
    assert shown(cast.one_stop, things["water"], now, None).made == ()
    assert not Evidence.objects.exists()


def test_who_may_not_bring_proof_still_looks(cast: Cast, now: datetime, things: dict[str, PlaceItem]) -> None:
    filed = shown(cast.one_stop, things["bright_lamps"], now, photo(now, "red"))
    assert filed.made == ()
    assert "cơ quan chủ trì" in filed.why[0]
    assert things["bright_lamps"].looks.count() == 1
    assert Task.objects.count() == 3
