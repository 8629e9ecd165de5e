"""Tables of Word, PDF and Excel: merged cells, groups, page breaks, odd heads."""

from __future__ import annotations

from collections.abc import Sequence

from thanthien.lib.documents.model import Cell, Document, Paragraph, Place, Row, Table
from thanthien.lib.planreader import Reading, read_plan

HEAD = ["TT", "Nội dung công việc", "Đơn vị chủ trì", "Đơn vị phối hợp", "Kết quả", "Tiến độ"]
VHXH = "Phòng Văn hóa - Xã hội"


def table(
    *rows: list[str | Cell | None], head: list[str] | None = None, pages: list[int] | None = None
) -> Table:
    made = []
    head_row: Sequence[str | Cell | None] = head or HEAD
    for number, row in enumerate((head_row, *rows), 1):
        cells = tuple(Cell(c, i + 1) if isinstance(c, str) else c for i, c in enumerate(row))
        made.append(Row(cells, Place(page=(pages or [])[number - 1] if pages else 1, table=1, row=number)))
    return Table(tuple(made), len(head or HEAD), Place(page=1, table=1))


def reading(*tables: Table) -> Reading:
    texts = ["KẾ HOẠCH", "Mô hình xã Tân Lập năm 2026"]
    title = [Paragraph(text, Place(line=n), bold=True) for n, text in enumerate(texts, 1)]
    return read_plan(Document("docx", (*title, *tables)))


def test_groups_headers_children_and_keys() -> None:
    found = reading(
        table(
            ["I", Cell("TIÊU CHÍ 1: CÔNG KHAI, MINH BẠCH", 2, column_span=5), None, None, None, None],
            ["1", "Công khai các nội dung", "", "", "", ""],
            [
                "",
                "- Niêm yết thủ tục tại trụ sở;",
                "Phòng VHXH",
                "Các đơn vị liên quan",
                "Báo cáo",
                "Thường xuyên",
            ],
            ["2", "Gửi thư chúc mừng", "VP HĐND-UBND; Phòng VHXH", "", "Thư", "Quý I"],
        )
    )
    assert [(t.key, t.parent_no, t.is_header) for t in found.tasks] == [
        ("I.1", None, True), ("I.1#1", "1", False), ("I.2", None, False),
    ]  # fmt: skip
    assert found.tasks[1].title == "Niêm yết thủ tục tại trụ sở"
    assert found.tasks[1].group == "TIÊU CHÍ 1: CÔNG KHAI, MINH BẠCH"
    assert found.tasks[2].lead == ["Văn phòng Hội đồng nhân dân và Ủy ban nhân dân", VHXH]
    assert [s.path for s in found.sections] == []


def test_a_lead_merged_downwards_holds_for_each_row() -> None:
    found = reading(
        table(
            ["1", "Việc thứ nhất cần làm", Cell("Phòng VHXH", 3, row_span=2), "", "Báo cáo", "Quý I"],
            ["2", "Việc thứ hai cần làm", None, "", "Báo cáo", "Quý II"],
        )
    )
    assert [t.lead for t in found.tasks] == [[VHXH], [VHXH]]


def test_rows_broken_by_a_page_are_one() -> None:
    found = reading(
        table(
            ["1", "Tổ chức gặp gỡ các hộ", "Phòng VHXH", "", "Báo cáo", "Quý I"],
            ["", "kinh doanh trên địa bàn", "", "", "", ""],
            ["2", "Kiểm tra, đôn đốc", "Phòng Kinh tế", "", "", "Hằng quý"],
            ["", "Trung tâm và các thôn", "", "", "", ""],
            pages=[1, 1, 2, 2, 3],
        )
    )
    assert [t.title for t in found.tasks] == [
        "Tổ chức gặp gỡ các hộ kinh doanh trên địa bàn", "Kiểm tra, đôn đốc Trung tâm và các thôn",
    ]  # fmt: skip


def test_unreadable_number_head_and_lost_dots() -> None:
    head = ["II", *HEAD[1:]]
    found = reading(
        table(
            ["1", "Xây dựng hình ảnh người đứng đầu", "Phòng VHXH", "", "", "Quý I"],
            ["11", "Gương mẫu trong công việc", "Phòng VHXH", "", "", "Quý I"],
            ["12", "Gần gũi với người dân", "Phòng VHXH", "", "", "Quý I"],
            ["2", "Đội ngũ công chức", "Phòng VHXH", "", "", "Quý I"],
            head=head,
        )
    )
    assert [(t.no, t.parent_no) for t in found.tasks] == [
        ("1", None),
        ("1.1", "1"),
        ("1.2", "1"),
        ("2", None),
    ]


def test_missing_numbers_and_cells_are_said() -> None:
    found = reading(
        table(
            ["1", "Việc thứ nhất cần làm", "Phòng VHXH", "", "", "Quý I"],
            ["3", "Việc thứ ba cần làm", "", "", "", "Quý II"],
        )
    )
    assert {"number_missing", "no_lead"} <= {a.code for a in found.anomalies}
    assert "lead" in found.tasks[1].doubtful
