"""Whose plan it is and how it is called: unit, number, date, title, years."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from thanthien.lib.planreader.dates import document_number, iso_date, years_in
from thanthien.lib.planreader.keys import fold, is_upper, plain, squeeze
from thanthien.lib.planreader.lines import Line
from thanthien.lib.planreader.model import PlanDocument, Source, Unit
from thanthien.lib.planreader.regions import Regions

_KINDS = {"xa": "xã", "phuong": "phường", "dac khu": "đặc khu", "thi tran": "thị trấn"}
_NAME = r"((?:[A-ZĐÀ-ỸĂÂÊÔƠƯ][\w’'-]*\s?){1,5}|\d{1,2}\b)"
_UNIT = re.compile(rf"\b(xã|phường|đặc khu|thị trấn|xa|phuong|dac khu|thi tran)\s+{_NAME}", re.IGNORECASE)
_PROVINCE = re.compile(rf"\b(?:thành phố|tỉnh|thanh pho|tinh)\s+{_NAME}", re.IGNORECASE)
# Words that follow a unit's name on the same line where two columns were printed as one.
_AFTER_NAME = re.compile(
    r"\s(?:cong hoa|doc lap|so\b|ke hoach|nam 20|trung tam|giai doan|ngay\b|uy ban|phong van).*$"
)
_NUMBER_LINE = re.compile(r"\b(?:số|so|s[oóô])\s*:", re.IGNORECASE)


def read_unit(parts: Regions) -> Unit:
    """Kind and name by majority over title (twice), head, preamble and appendix note; province by first print."""
    votes: Counter[tuple[str, str]] = Counter()
    shown: dict[tuple[str, str], str] = {}
    title = _joined(parts.title)
    texts = [title, title, *_lines(parts.head), _joined(parts.preamble)]
    texts += [i.text for i in parts.appendix[:8] if isinstance(i, Line)]
    for text in texts:
        for kind, name in units_in(text):
            votes[kind, fold(name)] += 1
            if not is_upper(name) or (kind, fold(name)) not in shown:
                shown[kind, fold(name)] = name.title() if is_upper(name) else name
    unit = Unit(province=_province([_joined(parts.preamble), title, _joined(parts.head)]))
    if votes:
        best = votes.most_common(1)[0][0]
        unit.kind, unit.name = best[0], shown[best]
    return unit


def units_in(text: str) -> list[tuple[str, str]]:
    """Every (kind, name) of a commune-level unit printed in `text`."""
    found = []
    for match in _UNIT.finditer(text):
        name = _proper(match[2])
        if name:
            found.append((_KINDS[fold(match[1])], name))
    return found


def _proper(name: str) -> str:
    """Words of a proper name up to the first that is not one: a small letter, or a change of case."""
    words: list[str] = []
    for word in name.split():
        if not (word[0].isupper() or word.isdigit()):
            break
        if words and word.isupper() != words[0].isupper() and len(word) > 1:
            break
        words.append(word)
    key = fold(" ".join(words))
    if re.match(r"^hoi (?:chu nghia|nghi|dong)|^hoi$|^(?:ubnd|hdnd)", key):
        return ""
    return " ".join(words[: len(_AFTER_NAME.sub("", key).split())])


def _province(texts: list[str]) -> str | None:
    for text in texts:
        for match in _PROVINCE.finditer(text):
            name = " ".join(match[1].split()[:3])
            name = (
                re.sub(r"\s+(?:[^\W\d_]*[a-zà-ỹ]\s|\S*\d).*$", "", name)
                if is_upper(name)
                else _capitals(name)
            )
            if name and fold(name.split()[0]) not in {
                "thuoc",
                "truc",
                "va",
                "nam",
                "ve",
                "ban",
                "phe",
                "doc",
            }:
                return name.title() if is_upper(name) else name
    return None


def _capitals(name: str) -> str:
    """The leading words that start with a capital; two of them make a province's name, three at most."""
    words = name.split()
    end = next(
        (i for i, w in enumerate(words) if not w[0].isupper() or (fold(w) in {"ve", "nam", "thanh"} and i)),
        len(words),
    )
    return " ".join(words[:end])


def read_document(parts: Regions) -> PlanDocument:
    document = PlanDocument(type=_type_name(parts.type))
    title = squeeze(_joined(parts.title)).rstrip(" .;")
    document.title = title or None
    shown = squeeze(" ".join(line.shown for line in parts.title)).rstrip(" .;")
    document.printed = shown if shown != title else None
    document.years, document.years_open_ended = years_in(title)
    if not document.years:
        document.years, document.years_open_ended = years_in(_joined(parts.preamble[-6:]))
    _read_head_lines(parts.head, document)
    if document.number is None or document.date is None:
        _read_annex_note(parts, document)
    if parts.title:
        first, last = parts.title[0].place, parts.title[-1].place
        document.source = Source(first.page, first.line, last.line)
    _doubt(document)
    return document


def _read_head_lines(head: list[Line], document: PlanDocument) -> None:
    for line in _whole_dates(head):
        if document.number is None and _NUMBER_LINE.search(line.text):
            document.number = document_number(_NUMBER_LINE.split(line.text, maxsplit=1)[1])
        place = re.search(r"(?:^|\s{2,}|UBND\s+|\b)([A-ZĐ][^\d,;]{1,40}),\s*(?:ngày|ngay)\b", line.text)
        if re.search(r"\bngay\b.*\bnam\b|\bngay\b.*/", plain(line.text)) and document.date is None:
            document.date = iso_date(line.text)
            if place:
                document.place = squeeze(re.sub(r".*\b[A-Z]{2,}[-/][A-ZĐ]+\s+", "", place[1]))


def _whole_dates(head: list[Line]) -> list[Line]:
    """Head lines, a date that a narrow column broke ("…, ngày tháng 3" / "năm 2026") in one piece."""
    lines: list[Line] = []
    for line in head:
        if (
            lines
            and re.match(r"(?:thang|nam)\b", plain(line.text))
            and re.search(r"\bngay\b", plain(lines[-1].text))
        ):
            lines[-1] = replace(lines[-1], text=f"{lines[-1].text} {line.text}")
        else:
            lines.append(line)
    return lines


def _read_annex_note(parts: Regions, document: PlanDocument) -> None:
    """ "(Kèm theo Kế hoạch số …/KH-UBND ngày … của …)" repeats number and date; it may leave both blank."""
    lines = [i for i in parts.appendix[:15] if isinstance(i, Line)]
    for at, line in enumerate(lines):
        if not re.match(r"^(?:ban hanh )?kem theo\b", fold(line.text)):
            continue
        text = squeeze(" ".join(x.text for x in lines[at : at + 3]))
        text = text.split(")")[0]
        if document.number is None:
            document.number = document_number(text)
        if document.date is None:
            document.date = iso_date(text)
        return


def _type_name(printed: str | None) -> str | None:
    names = {"ke hoach": "KẾ HOẠCH", "chuong trinh": "CHƯƠNG TRÌNH", "phuong an": "PHƯƠNG ÁN",
             "chuong trinh hanh dong": "CHƯƠNG TRÌNH HÀNH ĐỘNG"}  # fmt: skip
    return names.get(fold(printed), "KẾ HOẠCH") if printed else None


def _doubt(document: PlanDocument) -> None:
    missing = [name for name in ("number", "date", "title", "years") if not getattr(document, name)]
    if document.date and len(document.date) < 10:
        missing.append("date")
    document.doubtful = missing
    document.confidence = round(1 - 0.15 * len(missing), 2)


def _joined(lines: Iterable[Line]) -> str:
    return squeeze(" ".join(line.text for line in lines))


def _lines(lines: Iterable[Line]) -> list[str]:
    return [line.text for line in lines]
