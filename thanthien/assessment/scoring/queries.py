"""The live score of a unit, worked out from its records each time it is asked for.

Whoever may see the unit's score (`Action.SCORE_VIEW`) sees every record behind it; callers ask first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

from thanthien.assessment.rounds.queries import deadline_of, registration_of
from thanthien.assessment.scoring.effort import effort_of
from thanthien.assessment.scoring.facts import Gathered, gather
from thanthien.assessment.scoring.figures import needs_days
from thanthien.assessment.scoring.levels import level_of, ways_up
from thanthien.assessment.scoring.models import Judgement
from thanthien.assessment.scoring.needs import Need, guide_of, kinds_of, needs_of, rule_of
from thanthien.assessment.scoring.rule_words import rule_in_words
from thanthien.assessment.scoring.sheet import Level, Line, ScoreSheet
from thanthien.lib import rules
from thanthien.lib.rules import STATUS_LABEL, Status
from thanthien.lib.vietnamese import number_vi
from thanthien.platform.units.models import Unit
from thanthien.programme.criteria.models import Adoption, CriteriaSet, Criterion
from thanthien.programme.criteria.queries import adoption_of, bands_of, points_by_criterion, tree_of

_SAID_FIRST = (Status.MET, Status.PARTLY, Status.UNMET, Status.NOT_MEASURED, Status.NOT_APPLICABLE)


@dataclass(frozen=True, slots=True)
class Workings:
    """What a sheet was worked out from, by the key of each row that is scored itself."""

    rules: Mapping[str, rules.Rule]
    found: Mapping[str, Gathered]
    maxima: Mapping[str, Decimal | None]


def score_sheet(unit: Unit, year: int, as_of: date) -> ScoreSheet:
    """Every criterion with points, reason, what is missing and the records behind, as of the end of a day.

    Evidence counts by the state it has now; `as_of` bounds when things happened. Without an adopted set
    the sheet is empty and says so. At most 14 queries, however many rows and proofs.
    """
    return worked_sheet(unit, year, as_of)[0]


def worked_sheet(
    unit: Unit, year: int, as_of: date, *, adoption: Adoption | None = None
) -> tuple[ScoreSheet, Workings]:
    """The sheet, with the rules and facts behind it for those who ask what may yet become of them.

    `adoption` measures the unit by another set or table than its own, one not kept perhaps.
    """
    adoption = adoption or adoption_of(unit, year)
    if adoption is None:
        nothing = Level(None, "Chưa chọn bộ tiêu chí", f"Đơn vị chưa chọn bộ tiêu chí năm {year}.", None, "")
        registration = registration_of(unit, year)
        total = rules.total_of([])
        empty = ScoreSheet(unit, year, as_of, None, (), total, nothing, (), registration, None, ())
        return empty, Workings({}, {}, {})
    criteria_set = adoption.criteria_set
    criteria = tree_of(criteria_set)
    bands = tuple(bands_of(criteria_set))
    scored = _Scored(criteria, points_by_criterion(adoption.weight_table), unit, year, criteria_set, as_of)
    top = scored.lines()
    total = rules.total_of(scored.verdicts.values())
    registration = registration_of(unit, year)
    leaves = [leaf for line in top for leaf in line.walk() if leaf.is_leaf]
    sheet = ScoreSheet(
        unit=unit,
        year=year,
        as_of=as_of,
        adoption=adoption,
        top=top,
        total=total,
        level=level_of(total, criteria_set, bands, registration),
        bands=bands,
        registration=registration,
        registration_due=deadline_of(criteria_set, "registration", year),
        ways=ways_up(leaves, total, criteria_set, bands, registration),
    )
    return sheet, Workings(scored.rules, scored.found, scored.maxima)


class _Scored:
    """The verdict of every leaf, and the tree of lines above them."""

    def __init__(
        self,
        criteria: list[Criterion],
        maxima: Mapping[int, Decimal],
        unit: Unit,
        year: int,
        criteria_set: CriteriaSet,
        as_of: date,
    ) -> None:
        self.below: dict[int | None, list[Criterion]] = {}
        for node in criteria:
            self.below.setdefault(node.parent_id, []).append(node)
        leaves = [node for node in criteria if node.pk not in self.below]
        self.rules = {node.key: rule_of(node.rule) for node in leaves}
        self.needs = {key: needs_of(rule) for key, rule in self.rules.items()}
        codes = {key: frozenset(need.code for need in needs) for key, needs in self.needs.items()}
        self.found = gather(
            unit, year, criteria_set, as_of=as_of, measures=codes, by_day=needs_days(self.rules.values())
        )
        self.maxima = {node.key: maxima.get(node.pk) for node in leaves}
        self.as_of, self.year = as_of, year
        self.verdicts = {node.key: self._score(node.key, self.found[node.key].facts) for node in leaves}

    def _score(self, key: str, facts: rules.Facts) -> rules.Verdict:
        return rules.score(self.rules[key], facts, maximum=self.maxima[key], as_of=self.as_of, year=self.year)

    def lines(self, parent: int | None = None) -> tuple[Line, ...]:
        return tuple(self._line(node) for node in self.below.get(parent, ()))

    def _line(self, node: Criterion) -> Line:
        children = self.lines(node.pk) if node.pk in self.below else ()
        if children:
            return _heading(node, children, self._verdicts_below(children), self.found[node.key])
        found, verdict = self.found[node.key], self.verdicts[node.key]
        hoped = self._score(node.key, found.if_accepted()) if found.hoped else verdict
        line = _leaf(node, self.rules[node.key], verdict, found, hoped)
        codes = tuple(need.code for need in self.needs[node.key])
        return replace(
            line,
            measures=codes,
            aside=found.aside_on(self.as_of),
            beside=found.beside(line.records, self.as_of),
            ended=found.ended(self.as_of),
        )

    def _verdicts_below(self, children: Iterable[Line]) -> list[rules.Verdict]:
        return [self.verdicts[line.key] for child in children for line in child.walk() if line.is_leaf]


def _leaf(
    node: Criterion, rule: rules.Rule, verdict: rules.Verdict, found: Gathered, hoped: rules.Verdict
) -> Line:
    return Line(
        key=node.key,
        number=node.number,
        title=node.title,
        depth=node.depth,
        criterion_id=node.pk,
        children=(),
        rule_kinds=kinds_of(rule),
        maximum=verdict.maximum,
        points=verdict.points,
        share=verdict.share,
        status=verdict.progress,
        why=verdict.why,
        missing=tuple(text for text in verdict.missing if text),
        how=tuple(rule_in_words(rule)),
        guide=guide_of(rule),
        product=node.product,
        records=found.behind(verdict.records),
        waiting=tuple(found.waiting),
        returned=tuple(found.returned),
        aside=(),
        beside=(),
        ended=(),
        after_check=hoped.points,
        tasks=tuple(found.tasks),
        measures=(),
        leads=found.facts.leads,
        effort=effort_of(rule, verdict.progress, check_suffices=hoped.progress is Status.MET),
    )


def _heading(
    node: Criterion, children: tuple[Line, ...], verdicts: list[rules.Verdict], found: Gathered
) -> Line:
    total = rules.total_of(verdicts)
    status = _status_of(total.by_status)
    counts = ", ".join(
        f"{total.by_status[one]} {STATUS_LABEL[one].lower()}" for one in _SAID_FIRST if total.by_status[one]
    )
    why = f"{len(verdicts)} nội dung: {counts}"
    if total.weights_loaded:
        why += f"; được {number_vi(total.points)}/{number_vi(total.maximum)} điểm"
    whole = total.maximum if total.maximum else None
    return Line(
        key=node.key,
        number=node.number,
        title=node.title,
        depth=node.depth,
        criterion_id=node.pk,
        children=children,
        rule_kinds=frozenset(),
        maximum=total.scale if total.weights_loaded else None,
        points=total.points if total.weights_loaded else None,
        share=total.points / whole if whole else Decimal(0),
        status=status,
        why=f"{why}.",
        missing=(),
        how=(),
        guide="",
        product=node.product,
        records=(),
        waiting=tuple(found.waiting),
        returned=tuple(found.returned),
        aside=(),
        beside=(),
        ended=(),
        after_check=None,
        tasks=tuple(found.tasks),
        measures=(),
        leads=(),
        effort=None,
    )


def _status_of(by_status: Mapping[Status, int]) -> Status:
    """The status of a heading by the rows below it."""
    present = {status for status, count in by_status.items() if count}
    asked = present - {Status.NOT_APPLICABLE}
    if not asked:
        return Status.NOT_APPLICABLE
    if len(asked) == 1:
        return asked.pop()
    return Status.PARTLY if asked & {Status.MET, Status.PARTLY} else Status.UNMET


@dataclass(frozen=True, slots=True)
class MeasureNeed:
    """A measure that a criterion of the set reads."""

    need: Need
    criterion: Criterion

    @property
    def place(self) -> str:
        """Where the criterion stands: "II.4" also for an unnumbered row below II.4."""
        return self.criterion.key.split("#")[0]


def measures_needed(criteria_set: CriteriaSet) -> list[MeasureNeed]:
    """The measures that the set's rules name, in the order of the tree; one query."""
    return [
        MeasureNeed(need, node)
        for node in tree_of(criteria_set)
        if node.rule
        for need in needs_of(rule_of(node.rule))
    ]


def judgements_of(unit: Unit, year: int, key: str) -> QuerySet[Judgement]:
    """What was judged of a criterion in a year, newest first; the first one stands."""
    return Judgement.objects.filter(unit=unit, year=year, criterion__key=key).select_related("judged_by")
