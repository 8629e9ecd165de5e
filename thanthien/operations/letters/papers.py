"""Papers of the room: a letter, a batch in one file, the register, and the lists of a month that prove the work."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from thanthien.lib.documents.write import (
    AdministrativeDocument,
    Column,
    Sheet,
    SheetColumn,
    SheetRow,
    TableBlock,
    TableRow,
    Text,
)
from thanthien.lib.vietnamese import date_vi, span_vi
from thanthien.operations.letters.consenting import public_name
from thanthien.operations.letters.definition import definition
from thanthien.operations.letters.greeting import greetings_of
from thanthien.operations.letters.measures import certificates
from thanthien.operations.letters.models import Contributor, CourtesyLetter, Gesture, Kind
from thanthien.operations.letters.states import OUT
from thanthien.operations.letters.wording import lines_of
from thanthien.platform.units.models import Unit

_NUMBER = Column("STT", 1.3, "centre")
_LETTERS = (
    _NUMBER,
    Column("Số, ngày thư", 3.4),
    Column("Người nhận", 4.2),
    Column("Về việc", 4.1),
    Column("Đã trao", 3.0),
)
_MARRIAGES = (_NUMBER, Column("Ngày trao", 2.8), Column("Hai vợ chồng", 6.3), Column("Thư chúc mừng", 5.6))
_VISITS = (
    _NUMBER,
    Column("Ngày", 2.5),
    Column("Gia đình", 4.2),
    Column("Người đã mất", 3.7),
    Column("Đoàn đi", 4.3),
)
_GREETINGS = (_NUMBER, Column("Dịp", 4.2), Column("Ngày lễ", 2.5), Column("Kênh, ngày phát", 8.0))


def letter_document(letter: CourtesyLetter) -> AdministrativeDocument:
    """The letter on paper, the state's heading above, as signed; before that the number stays open."""
    unit = letter.unit
    subject, lines = lines_of(letter)
    symbol = definition().symbol
    number = f"{letter.number:02d}/{symbol}" if letter.number else f"      /{symbol}"
    whom = f"{letter.honorific} {letter.name}".strip()
    if letter.other and letter.template == "marriage":
        whom = f"{whom} và {letter.other}"
    return AdministrativeDocument(
        issuer=unit.issuer,
        number=number,
        place=unit.name,
        signed_on=letter.signed_date,
        year=letter.drafted_at.year,
        kind=letter.get_kind_display(),
        subject=subject,
        addressees=(whom,),
        blocks=tuple(
            Text(f"{line.rstrip(' .')}./." if n == len(lines) else line) for n, line in enumerate(lines, 1)
        ),
        authority=authority_of(letter.signer_post),
        signer=letter.signed_by.full_name if letter.signed_by else "",
        recipients=("Như trên", "Lưu: VT"),
        issuer_in_words=f"Ủy ban nhân dân {unit.full_name}",
    )


def authority_of(post: str) -> tuple[str, ...]:
    if post.upper().startswith("PHÓ"):
        return ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")
    return ("CHỦ TỊCH",)


def register_sheet(unit: Unit, letters: Iterable[CourtesyLetter], told: str) -> Sheet:
    columns = (
        SheetColumn("STT", 6, "0"), SheetColumn("Số thư", 12), SheetColumn("Ngày ký", 12, "dd/mm/yyyy"),
        SheetColumn("Loại thư", 18), SheetColumn("Người nhận", 28), SheetColumn("Địa chỉ", 30),
        SheetColumn("Về việc", 44), SheetColumn("Người ký", 24), SheetColumn("Tình trạng", 18),
        SheetColumn("Cách trao", 16), SheetColumn("Ngày trao", 12, "dd/mm/yyyy"),
    )  # fmt: skip
    rows = tuple(
        SheetRow(
            (
                n, one.said_number, one.signed_date, one.get_kind_display(), f"{one.honorific} {one.name}".strip(),
                one.address, _about(one), one.signed_by.full_name if one.signed_by else "", one.get_state_display(),
                one.get_way_display(), one.delivered_date or one.sent_date,
            )
        )
        for n, one in enumerate(letters, 1)
    )  # fmt: skip
    title = f"SỔ THƯ CÔNG – ỦY BAN NHÂN DÂN {unit.full_name.upper()}"
    return Sheet("Sổ thư", title, columns, rows, notes=(f"{told}: {len(rows)} thư",))


def marriage_list(unit: Unit, first: date, last: date) -> AdministrativeDocument | None:
    """Certificates of marriage handed over, each with its letter; None when there were none."""
    found = list(certificates(first, last, unit))
    if not found:
        return None
    letters = CourtesyLetter.objects.in_bulk([one.letter_id for one in found if one.letter_id])
    rows = []
    for n, one in enumerate(found, 1):
        letter = letters.get(one.letter_id or 0)
        names = f"{letter.name} và {letter.other}" if letter and letter.other else one.name
        said = (
            f"số {letter.said_number}, {date_vi(letter.signed_date)}"
            if letter and letter.signed_date
            else "chưa có"
        )
        rows.append((str(n), date_vi(one.day), names, said))
    with_letter = sum(one.has_letter for one in found)
    told = f"Đã trao {len(found)} giấy chứng nhận kết hôn, {with_letter} kèm thư chúc mừng."
    return _list(unit, "Trao giấy chứng nhận kết hôn kèm thư chúc mừng", first, last, told, _MARRIAGES, rows)


def condolence_list(unit: Unit, first: date, last: date) -> AdministrativeDocument | None:
    """Letters of condolence and visits of a period."""
    letters = _signed(unit, (Kind.CONDOLENCE,), first, last)
    visits = list(
        Gesture.objects.filter(unit=unit, kind=Gesture.Kind.CONDOLENCE, date__gte=first, date__lte=last)
    )
    if not letters and not visits:
        return None
    parts = [f"gửi {len(letters)} thư chia buồn"] * bool(letters)
    parts += [f"tổ chức {len(visits)} đoàn viếng"] * bool(visits)
    told = f"Ủy ban nhân dân {unit.full_name} đã {' và '.join(parts)}."
    went: list[tuple[str, ...]] = [
        (str(n), date_vi(one.date), one.whom, one.about, "; ".join([one.led_by, *one.people]))
        for n, one in enumerate(sorted(visits, key=lambda one: (one.date, one.pk)), 1)
    ]
    tables: list[tuple[tuple[Column, ...], Sequence[tuple[str, ...]]]] = []
    if letters:
        tables.append((_LETTERS, _letter_rows(letters)))
    if went:
        tables.append((_VISITS, went))
    return _lists(unit, "Thăm hỏi, phúng viếng, gửi thư chia buồn", first, last, told, tables)


def thanks_list(unit: Unit, first: date, last: date) -> AdministrativeDocument | None:
    """Letters of thanks and of praise of a period."""
    return _letters_list(unit, (Kind.THANKS, Kind.PRAISE), "Thư cảm ơn, thư khen đã gửi", first, last)


def commendation_list(unit: Unit, first: date, last: date) -> AdministrativeDocument | None:
    return _letters_list(
        unit, (Kind.COMMENDATION,), "Thư biểu dương sáng kiến đã được công nhận", first, last
    )


def _letters_list(
    unit: Unit, kinds: Sequence[str], subject: str, first: date, last: date
) -> AdministrativeDocument | None:
    letters = _signed(unit, kinds, first, last)
    if not letters:
        return None
    told = f"Đã ký {len(letters)} thư."
    return _list(unit, subject, first, last, told, _LETTERS, _letter_rows(letters))


def greetings_list(unit: Unit, first: date, last: date) -> AdministrativeDocument | None:
    """Greetings of the Chair that went out in a period, with each channel and its day."""
    rows: list[tuple[str, ...]] = []
    texts: list[Text] = []
    for year in range(first.year, last.year + 1):
        for due in greetings_of(unit, year):
            if due.greeting is None or not first <= due.date <= last or not due.posts:
                continue
            shown = "; ".join(f"{post.get_channel_display()} {date_vi(post.date)}" for post in due.posts)
            rows.append((str(len(rows) + 1), due.day.name, date_vi(due.date), shown))
            texts.append(Text(f"Lời chúc nhân dịp {due.day.name} của {due.greeting.chair}:", bold=True))
            texts.append(Text(due.greeting.text, italic=True))
    if not rows:
        return None
    told = f"Chủ tịch đã gửi lời chúc mừng toàn thể Nhân dân {len(rows)} dịp."
    return _list(unit, "Chủ tịch chúc mừng Nhân dân", first, last, told, _GREETINGS, rows, texts)


def meetings_list(unit: Unit, first: date, last: date) -> AdministrativeDocument | None:
    """Meetings with contributors and respected persons; who agreed to be named is named."""
    meetings = list(
        Gesture.objects.filter(unit=unit, kind=Gesture.Kind.MEETING, date__gte=first, date__lte=last)
        .order_by("date")
        .prefetch_related("guests__contributor__consents")
    )
    if not meetings:
        return None
    blocks: list[Text] = []
    for one in meetings:
        guests = list(one.guests.all())
        came = [guest.contributor for guest in guests if guest.came]
        blocks.append(Text(f"Ngày {date_vi(one.date)}, tại {one.place}; chủ trì: {one.led_by}.", bold=True))
        blocks.append(Text(f"Mời {len(guests)} người, có mặt {len(came)} người{_named(came)}."))
        blocks += [Text(line) for line in one.note.splitlines() if line.strip()]
    told = f"Đã tổ chức {len(meetings)} buổi gặp mặt."
    return _document(unit, "Gặp mặt người đóng góp, người có uy tín", first, last, (Text(told), *blocks))


def _named(people: Sequence[Contributor]) -> str:
    """ ": ông A, 2 người có uy tín", those who did not agree to be named counted by what they are."""
    names = Counter(public_name(who) for who in people)
    said = [f"{count} {name[4:]}" if name.startswith("Một ") else name for name, count in names.items()]
    return f": {', '.join(said)}" if said else ""


def _signed(unit: Unit, kinds: Sequence[str], first: date, last: date) -> list[CourtesyLetter]:
    rows = CourtesyLetter.objects.filter(
        unit=unit, kind__in=kinds, state__in=OUT, signed_date__gte=first, signed_date__lte=last
    )
    return list(rows.order_by("year", "number"))


def _letter_rows(letters: Sequence[CourtesyLetter]) -> list[tuple[str, ...]]:
    return [
        (
            str(n), f"{one.said_number}, {date_vi(one.signed_date)}" if one.signed_date else one.said_number,
            f"{one.honorific} {one.name}".strip(), _about(one),
            f"{one.get_way_display()} {date_vi(day)}" if (day := one.delivered_date or one.sent_date) else "chưa trao",
        )
        for n, one in enumerate(letters, 1)
    ]  # fmt: skip


def _about(one: CourtesyLetter) -> str:
    parts = [one.deed, one.occasion, one.other]
    if one.recognition:
        parts.append(
            f"{one.recognition}" + (f" ngày {date_vi(one.recognition_date)}" if one.recognition_date else "")
        )
    return "; ".join(part for part in parts if part)


def _list(
    unit: Unit, subject: str, first: date, last: date, told: str, columns: tuple[Column, ...],
    rows: Sequence[tuple[str, ...]], after: Sequence[Text] = (),
) -> AdministrativeDocument:  # fmt: skip
    return _lists(unit, subject, first, last, told, [(columns, rows)], after)


def _lists(
    unit: Unit, subject: str, first: date, last: date, told: str,
    tables: Sequence[tuple[tuple[Column, ...], Sequence[tuple[str, ...]]]], after: Sequence[Text] = (),
) -> AdministrativeDocument:  # fmt: skip
    blocks = [TableBlock(columns, tuple(TableRow(row) for row in rows)) for columns, rows in tables]
    return _document(unit, subject, first, last, (Text(told), *blocks, *after))


def _document(
    unit: Unit, subject: str, first: date, last: date, blocks: Sequence[Text | TableBlock]
) -> AdministrativeDocument:
    return AdministrativeDocument(
        issuer=unit.issuer,
        number="",
        place=unit.name,
        year=last.year,
        kind="DANH SÁCH",
        subject=f"{subject}, {span_vi(first, last)}",
        blocks=tuple(blocks),
        authority=("NGƯỜI LẬP",),
        signer="[họ và tên]",
        recipients=("Lưu: VT",),
        issuer_in_words=f"Ủy ban nhân dân {unit.full_name}",
    )
