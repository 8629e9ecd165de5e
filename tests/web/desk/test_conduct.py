"""The conduct of staff at the desk: a check on a phone, an import with its differences, breaches read by few."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from tests.cast import Cast
from tests.operations.conduct.factories import concluded, crew, marked, member, opened, training
from thanthien.operations.conduct.checking import Seen
from thanthien.operations.conduct.models import (
    AgencyReview,
    Breach,
    Commitment,
    Look,
    Praise,
    SpotCheck,
    Staff,
)
from thanthien.platform.people.models import Person
from thanthien.platform.units.models import Unit
from thanthien.workflows.inbox import inbox_of

pytestmark = pytest.mark.django_db
Clients = Callable[[Person], Client]


def at(unit: Unit, rest: str = "") -> str:
    return f"/desk/{unit.code}/conduct/{rest}"


def test_a_check_is_walked_from_person_to_person_and_finished(cast: Cast, client_of: Clients) -> None:
    crew(cast, 5, timezone.now())
    browser = client_of(cast.coordinator)
    assert "Chưa kiểm tra thì chưa có số liệu" in browser.get(at(cast.unit, "checks/")).content.decode()
    page = browser.post(at(cast.unit, "checks/open/"), {"purpose": "dress"}, follow=True).content.decode()
    check = SpotCheck.objects.get()
    assert check.seed in page
    assert "0/5" in page
    first, second, third, *rest = check.looks.order_by("position")

    def send(look: Look, **body: str) -> str:
        answer = browser.post(at(cast.unit, f"looks/{look.pk}/"), {"seen": "1", **body}, follow=True)
        return str(answer.redirect_chain[-1][0]) if answer.redirect_chain else answer.content.decode()

    assert send(first, quick="1").endswith(f"/looks/{second.pk}/")
    refused = send(second, state="seen", badge="no", note="Quên thẻ ở nhà")
    assert "đủ hai mục" in refused
    assert "Quên thẻ ở nhà" in refused
    assert re.search(r'name="badge" value="no" checked', refused)
    send(second, state="seen", badge="no", neat="yes", **{"behaviour-greets": "yes"})
    assert send(third, state="away", reason="leave").endswith(f"/looks/{rest[0].pk}/")
    stale = browser.post(at(cast.unit, f"looks/{second.pk}/"), {"seen": "1", "quick": "1"})
    assert stale.status_code == 422
    assert browser.post(at(cast.unit, f"checks/{check.pk}/finish/")).status_code == 422
    for look in rest:
        send(look, quick="1")
    page = browser.post(at(cast.unit, f"checks/{check.pk}/finish/"), follow=True).content.decode()
    assert "3/4" in page
    assert "1/1" in page
    paper = browser.get(at(cast.unit, "checks/month.docx"))
    assert paper["Content-Type"].endswith("wordprocessingml.document")


def test_a_check_of_yesterday_is_told_as_left_open(cast: Cast, client_of: Clients) -> None:
    before = timezone.now() - timedelta(days=1)
    crew(cast, 5, before)
    check = opened(cast, before)
    look = check.looks.get(position=1)
    marked(cast, look, Seen(Look.State.SEEN, True, True), before)
    page = client_of(cast.head).get(at(cast.unit, "checks/")).content.decode()
    assert "để dở dang" in page
    assert "1/5 người" in page
    page = client_of(cast.head).get(at(cast.unit, f"looks/{look.pk}/")).content.decode()
    assert 'name="quick"' not in page


def test_an_import_shows_its_differences_first(cast: Cast, client_of: Clients) -> None:
    browser = client_of(cast.coordinator)
    data = "Họ và tên;Phòng ban\nĐỗ Thị Na;Phòng Kinh tế\nLê Văn Ba;Phòng Vũ trụ\n".encode()
    page = browser.post(
        at(cast.unit, "staff/import/"), {"upload": SimpleUploadedFile("ds.csv", data)}
    ).content.decode()
    assert "Đơn vị không có cơ quan" in page
    assert Staff.objects.count() == 0
    found = re.search(r'name="sealed" value="([^"]+)"', page)
    assert found is not None
    browser.post(at(cast.unit, "staff/import/"), {"sealed": found[1]})
    assert [str(one) for one in Staff.objects.all()] == ["Đỗ Thị Na"]
    assert browser.post(at(cast.unit, "staff/import/"), {"sealed": found[1][:-3]}).status_code == 422
    other = client_of(cast.other_coordinator)
    assert other.post(at(cast.other_unit, "staff/import/"), {"sealed": found[1]}).status_code == 422
    for upload in (SimpleUploadedFile("rong.csv", b""), SimpleUploadedFile("anh.png", b"\x89PNG\r\n\x1a\n")):
        assert browser.post(at(cast.unit, "staff/import/"), {"upload": upload}).status_code == 422
    page = browser.post(at(cast.unit, "staff/import/"), {"from": "accounts"}).content.decode()
    assert str(cast.officer) in page


def test_everybody_signs_for_oneself_and_sees_who_has_not(cast: Cast, client_of: Clients) -> None:
    browser = client_of(cast.officer)
    assert "chưa có ai" in browser.get(at(cast.unit)).content.decode()
    assert browser.post(at(cast.unit, "sign/"), {"version": "2026"}).status_code == 422
    now = timezone.now()
    member(cast, "Nguyễn Văn Ký", now, person=cast.officer)
    other = member(cast, "Người ký giấy", now)
    page = browser.get(at(cast.unit)).content.decode()
    assert "Không cửa quyền, hách dịch" in page
    assert "0/2" in page
    assert "1/2" in browser.post(at(cast.unit, "sign/"), {"version": "2026"}, follow=True).content.decode()
    boss = client_of(cast.coordinator)
    today = timezone.localdate().isoformat()
    assert boss.post(at(cast.unit, "commitments/"), {"signed_date": today}).status_code == 422
    boss.post(at(cast.unit, "commitments/"), {"signed_date": today, "staff": [str(other.pk)]})
    assert Commitment.objects.count() == 2
    assert "Mọi người đã ký" in boss.get(at(cast.unit)).content.decode()


def test_an_officer_does_not_find_the_breach_of_another_and_reads_the_own(
    cast: Cast, client_of: Clients
) -> None:
    now = timezone.now()
    mine = concluded(cast, member(cast, "Nguyễn Văn Mình", now, person=cast.officer), now)
    other = concluded(cast, member(cast, "Người khác", now, person=cast.centre_officer), now)
    browser = client_of(cast.officer)
    page = browser.get(at(cast.unit, "breaches/")).content.decode()
    assert "Nguyễn Văn Mình" in page
    assert "Người khác" not in page
    assert browser.get(at(cast.unit, f"breaches/{mine.pk}/")).status_code == 200
    assert browser.get(at(cast.unit, f"breaches/{other.pk}/")).status_code == 404
    assert browser.post(at(cast.unit, f"breaches/{other.pk}/move/")).status_code == 404
    assert "Vụ việc" not in browser.get(at(cast.unit, f"staff/{other.staff_id}/")).content.decode()
    browser.post(
        at(cast.unit, f"breaches/{mine.pk}/move/"),
        {"move": "appeal", "seen": "concluded", "text": "Chưa đúng"},
    )
    mine.refresh_from_db()
    assert mine.state == Breach.State.APPEALED


def test_a_matter_goes_from_report_to_discipline(cast: Cast, client_of: Clients) -> None:
    one = member(cast, "Tạ Văn Kín", timezone.now())
    today = timezone.localdate().isoformat()
    head, boss, leader = (client_of(who) for who in (cast.head, cast.coordinator, cast.leader))
    told = {"staff": str(one.pk), "kind": "absence", "happened_date": today, "source": "check", "text": ""}
    assert head.post(at(cast.unit, "breaches/new/"), told).status_code == 422
    head.post(at(cast.unit, "breaches/new/"), {**told, "text": "Vắng cả buổi chiều"})
    breach = Breach.objects.get()
    page = at(cast.unit, f"breaches/{breach.pk}/")
    waits = [item.title for item in inbox_of(cast.coordinator, cast.unit, timezone.localdate())]
    assert str(breach) in waits
    assert not any("Kín" in title for title in waits)
    boss.post(f"{page}move/", {"move": "verify", "seen": "reported", "text": "Đã hỏi hai người"})
    refused = leader.post(
        f"{page}move/", {"move": "conclude", "seen": "verified", "text": "Rõ", "day": "2099-01-01"}
    )
    assert refused.status_code == 422
    leader.post(f"{page}move/", {"move": "conclude", "seen": "verified", "text": "Rõ", "day": today})
    fields = {"decision_number": "5/QĐ-UBND", "decision_date": today, "form": "reprimand", "until_date": ""}
    leader.post(f"{page}discipline/", fields)
    assert "Khiển trách" in head.get(page).content.decode()
    made = breach.disciplines.get()
    leader.post(f"{page}lift/", {"discipline": str(made.pk), "until_date": today})
    made.refresh_from_db()
    assert made.until_date == timezone.localdate()


def test_who_attended_is_written_down_with_hours(cast: Cast, client_of: Clients) -> None:
    now = timezone.now()
    one, two = member(cast, "Người một", now), member(cast, "Người hai", now)
    made = training(cast, now)
    browser, page = client_of(cast.coordinator), at(cast.unit, f"trainings/{made.pk}/")
    body = {"seen": "1", "staff": [str(one.pk), str(two.pk)], f"hours-{one.pk}": "2,5"}
    refused = browser.post(page, {**body, f"hours-{two.pk}": "nhiều"})
    assert refused.status_code == 422
    assert 'value="2,5"' in refused.content.decode()
    browser.post(page, body)
    assert sorted(float(each.hours) for each in made.attended.all()) == [2.5, 4.0]
    assert browser.get(at(cast.unit, "trainings/month.docx")).status_code == 200
    assert "Kỹ năng chưa có" in browser.get(at(cast.unit, "trainings/people/")).content.decode()


def test_praise_and_the_yearly_review(cast: Cast, client_of: Clients) -> None:
    one = member(cast, "Người được khen", timezone.now())
    boss, today = client_of(cast.coordinator), timezone.localdate()
    fields = {"staff": str(one.pk), "source": "citizen", "day": today.isoformat(), "text": "Rất tận tình"}
    boss.post(at(cast.unit, "praise/new/"), fields)
    assert Praise.objects.get().agency == cast.culture
    assert "Rất tận tình" in client_of(cast.officer).get(at(cast.unit, "praise/")).content.decode()
    head, page = client_of(cast.head), at(cast.unit, f"reviews/{cast.culture.pk}/")
    kept = head.post(f"{page}write/", {"seen": "0", "do": "send", "friendly": "Gần dân"})
    assert kept.status_code == 422
    assert "Gần dân" in kept.content.decode()
    texts = dict.fromkeys(("professional", "responsible", "exemplary", "friendly"), "Đã làm tốt")
    head.post(f"{page}write/", {"seen": "0", "do": "send", **texts})
    marks = {f"mark-{code}": "good" for code in texts}
    client_of(cast.leader).post(f"{page}judge/", {"seen": "1", "remark": "Tiếp tục", **marks})
    assert AgencyReview.objects.get().state == AgencyReview.State.JUDGED
    assert "thân thiện: tốt" in head.get(at(cast.unit, "reviews/")).content.decode().lower()
