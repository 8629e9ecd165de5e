"""A plan of about 20 pages, invented, as text, Word, PDF and one scanned page."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pypdfium2

from tests.lib.documents.plan_files import Scanner, scan_pdf
from thanthien.lib.documents.write import (
    AdministrativeDocument,
    Annex,
    Block,
    Column,
    Heading,
    TableBlock,
    TableRow,
    Text,
    write_docx,
    write_pdf,
)

TASKS = 132
_COLUMNS = (
    Column("TT", 1.2, "centre"),
    Column("Nhiệm vụ", 9.3),
    Column("Cơ quan chủ trì", 4),
    Column("Cơ quan phối hợp", 3.6),
    Column("Sản phẩm", 3.4),
    Column("Thời gian thực hiện", 3.2, "centre"),
)
_WORK = (
    "Công khai danh mục, thời gian và quy trình giải quyết thủ tục hành chính tại nơi tiếp nhận hồ sơ",
    "Niêm yết số điện thoại của lãnh đạo, cán bộ trực tiếp giải quyết công việc với người dân",
    "Khảo sát mức độ hài lòng của người dân, doanh nghiệp và trả lời từng góp ý nhận được",
    "Phân công cán bộ hỗ trợ người cao tuổi, người khuyết tật thực hiện thủ tục trực tuyến",
    "Gửi thư chúc mừng, thư chia buồn, thư xin lỗi đến công dân theo mẫu đã ban hành",
    "Tổ chức đối thoại giữa người đứng đầu với nhân dân và trả lời kiến nghị sau đối thoại",
)
_LEADS = (
    "Phòng Văn hóa - Xã hội",
    "Văn phòng HĐND và UBND",
    "Phòng Kinh tế",
    "Trung tâm Phục vụ hành chính công",
    "Trung tâm Dịch vụ sự nghiệp công",
)
_PRODUCTS = ("Các văn bản, hình ảnh thực hiện", "Các văn bản, báo cáo", "Báo cáo")
_TIMES = ("Thường xuyên", "Hằng tháng", "Hằng quý", "Trước ngày 15/11 hằng năm", "Quý I")


def plan() -> AdministrativeDocument:
    return AdministrativeDocument(
        issuer="Ủy ban nhân dân\nxã Thanh Bình",
        issuer_in_words="Ủy ban nhân dân xã Thanh Bình",
        number="18/KH-UBND",
        place="Thanh Bình",
        signed_on=date(2026, 2, 9),
        kind="KẾ HOẠCH",
        subject="Thực hiện mô hình “Chính quyền thân thiện” trên địa bàn xã Thanh Bình năm 2026",
        blocks=tuple(_body()),
        authority=("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
        signer="Nguyễn Đức Thịnh",
        recipients=("Sở Nội vụ (để báo cáo)", "Các phòng, cơ quan, đơn vị", "Lưu: VT, VHXH"),
        annexes=(Annex("Phân công nhiệm vụ", (TableBlock(_COLUMNS, tuple(_rows())),), landscape=True),),
    )


def _body() -> Iterator[Block]:
    yield Text("Căn cứ Kế hoạch số 12/KH-UBND ngày 20/01/2026 của Ủy ban nhân dân thành phố Hải Minh;")
    yield Text("Ủy ban nhân dân xã Thanh Bình ban hành kế hoạch thực hiện như sau:")
    yield Heading("I. MỤC ĐÍCH, YÊU CẦU")
    yield Text("Người dân, doanh nghiệp đến làm việc được đón tiếp niềm nở, giải quyết đúng hẹn.")
    yield Heading("II. NỘI DUNG")
    for number in range(1, 13):
        yield Heading(f"{number}. Nhóm việc thứ {number}", 2)
        for work in _WORK:
            yield Text(
                f"- {work}; bảo đảm đúng thời hạn, có người chịu trách nhiệm và có minh chứng kèm theo."
            )
    yield Heading("III. TỔ CHỨC THỰC HIỆN")
    for number, lead in enumerate(_LEADS, 1):
        yield Heading(f"{number}. {lead}", 2)
        yield Text("- Chủ trì thực hiện phần việc được giao và gửi minh chứng trước ngày 05 hằng tháng.")


def _rows() -> Iterator[TableRow]:
    for number in range(1, TASKS + 1):
        yield TableRow(
            (
                str(number),
                f"{_WORK[number % len(_WORK)]} (nội dung số {number})",
                _LEADS[number % len(_LEADS)],
                "Các cơ quan, đơn vị có liên quan",
                _PRODUCTS[number % len(_PRODUCTS)],
                _TIMES[number % len(_TIMES)],
            )
        )


def as_text() -> bytes:
    """The plan as a text file: a line a paragraph, the annex as its columns one after another."""
    document = plan()
    lines = [
        "ỦY BAN NHÂN DÂN",
        "XÃ THANH BÌNH",
        f"Số: {document.number}",
        document.place_and_date,
        "",
        document.kind,
    ]
    lines += [document.subject, "", *(b.text for b in document.blocks if isinstance(b, Heading | Text)), ""]
    lines += [
        "TM. ỦY BAN NHÂN DÂN",
        "CHỦ TỊCH",
        document.signer,
        "",
        "PHỤ LỤC",
        "\t".join(c.title for c in _COLUMNS),
    ]
    lines += ["\t".join(row.cells) for row in _rows()]
    return "\n".join(lines).encode()


def make_samples(folder: Path, fonts: list[Path]) -> dict[str, Path]:
    """Files named text, word, pdf and scan in `folder`. Raises FontMissing without the fonts of `make assets`."""
    document = plan()
    pdf = write_pdf(document, font_folders=fonts)
    contents = {
        "text": ("plan.txt", as_text()),
        "word": ("plan.docx", write_docx(document)),
        "pdf": ("plan.pdf", pdf),
        "scan": ("page.pdf", scan_pdf(_last_page(pdf), Scanner(dpi=300))),
    }
    paths = {}
    for kind, (name, data) in contents.items():
        paths[kind] = folder / name
        paths[kind].write_bytes(data)
    return paths


def pages_of(pdf: bytes) -> int:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return len(document)
    finally:
        document.close()


def _last_page(pdf: bytes) -> bytes:
    """A page full of table: the second to last."""
    whole = pypdfium2.PdfDocument(pdf)
    single = pypdfium2.PdfDocument.new()
    single.import_pages(whole, [len(whole) - 2])
    out = io.BytesIO()
    single.save(out)
    single.close()
    whole.close()
    return out.getvalue()
