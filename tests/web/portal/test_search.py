"""One box over everything public: grouped, without tones, slips forgiven, never over what is not public."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from django.core.cache import cache, caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.cast import Cast
from tests.operations.disclosure.factories import published
from tests.operations.feedback.factories import sent
from thanthien.operations.disclosure.contacts import Number, enter_number
from thanthien.operations.disclosure.models import Schedule
from thanthien.operations.disclosure.schedules import Line, add_line, publish_schedule
from thanthien.operations.feedback.models import Report

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    cache.clear()


def found(cast: Cast, words: str, lang: str = "") -> str:
    answer = Client().get(f"/{cast.unit.code}/{lang}search/", {"q": words})
    assert answer.status_code == 200
    return str(answer.content.decode())


def answered(cast: Cast, text: str, hidden: str = "", **more: object) -> Report:
    report = sent(cast, timezone.now() - timedelta(days=9), text=f"{text}. {hidden}")
    fields = {
        "state": Report.State.ANSWERED, "outcome": Report.Outcome.SOLVED, "answered_at": timezone.now(),
        "public_text": text, "public_answer": "Đã thay bóng đèn.", "published_at": timezone.now(), **more,
    }  # fmt: skip
    Report.objects.filter(pk=report.pk).update(**fields)
    return report


def test_each_kind_of_thing_has_its_group(cast: Cast, now: datetime) -> None:
    published(
        cast, now, item="procedures", title="Thủ tục đăng ký khai sinh", text="Nộp tờ khai tại Trung tâm."
    )
    published(cast, now, item="news", title="Ngày hội khai sinh lưu động", text="Sáng thứ Bảy.")
    office = Number("office", "Bộ phận khai sinh", "0225 3 111 222")
    enter_number(actor=cast.coordinator, at=now, unit=cast.unit, number=office)
    answered(cast, "Hỏi giấy khai sinh của cháu")
    today = timezone.localdate()
    first = today - timedelta(days=today.weekday())
    line = Line(first + timedelta(days=6), time(8), text="Trả giấy khai sinh tại nhà văn hóa")
    add_line(actor=cast.coordinator, at=now, unit=cast.unit, kind=Schedule.Kind.WEEK, line=line)
    publish_schedule(actor=cast.coordinator, at=now, unit=cast.unit, kind=Schedule.Kind.WEEK, first=first)
    page = found(cast, "khai sinh")
    for group in ("g-contacts", "g-procedures", "g-news", "g-lines", "g-reports"):
        assert f'id="{group}"' in page, group
    assert 'href="tel:02253111222"' in page
    assert found(cast, "KHAI SINH  ").count("<h2") == page.count("<h2")
    assert found(cast, "đăng ký khai sinh").count("<h2") == 1  # every word has to fit


def test_a_slip_is_forgiven_and_said(cast: Cast, now: datetime) -> None:
    published(cast, now, title="Danh sách hỗ trợ tiền điện", text="Gồm 12 hộ.")
    for typed, meant in (("dien tienf", "tien"), ("danh sachs", "sach"), ("dnah sach", "danh")):
        page = found(cast, typed)
        assert "Danh sách hỗ trợ tiền điện" in page, typed
        assert f"Đang xem kết quả của “{meant}”" in page
    assert "Đang xem" not in found(cast, "tien dien")


def test_the_words_are_marked_where_they_stand_and_markup_stays_text(cast: Cast, now: datetime) -> None:
    published(cast, now, title="Thông báo", text="Mời bà con họp <b>thôn</b> tối nay tại nhà văn hóa.")
    page = found(cast, "van hoa")
    assert "<mark>văn</mark> <mark>hóa</mark>" in page
    assert "&lt;b&gt;thôn&lt;/b&gt;" in page
    assert "<script>alert" not in found(cast, "<script>alert(1)</script>")


def test_nothing_that_is_not_public_is_found(cast: Cast, now: datetime) -> None:
    answered(cast, "Đèn ngõ tắt", hidden="Nguyễn Văn Kín 0912345678")
    answered(cast, "Cán bộ quát mắng", is_protected=True)
    sent(cast, now, text="Chuyện chưa ai trả lời")
    assert "Đèn ngõ tắt" in found(cast, "den ngo")
    for words in ("Kín", "0912345678", "quat mang", "chua ai tra loi"):
        page = found(cast, words)
        assert "g-reports" not in page, words
        assert "Đèn ngõ" not in page
    elsewhere = Client().get(f"/{cast.other_unit.code}/search/", {"q": "den ngo"}).content.decode()
    assert "Đèn ngõ tắt" not in elsewhere


def test_nothing_found_says_what_to_do(cast: Cast, now: datetime) -> None:
    hotline = Number("hotline", "Đường dây nóng của xã", "0225 3 123 456")
    enter_number(actor=cast.coordinator, at=now, unit=cast.unit, number=hotline)
    page = found(cast, "xyzt")
    assert "Không tìm thấy “xyzt”" in page
    assert 'href="tel:02253123456"' in page
    assert f'href="/{cast.unit.code}/send/"' in page
    assert "Nothing found for “xyzt”" in found(cast, "xyzt", "en/")


def test_pages_are_found_in_both_languages_and_under_other_names(cast: Cast) -> None:
    assert f'href="/{cast.unit.code}/contacts/"' in found(cast, "so dien thoai")
    assert f'href="/{cast.unit.code}/send/"' in found(cast, "to cao")
    assert f'href="/{cast.unit.code}/en/schedule/"' in found(cast, "schedule", "en/")


def test_danger_says_whom_to_call_and_a_code_is_not_kept(cast: Cast) -> None:
    assert 'href="tel:114"' in found(cast, "cháy nhà")
    answer = Client().get(f"/{cast.unit.code}/search/", {"q": "7k4m-39xq-t3hd"}, follow=True)
    assert "Đây là một mã theo dõi" in answer.content.decode()
    assert "39xq" not in f"{answer.redirect_chain} {answer.content.decode()}".lower()


def test_an_empty_box_offers_words_that_lead_somewhere(cast: Cast) -> None:
    for lang, words in (("", "đường dây nóng"), ("en/", "hotline")):
        assert words in found(cast, "", lang)
        assert "g-doors" in found(cast, words, lang)


def test_one_text_and_many_cost_the_same(cast: Cast, now: datetime) -> None:
    def queries() -> int:
        cache.clear()
        caches["objects"].clear()
        with CaptureQueriesContext(connection) as seen:
            found(cast, "danh sach")
        return len(seen)

    published(cast, now, title="Danh sách một")
    answered(cast, "Danh sách thiếu tên")
    few = queries()
    for number in range(20):
        published(
            cast, now + timedelta(minutes=number), title=f"Danh sách {number}", document_date=date(2026, 6, 1)
        )
    for number in range(6):
        answered(cast, f"Danh sách thiếu tên {number}")
    assert queries() == few <= 11
