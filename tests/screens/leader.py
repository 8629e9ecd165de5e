"""The leaders' guide: two minutes a day, giving and chasing work, deciding, handing in."""

from __future__ import annotations

from tests.screens.studio import HOME, PHONE, WARD, YEAR, Studio, keep

CHAIR, WARD_CHAIR = "chutich.thanhbinh", "chutich.donghai"


def overview(studio: Studio) -> None:
    page = studio.page(CHAIR)
    page.goto(HOME)
    keep(page, "lanh-dao-tong-quan")
    page.goto(f"{HOME}forecast/")
    keep(page, "du-bao")


def directing(studio: Studio) -> None:
    phone = studio.page(CHAIR, PHONE)
    phone.goto(f"{HOME}given/new/")
    phone.get_by_label("Việc cần làm").fill("Kiểm tra lại loa truyền thanh các thôn, báo thôn nào hỏng")
    phone.get_by_label("Giao cho").select_option(label="Trung tâm Dịch vụ sự nghiệp công")
    phone.get_by_label("Xong trước hết ngày").fill(f"{YEAR}-12-12")  # the same read either way round
    phone.get_by_label("Xong trước hết ngày").blur()
    keep(phone, "giao-viec-dot-xuat")
    page = studio.page(CHAIR)
    page.goto(f"{HOME}chases/")
    page.locator("main details summary").first.click()
    page.get_by_label("Phản hồi trước ngày").first.fill(f"{YEAR}-12-12")
    keep(page, "don-doc", height=640)
    page.goto(f"{HOME}impediments/")
    page.get_by_role("link", name="Máy quét ở quầy 3").click()
    page.get_by_label("Quyết định của lãnh đạo").fill(
        "Mượn máy quét của Phòng Kinh tế ngay trong tuần; mua máy mới trong dự toán năm sau."
    )
    keep(page, "quyet-dinh-vuong-mac")


def handing_in(studio: Studio) -> None:
    page = studio.page(WARD_CHAIR)
    page.goto(f"{WARD}round/")
    page.locator("summary", has_text="Nộp hồ sơ…").click()
    keep(page, "nop-ho-so")


def naming(studio: Studio) -> None:
    page = studio.page(CHAIR)
    page.goto(f"{HOME}merit/notices/new/?kind=criticism")
    page.get_by_label("Cơ quan", exact=True).select_option(label="Phòng Kinh tế")
    page.get_by_label("Nội dung thông báo").fill(
        "Quý III không có minh chứng vệ sinh khuôn viên trụ sở; đã đôn đốc một lần, chưa phản hồi."
    )
    keep(page, "nhac-nho", height=700)


SCENES = (overview, directing, handing_in, naming)
