"""Tables of the month behind, drawn up from the records and handed in as evidence by themselves.

Each is dated, hashed and kept by version: a late correction makes the next version, and the one before it is taken
back unless somebody has accepted it. Each waits for a second person, as every proof does.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import chain

from django.db import transaction
from django.utils import timezone

from thanthien.assessment.scoring.needs import rule_of, simple_rules
from thanthien.lib import rules
from thanthien.lib.documents.write import Text, write_docx
from thanthien.lib.vietnamese import date_vi
from thanthien.platform.people.models import Person
from thanthien.platform.units.models import Unit
from thanthien.programme.criteria.models import CriteriaSet, Criterion
from thanthien.programme.criteria.queries import adoption_of, tree_of
from thanthien.programme.evidence.actions import CannotChangeProof, withdraw_proof
from thanthien.programme.evidence.checking import check_proof
from thanthien.programme.evidence.filed import (
    Drawn,
    keep_paper,
    newest_paper,
    older_files,
    papers_of_year,
    proofs_of_papers,
    tell_why,
)
from thanthien.programme.evidence.models import Evidence, FiledPaper
from thanthien.programme.evidence.states import Move
from thanthien.programme.measures.filling import WINDOW
from thanthien.workflows.figure_papers import figure_papers
from thanthien.workflows.month_papers import Paper, papers_of_rooms, papers_of_surveys
from thanthien.workflows.proving import Proof, bring, keeper_of, tasks_of_criteria

_LOG = logging.getLogger(__name__)
_SAID = 16  # hexadecimal digits of the digest that are printed


@dataclass(slots=True)
class FiledNow:
    """`failed`: units whose tables could not be drawn up; the log says why."""

    made: int = 0
    failed: list[str] = field(default_factory=list)


def file_due(*, at: datetime) -> FiledNow:
    """The months that are over, for every commune; called daily, it writes only what says something new."""
    done = FiledNow()
    for unit in Unit.objects.filter(parent__isnull=False, successor=None).order_by("pk"):
        if not unit.is_local:
            continue
        try:
            done.made += file_unit(at=at, unit=unit)
        except Exception:
            _LOG.exception("The tables of %s were not filed", unit)
            done.failed.append(str(unit))
    return done


def file_unit(*, at: datetime, unit: Unit) -> int:
    """How many tables were filed for the months of the year that are over."""
    today = timezone.localdate(at)
    filed = {one.first_date for year in (today.year, today.year - 1) for one in papers_of_year(unit, year)}
    made = 0
    for first, last in months_behind(today):
        if today - last <= timedelta(days=WINDOW) or first not in filed:  # older ones stay as they were filed
            made += len(file_month(at=at, unit=unit, first=first, last=last))
    return made


def months_behind(today: date) -> list[tuple[date, date]]:
    """The months of this year that are over, and those that late corrections still reach; the oldest first."""
    found: list[tuple[date, date]] = []
    last = today.replace(day=1) - timedelta(days=1)
    while last.year == today.year or today - last <= timedelta(days=WINDOW):
        found.append((last.replace(day=1), last))
        last = last.replace(day=1) - timedelta(days=1)
    return found[::-1]


def file_month(*, at: datetime, unit: Unit, first: date, last: date) -> list[FiledPaper]:
    """The tables of a month that say something new, each in a transaction of its own."""
    adoption = adoption_of(unit, last.year)
    keeper = keeper_of(unit)
    if adoption is None or keeper is None:
        return []
    made = []
    for paper in _papers(unit, adoption.criteria_set, first, last):
        filed = _file(at, keeper, unit, paper, first, last)
        made += [filed] if filed else []
    return made


def _papers(unit: Unit, criteria_set: CriteriaSet, first: date, last: date) -> Iterator[Paper]:
    nodes = tree_of(criteria_set)
    times = {node.key for node in nodes if counts_proofs(node)}
    every = (
        figure_papers(unit, nodes, first, last),
        papers_of_rooms(unit, criteria_set.code, first, last),
        papers_of_surveys(unit, first, last),
    )
    for paper in chain.from_iterable(every):
        keys = tuple(key for key in paper.keys if key not in times)
        if keys:
            yield replace(paper, keys=keys)


def counts_proofs(node: Criterion) -> bool:
    """Whether each proof of a row stands for one time that something was done: a table of a month is no such time."""
    if not node.rule:
        return False
    return any(
        isinstance(one, rules.Count) and not one.measure for one, _ in simple_rules(rule_of(node.rule))
    )


@transaction.atomic
def _file(
    at: datetime, keeper: Person, unit: Unit, paper: Paper, first: date, last: date
) -> FiledPaper | None:
    Unit.objects.select_for_update().get(pk=unit.pk)  # two at once make one version
    digest = hashlib.sha256(repr(paper.document).encode()).hexdigest()
    known = newest_paper(unit, paper.code, first)
    if known is not None and (paper.once or known.digest == digest):
        return None
    version = known.version + 1 if known else 1
    day = date_vi(timezone.localdate(at))
    words = f"Bảng do phần mềm lập ngày {day}, lần {version}. Mã nội dung: {digest[:_SAID]}."
    document = replace(paper.document, blocks=(*paper.document.blocks, Text(words, italic=True)))
    name = paper.title.replace("/", "-")[:180]
    made = keep_paper(
        at=at, unit=unit,
        drawn=Drawn(paper.code, paper.title[:300], first, last, digest, write_docx(document), f"{name}.docx"),
    )  # fmt: skip
    waiting = Evidence.objects.filter(
        unit=unit, file__in=older_files(made), state=Evidence.State.WAITING, added_by=keeper
    )
    for old in waiting:
        withdraw_proof(actor=keeper, at=at, proof=old)
    tasks = tasks_of_criteria(unit, last.year, paper.keys)
    proven = bring(keeper, at, tasks, Proof(paper.title[:300], last, made.file, made.filename))
    missing = (
        () if tasks else (f"Kế hoạch năm {last.year} chưa có nhiệm vụ nào gắn {', '.join(paper.keys)}.",)
    )
    tell_why(made, (*missing, *proven.why))
    return made


@dataclass(frozen=True, slots=True)
class Accepted:
    accepted: int
    why: tuple[str, ...]


def accept_papers(*, actor: Person, at: datetime, unit: Unit, seen: Iterable[tuple[int, str]]) -> Accepted:
    """Accept waiting proofs of filed tables as they were looked at: (id, mark). What changed since is told.

    Raises NotAllowed.
    """
    done, why = 0, []
    wanted = dict(seen)
    rows = Evidence.objects.filter(
        unit=unit, pk__in=wanted, file__in=FiledPaper.objects.filter(unit=unit).values("file")
    )
    for proof in rows.select_related("task", "file").order_by("pk"):
        try:
            check_proof(actor=actor, at=at, proof=proof, move=Move.ACCEPT, seen=wanted[proof.pk])
            done += 1
        except CannotChangeProof as refusal:
            why.append(str(refusal))
    return Accepted(done, tuple(dict.fromkeys(why)))


def filed_by_month(unit: Unit, year: int) -> list[tuple[date, list[tuple[FiledPaper, list[Evidence]]]]]:
    """The newest version of each table with its proofs, by month, the latest first."""
    papers = papers_of_year(unit, year)
    proofs = proofs_of_papers(unit, papers)
    months: dict[date, list[tuple[FiledPaper, list[Evidence]]]] = {}
    for paper in papers:
        months.setdefault(paper.first_date, []).append((paper, proofs.get(paper.file_id, [])))
    return list(months.items())
