"""The report at the desk: preview, what is missing, the files."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.test import Client
from django.utils import timezone
from docx import Document

from tests.assessment.year import Year, year
from tests.cast import Cast
from thanthien.platform.people.models import Person

__all__ = ["year"]
ClientOf = Callable[[Person], Client]


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda *a, **k: now.date())


def url(cast: Cast, rest: str = "") -> str:
    return f"/desk/{cast.unit.code}/report/{rest}"


def test_the_preview_says_what_the_file_will_and_what_is_missing(
    year: Year, cast: Cast, client_of: ClientOf
) -> None:
    task = year.add_task("I#2", cast.office)
    year.add_proof(task, cast.office, date(2026, 5, 6), state="waiting")
    seen = client_of(cast.coordinator).get(url(cast)).content.decode()
    assert "Kết quả tự đánh giá, chấm điểm thực hiện mô hình “Chính quyền thân thiện” năm 2026" in seen
    assert "Tổng điểm tự chấm: 0/20 điểm" in seen
    assert "1 minh chứng chờ kiểm tra, chưa tính vào điểm." in seen
    assert "Chưa đăng ký mức: không được công nhận." in seen
    assert "trước ngày 15/11/2026, còn 136 ngày" in seen
    assert "ĐIỂM MẪU" in seen


def test_without_a_set_the_page_says_what_to_do(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.coordinator)
    assert "Chưa lập được báo cáo năm 2026" in client.get(url(cast)).content.decode()
    answer = client.get(url(cast, "self-assessment.docx"), follow=True)
    assert "đơn vị chưa chọn bộ tiêu chí năm 2026" in answer.content.decode()


@pytest.mark.parametrize("form", ["docx", "pdf", "xlsx"])
def test_the_three_files_come_with_their_names(
    year: Year, cast: Cast, client_of: ClientOf, form: str
) -> None:
    answer = client_of(cast.leader).get(url(cast, f"self-assessment.{form}"))
    assert answer.status_code == 200
    assert (
        answer.headers["Content-Disposition"]
        == f'attachment; filename="tu-danh-gia-xa-thanh-binh-2026.{form}"'
    )


def test_word_and_preview_agree(year: Year, cast: Cast, client_of: ClientOf) -> None:
    year.add_proof(year.add_task("I#2", cast.office), cast.office, date(2026, 5, 6))
    client = client_of(cast.leader)
    seen = client.get(url(cast)).content.decode()
    word = Document(io.BytesIO(client.get(url(cast, "self-assessment.docx")).content))
    total = next(p.text for p in word.paragraphs if "Tổng điểm tự chấm" in p.text)
    assert total in seen


def test_officers_read_but_do_not_take_the_file(year: Year, cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.officer)
    assert "Điều phối viên và lãnh đạo UBND tải được báo cáo." in client.get(url(cast)).content.decode()
    assert client.get(url(cast, "self-assessment.docx")).status_code == 403
    assert client_of(cast.other_coordinator).get(url(cast)).status_code == 404
