"""Whole documents typed in a legacy charset that nothing but their letters tells."""

from __future__ import annotations

from thanthien.lib.documents.legacy import Charset, convert, detect
from thanthien.lib.documents.pieces import Line, RawTable


def repair_legacy(pieces: list[Line | RawTable]) -> str | None:
    """Converts the lines to Unicode in place where they are TCVN3 or VNI; returns the note to show, if any.

    Runs before cleaning: in TCVN3 the soft hyphen is the letter "ư". `printed` keeps the source.
    """
    lines = [line for piece in pieces for line in _lines(piece)]
    charset = detect("\n".join(line.text for line in lines))
    if charset is Charset.UNICODE:
        return None
    for line in lines:
        line.printed = line.printed or line.text
        line.text = convert(line.text, charset)
    return f"Văn bản dùng bảng mã cũ {charset.value}, đã được chuyển sang Unicode. Nên xem lại vài dòng."


def _lines(piece: Line | RawTable) -> list[Line]:
    if isinstance(piece, Line):
        return [piece]
    return [line for cell in piece.cells for line in cell.lines]
