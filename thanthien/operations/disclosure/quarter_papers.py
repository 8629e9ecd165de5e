"""“Danh mục nội dung công khai” of a quarter as Word and Excel.

Whole for the files, with proof and lacks; without them for the wall and the page.
"""

from __future__ import annotations

from collections.abc import Iterator

from thanthien.lib.documents.write import (
    AdministrativeDocument,
    Annex,
    Block,
    Column,
    Heading,
    TableBlock,
    TableRow,
    Text,
)
from thanthien.lib.documents.write.xlsx import Sheet, SheetColumn, SheetRow
from thanthien.lib.vietnamese import date_vi, number_vi
from thanthien.operations.disclosure.definition import definition
from thanthien.operations.disclosure.quarter_shapes import Line, Shown
from thanthien.operations.disclosure.quarters import Listed
from thanthien.platform.units.models import Unit

TITLE = "Danh mục nội dung công khai"
_PUBLIC = (
    Column("STT", 1.2, "centre"),
    Column("Nội dung", 8),
    Column("Văn bản, ngày công bố", 5),
    Column("Hình thức, thời gian", 10),
)
_WHOLE = (
    Column("STT", 1.2, "centre"),
    Column("Nội dung", 6),
    Column("Văn bản, ngày công bố", 3.8),
    Column("Hình thức, thời gian, người ghi", 6.3),
    Column("Minh chứng", 3.6),
    Column("Còn thiếu", 3.8),
)


def name_of(listed: Listed, version: int = 0) -> str:
    """The name of its file without the ending."""
    said = f" (lần {version})" if version > 1 else ""
    return f"{TITLE} {listed.quarter.words}{said}"


def list_document(unit: Unit, listed: Listed, *, whole: bool) -> AdministrativeDocument:
    """`whole`: with who posted, the proof and what lacked; otherwise what is posted for the people to read."""
    annex = Annex(f"{TITLE} {listed.quarter.words}", (_table(listed, whole=whole),), landscape=True)
    return AdministrativeDocument(
        issuer=unit.issuer,
        number="      /TB-UBND",
        place=unit.name,
        year=listed.quarter.last.year,
        kind="THÔNG BÁO",
        subject=f"{TITLE} {listed.quarter.words}",
        legal_bases=(f"Căn cứ {definition().law}",),
        blocks=tuple(_body(unit, listed, whole=whole)),
        authority=("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
        signer="[họ và tên người ký]",
        recipients=(
            "Thường trực Đảng ủy, HĐND",
            "Ủy ban MTTQ Việt Nam",
            "Các cơ quan, đơn vị",
            "Lưu: VT, VHXH",
        ),
        annexes=(annex,),
        issuer_in_words=f"Ủy ban nhân dân {unit.full_name}",
    )


def _body(unit: Unit, listed: Listed, *, whole: bool) -> Iterator[Block]:
    quarter = listed.quarter
    yield Text(
        f"Ủy ban nhân dân {unit.full_name} thông báo danh mục nội dung đã công khai trong {quarter.words}, "
        f"từ ngày {date_vi(quarter.first)} đến ngày {date_vi(quarter.last)}: {number_vi(listed.shown)} nội dung, "
        "kèm hình thức và thời gian công khai của từng nội dung (Phụ lục)."
    )
    by_channel = _by_channel(listed)
    if by_channel:
        yield Text("Theo hình thức: " + "; ".join(f"{w} {number_vi(n)}" for w, n in by_channel.items()) + ".")
    if not whole:
        yield Text("Người dân, tổ chức, doanh nghiệp đọc toàn văn tại trang của đơn vị và các nơi niêm yết.")
        return
    yield Heading("Còn thiếu trong quý")
    lacks = listed.lacks
    if not lacks:
        yield Text("Không có nội dung nào thiếu hình thức, minh chứng hoặc chậm hạn.")
    for line, words in lacks:
        yield Text(f"- {line.title or line.item_title}: {words}.")


def _by_channel(listed: Listed) -> dict[str, int]:
    """Contents by channel, each counted once where it was shown at several places of one kind."""
    counts: dict[str, int] = {}
    for line in listed.lines:
        for channel in dict.fromkeys(one.channel for one in line.shown):
            counts[channel] = counts.get(channel, 0) + 1
    return counts


def span(one: Shown) -> str:
    """ "từ 01/07/2026 đến hết 30/07/2026"."""
    return f"từ {date_vi(one.first)}" + (f" đến hết {date_vi(one.last)}" if one.last else "")


def place_of(one: Shown) -> str:
    return f"{one.channel} ({one.place})" if one.place else one.channel


def papers_of(line: Line) -> str:
    """The document and the day it was made public, in a line."""
    parts = [line.document] if line.document else []
    if line.published:
        parts.append(f"công bố {date_vi(line.published)}")
    return ", ".join(parts)


def _table(listed: Listed, *, whole: bool) -> TableBlock:
    rows: list[TableRow] = []
    number, item = 0, ""
    for line in listed.lines:
        if not whole and not line.shown:
            continue
        if line.item != item:
            rows.append(TableRow((line.item_title,), bold=True, span=True))
            item = line.item
        number += 1 if line.shown else 0
        where = "\n".join(
            f"{place_of(one)}: {span(one)}" + (f" – {one.by}" if whole and one.by else "")
            for one in line.shown
        )
        # The group's line above names the content where the line has no name of its own.
        count = str(number) if line.shown else ""
        cells: tuple[str, ...] = (count, line.title or "–", papers_of(line) or "–", where or "–")
        if whole:
            proofs = "\n".join(dict.fromkeys(one.proof for one in line.shown if one.proof))
            cells = (*cells, proofs or "–", "\n".join(line.lacks) or "–")
        rows.append(TableRow(cells))
    return TableBlock(_WHOLE if whole else _PUBLIC, tuple(rows), size=11)


def list_sheets(listed: Listed) -> tuple[Sheet, ...]:
    """Two sheets: a row a posting, so that it can be filtered; what lacked."""
    heads = (
        SheetColumn("Nội dung phải công khai", 44), SheetColumn("Đã công khai", 44), SheetColumn("Văn bản", 26),
        SheetColumn("Ngày công bố", 14, "dd/mm/yyyy"), SheetColumn("Hình thức", 30), SheetColumn("Nơi", 26),
        SheetColumn("Từ ngày", 14, "dd/mm/yyyy"), SheetColumn("Đến hết ngày", 14, "dd/mm/yyyy"),
        SheetColumn("Người ghi", 24), SheetColumn("Minh chứng", 34),
    )  # fmt: skip
    rows = tuple(
        SheetRow(
            (
                line.item_title, line.title, line.document, line.published, one.channel, one.place, one.first,
                one.last, one.by, one.proof,
            )
        )
        for line in listed.lines
        for one in line.shown
    )  # fmt: skip
    notes = ("Ô “Đến hết ngày” để trống: nội dung còn công khai khi quý kết thúc.",)
    lack_heads = (
        SheetColumn("Nội dung phải công khai", 50),
        SheetColumn("Bản", 50),
        SheetColumn("Còn thiếu", 60),
    )
    lacks = tuple(SheetRow((line.item_title, line.title, words)) for line, words in listed.lacks)
    title = f"{TITLE} {listed.quarter.words}"
    return (
        Sheet("Đã công khai", title, heads, rows, notes),
        Sheet("Còn thiếu", f"Còn thiếu trong {listed.quarter.words}", lack_heads, lacks),
    )
