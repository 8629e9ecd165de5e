"""Cases of the one-stop centre: the boards, a file being checked, one case with its due date, an apology."""

from __future__ import annotations

import tempfile
from datetime import date, timedelta
from pathlib import Path

from tests.screens.studio import HOME, Studio, keep

HEAD, CLERK = "giamdocmotcua.thanhbinh", "motcua.thanhbinh"
CASES = f"{HOME}cases/"


def cases(studio: Studio) -> None:
    page = studio.page(CLERK)
    page.goto(f"{CASES}?tab=open")
    keep(page, "bang-ho-so")
    page.goto(f"{CASES}?tab=waiting")
    page.locator("a.fb-main").first.click()
    keep(page, "mot-ho-so")
    page.goto(f"{CASES}apologies/?tab=sent")
    page.locator("main tbody a").first.click()
    keep(page, "phieu-xin-loi")


def case_file(studio: Studio) -> None:
    page = studio.page(HEAD)
    page.goto(f"{CASES}imports/")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "Danh-sach-ho-so.csv"
        path.write_text(_rows(date.today() - timedelta(days=7)), encoding="utf-8")
        page.locator("#id_upload").set_input_files(path)
        page.locator("#id_source").fill("Phần mềm một cửa của tỉnh")
        page.get_by_role("button", name="Đọc và kiểm tra").click()
        page.get_by_role("button", name="Đúng, kiểm tra các dòng").click(timeout=60_000)
    page.get_by_role("button", name="Nhập 4 hồ sơ").wait_for(timeout=60_000)
    keep(page, "kiem-tra-tep-ho-so")
    page.get_by_role("button", name="Bỏ tệp này").click()
    page.get_by_text("Đã bỏ tệp").wait_for()


def _rows(day: date) -> str:
    """Four sound rows; a short code, a month before its day, a result before the case came, a code told twice."""
    rows = [
        f"H98.01.01-{day:%y%m%d}-{n:04d};Đăng ký khai sinh;{day:%d/%m/%Y} 08:{n}0;3 ngày;"
        for n in range(1, 5)
    ]
    wrong = [
        f"0975;Đăng ký khai tử;{day:%d/%m/%Y} 09:00;1 ngày;",
        f"H98.01.01-{day:%y%m%d}-0006;Đăng ký kết hôn;12/31/{day.year - 1};3 ngày;",
        f"H98.01.01-{day:%y%m%d}-0007;Đăng ký kết hôn;{day:%d/%m/%Y};3 ngày;{day - timedelta(days=2):%d/%m/%Y}",
        rows[0],
    ]
    head = "Mã hồ sơ;Tên thủ tục;Ngày tiếp nhận;Thời hạn giải quyết;Ngày có kết quả"
    return "\r\n".join([head, *rows, *wrong])


SCENES = (cases, case_file)
