"""The month's sheet of digital figures: kept together, doubted with a reason, its file kept; and the counts' page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.test import Client

from tests.cast import VIETNAM, Cast
from thanthien.platform.people.models import Person
from thanthien.platform.workdays.queries import calendar_of
from thanthien.programme.measures.actions import CannotRecordFigure
from thanthien.programme.measures.counts import count_stands
from thanthien.programme.measures.models import Reading
from thanthien.programme.measures.month_sheet import Doubtful, LineStands, Typed, keep_month
from thanthien.programme.measures.waiting import waiting_for
from thanthien.workflows import month_figures

pytestmark = pytest.mark.django_db
Clients = Callable[[Person], Client]
MAY = date(2026, 5, 1)
AT = datetime(2026, 6, 3, 9, tzinfo=VIETNAM)


def line(code: str, top: int, whole: int, seen_at: datetime | None = None) -> Typed:
    return Typed(code, Decimal(top), Decimal(whole), seen_at)


def keep(
    cast: Cast, *lines: Typed, month: date = MAY, at: datetime = AT, confirmed: str = ""
) -> list[Reading]:
    return keep_month(
        actor=cast.officer, at=at, unit=cast.unit, month=month, lines=lines, confirmed=confirmed
    )


def test_above_the_whole_only_where_it_may(cast: Cast) -> None:
    [kept] = keep(cast, line("city_app_per_household", 104, 100))
    assert (kept.period, kept.day) == (Reading.Period.DAY, date(2026, 5, 31))
    with pytest.raises(Doubtful) as refusal:
        keep(cast, line("digital_signature", 104, 100), line("case_digitised", 9, 10))
    assert [one.code for one in refusal.value.doubts] == ["digital_signature"]
    assert Reading.objects.count() == 1  # nothing of the sheet was kept
    keep(cast, line("digital_signature", 104, 100), confirmed="Ký bù văn bản tháng 4")
    assert Reading.objects.get(measure="digital_signature").remark == "Xác nhận: Ký bù văn bản tháng 4"


def test_a_jump_and_a_steady_denominator_are_asked_about(cast: Cast) -> None:
    keep(
        cast,
        line("digital_signature", 95, 100),
        line("city_app_per_household", 2100, 2200),
        month=date(2026, 4, 1),
    )
    with pytest.raises(Doubtful) as refusal:
        keep(cast, line("digital_signature", 40, 100), line("city_app_per_household", 2150, 2600))
    words = [one.words for one in refusal.value.doubts]
    assert "lệch nhiều so với các tháng trước (95%)" in words[0]
    assert "2.600 khác nhiều so với lần ghi trước (2.200)" in words[1]
    with pytest.raises(Doubtful, match="chưa số nào được lưu"):
        keep(cast, line("digital_signature", 0, 0))
    with pytest.raises(CannotRecordFigure, match="mẫu số bằng 0"):
        keep(cast, line("digital_signature", 3, 0), confirmed="đúng")


def test_typed_twice_by_two_people(cast: Cast) -> None:
    [first] = keep(cast, line("digital_signature", 95, 100))
    assert keep(cast, line("digital_signature", 95, 100)) == []  # the same again changes nothing
    with pytest.raises(LineStands, match="đã có số 95/100"):
        keep(cast, line("digital_signature", 96, 100))
    [second] = keep(cast, line("digital_signature", 96, 100, first.recorded_at), at=AT + timedelta(hours=1))
    assert second.numerator == 96


def test_a_month_to_come_and_a_year_handed_in(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(CannotRecordFigure, match="chưa tới"):
        keep(cast, line("digital_signature", 1, 1), month=date(2026, 7, 1))
    frozen = {(cast.unit.pk, 2026): date(2026, 11, 10)}
    monkeypatch.setattr(month_figures, "frozen_until", lambda: frozen)
    with pytest.raises(CannotRecordFigure, match="giữ nguyên"):
        month_figures.keep_sheet(
            actor=cast.officer, at=AT, unit=cast.unit, month=MAY, lines=[line("digital_signature", 1, 1)]
        )
    assert not Reading.objects.exists()


def test_the_sheet_on_the_page(cast: Cast, client_of: Clients) -> None:
    browser = client_of(cast.officer)
    home = f"/desk/{cast.unit.code}/figures/month/"
    sent = {"month": "2026-05", "digital_signature-numerator": "104", "digital_signature-denominator": "100"}
    answer = browser.post(f"{home}keep/", sent)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "tỷ lệ này không thể vượt 100%" in page
    assert 'value="104"' in page
    answer = browser.post(f"{home}keep/", {**sent, "confirmed": "Ký bù"})
    assert answer["Location"].endswith("?month=2026-05")
    assert "104%" in browser.get(f"{home}?month=2026-05").content.decode()
    bad = browser.post(f"{home}keep/", {**sent, "digital_signature-numerator": "chín"})
    assert "ghi số từ 0 trở lên" in bad.content.decode()
    assert browser.get(f"{home}?month=xx").status_code == 200
    assert client_of(cast.council).post(f"{home}keep/", sent).status_code in (403, 404)
    assert client_of(cast.other_officer).get(home).status_code == 404


def test_a_missing_month_waits_for_who_records(cast: Cast) -> None:
    assert list(waiting_for(cast.officer, cast.unit, date(2026, 6, 3))) == []  # nobody has begun
    keep(cast, line("digital_signature", 95, 100))
    [one] = waiting_for(cast.officer, cast.unit, date(2026, 6, 3))
    assert (one.why, one.due_date) == ("còn 3 số chưa ghi", date(2026, 6, 10))


def test_counts_say_what_is_met_and_what_nobody_measured(cast: Cast, client_of: Clients) -> None:
    for day in (date(2026, 6, 1), date(2026, 6, 8), date(2026, 6, 22)):  # the week between had none
        Reading.objects.create(
            unit=cast.unit, measure="fast_day_held", day=day, numerator=1, source=Reading.Source.COLLECTED,
            recorded_at=AT,
        )  # fmt: skip
    Reading.objects.create(
        unit=cast.unit, measure="opening_checklist", day=date(2026, 6, 1), numerator=0, denominator=0,
        source=Reading.Source.COLLECTED, recorded_at=AT,
    )  # fmt: skip
    stands = count_stands(cast.unit, 2026, date(2026, 6, 28), calendar_of(cast.unit, 2026))
    by_code = {one.asked.code: one for one in stands}
    fast = by_code["fast_day_held"]
    assert (fast.said, fast.is_met, fast.missed) == ("3/4 tuần đạt", False, ("tuần 15/06–21/06",))
    assert by_code["opening_checklist"].said == "0/0, không phát sinh"
    page = client_of(cast.officer).get(f"/desk/{cast.unit.code}/figures/counts/?year=2026").content.decode()
    assert "Đi cơ sở, xuống thôn, tổ dân phố" in page
    assert "chưa có số liệu" in page
