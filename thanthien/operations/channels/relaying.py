"""Writes of the weekly relay: who passes on what people say, and "nothing to report" where it is so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from thanthien.lib.vietnamese import tidy
from thanthien.operations.channels.models import RelayedReport, RelayedWeek, Relayer
from thanthien.platform.audit.actions import record
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import NotAllowed, may, require
from thanthien.platform.people.roles import Action
from thanthien.platform.refusals import Refusal
from thanthien.platform.units.models import Neighbourhood, Unit

LATE_ENTRY = 56  # days back that a week may still be entered


class CannotRelay(Refusal):
    """Nothing was kept."""


@dataclass(frozen=True, slots=True)
class RelayerFields:
    kind: str
    name: str
    since_date: date
    neighbourhood: Neighbourhood | None = None
    person: Person | None = None


@transaction.atomic
def add_relayer(*, actor: Person, at: datetime, unit: Unit, fields: RelayerFields) -> Relayer:
    require(actor, Action.CHANNEL_MANAGE, unit)
    name = tidy(fields.name)[:150]
    if fields.kind not in Relayer.Kind.values:
        raise CannotRelay("Anh/chị chọn loại đầu mối.", "kind")
    if not name:
        raise CannotRelay("Anh/chị ghi tên đầu mối.", "name")
    if fields.neighbourhood is not None and fields.neighbourhood.unit_id != unit.pk:
        raise CannotRelay("Anh/chị chọn thôn, tổ dân phố trong danh sách.", "neighbourhood")
    relayer = Relayer.objects.create(
        unit=unit, kind=fields.kind, name=name, neighbourhood=fields.neighbourhood, person=fields.person,
        since_date=fields.since_date,
    )  # fmt: skip
    record(
        actor=actor, at=at, action="relay.add", subject=relayer, unit=unit, after={"since_date": relayer.since_date}
    )  # fmt: skip
    return relayer


@transaction.atomic
def end_relayer(*, actor: Person, at: datetime, relayer: Relayer) -> Relayer:
    """From tomorrow on nothing is asked of the relayer; the weeks behind stay."""
    require(actor, Action.CHANNEL_MANAGE, relayer.unit)
    relayer = Relayer.objects.select_for_update(of=("self",)).select_related("unit").get(pk=relayer.pk)
    if relayer.until_date is None:
        relayer.until_date = timezone.localdate(at)
        relayer.save(update_fields=["until_date"])
        record(actor=actor, at=at, action="relay.end", subject=relayer, unit=relayer.unit)
    return relayer


def may_enter(actor: Person, relayer: Relayer) -> bool:
    """The relayer's own account, and whoever manages the channels."""
    if may(actor, Action.CHANNEL_MANAGE, relayer.unit):
        return True
    return relayer.person_id == actor.pk and may(actor, Action.CHANNEL_WORK, relayer.unit)


@transaction.atomic
def say_nothing(*, actor: Person, at: datetime, relayer: Relayer, monday: date) -> RelayedWeek:
    """ "Không có ý kiến": a record of its own, so that silence and nothing to report are told apart."""
    week, is_new = _week(actor, at, relayer, monday, nothing=True)
    if not is_new:
        words = "không có ý kiến" if week.nothing else "có ý kiến"
        raise CannotRelay(f"Tuần này đầu mối đã phản hồi: {words}.")
    record(actor=actor, at=at, action="relay.nothing", subject=week, unit=relayer.unit, thread=relayer)
    return week


@transaction.atomic
def tie_relayed(
    *, actor: Person, at: datetime, relayer: Relayer, monday: date, report_code: str
) -> RelayedWeek:
    """A report came in through the relayer in the week; "nothing" said before gives way."""
    week, _ = _week(actor, at, relayer, monday, nothing=False)
    if week.nothing:
        week.nothing = False
        week.save(update_fields=["nothing"])
    _, is_new = RelayedReport.objects.get_or_create(report_code=report_code, defaults={"week": week})
    if is_new:
        record(actor=actor, at=at, action="relay.heard", subject=week, unit=relayer.unit, thread=relayer)
    return week


def _week(
    actor: Person, at: datetime, relayer: Relayer, monday: date, *, nothing: bool
) -> tuple[RelayedWeek, bool]:
    if not may_enter(actor, relayer):
        raise NotAllowed
    today = timezone.localdate(at)
    if monday.weekday() != 0 or monday > today or today - monday > timedelta(days=LATE_ENTRY):
        raise CannotRelay(f"Chỉ ghi được cho tuần này và {LATE_ENTRY // 7} tuần trước.")
    if monday + timedelta(days=6) < relayer.since_date or (
        relayer.until_date and monday > relayer.until_date
    ):
        raise CannotRelay("Tuần này nằm ngoài thời gian làm đầu mối.")
    Relayer.objects.select_for_update(of=("self",)).get(pk=relayer.pk)
    return RelayedWeek.objects.get_or_create(
        relayer=relayer, monday=monday, defaults={"nothing": nothing, "recorded_at": at, "recorded_by": actor}
    )
