"""Writes of the support team's log: a call taken down in seconds, its end with what was learnt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from thanthien.lib.vietnamese import search_key, tidy
from thanthien.operations.assistance.helping import SupportCall
from thanthien.platform.audit.actions import record
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import may, require
from thanthien.platform.people.roles import Action
from thanthien.platform.refusals import CHANGED, Refusal
from thanthien.platform.units.models import Unit

Outcome = SupportCall.Outcome


class CannotSupport(Refusal):
    """The log stayed as it was."""


@dataclass(frozen=True, slots=True)
class CallFields:
    """`outcome` other than open ends the call at once. `client_key` names the form: sent twice it is one call."""

    caller: str
    about: str
    problem: str
    helper: Person
    client_key: str
    subject: str = ""
    outcome: str = Outcome.OPEN
    knowledge: str = ""


@transaction.atomic
def take_call(*, actor: Person, at: datetime, unit: Unit, fields: CallFields) -> SupportCall:
    """Write a call down. Nobody who calls is named: the log is about problems."""
    require(actor, Action.ASSISTANCE_WORK, unit)
    problem, subject, knowledge = (
        tidy(fields.problem), tidy(fields.subject), tidy(fields.knowledge, keep_lines=True)
    )  # fmt: skip
    if fields.caller not in SupportCall.Caller.values:
        raise CannotSupport("Anh/chị chọn ai cần hỗ trợ.", "caller")
    if fields.about not in SupportCall.About.values:
        raise CannotSupport("Anh/chị chọn loại việc.", "about")
    if not problem:
        raise CannotSupport("Anh/chị ghi vướng ở đâu.", "problem")
    if fields.outcome not in Outcome.values:
        raise CannotSupport("Anh/chị chọn kết quả.", "outcome")
    if not may(fields.helper, Action.ASSISTANCE_WORK, unit):
        raise CannotSupport("Người được chọn không làm việc ở đơn vị này.", "helper")
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)  # the same form sent twice at once is one
    known = SupportCall.objects.filter(unit=unit, client_key=fields.client_key).first()
    if known is not None:
        return known
    call = SupportCall.objects.create(
        unit=unit, client_key=fields.client_key, caller=fields.caller, about=fields.about, problem=problem[:300],
        subject=subject[:150], helper=fields.helper, outcome=fields.outcome, knowledge=knowledge[:1000],
        search_key=search_key(f"{problem} {subject} {knowledge}"), called_at=at,
        ended_at=None if fields.outcome == Outcome.OPEN else at, recorded_by=actor,
    )  # fmt: skip
    record(
        actor=actor, at=at, action="support.take", subject=call, unit=unit,
        after={"kind": call.about, "state": call.outcome},
    )  # fmt: skip
    return call


@transaction.atomic
def end_call(
    *, actor: Person, at: datetime, call: SupportCall, outcome: str, knowledge: str, seen: int
) -> SupportCall:
    """Say what came of a call and what was learnt; written anew where more is known. `seen`: the version shown."""
    require(actor, Action.ASSISTANCE_WORK, call.unit)
    call = SupportCall.objects.select_for_update(of=("self",)).select_related("unit").get(pk=call.pk)
    if call.version != seen:
        raise CannotSupport(CHANGED)
    if outcome not in Outcome.values:
        raise CannotSupport("Anh/chị chọn kết quả.", "outcome")
    words = tidy(knowledge, keep_lines=True)[:1000]
    if outcome in (Outcome.PASSED_ON, Outcome.UNSOLVED) and not words:
        raise CannotSupport("Anh/chị ghi đã chuyển đến đâu, hoặc còn vướng gì.", "knowledge")
    before, call.outcome, call.knowledge = call.outcome, outcome, words
    call.search_key = search_key(f"{call.problem} {call.subject} {words}")
    call.ended_at = None if outcome == Outcome.OPEN else call.ended_at or at
    call.version += 1
    call.save()
    record(
        actor=actor, at=at, action="support.end", subject=call, unit=call.unit, before={"state": before},
        after={"state": outcome},
    )  # fmt: skip
    return call
