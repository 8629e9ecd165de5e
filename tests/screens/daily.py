"""The coordinator's guide: from the first sign-in to the report."""

from __future__ import annotations

import io
import tempfile
from pathlib import Path

import docx as docx_reader
from playwright.sync_api import Page

from tests.screens.studio import HOME, ISLAND, PHONE, YEAR, Studio, keep

COORDINATOR, NEWCOMER = "dieuphoi.thanhbinh", "dieuphoi.honngoc"


# -- signing in, the first page ---------------------------------------------------------------------


def entrance(studio: Studio) -> None:
    page = studio.page("")
    page.goto("/accounts/login/")
    page.get_by_label("Tên đăng nhập").fill(COORDINATOR)
    keep(page, "dang-nhap", around=page.locator(".card, form").first)
    page = studio.page(COORDINATOR)
    page.goto(HOME)
    keep(page, "tong-quan")
    page = studio.page(COORDINATOR, PHONE)
    page.goto(HOME)
    keep(page, "tong-quan-dien-thoai")


# -- a plan, from the file to tasks ---------------------------------------------------------------------


def _reading(page: Page) -> str:
    page.goto(f"{ISLAND}plans/")
    return page.locator("a.tt-line-link").first.get_attribute("href") or ""


def upload(studio: Studio) -> None:
    page = studio.page(NEWCOMER)
    page.goto(f"{ISLAND}plans/")
    keep(page, "ke-hoach-dang-cho", height=300)
    page.goto(f"{ISLAND}plans/upload/")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "Ke-hoach-Chinh-quyen-than-thien.docx"
        path.write_bytes(b"PK")
        page.locator("#id_file").set_input_files(path)
        page.locator("#id_year").fill(str(YEAR))
        keep(page, "tai-ke-hoach", height=600)


def review(studio: Studio) -> None:
    page = studio.page(NEWCOMER)
    page.goto(_reading(page))
    page.locator("#rows .tt-row").nth(1).locator(".tt-row-title").click()
    keep(page, "xem-lai")
    page.keyboard.press("F8")
    page.locator(".tt-row.is-open").wait_for()
    keep(page, "cho-can-xem")
    page.keyboard.press("Escape")
    phone = studio.page(NEWCOMER, PHONE)
    phone.goto(_reading(phone))
    phone.locator("#rows .tt-row").nth(1).locator("[data-see]").click()
    keep(phone, "xem-lai-dien-thoai")
    page.goto(_reading(page) + "accept/")
    keep(page, "nhan-ke-hoach", around=page.locator(".tt-accept"))


def amended(studio: Studio) -> None:
    page = studio.page(COORDINATOR)
    page.goto(f"{HOME}plans/")
    page.locator(".tt-plan h3 a").first.click()
    address = page.get_by_role("link", name="Tệp gốc").get_attribute("href") or ""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "Ke-hoach-sua-doi.docx"
        path.write_bytes(_with_changes(page.request.get(address).body()))
        page.goto(f"{HOME}plans/upload/")
        page.locator("#id_file").set_input_files(path)
        page.locator("#id_year").fill(str(YEAR))
        page.get_by_role("button", name="Tải lên và đọc").click()
        page.locator("#rows").wait_for(timeout=60_000)
    page.get_by_role("button", name="Có thay đổi").click()
    keep(page, "ke-hoach-sua-doi")


def _with_changes(docx: bytes) -> bytes:
    """The plan in force as a commune amends it: a number of its own, two other times, one other agency."""
    document = docx_reader.Document(io.BytesIO(docx))
    cells = [cell for table in document.tables for row in table.rows for cell in row.cells]
    for cell in cells:
        cell.text = cell.text.replace("18/KH-UBND", "45/KH-UBND")
    rows = [row.cells for row in document.tables[-1].rows if "Trung tâm Phục vụ" in row.cells[2].text]
    rows[0][5].text, rows[2][5].text = "Hằng tháng", "Quý IV"
    rows[1][2].text = "Phòng Kinh tế"
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


# -- work, proof, checking ------------------------------------------------------------------------------


def tasks(studio: Studio) -> None:
    page = studio.page(COORDINATOR)
    page.goto(f"{HOME}tasks/?state=open")
    keep(page, "nhiem-vu")
    page.goto(f"{HOME}tasks/board/?by=agency")
    keep(page, "nhiem-vu-bang")
    page.goto(f"{HOME}tasks/")
    page.locator("#task-list a[href*='/tasks/']").filter(has_text="Công khai phí, lệ phí").first.click()
    page.locator("summary", has_text="Giao người…").first.click()
    keep(page, "giao-viec")
    keep(page, "ghi-chu", around=page.locator("#notes"))
    page = studio.page(COORDINATOR, PHONE)
    page.goto(f"{HOME}tasks/")
    keep(page, "nhiem-vu-dien-thoai")


def checking(studio: Studio) -> None:
    page = studio.page(COORDINATOR)
    page.goto(f"{HOME}tasks/checks/")
    page.locator("article summary", has_text="Trả lại…").first.click()
    page.get_by_label("Lý do trả lại").first.fill(
        "Ảnh chưa thấy ngày niêm yết; đề nghị chụp lại cả phần ghi ngày."
    )
    keep(page, "kiem-tra", height=680)


# -- figures, points, report ----------------------------------------------------------------------------


def figures(studio: Studio) -> None:
    page = studio.page(COORDINATOR)
    page.goto(f"{HOME}figures/")
    page.locator("a.stretched-link").filter(has_text="trước hạn, đúng hạn").first.click()
    keep(page, "so-lieu")


def score(studio: Studio) -> None:
    page = studio.page(COORDINATOR)
    page.goto(f"{HOME}score/")
    keep(page, "score")
    page.locator(".way a").first.click()
    keep(page, "tieu-chi", height=640)
    page.goto(f"{HOME}score/register/")
    page.locator("#id_registered_date").fill(f"{YEAR}-02-02")  # the same read either way round
    page.locator("#id_registered_date").blur()
    keep(page, "dang-ky-muc", height=480)


def report(studio: Studio) -> None:
    page = studio.page(COORDINATOR)
    page.goto(f"{HOME}report/")
    keep(page, "bao-cao")


# -- people, audit ----------------------------------------------------------------------------------------


def people(studio: Studio) -> None:
    page = studio.page(COORDINATOR)
    page.goto(f"{HOME}people/")
    keep(page, "con-nguoi")
    page.get_by_role("link", name="Đỗ Minh Châu").click()
    keep(page, "tai-khoan")
    page.goto(f"{HOME}people/")
    page.get_by_role("link", name="Cơ quan", exact=True).click()
    page.get_by_role("link", name="Phòng Kinh tế", exact=True).click()
    keep(page, "co-quan")
    page.goto(f"{HOME}audit/")
    for label, day in (("Từ ngày", "01-01"), ("Đến ngày", "12-12")):
        page.get_by_label(label).fill(f"{YEAR}-{day}")  # the same read either way round
    keep(page, "nhat-ky")


SCENES = (entrance, upload, review, tasks, checking, figures, score, report, people, amended)
