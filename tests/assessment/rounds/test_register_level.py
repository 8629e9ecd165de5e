"""Registering the level: kept once a year, late ones marked, corrected with the trail."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from tests.assessment.year import Year
from tests.cast import Cast
from thanthien.assessment.rounds.actions import CannotRegister, register_level, send_registration, set_targets
from thanthien.assessment.rounds.models import Registration
from thanthien.assessment.rounds.queries import deadline_of, targets_of
from thanthien.platform.audit.models import Entry
from thanthien.platform.people.permissions import NotAllowed


def register(
    cast: Cast, now: datetime, level: int = 1, day: date = date(2026, 2, 10), reason: str = ""
) -> Registration:
    return register_level(
        actor=cast.leader, at=now, unit=cast.unit, year=2026, level=level, registered_date=day, reason=reason
    )


def test_before_the_day_means_the_day_itself_is_late(year: Year) -> None:
    due = deadline_of(year.criteria_set, "registration", 2026)
    assert due is not None
    assert due.said == "trước ngày 15/02/2026"
    assert [due.is_late(date(2026, 2, day)) for day in (14, 15)] == [False, True]


def test_a_correction_keeps_one_registration_and_both_values(year: Year, cast: Cast, now: datetime) -> None:
    register(cast, now)
    register(cast, now, level=2, reason="Hội đồng nhân dân giao mức cao hơn")
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


def test_after_the_deadline_a_change_needs_a_reason_before_it_none(
    year: Year, cast: Cast, now: datetime
) -> None:
    february = datetime(2026, 2, 12, 9, 0, tzinfo=now.tzinfo)
    register(cast, february)
    register(cast, february, level=2)
    with pytest.raises(CannotRegister, match="Đã quá hạn đăng ký") as refused:
        register(cast, now, level=1)
    assert refused.value.field == "reason"
    assert Registration.objects.get().level == 2


def test_who_looked_at_an_older_registration_is_told(year: Year, cast: Cast, now: datetime) -> None:
    seen = register(cast, now).version
    register(cast, now, level=2, reason="Giao mức cao hơn")
    with pytest.raises(CannotRegister, match=f"{cast.leader} vừa ghi mức 2"):
        register_level(
            actor=cast.coordinator,
            at=now,
            unit=cast.unit,
            year=2026,
            level=1,
            registered_date=date(2026, 2, 9),
            reason="Nhập lại",
            seen=seen,
        )


def test_sent_once_and_taken_back_by_a_change(year: Year, cast: Cast, now: datetime) -> None:
    kept = register(cast, now)
    sent = send_registration(actor=cast.leader, at=now, unit=cast.unit, year=2026, seen=kept.version)
    assert (sent.sent_at, sent.sent_by) == (now, cast.leader)
    register(cast, now, level=2, reason="Giao mức cao hơn")
    assert Registration.objects.get().sent_at is None
    with pytest.raises(CannotRegister, match="vừa ghi mức 2"):
        send_registration(actor=cast.leader, at=now, unit=cast.unit, year=2026, seen=kept.version)


def test_a_row_of_years_is_kept_and_changed_as_one(year: Year, cast: Cast, now: datetime) -> None:
    def aim(**levels: int | None) -> None:
        by_year = {int(name[1:]): level for name, level in levels.items()}
        set_targets(actor=cast.coordinator, at=now, unit=cast.unit, year=2026, levels=by_year)

    aim(y2026=1, y2027=2, y2028=2)
    aim(y2026=1, y2027=None, y2028=1)
    assert targets_of(cast.unit) == {2026: 1, 2028: 1}
    with pytest.raises(CannotRegister, match="không có mức 3"):
        aim(y2026=3)
    entry = Entry.objects.filter(action="level.targets").first()
    assert entry is not None
    assert entry.after == {"targets": "2026: 1, 2028: 1"}
