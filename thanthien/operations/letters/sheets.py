"""A list of recipients as people send it: Excel or CSV with whatever column names, or lines typed in the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from thanthien.lib.documents.model import CannotRead
from thanthien.lib.documents.records import Value, read_records
from thanthien.lib.vietnamese import nfc, search_key, tidy
from thanthien.platform.refusals import Refusal

MOST_ROWS = 1000
# Field → names of columns that people use, as search keys.
COLUMNS: dict[str, tuple[str, ...]] = {
    "name": ("ho ten", "ho va ten", "ten", "nguoi nhan", "ten nguoi nhan", "ten to chuc", "ho ten chong",
             "chu ho"),
    "honorific": ("xung ho", "danh xung", "ong ba"),
    "address": ("dia chi", "noi o", "noi cu tru", "thon", "to dan pho"),
    "other": ("nguoi lien quan", "vo hoac chong", "ho ten vo", "vo", "ten chau be", "ten be", "nguoi mat",
              "nguoi da mat"),
    "deed": ("viec", "viec lam", "thanh tich", "dong gop", "sang kien", "noi dung"),
    "recognition": ("so quyet dinh", "quyet dinh", "quyet dinh cong nhan"),
    "recognition_date": ("ngay quyet dinh", "ngay cong nhan"),
    "id_number": ("so cccd", "cccd", "so dinh danh", "so can cuoc", "can cuoc"),
    "email": ("email", "thu dien tu", "e mail"),
}  # fmt: skip
TYPED = ("honorific", "name", "address", "other", "deed")  # the order of typed lines, parted by "|" or tabs


class CannotReadList(Refusal):
    """Nothing was kept of the list."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row as the list has it: `number` as its own program counts, fields by name."""

    number: int
    values: dict[str, str]


def read_sheet(data: bytes) -> list[Line]:
    """Raises CannotReadList with what to do about the file."""
    try:
        records = read_records(data, _likeness)
        fields = [_field(header) for header in records.headers]
        if "name" not in fields:
            raise CannotReadList(
                "Tệp không có cột “Họ tên”. Dòng đầu của bảng cần tên cột: Xưng hô, Họ tên, Địa chỉ, Người liên quan, "
                "Việc.",
                "file",
            )
        lines = []
        for number, values in records.rows:
            found = {field: _text(value) for field, value in zip(fields, values, strict=False) if field}
            if any(found.values()):
                lines.append(Line(number, found))
            _require_few(lines)
    except CannotRead as error:
        raise CannotReadList(str(error), "file") from error
    if not lines:
        raise CannotReadList("Bảng chưa có dòng người nhận nào dưới dòng tên cột.", "file")
    return lines


def read_typed(text: str) -> list[Line]:
    """ "Ông | Nguyễn Văn An | Thôn Đông | | Hiến 200 m² đất", one person a line; a bare name is enough."""
    lines: list[Line] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        cells = [tidy(one) for one in line.replace("\t", "|").split("|")]
        if len(cells) == 1:
            lines.append(Line(number, {"name": cells[0]}))
        else:
            lines.append(Line(number, dict(zip(TYPED, cells, strict=False))))
        _require_few(lines)
    if not lines:
        raise CannotReadList("Anh/chị gõ ít nhất một người nhận, hoặc chọn tệp.", "typed")
    return lines


def _require_few(lines: list[Line]) -> None:
    if len(lines) > MOST_ROWS:
        raise CannotReadList(
            f"Danh sách có hơn {MOST_ROWS:,} người. Anh/chị chia thành nhiều lô.".replace(",", "."), "file"
        )


def _likeness(texts: Sequence[str]) -> int:
    return sum(_field(one) != "" for one in texts)


def _field(header: str) -> str:
    key = search_key(header).strip()
    return next((field for field, names in COLUMNS.items() if key in names), "")


def _text(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if hasattr(value, "strftime"):
        return f"{value:%d/%m/%Y}"
    return tidy(nfc(str(value)))[:500]
