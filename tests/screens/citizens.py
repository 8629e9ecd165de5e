"""What citizens say: the quick form, the lists, an answer to approve; duty, boxes, the relay; a phone of a citizen."""

from __future__ import annotations

from tests.screens.studio import HOME, PHONE, Studio, keep

ONE_STOP, COORDINATOR, LEADER = "motcua.thanhbinh", "dieuphoi.thanhbinh", "chutich.thanhbinh"
WORDS = "Đèn đường đầu ngõ 12 tắt đã một tuần, buổi tối trẻ con đi học thêm rất nguy hiểm."
PORTAL = "/HM01/"


def quick_form(studio: Studio) -> None:
    page = studio.page(ONE_STOP)
    page.goto(f"{HOME}feedback/new/?channel=walk_in")
    page.get_by_role("textbox", name="Nội dung").fill(WORDS)
    page.get_by_label("Nơi xảy ra").fill("Đầu ngõ 12")
    page.get_by_label("Họ và tên người gửi").fill("Phạm Thị Mơ")
    keep(page, "ghi-y-kien")
    page.get_by_role("button", name="Ghi và lấy mã").click()
    page.get_by_text("Đã ghi, lĩnh vực").wait_for()


def reports(studio: Studio) -> None:
    page = studio.page(COORDINATOR)
    page.goto(f"{HOME}feedback/")
    keep(page, "danh-sach-y-kien")
    page.goto(f"{HOME}feedback/?tab=new")
    page.get_by_role("link", name=WORDS[:40]).first.click()
    keep(page, "mot-y-kien")
    page.get_by_role("button", name="Tiếp nhận xử lý").click()
    page.get_by_label("Nội dung trả lời").fill("Xã đã thay bóng đèn đầu ngõ 12 sáng nay. Cảm ơn bà đã báo.")
    page.get_by_role("button", name="Trình duyệt").click()
    page.get_by_text("Đã trình bản trả lời").wait_for()
    page = studio.page(LEADER)
    page.goto(f"{HOME}feedback/?tab=approve")
    page.get_by_role("link", name=WORDS[:40]).first.click()
    keep(page, "duyet-tra-loi", height=720)


def channels(studio: Studio) -> None:
    page = studio.page(COORDINATOR)
    page.goto(f"{HOME}duty/")
    keep(page, "lich-truc")
    page.goto(f"{HOME}relay/")
    keep(page, "phan-hoi-hang-tuan", height=560)
    page.goto(f"{HOME}letter-boxes/")
    page.locator("main").get_by_role("link", name="Hòm thư trụ sở").click()
    page.locator("main tbody a").last.click()
    keep(page, "mo-hom-thu", height=520)


def citizen(studio: Studio) -> None:
    page = studio.page("", PHONE)
    page.goto(f"{PORTAL}send/")
    page.locator("#text").fill("Rác dồn ở đầu ngõ 5 đã ba ngày, chưa có xe thu gom.")
    page.locator("label[for=text]").evaluate("label => label.scrollIntoView()")
    keep(page, "nguoi-dan-gui")
    page.locator("input[name=category][value=waste]").check()
    page.locator("button.go").last.click()
    page.wait_for_url("**/follow/**")
    keep(page, "nguoi-dan-theo-doi")


SCENES = (quick_form, reports, channels, citizen)
