"""Reads of the register, of commitments and of checks. All start from a unit; breaches pass through `standing`."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Prefetch, Q, QuerySet

from thanthien.lib.vietnamese import search_key, sort_key
from thanthien.operations.conduct.models import Commitment, Discipline, Look, Post, SpotCheck, Staff
from thanthien.platform.units.models import Unit


def posts_on(unit: Unit, day: date) -> QuerySet[Post]:
    """The posts held on a day; the last day of a post still counts."""
    held = Q(until_date=None) | Q(until_date__gte=day)
    return (
        Post.objects.filter(held, staff__unit=unit, since_date__lte=day)
        .select_related("staff", "agency")
        .order_by("staff__search_key", "staff")
    )


@dataclass(frozen=True, slots=True)
class Member:
    """A line of the register: the person with the post of the day, None where they have left."""

    staff: Staff
    post: Post | None
    is_namesake: bool


def register_of(unit: Unit, day: date, *, text: str = "", left: bool = False) -> list[Member]:
    """Who works in the unit on the day, by given name; `left`: those who do not. Namesakes are marked."""
    rows = Staff.objects.filter(unit=unit).select_related("person")
    names: dict[str, int] = defaultdict(int)
    for key in rows.values_list("search_key", flat=True):
        names[key] += 1
    held = {one.staff_id: one for one in posts_on(unit, day)}
    found = search_key(text)
    members = [
        Member(one, held.get(one.pk), names[one.search_key] > 1)
        for one in rows
        if (one.pk in held) is not left
        and (not found or found in one.search_key or found in one.code.lower())
    ]
    return sorted(members, key=lambda one: _by_given_name(one.staff.full_name))


def _by_given_name(name: str) -> tuple[str, str]:
    words = name.split()
    return (sort_key(words[-1]) if words else "", sort_key(name))


def staff_of_unit(unit: Unit, pk: int) -> Staff | None:
    posts = Post.objects.select_related("agency").order_by("-since_date", "-pk")
    rows = Staff.objects.filter(unit=unit, pk=pk).select_related("unit__parent", "person")
    return rows.prefetch_related(Prefetch("posts", queryset=posts)).first()


def staff_of_person(unit: Unit, person_pk: int) -> Staff | None:
    return Staff.objects.filter(unit=unit, person=person_pk).select_related("unit").first()


@dataclass(frozen=True, slots=True)
class Signed:
    """Commitments of a year among those who work on the day. `share` None: nobody works there."""

    rows: tuple[tuple[Post, Commitment | None], ...]

    @property
    def whole(self) -> int:
        return len(self.rows)

    @property
    def signed(self) -> int:
        return sum(one is not None for _, one in self.rows)

    @property
    def lacking(self) -> tuple[Post, ...]:
        return tuple(post for post, one in self.rows if one is None)

    @property
    def share(self) -> float | None:
        return self.signed / self.whole if self.whole else None


def commitments_of(unit: Unit, year: int, day: date) -> Signed:
    signed = {one.staff_id: one for one in Commitment.objects.filter(staff__unit=unit, year=year)}
    return Signed(tuple((post, signed.get(post.staff_id)) for post in posts_on(unit, day)))


@dataclass(frozen=True, slots=True)
class Tally:
    """What a check, or several, came to: always with the base beside the number."""

    drawn: int = 0  # how many were to be looked at
    seen: int = 0
    absent: int = 0
    away: int = 0
    right: int = 0
    behaving: int = 0
    behaviour_base: int = 0

    @property
    def done(self) -> int:
        return self.seen + self.absent

    @property
    def left(self) -> int:
        return max(0, self.drawn - self.done)

    def __add__(self, other: Tally) -> Tally:
        return Tally(*(a + b for a, b in zip(_numbers(self), _numbers(other), strict=True)))


def _numbers(one: Tally) -> tuple[int, ...]:
    return (one.drawn, one.seen, one.absent, one.away, one.right, one.behaving, one.behaviour_base)


def tally_of(check: SpotCheck, looks: list[Look]) -> Tally:
    seen = [one for one in looks if one.state == Look.State.SEEN]
    watched = [one for one in seen if one.behaves is not None]
    away = sum(one.state == Look.State.AWAY for one in looks)
    return Tally(
        # nobody stands behind the last one away: fewer than planned can be looked at
        min(check.size, len(looks) - away),
        len(seen),
        sum(one.state == Look.State.ABSENT for one in looks),
        away,
        sum(one.is_right for one in seen),
        sum(bool(one.behaves) for one in watched),
        len(watched),
    )


def checks_of(unit: Unit) -> QuerySet[SpotCheck]:
    return SpotCheck.objects.filter(unit=unit).select_related("opened_by", "unit").prefetch_related("looks")


def check_of_unit(unit: Unit, pk: int) -> SpotCheck | None:
    looks = Look.objects.select_related("staff", "agency", "marked_by", "photo").order_by("position")
    rows = SpotCheck.objects.filter(unit=unit, pk=pk).select_related(
        "unit__parent", "opened_by", "finished_by"
    )
    return rows.prefetch_related(Prefetch("looks", queryset=looks)).first()


def look_of_unit(unit: Unit, pk: int) -> Look | None:
    rows = Look.objects.filter(check_of__unit=unit, pk=pk)
    return rows.select_related("check_of__unit", "staff", "agency", "photo").first()


def looked_at_in(unit: Unit, first: date, last: date) -> dict[int, tuple[int, str]]:
    """Staff → (times looked at between the days, the last day ever before the end, ISO). Away does not count."""
    counted = (Look.State.SEEN, Look.State.ABSENT)
    rows = Look.objects.filter(check_of__unit=unit, check_of__date__lte=last, state__in=counted)
    found: dict[int, tuple[int, str]] = {}
    for staff, day in rows.values_list("staff", "check_of__date").order_by("check_of__date"):
        times, _ = found.get(staff, (0, ""))
        found[staff] = (times + (day >= first), day.isoformat())
    return found


@dataclass(frozen=True, slots=True)
class UnderDiscipline:
    """Of `people` of a name in the unit, `disciplined` stood under discipline on the day. Says nothing of why."""

    people: int
    disciplined: int

    @property
    def is_sure(self) -> bool:
        """Everybody of the name is: no namesake could be meant."""
        return self.people == self.disciplined


def under_discipline(unit: Unit, name: str, day: date) -> UnderDiscipline | None:
    """None where nobody of that name (tone marks do not matter) is under discipline on the day.

    The day of the decision and the last day count; a discipline that ended before the day does not.
    """
    key = search_key(name)
    people = (
        set(Staff.objects.filter(unit=unit, search_key=key).values_list("pk", flat=True)) if key else set()
    )
    if not people:
        return None
    disciplined = set(
        disciplines_on(unit, day).filter(breach__staff__in=people).values_list("breach__staff", flat=True)
    )
    return UnderDiscipline(len(people), len(disciplined)) if disciplined else None


def disciplines_on(unit: Unit, day: date) -> QuerySet[Discipline]:
    """In force on the day, of breaches whose conclusion stands."""
    lasts = Q(until_date=None) | Q(until_date__gte=day)
    return Discipline.objects.filter(lasts, breach__unit=unit, breach__is_breach=True, decision_date__lte=day)


def register_counts(unit: Unit, day: date) -> dict[str, int]:
    """By category and at the centre, of a day."""
    return (
        posts_on(unit, day)
        .order_by()
        .aggregate(
            all=Count("pk"),
            centre=Count("pk", filter=Q(at_centre=True)),
            **{code: Count("pk", filter=Q(category=code)) for code in Post.Category.values},
        )
    )
