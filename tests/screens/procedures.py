"""The guide of procedures: one typed in, what it changes, a question at the counter, the page of citizens."""

from __future__ import annotations

from tests.screens.studio import HOME, PHONE, Studio, keep

COORDINATOR, ONE_STOP = "dieuphoi.thanhbinh", "motcua.thanhbinh"
BIRTH = "1.001193"


def procedures(studio: Studio) -> None:
    page = studio.page(COORDINATOR)
    page.goto(f"{HOME}procedures/one/{BIRTH}/edit/")
    keep(page, "thu-tuc-soan")
    page.get_by_label("Nơi nộp").fill("Nhà văn hóa thôn Thượng, sáng thứ Năm")
    page.get_by_label("Người dân hay gọi là").fill("làm giấy cho cháu\nghi tên con vào sổ")
    page.get_by_role("button", name="Xem thay đổi").last.click()
    page.get_by_text("Đây là bản xem trước").wait_for()
    keep(page, "thu-tuc-xem-truoc", height=620)
    page.get_by_role("button", name="Bỏ bản này").click()
    page.get_by_text("Đã bỏ bản soạn").wait_for()
    page = studio.page(ONE_STOP)
    page.goto(f"{HOME}procedures/ask/?q=lam+khai+sinh+cho+con")
    keep(page, "thu-tuc-hoi", height=620)
    phone = studio.page("", PHONE)
    phone.goto("/HM01/ask/?q=vo+moi+de+em+be")
    keep(phone, "thu-tuc-hoi-dien-thoai")


SCENES = (procedures,)
