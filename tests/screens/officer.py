"""The officers' guide: what waits, the calendar, the phone, proof that came back, reports of an agency."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.screens.studio import HOME, PHONE, WARD, Studio, keep
from thanthien.workflows.demo.pictures import picture

OFFICER, ECONOMY, HEAD = "vanphong.thanhbinh", "kinhte.thanhbinh", "truongphong.donghai"
WEEKLY = "Công khai lịch công tác hằng tuần"


def my_work(studio: Studio) -> None:
    page = studio.page(OFFICER)
    page.goto(f"{HOME}my-work/")
    keep(page, "viec-cua-toi", height=620)
    page.goto(f"{HOME}calendar/")
    keep(page, "lich")
    page.goto("/accounts/notices/")
    page.get_by_role("button", name="Tạo địa chỉ lịch").click()
    # The picture shows the shape of a private address, not one that was made by chance.
    page.locator("input[readonly]").evaluate(
        "box => { box.value = 'https://dia-chi-phan-mem/api/calendar/ma-rieng.ics'; }"
    )
    page.locator("#messages").evaluate("box => box.replaceChildren()")
    keep(page, "nhac-viec", height=540)
    phone = studio.page(OFFICER, PHONE)
    phone.goto(f"{HOME}my-work/")
    keep(phone, "viec-cua-toi-dien-thoai")


def capture(studio: Studio) -> None:
    page = studio.page(OFFICER, PHONE)
    page.goto(f"{HOME}capture/")
    page.locator("[data-quick]").wait_for()
    keep(page, "chup-minh-chung")
    page.context.set_offline(True)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "IMG_0412.jpg"
        path.write_bytes(picture("guide", _yesterday()))
        page.locator("input[data-take]").last.set_input_files(path)
        page.get_by_role("button", name=WEEKLY).wait_for()
    page.locator("[data-choose]").scroll_into_view_if_needed()
    keep(page, "chup-chon-viec")
    page.get_by_role("button", name=WEEKLY).click()
    page.get_by_text("Chờ gửi").wait_for()
    page.evaluate("scrollTo(0, 0)")
    keep(page, "chup-cho-gui")
    page.context.set_offline(False)
    page.get_by_text("Đã gửi").wait_for()


def _yesterday() -> datetime:
    return datetime.now(UTC) - timedelta(days=1)


def proofs(studio: Studio) -> None:
    page = studio.page(OFFICER)
    page.goto(f"{HOME}tasks/?state=returned&own=1")
    page.locator("#task-list a[href$='/']").filter(has_text="Khẩu hiệu").first.click()
    keep(page, "bi-tra-lai", height=620)
    page.goto(f"{HOME}tasks/")
    page.locator("#task-list a[href$='/']").filter(has_text=WEEKLY).first.click()
    page.get_by_role("link", name="Dùng cho việc khác").first.click()
    page.get_by_label("Công khai nội quy tiếp công dân").check()
    keep(page, "dung-cho-viec-khac", height=560)


def agency(studio: Studio) -> None:
    page = studio.page(ECONOMY)
    page.goto(f"{HOME}unit-reports/")
    page.locator("main table a").first.click()
    page.get_by_label("Nội dung báo cáo").fill(
        "1. Đã làm xong 3/3 nhiệm vụ quý IV.\n2. Chưa có hướng dẫn chấm mô hình sáng tạo.\n3. Không có kiến nghị."
    )
    keep(page, "bao-cao-co-quan", height=700)
    page = studio.page(HEAD)
    page.goto(f"{WARD}round/points/")
    page.locator("main table").get_by_role("link", name="Đề xuất").first.click()
    page.get_by_label("Điểm", exact=False).first.fill("0,75")
    page.get_by_label("Lý do, căn cứ").fill("Bảng cam kết đã niêm yết từ 12/10, ảnh đang chờ kiểm tra.")
    keep(page, "de-xuat-diem", height=480)


SCENES = (my_work, capture, proofs, agency)
