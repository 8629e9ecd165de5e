"""Kinds of plans met outside the first four: other unit kinds, numbering, columns, ends and endings."""

from __future__ import annotations

import pytest

from thanthien.lib.documents import read
from thanthien.lib.documents.model import Place
from thanthien.lib.planreader import Reading, read_plan
from thanthien.lib.planreader.agencies import AgencyBook
from thanthien.lib.planreader.dates import join_broken_date
from thanthien.lib.planreader.lines import Line
from thanthien.lib.planreader.model import PlanDocument, Source
from thanthien.lib.planreader.people import read_end
from thanthien.lib.planreader.thresholds import thresholds_in

TABLE = "STT\tNhiệm vụ\tNgười phụ trách\tĐơn vị chủ trì\tThời gian\n"


def reading_of(*lines: str) -> Reading:
    return read_plan(read("\n".join(lines).encode()))


def plan_of(*lines: str) -> Reading:
    return reading_of("KẾ HOẠCH", "Thực hiện mô hình “Chính quyền thân thiện” năm 2026", *lines)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Thời gian chờ không quá 15 phút/lượt giao dịch", ("<=", 15, "phút/lượt")),
        ("Bổ sung hồ sơ không quá 02 lần/hồ sơ", ("<=", 2, "lần/hồ sơ")),
        ("Hồ sơ đúng hạn không thấp hơn 98%", (">=", 98, "%")),
        ("Mức độ hài lòng đạt trên 90%", (">", 90, "%")),
        ("Dưới 5% hồ sơ phải bổ sung", ("<", 5, "%")),
        ("Đối thoại tối thiểu 01 lần/quý", (">=", 1, "lần/quý")),
    ],
)
def test_thresholds(text: str, wanted: tuple[str, float, str]) -> None:
    assert [(t.op, t.value, t.unit) for t in thresholds_in(text, "II", Source())] == [wanted]


def test_bases_with_a_year_in_their_number() -> None:
    bases = plan_of(
        "Căn cứ Luật Tổ chức chính quyền địa phương số 72/2025/QH15 ngày 16/6/2025;",
        "Căn cứ Nghị định số 61/2018/NĐ-CP ngày 23/4/2018 của Chính phủ;",
        "I. NỘI DUNG",
        "1. Niêm yết thủ tục.",
    ).legal_bases
    assert [(b.number, b.date) for b in bases] == [
        ("72/2025/QH15", "2025-06-16"),
        ("61/2018/NĐ-CP", "2018-04-23"),
    ]


def test_bases_whose_lines_start_with_names_and_numbers() -> None:
    wrapped = [
        "Căn cứ Quyết định số 371/QĐ-UBND ngày 28/01/2026 của Ủy ban nhân dân thành phố",
        "Hải Phòng về việc ban hành Chương trình công tác năm 2026; Công văn số",
        "491/SNV-XDCQ ngày 29/01/2026 của Sở Nội vụ về việc triển khai mô hình;",
        "I. NỘI DUNG",
    ]
    for number in range(1, 7):
        wrapped += [f"{number}. Bố trí nơi tiếp công dân thuận tiện, văn minh, lịch sự cho người dân khi",
                    "đến liên hệ công việc, bảo đảm đủ ghế ngồi, nước uống và quạt mát trong lúc",
                    "chờ được giải quyết thủ tục hành chính."]  # fmt: skip
    numbers = [b.number for b in plan_of(*wrapped).legal_bases]
    assert numbers == ["371/QĐ-UBND", "491/SNV-XDCQ"]


def test_a_pointer_to_the_appendix_is_no_obligation_and_hides_none() -> None:
    reading = plan_of(
        "I. NHIỆM VỤ",
        "1. Duy trì ngày thứ Năm không hẹn đối với thủ tục đơn giản.",
        "2. Phục vụ ngư dân tại điểm lưu động.",
        "(Chi tiết tại Phụ lục 1 và Phụ lục 2 kèm theo)",
        "II. NHIỆM VỤ CỤ THỂ",
        "Phân công nhiệm vụ cụ thể theo bảng sau:",
    )
    assert [o.id for o in reading.obligations] == ["I.1", "I.2"]


def test_two_tables_with_tabs_are_two() -> None:
    reading = plan_of(
        "I. NỘI DUNG", "1. Niêm yết thủ tục.", "PHỤ LỤC 1", "NHIỆM VỤ QUÝ I",
        TABLE + "1\tRà soát thủ tục\tĐ/c Lê Văn Tám\tPhòng Kinh tế\tTháng 3",
        "2\tSửa nhà chờ bến tàu\tĐ/c Bùi Thị Mơ\tPhòng Kinh tế\tQuý I",
        "PHỤ LỤC 2", "NHIỆM VỤ QUÝ II",
        TABLE + "1\tTổng kết, khen thưởng\tĐ/c Lê Văn Tám\tCông an xã\tTháng 12",
        "2\tĐối thoại với người dân\tĐ/c Bùi Thị Mơ\tPhòng Kinh tế\tQuý II",
    )  # fmt: skip
    assert [(t.no, t.group, t.lead) for t in reading.tasks] == [
        ("1", None, ["Phòng Kinh tế"]), ("2", None, ["Phòng Kinh tế"]),
        ("1", None, ["Công an xã"]), ("2", None, ["Phòng Kinh tế"]),
    ]  # fmt: skip


def test_children_under_a_numbered_group_keep_their_parent() -> None:
    reading = plan_of(
        "I. NỘI DUNG", "1. Niêm yết thủ tục.", "PHỤ LỤC",
        "STT\tTên nhiệm vụ\tCơ quan chủ trì\tThời hạn", "Nhóm 1: Nâng cao chất lượng phục vụ",
        "1\tChuẩn hóa quy trình\t\t", "1.1\tBãi bỏ giấy tờ không cần thiết\tPhòng Kinh tế\tQuý II",
        "1.2\tXây dựng mẫu đơn điền sẵn\tPhòng Kinh tế\tQuý III",
    )  # fmt: skip
    assert [(t.no, t.parent_no) for t in reading.tasks] == [("1", None), ("1.1", "1"), ("1.2", "1")]
    assert {t.group for t in reading.tasks} == {"Nhóm 1: Nâng cao chất lượng phục vụ"}


def test_statements_beside_a_second_list_of_a_lettered_part_are_kept() -> None:
    reading = plan_of(
        "A. MỤC TIÊU",
        "Phục vụ người dân tốt hơn.",
        "B. NỘI DUNG, NHIỆM VỤ",
        "1. Số hóa hồ sơ đạt tối thiểu 95%.",
        "2. Gửi thư xin lỗi khi hồ sơ quá hạn.",
        "I. Nhiệm vụ cụ thể",
        "- Niêm yết thủ tục hành chính bằng mã QR.",
    )
    assert [o.id for o in reading.obligations] == ["B.1", "B.2", "B.I"]


def test_strokes_that_repeat_a_number_are_the_next_one() -> None:
    reading = plan_of("I. MỤC ĐÍCH", "Phục vụ dân.", "II. NỘI DUNG", "1. Niêm yết thủ tục.", "Il. TỔ CHỨC THỰC HIỆN",
                      "- Phòng Kinh tế: Bố trí kinh phí.")  # fmt: skip
    assert [s.path for s in reading.sections if "." not in s.path] == ["I", "II", "III"]


def test_a_name_wrapped_at_its_dash_is_one_body() -> None:
    book = AgencyBook()
    assert [a.name for a in book.read("Phòng\nVăn hóa\n- Xã hội")] == ["Phòng Văn hóa - Xã hội"]
    assert [a.name for a in book.read("- Phòng Kinh tế\n- Công an xã")] == ["Phòng Kinh tế", "Công an xã"]


@pytest.mark.parametrize("name", ["K’ Brôi", "Hà Rơ Y Blô", "Nguyễn Cảnh Toàn"])
def test_signers_of_every_people(name: str) -> None:
    document = PlanDocument()
    lines = ["Nơi nhận:", "- Sở Nội vụ;", "- Lưu: VT.", "TL. CHỦ TỊCH", "TRƯỞNG PHÒNG", name]
    read_end([Line(text, Place(line=n)) for n, text in enumerate(lines, 1)], document)
    assert document.signer == name


def test_a_date_broken_by_a_narrow_cell() -> None:
    assert join_broken_date("Trước ngày 31/10/20 26") == "Trước ngày 31/10/2026"
    assert join_broken_date("ngày 31/10/2026 20 hồ sơ") == "ngày 31/10/2026 20 hồ sơ"


@pytest.mark.parametrize(
    "lines",
    [
        ("LỊCH CÔNG TÁC TUẦN 15", "Thứ\tNội dung\tChủ trì\tThời gian", "Hai\tHọp\tChủ tịch\t8h00",
         "Ba\tTiếp dân\tPhó Chủ tịch\t8h00", "Tư\tKiểm tra\tChủ tịch\t14h00"),
        ("BỘ TIÊU CHÍ CHÍNH QUYỀN THÂN THIỆN", "STT\tNội dung tiêu chí\tĐiểm\tTài liệu kiểm chứng",
         "1\tCông khai thủ tục\t5\tHình ảnh", "2\tĐối thoại\t3\tBiên bản", "3\tKhảo sát\t4\tBáo cáo"),
    ],
)  # fmt: skip
def test_tables_that_are_no_plans(lines: tuple[str, ...]) -> None:
    reading = reading_of(*lines)
    assert (reading.is_plan, reading.tasks) == (False, [])
    assert reading.not_plan_reason
