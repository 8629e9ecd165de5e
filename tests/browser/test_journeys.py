"""Whole ways through the product, citizen and officials in turn, each in a browser of their own."""

from __future__ import annotations

import io
import re
import sqlite3
from collections.abc import Callable
from urllib.parse import urlsplit

import pdfplumber
import pytest
from docx import Document
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site
from tests.browser.looks import arrived, looks_right

pytestmark = pytest.mark.browser

COORDINATOR, CHAIR = "dieuphoi.thanhbinh", "chutich.thanhbinh"
TEXT = "Cột đèn thứ ba đầu ngõ nhà văn hóa nghiêng ra đường, sợ đổ"


def send(page: Page) -> str:
    """The code under which the report is followed."""
    page.goto("/HM01/send/")
    page.get_by_label("Việc gì, ở đâu, từ khi nào?").fill(TEXT)
    page.get_by_label("Đường sá, vỉa hè, chiếu sáng").check()
    page.get_by_role("button", name="Gửi", exact=True).click()
    page.wait_for_url("**/follow/**")
    return page.locator(".code-said").inner_text()


def opened(page: Page, code: str) -> None:
    """Find a report by its code, as an official does whom a citizen calls."""
    page.goto(f"/desk/HM01/feedback/?tab=all&q={code}")
    page.get_by_role("link", name=TEXT).click()
    arrived(page, code)


def drafted(page: Page, code: str, answer: str) -> None:
    opened(page, code)
    take = page.get_by_role("button", name="Tiếp nhận xử lý")
    if take.count():
        take.click()
        expect(page.get_by_text("Đang xử lý", exact=True).first).to_be_visible()
    page.get_by_label("Kết quả", exact=True).select_option(label="Đã giải quyết")
    page.get_by_label("Nội dung trả lời").fill(answer)
    page.get_by_role("button", name="Trình duyệt").click()
    expect(page.get_by_text("Anh/chị soạn bản này nên người khác duyệt.")).to_be_visible()


def approved(page: Page, code: str) -> None:
    opened(page, code)
    page.get_by_role("button", name="Duyệt và gửi").click()
    expect(page.get_by_role("heading", name="Đã trả lời: Đã giải quyết")).to_be_visible()


def followed(page: Page, code: str) -> None:
    page.goto("/HM01/follow/")
    page.get_by_label("Mã theo dõi").fill(code)
    page.get_by_role("button", name="Xem").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(code)


def says(page: Page, solved: str, mark: int, words: str) -> None:
    page.get_by_label(solved, exact=True).check()
    page.locator(f"input[name=satisfaction][value='{mark}']").check()
    page.get_by_label("Ông/bà muốn nói thêm").fill(words)
    page.get_by_role("button", name="Gửi đánh giá").click()
    expect(page.get_by_text("Đã ghi nhận. Cảm ơn ông/bà.")).to_be_visible()


def test_a_report_is_answered_reopened_and_solved(open_as: Callable[..., Page], site: Site) -> None:
    citizen = open_as("", width="phone")
    officer, chair = open_as(COORDINATOR), open_as(CHAIR)
    code = send(citizen)
    drafted(officer, code, "Đơn vị điện lực đã kiểm tra cột đèn.")
    followed(citizen, code)
    expect(citizen.get_by_text("đã kiểm tra cột đèn")).to_have_count(
        0
    )  # nothing is told before it is approved
    approved(chair, code)
    followed(citizen, code)
    expect(citizen.locator(".answer")).to_contain_text("Đơn vị điện lực đã kiểm tra cột đèn.")
    looks_right(citizen)
    says(citizen, "Chưa giải quyết", 2, "Cột vẫn nghiêng.")
    expect(citizen.locator(".state").first).to_have_text("Đang xử lý")
    opened(officer, code)
    expect(officer.get_by_text("Cột vẫn nghiêng.")).to_be_visible()
    drafted(officer, code, "Đã dựng lại cột và chôn móng mới.")
    approved(chair, code)
    followed(citizen, code)
    expect(citizen.locator(".answer")).to_contain_text("chôn móng mới")
    says(citizen, "Đã giải quyết", 5, "Cảm ơn xã.")
    base = sqlite3.connect(site.data / "thanthien.sqlite3")
    rows = base.execute(
        "select is_solved, satisfaction from feedback_report where text = ?", (TEXT,)
    ).fetchall()
    base.close()
    assert rows == [(1, 5)]


def address_on(pdf: bytes) -> str:
    """The address printed below the code of a poster."""
    with pdfplumber.open(io.BytesIO(pdf)) as file:
        [page] = file.pages
        found = re.search(r"https?://\S+", page.extract_text())
    assert found
    return found[0]


def set_up_survey(page: Page, title: str) -> None:
    page.goto("/desk/HM01/surveys/")
    page.get_by_role("link", name="Lập khảo sát").click()
    page.get_by_label("Tên khảo sát").fill(title)
    page.get_by_label("Tổng số người hoặc lượt giao dịch (N)").fill("40")
    page.get_by_label("Nộp bảng tổng hợp làm minh chứng cho").select_option(index=1)
    page.get_by_role("button", name="Lập khảo sát").click()
    page.get_by_role("button", name="Mở khảo sát").click()
    expect(page.get_by_text("Đã mở khảo sát.")).to_be_visible()


def test_a_survey_goes_from_its_poster_to_the_table_filed_as_proof(
    open_as: Callable[..., Page], site: Site
) -> None:
    title = "Khảo sát thử từ áp phích"
    officer = open_as(COORDINATOR)
    set_up_survey(officer, title)
    survey = officer.url
    officer.goto("/desk/HM01/posters/")
    with officer.expect_download() as told:
        officer.get_by_role("link", name=f"Tải khổ A5 áp phích “{title}”").click()
    address = urlsplit(address_on(told.value.path().read_bytes()))
    for mark in ("4", "5"):
        citizen = open_as("", width="phone", javascript=mark == "4")
        citizen.goto(f"{address.path}?{address.query}")
        for faces in citizen.locator(".faces").all():
            faces.locator(f"input[value='{mark}']").check(force=True)
        for choices in citizen.locator("fieldset .choices").all():
            choices.locator("input").first.check()
        citizen.get_by_role("button", name="Gửi phiếu").click()
        expect(citizen.get_by_role("heading", level=1)).to_have_text("Cảm ơn ông/bà")
    officer.goto(survey)
    officer.get_by_text("Kết thúc khảo sát…").click()
    officer.get_by_role("button", name="Kết thúc và lập bảng tổng hợp").click()
    expect(officer.get_by_text(re.compile(r"Đã nộp làm minh chứng cho \d+ nhiệm vụ"))).to_be_visible()
    with officer.expect_download() as word:
        officer.get_by_role("link", name="Word", exact=True).click()
    table = Document(str(word.value.path()))
    cells = " ".join(cell.text for one in table.tables for row in one.rows for cell in row.cells)
    assert title.casefold() in " ".join(p.text for p in table.paragraphs).casefold()
    assert "100%" in cells.replace(" %", "%")
    base = sqlite3.connect(site.data / "thanthien.sqlite3")
    rows = base.execute(
        "select r.channel from surveys_response r join surveys_survey s on s.id = r.survey_id where s.title = ?",
        (title,),
    ).fetchall()
    filed = base.execute(
        "select count(*) from evidence_evidence where title like ?", (f"%{title}%",)
    ).fetchone()
    base.close()
    assert rows == [("qr",), ("qr",)]
    assert filed[0] >= 1
