"""The score at the desk: what people see, what they may do, what each point opens."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.assessment.year import Year, year
from tests.cast import Cast
from thanthien.assessment.rounds.models import Registration
from thanthien.assessment.scoring.models import Judgement
from thanthien.platform.people.models import Person
from thanthien.programme.plans.models import Task

__all__ = ["year"]
ClientOf = Callable[[Person], Client]
SAMPLE = "Điểm mẫu – không phải bảng điểm chính thức"
MAY = date(2026, 5, 6)


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    """The pages ask for the day and the moment; here it is 1 July 2026."""
    monkeypatch.setattr(timezone, "localdate", lambda *a, **k: now.date())
    monkeypatch.setattr(timezone, "now", lambda: now)


def url(cast: Cast, rest: str = "") -> str:
    return f"/desk/{cast.unit.code}/score/{rest}"


def page(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def test_points_level_reasons_and_the_sample_mark(year: Year, cast: Cast, client_of: ClientOf) -> None:
    year.add_proof(year.add_task("I#2", cast.office), cast.office, MAY)
    seen = page(client_of(cast.officer), url(cast))
    assert "2 trên 20 điểm" in seen
    assert "Chưa đăng ký" in seen
    assert SAMPLE in seen
    assert "Đã có minh chứng được chấp nhận trong năm 2026, được 2/2 điểm." in seen
    assert "Lên Mức 1" in seen
    assert "còn thiếu <strong" in seen


def test_points_of_the_city_carry_no_sample_mark(year: Year, cast: Cast, client_of: ClientOf) -> None:
    year.weights.is_sample = False
    year.weights.save()
    assert "Điểm mẫu –" not in page(client_of(cast.officer), url(cast))


def test_the_filter_leaves_what_is_open(year: Year, cast: Cast, client_of: ClientOf) -> None:
    year.add_proof(year.add_task("I#2", cast.office), cast.office, MAY)
    seen = page(client_of(cast.officer), url(cast, "?show=open"))
    tree = seen.split('id="tieu-chi"')[1]
    assert "Niêm yết thủ tục" in tree
    assert "Lịch tiếp dân" not in tree


def test_no_set_and_no_points_say_what_to_do(year: Year, cast: Cast, client_of: ClientOf) -> None:
    year.adopt(weights=False)
    assert "Chưa có bảng điểm" in page(client_of(cast.coordinator), url(cast))
    seen = page(client_of(cast.coordinator), url(cast, "?year=2027"))
    assert "Chưa chọn bộ tiêu chí năm 2027" in seen
    assert "Chọn bộ tiêu chí" in seen


def test_a_criterion_opens_tasks_and_proof(year: Year, cast: Cast, client_of: ClientOf) -> None:
    task = year.add_task("I#2", cast.office)
    year.add_proof(task, cast.office, MAY, title="Lịch tháng 5")
    year.add_proof(task, cast.office, MAY, title="Lịch chờ", state="waiting")
    seen = page(client_of(cast.officer), url(cast, f"{quote('I#2', safe='')}/"))
    assert "Lịch tháng 5" in seen
    assert "Chờ kiểm tra, chưa tính điểm" in seen
    assert f"/desk/{cast.unit.code}/tasks/{task.pk}/" in seen
    assert "Có minh chứng được chấp nhận trong năm, đủ của từng cơ quan chủ trì." in seen


def test_a_heading_of_the_plan_is_no_task_of_the_criterion(
    year: Year, cast: Cast, client_of: ClientOf
) -> None:
    heading = year.add_task("I#1")
    Task.objects.filter(pk=heading.pk).update(is_header=True, title="Nhóm việc công khai")
    task = year.add_task("I#1", cast.office)
    seen = page(client_of(cast.officer), url(cast, quote("I#1") + "/"))
    assert f"/tasks/{task.pk}/" in seen
    assert f"/tasks/{heading.pk}/" not in seen
    assert "Nhóm việc công khai" not in seen


def test_unknown_criteria_and_other_communes_are_not_found(
    year: Year, cast: Cast, client_of: ClientOf
) -> None:
    page(client_of(cast.officer), url(cast, "IX/"), 404)
    page(client_of(cast.other_officer), url(cast), 404)


def test_the_leader_judges_with_a_reason(year: Year, cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.leader)
    answer = client.post(url(cast, "II.3/judge/"), {"percent": "80,5", "reason": "Theo phiếu góp ý quý II"})
    assert answer.status_code == 302
    kept = Judgement.objects.get()
    assert (kept.share, kept.judged_by) == (Decimal("0.8050"), cast.leader)
    seen = page(client, url(cast, "II.3/"))
    assert "80,5%" in seen
    assert "Theo phiếu góp ý quý II" in seen


def test_what_was_typed_stays_when_a_judgement_is_refused(
    year: Year, cast: Cast, client_of: ClientOf
) -> None:
    answer = client_of(cast.leader).post(url(cast, "II.3/judge/"), {"percent": "140", "reason": "Theo phiếu"})
    assert answer.status_code == 422
    assert "Tỷ lệ không thể trên 100." in answer.content.decode()
    assert "Theo phiếu" in answer.content.decode()
    assert not Judgement.objects.exists()


def test_officers_see_no_form_and_may_not_post(year: Year, cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.officer)
    assert "Lưu điểm chấm" not in page(client, url(cast, "II.3/"))
    answer = client.post(url(cast, "II.3/judge/"), {"percent": "80", "reason": "Theo phiếu góp ý"})
    assert answer.status_code == 403
    assert client.get(url(cast, "register/")).status_code == 403


def test_registering_late_is_kept_and_marked(year: Year, cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.coordinator)
    assert "Đăng ký mức" in page(client, url(cast))
    answer = client.post(
        url(cast, "register/"),
        {"level": "2", "registered_date": "2026-02-20", "document_number": "12/TTr-UBND"},
        follow=True,
    )
    seen = answer.content.decode()
    assert Registration.objects.get().level == 2
    assert "Đã đăng ký mức 2" in seen
    assert "Sau hạn" in seen
    assert "Mức đã đăng ký" in seen  # the way to it stands beside the way to the next level


def test_a_day_to_come_is_refused_at_its_field(year: Year, cast: Cast, client_of: ClientOf) -> None:
    answer = client_of(cast.coordinator).post(
        url(cast, "register/"), {"level": "2", "registered_date": "2026-08-01"}
    )
    assert answer.status_code == 422
    assert "Ngày 01/08/2026 chưa tới." in answer.content.decode()
    assert not Registration.objects.exists()


def test_the_number_of_queries_stays_the_same(year: Year, cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.officer)

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            page(client, url(cast))
        return len(seen)

    year.add_proof(year.add_task("I#1", cast.office), cast.office, MAY)
    first = queries()
    for key in ("I#2", "II.1", "II.2"):
        year.add_proof(year.add_task(key, cast.centre), cast.centre, MAY)
    assert queries() == first


@pytest.mark.parametrize("seen", ["1", ""])
def test_a_second_press_does_not_overwrite_a_registration_unseen(
    seen: str, year: Year, cast: Cast, client_of: ClientOf
) -> None:
    client, form = client_of(cast.leader), {"registered_date": "2026-02-10", "seen": "0"}
    client.post(url(cast, "register/"), form | {"level": "1"})
    client.post(url(cast, "register/"), form | {"level": "2", "seen": "1", "reason": "Nâng mức"})
    late = form | {"level": "1", "seen": seen, "reason": "Giữ mức cũ"}
    for _ in range(2):
        refused = client.post(url(cast, "register/"), late)
        assert refused.status_code == 422
        late["seen"] = refused.context["form"]["seen"].value()  # the page sends this with the next press
    assert Registration.objects.get().level == 2
