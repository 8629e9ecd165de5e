"""Tables that stand in a plain text as columns set apart by blanks."""

from __future__ import annotations

from thanthien.lib.documents import read
from thanthien.lib.planreader import Reading, read_plan
from thanthien.lib.planreader.column_edges import cut_page

HEAD = """\
KẾ HOẠCH
Xây dựng mô hình “Chính quyền thân thiện” xã Mỹ Lâm năm 2026

I. NỘI DUNG
1. Niêm yết thủ tục hành chính tại trụ sở.
                    TM. ỦY BAN NHÂN DÂN
                         CHỦ TỊCH
                       Lê Thị Sương
"""
FIRST = """\
                         PHỤ LỤC
STT     Nhiệm vụ           Cơ quan chủ      Cơ quan phối     Thời gian
                           trì              hợp
I       TIÊU CHÍ 1: CHÍNH QUYỀN CÔNG KHAI, MINH BẠCH VÀ
        PHỤC VỤ NGƯỜI DÂN TẬN TÌNH
1       Công khai các
        nội dung
        Niêm yết lịch      Văn phòng        Phòng Văn hóa    Hằng tháng
        tiếp công dân      HĐND và          - Xã hội
        của lãnh đạo       UBND
        Đặt hòm thư        Phòng Kinh tế                     Quý I
        góp ý
2       Tổ chức lễ trao    Trung tâm        Các cơ quan,     Thường
        giấy chứng         Phục vụ hành     đơn vị có        xuyên
        nhận kết hôn"""
SECOND = """\

    và thư chúc         chính công         liên quan
    mừng
Nhóm 2: Nâng cao đội ngũ
3   Tập huấn giao       Phòng Văn hóa      Đoàn Thanh     Quý II
    tiếp, ứng xử        - Xã hội           niên
4   Đánh giá mức        Phòng Văn hóa                     Trước ngày
    độ hài lòng         - Xã hội                          15/11/2026
"""


def reading_of(text: str) -> Reading:
    return read_plan(read(text.encode()))


def test_rows_over_a_page_break_with_other_columns() -> None:
    tasks = reading_of(HEAD + FIRST + "\f" + SECOND).tasks
    assert [(t.no, t.parent_no, t.title) for t in tasks] == [
        ("1", None, "Công khai các nội dung"),
        (None, "1", "Niêm yết lịch tiếp công dân của lãnh đạo"),
        (None, "1", "Đặt hòm thư góp ý"),
        ("2", None, "Tổ chức lễ trao giấy chứng nhận kết hôn và thư chúc mừng"),
        ("3", None, "Tập huấn giao tiếp, ứng xử"),
        ("4", None, "Đánh giá mức độ hài lòng"),
    ]
    assert tasks[3].lead == ["Trung tâm Phục vụ hành chính công"]
    assert tasks[3].coordinators == ["Các cơ quan, đơn vị có liên quan"]
    assert [t.timing for t in tasks[1:]] == [
        "Hằng tháng", "Quý I", "Thường xuyên", "Quý II", "Trước ngày 15/11/2026",
    ]  # fmt: skip


def test_group_rows_run_over_the_columns() -> None:
    tasks = reading_of(HEAD + FIRST + "\f" + SECOND).tasks
    assert {t.group for t in tasks[:4]} == {
        "TIÊU CHÍ 1: CHÍNH QUYỀN CÔNG KHAI, MINH BẠCH VÀ PHỤC VỤ NGƯỜI DÂN TẬN TÌNH"
    }
    assert {t.group for t in tasks[4:]} == {"Nhóm 2: Nâng cao đội ngũ"}


def test_numbers_half_way_down_their_rows() -> None:
    text = HEAD + (
        "PHỤ LỤC\n"
        "TT    Nhiệm vụ              Đơn vị chủ trì     Thời hạn\n"
        "      Rà soát giấy tờ       Phòng Kinh tế      Quý II\n"
        "1     không cần thiết\n"
        "      của người dân\n"
        "      Trao thư chúc         Công an xã         Hằng tuần\n"
        "2     mừng sinh nhật\n"
        "      người cao tuổi\n"
    )
    tasks = reading_of(text).tasks
    assert [(t.no, t.title, t.timing) for t in tasks] == [
        ("1", "Rà soát giấy tờ không cần thiết của người dân", "Quý II"),
        ("2", "Trao thư chúc mừng sinh nhật người cao tuổi", "Hằng tuần"),
    ]


def test_a_thin_column_used_once_keeps_its_place() -> None:
    page = [
        "2   Hướng dẫn phong   Hằng năm   Phòng Kinh",
        "    trào toàn dân                tế",
        *["    xây dựng đời                 và các"] * 14,
    ]
    cells = cut_page(page, 4, at_least=4, width=2)
    assert cells[0] == ["2", "Hướng dẫn phong", "Hằng năm", "Phòng Kinh"]
    assert cells[1] == ["", "trào toàn dân", "", "tế"]


def test_running_text_with_wide_blanks_stays_text() -> None:
    text = HEAD.replace("tại trụ sở.", "tại   trụ sở,   nhiệm vụ   của chủ trì.")
    reading = reading_of(text)
    assert reading.tasks == []
    assert reading.document.signer == "Lê Thị Sương"
