"""The city's part: the table of communes, councils, an appraisal from end to end, the decision."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.assessment.rounds.conftest import steps
from tests.assessment.rounds.steps import DECEMBER, Steps
from tests.assessment.year import year
from tests.cast import Cast
from thanthien.assessment.rounds.appraising import check_sampled
from thanthien.assessment.rounds.models import (
    Appraisal,
    Council,
    CouncilMember,
    RecognitionDecision,
    Round,
    Sheet,
)
from thanthien.assessment.rounds.sampling import seed_of
from thanthien.platform.people.models import Person
from thanthien.workflows.rounds import submit_round

__all__ = ["steps", "year"]
ClientOf = Callable[[Person], Client]


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda *a, **k: (a[0] if a and a[0] else DECEMBER).date())
    monkeypatch.setattr(timezone, "now", lambda: DECEMBER)


def at(cast: Cast, rest: str) -> str:
    return f"/city/{cast.city.code}/{rest}"


def text(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined,no-any-return]


def form_of(appraisal_sheet: str, points: dict[str, str]) -> dict[str, str]:
    own = {"I#1": "6", "I#2": "2", "II.1": "5", "II.2": "4", "II.3": "0"} | points
    remarks = {f"r-{key}": "Thiếu ảnh quý IV" for key in points}
    return {"do": appraisal_sheet, **{f"p-{key}": one for key, one in own.items()}, **remarks}


def test_the_table_says_who_registered_handed_in_and_was_late(
    steps: Steps, cast: Cast, client_of: ClientOf
) -> None:
    steps.submitted(at=DECEMBER)
    browser = client_of(cast.appraiser)
    shown = text(browser.get(at(cast, "rounds/")))
    assert shown.count("Chưa đăng ký</span>") == 2
    assert "Sau hạn" in shown
    assert "Lần 1, 08/12/2026" in shown
    unregistered = text(browser.get(at(cast, "rounds/?show=unregistered")))
    assert "Phường Đông Hải" in unregistered
    assert "Xã Thanh Bình" not in unregistered


def test_the_table_asks_the_database_as_often_for_one_round_as_for_two(
    steps: Steps, cast: Cast, client_of: ClientOf
) -> None:
    browser = client_of(cast.city_admin)
    counts = []
    steps.submitted()
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            browser.get(at(cast, "rounds/"))
        counts.append(len(queries))
        Round.objects.get_or_create(unit=cast.other_unit, year=2026, defaults={"moved_at": DECEMBER})
    assert counts[0] == counts[1]


def test_a_council_is_founded_and_seated_on_its_pages(cast: Cast, client_of: ClientOf) -> None:
    browser = client_of(cast.city_admin)
    wrong = browser.post(at(cast, "councils/"), {"decision_number": "", "quorum": "120"})
    assert wrong.status_code == 422
    assert "Tỷ lệ phải từ 1 đến 100." in text(wrong)
    form = {"decision_number": "310/QĐ-UBND", "decision_date": "2026-12-01", "quorum": "66"}
    browser.post(at(cast, "councils/"), form)
    council = Council.objects.get()
    assert council.quorum == Decimal("0.66")
    page = at(cast, f"councils/{council.pk}/")
    seat = {"person": "thamdinh.haiminh", "organisation": "Sở Nội vụ", "post": "chair"}
    assert "Đã thêm Trịnh Công Thành" in text(browser.post(page, seat, follow=True))
    again = browser.post(page, seat)
    assert (again.status_code, "đã có trong hội đồng" in text(again)) == (422, True)
    paper = {"name": "Lý Thu Thảo", "organisation": "Ủy ban MTTQ", "post": "member", "home": cast.unit.code}
    assert "thư ký nhập phiếu giấy" in text(browser.post(page, paper, follow=True))
    seat_id = str(council.members.get(name="Lý Thu Thảo").pk)
    assert browser.post(page, {"unseat": seat_id, "remark": ""}).status_code == 422
    ended = text(browser.post(page, {"unseat": seat_id, "remark": "Chuyển công tác"}, follow=True))
    assert "Đã thôi: Lý Thu Thảo" in ended


def test_from_opening_to_recognition_on_the_pages(steps: Steps, cast: Cast, client_of: ClientOf) -> None:
    steps.submitted()
    council = steps.council()
    boss, chair = client_of(cast.city_admin), client_of(cast.appraiser)
    page = at(cast, f"rounds/{steps.round().pk}/")
    opening = {"council": str(council.pk), "seed": "một mã tự chọn", "seen": "2"}
    assert "Đã mở thẩm định" in text(boss.post(f"{page}open/", opening, follow=True))
    opened = Appraisal.objects.get()
    assert opened.seed == seed_of(opened.submission.sha256, "310/QĐ-UBND", 1)
    Appraisal.objects.update(seed="310/QĐ cũ")
    assert "do hội đồng ghi khi mở thẩm định" in text(boss.get(f"{page}sample/"))
    Appraisal.objects.update(seed=opened.seed)
    repeat = text(boss.get(f"{page}sample/"))
    assert f"{opened.submission.sha256}|310/qđ-ubnd|1" in repeat
    assert opened.seed in repeat
    for browser, points in ((chair, {"I#1": "5"}), (boss, {})):
        assert browser.post(f"{page}sheet/", {"do": "declare"}).status_code == 422
        browser.post(f"{page}sheet/", {"do": "declare", "has_interest": "no"})
        assert "chưa mở" in text(browser.get(f"{page}points/"))
        form = form_of("hand_in", points) | {"seen": "2"}
        assert "Đã nộp phiếu" in text(browser.post(f"{page}sheet/", form, follow=True))
    lacking = text(chair.get(f"{page}points/"))
    assert "Còn 5 minh chứng trong mẫu chưa kiểm tra" in lacking
    assert f"{page}sample/?show=waiting" in lacking
    assert "Kết thúc thì điểm tổng hợp" not in lacking
    marked = {
        name: value for n in range(1, 6) for name, value in ((f"seen-{n}", ""), (f"verdict-{n}", "right"))
    }
    chair.post(f"{page}sample/", marked)
    assert "đã kiểm tra 5/5" in text(chair.get(f"{page}sample/"))
    shown = text(chair.get(f"{page}points/"))
    assert "16,5 <small>/ 20 điểm từ 2 phiếu" in shown
    assert f"{cast.appraiser}: Thiếu ảnh quý IV" in shown
    chair.post(f"{page}points/", {"key": "II.2", "points": "3,5", "reason": "Số hộ lấy chưa đúng"})
    closed = chair.post(f"{page}points/", {"do": "close", "seen": "3"}, follow=True)
    assert "Đã kết thúc thẩm định" in text(closed)
    decision = {
        "kind": "recognise", "level": "1", "number": "402/QĐ-UBND", "decided_date": "2026-12-08",
        "signer": "Đặng Văn Cường", "object_until": "2026-12-23", "seen": "4",
    }  # fmt: skip
    wrong = boss.post(f"{page}decide/", decision | {"level": "2"})
    assert wrong.status_code == 422  # the list holds only levels that the points reach
    unasked = boss.post(f"{page}decide/", decision)
    assert unasked.status_code == 422
    assert "không phải bảng điểm của thành phố. Chưa có gì được ghi" in text(unasked)
    assert not RecognitionDecision.objects.exists()
    decision["sample_agreed"] = "on"
    assert "Được công nhận Mức 1" in text(boss.post(f"{page}decide/", decision, follow=True))
    kept = RecognitionDecision.objects.get()
    assert (kept.level, kept.total, kept.on_sample) == (1, Decimal("16.00"), True)
    assert "Quyết định theo điểm mẫu" in text(boss.get(page))
    again = text(boss.get(page))  # now the city may only take it back: no level is asked
    assert "Mức được công nhận" not in again
    assert "sample_agreed" not in again


def test_many_drawn_proofs_are_kept_at_once_and_a_colleagues_word_stands(
    steps: Steps, cast: Cast, client_of: ClientOf
) -> None:
    steps.submitted()
    appraisal = steps.appraising()
    address = at(cast, f"rounds/{steps.round().pk}/sample/")
    check_sampled(
        actor=cast.city_admin, at=DECEMBER, sampled=appraisal.sample.get(position=2), verdict="wrong",
        remark="Ảnh năm trước", seen="",
    )  # fmt: skip
    form = {f"{field}-{n}": "" for n in range(1, 6) for field in ("seen", "was", "remark", "verdict")}
    form |= {"verdict-1": "right", "verdict-2": "right", "verdict-3": "wrong", "verdict-4": "right"}
    answer = client_of(cast.appraiser).post(address, form)
    shown = text(answer)
    assert answer.status_code == 422
    assert "Đã ghi 2 minh chứng." in shown
    assert "2 minh chứng chưa ghi được" in shown
    assert "vừa ghi “Không đúng” cho minh chứng này" in shown
    assert "ghi rõ minh chứng sai" in shown
    kept = dict(appraisal.sample.values_list("position", "verdict"))
    assert kept == {1: "right", 2: "wrong", 3: "", 4: "right", 5: ""}


def test_paper_sheets_handed_in_are_asked_no_more_and_none_is_scoring_after_the_close(
    steps: Steps, cast: Cast, client_of: ClientOf
) -> None:
    steps.submitted()
    appraisal = steps.appraising()
    on_paper = CouncilMember.objects.filter(council=appraisal.council, person=None)
    page = at(cast, f"rounds/{steps.round().pk}/")
    secretary = client_of(cast.city_admin)
    waiting = text(secretary.get(page)).count("Nhập phiếu giấy")
    assert waiting == on_paper.count() >= 1
    steps.hand_in(appraisal, on_paper[0], cast.city_admin)
    assert text(secretary.get(page)).count("Nhập phiếu giấy") == waiting - 1
    Sheet.objects.filter(member=on_paper[0]).update(state="open")
    steps.appraised(appraisal)
    closed = text(secretary.get(page))
    assert "Không nộp phiếu" in closed
    assert "Đang chấm" not in closed


def test_others_points_stay_hidden_until_the_own_sheet_is_in(
    steps: Steps, cast: Cast, client_of: ClientOf
) -> None:
    steps.submitted()
    appraisal = steps.appraising()
    steps.hand_in(appraisal, steps.seat(appraisal, "secretary"), cast.city_admin, {"I#1": "4"})
    page = at(cast, f"rounds/{steps.round().pk}/")
    hidden = text(client_of(cast.appraiser).get(f"{page}points/"))
    assert "chưa mở" in hidden
    assert "Thiếu ảnh quý IV" not in hidden
    assert "Thiếu ảnh quý IV" in text(client_of(cast.city_admin).get(f"{page}points/"))
    assert "Thiếu ảnh quý IV" not in text(client_of(cast.appraiser).get(f"{page}sheet/"))
    assert "Thiếu ảnh quý IV" not in text(
        client_of(cast.leader).get(f"/desk/{cast.unit.code}/round/compare/")
    )


def test_the_secretary_writes_a_paper_sheet_and_drafts_keep_what_was_typed(
    steps: Steps, cast: Cast, client_of: ClientOf
) -> None:
    steps.submitted()
    appraisal = steps.appraising()
    paper = Sheet.objects.get(appraisal=appraisal, member__name="Lý Thu Thảo")
    page = at(cast, f"rounds/{steps.round().pk}/sheet/?member={paper.member_id}")
    secretary = client_of(cast.city_admin)
    secretary.post(page, {"do": "declare", "has_interest": "no"})
    wrong = secretary.post(page, {"do": "keep", "p-I#1": "sáu", "r-I#1": "Rõ", "seen": "2"})
    assert (wrong.status_code, "“sáu” không phải là số điểm" in text(wrong)) == (422, True)
    assert 'value="sáu"' in text(wrong)
    secretary.post(page, {"do": "fill", "p-I#1": "5,5", "r-I#1": "Thiếu một quý", "seen": "2"})
    paper.refresh_from_db()
    assert paper.points["I#1"] == {"points": "5.5", "remark": "Thiếu một quý"}
    assert len(paper.points) == 5
    assert paper.state == Sheet.State.OPEN


@pytest.mark.parametrize("value", ["NaN", "sNaN", "Infinity", "1e-999999", "1,234", "-1", "9" * 400])
def test_points_that_are_none_are_refused_beside_their_row(
    value: str, steps: Steps, cast: Cast, client_of: ClientOf
) -> None:
    steps.submitted()
    steps.appraising()
    browser, page = client_of(cast.appraiser), at(cast, f"rounds/{steps.round().pk}/sheet/")
    browser.post(page, {"do": "declare", "has_interest": "no"})
    answer = browser.post(page, form_of("save", {"I#1": value}) | {"seen": "2"})
    assert answer.status_code == 422
    assert "Điểm của" in text(answer) or "không phải là số điểm" in text(answer)
    assert Sheet.objects.get(member__person=cast.appraiser).points == {}


def test_a_commune_of_another_city_has_no_round_here(steps: Steps, cast: Cast, client_of: ClientOf) -> None:
    steps.submitted()
    cast.unit.parent = None
    cast.unit.save()
    assert client_of(cast.city_admin).get(at(cast, f"rounds/{steps.round().pk}/")).status_code == 404


def test_the_minutes_are_for_the_administrator_and_the_council(
    steps: Steps, cast: Cast, client_of: ClientOf
) -> None:
    steps.submitted()
    appraisal = steps.appraising()
    page = at(cast, f"rounds/{steps.round().pk}/")
    boss = client_of(cast.city_admin)
    assert "Chưa có biên bản" in text(boss.get(f"{page}minutes/1.docx", follow=True))
    assert "Biên bản họp" not in text(boss.get(page))
    steps.appraised(appraisal)
    for person in (cast.city_admin, cast.appraiser):
        browser = client_of(person)
        assert f"{page}minutes/1.pdf" in text(browser.get(page))
        assert browser.get(f"{page}minutes/1.pdf").content.startswith(b"%PDF")
        assert browser.get(f"{page}minutes/1.docx").content.startswith(b"PK")
    CouncilMember.objects.filter(person=cast.appraiser).update(person=None)
    assert "Biên bản họp" not in text(client_of(cast.appraiser).get(page))
    assert client_of(cast.appraiser).get(f"{page}minutes/1.docx").status_code == 403


def test_sent_back_with_remarks_from_the_page(steps: Steps, cast: Cast, client_of: ClientOf) -> None:
    steps.submitted()
    page = at(cast, f"rounds/{steps.round().pk}/")
    browser = client_of(cast.city_admin)
    form = {"remark": "", "c-I#1": "Thiếu ảnh", "seen": "2"}
    assert browser.post(f"{page}back/", form).status_code == 422
    assert "Đã trả hồ sơ" in text(browser.post(f"{page}back/", form | {"remark": "Bổ sung"}, follow=True))
    submit_round(actor=cast.leader, at=DECEMBER, unit=cast.unit, year=2026, seen=3)
    assert "Lần 2" in text(browser.get(page))
