"""Which agency a new report goes to: the unit's own rules, else the agency that usually handles the category."""

from __future__ import annotations

from thanthien.operations.feedback.definition import definition
from thanthien.operations.feedback.models import RoutingRule
from thanthien.platform.units.models import Agency, Unit


def route(unit: Unit, *, category: str, neighbourhood: int | None, channel: str) -> Agency | None:
    """The agency of the first rule that fits; None where the unit has no such agency."""
    for rule in RoutingRule.objects.filter(unit=unit).select_related("agency"):
        fits = (
            rule.category in ("", category)
            and rule.channel in ("", channel)
            and rule.neighbourhood_id in (None, neighbourhood)
        )
        if fits and rule.agency.is_active:
            return rule.agency
    return usual_agency(unit, category)


def usual_agency(unit: Unit, category: str) -> Agency | None:
    """The agency that usually handles a category."""
    usual = definition().categories[category].agency
    return Agency.objects.filter(unit=unit, role_code=usual, is_active=True).first()
