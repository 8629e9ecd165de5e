"""Reads of the catalogue. What is in force is public; imports are seen by those who manage the owner's catalogue."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Max, Q, QuerySet

from thanthien.lib.procedures import NO_SUMMARY, Change, Summary, differences, summary_differences
from thanthien.operations.procedures.models import Edition, Import, OwnWords
from thanthien.platform.units.models import Unit

HISTORY = 30  # editions that a page lists


@dataclass(frozen=True, slots=True)
class Shown:
    """A procedure as a unit shows it: the edition in force, and the unit's own words where it has any."""

    edition: Edition
    words: OwnWords | None

    @property
    def summary(self) -> Summary:
        """The unit's own, else the one that came with the edition; empty where nobody wrote one."""
        return (self.words.plain if self.words else NO_SUMMARY) or self.edition.plain

    @property
    def is_summary_older(self) -> bool:
        """The unit wrote its summary before this edition came: somebody has to look whether it still holds."""
        return bool(self.words and self.words.plain and self.words.written_at < self.edition.loaded_at)


def owners_of(unit: Unit) -> list[int]:
    """Who keeps what the unit shows, the nearest first: itself, the city above, the country."""
    above = unit.parent
    chain = [unit.pk, above.pk if above else None, above.parent_id if above else None]
    return [pk for pk in chain if pk is not None]


def in_force(day: date) -> Q:
    """Editions in force on a day: of a procedure one at most."""
    return Q(from_date__lte=day) & (Q(until_date=None) | Q(until_date__gte=day))


def shown(unit: Unit, edition_id: int, code: str) -> Shown | None:
    """Two queries."""
    edition = Edition.objects.select_related("procedure__owner").filter(pk=edition_id).first()
    if edition is None:
        return None
    return Shown(edition, OwnWords.objects.filter(unit=unit, code=code).first())


def editions_of(edition: Edition) -> list[Edition]:
    """All editions of its procedure, the newest first."""
    rows = Edition.objects.filter(procedure=edition.procedure_id).select_related(
        "procedure__owner", "loaded_by"
    )
    return list(rows.order_by("-number")[:HISTORY])


def edition_seen_from(unit: Unit, code: str, number: int) -> Edition | None:
    """An edition of a procedure that the unit keeps or shows, the nearest owner's."""
    rows = Edition.objects.filter(procedure__owner__in=owners_of(unit), procedure__code=code, number=number)
    return nearest(unit, rows.select_related("procedure__owner", "loaded_by"))


def nearest(unit: Unit, editions: Iterable[Edition]) -> Edition | None:
    """Of editions of one procedure by several owners, the one that stands before the others for the unit."""
    owners = owners_of(unit)
    return min(editions, key=lambda one: owners.index(one.procedure.owner_id), default=None)


def own_edition(owner: Unit, code: str, day: date) -> Edition | None:
    """The owner's own edition of a code: in force on a day, else the last one that was."""
    rows = Edition.objects.filter(procedure__owner=owner, procedure__code=code).select_related("procedure")
    used = [one for one in rows.order_by("-number") if one.was_used]
    now = (one for one in used if one.from_date <= day and (one.until_date is None or one.until_date >= day))
    return next(now, used[0] if used else None)


def ended(owner: Unit, day: date) -> list[Edition]:
    """The last edition of each of the owner's own procedures that ended before a day, the latest first."""
    kept = Q(until_date=None) | (Q(until_date__gte=day) & Q(until_date__gte=F("from_date")))
    alive = Edition.objects.filter(kept, procedure__owner=owner).values("procedure")
    rows = Edition.objects.filter(procedure__owner=owner).exclude(procedure__in=alive)
    last = {
        one.procedure_id: one for one in rows.select_related("procedure").order_by("number") if one.was_used
    }
    return sorted(last.values(), key=lambda one: (one.until_date or day, one.procedure.code), reverse=True)


def changes_between(old: Edition, new: Edition) -> tuple[Change, ...]:
    return (*differences(old.said, new.said), *summary_differences(old.plain, new.plain))


def edition_before(edition: Edition) -> Edition | None:
    rows = Edition.objects.filter(procedure=edition.procedure_id, number__lt=edition.number)
    return rows.order_by("-number").first()


def codes_with_words(unit: Unit) -> set[str]:
    return set(OwnWords.objects.filter(unit=unit).values_list("code", flat=True))


def imports_of(owner: Unit) -> QuerySet[Import]:
    return Import.objects.filter(owner=owner).select_related("made_by", "ended_by", "file")


def import_of(owner: Unit, pk: int) -> Import | None:
    return imports_of(owner).filter(pk=pk).first()


def last_change(owners: Iterable[int]) -> date | None:
    """The day on which the newest of what is kept came in."""
    found = Edition.objects.filter(procedure__owner__in=list(owners)).aggregate(last=Max("loaded_at"))["last"]
    return found.date() if found else None
