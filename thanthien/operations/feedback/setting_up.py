"""What a unit sets up itself: where new reports go, which categories it takes and how long it gives itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max, QuerySet

from thanthien.operations.feedback.definition import Category, definition
from thanthien.operations.feedback.models import CategoryTerms, Channel, Path, RoutingRule
from thanthien.platform.audit.actions import record
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import require
from thanthien.platform.people.roles import Action
from thanthien.platform.refusals import Refusal
from thanthien.platform.units.models import Agency, Neighbourhood, Unit

MOST_RULES = 60


class CannotSetUp(Refusal):
    """The rule or the term was not kept."""


@dataclass(frozen=True, slots=True)
class RuleFields:
    """What a rule asks for; an empty field fits everything."""

    agency: Agency | None
    category: str = ""
    neighbourhood: Neighbourhood | None = None
    channel: str = ""


def rules_of(unit: Unit) -> QuerySet[RoutingRule]:
    return RoutingRule.objects.filter(unit=unit).select_related("agency", "neighbourhood")


def terms_of(unit: Unit) -> list[tuple[Category, CategoryTerms | None]]:
    """Every category with what the unit set for it; None where the data's own holds."""
    own = {row.category: row for row in CategoryTerms.objects.filter(unit=unit)}
    return [(one, own.get(one.code)) for one in definition().categories.values()]


def categories_of(unit: Unit) -> list[Category]:
    """What a citizen may choose in this unit."""
    return [one for one, own in terms_of(unit) if own is None or own.is_active or one.is_protected]


@transaction.atomic
def add_rule(*, actor: Person, at: datetime, unit: Unit, fields: RuleFields) -> RoutingRule:
    """A rule at the end of the list. Raises CannotSetUp where it asks for nothing, or is there already."""
    require(actor, Action.FEEDBACK_SET_UP, unit)
    place = fields.neighbourhood
    if fields.agency is None or fields.agency.unit_id != unit.pk or not fields.agency.is_active:
        raise CannotSetUp("Anh/chị chọn cơ quan nhận.", "agency")
    if fields.category and fields.category not in definition().categories:
        raise CannotSetUp("Anh/chị chọn lĩnh vực trong danh sách.", "category")
    if fields.category and definition().categories[fields.category].is_protected:
        raise CannotSetUp(
            "Ý kiến về cán bộ luôn đến thẳng lãnh đạo, không đặt quy tắc chuyển được.", "category"
        )
    if (place and place.unit_id != unit.pk) or fields.channel not in ("", *Channel.values):
        raise CannotSetUp("Anh/chị chọn trong danh sách.", "neighbourhood")
    if not (fields.category or place or fields.channel):
        raise CannotSetUp("Anh/chị chọn ít nhất một điều kiện: lĩnh vực, khu vực hoặc kênh.", "category")
    Unit.objects.select_for_update(of=("self",)).get(pk=unit.pk)  # two at once would take one place
    rules = RoutingRule.objects.filter(unit=unit)
    same = rules.filter(category=fields.category, neighbourhood=place, channel=fields.channel).first()
    if same is not None:
        raise CannotSetUp(f"Đã có quy tắc với các điều kiện này, chuyển đến {same.agency}.", "category")
    if rules.count() >= MOST_RULES:
        raise CannotSetUp(f"Mỗi đơn vị đặt tối đa {MOST_RULES} quy tắc.")
    last = rules.aggregate(last=Max("position"))["last"] or 0
    rule = RoutingRule.objects.create(
        unit=unit, position=last + 1, category=fields.category, neighbourhood=place, channel=fields.channel,
        agency=fields.agency,
    )  # fmt: skip
    record(
        actor=actor, at=at, action="feedback.rule_add", subject=rule, unit=unit,
        after={"category": rule.category, "neighbourhood": str(place or ""), "channel": rule.channel,
               "agency": str(rule.agency)},
    )  # fmt: skip
    return rule


@transaction.atomic
def remove_rule(*, actor: Person, at: datetime, rule: RoutingRule) -> None:
    require(actor, Action.FEEDBACK_SET_UP, rule.unit)
    record(
        actor=actor, at=at, action="feedback.rule_remove", subject=rule, unit=rule.unit,
        before={"category": rule.category, "agency": str(rule.agency)},
    )  # fmt: skip
    rule.delete()


@transaction.atomic
def raise_rule(*, actor: Person, at: datetime, rule: RoutingRule) -> None:
    """One place up: the first rule that fits holds. The first stays where it is."""
    require(actor, Action.FEEDBACK_SET_UP, rule.unit)
    rules = RoutingRule.objects.select_for_update(of=("self",)).filter(unit=rule.unit)
    above = rules.filter(position__lt=rule.position).order_by("-position").first()
    if above is None:
        return
    before = rule.position
    above.position, rule.position = rule.position, above.position
    above.save(update_fields=["position"])
    rule.save(update_fields=["position"])
    record(
        actor=actor, at=at, action="feedback.rule_raise", subject=rule, unit=rule.unit,
        before={"position": before}, after={"position": rule.position},
    )  # fmt: skip


@transaction.atomic
def set_terms(
    *, actor: Person, at: datetime, unit: Unit, category: str, days: int | None, is_active: bool
) -> None:
    """The unit's own working days for a category, None for the law's; `is_active` False takes it off the form."""
    require(actor, Action.FEEDBACK_SET_UP, unit)
    found = definition().categories.get(category)
    longest = definition().laws[Path.PETITION].answer.days
    if found is None:
        raise CannotSetUp("Anh/chị chọn lĩnh vực trong danh sách.", "category")
    if days is not None and not 1 <= days <= longest:
        raise CannotSetUp(
            f"{found.label}: số ngày từ 1 đến {longest}, không dài hơn thời hạn chung.", f"days-{category}"
        )
    if not is_active and found.is_protected:
        raise CannotSetUp(
            "Người dân luôn gửi được ý kiến về cán bộ nên lĩnh vực này không tắt được.", f"days-{category}"
        )
    old = CategoryTerms.objects.filter(unit=unit, category=category).first()
    before = (old.days, old.is_active) if old else (None, True)
    if before == (days, is_active):
        return
    row, _ = CategoryTerms.objects.update_or_create(
        unit=unit, category=category, defaults={"days": days, "is_active": is_active}
    )
    record(
        actor=actor, at=at, action="feedback.terms", subject=row, unit=unit,
        before={"days": before[0], "is_active": before[1]}, after={"days": days, "is_active": is_active},
    )  # fmt: skip
