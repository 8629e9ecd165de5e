"""From a Document to a Reading: the parts are found, each is read by its own module."""

from __future__ import annotations

from thanthien.lib.documents.model import Document, Table
from thanthien.lib.planreader.agencies import AgencyBook
from thanthien.lib.planreader.aligned import with_aligned_tables
from thanthien.lib.planreader.anomalies import find_anomalies
from thanthien.lib.planreader.bases import read_bases
from thanthien.lib.planreader.columns import Head
from thanthien.lib.planreader.duties import content_nodes, read_duties, read_obligations
from thanthien.lib.planreader.gate import why_not_a_plan
from thanthien.lib.planreader.heading import read_document, read_unit
from thanthien.lib.planreader.keys import fold, squeeze
from thanthien.lib.planreader.levels import read_levels, read_targets
from thanthien.lib.planreader.lines import Item, Line, stream
from thanthien.lib.planreader.model import Reading, Section, Source, Vocabulary
from thanthien.lib.planreader.outline import Node, build, sections
from thanthien.lib.planreader.paragraphs import Paragraph, measure, paragraphs
from thanthien.lib.planreader.people import read_end, read_steering
from thanthien.lib.planreader.regions import Regions, is_annex, split
from thanthien.lib.planreader.repair import repair_document
from thanthien.lib.planreader.rows import RawRow, tasks_from
from thanthien.lib.planreader.table_cells import read_table
from thanthien.lib.planreader.table_text import cut_text_table, read_text_table
from thanthien.lib.planreader.thresholds import thresholds_in


def read_plan(document: Document, *, vocabulary: Vocabulary | None = None) -> Reading:
    """Read a commune's plan. Never raises for odd content: what cannot be read is left out and said.

    `vocabulary` is the commune's own register of agencies; its names win over the built-in table.
    A document that is not a plan gives `is_plan` False, a reason in Vietnamese, and no tasks.
    """
    document = repair_document(with_aligned_tables(document))
    items = stream(document).items
    parts = split(items)
    book = AgencyBook((vocabulary or Vocabulary()).agencies)
    unit = read_unit(parts)
    book.unit = fold(unit.name or "")
    tables, parts.body = _tables_of(parts.body, book)
    annex_rows, annex_lines = _tables_of(parts.appendix, book)
    rows = tables + annex_rows
    body = paragraphs([i for i in parts.body if isinstance(i, Line)])
    root = build(body, book)
    reading = Reading(unit=unit, document=read_document(parts))
    reading.notes = list(document.notes)
    reason = why_not_a_plan(items, parts, root, rows)
    if reason:
        reading.is_plan, reading.not_plan_reason = False, reason
        return reading
    _fill(reading, parts, body, root, book)
    reading.tasks, groups = tasks_from(rows, book)
    reading.sections += _appendix_sections(annex_lines, groups)
    _finish(reading, body, items)
    return reading


def _tables_of(items: list[Item], book: AgencyBook) -> tuple[list[RawRow], list[Item]]:
    """Rows of every task table among `items`, real or run together as text, and what is left."""
    rows: list[RawRow] = []
    head: Head | None = None
    rest: list[Item] = []
    for item in items:
        if isinstance(item, Table):
            found, own = read_table(item, head)
            head = own or head
            rows += found
        else:
            rest.append(item)
    lines = [i for i in rest if isinstance(i, Line)]
    left: list[Item] = []
    before, text_table, after = cut_text_table(lines)
    while text_table is not None:
        rows += read_text_table(text_table, book)
        left += before
        before, text_table, after = cut_text_table(after)
    return (rows, [*left, *before]) if left else (rows, rest)


def _fill(reading: Reading, parts: Regions, body: list[Paragraph], root: Node, book: AgencyBook) -> None:
    running = [*parts.preamble, *(i for i in parts.body if isinstance(i, Line))]
    reading.legal_bases = read_bases(paragraphs(parts.preamble, measure(running)))
    reading.sections = sections(root)
    content, duty_parts = content_nodes(root, book)
    reading.obligations = read_obligations(content)
    reading.duties = read_duties(duty_parts, book)
    reading.agencies = list(dict.fromkeys(a for duty in reading.duties for a in duty.agencies))
    reading.recipients = read_end(parts.end, reading.document)
    reading.levels = read_levels(body)
    reading.targets = read_targets(body, reading.document.years)
    reading.steering = read_steering(body)


def _appendix_sections(lines: list[Item], groups: list[tuple[str, str, Source]]) -> list[Section]:
    head = next((i for i in lines if isinstance(i, Line) and is_annex(i)), None)
    if head is None:
        return []
    place = Source(head.place.page, head.place.line)
    found = [Section("PL", squeeze(head.text), None, "appendix", source=place)]
    return found + [Section(f"PL.{no}", title, "PL", "criterion", source=at) for no, title, at in groups]


def _finish(reading: Reading, body: list[Paragraph], items: list[Item]) -> None:
    for row in reading.tasks:
        for name in (*row.lead, *row.coordinators):
            if name not in reading.agencies:
                reading.agencies.append(name)
    for obligation in reading.obligations:
        reading.thresholds += thresholds_in(obligation.text, obligation.section, obligation.source)
    for duty in reading.duties:
        reading.thresholds += thresholds_in(duty.text, duty.section, duty.source)
    for task in reading.tasks:
        reading.thresholds += thresholds_in(task.title, f"PL.{task.key}", task.source)
    reading.anomalies = find_anomalies(reading, items)
