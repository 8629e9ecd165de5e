"""Papers of the reception: the schedule, the book, the month's list, the notice of a refusal, of a conclusion."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from thanthien.lib.documents.write import (
    AdministrativeDocument,
    Annex,
    Column,
    Heading,
    Sheet,
    SheetColumn,
    SheetRow,
    TableBlock,
    TableRow,
    Text,
)
from thanthien.lib.rules.deadlines import weekday_vi
from thanthien.lib.vietnamese import date_vi, month_vi, span_vi
from thanthien.operations.reception.book import lines_of
from thanthien.operations.reception.definition import definition
from thanthien.operations.reception.models import Conclusion, Entry, ReceptionDay
from thanthien.operations.reception.queries import book_between, days_between, figures_of
from thanthien.operations.reception.visitors import Who
from thanthien.platform.units.models import Unit

# A4 across: 24.7 cm of text
_BOOK = (1.0, 2.0, 2.7, 2.4, 3.2, 1.6, 1.5, 1.8, 1.6, 1.9, 1.7, 2.1, 1.2)
_WHEN = (
    Column("STT", 1.3, "centre"),
    Column("Ngày, giờ", 4.3),
    Column("Người tiếp", 5.2),
    Column("Nơi tiếp", 5.2),
)
_DAYS = (*_WHEN[:2], Column("Theo lịch", 3.5), Column("Người đã tiếp", 3.7), Column("Kết quả", 3.2))
State = ReceptionDay.State


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


def schedule_paper(unit: Unit, first: date, days: Iterable[ReceptionDay]) -> AdministrativeDocument:
    """The month's schedule to be posted where citizens are received."""
    rows = tuple(
        TableRow(
            (str(n), f"{_capital(weekday_vi(one.date))}, {one.said_hours}", _by(one), one.place)
        )
        for n, one in enumerate((one for one in days if one.state != State.CANCELLED), 1)
    )  # fmt: skip
    return AdministrativeDocument(
        issuer=unit.issuer,
        number="      /TB-UBND",
        place=unit.name,
        year=first.year,
        kind="THÔNG BÁO",
        subject=f"Lịch tiếp công dân {month_vi(first)}",
        legal_bases=("Căn cứ Luật Tiếp công dân số 42/2013/QH13",),
        blocks=(
            Text(f"Ủy ban nhân dân {unit.full_name} thông báo lịch tiếp công dân {month_vi(first)} như sau:"),
            TableBlock(_WHEN, rows),
            Text(
                "Khi lịch thay đổi, Ủy ban nhân dân thông báo tại nơi tiếp công dân và trên trang của đơn vị./."
            ),
        ),
        authority=("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
        signer="[họ và tên người ký]",
        recipients=("Thường trực Đảng ủy, HĐND", "Ủy ban MTTQ Việt Nam", "Các thôn, tổ dân phố", "Lưu: VT"),
        issuer_in_words=f"Ủy ban nhân dân {unit.full_name}",
    )


def _by(day: ReceptionDay) -> str:
    who = day.substitute or day.person
    if day.substitute:
        return f"{who}, tiếp thay {day.get_post_display()}"
    return f"{who}, {day.get_post_display()}" if who else day.get_post_display()


def book_paper(
    unit: Unit, first: date, last: date, entries: Iterable[Entry], results: Mapping[int, str], *, named: bool = True
) -> AdministrativeDocument:  # fmt: skip
    """“Sổ tiếp công dân”, Mẫu số 03/TCD: a cover, and the 13 columns on A4 across."""
    rows = tuple(TableRow(cells) for cells in lines_of(entries, named=named, results=results))
    numbers = TableRow(tuple(str(n) for n in range(1, len(_BOOK) + 1)), italic=True)
    columns = tuple(
        Column(title, width, "centre" if n in (0, 1, 5, 6, 8) else "left")
        for n, (title, width) in enumerate(zip(definition().columns, _BOOK, strict=True))
    )
    span = span_vi(first, last)
    private = (
        "Sổ có thông tin cá nhân: chỉ người được giao tiếp công dân và lãnh đạo sử dụng." if named else ""
    )
    return AdministrativeDocument(
        issuer=unit.issuer,
        number="",
        place=unit.name,
        signed_on=None,
        year=last.year,
        kind="SỔ TIẾP CÔNG DÂN",
        subject=f"{span[:1].upper()}{span[1:]}",
        blocks=(
            Text(f"Số lượt tiếp: {len(rows)}. Mẫu số 03/TCD; các cột ở phụ lục kèm theo."),
            *((Text(private, italic=True),) if private else ()),
        ),
        authority=("NGƯỜI GIỮ SỔ",),
        signer="[họ và tên]",
        recipients=("Lưu: VT",),
        annexes=(
            Annex(
                f"Sổ tiếp công dân {span}",
                (TableBlock(columns, (numbers, *rows), size=9),),
                landscape=True,
            ),
        ),
        issuer_in_words=f"Ủy ban nhân dân {unit.full_name}",
    )


def book_sheet(
    unit: Unit, first: date, last: date, entries: Iterable[Entry], results: Mapping[int, str]
) -> Sheet:
    widths = (6, 12, 34, 16, 50, 12, 10, 22, 12, 24, 24, 32, 24)
    columns = tuple(
        SheetColumn(title, width) for title, width in zip(definition().columns, widths, strict=True)
    )
    rows = tuple(SheetRow(cells) for cells in lines_of(entries, named=True, results=results))
    title = f"SỔ TIẾP CÔNG DÂN – {unit.full_name.upper()}"
    return Sheet(
        "Sổ tiếp công dân", title, columns, rows, (f"Từ {date_vi(first)} đến {date_vi(last)}. Mẫu 03/TCD.",)
    )


def month_list(
    unit: Unit, first: date, last: date, *, results: Mapping[int, str] | None = None
) -> AdministrativeDocument | None:
    """Days held and the book without names; None when nothing was scheduled and nobody came.

    Proves that heads receive (III.1.2#2) and that the laws on reception are kept (III.1.4#2).
    """
    days = [one for one in days_between(unit, first, last) if one.published_at or one.state == State.HELD]
    entries = list(book_between(unit, first, last))
    if not days and not entries:
        return None
    told = figures_of(unit, first, last)
    kinds = ", ".join(f"{words.lower()} {n}" for words, n in told.by_kind)
    rows = tuple(TableRow((str(n), *_held_line(one))) for n, one in enumerate(days, 1))
    paper = book_paper(unit, first, last, entries, results or {}, named=False)
    return AdministrativeDocument(
        issuer=unit.issuer,
        number="",
        place=unit.name,
        year=last.year,
        kind="BẢNG TỔNG HỢP",
        subject=f"Tiếp công dân {span_vi(first, last)}",
        legal_bases=("Căn cứ Luật Tiếp công dân, Luật Khiếu nại, Luật Tố cáo",),
        blocks=(
            Heading("1. Các ngày tiếp công dân", 2),
            Text(
                f"Theo lịch {told.scheduled} ngày, đã tiếp {told.held} ngày; người đứng đầu trực tiếp tiếp "
                f"{told.by_head} ngày."
            ),
            *((TableBlock(_DAYS, rows, size=11),) if rows else ()),
            Heading("2. Lượt tiếp", 2),
            Text(f"{told.visits} lượt, {told.people} người: {kinds}."),
            Text("Danh sách lượt tiếp ở phụ lục không ghi tên và nội dung.", italic=True),
        ),
        authority=("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
        signer="[họ và tên người ký]",
        recipients=("Thường trực Đảng ủy, HĐND", "Lưu: VT"),
        annexes=paper.annexes if entries else (),
        issuer_in_words=f"Ủy ban nhân dân {unit.full_name}",
    )


def _held_line(day: ReceptionDay) -> tuple[str, str, str, str]:
    when = f"{_capital(weekday_vi(day.date))}, {day.said_hours}"
    if day.state == State.CANCELLED:
        return when, day.get_post_display(), "–", f"Hoãn: {day.reason}"
    if day.state == State.PLANNED:
        return when, day.get_post_display(), "–", "Chưa ghi kết quả"
    who = (
        day.receiver if day.in_person else f"{day.receiver} (tiếp thay: {day.authority or 'được phân công'})"
    )
    return when, day.get_post_display(), who, "Không có công dân đến" if day.nobody_came else "Đã tiếp"


def refusal_paper(entry: Entry, who: Who) -> AdministrativeDocument:
    """“Thông báo từ chối tiếp công dân”, Mẫu số 01/TCD."""
    unit, reason = entry.unit, definition().reasons[entry.refusal]
    words = entry.refusal_words or reason.label
    more = f" {entry.refusal_words}" if entry.refusal_words and entry.refusal != "other" else ""
    said = words if entry.refusal == "other" else f"{reason.label}.{more}".rstrip(".")
    by = date_vi(entry.notice_by_date) if entry.notice_by_date else ""
    return AdministrativeDocument(
        issuer=unit.issuer,
        number=f"{entry.notice_number or '      /TB-UBND'}",
        place=unit.name,
        signed_on=entry.notice_date,
        year=entry.year,
        kind="THÔNG BÁO",
        subject="Về việc từ chối tiếp công dân",
        addressees=(f"Ông/bà {who.said_name}",),
        legal_bases=("Căn cứ Luật Tiếp công dân số 42/2013/QH13", f"Căn cứ {definition().refuse.basis}"),
        blocks=(
            Text(
                f"Ngày {date_vi(entry.date)}, ông/bà {who.said_name}"
                + (f", địa chỉ: {who.address}" if who.address else "")
                + f", đến trình bày: {entry.content.rstrip(' .')}."
            ),
            Text(f"Ủy ban nhân dân {unit.full_name} từ chối tiếp vì: {said} ({reason.basis})."),
            Text(
                f"Ủy ban nhân dân {unit.full_name} thông báo để ông/bà biết"
                + (f" (thời hạn ra thông báo: hết ngày {by})" if by and not entry.notice_date else "")
                + "./."
            ),
        ),
        authority=("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
        signer="[họ và tên người ký]",
        recipients=("Như trên", "Lưu: VT"),
        issuer_in_words=f"Ủy ban nhân dân {unit.full_name}",
    )


def _receiver(day: ReceptionDay) -> str:
    """The name, with the post where the person of the schedule received."""
    return f"{day.receiver}, {day.get_post_display()}," if day.in_person else str(day.receiver)


def conclusion_paper(day: ReceptionDay, conclusions: Iterable[Conclusion]) -> AdministrativeDocument:
    """“Thông báo kết luận” of the head on a day of reception: who does what by when."""
    unit = day.unit
    columns = (
        Column("STT", 1.3, "centre"),
        Column("Nội dung", 7.7),
        Column("Người thực hiện", 4.0),
        Column("Hạn", 3.0),
    )
    rows = tuple(
        TableRow((str(n), one.text, str(one.owner), date_vi(one.due_date)))
        for n, one in enumerate(conclusions, 1)
    )
    return AdministrativeDocument(
        issuer=unit.issuer,
        number="      /TB-UBND",
        place=unit.name,
        year=day.date.year,
        kind="THÔNG BÁO",
        subject=f"Kết luận của {_receiver(day)} tại buổi tiếp công dân ngày {date_vi(day.date)}",
        blocks=(
            Text(
                f"{_capital(weekday_vi(day.date))}, tại {day.place}, {_receiver(day)} đã tiếp công dân và kết luận:"
            ),
            TableBlock(columns, rows),
            Text("Các cơ quan, cá nhân được giao thực hiện đúng hạn và báo cáo kết quả./."),
        ),
        authority=("TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG"),
        signer="[họ và tên người ký]",
        recipients=("Các cơ quan, cá nhân được giao", "Lưu: VT"),
        issuer_in_words=f"Ủy ban nhân dân {unit.full_name}",
    )
