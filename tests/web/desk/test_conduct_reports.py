"""A report about staff leads to a matter or praise in conduct and back; who wrote it stays in feedback."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.cast import Cast
from tests.operations.conduct.factories import crew, member, opened
from tests.operations.feedback.factories import sent
from thanthien.operations.conduct.models import Breach, PlannedLeave, Praise, Staff
from thanthien.operations.feedback.intake import Contact
from thanthien.operations.feedback.models import Report
from thanthien.platform.people.models import Person

pytestmark = pytest.mark.django_db
Clients = Callable[[Person], Client]
WRITER, WORDS = "Phạm Thị Người Gửi", "Cán bộ quát tôi trước mặt mọi người ở quầy 3"


@pytest.fixture
def report(cast: Cast) -> Report:
    return sent(cast, timezone.now(), category="staff", text=WORDS, contact=Contact(WRITER, "0912345678"))


@pytest.fixture
def staff(cast: Cast) -> Staff:
    return member(cast, "Vũ Văn Quầy", timezone.now(), person=cast.officer)


def url(cast: Cast, rest: str) -> str:
    return f"/desk/{cast.unit.code}/{rest}"


def matter(cast: Cast, browser: Client, report: Report, staff: Staff) -> Breach:
    browser.post(
        url(cast, "conduct/breaches/new/"),
        {
            "staff": str(staff.pk), "kind": "attitude", "happened_date": timezone.localdate().isoformat(),
            "source": "feedback", "report_code": report.code, "text": "Người dân phản ánh thái độ ở quầy",
        },
    )  # fmt: skip
    return Breach.objects.get()


def test_from_the_report_to_the_matter_and_back(
    cast: Cast, client_of: Clients, report: Report, staff: Staff
) -> None:
    browser = client_of(cast.leader)
    page = browser.get(url(cast, f"feedback/{report.pk}/")).content.decode()
    way = f"/desk/{cast.unit.code}/conduct/breaches/new/?report={report.code}"
    assert way in page
    form = browser.get(way).content.decode()
    assert f'value="{report.code}"' in form
    assert '<option value="feedback" selected>' in form
    assert WRITER not in form
    assert WORDS not in form
    made = matter(cast, browser, report, staff)
    assert (made.source, made.report_code) == ("feedback", report.code)
    shown = browser.get(url(cast, f"conduct/breaches/{made.pk}/")).content.decode()
    assert f"/feedback/{report.pk}/" in shown
    assert WRITER not in shown
    assert WORDS not in shown
    assert (
        f"/conduct/breaches/{made.pk}/" in browser.get(url(cast, f"feedback/{report.pk}/")).content.decode()
    )


def test_whom_it_is_about_reads_the_matter_and_not_the_code(
    cast: Cast, client_of: Clients, report: Report, staff: Staff
) -> None:
    """Whoever has the tracking code can follow the report on the portal."""
    made = matter(cast, client_of(cast.leader), report, staff)
    for person in (cast.officer, cast.head):
        page = client_of(person).get(url(cast, f"conduct/breaches/{made.pk}/"))
        assert page.status_code == 200
        assert "Phản ánh của người dân" in page.content.decode()
        assert report.code not in page.content.decode()
        assert client_of(person).get(url(cast, f"feedback/{report.pk}/")).status_code == 404


def test_praise_from_a_report_leads_back(
    cast: Cast, client_of: Clients, report: Report, staff: Staff
) -> None:
    browser = client_of(cast.leader)
    way = url(cast, f"conduct/praise/new/?report={report.code}")
    assert way in browser.get(url(cast, f"feedback/{report.pk}/")).content.decode()
    browser.post(
        way,
        {
            "staff": str(staff.pk), "day": timezone.localdate().isoformat(), "source": "citizen",
            "report_code": report.code, "text": "Hướng dẫn tận tình",
        },
    )  # fmt: skip
    assert Praise.objects.get().report_code == report.code
    listed = browser.get(url(cast, "conduct/praise/")).content.decode()
    assert f"/feedback/{report.pk}/" in listed
    assert WRITER not in listed
    plain = client_of(cast.officer).get(url(cast, "conduct/praise/")).content.decode()
    assert "Hướng dẫn tận tình" in plain
    assert report.code not in plain


def test_a_report_about_something_else_offers_nothing(cast: Cast, client_of: Clients) -> None:
    waste = sent(cast, timezone.now())
    page = client_of(cast.leader).get(url(cast, f"feedback/{waste.pk}/")).content.decode()
    assert "Ghi nhận vi phạm" not in page


def test_leave_is_told_on_the_persons_page_and_taken_back(
    cast: Cast, client_of: Clients, staff: Staff
) -> None:
    browser, today = client_of(cast.head), timezone.localdate()
    place = url(cast, f"conduct/staff/{staff.pk}/")
    assert f"{place}leave/" in browser.get(place).content.decode()
    wrong = browser.post(
        f"{place}leave/",
        {
            "kind": "duty",
            "first_date": (today - timedelta(days=2)).isoformat(),
            "last_date": today.isoformat(),
        },
    )
    assert "Chỉ báo trước được từ hôm nay" in wrong.content.decode()
    body = {
        "kind": "duty", "first_date": today.isoformat(), "last_date": (today + timedelta(days=2)).isoformat(),
        "note": "Dự họp thành phố",
    }  # fmt: skip
    page = browser.post(f"{place}leave/", body, follow=True).content.decode()
    assert "Dự họp thành phố" in page
    assert "Dự họp thành phố" in client_of(cast.officer).get(place).content.decode()  # the person
    assert "Dự họp thành phố" not in client_of(cast.one_stop).get(place).content.decode()
    crew(cast, 2, timezone.now())
    check = opened(cast, timezone.now())
    assert not check.looks.filter(staff=staff).exists()
    told = browser.get(url(cast, f"conduct/checks/{check.pk}/")).content.decode()
    assert "1 người đã báo trước nghỉ, đi công tác" in told
    leave = PlannedLeave.objects.get()
    browser.post(url(cast, f"conduct/leaves/{leave.pk}/withdraw/"))
    assert "Chưa báo ngày nào" in browser.get(place).content.decode()
