"""The year's round at the desk: where it stands, own points, handing in, comparison, objection, member's sheets."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from django.utils import timezone

from tests.assessment.rounds.conftest import steps
from tests.assessment.rounds.steps import AUTUMN, DECEMBER, Steps
from tests.assessment.year import year
from tests.cast import Cast
from thanthien.assessment.rounds.models import Registration, SelfPoint, Sheet, Submission
from thanthien.assessment.rounds.submitting import send_back
from thanthien.platform.people.models import Person

__all__ = ["steps", "year"]
ClientOf = Callable[[Person], Client]


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """The pages ask for the day and the moment: 3 November 2026, or what a test sets."""

    def set_to(moment: datetime) -> None:
        monkeypatch.setattr(timezone, "localdate", lambda *a, **k: (a[0] if a and a[0] else moment).date())
        monkeypatch.setattr(timezone, "now", lambda: moment)

    set_to(AUTUMN)
    return set_to


def at(cast: Cast, rest: str = "") -> str:
    return f"/desk/{cast.unit.code}/round/{rest}"


def text(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined,no-any-return]


def test_the_leader_hands_in_what_the_page_shows(steps: Steps, cast: Cast, client_of: ClientOf) -> None:
    steps.registered()
    steps.prove()
    browser = client_of(cast.leader)
    seen = text(browser.get(at(cast)))
    assert "17 <small>/ 20 điểm tự chấm" in seen
    assert "Điểm mẫu" in seen
    assert "trước ngày 15/11/2026" in seen
    assert "Chốt và nộp" in seen
    assert "Chốt và nộp" not in text(client_of(cast.coordinator).get(at(cast)))
    done = browser.post(at(cast, "submit/"), {"seen": "1"}, follow=True)
    assert "Đã nộp hồ sơ tự đánh giá năm 2026, lần 1." in text(done)
    again = browser.post(at(cast, "submit/"), {"seen": "1"})
    assert again.status_code == 422
    assert Submission.objects.count() == 1
    assert "Trước ngày 15/11/2026, đã nộp." in text(browser.get(f"/desk/{cast.unit.code}/report/")).replace(
        "trước", "Trước"
    )
    kept = browser.get(at(cast, "files/1/"))
    assert kept.content.decode() == Submission.objects.get().snapshot
    assert browser.get(at(cast, "files/2/")).status_code == 404


def test_without_registration_the_page_warns(steps: Steps, cast: Cast, client_of: ClientOf) -> None:
    assert "không đăng ký thì không được công nhận" in text(client_of(cast.leader).get(at(cast)))


def test_a_head_proposes_and_the_coordinator_decides(steps: Steps, cast: Cast, client_of: ClientOf) -> None:
    head, boss = client_of(cast.head), client_of(cast.coordinator)
    refused = head.post(at(cast, "points/II.1/"), {"points": "1", "reason": "Đã rà soát"})
    assert refused.status_code == 422
    assert "không chủ trì nội dung này" in text(refused)
    assert "Đã gửi đề xuất" in text(
        head.post(at(cast, "points/II.3/"), {"points": "2,5", "reason": "Phiếu tốt"}, follow=True)
    )
    shown = text(boss.get(at(cast, "points/II.3/")))
    assert "đề xuất <strong>2,5</strong>: Phiếu tốt" in shown
    wrong = boss.post(at(cast, "points/II.3/"), {"points": "hai", "reason": ""})
    assert "Điểm phải là số" in text(wrong)
    boss.post(at(cast, "points/II.3/"), {"points": "2", "reason": "Theo đề xuất, bớt một lỗi"})
    assert [str(one.points) for one in SelfPoint.objects.filter(agency=None)] == ["2.00"]
    listed = text(boss.get(at(cast, "points/") + "?show=changed"))
    assert "Theo đề xuất, bớt một lỗi" in listed
    assert "Giải quyết đúng hạn" not in listed


def test_what_the_city_sent_back_is_said_by_criterion(steps: Steps, cast: Cast, client_of: ClientOf) -> None:
    steps.submitted()
    send_back(
        actor=cast.city_admin,
        at=DECEMBER,
        round_=steps.round(),
        remark="Bổ sung hồ sơ",
        remarks={"I#2": "Thiếu lịch quý IV"},
        seen=steps.round().version,
    )
    shown = text(client_of(cast.coordinator).get(at(cast)))
    assert "Bổ sung và nộp lại" in shown
    assert "Lịch tiếp dân</strong>: Thiếu lịch quý IV" in shown


def test_three_kinds_of_points_stand_side_by_side(steps: Steps, cast: Cast, client_of: ClientOf) -> None:
    browser = client_of(cast.officer)
    assert "Chưa có gì để so sánh" in text(browser.get(at(cast, "compare/")))
    steps.submitted()
    steps.appraised(points={"I#1": "5"})
    shown = text(browser.get(at(cast, "compare/") + "?show=differing"))
    assert f"{cast.appraiser}: Thiếu ảnh quý IV" in shown
    assert "Niêm yết thủ tục" in shown
    assert "Giải quyết đúng hạn" not in shown


def test_the_decision_shows_and_the_leader_objects_in_time(
    steps: Steps, cast: Cast, client_of: ClientOf, today: Callable[[datetime], None]
) -> None:
    steps.submitted()
    steps.appraised()
    steps.decided()
    today(DECEMBER)
    for page in ("round/", "score/", ""):
        assert "Được công nhận Mức 1" in text(client_of(cast.officer).get(f"/desk/{cast.unit.code}/{page}"))
    browser = client_of(cast.leader)
    empty = browser.post(at(cast, "object/"), {"reason": "", "seen": str(steps.round().version)})
    assert empty.status_code == 422
    reason = {"reason": "Mục I#1 đủ ảnh", "seen": str(steps.round().version)}
    assert "Đã gửi kiến nghị" in text(browser.post(at(cast, "object/"), reason, follow=True))
    today(DECEMBER.replace(day=24))
    assert "Gửi kiến nghị" not in text(browser.get(at(cast)))


def test_the_councils_minutes_come_with_the_decision(
    steps: Steps, cast: Cast, client_of: ClientOf, today: Callable[[datetime], None]
) -> None:
    today(DECEMBER)
    steps.submitted()
    steps.appraised()
    browser, file = client_of(cast.coordinator), at(cast, "minutes/1.docx")
    assert file not in text(browser.get(at(cast)))
    assert "chưa có quyết định" in text(browser.get(file, follow=True))
    steps.decided()
    assert file in text(browser.get(at(cast)))
    assert browser.get(file).content.startswith(b"PK")
    assert browser.get(at(cast, "minutes/1.pdf")).content.startswith(b"%PDF")
    assert file not in text(client_of(cast.officer).get(at(cast)))
    assert client_of(cast.officer).get(file).status_code == 403


def test_the_row_of_years_is_set_and_shown(steps: Steps, cast: Cast, client_of: ClientOf) -> None:
    browser = client_of(cast.coordinator)
    done = browser.post(at(cast, "targets/"), {"y2026": "1", "y2027": "2", "y2028": ""}, follow=True)
    assert "Đã lưu mục tiêu các năm." in text(done)
    assert "mức 2" in text(done)
    wrong = browser.post(at(cast, "targets/"), {"y2026": "7"})
    assert (wrong.status_code, "không có mức 7" in text(wrong)) == (422, True)


def test_a_registration_is_sent_as_it_was_seen(steps: Steps, cast: Cast, client_of: ClientOf) -> None:
    steps.registered()
    browser, send = client_of(cast.coordinator), f"/desk/{cast.unit.code}/score/register/send/"
    assert "vừa ghi mức 1" in text(browser.post(send, {"seen": "7"}, follow=True))
    assert Registration.objects.get().sent_at is None
    assert "Đã gửi đăng ký năm 2026" in text(browser.post(send, {"seen": "1"}, follow=True))
    assert Registration.objects.get().sent_by == cast.coordinator


def test_a_member_from_another_commune_scores_at_the_own_desk(
    steps: Steps, cast: Cast, client_of: ClientOf, today: Callable[[datetime], None]
) -> None:
    today(DECEMBER)
    steps.submitted()
    appraisal = steps.appraising()
    own = Sheet.objects.get(appraisal=appraisal, member__person=cast.council)
    desk = f"/desk/{cast.unit.code}/appraisals/"
    assert "Anh/chị không chấm đơn vị này" in text(client_of(cast.council).get(f"{desk}{own.pk}/"))
    other = Sheet.objects.get(appraisal=appraisal, member__person=cast.appraiser)
    assert client_of(cast.council).get(f"{desk}{other.pk}/").status_code == 404


def test_nobody_sees_a_sheet_without_a_seat(steps: Steps, cast: Cast, client_of: ClientOf) -> None:
    assert "Chưa có phiếu nào" in text(client_of(cast.council).get(f"/desk/{cast.unit.code}/appraisals/"))
