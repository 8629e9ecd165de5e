"""Questions of citizens through the page, with 3,000 procedures in the catalogue of the demo city."""

from __future__ import annotations

import random
import time
from pathlib import Path

import yaml
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.utils import timezone

from tests.bench.measure import Measured
from thanthien.operations.procedures.actions import send_list, take_list
from thanthien.platform.files.actions import keep_file
from thanthien.platform.units.models import Unit

QUESTIONS = Path(__file__).resolve().parents[1] / "lib/lookup/questions.yaml"
_ADDED = (
    "lưu động", "trực tuyến", "khu kinh tế", "ven biển", "đô thị", "nông thôn", "biên giới", "hải đảo", "cấp lại",
    "bổ sung", "điều chỉnh", "gia hạn", "một phần", "toàn bộ", "lần đầu", "đặc biệt", "tạm thời", "chuyển tiếp",
)  # fmt: skip


def measure_asking(*, procedures: int, taken: float, first: float, milliseconds: float) -> list[Measured]:
    """The catalogue taken in, the first question after it, and each of the test set's questions; undone afterwards."""
    with transaction.atomic():
        data = _many(procedures)
        begun = time.perf_counter()
        _take(data)
        spent = time.perf_counter() - begun
        browser = Client(SERVER_NAME="localhost")
        answers = [_ask(browser, question) for question in ["khai sinh", *_questions()]]
        transaction.set_rollback(True)
    return [
        Measured(f"{procedures} procedures taken in", "s", (spent,), taken),
        Measured("first question after that", "s", (answers[0] / 1000,), first),
        Measured(f"a question, {procedures} procedures", "ms", tuple(answers[1:]), milliseconds, "p95"),
    ]


def _many(number: int) -> bytes:
    """The common procedures again and again, under other codes and with words added to their names."""
    whole = yaml.safe_load((settings.REFERENCE_DIR / "procedures/common.yaml").read_text(encoding="utf-8"))
    rows, draw = whole["procedures"], random.Random(3)
    many = [
        {**rows[n % len(rows)], "code": f"8.{n:06}",
         "name": f"{rows[n % len(rows)]['name']} {' '.join(draw.sample(_ADDED, 2))}"}
        for n in range(number - len(rows))
    ]  # fmt: skip
    return yaml.safe_dump({**whole, "procedures": many}, allow_unicode=True).encode()


def _take(data: bytes) -> None:
    now = timezone.now()
    city = Unit.objects.get(children__code="HM01")
    sent = send_list(
        actor=None, at=now, owner=city, file=keep_file(data=data, at=now), filename="nhieu.yaml",
        from_date=timezone.localdate(now),
    )  # fmt: skip
    take_list(actor=None, at=now, sent=sent)


def _questions() -> list[str]:
    asked = yaml.safe_load(QUESTIONS.read_text(encoding="utf-8"))
    return [str(question) for questions in asked.values() for question in questions]


def _ask(browser: Client, question: str) -> float:
    """Milliseconds of the whole page."""
    begun = time.perf_counter()
    answer = browser.get("/HM01/ask/", {"q": question})
    assert answer.status_code == 200
    return (time.perf_counter() - begun) * 1000
