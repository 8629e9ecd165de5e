"""The demo's invented places and people. None of them exists; the city says so in its name."""

from __future__ import annotations

from dataclasses import dataclass

from thanthien.platform.people.roles import Role

PASSWORD = "sen-hong-mua-ha"  # noqa: S105  the demo's one password, printed when it is made


@dataclass(frozen=True, slots=True)
class Place:
    code: str
    kind: str
    name: str
    neighbourhood_kind: str = ""
    neighbourhoods: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Body:
    """An agency: its role code is what criteria sets name."""

    role_code: str
    name: str
    short_name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Official:
    username: str
    full_name: str
    role: Role
    title: str
    agency: str = ""  # role code of the agency
    is_focal_point: bool = False


CITY = Place("HM", "city", "Hải Minh (minh họa)")
COMMUNES = (
    Place("HM01", "commune", "Thanh Bình", "village", ("Đông", "Đoài", "Hạ", "Trung", "Thượng", "Vân Trì")),
    Place("HM02", "ward", "Đông Hải", "residential_group", ("số 1", "số 2", "số 3", "số 4", "số 5")),
    Place("HM03", "special_zone", "Hòn Ngọc", "village", ("Bến Cá", "Bãi Dài", "Đèn Biển")),
)
BODIES = (
    Body("culture_social", "Phòng Văn hóa - Xã hội", "Phòng VHXH", ("Phòng Văn hoá – Xã hội", "VHXH")),
    Body("council_office", "Văn phòng Hội đồng nhân dân và Ủy ban nhân dân", "Văn phòng HĐND và UBND",
         ("VP HĐND-UBND", "Văn phòng HĐND&UBND")),
    Body("economy", "Phòng Kinh tế", "Phòng KT"),
    Body("one_stop_centre", "Trung tâm Phục vụ hành chính công", "TTPVHCC", ("Trung tâm PVHCC", "TT PVHCC")),
    Body("public_service_centre", "Trung tâm Dịch vụ sự nghiệp công", "TTDVSNC", ("TT DV sự nghiệp công",)),
    Body("party_office", "Văn phòng Đảng ủy", "VPĐU"),
    Body("party_building", "Ban Xây dựng Đảng", "BXDĐ"),
    Body("fatherland_front", "Ủy ban Mặt trận Tổ quốc Việt Nam", "UBMTTQ", ("Ủy ban MTTQ Việt Nam",)),
)  # fmt: skip
CITY_OFFICIALS = (
    Official("quantri.tp", "Vũ Hoàng Lâm", Role.CITY_ADMIN, "Chuyên viên Sở Nội vụ"),
    Official("thamdinh.tp", "Phan Thu Trà", Role.APPRAISER, "Chuyên viên tổ thẩm định"),
)


def officials_of(place: Place) -> tuple[Official, ...]:
    """One person for every role; the first commune's accounts are the ones the demo prints."""
    return tuple(
        Official(f"{post}.{_SUFFIX[place.code]}", name, role, title, agency, focal)
        for (post, role, title, agency, focal), name in zip(_POSTS, _PEOPLE[place.code], strict=True)
    )


_SUFFIX = {"HM01": "thanhbinh", "HM02": "donghai", "HM03": "honngoc"}
_POSTS: tuple[tuple[str, Role, str, str, bool], ...] = (
    ("dieuphoi", Role.COORDINATOR, "Chuyên viên Phòng Văn hóa - Xã hội", "culture_social", True),
    ("chutich", Role.LEADER, "Chủ tịch UBND", "", False),
    ("phochutich", Role.LEADER, "Phó Chủ tịch UBND", "", False),
    ("truongphong", Role.AGENCY_HEAD, "Trưởng phòng Văn hóa - Xã hội", "culture_social", False),
    ("vanphong", Role.OFFICER, "Chuyên viên Văn phòng HĐND và UBND", "council_office", True),
    ("chanhvanphong", Role.AGENCY_HEAD, "Chánh Văn phòng HĐND và UBND", "council_office", False),
    ("kinhte", Role.OFFICER, "Chuyên viên Phòng Kinh tế", "economy", True),
    ("motcua", Role.ONE_STOP, "Công chức Trung tâm Phục vụ hành chính công", "one_stop_centre", True),
    (
        "giamdocmotcua",
        Role.AGENCY_HEAD,
        "Giám đốc Trung tâm Phục vụ hành chính công",
        "one_stop_centre",
        False,
    ),
    ("sunghiep", Role.OFFICER, "Viên chức Trung tâm Dịch vụ sự nghiệp công", "public_service_centre", True),
    ("vpdanguy", Role.OFFICER, "Chuyên viên Văn phòng Đảng ủy", "party_office", True),
    ("xaydungdang", Role.OFFICER, "Ủy viên Ban Xây dựng Đảng", "party_building", True),
    ("mattran", Role.OFFICER, "Phó Chủ tịch Ủy ban MTTQ Việt Nam", "fatherland_front", True),
    ("hoidong", Role.COUNCIL, "Thành viên hội đồng thẩm định", "", False),
)
_PEOPLE: dict[str, tuple[str, ...]] = {
    "HM01": (
        "Trần Thị Mai Hương", "Nguyễn Đức Thịnh", "Lê Thanh Vân", "Phạm Quốc Khánh", "Đỗ Minh Châu",
        "Hoàng Gia Bảo", "Bùi Văn Lực", "Ngô Thúy Quỳnh", "Đặng Hải Nam", "Vũ Khánh Linh",
        "Trịnh Công Thành", "Mai Xuân Hòa", "Lương Thị Nhàn", "Cao Bá Quyết",
    ),
    "HM02": (
        "Phùng Thị Diễm", "Tạ Quang Huy", "Đinh Bích Thủy", "Lưu Văn Toản", "Kiều Ngọc Anh",
        "Hà Tuấn Kiệt", "Nghiêm Đình Phú", "Chu Thị Hạnh", "Quách Thành Trung", "La Mỹ Duyên",
        "Thái Bảo Long", "Lại Thị Thơm", "Ninh Văn Sáu", "Tống Khắc Minh",
    ),
    "HM03": (
        "Đoàn Thu Ngân", "Khổng Minh Đăng", "Giáp Thị Lụa", "Ông Văn Hải", "Bạch Tuyết Nga",
        "Mạc Đình Trí", "Doãn Quốc Cường", "Âu Thị Thắm", "Tiêu Văn Biển", "Viên Lan Chi",
        "Từ Hữu Nghĩa", "Cù Thị Mận", "Lò Văn Chài", "Hứa Gia Tường",
    ),
}  # fmt: skip
