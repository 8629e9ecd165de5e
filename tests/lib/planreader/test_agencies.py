from __future__ import annotations

import pytest

from thanthien.lib.planreader.agencies import AgencyBook

VP = "Văn phòng Hội đồng nhân dân và Ủy ban nhân dân"
VHXH = "Phòng Văn hóa - Xã hội"
ALL = "Các cơ quan, đơn vị có liên quan"


@pytest.mark.parametrize(
    ("printed", "names"),
    [
        ("VP HĐND-UBND", [VP]),
        ("Văn phòng HĐND vàUBND", [VP]),
        ("TT DV Sự nghiệp công", ["Trung tâm Dịch vụ sự nghiệp công"]),
        ("Trung tâm phục vụ hành chính công xã", ["Trung tâm Phục vụ hành chính công"]),
        ("Phòng Văn hoá – Xã hội", [VHXH]),
        ("Phòng VHXH; Phòng Kinh tế", [VHXH, "Phòng Kinh tế"]),
        ("Phòng Kinh tế - Hạ tầng và Đô thị phường Tân Lập", ["Phòng Kinh tế - Hạ tầng và Đô thị"]),
        ("Phòng Kinh tế - Hạ tầng và Đề thì", ["Phòng Kinh tế - Hạ tầng và Đô thị"]),
        ("Đoàn thanh niên và Hội LHPN xã", ["Đoàn Thanh niên", "Hội Liên hiệp Phụ nữ"]),
        ("Phòng Kinh tế\nPhòng VHXH", ["Phòng Kinh tế", VHXH]),
        (
            "Sở Nội vụ và các phòng, ban, đơn vị có liên quan",
            ["Sở Nội vụ", "Các phòng, ban, đơn vị có liên quan"],
        ),
        ("Các phòng ban ngành, đơn vị thuộc của xã", ["Các phòng, ban, ngành, đơn vị thuộc xã"]),
        ("Trường Tiểu học Lê Lợi, Trạm Y tế xã", ["Trường Tiểu học Lê Lợi", "Trạm Y tế xã"]),
        ("", []),
    ],
)
def test_cells_name_bodies(printed: str, names: list[str]) -> None:
    assert [a.name for a in AgencyBook().read(printed)] == names


def test_groups_are_groups() -> None:
    (group,) = AgencyBook().read(ALL)
    assert group.is_group
    assert not AgencyBook().read("Phòng Kinh tế")[0].is_group


def test_a_communes_own_register_wins() -> None:
    book = AgencyBook([("Phòng Văn hóa, Xã hội và Thông tin", ["Phòng VHXH"], False)])
    assert [a.name for a in book.read("Phòng VHXH")] == ["Phòng Văn hóa, Xã hội và Thông tin"]


def test_unknown_bodies_are_kept_and_marked() -> None:
    (agency,) = AgencyBook().read("Trường Tiểu học Lê Lợi")
    assert not agency.known
    assert agency.confidence < 0.85
