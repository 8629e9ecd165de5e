"""What the conduct of staff measures, counted where the unit keeps records; without any, what is typed holds.

Checks count the people that were looked at, on the day, whether the check was finished or not: who leaves one open
hides nothing. That nobody breached a rule is said by a finished check of that day, never by silence.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from django.db.models import QuerySet

from thanthien.operations.conduct.definition import definition
from thanthien.operations.conduct.models import (
    Attendance,
    Breach,
    Certificate,
    Commitment,
    Look,
    Post,
    SpotCheck,
    Training,
)
from thanthien.platform.units.models import Unit
from thanthien.programme.measures.collecting import Counted, Source, days_of

BADGE, UNIFORM, BEHAVIOUR = "staff_badge", "one_stop_uniform", "staff_behaviour"
BREACH, CHECKS = "staff_breach", "spot_check_held"
COMMITTED, TRAININGS, STUDIES = "staff_committed", "training_held", "study_session_held"
SKILLED = {"professional": "staff_skilled_professional", "communication": "staff_skilled_communication"}


def looks_between(first: date, last: date) -> QuerySet[Look]:
    return Look.objects.filter(
        check_of__date__gte=first, check_of__date__lte=last, state=Look.State.SEEN
    ).select_related("check_of", "agency")


def counts_for(code: str, look: Look) -> bool | None:
    """Whether the look is right by a measure; None where the measure does not count it."""
    if code == BEHAVIOUR:
        return look.behaves
    return None if code == UNIFORM and not look.at_centre else look.is_right


def breaches_between(first: date, last: date) -> QuerySet[Breach]:
    """Concluded as breaches on the days. An appeal leaves the conclusion standing until it is changed."""
    return Breach.objects.filter(is_breach=True, concluded_date__gte=first, concluded_date__lte=last)


def collect_checks(first: date, last: date) -> Iterator[Counted]:
    good: Counter[tuple[int, str, date]] = Counter()
    whole: Counter[tuple[int, str, date]] = Counter()
    for look in looks_between(first, last):
        for code in (BADGE, UNIFORM, BEHAVIOUR):
            is_right = counts_for(code, look)
            if is_right is not None:
                key = look.check_of.unit_id, code, look.check_of.date
                good[key] += is_right
                whole[key] += 1
    for (unit_id, code, day), number in sorted(whole.items()):
        yield Counted(unit_id, code, day, good[unit_id, code, day], number)


def collect_breaches(first: date, last: date) -> Iterator[Counted]:
    held: Counter[tuple[int, date]] = Counter()
    finished = SpotCheck.objects.filter(date__gte=first, date__lte=last, state=SpotCheck.State.FINISHED)
    for unit_id, day in finished.values_list("unit_id", "date").order_by():
        held[unit_id, day] += 1
    bad: Counter[tuple[int, date]] = Counter()
    for unit_id, concluded in (
        breaches_between(first, last).values_list("unit_id", "concluded_date").order_by()
    ):
        if concluded is not None:
            bad[unit_id, concluded] += 1
    for (unit_id, day), number in sorted(held.items()):
        yield Counted(unit_id, CHECKS, day, number)
    for unit_id, day in sorted(set(held) | set(bad)):
        yield Counted(unit_id, BREACH, day, bad[unit_id, day])


def collect_learning(first: date, last: date) -> Iterator[Counted]:
    """Sessions stand on their last day, once somebody is written down as attending."""
    rows = Training.objects.filter(
        last_date__gte=first, last_date__lte=last, attended__isnull=False
    ).distinct()
    held = Counter(rows.values_list("unit_id", "kind", "last_date"))
    for (unit_id, kind, day), number in sorted(held.items()):
        yield Counted(unit_id, STUDIES if kind == Training.Kind.STUDY else TRAININGS, day, number)


@dataclass(slots=True)
class _Kept:
    """What a unit's register and records hold, to be asked day by day."""

    posts: list[tuple[int, date, date | None]] = field(default_factory=list)
    signed: dict[int, dict[int, date]] = field(
        default_factory=lambda: defaultdict(dict)
    )  # year → staff → day
    skilled: dict[int, dict[str, date]] = field(
        default_factory=lambda: defaultdict(dict)
    )  # staff → skill → day


def collect_people(first: date, last: date) -> Iterator[Counted]:
    """Of who works on the day: signed this year, and every skill of a group. From the first such record on."""
    groups = _groups()
    for unit_id, kept in sorted(_kept(first, last).items()):
        begun = {
            group: min((day for held in kept.skilled.values() for code, day in held.items() if code in codes),
                       default=None)
            for group, codes in groups.items()
        }  # fmt: skip
        for day in days_of(first, last):
            here = {
                staff
                for staff, since, until in kept.posts
                if since <= day and (until is None or until >= day)
            }
            signed = kept.signed.get(day.year, {})
            if not here:
                continue
            if any(when <= day for when in signed.values()):
                yield Counted(
                    unit_id, COMMITTED, day, sum(signed.get(one, date.max) <= day for one in here), len(here)
                )
            for group, codes in groups.items():
                begins = begun[group]
                if begins is not None and begins <= day:
                    able = sum(
                        all(kept.skilled.get(one, {}).get(code, date.max) <= day for code in codes)
                        for one in here
                    )
                    yield Counted(unit_id, SKILLED[group], day, able, len(here))


def _groups() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {group: [] for group in SKILLED}
    for skill in definition().skills.values():
        if skill.group in found:
            found[skill.group].append(skill.code)
    return {group: codes for group, codes in found.items() if codes}


def _kept(first: date, last: date, unit: Unit | None = None) -> dict[int, _Kept]:
    units: dict[int, _Kept] = defaultdict(_Kept)
    only = {"staff__unit": unit} if unit is not None else {}
    posts = Post.objects.filter(since_date__lte=last, **only).exclude(until_date__lt=first)
    for unit_id, staff, since, until in posts.values_list(
        "staff__unit_id", "staff_id", "since_date", "until_date"
    ):
        units[unit_id].posts.append((staff, since, until))
    signed = Commitment.objects.filter(year__gte=first.year, year__lte=last.year, **only)
    for unit_id, staff, year, day in signed.values_list("staff__unit_id", "staff_id", "year", "signed_date"):
        units[unit_id].signed[year][staff] = day
    attended = Attendance.objects.filter(training__last_date__lte=last, **only).exclude(training__skill="")
    brought = Certificate.objects.filter(since_date__lte=last, **only)
    for unit_id, staff, skill, day in (
        *attended.values_list("staff__unit_id", "staff_id", "training__skill", "training__last_date"),
        *brought.values_list("staff__unit_id", "staff_id", "skill", "since_date"),
    ):
        held = units[unit_id].skilled[staff]
        held[skill] = min(day, held.get(skill, day))
    return units


MEASURES = (
    Source((BADGE, UNIFORM, BEHAVIOUR), collect_checks),
    Source((BREACH, CHECKS), collect_breaches),
    Source((TRAININGS, STUDIES), collect_learning),
    Source((COMMITTED, *SKILLED.values()), collect_people),
)
