"""Letter boxes: overdue ones wait, an opening is a record with its letters, each letter a report or set aside."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from docx import Document

from tests.cast import Cast
from thanthien.operations.channels.boxes import (
    BoxFields,
    CannotKeepBox,
    OpeningFields,
    keep_box,
    record_opening,
)
from thanthien.operations.channels.models import Letter, LetterBox, Opening
from thanthien.operations.feedback.models import Channel, Report
from thanthien.platform.people.models import Person
from thanthien.workflows.inbox import inbox_of

pytestmark = pytest.mark.django_db
Clients = Callable[[Person], Client]


@pytest.fixture
def box(cast: Cast, now: datetime) -> LetterBox:
    fields = BoxFields("Hòm thư trụ sở", "Cổng trụ sở UBND", date(2026, 6, 20), 7)
    return keep_box(actor=cast.coordinator, at=now, unit=cast.unit, fields=fields)


def opened(cast: Cast, box: LetterBox, at: datetime, letters: int, key: str = "mot-lan") -> Opening:
    fields = OpeningFields(at, cast.officer, "Ông Hải\nBà Lan", "014, còn nguyên", "015", letters, key)
    return record_opening(actor=cast.officer, at=at, box=box, fields=fields)


def waiting(cast: Cast, day: date) -> list[tuple[str, str]]:
    return [(one.title, one.why) for one in inbox_of(cast.coordinator, cast.unit, day)]


def test_a_box_waits_from_its_day_until_it_is_opened_even_empty(
    cast: Cast, box: LetterBox, now: datetime
) -> None:
    assert ("Hòm thư trụ sở", "đến hạn mở hòm thư") in waiting(cast, now.date())
    opened(cast, box, now, 0)
    assert ("Hòm thư trụ sở", "đến hạn mở hòm thư") not in waiting(cast, now.date())
    assert ("Hòm thư trụ sở", "đến hạn mở hòm thư") in waiting(cast, now.date() + timedelta(days=7))


def test_an_opening_without_witness_or_in_the_future_is_refused(
    cast: Cast, box: LetterBox, now: datetime
) -> None:
    good = OpeningFields(now, cast.officer, "Bà Lan", "còn nguyên", "015", 1, "mot")
    wrongs = (
        replace(good, witnesses=" "), replace(good, opened_at=now + timedelta(hours=1)), replace(good, letters_count=-1)
    )  # fmt: skip
    for wrong in wrongs:
        with pytest.raises(CannotKeepBox):
            record_opening(actor=cast.officer, at=now, box=box, fields=wrong)
    assert not Opening.objects.exists()


def test_the_same_form_sent_twice_is_one_opening(cast: Cast, box: LetterBox, now: datetime) -> None:
    assert opened(cast, box, now, 2) == opened(cast, box, now, 2)
    assert Opening.objects.count() == 1


def test_letters_become_reports_with_their_scan_or_are_set_aside(
    cast: Cast, client_of: Clients, box: LetterBox, now: datetime
) -> None:
    opening = opened(cast, box, now, 2)
    assert ("Thư lấy từ Hòm thư trụ sở", "còn thư chưa ghi") in waiting(cast, now.date())
    page = f"/desk/{cast.unit.code}/letter-boxes/openings/{opening.pk}/"
    typed = {
        "number": "1",
        "text": "Đèn đường thôn Đông hỏng nửa tháng nay",
        "category": "roads",
        "path": "petition",
    }
    scan = SimpleUploadedFile("thu.txt", "Đèn đường hỏng".encode())
    browser = client_of(cast.officer)
    answer = browser.post(f"{page}letter/", {**typed, "scan": scan}, follow=True)
    report = Report.objects.get()
    assert (report.channel, report.received_by) == (Channel.LETTER_BOX, cast.officer)
    assert report.attachments.count() == 1
    assert report.said_code in answer.content.decode()
    again = browser.post(f"{page}letter/", typed)
    assert again.status_code == 422
    assert "Thư số 1 đã được ghi." in again.content.decode()
    browser.post(f"{page}letter/", {"number": "2", "aside": "1", "set_aside": "Tờ quảng cáo"})
    kept = list(Letter.objects.values_list("number", "report_code", "set_aside"))
    assert kept == [(1, report.code, ""), (2, "", "Tờ quảng cáo")]
    assert ("Thư lấy từ Hòm thư trụ sở", "còn thư chưa ghi") not in waiting(cast, now.date())
    minutes = Document(io.BytesIO(browser.get(f"{page}minutes.docx").content))
    words = "\n".join(
        [p.text for p in minutes.paragraphs] + [c.text for t in minutes.tables for c in t._cells]
    )
    for said in ("Số thư trong hòm: 2 thư.", "Ông Hải, Bà Lan", report.said_code, "Để riêng: Tờ quảng cáo"):
        assert said in words


def test_a_refused_letter_leaves_nothing_behind(
    cast: Cast, client_of: Clients, box: LetterBox, now: datetime
) -> None:
    page = f"/desk/{cast.unit.code}/letter-boxes/openings/{opened(cast, box, now, 1).pk}/letter/"
    answer = client_of(cast.officer).post(page, {"number": "7", "text": "Đèn đường hỏng rồi", "category": "roads",
                                                 "path": "petition"})  # fmt: skip
    assert answer.status_code == 422
    assert not Report.objects.exists()
