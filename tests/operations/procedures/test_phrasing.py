"""A language model, played by a server on this machine: what leaves, what is kept of what comes back."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, datetime
from threading import Event
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.cast import Cast
from tests.operations.procedures.factories import BIRTH, loaded
from tests.platform.outbox.provider import Provider, running
from thanthien.operations.procedures.asking import Told, ask
from thanthien.operations.procedures.phrasing import phrase, sendable

pytestmark = pytest.mark.django_db
GOOD = "Ông/bà mang theo “Giấy chứng sinh” và “Căn cước của cha hoặc mẹ”. Thời gian: “Trong ngày”."


def said(text: Any) -> tuple[int, Any]:
    return 200, {"choices": [{"message": {"content": text}}]}


@pytest.fixture
def model(settings: Any) -> Iterator[Provider]:
    with running(lambda path, headers, body: said(GOOD)) as provider:
        settings.ASSISTANT_URL, settings.ASSISTANT_MODEL = f"{provider.url}/v1", "small"
        settings.ASSISTANT_KEY, settings.ASSISTANT_SECONDS = "a-key", 10.0
        yield provider


@pytest.fixture
def told(cast: Cast, now: datetime) -> Told:
    loaded(cast.unit, now)
    return ask(cast.unit, "làm khai sinh cho con", date(2026, 7, 1))


def test_off_unless_it_is_set_up(told: Told) -> None:
    assert phrase(told) == ""


def test_it_gets_the_question_and_the_one_record_found(told: Told, model: Provider) -> None:
    assert phrase(told) == GOOD
    (asked,) = model.asked
    assert (asked.path, asked.headers["authorization"]) == ("/v1/chat/completions", "Bearer a-key")
    given = asked.json["messages"][1]["content"]
    assert "Giấy chứng sinh" in given
    assert "làm khai sinh cho con" in given
    assert "Đăng ký kết hôn" not in given


@pytest.mark.parametrize(
    "beyond",
    [
        "Lệ phí là 50.000 đồng.", "Lệ phí là “50.000 đồng”.", "Thời gian hai ngày.", "Ông/bà được miễn lệ phí.",
        "Ông/bà mang “sổ hộ khẩu”.", "Xem tại www.khai-sinh.com nhé.", "Gọi “0912345678”.", "Nộp trong “60”0 ngày.",
        "Nộp từ ngày 30/02/2026.", "Thời gian: “Ba ngày”.", "Nộp hồ sơ trước thứ Sáu ngày mồng hai tháng chín năm nay.",
        "Hôm nay trời đẹp, chúc gia đình luôn mạnh khỏe hạnh phúc.", "", None, 5, "x" * 5000,
    ],
)  # fmt: skip
def test_what_goes_beyond_the_record_is_dropped(told: Told, model: Provider, beyond: Any) -> None:
    model.answer = lambda path, headers, body: said(beyond)
    assert phrase(told) == ""


@pytest.mark.parametrize("answer", [(500, {}), (302, {}), (200, []), (200, {"choices": []}), (200, "khong")])
def test_a_broken_model_costs_nothing_but_its_words(
    told: Told, model: Provider, answer: tuple[int, Any]
) -> None:
    model.answer = lambda path, headers, body: answer
    assert phrase(told) == ""


def test_it_is_not_waited_for_longer_than_set(told: Told, model: Provider, settings: Any) -> None:
    """The model answers only once the page has gone on without it."""
    settings.ASSISTANT_SECONDS, gone_on = 0.2, Event()

    def slow(path: str, headers: dict[str, str], body: str) -> tuple[int, Any]:
        gone_on.wait(20)
        return said(GOOD)

    model.answer = slow
    assert phrase(told) == ""
    gone_on.set()


@pytest.mark.parametrize(
    ("question", "sent"),
    [
        ("làm khai sinh cho con", "làm khai sinh cho con"),
        ("tôi số 0912 345 678 muốn làm khai sinh", "tôi số [số điện thoại] muốn làm khai sinh"),
        ("khai sinh, mã hồ sơ 12-34-56", ""),
        ("căn cước 031095001234 bị mất", "căn cước [số giấy tờ] bị mất"),
        ("tôi tên Nguyễn Văn An muốn làm khai sinh", "tôi tên [họ tên] muốn làm khai sinh"),
        ("nhà ở 56/3 Lê Lợi muốn tạm trú", "nhà ở [địa chỉ] muốn tạm trú"),
        ("gửi cho an@example.vn giấy khai sinh", "gửi cho [thư điện tử] giấy khai sinh"),
        ("con sinh ngày 12/05/2024 làm khai sinh", "con sinh ngày [ngày sinh] làm khai sinh"),
    ],
)
def test_personal_data_leave_masked_or_not_at_all(question: str, sent: str) -> None:
    assert sendable(question) == sent


def test_what_leaves_the_machine_holds_nobody_s_data(cast: Cast, told: Told, model: Provider) -> None:
    asked = "tôi là Nguyễn Văn An, 0912345678, cccd 031095001234, muốn làm khai sinh cho con"
    other = ask(cast.unit, asked, date(2026, 7, 1))
    assert other.shown is not None
    phrase(other)
    sent = str([one.json for one in model.asked])
    assert not [part for part in ("Nguyễn Văn An", "0912345678", "031095001234") if part in sent]


def test_off_by_default() -> None:
    plain = {key: value for key, value in os.environ.items() if not key.startswith("ASSISTANT_")}
    script = "from thanthien.config import settings as s; print([s.ASSISTANT_URL, s.ASSISTANT_MODEL])"
    done = subprocess.run(
        [sys.executable, "-c", script], env=plain, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "['', '']"


def test_the_page_stands_whole_where_the_model_lies_breaks_or_sleeps(
    cast: Cast, model: Provider, settings: Any
) -> None:
    loaded(cast.unit, timezone.now(), from_date=timezone.localdate())
    settings.ASSISTANT_SECONDS, gone_on = 0.2, Event()

    def asleep(path: str, headers: dict[str, str], body: str) -> tuple[int, Any]:
        gone_on.wait(20)
        return said(GOOD)

    def lying(path: str, headers: dict[str, str], body: str) -> tuple[int, Any]:
        return said("Lệ phí là “75.000 đồng”.")

    def broken(path: str, headers: dict[str, str], body: str) -> tuple[int, Any]:
        return 500, {}

    for answer in (lying, broken, asleep):
        model.answer = answer
        page = Client().get(f"/{cast.unit.code}/ask/?q=lam+khai+sinh+cho+con").content.decode()
        assert "75.000" not in page
        assert "Câu trả lời do máy soạn" not in page
        assert "Miễn phí nếu làm trong 60 ngày" in page
    gone_on.set()


def test_nothing_is_asked_where_the_look_up_is_not_sure(cast: Cast, told: Told, model: Provider) -> None:
    for question in ("xin nhập quốc tịch", "xyzzy", "đăng ký"):
        other = ask(cast.unit, question, date(2026, 7, 1))
        if other.shown is None:
            assert phrase(other) == ""
    assert model.asked == []


def test_the_page_marks_it_and_keeps_the_plain_answer(cast: Cast, model: Provider) -> None:
    loaded(cast.unit, timezone.now(), from_date=timezone.localdate())
    page = Client().get(f"/{cast.unit.code}/ask/?q=lam+khai+sinh+cho+con").content.decode()
    assert "Câu trả lời do máy soạn từ thủ tục" in page
    assert "Miễn phí nếu làm trong 60 ngày" in page
    model.answer = lambda path, headers, body: said("<script>alert(1)</script> “Giấy chứng sinh”")
    page = Client().get(f"/{cast.unit.code}/ask/?q=lam+khai+sinh+cho+con").content.decode()
    assert "<script>alert" not in page
    assert BIRTH["name"] in page
