"""Documents that are no plans say so; plans in other shapes are read."""

from __future__ import annotations

import pytest

from thanthien.lib.documents import read
from thanthien.lib.planreader import Reading, read_plan


def reading(text: str) -> Reading:
    return read_plan(read(text.encode()))


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("QUỐC HỘI\nLUẬT\nTHỰC HIỆN DÂN CHỦ\nĐiều 1. Phạm vi\nLuật này quy định.\nĐiều 2. Từ ngữ\n", "luật"),
        (
            "UBND XÃ TÂN LẬP\nV/v triển khai\nKính gửi: Các phòng\n1. Thực hiện Kế hoạch.\n2. Báo cáo.\n",
            "công văn",
        ),
        ("UBND XÃ TÂN LẬP\nBÁO CÁO\nKết quả thực hiện Kế hoạch\nI. KẾT QUẢ\n1. Đã làm.\n", "báo cáo"),
        ("Hôm nay trời đẹp.\n1. Rau muống\n2. Cà chua\n", "Không thấy dấu hiệu"),
    ],
)
def test_not_a_plan(text: str, word: str) -> None:
    found = reading(text)
    assert not found.is_plan
    assert found.not_plan_reason is not None
    assert word in found.not_plan_reason
    assert found.tasks == []


def test_parts_dotted_numbers_and_run_in_duties() -> None:
    found = reading(
        "KẾ HOẠCH\nXây dựng mô hình xã Tân Lập năm 2026\nPhần I\nMỤC ĐÍCH, YÊU CẦU\n1. Mục đích\nNâng cao chất lượng.\n"
        "Phần II\nNỘI DUNG\n1. Công khai\n1.1. Niêm yết\n- Niêm yết thủ tục tại trụ sở.\n- Đăng tải trên trang tin.\n"
        "2. Phục vụ\n- Đón tiếp niềm nở.\nPhần III\nTỔ CHỨC THỰC HIỆN\n1. Phòng Văn hóa - Xã hội\n"
        "a) Tham mưu kế hoạch.\nb) Báo cáo trước ngày 15/11 hằng năm.\n2. Phòng Kinh tế: bố trí kinh phí.\n"
        "3. Giao Công an xã phối hợp giữ trật tự.\n"
    )
    assert [o.id for o in found.obligations] == ["II.1.1-1", "II.1.1-2", "II.2"]
    assert [(d.id, d.agencies) for d in found.duties] == [
        ("III.1.a", ["Phòng Văn hóa - Xã hội"]), ("III.1.b", ["Phòng Văn hóa - Xã hội"]),
        ("III.2", ["Phòng Kinh tế"]), ("III.3", ["Công an xã"]),
    ]  # fmt: skip
    rule = found.duties[1].timing_rule
    assert rule is not None
    assert (rule.kind, rule.day, rule.month) == ("yearly_due", 15, 11)


def test_a_plan_issued_with_a_decision() -> None:
    found = reading(
        "QUYẾT ĐỊNH\nVề việc ban hành Kế hoạch\nĐiều 1. Ban hành Kế hoạch.\nKẾ HOẠCH\nXây dựng mô hình năm 2026\n"
        "I. MỤC ĐÍCH\n- Nâng cao.\nII. NỘI DUNG\n1. Công khai\n- Niêm yết.\nIII. TỔ CHỨC THỰC HIỆN\n1. Phòng Kinh tế\n"
        "- Bố trí kinh phí.\n"
    )
    assert found.is_plan
    assert [d.agencies for d in found.duties] == [["Phòng Kinh tế"]]
