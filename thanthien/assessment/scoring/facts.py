"""What is known about each criterion of a unit in a year, gathered in a fixed number of queries.

A criterion's facts are the tasks that serve it, and only those: a task confirmed for a heading counts
for the heading's own rule, not for the rows below. Tasks are matched by the criterion's key, so that a
new version of the set keeps what the old one had. Proof of a withdrawn task still counts: the work was done.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import NamedTuple

from django.utils import timezone

from thanthien.assessment.scoring.figures import Figure, figures_by_measure, for_criteria
from thanthien.assessment.scoring.models import Judgement
from thanthien.assessment.scoring.sheet import Record, TaskRef
from thanthien.lib import rules
from thanthien.lib.vietnamese import date_vi
from thanthien.platform.units.models import Unit
from thanthien.platform.workdays.queries import calendar_of
from thanthien.programme.criteria.models import CriteriaSet
from thanthien.programme.evidence.models import Evidence
from thanthien.programme.evidence.queries import proofs_of_year
from thanthien.programme.plans.models import Plan, Task, TaskAgency

_HALF_A_MONTH = 15


@dataclass(slots=True)
class Gathered:
    """The facts of one criterion, and the records they came from by reference."""

    facts: rules.Facts = field(default_factory=rules.Facts)
    records: dict[str, Record] = field(default_factory=dict)
    waiting: list[Record] = field(default_factory=list)
    returned: list[Record] = field(default_factory=list)
    aside: list[Record] = field(default_factory=list)
    tasks: list[TaskRef] = field(default_factory=list)
    hoped: tuple[rules.Proof, ...] = ()

    def if_accepted(self) -> rules.Facts:
        """The facts as they would be if every proof that waits for a check were accepted."""
        return replace(self.facts, proofs=(*self.facts.proofs, *self.hoped))

    def behind(self, references: Iterable[str]) -> tuple[Record, ...]:
        """The records that references of a verdict stand for; one reference may join several proofs."""
        return tuple(self.records[ref] for joined in references for ref in joined.split())

    def beside(self, counted: Iterable[Record], as_of: date) -> tuple[Record, ...]:
        """Accepted proofs that hold and are not among the records that count."""
        known = {record.ref for record in counted}
        return tuple(
            one
            for one in self.records.values()
            if one.kind == "evidence" and one.ref not in known and _holds(one, as_of)
        )

    def ended(self, as_of: date) -> tuple[Record, ...]:
        """Accepted proofs whose term is over, by day."""
        proofs = [one for one in (*self.records.values(), *self.aside) if one.kind == "evidence"]
        over = [one for one in proofs if one.day <= as_of and not _holds(one, as_of)]
        return tuple(sorted(over, key=lambda one: (one.day, one.id)))

    def aside_on(self, as_of: date) -> tuple[Record, ...]:
        return tuple(one for one in self.aside if _holds(one, as_of))


def _holds(one: Record, as_of: date) -> bool:
    return rules.holds_on(as_of, day=one.day, until=one.until)


class _Part(NamedTuple):
    name: str
    agency_id: int | None


class _Proof(NamedTuple):
    """One row of evidence, as the query gives it."""

    id: int
    task_id: int
    part_id: int | None
    agency_id: int | None
    agency_name: str | None
    kind: str
    title: str
    effective_date: date
    valid_until: date | None
    also_of_id: int | None
    state: str


def gather(
    unit: Unit,
    year: int,
    criteria_set: CriteriaSet,
    *,
    as_of: date,
    measures: Mapping[str, frozenset[str]],
    by_day: frozenset[str] = frozenset(),
) -> dict[str, Gathered]:
    """Facts by criterion key. `measures` names the codes each criterion's rule reads, `by_day` those of them that

    are wanted day by day. At most ten queries.
    """
    since, calendar = _since(unit, year), calendar_of(unit, year)
    found: dict[str, Gathered] = defaultdict(Gathered)
    proofs = _gather_tasks(unit, year, criteria_set.code, found)
    codes = {code for own in measures.values() for code in own}
    figures = figures_by_measure(unit, year, as_of, codes, by_day)
    readings = _gather_readings(figures, measures, found)
    judgements = _gather_judgements(unit, year, criteria_set.code, as_of, found)
    for key in {*found, *readings, *judgements}:
        leads = dict.fromkeys(
            lead for task in found[key].tasks if not task.is_withdrawn for lead in task.leads
        )
        found[key].facts = rules.Facts(
            proofs=proofs.get(key, ()),
            leads=tuple(leads),
            readings=tuple(readings.get(key, ())),
            judgement=judgements.get(key),
            since=since,
            calendar=calendar,
        )
    return _with_start(found, rules.Facts(since=since, calendar=calendar))


def _with_start(found: dict[str, Gathered], nothing: rules.Facts) -> dict[str, Gathered]:
    """Criteria that nothing is known of get the same first day and the same calendar as the others."""
    blank: dict[str, Gathered] = defaultdict(lambda: Gathered(nothing))
    blank.update(found)
    return blank


def _since(unit: Unit, year: int) -> date | None:
    """The day the unit's first plan of the year was signed; None where the programme ran before the year.

    An amended plan does not start the year anew, so replaced plans are asked too. A plan signed in the first
    half of a month leaves time for that month's work, so the month counts as a whole.
    """
    plans = Plan.objects.filter(unit=unit, year__in=(year - 1, year)).values_list("year", "issued_date")
    days = []
    for plan_year, printed in plans:
        if plan_year < year or (printed and printed[:4] < str(year)):
            return None
        if printed.startswith(str(year)):  # perhaps partial: 2026-02, 2026
            days.append(date.fromisoformat(f"{printed}-01-01"[:10] if len(printed) < 10 else printed))
    first = min(days, default=None)
    return first.replace(day=1) if first and first.day <= _HALF_A_MONTH else first


def _gather_tasks(
    unit: Unit, year: int, set_code: str, found: dict[str, Gathered]
) -> dict[str, tuple[rules.Proof, ...]]:
    rows = (
        Task.objects.filter(unit=unit, year=year, criterion__criteria_set__code=set_code)
        .order_by("position")
        .values_list("pk", "criterion__key", "no", "title", "state", "is_header", "withdrawn_at")
    )
    tasks = list(rows)
    parts = _lead_parts(unit, year)
    key_of = {row[0]: row[1] for row in tasks}
    withdrawn = {row[0] for row in tasks if row[6]}
    for pk, key, no, title, state, is_header, withdrawn_at in tasks:
        if is_header:
            continue  # a heading of the plan: nobody does it, so it is no task of the criterion
        names = tuple(part.name for part in parts[pk].values())
        found[key].tasks.append(TaskRef(pk, no, title, state, names, withdrawn_at is not None))
    proofs: dict[str, list[_Placed]] = defaultdict(list)
    for one in _evidence(unit, year):
        if one.task_id not in key_of:
            continue
        key, proof = key_of[one.task_id], _record_of(one)
        lead = _lead_of(one, parts[one.task_id], is_withdrawn=one.task_id in withdrawn)
        if one.state == Evidence.State.RETURNED:
            found[key].returned.append(proof)
        elif one.state == Evidence.State.WAITING:
            found[key].waiting.append(proof)
        elif lead is None:
            found[key].aside.append(proof)
        else:
            found[key].records[proof.ref] = proof
        if lead is not None and one.state != Evidence.State.RETURNED:
            proofs[key].append(_Placed(lead, proof, one.valid_until, one.also_of_id or one.id))
    for key, placed in proofs.items():
        found[key].hoped = _by_day(one for one in placed if one.record.state == Evidence.State.WAITING)
    return {
        key: _by_day(one for one in placed if one.record.state == Evidence.State.ACCEPTED)
        for key, placed in proofs.items()
    }


class _Placed(NamedTuple):
    lead: str
    record: Record
    until: date | None
    root: int  # the proof whose file it shows: one file tied to two tasks of a criterion is one file


def _by_day(placed: Iterable[_Placed]) -> tuple[rules.Proof, ...]:
    """Two pictures of one visit are one visit: proofs of a lead from the same day stand together.

    Only those that end on the same day too: what has run out takes nothing else with it.
    """
    together: dict[tuple[str, date, date | None], list[_Placed]] = defaultdict(list)
    for one in placed:
        together[one.lead, one.record.day, one.until].append(one)
    return tuple(
        rules.Proof(
            day, " ".join(one.record.ref for one in same), lead, len({one.root for one in same}), until
        )
        for (lead, day, until), same in together.items()
    )


def _lead_parts(unit: Unit, year: int) -> dict[int, dict[int, _Part]]:
    """Lead parts by task and part id."""
    rows = (
        TaskAgency.objects.filter(task__unit=unit, task__year=year, part=TaskAgency.Part.LEAD)
        .order_by("task_id", "position")
        .values_list("task_id", "pk", "agency__name", "group_name", "agency_id")
    )
    parts: dict[int, dict[int, _Part]] = defaultdict(dict)
    for task_id, pk, agency_name, group_name, agency_id in rows:
        parts[task_id][pk] = _Part(agency_name or group_name, agency_id)
    return parts


def _evidence(unit: Unit, year: int) -> list[_Proof]:
    names = [name if name != "agency_name" else "agency__name" for name in _Proof._fields]
    rows = (
        proofs_of_year(unit, year)
        .exclude(state=Evidence.State.WITHDRAWN)
        .order_by("effective_date", "pk")
        .values_list(*names)
    )
    return [_Proof._make(row) for row in rows]


def _record_of(one: _Proof) -> Record:
    return Record(
        ref=f"evidence:{one.id}",
        kind="evidence",
        id=one.id,
        label=_label_of(one),
        day=one.effective_date,
        target=("task", str(one.task_id)),
        state=one.state,
        agency=one.agency_name or "",
        form=Evidence.Kind(one.kind).label,
        until=one.valid_until,
    )


def _label_of(one: _Proof) -> str:
    """The title, and what decides whether it counts here: its end, and that its file also stands elsewhere."""
    notes = [f"có hiệu lực đến {date_vi(one.valid_until)}"] if one.valid_until else []
    notes += ["dùng chung với nhiệm vụ khác"] if one.also_of_id else []
    return f"{one.title} ({'; '.join(notes)})" if notes else one.title


def _lead_of(one: _Proof, parts: dict[int, _Part], *, is_withdrawn: bool) -> str | None:
    """The lead a proof stands for: "" for all of them, None for none.

    Where a row has two leads, proof of a third agency completes neither.
    """
    if is_withdrawn or not parts:
        return ""
    if one.part_id in parts:
        return parts[one.part_id].name
    for part in parts.values():
        if part.agency_id is not None and part.agency_id == one.agency_id:
            return part.name
    groups = [part.name for part in parts.values() if part.agency_id is None]
    if len(parts) == 1:
        return next(iter(parts.values())).name
    return groups[0] if len(groups) == 1 else None


def _gather_readings(
    figures: Mapping[str, list[Figure]],
    measures: Mapping[str, frozenset[str]],
    found: dict[str, Gathered],
) -> dict[str, list[rules.Reading]]:
    facts: dict[str, list[rules.Reading]] = {}
    for key, own in for_criteria(figures, measures).items():
        found[key].records |= {record.ref: record for _, record in own}
        facts[key] = [reading for reading, _ in own]
    return facts


def _gather_judgements(
    unit: Unit, year: int, set_code: str, as_of: date, found: dict[str, Gathered]
) -> dict[str, rules.Judgement]:
    end_of_day = timezone.make_aware(datetime.combine(as_of + timedelta(days=1), time.min))
    rows = (
        Judgement.objects.filter(
            unit=unit, year=year, criterion__criteria_set__code=set_code, judged_at__lt=end_of_day
        )
        .order_by("judged_at", "pk")
        .values_list("pk", "criterion__key", "share", "reason", "judged_at", "judged_by__full_name")
    )
    latest: dict[str, rules.Judgement] = {}
    for pk, key, share, reason, judged_at, by in rows:  # the latest of a key stands
        percent = share * 100
        record = Record(
            ref=f"judgement:{pk}",
            kind="judgement",
            id=pk,
            label=f"{by} chấm: {reason}",
            day=timezone.localtime(judged_at).date(),
            target=("score", key),
        )
        found[key].records[record.ref] = record
        latest[key] = rules.Judgement(percent, Decimal(100), reason, record.ref)
    return latest
