"""Where the points of each row come from: counted records, tables that file themselves, what people enter, a judgement.

A row is scored by itself where nobody types a figure or brings a proof for the sake of the points: the work is
recorded, and the rest follows. The second person's check of a filed table remains a person's.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from thanthien.assessment.scoring.needs import needs_of, rule_of, simple_rules
from thanthien.lib import rules
from thanthien.lib.sampling import Share
from thanthien.operations.disclosure.definition import definition
from thanthien.platform.units.models import Unit
from thanthien.programme.criteria.models import Criterion
from thanthien.programme.criteria.queries import adoption_of, tree_of
from thanthien.programme.measures.models import Reading
from thanthien.programme.measures.registry import Measure, measures
from thanthien.workflows.month_papers import criteria_by_paper
from thanthien.workflows.surveys import SUMMARY


class Kind(StrEnum):
    RECORDS = "records"
    FILED = "filed"
    TYPED = "typed"
    BROUGHT = "brought"
    JUDGED = "judged"


WORDS = {
    Kind.RECORDS: "Đếm từ hồ sơ",
    Kind.FILED: "Hồ sơ và bảng tự nộp",
    Kind.TYPED: "Số ghi hằng tháng",
    Kind.BROUGHT: "Minh chứng do người nộp",
    Kind.JUDGED: "Người chấm",
}
BY_ITSELF = frozenset({Kind.RECORDS, Kind.FILED})


@dataclass(frozen=True, slots=True)
class Source:
    """`counted`: measures that rooms count; `typed`: those that people type in this unit.

    `why` says of a judged row why no record can prove it.
    """

    criterion: Criterion
    kind: Kind
    counted: tuple[Measure, ...] = ()
    typed: tuple[Measure, ...] = ()
    is_filed: bool = False
    asks_proof: bool = False
    why: str = ""
    guide: str = ""

    @property
    def said(self) -> str:
        return WORDS[self.kind]

    @property
    def is_by_itself(self) -> bool:
        return self.kind in BY_ITSELF


@dataclass(frozen=True, slots=True)
class Sources:
    headings: tuple[tuple[Criterion, tuple[Source, ...]], ...]

    @property
    def rows(self) -> list[Source]:
        return [one for _, some in self.headings for one in some]

    @property
    def by_itself(self) -> Share:
        return Share(sum(one.is_by_itself for one in self.rows), len(self.rows))

    @property
    def by_rule(self) -> Share:
        """Rows whose points a rule works out, from figures or proof, whoever brought them."""
        return Share(sum(one.kind is not Kind.JUDGED for one in self.rows), len(self.rows))

    def counts(self) -> list[tuple[Kind, str, int]]:
        return [(kind, words, sum(one.kind is kind for one in self.rows)) for kind, words in WORDS.items()]


def sources_of(unit: Unit, year: int) -> Sources | None:
    """Every row that is scored itself under its heading; None where no set is adopted. Four queries."""
    adoption = adoption_of(unit, year)
    if adoption is None:
        return None
    nodes = tree_of(adoption.criteria_set)
    parents = {node.parent_id for node in nodes}
    filed = _filed_keys(adoption.criteria_set.code)
    typed_here = _typed_here(unit, year)
    found: dict[int | None, list[Source]] = {}
    for node in nodes:
        if node.pk not in parents:
            found.setdefault(node.parent_id, []).append(_source(node, filed, typed_here))
    by_id = {node.pk: node for node in nodes}
    return Sources(tuple((by_id[pk], tuple(rows)) for pk, rows in found.items() if pk is not None))


def _source(node: Criterion, filed: frozenset[str], typed_here: frozenset[str]) -> Source:
    rule = rule_of(node.rule)
    simple = [one for one, _ in simple_rules(rule)]
    if all(isinstance(one, rules.Judged) for one in simple):
        judged = next(one for one in simple if isinstance(one, rules.Judged))
        return Source(node, Kind.JUDGED, why=judged.why, guide=judged.guide)
    named = [measures()[code] for code in dict.fromkeys(need.code for need in needs_of(rule))]
    counted = tuple(one for one in named if one.room and one.code not in typed_here)
    typed = tuple(one for one in named if one not in counted)
    asks = any(_asks_proof(one, counted) for one in simple)
    # a table of the month stands for every row with counted figures; other papers are named in the data
    is_filed = bool(counted) or node.key in filed or SUMMARY in node.product_kinds
    kind = _kind(simple, bool(typed), asks=asks, is_filed=is_filed)
    return Source(node, kind, counted, typed, is_filed, asks)


def _kind(simple: Iterable[rules.Rule], typed: bool, *, asks: bool, is_filed: bool) -> Kind:
    if any(isinstance(one, rules.Judged) for one in simple):
        return Kind.JUDGED
    if asks and not is_filed:
        return Kind.BROUGHT
    if typed:
        return Kind.TYPED
    return Kind.FILED if asks else Kind.RECORDS


def _asks_proof(rule: rules.Rule, counted: tuple[Measure, ...]) -> bool:
    """Whether a rule reads evidence: of a kind of its own, or one for each time where no record counts the times."""
    counts_proofs = isinstance(rule, rules.Count) and not rule.measure
    return isinstance(rule, rules.Evidence) or (counts_proofs and not counted)


def _filed_keys(set_code: str) -> frozenset[str]:
    """Criteria to which the daily work hands in by itself: tables of the rooms, postings with their proof."""
    keys = {key for some in criteria_by_paper(set_code).values() for key in some}
    proves = definition().criteria.get(set_code)
    if proves is not None:
        keys |= {*proves.items.values(), *proves.channels.values()}
    return frozenset(keys - {""})


def _typed_here(unit: Unit, year: int) -> frozenset[str]:
    """Measures a room could count that this unit has only typed so far in the year. One query."""
    rows = Reading.objects.filter(unit=unit, day__year=year).order_by().values_list("measure", "source")
    sources: dict[str, set[str]] = {}
    for code, source in rows.distinct():
        sources.setdefault(code, set()).add(source)
    return frozenset(code for code, some in sources.items() if some == {Reading.Source.TYPED})
