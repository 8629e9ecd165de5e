"""The guides as pages of the product: which there are, which is whose, and what of them is shown."""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe

from thanthien.lib.guides import Guide, Places, read_guide
from thanthien.platform.people.permissions import roles_in
from thanthien.platform.people.roles import Role
from thanthien.web.pages import UnitRequest

# File name → what its line in the list says, in the order of the list.
GUIDES = {
    "can-bo": "Cán bộ, trưởng phòng",
    "phan-anh": "Tiếp nhận và trả lời ý kiến",
    "truc-kenh": "Trực kênh, hòm thư, phản hồi hằng tuần",
    "tiep-cong-dan": "Tiếp công dân",
    "danh-gia-tai-quay": "Đánh giá tại quầy, máy tính bảng",
    "dau-ngay": "Kiểm tra đầu ngày, sửa chữa",
    "phuc-vu-tai-nha": "Phục vụ tại nhà, lực lượng hỗ trợ",
    "thu-tham-hoi": "Thư, thăm hỏi",
    "lay-so": "Lấy số, gọi số",
    "thu-tuc": "Thủ tục, hỏi thủ tục",
    "ho-so": "Hồ sơ một cửa, xin lỗi khi quá hạn",
    "doi-thoai": "Đối thoại, xuống cơ sở, cam kết",
    "khao-sat": "Khảo sát ý kiến",
    "cong-khai": "Công khai",
    "ne-nep": "Nề nếp, ứng xử của cán bộ, công chức",
    "tuyen-truyen": "Tuyên truyền, loa truyền thanh",
    "dieu-phoi-vien": "Điều phối viên",
    "lanh-dao": "Lãnh đạo",
    "hoi-dong": "Thành viên hội đồng",
    "thanh-pho": "Cấp tỉnh, thành phố",
    "nguoi-dan": "Người dân",
}
CITIZENS = "nguoi-dan"
# The first role that a person has opens its guide.
OWN = (
    (Role.CITY_ADMIN, "thanh-pho"),
    (Role.APPRAISER, "thanh-pho"),
    (Role.LEADER, "lanh-dao"),
    (Role.COORDINATOR, "dieu-phoi-vien"),
    (Role.ONE_STOP, "phan-anh"),
    (Role.AGENCY_HEAD, "can-bo"),
    (Role.OFFICER, "can-bo"),
    (Role.COUNCIL, "hoi-dong"),
)


def show_guides(request: UnitRequest) -> HttpResponse:
    """The guide asked for (`?of=`), else that of the person's role; with a list of the others."""
    asked = request.GET.get("of", "")
    name = asked if asked in GUIDES else own_guide(request)
    guide = guide_of(name)
    context = {"guide": guide, "body": body_of(guide), "name": name, "guides": GUIDES.items()}
    return render(request, "guides.html", context)


def own_guide(request: UnitRequest) -> str:
    """A person who only looks in from above, like the city in a commune, reads the city's guide."""
    roles = roles_in(request.user, request.unit)
    return next((name for role, name in OWN if role in roles), "thanh-pho")


@lru_cache(maxsize=32)
def guide_of(name: str) -> Guide:
    """The guide of that file name."""
    text = (settings.GUIDES_DIR / f"{name}.md").read_text(encoding="utf-8")
    return read_guide(text, Places(_picture, lambda other: f"?of={other}" if other in GUIDES else ""))


def body_of(guide: Guide) -> SafeString:
    return mark_safe(guide.body)  # noqa: S308  `read_guide` escapes everything that was typed


def _picture(name: str) -> str:
    """Without the mark of its content: the guides and their pictures change together."""
    return f"{settings.STATIC_URL}guides/{name}"
