"""The forecast at the desk: what stands there, and from a weak criterion to a measure in one press."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from tests.assessment.year import Year, year
from tests.cast import Cast
from thanthien.assessment.scoring.actions import judge
from thanthien.platform.people.models import Person
from thanthien.programme.plans.models import Task

__all__ = ["year"]
ClientOf = Callable[[Person], Client]


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda *a, **k: now.date())
    monkeypatch.setattr(timezone, "now", lambda: now)


def url(cast: Cast, rest: str = "") -> str:
    return f"/desk/{cast.unit.code}/forecast/{rest}"


def seen(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_page_says_range_fate_and_what_to_do(year: Year, cast: Cast, client_of: ClientOf) -> None:
    year.add_proof(year.add_task("I#2", cast.office), cast.office, date(2026, 5, 6))
    year.add_task("I#1", cast.office)
    page = seen(client_of(cast.coordinator), url(cast))
    assert "Chắc chắn giữ được" in page
    assert "Bổ sung minh chứng của quý III" in page
    assert "điểm không còn lấy lại được" in page
    assert "Đặt biện pháp" in page
    assert "Điểm mẫu" in page


def test_a_judged_row_below_full_asks_to_be_judged_anew_not_for_haste(
    year: Year, cast: Cast, client_of: ClientOf, now: datetime
) -> None:
    year.add_task("I#1", cast.office, no="")
    judge(
        actor=cast.coordinator, at=now, unit=cast.unit, year=2026, key="II.3", share=Decimal("0.8"),
        reason="Còn hai phiếu góp ý",
    )  # fmt: skip
    page = seen(client_of(cast.coordinator), url(cast))
    assert "Đã chấm, chưa đủ điểm" in page
    assert "chấm lại mới đạt trọn" in page
    assert ": 0% khả năng đạt trọn" not in page
    assert "Nhiệm vụ 1<" not in page  # a task without a number is told by its title
    assert Task.objects.get().title[:20] in page


def test_officers_see_it_and_are_offered_no_measure(year: Year, cast: Cast, client_of: ClientOf) -> None:
    year.add_task("I#1", cast.office)
    page = seen(client_of(cast.officer), url(cast))
    assert "Nên làm tuần này" in page
    assert "/measure/" not in page


def test_nothing_known_is_said(year: Year, cast: Cast, client_of: ClientOf) -> None:
    assert "Chưa đủ căn cứ để dự báo" in seen(client_of(cast.coordinator), url(cast))


def test_without_a_set_it_says_what_to_do(cast: Cast, client_of: ClientOf) -> None:
    assert "Chưa chọn bộ tiêu chí năm 2026" in seen(client_of(cast.coordinator), url(cast))


def test_without_weights_it_counts_criteria(year: Year, cast: Cast, client_of: ClientOf) -> None:
    year.adopt(weights=False)
    year.add_task("I#1", cast.office)
    page = seen(client_of(cast.coordinator), url(cast))
    assert "tiêu chí đạt trọn" in page
    assert "chưa có bảng điểm" in page


def test_one_press_makes_the_measure_a_task(year: Year, cast: Cast, client_of: ClientOf) -> None:
    year.add_task("I#1", cast.office)
    client = client_of(cast.coordinator)
    form = client.get(url(cast, "I%231/measure/")).context["form"]
    data = {name: form.initial[name] for name in ("title", "agency", "due")}
    answer = client.post(url(cast, "I%231/measure/"), data)
    assert answer.status_code == 302
    made = Task.objects.latest("pk")
    assert made.criterion == year.criterion("I#1")
    assert made.due_date == date(2026, 9, 30)
    assert made.title in seen(client, url(cast))


def test_a_measure_that_cannot_be_kept_says_why(year: Year, cast: Cast, client_of: ClientOf) -> None:
    year.add_task("I#1", cast.office)
    answer = client_of(cast.coordinator).post(
        url(cast, "I%231/measure/"), {"title": "Niêm yết lại", "agency": "", "due": "2026-01-01"}
    )
    assert answer.status_code == 422
    assert "Hạn phải từ hôm nay" in answer.content.decode()


def test_an_unknown_criterion_is_not_found(year: Year, cast: Cast, client_of: ClientOf) -> None:
    assert client_of(cast.coordinator).get(url(cast, "IX/measure/")).status_code == 404


def test_the_first_page_carries_the_range(year: Year, cast: Cast, client_of: ClientOf) -> None:
    year.add_task("I#1", cast.office)
    assert "Dự báo 31/12" in seen(client_of(cast.coordinator), f"/desk/{cast.unit.code}/")
