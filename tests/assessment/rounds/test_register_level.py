"""Registering the level: kept once a year, late ones marked, corrected with the trail."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from tests.assessment.year import Year
from tests.cast import Cast
from thanthien.assessment.rounds.actions import CannotRegister, register_level
from thanthien.assessment.rounds.models import Registration
from thanthien.assessment.rounds.queries import deadline_of
from thanthien.platform.audit.models import Entry
from thanthien.platform.people.permissions import NotAllowed


def register(cast: Cast, now: datetime, level: int = 1, day: date = date(2026, 2, 10)) -> Registration:
    return register_level(
        actor=cast.leader, at=now, unit=cast.unit, year=2026, level=level, registered_date=day
    )


def test_before_the_day_means_the_day_itself_is_late(year: Year) -> None:
    due = deadline_of(year.criteria_set, "registration", 2026)
    assert due is not None
    assert due.said == "trước ngày 15/02/2026"
    assert [due.is_late(date(2026, 2, day)) for day in (14, 15)] == [False, True]


def test_a_correction_keeps_one_registration_and_both_values(year: Year, cast: Cast, now: datetime) -> None:
    register(cast, now)
    register(cast, now, level=2)
    assert Registration.objects.get().level == 2
    entry = Entry.objects.get(action="level.correct")
    assert ((entry.before or {})["level"], (entry.after or {})["level"]) == (1, 2)


def test_saving_the_same_again_writes_nothing(year: Year, cast: Cast, now: datetime) -> None:
    register(cast, now)
    register(cast, now)
    assert Entry.objects.filter(action__startswith="level.").count() == 1


def test_unknown_levels_coming_days_and_missing_sets_are_refused(
    year: Year, cast: Cast, now: datetime
) -> None:
    with pytest.raises(CannotRegister, match="không có mức 4"):
        register(cast, now, level=4)
    with pytest.raises(CannotRegister, match="chưa tới"):
        register(cast, now, day=date(2026, 7, 2))
    with pytest.raises(CannotRegister, match="chưa chọn bộ tiêu chí năm 2027"):
        register_level(
            actor=cast.leader, at=now, unit=cast.unit, year=2027, level=1, registered_date=date(2026, 2, 1)
        )
    assert not Registration.objects.exists()


def test_officers_and_city_people_do_not_register(year: Year, cast: Cast, now: datetime) -> None:
    for person in (cast.officer, cast.council, cast.city_admin, cast.other_coordinator):
        with pytest.raises(NotAllowed):
            register_level(
                actor=person, at=now, unit=cast.unit, year=2026, level=1, registered_date=date(2026, 2, 1)
            )
