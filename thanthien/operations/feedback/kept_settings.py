"""What a unit has set for what comes in – rules, terms, its agencies – kept until a person does something in the unit.

A report that comes in asks for one number instead of three tables.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.core.cache import caches

from thanthien.operations.feedback.definition import definition
from thanthien.operations.feedback.models import CategoryTerms, RoutingRule
from thanthien.platform.audit.queries import last_act_of_a_person
from thanthien.platform.units.models import Agency, Unit

_KEPT = 15  # seconds, for what no person did


@dataclass(frozen=True, slots=True)
class Rule:
    """An empty field fits everything; `agency` is the id of an agency that works."""

    category: str
    neighbourhood: int | None
    channel: str
    agency: int


@dataclass(frozen=True, slots=True)
class Settings:
    rules: tuple[Rule, ...]
    agencies: dict[str, int]  # role code → id
    days: dict[str, int]  # category → working days that the unit set itself

    def agency_for(self, *, category: str, neighbourhood: int | None, channel: str) -> int | None:
        """The agency of the first rule that fits, else the one that usually handles the category."""
        for rule in self.rules:
            if (
                rule.category in ("", category)
                and rule.channel in ("", channel)
                and rule.neighbourhood in (None, neighbourhood)
            ):
                return rule.agency
        return self.agencies.get(definition().categories[category].agency)


def settings_of(unit: Unit, as_of: int | None = None) -> Settings:
    """One statement while nobody of the unit has done anything since the last time; none where `as_of`, the number
    of the last act of a person in it, is known."""
    if as_of is None:
        as_of = last_act_of_a_person(unit)
    name, objects = f"feedback-settings-{unit.pk}", caches["objects"]
    kept: tuple[int, Settings] | None = objects.get(name)
    if kept is None or kept[0] != as_of:
        kept = as_of, _read(unit)
        objects.set(name, kept, _KEPT)
    return kept[1]


def _read(unit: Unit) -> Settings:
    rules = RoutingRule.objects.filter(unit=unit, agency__is_active=True).order_by("position")
    agencies = Agency.objects.filter(unit=unit, is_active=True).exclude(role_code="")
    terms = CategoryTerms.objects.filter(unit=unit, days__isnull=False)
    return Settings(
        tuple(
            Rule(*row) for row in rules.values_list("category", "neighbourhood_id", "channel", "agency_id")
        ),
        # the first of each role, in the order of the agencies
        dict(reversed(list(agencies.values_list("role_code", "pk")))),
        {category: days for category, days in terms.values_list("category", "days") if days is not None},
    )
