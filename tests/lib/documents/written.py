"""An invented report with every part a document can have."""

from __future__ import annotations

from datetime import date

from thanthien.lib.documents.write import (
    AdministrativeDocument,
    Annex,
    Column,
    Heading,
    TableBlock,
    TableRow,
    Text,
)

TASKS = TableBlock(
    columns=(
        Column("TT", 1.2, "centre"),
        Column("Tiêu chí", 10.5),
        Column("Điểm", 2.5, "right"),
        Column("Lý do", 10),
    ),
    rows=(
        TableRow(("I. CÔNG KHAI, MINH BẠCH",), bold=True, span=True),
        *(
            TableRow(
                (
                    str(number),
                    f"Niêm yết công khai nhóm thủ tục hành chính số {number} tại trụ sở",
                    "1,5",
                    "Đủ minh chứng của các tháng đã qua, đã được người thứ hai kiểm tra",
                )
            )
            for number in range(1, 41)
        ),
    ),
)

REPORT = AdministrativeDocument(
    parent_issuer="Ủy ban nhân dân",
    issuer="Xã Suối Mơ",
    number="05/BC-UBND",
    place="Suối Mơ",
    kind="Báo cáo",
    subject="Kết quả thực hiện mô hình “Chính quyền thân thiện” năm 2026",
    signed_on=date(2026, 2, 5),
    addressees=("Ủy ban nhân dân tỉnh",),
    legal_bases=("Căn cứ Quyết định số 77/QĐ-UBND ngày 12/01/2026", "Căn cứ Kế hoạch số 08/KH-UBND."),
    blocks=(
        Heading("I. KẾT QUẢ CHUNG"),
        Heading("1. Thuận lợi", 2),
        Text("Cán bộ, công chức phục vụ người dân đúng hẹn; 5 < 6 & “dấu ngoặc” được giữ nguyên."),
        Heading("II. KIẾN NGHỊ"),
        Text("Đề nghị xem xét, công nhận."),
    ),
    authority=("TM. Ủy ban nhân dân", "Chủ tịch"),
    signer="Trần Văn Bình Minh",
    recipients=("Sở Nội vụ", "Đảng ủy xã", "Lưu: VT, VHXH"),
    annexes=(
        Annex("Bảng tự chấm điểm", (TASKS,), landscape=True),
        Annex("Danh mục minh chứng", (Text("Không có."),)),
    ),
    issuer_in_words="Ủy ban nhân dân xã Suối Mơ",
)
