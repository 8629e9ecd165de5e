"""An administrative document as data; `write_docx` and `write_pdf` give it the layout of Nghị định 30/2020."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from thanthien.lib.vietnamese import long_date_vi, roman

Align = Literal["left", "centre", "right"]


@dataclass(frozen=True, slots=True)
class Heading:
    """A numbered heading of the body; level 1 is bold capitals ("I. …"), 2 bold ("1. …"), 3 bold italic."""

    text: str
    level: int = 1

    def as_text(self) -> Text:
        words = self.text.upper() if self.level == 1 else self.text
        return Text(words, bold=True, italic=self.level > 2, align="left")


@dataclass(frozen=True, slots=True)
class Text:
    """A justified paragraph with first-line indent."""

    text: str
    bold: bool = False
    italic: bool = False
    align: Literal["justify", "left", "centre", "right"] = "justify"
    indent: bool = True

    @property
    def lines(self) -> tuple[Text, ...]:
        """A paragraph for each line a person typed: a broken line would be stretched to the margin."""
        said = [line.strip() for line in self.text.splitlines() if line.strip()]
        return tuple(replace(self, text=line) for line in said) if len(said) > 1 else (self,)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; `width` in cm, the sum may not pass the width of the page's text."""

    title: str
    width: float
    align: Align = "left"


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row, a text a column. `span`: the first text stands alone across the whole row (a group row)."""

    cells: tuple[str, ...]
    bold: bool = False
    italic: bool = False
    span: bool = False


@dataclass(frozen=True, slots=True)
class TableBlock:
    """A ruled table; the head is repeated on every page, rows are not cut by a page's end."""

    columns: tuple[Column, ...]
    rows: tuple[TableRow, ...]
    size: float = 12  # pt


Block = Heading | Text | TableBlock


@dataclass(frozen=True, slots=True)
class Annex:
    """An annex on pages of its own, numbered apart."""

    title: str
    blocks: tuple[Block, ...]
    landscape: bool = False


@dataclass(frozen=True, slots=True)
class AdministrativeDocument:
    """What an official document says, in the order of its parts.

    `number` may leave the serial blank ("      /BC-UBND") for the registry to fill; lists, tables and sheets, which
    are no kind of document of Nghị định 30, have none (""). `authority` are the lines
    above the signature ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"). `signed_on` None leaves day and month blank.

    An official letter (`letter`, công văn) has no title: its subject stands as "V/v …" under the number.
    A decision names who decides between its title and its bases (`decides`). Minutes are signed by two:
    `second_signer` (post, name) stands on the left, the recipients below.
    """

    issuer: str
    number: str
    place: str
    kind: str
    subject: str
    blocks: tuple[Block, ...]
    parent_issuer: str = ""
    signed_on: date | None = None
    year: int | None = None
    addressees: tuple[str, ...] = ()
    legal_bases: tuple[str, ...] = ()
    authority: tuple[str, ...] = ()
    signer: str = ""
    recipients: tuple[str, ...] = ()
    annexes: tuple[Annex, ...] = ()
    letter: bool = False
    decides: str = ""
    second_signer: tuple[str, str] | None = None
    issuer_in_words: str = ""  # "Ủy ban nhân dân xã Thanh Bình", for the note under an annex's title

    @property
    def place_and_date(self) -> str:
        if self.signed_on is not None:
            return f"{self.place}, {long_date_vi(self.signed_on)}"
        return f"{self.place}, ngày      tháng      năm {self.year or '      '}"

    @property
    def about(self) -> str:
        """The subject of a letter as printed under its number."""
        return f"V/v {self.subject[:1].lower()}{self.subject[1:]}"

    @property
    def kind_in_words(self) -> str:
        """The kind as it stands inside a sentence; a letter has none of its own."""
        return "Công văn" if self.letter else self.kind.capitalize()

    @property
    def bases(self) -> tuple[str, ...]:
        """The legal bases, each ending in a semicolon and the last in a full stop."""
        lines = [base.strip().rstrip(";.,") for base in self.legal_bases]
        return tuple(f"{line}{';' if n < len(lines) else '.'}" for n, line in enumerate(lines, 1))

    @property
    def addressee_lines(self) -> tuple[str, ...]:
        """One addressee stands beside "Kính gửi:"; several each on a line of their own, "- …;", "- …."."""
        lines = [line.strip().lstrip("-– ").rstrip(";.,") for line in self.addressees]
        if len(lines) < 2:
            return tuple(f"Kính gửi: {line}" for line in lines)
        ends = [";"] * (len(lines) - 1) + ["."]
        return ("Kính gửi:", *(f"- {line}{end}" for line, end in zip(lines, ends, strict=True)))

    @property
    def recipient_lines(self) -> tuple[str, ...]:
        """The recipients as printed: each "- …;", the last ending in a full stop."""
        lines = [line.strip().lstrip("-– ").rstrip(";.,") for line in self.recipients]
        return tuple(f"- {line}{';' if n < len(lines) else '.'}" for n, line in enumerate(lines, 1))

    def annex_heading(self, position: int) -> str:
        """ "Phụ lục", or "Phụ lục I", "Phụ lục II" … where there are two or more; `position` counts from 0."""
        return "Phụ lục" if len(self.annexes) == 1 else f"Phụ lục {roman(position + 1)}"

    @property
    def annex_note(self) -> str:
        """ "(Kèm theo Báo cáo số 05/BC-UBND ngày … của Ủy ban nhân dân xã …)"."""
        when = self.place_and_date.partition(", ")[2]
        by = f" của {self.issuer_in_words}" if self.issuer_in_words else ""
        what = f"{self.kind_in_words} số {self.number}" if self.number else self.kind_in_words
        return f"(Kèm theo {what} {when}{by})"
