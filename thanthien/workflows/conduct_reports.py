"""What people say about staff meets conduct: a report leads to a matter or a word of praise, and these lead back.

Conduct keeps the tracking code alone. Who wrote a protected report, and its words, stay in the room of feedback: the
way back is shown only to those who read the report there.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from thanthien.operations.conduct.models import Breach, Praise
from thanthien.operations.conduct.standing import checks, manages, visible_breaches
from thanthien.operations.feedback.models import Report
from thanthien.operations.feedback.queries import visible_reports
from thanthien.platform.people.models import Person
from thanthien.platform.units.models import Unit


@dataclass(frozen=True, slots=True)
class Followed:
    """What conduct made of a report, as far as the person may read it, and what the person may still write."""

    breaches: tuple[Breach, ...]
    praises: tuple[Praise, ...]
    may_report: bool
    may_praise: bool

    @property
    def is_shown(self) -> bool:
        return bool(self.breaches or self.praises or self.may_report or self.may_praise)


def followed_in_conduct(person: Person, report: Report) -> Followed | None:
    """None for a report that is not about staff; one about a leader is the city's. Two queries."""
    if not report.is_protected or report.about_leader:
        return None
    unit = report.unit
    manager = manages(person, unit)
    praised = Praise.objects.filter(unit=unit, report_code=report.code).select_related("staff")
    return Followed(
        tuple(visible_breaches(person, unit).filter(report_code=report.code).order_by("pk")),
        tuple(praised.order_by("pk")) if manager else (),
        checks(person, unit),
        manager,
    )


def reports_behind(person: Person, unit: Unit, codes: Iterable[str]) -> dict[str, int]:
    """Tracking code → id of the report, for those that the person may read in feedback. One query.

    Nobody else is shown the code: whoever has it can follow the report on the portal, and the one it is about reads
    the matter too.
    """
    wanted = {code for code in codes if code}
    if not wanted:
        return {}
    rows = visible_reports(person, unit).filter(code__in=wanted)
    return dict(rows.order_by().values_list("code", "pk"))
