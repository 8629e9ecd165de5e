"""The book as the law prints it: each entry in its 13 columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from thanthien.lib.vietnamese import date_vi
from thanthien.operations.reception.definition import definition
from thanthien.operations.reception.models import Entry, Handling, Kind
from thanthien.operations.reception.visitors import WITHHELD, Who, open_visitor

SHORT = {Kind.COMPLAINT: "KN", Kind.DENUNCIATION: "TC", Kind.PETITION: "KN, PA"}


def lines_of(
    entries: Iterable[Entry], *, named: bool, results: Mapping[int, str] | None = None
) -> list[tuple[str, ...]]:
    """Thirteen texts an entry. `named` False, or a protected entry: nobody is named and its content is left out."""
    told = results or {}
    return [_line(one, named=named, result=told.get(one.pk, "")) for one in entries]


def _line(entry: Entry, *, named: bool, result: str) -> tuple[str, ...]:
    who = open_visitor(entry) if named and not entry.is_protected else None
    own = entry.handling in (Handling.ACCEPTED, Handling.EXPLAINED)
    return (
        str(entry.number),
        date_vi(entry.date),
        _who(entry, who, named=named),
        (who.id_number or "–") if who else "–",
        _content(entry, named=named),
        SHORT[Kind(entry.kind)],
        str(entry.people),
        entry.settled_by or "–",
        "x" if own else "",
        entry.body if entry.handling == Handling.GUIDED else "",
        _receiving(entry),
        result or _result(entry),
        _note(entry),
    )


def _who(entry: Entry, who: Who | None, *, named: bool) -> str:
    if entry.is_protected and named:
        return WITHHELD
    if who is None:
        return "Một công dân" if entry.people == 1 else f"Đoàn {entry.people} người"
    speakers = f"; đại diện: {', '.join(who.speakers.splitlines())}" if who.speakers else ""
    return ", ".join(part for part in (who.said_name, who.address) if part) + speakers


def _content(entry: Entry, *, named: bool) -> str:
    if entry.is_protected:
        return "(người có thẩm quyền giữ)"
    return entry.content if named else f"({entry.get_kind_display().lower()})"


def _receiving(entry: Entry) -> str:
    if entry.handling == Handling.FORWARDED:
        return entry.body
    return f"UBND {entry.unit.full_name}" if entry.handling == Handling.ACCEPTED else ""


def _result(entry: Entry) -> str:
    if entry.handling == Handling.EXPLAINED:
        return "Đã giải thích, trả lời tại chỗ"
    if entry.handling == Handling.REFUSED:
        if entry.notice_date is None:
            return "Từ chối tiếp, chưa ra thông báo"
        return f"Từ chối tiếp, thông báo số {entry.notice_number} ngày {date_vi(entry.notice_date)}"
    return entry.get_handling_display()


def _note(entry: Entry) -> str:
    """What the person who typed said; a refusal is told with the clause of the law."""
    if entry.handling != Handling.REFUSED:
        return "" if entry.is_protected else entry.note
    reason = definition().reasons.get(entry.refusal)
    said = reason.basis if reason else ""
    return f"{said[:1].upper()}{said[1:]}. {entry.note}".strip(". ") if not entry.is_protected else said
