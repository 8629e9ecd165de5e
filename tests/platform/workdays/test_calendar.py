"""Days off: the country's from files, a city's own word over them, and the calendar that comes out."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings

from tests.cast import Cast
from thanthien.platform.audit.models import Entry
from thanthien.platform.people.permissions import NotAllowed
from thanthien.platform.workdays.actions import CannotKeepDay, drop_own_day, load_holidays, set_own_day
from thanthien.platform.workdays.definition import InvalidHolidays
from thanthien.platform.workdays.models import SpecialDay
from thanthien.platform.workdays.queries import calendar_of, special_days

LIBERATION = date(2026, 4, 30)


@pytest.fixture
def year_2026(cast: Cast, now: datetime) -> Cast:
    load_holidays(path=settings.REFERENCE_DIR / "holidays/2026.yaml", at=now)
    return cast


def test_the_files_of_the_product_give_tet_off_and_the_saturday_worked(
    year_2026: Cast, now: datetime
) -> None:
    load_holidays(path=settings.REFERENCE_DIR / "holidays/2027.yaml", at=now)
    calendar = calendar_of(year_2026.unit, 2026, 2027)
    assert not calendar.has_workday(date(2026, 2, 14), date(2026, 2, 22))
    assert calendar.is_workday(date(2026, 8, 22))  # a Saturday, for Monday 31/08
    assert not calendar.is_workday(date(2026, 8, 31))
    estimates = SpecialDay.objects.filter(status="estimate")
    assert set(estimates.values_list("date__year", flat=True)) == {2027}


def test_loading_again_changes_nothing_and_a_changed_file_changes_its_year(
    year_2026: Cast, now: datetime, tmp_path: Path
) -> None:
    source = settings.REFERENCE_DIR / "holidays/2026.yaml"
    assert load_holidays(path=source, at=now) == (2026, 17, 0)
    path = tmp_path / "2026.yaml"
    lines = source.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if "2026-11-24" not in line), encoding="utf-8")
    assert load_holidays(path=path, at=now) == (2026, 16, 1)
    assert calendar_of(year_2026.unit, 2026).is_workday(date(2026, 11, 24))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("days: []", "thiếu “year”"),
        ("year: 2026\ndays: []", "days"),
        ("year: 2026\ndays: [{date: 2027-01-01, kind: day_off, status: law, name: x}]", "năm 2026"),
        ("year: 2026\ndays: [{date: 2026-01-01, kind: off, status: law, name: x}]", "kind"),
        ("year: 2026\ndays: [{date: 2026-01-01, kind: day_off, status: own, name: x}]", "status"),
        ("year: [", "YAML"),
    ],
)
@pytest.mark.django_db
def test_a_file_that_does_not_hold_together_is_refused(
    text: str, words: str, tmp_path: Path, now: datetime
) -> None:
    path = tmp_path / "2026.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InvalidHolidays, match=words):
        load_holidays(path=path, at=now)
    assert not SpecialDay.objects.exists()


def test_a_citys_word_stands_over_the_country_for_its_communes_only(year_2026: Cast, now: datetime) -> None:
    cast = year_2026
    set_own_day(
        actor=cast.city_admin, at=now, unit=cast.city, day=LIBERATION, kind="plain", name="Trực lễ hội"
    )
    assert calendar_of(cast.unit, 2026).is_workday(LIBERATION)
    assert calendar_of(cast.city, 2026).is_workday(LIBERATION)
    elsewhere = cast.city.parent
    assert elsewhere is not None
    assert not calendar_of(elsewhere, 2026).is_workday(LIBERATION)
    entry = Entry.objects.get(action="workday.set")
    assert (entry.actor, entry.unit) == (cast.city_admin, cast.city)
    drop_own_day(actor=cast.city_admin, at=now, unit=cast.city, day=LIBERATION)
    assert not calendar_of(cast.unit, 2026).is_workday(LIBERATION)
    assert [day.own for day in special_days(cast.unit, 2026)] == [None] * 17
    with pytest.raises(CannotKeepDay, match="lịch chung"):
        drop_own_day(actor=cast.city_admin, at=now, unit=cast.city, day=LIBERATION)


def test_a_row_changed_meanwhile_is_not_overwritten(year_2026: Cast, now: datetime) -> None:
    cast, day = year_2026, date(2026, 5, 13)
    row = set_own_day(
        actor=cast.city_admin,
        at=now,
        unit=cast.city,
        day=day,
        kind="day_off",
        name="Ngày giải phóng Hải Minh",
    )
    for seen_at in (None, now - timedelta(days=1)):
        with pytest.raises(CannotKeepDay, match="vừa có người sửa"):
            set_own_day(
                actor=cast.city_admin,
                at=now,
                unit=cast.city,
                day=day,
                kind="plain",
                name="x",
                seen_at=seen_at,
            )
    seen_at = row.changed_at
    set_own_day(
        actor=cast.city_admin,
        at=now,
        unit=cast.city,
        day=day,
        kind="plain",
        name="Như thường",
        seen_at=seen_at,
    )
    assert calendar_of(cast.unit, 2026).is_workday(day)


@pytest.mark.parametrize(
    ("day", "kind", "name", "words"),
    [
        (date(2026, 7, 1), "make_up", "Làm bù", "thứ Bảy, Chủ nhật"),
        (date(2026, 7, 1), "day_off", " ", "tên ngày"),
        (date(2026, 7, 1), "holiday", "x", "chọn"),
    ],
)
def test_what_makes_no_sense_is_refused(
    cast: Cast, now: datetime, day: date, kind: str, name: str, words: str
) -> None:
    with pytest.raises(CannotKeepDay, match=words):
        set_own_day(actor=cast.city_admin, at=now, unit=cast.city, day=day, kind=kind, name=name)
    assert not SpecialDay.objects.exists()


def test_only_the_citys_administrator_writes_and_not_for_a_commune(cast: Cast, now: datetime) -> None:
    for person in (cast.appraiser, cast.coordinator):
        with pytest.raises(NotAllowed):
            set_own_day(actor=person, at=now, unit=cast.city, day=LIBERATION, kind="day_off", name="Nghỉ")
    with pytest.raises(CannotKeepDay, match="do tỉnh, thành phố đặt"):
        set_own_day(actor=None, at=now, unit=cast.unit, day=LIBERATION, kind="day_off", name="Nghỉ")
