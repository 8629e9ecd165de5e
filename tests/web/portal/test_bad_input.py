"""What people, telephones and programs send that is not as it should be: a plain word back, and nothing lost."""

from __future__ import annotations

import io
import logging
import time
from collections import Counter
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import caches
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from tests.cast import Cast
from thanthien.lib.codes import HideCodes, new_code
from thanthien.lib.vietnamese.personal import masked
from thanthien.operations.feedback.models import Report
from thanthien.web import limits
from thanthien.web.limits import SENDS, UNKNOWN_CODES
from thanthien.web.portal.sending import FLOOD
from thanthien.web.sent_report import LARGEST_FILE

pytestmark = pytest.mark.django_db
TEXT = "Đèn đường trước nhà văn hóa tắt ba tối nay"


@pytest.fixture(autouse=True)
def _one_quiet_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    """The minute of the limits lasts as long as the test: no count starts anew in its middle."""

    monkeypatch.setattr(limits, "_windows", lambda within: 29_000_000)


def test_a_minute_later_the_same_people_go_on(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(SENDS + 1):
        last = post(cast)
    assert last.status_code == 429
    monkeypatch.setattr(limits, "_windows", lambda within: 29_000_001)
    assert post(cast).status_code == 302


def post(cast: Cast, *, path: str = "petition", lang: str = "", ip: str = "10.0.0.1", **more: object) -> Any:
    typed = {"text": TEXT, "category": "roads", "client_key": "k", **more}
    return Client(REMOTE_ADDR=ip).post(f"/{cast.unit.code}/{lang}send/?path={path}", typed)


def page_of(answer: Any, status: int = 422) -> str:
    assert answer.status_code == status
    return str(answer.content.decode())


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"\x00\x00\x00\x18ftypheic" + b"\0" * 40, "IMG_1.HEIC", "dạng HEIC của iPhone"),
        (b"MZ" + b"\0" * 80, "anh.jpg", "không nhận được"),
        (b"\xff\xd8\xff\xe0" + b"\0" * LARGEST_FILE, "lon.jpg", "chỉ nhận đến 20 MB"),
        (b"\xff\xd8\xff\xe0 broken", "hong.jpg", "bị hỏng hoặc chưa tải lên trọn vẹn"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_come_loses_no_word(cast: Cast, data: bytes, name: str, words: str) -> None:
    page = page_of(post(cast, files=SimpleUploadedFile(name, data)))
    assert words in page
    assert TEXT in page
    assert not Report.objects.exists()


def test_markup_is_shown_as_it_was_typed(cast: Cast) -> None:
    answer = post(cast, text=f"<script>alert(1)</script> {TEXT} 😀")
    page = Client().get(answer["Location"]).content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "😀" in page
    assert "<script>alert" not in page


def test_old_fonts_become_letters(cast: Cast) -> None:
    post(
        cast, text="Ñöôøng vaøo thoân hö hoûng naëng, möa xuoáng ngaäp saâu, treû em ñi hoïc raát nguy hieåm"
    )
    assert Report.objects.get().text.startswith("Đường vào thôn hư hỏng nặng, mưa xuống ngập sâu")


def test_what_is_wrong_is_said_at_its_box_in_the_language_that_is_read(cast: Cast) -> None:
    page = page_of(post(cast, path="complaint", lang="en/", email="nobody", tell_by="sms"))
    assert 'id="email-wrong"' in page
    assert "This is no e-mail address" in page
    assert "To be told, please give a telephone number" in page
    page = page_of(post(cast, path="complaint", lang="en/", name="Lan"))
    assert "Complaint: the law asks for the sender&#x27;s name and address." in page
    assert 'id="address-wrong"' in page


def test_a_program_that_fills_every_box_is_stopped_and_a_person_is_told(cast: Cast) -> None:
    page = page_of(post(cast, website="https://example.com"))
    assert "để trống ô này rồi gửi lại" in page
    assert not Report.objects.exists()


def test_consent_is_never_given_before(cast: Cast) -> None:
    page = Client().get(f"/{cast.unit.code}/send/").content.decode()
    assert 'name="may_publish"' in page
    assert " checked" not in page
    assert not Report.objects.get(code=post(cast)["Location"].split("/")[3]).may_publish


def test_a_flood_from_one_address_stops_nobody_else(cast: Cast) -> None:
    for number in range(SENDS):
        assert post(cast, text=f"{TEXT} {number}").status_code == 302
    late = post(cast, text=f"{TEXT} cuối")
    assert "xin chờ một phút" in page_of(late, 429)
    assert f"{TEXT} cuối" in late.content.decode()
    assert late["Retry-After"] == "60"
    assert post(cast, ip="10.0.0.2").status_code == 302
    assert Report.objects.count() == SENDS + 1


def test_guessing_codes_is_slowed_and_codes_are_not_logged(
    cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    report = Report.objects.get(code=post(cast)["Location"].split("/")[3])
    here, browser = f"/{cast.unit.code}/follow/", Client(REMOTE_ADDR="10.0.0.9")
    guesses = [new_code() for _ in range(UNKNOWN_CODES + 1)]
    with caplog.at_level(logging.DEBUG):
        assert {browser.get(f"{here}{code}/").status_code for code in guesses} == {404}
        assert browser.post(here, {"code": report.code}).status_code == 429
        assert browser.get(f"{here}{report.code}/").status_code == 429
    assert Client(REMOTE_ADDR="10.0.0.10").get(f"{here}{report.code}/").status_code == 200
    hide = HideCodes()
    said = [record.getMessage() for record in caplog.records if hide.filter(record)]
    assert any("Not Found" in line for line in said)
    assert not [line for line in said for code in (*guesses, report.code) if code in line]
    assert "codes" in str(settings.LOGGING["filters"])


def test_pages_of_a_report_are_for_its_sender_alone(cast: Cast) -> None:
    answer = Client().get(post(cast)["Location"])
    page = answer.content.decode()
    assert '<meta name="robots" content="noindex">' in page
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "no-store" in answer["Cache-Control"]
    assert "Cookie" not in answer.get("Vary", "")


def test_where_there_is_no_page_the_commune_still_answers(cast: Cast) -> None:
    answer = Client().get(f"/{cast.unit.code}/en/nowhere/at/all/")
    page = page_of(answer, 404)
    assert "There is no such page" in page
    assert cast.unit.heading in page
    assert page_of(Client().get("/KHONGCO/abc/"), 404)


def test_an_unreadable_form_is_said_in_the_communes_frame(cast: Cast) -> None:
    page = page_of(post(cast, text="Đèn đường \0 tắt"), 400)
    assert cast.unit.heading in page
    assert "ký tự không đọc được" in page


def test_a_form_of_another_site_is_refused(cast: Cast) -> None:
    browser = Client(headers={"Sec-Fetch-Site": "cross-site"})
    answer = browser.post(f"/{cast.unit.code}/send/", {"text": TEXT, "category": "roads"})
    assert "được gửi từ một trang khác" in page_of(answer, 403)
    assert not Report.objects.exists()


def test_ten_thousand_from_one_address_cost_nobody_time(cast: Cast) -> None:
    """The first are kept, a person in a hurry gets the words back, a program gets one line: and others still send."""
    where, typed = f"/{cast.unit.code}/send/", {"text": TEXT, "category": "roads", "client_key": "k"}
    browser = Client(REMOTE_ADDR="10.9.9.9")
    statuses = [
        browser.post(where, {**typed, "text": f"{TEXT} {number}"}).status_code for number in range(SENDS + 2)
    ]
    assert statuses == [302] * SENDS + [429] * 2
    caches["counts"].clear()
    began = time.process_time()
    is_page = Counter(len(browser.post(where, {}).content) > 1000 for _ in range(10_000))
    assert is_page == {True: FLOOD, False: 10_000 - FLOOD}
    assert time.process_time() - began < 60  # a page for each would take minutes
    assert Report.objects.count() == SENDS
    assert post(cast, ip="10.0.0.2").status_code == 302


def test_a_real_picture_of_50_megabytes_is_refused_with_its_size_and_nothing_is_lost(cast: Cast) -> None:
    drawn = io.BytesIO()
    Image.effect_noise((64, 64), 80).save(drawn, "JPEG")
    data = drawn.getvalue().ljust(50 * 1024 * 1024, b"\0")
    assert Image.open(io.BytesIO(data)).size == (64, 64)
    page = page_of(post(cast, files=SimpleUploadedFile("IMG_2026.jpg", data, "image/jpeg")))
    assert "nặng 50 MB, chỉ nhận đến 20 MB" in page
    assert TEXT in page
    assert not Report.objects.exists()


def test_rude_words_are_received_and_not_printed(cast: Cast) -> None:
    """Anger is no reason to lose a report; what goes to everybody is proposed without it."""
    sent = post(cast, text="Rác mười ngày không ai dọn, làm ăn mất dạy")
    report = Report.objects.get(code=sent["Location"].split("/")[3])
    assert report.text.endswith("mất dạy")
    assert masked(report.text) == "Rác mười ngày không ai dọn, làm ăn [lời lẽ thô tục]"
