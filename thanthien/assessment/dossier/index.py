"""The index of an archive: for people as a page and as a Word document, for programs as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby
from typing import Any

from thanthien.assessment.dossier.contents import PaperEntry, ProofEntry, SetAside
from thanthien.assessment.dossier.queries import Completeness
from thanthien.assessment.reports.sources import Sources
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
)
from thanthien.lib.vietnamese import date_vi

FORMAT = "thanthien-dossier/1"
MOST_IN_WORD = 600  # proofs listed one by one in Word; past that it counts them and the page lists them
_NOT_COUNTED = "Minh chứng đã chấp nhận nhưng không còn tính"
_STYLE = (
    "body{font:16px/1.5 'Times New Roman',serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#111}"
    "h1{font-size:1.4rem}h2{font-size:1.15rem;margin-top:2rem}h3{font-size:1rem;margin-bottom:.25rem}"
    "table{border-collapse:collapse;width:100%}th,td{border:1px solid #999;padding:.3rem .5rem;text-align:left;"
    "vertical-align:top}.warn{border-left:4px solid #a32020;padding-left:.75rem}"
)


@dataclass(frozen=True, slots=True)
class Told:
    """What an index tells of: the unit's day, the papers, the proofs packed and those set aside, what is broken."""

    sources: Sources
    found: Completeness
    papers: Sequence[PaperEntry]
    proofs: Sequence[ProofEntry]
    aside: Sequence[SetAside]
    problems: Sequence[str]


def manifest(told: Told, digests: dict[str, str]) -> bytes:
    """Everything the archive holds, as JSON. No time of making: the same inputs give the same bytes."""
    sources, found = told.sources, told.found

    def said(path: str | None) -> dict[str, Any]:
        return {"path": path, "sha256": digests.get(path or "", "")} if path else {"path": None}

    data = {
        "format": FORMAT,
        "unit": {"code": sources.unit.code, "name": sources.unit.full_name},
        "year": sources.year,
        "as_of": sources.today.isoformat(),
        "list": {"title": found.asked.title, "version": found.asked.version},
        "papers": [
            {"code": one.standing.paper.code, "title": one.standing.paper.title, "state": one.standing.state}
            | said(one.item.path if one.item else None)
            for one in told.papers
        ],
        "proofs": [
            {
                "number": one.number,
                "criterion": one.criterion,
                "title": one.title,
                "date": one.day.isoformat(),
                "agency": one.agency,
                "task": one.task,
                "url": one.url,
            }
            | said(one.item.path if one.item else None)
            for one in told.proofs
        ],
        "not_counted": [
            {
                "criterion": one.criterion,
                "title": one.title,
                "date": one.day.isoformat(),
                "reason": one.reason,
            }
            for one in told.aside
        ],
        "criteria_without_proof": [line.key for line in found.unproved],
        "problems": list(told.problems),
    }
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def page(told: Told) -> bytes:
    """The index as one HTML page that needs nothing else; its links lead to the files beside it."""
    return "\n".join(_page(told)).encode()


def _page(told: Told) -> Iterator[str]:
    sources, found = told.sources, told.found
    title = _title(sources)
    yield f'<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>{escape(title)}</title>'
    yield f"<style>{_STYLE}</style></head><body><h1>{escape(title)}</h1>"
    yield f"<p>{escape(_until(told))}</p>"
    if told.problems:
        lines = "".join(f"<li>{escape(one)}</li>" for one in told.problems)
        yield f'<div class="warn"><p>Tệp không đọc được:</p><ul>{lines}</ul></div>'
    yield "<h2>I. Văn bản</h2><table><tr><th>TT</th><th>Văn bản</th><th>Tình trạng</th></tr>"
    for number, one in enumerate(told.papers, 1):
        yield f"<tr><td>{number}</td><td>{_link(one.standing.paper.title, one)}</td><td>{one.standing.words}</td></tr>"
    yield "</table><h2>II. Minh chứng</h2>"
    for (key, heading), rows in groupby(told.proofs, key=lambda one: (one.criterion, one.criterion_title)):
        yield f"<h3>{escape(_criterion(key, heading))}</h3><table>"
        yield "<tr><th>TT</th><th>Ngày</th><th>Minh chứng</th><th>Cơ quan</th></tr>"
        for row in rows:
            cells = f"<td>{row.number}</td><td>{date_vi(row.day)}</td><td>{_link(row.title, row)}</td>"
            yield f"<tr>{cells}<td>{escape(row.agency)}</td></tr>"
        yield "</table>"
    if told.aside:
        yield f"<h3>{_NOT_COUNTED}</h3><table><tr><th>Ngày</th><th>Minh chứng</th><th>Lý do</th></tr>"
        for gone in told.aside:
            cells = "".join(f"<td>{escape(one)}</td>" for one in (date_vi(gone.day), gone.title, gone.reason))
            yield f"<tr>{cells}</tr>"
        yield "</table>"
    if found.unproved:
        lines = "".join(f"<li>{escape(line.place)}. {escape(line.title)}</li>" for line in found.unproved)
        yield f"<h2>III. Nội dung chưa có minh chứng</h2><ul>{lines}</ul>"
    yield "</body></html>"


def _link(title: str, one: PaperEntry | ProofEntry) -> str:
    address = one.item.path if one.item else (one.url if isinstance(one, ProofEntry) else "")
    return f'<a href="{escape(address, quote=True)}">{escape(title)}</a>' if address else escape(title)


def _title(sources: Sources) -> str:
    return f"Mục lục hồ sơ đề nghị công nhận “Chính quyền thân thiện” năm {sources.year} – {sources.unit.full_name}"


def _until(told: Told) -> str:
    said = f"Chốt đến hết ngày {date_vi(told.sources.today)}; {len(told.proofs)} minh chứng đã được chấp nhận"
    return (
        f"{said}; {len(told.aside)} minh chứng không còn tính, không có tệp trong hồ sơ."
        if told.aside
        else f"{said}."
    )


def _criterion(key: str, title: str) -> str:
    return f"{key.split('#')[0]}. {title}" if key else "Nội dung khác của kế hoạch"


_PAPERS = (
    Column("TT", 1.2, "centre"),
    Column("Tên văn bản", 9.8),
    Column("Tình trạng", 5.0),
)
_PROOFS = (
    Column("TT", 1.4, "centre"),
    Column("Ngày", 2.4, "centre"),
    Column("Tên minh chứng", 8.2),
    Column("Cơ quan", 4.0),
)


def word(told: Told) -> bytes:
    """The index as a Word document in the unit's layout."""
    sources, found, proofs = told.sources, told.found, told.proofs
    rows = tuple(
        TableRow((str(number), one.standing.paper.title, one.standing.words))
        for number, one in enumerate(told.papers, 1)
    )
    blocks: list[Block] = [
        Text(_until(told)),
        Heading("I. VĂN BẢN"),
        TableBlock(_PAPERS, rows),
        Heading("II. MINH CHỨNG"),
        *_counted(proofs),
    ]
    if told.aside:
        blocks.append(Text(f"{_NOT_COUNTED}:"))
        blocks += [Text(f"- {one.title} ({date_vi(one.day)}): {one.reason}.") for one in told.aside]
    if found.unproved:
        blocks.append(Heading("III. NỘI DUNG CHƯA CÓ MINH CHỨNG"))
        blocks += [Text(f"- {line.place}. {line.title}") for line in found.unproved]
    listed = len(proofs) <= MOST_IN_WORD
    document = AdministrativeDocument(
        issuer=sources.unit.issuer,
        number="      /UBND-VHXH",
        place=sources.unit.name,
        kind="MỤC LỤC",
        subject=f"Hồ sơ đề nghị công nhận mô hình “Chính quyền thân thiện” năm {sources.year}",
        blocks=tuple(blocks),
        year=sources.year,
        annexes=(Annex("Danh mục minh chứng", (_listed(proofs),)),) if listed and proofs else (),
    )
    return write_docx(document)


def _counted(proofs: Sequence[ProofEntry]) -> Iterator[Block]:
    for (key, title), rows in groupby(proofs, key=lambda one: (one.criterion, one.criterion_title)):
        yield Text(f"- {_criterion(key, title)}: {sum(1 for _ in rows)} minh chứng.")
    if len(proofs) > MOST_IN_WORD:
        yield Text("Danh sách từng minh chứng ở tệp 00-muc-luc.html.", italic=True)


def _listed(proofs: Sequence[ProofEntry]) -> TableBlock:
    rows: list[TableRow] = []
    for (key, title), members in groupby(proofs, key=lambda one: (one.criterion, one.criterion_title)):
        rows.append(TableRow((_criterion(key, title), "", "", ""), bold=True, span=True))
        rows += [TableRow((str(one.number), date_vi(one.day), one.title, one.agency)) for one in members]
    return TableBlock(_PROOFS, tuple(rows), size=11)
