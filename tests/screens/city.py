"""The city's guide: all communes, the rounds of a year, the council, a preview of effect, days off."""

from __future__ import annotations

import tempfile
from decimal import Decimal
from pathlib import Path

import openpyxl
from playwright.sync_api import Page

from tests.screens.studio import CITY, Studio, keep

ADMIN = "quantri.tp"


def city(studio: Studio) -> None:
    page = studio.page(ADMIN)
    page.goto(CITY)
    keep(page, "toan-thanh-pho", height=620)
    page.goto(f"{CITY}rounds/")
    keep(page, "danh-gia-cong-nhan", height=480)
    _point_table(page)
    page.goto(f"{CITY}holidays/")
    keep(page, "ngay-nghi", height=700)
    page.goto(f"{CITY}proofs/reuse/")
    keep(page, "minh-chung-trung", height=640)


def _point_table(page: Page) -> None:
    """The points in use, two of them moved, sent as the city's table; its effect is looked at before it is used."""
    page.goto(f"{CITY}criteria/")
    page.get_by_role("link", name="Điểm mẫu").click()
    rows = page.locator("main tbody tr")
    lines = [(row.locator("th").inner_text(), row.locator("td").inner_text()) for row in rows.all()]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "Bang-diem.xlsx"
        _write(path, lines)
        page.goto(f"{CITY}criteria/upload/")
        page.get_by_label("Tên bảng điểm").fill("Bảng điểm kèm Hướng dẫn số 12/HD-SNV")
        page.get_by_label("Tệp bảng điểm").set_input_files(path)
        page.get_by_role("button", name="Tải lên và đọc").click()
    page.locator("#review").wait_for()
    keep(page, "doi-chieu-bang-diem", height=620)
    page.get_by_role("link", name="Tính thử").click()
    keep(page, "xem-truoc-tac-dong")


def _write(path: Path, lines: list[tuple[str, str]]) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Nội dung tiêu chí", "Điểm"])
    for title, points in lines:
        value = Decimal(points.replace(",", ".")) if points.strip() else None
        if value is not None and "Khảo sát sự hài lòng về kết quả" in title:
            value -= 1
        elif value is not None and "Ngày giải quyết nhanh" in title:
            value += 1
        sheet.append([title, value])
    book.save(path)


SCENES = (city,)
