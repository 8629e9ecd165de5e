"""Pages of ratings on the desk: results, low marks, counters, tablets, terms, the Excel table."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from tests.cast import Cast
from tests.operations.ratings.factories import counter, rated, tablet
from thanthien.operations.ratings.giving import device_of
from thanthien.operations.ratings.models import Device, Handling, Rating
from thanthien.platform.counters.actions import seat
from thanthien.platform.counters.models import Counter, Seat
from thanthien.platform.people.models import Person

pytestmark = pytest.mark.django_db
SignIn = Callable[[Person], Client]


@pytest.fixture
def mid(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nine in the morning of a Wednesday, whatever the day."""
    from tests.cast import NOW

    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def site(cast: Cast) -> str:
    return f"/desk/{cast.unit.code}/ratings/"


def played(cast: Cast, count: int = 3, mark: int = 2) -> tuple[Counter, Device, str]:
    now = timezone.now()
    made = counter(cast, now - timedelta(hours=2))
    seat(actor=None, at=now - timedelta(hours=2), counter=made, person=cast.one_stop)
    device, token = tablet(made, now - timedelta(hours=2))
    for n in range(count):
        when = now - timedelta(minutes=60 - n)
        rated(
            device,
            token,
            now,
            mark if n % 3 == 0 else 5,
            given_at=when,
            sent_at=now,
            comment="Gọi 0912345678",
        )
    return made, device, token


@pytest.mark.usefixtures("mid")
def test_the_head_sees_all_and_the_officer_the_own(cast: Cast, client_of: SignIn, site: str) -> None:
    played(cast, 40)
    page = client_of(cast.coordinator).get(site).content.decode()
    assert "26/40" in page
    assert "Theo quầy" in page
    assert cast.one_stop.full_name in page
    assert "14 lượt không hài lòng" in page
    own = client_of(cast.one_stop).get(site).content.decode()
    assert "26/40" in own
    assert "Theo cán bộ ngồi quầy" not in own
    assert "0912345678" not in own
    assert "Gọi" in own
    other = client_of(cast.centre_officer).get(site).content.decode()
    assert "Chưa có lượt đánh giá nào" in other


@pytest.mark.usefixtures("mid")
def test_under_the_minimum_no_share_of_a_counter_is_named(cast: Cast, client_of: SignIn, site: str) -> None:
    played(cast, 6)
    page = client_of(cast.leader).get(site).content.decode()
    assert page.count("dưới 30 lượt, không nêu") == 2


@pytest.mark.usefixtures("mid")
def test_marked_ratings_stand_beside_the_result(cast: Cast, client_of: SignIn, site: str) -> None:
    _, device, token = played(cast, 3)
    now = timezone.now()
    rated(device, token, now, 5)
    rated(device, token, now + timedelta(seconds=2), 5)
    page = client_of(cast.leader).get(site).content.decode()
    assert "1/5 lượt bị đánh dấu" in page
    assert "quá dày 1" in page


@pytest.mark.usefixtures("mid")
def test_pages_keep_their_queries(cast: Cast, client_of: SignIn, site: str) -> None:
    _, device, token = played(cast, 3)
    browser, now = client_of(cast.coordinator), timezone.now()

    def queries(place: str) -> int:
        with CaptureQueriesContext(connection) as seen:
            assert browser.get(f"{site}{place}").status_code == 200
        return len(seen)

    places = ("", "low/", "counters/")
    few = [queries(place) for place in places]
    for n in range(20):
        when = now - timedelta(days=n % 5, minutes=n)
        rated(device, token, now, 1, given_at=when, sent_at=now)
        tablet(counter(cast, now, f"Quầy {n + 2}"), now, f"Máy {n + 2}")
    assert [queries(place) for place in places] == few


@pytest.mark.usefixtures("mid")
def test_a_low_mark_is_handled_with_a_note(cast: Cast, client_of: SignIn, site: str) -> None:
    played(cast, 1)
    browser, rating = client_of(cast.leader), Rating.objects.get()
    page = browser.get(f"{site}low/").content.decode()
    assert "Quầy 1" in page
    assert "0912345678" not in page
    browser.post(f"{site}low/{rating.pk}/handle/", {"note": ""})
    assert not Handling.objects.exists()
    browser.post(f"{site}low/{rating.pk}/handle/", {"note": "Đã nhắc cán bộ quầy"})
    assert "Không còn lượt nào" in browser.get(f"{site}low/").content.decode()
    assert "Đã nhắc cán bộ quầy" in browser.get(f"{site}low/?show=handled").content.decode()


@pytest.mark.usefixtures("mid")
def test_from_a_counter_to_a_paired_tablet(cast: Cast, client_of: SignIn, site: str) -> None:
    browser = client_of(cast.coordinator)
    browser.post(
        f"{site}counters/new/", {"name": "Quầy 2 – Đất đai", "name_en": "Counter 2", "place": "Tầng 1"}
    )
    made = Counter.objects.get()
    answer = browser.post(f"{site}devices/new/", {"counter": made.pk, "name": "Máy 2"})
    page = browser.post(answer["Location"]).content.decode()
    [code] = re.findall(r'class="rt-code">([^<]+)<', page)
    tablet_browser = Client()
    assert tablet_browser.get("/kiosk/")["Location"] == "/kiosk/pair/"
    wrong = tablet_browser.post("/kiosk/pair/", {"code": "7777 7777"})
    assert wrong.status_code == 422
    assert "Mã không đúng hoặc đã hết hạn" in wrong.content.decode()
    assert tablet_browser.post("/kiosk/pair/", {"code": code})["Location"] == "/kiosk/"
    cookie = tablet_browser.cookies["kiosk_device"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/kiosk/", True, "Strict")
    assert device_of(cookie.value).name == "Máy 2"
    assert "Quầy 2 – Đất đai" in tablet_browser.get("/kiosk/").content.decode()
    browser.post(f"{site}devices/{Device.objects.get().pk}/revoke/")
    assert tablet_browser.get("/kiosk/")["Location"] == "/kiosk/pair/"


@pytest.mark.usefixtures("mid")
def test_an_officer_sits_down_and_leaves(cast: Cast, client_of: SignIn, site: str) -> None:
    made, browser = counter(cast, timezone.now()), client_of(cast.one_stop)
    browser.post(f"{site}counters/{made.pk}/sit/")
    assert Seat.objects.get(ends_at=None).person == cast.one_stop
    assert cast.one_stop.full_name in browser.get(f"{site}counters/").content.decode()
    named = {"person": str(cast.centre_officer.pk)}
    assert browser.post(f"{site}counters/{made.pk}/sit/", named).status_code == 403
    browser.post(f"{site}counters/{made.pk}/sit/", {"leave": "1"})
    assert not Seat.objects.filter(ends_at=None).exists()


@pytest.mark.usefixtures("mid")
def test_the_unit_sets_its_reasons_and_hours(cast: Cast, client_of: SignIn, site: str) -> None:
    browser = client_of(cast.leader)
    page = browser.get(f"{site}terms/").content.decode()
    assert "Chờ lâu | Waited too long" in page
    sent = {
        "reasons": "Chờ lâu | Waited\nThiếu ghế | Too few seats", "morning_from": "07:00", "morning_to": "11:30",
        "afternoon_from": "13:00", "afternoon_to": "16:30", "minimum": "20",
    }  # fmt: skip
    assert browser.post(f"{site}terms/", {**sent, "afternoon_to": "12:00"}).status_code == 422
    assert browser.post(f"{site}terms/", sent).status_code == 302
    assert "Thiếu ghế | Too few seats" in browser.get(f"{site}terms/").content.decode()


@pytest.mark.usefixtures("mid")
def test_the_excel_table_counts_and_tells_no_hour(cast: Cast, client_of: SignIn, site: str) -> None:
    played(cast, 40)
    answer = client_of(cast.leader).get(f"{site}export/")
    book = load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames == ["Theo quầy", "Theo cán bộ", "Theo ngày", "Lý do"]
    rows = [[cell.value for cell in row] for row in book["Theo quầy"].iter_rows()]
    assert ["Quầy 1", 0, 14, 0, 0, 26, 40, 26] in [row[:8] for row in rows]
    said = " ".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row)
    assert not re.search(r"\d\d:\d\d", said)


def test_posters_offer_each_counter(cast: Cast, client_of: SignIn) -> None:
    made, browser = counter(cast, timezone.now()), client_of(cast.one_stop)
    page = browser.get(f"/desk/{cast.unit.code}/posters/").content.decode()
    assert f"/{cast.unit.code}/rate/{made.code}/?via=qr" in page
    file = browser.get(f"/desk/{cast.unit.code}/posters/file/?entry=rate-{made.code.lower()}&size=a5")
    assert file.content.startswith(b"%PDF")
