"""Monthly reports as provinces send them, invented: lists of communes, joined heads, one unit's own sheet, CSV."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

Row = Sequence[object]
TITLES: tuple[Row, ...] = (
    ("ỦY BAN NHÂN DÂN THÀNH PHỐ HẢI MINH",),
    ("KẾT QUẢ CHUYỂN ĐỔI SỐ CẤP XÃ THÁNG 6 NĂM 2026",),
    ("Hải Minh, ngày 05 tháng 7 năm 2026",),
)
HEAD: Row = (
    "STT", "Tên đơn vị", "Văn bản ký số", "Tổng số văn bản phát hành", "Tỷ lệ ký số (%)",
    "Hồ sơ nộp trực tuyến toàn trình",
    "Hồ sơ thuộc thủ tục toàn trình", "Hồ sơ đã số hóa", "Hồ sơ phải số hóa", "Lượt cài ứng dụng", "Số hộ gia đình",
)  # fmt: skip
OWN: Row = (2, "Xã Thanh Bình", 118, 130, "90,8", 205, 220, 198, 214, 2105, 2240)
OTHERS: tuple[Row, ...] = (
    (1, "Phường Đông Hải", 410, 420, "97,6", 300, 310, 290, 305, 5100, 4900),
    (3, "Phường Thanh Bình", 77, 77, "100", 1, 1, 1, 1, 1, 1),  # a namesake of another kind
    (4, "Xã Thanh Bính", 55, 66, "83,3", 2, 3, 2, 3, 2, 3),  # other tones
)
ROWS: tuple[Row, ...] = (
    OTHERS[0],
    OWN,
    *OTHERS[1:],
    ("", "Tổng cộng", 660, 693, "95,2", 508, 534, 491, 523, 7208, 7144),
)


def xlsx(
    *rows: Row,
    titles: Sequence[Row] = TITLES,
    sheet: str = "Tháng 6",
    dress: Callable[[Worksheet], None] | None = None,
) -> bytes:
    """A workbook of one sheet; `dress` joins cells, sets formats, adds sheets."""
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = sheet
    for row in (*titles, *rows):
        page.append(list(row))
    if dress is not None:
        dress(page)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def report(*, own: Row = OWN, titles: Sequence[Row] = TITLES) -> bytes:
    """The plain list of communes."""
    return xlsx(HEAD, OTHERS[0], own, *OTHERS[1:], titles=titles)


def csv(*rows: Row, sign: str = ";", code: str = "utf-8") -> bytes:
    lines = [sign.join(f'"{one}"' if sign in str(one) else str(one) for one in row) for row in rows]
    return "\r\n".join(lines).encode(code)


def cp1258(*rows: Row) -> bytes:
    """Code page 1258 writes the tone marks apart from their letters."""
    import unicodedata

    text = csv(*rows).decode()
    apart = ""
    for letter in text:
        try:
            letter.encode("cp1258")
            apart += letter
        except UnicodeEncodeError:
            bare, mark = unicodedata.normalize("NFD", letter)[0], unicodedata.normalize("NFD", letter)[1:]
            hats = {"\u0302", "\u0306", "\u031b"}
            hat = next((one for one in mark if one in hats), "")
            tone = next((one for one in mark if one not in hats), "")
            apart += unicodedata.normalize("NFC", bare + hat) + tone
    return apart.encode("cp1258")
