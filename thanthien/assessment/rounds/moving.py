"""Moving a round by its table: right, state, what the person looked at, reason, timeline – in one place."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone

from thanthien.assessment.rounds.models import Round
from thanthien.assessment.rounds.states import STEPS, Move
from thanthien.lib.vietnamese import tidy
from thanthien.platform.audit.actions import record
from thanthien.platform.audit.queries import history_of
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import require
from thanthien.platform.refusals import Refusal
from thanthien.platform.units.models import Unit


class CannotChangeRound(Refusal):
    """The round did not change."""


def lock_round(pk: int) -> Round:
    """The round as it is now, held until the transaction ends."""
    return Round.objects.select_for_update(of=("self",)).select_related("unit__parent").get(pk=pk)


def round_for(unit: Unit, year: int, at: datetime) -> Round:
    """The round of a year, held; made when there is none. The unit is held first, so two make only one."""
    Unit.objects.select_for_update(of=("self",)).get(pk=unit.pk)
    made, _ = Round.objects.get_or_create(unit=unit, year=year, defaults={"moved_at": at})
    return lock_round(made.pk)


def move_round(
    *,
    actor: Person,
    at: datetime,
    round_: Round,
    move: Move,
    seen: int,
    remark: str = "",
    after: dict[str, Any] | None = None,
    by_council: bool = False,
) -> Round:
    """Move a held round (`lock_round`). `seen` is the version the person looked at.

    `by_council`: the caller has checked that the chair or the secretary acts, whatever their role.
    Raises NotAllowed, or CannotChangeRound where the state does not allow it, somebody was faster, or the
    reason is missing.
    """
    step = STEPS[move]
    if not by_council:
        require(actor, step.action, round_.unit)
    if round_.version != seen or round_.state not in step.allowed:
        raise CannotChangeRound(changed_since(round_))
    words = tidy(remark, keep_lines=True)
    if step.needs_remark and len(words) < 5:
        raise CannotChangeRound("Anh/chị ghi lý do để đơn vị và người xem sau hiểu việc này.", "remark")
    before = round_.state
    round_.state, round_.moved_at = step.to, at
    round_.version += 1
    round_.save(update_fields=["state", "version", "moved_at"])
    record(
        actor=actor,
        at=at,
        action=f"round.{move}",
        subject=round_,
        unit=round_.unit,
        before={"state": before},
        after={"state": step.to, **(after or {})},
        remark=words,
    )
    return round_


def changed_since(round_: Round) -> str:
    """What to tell who came second: who did something, when, and how the round stands now."""
    last = history_of(round_).first()
    state = round_.get_state_display()
    if last is None:
        return f"Hồ sơ đang ở bước “{state}” nên không làm việc này được. Anh/chị tải lại trang."
    when = timezone.localtime(last.at).strftime("%H:%M %d/%m/%Y")
    return (
        f"Hồ sơ vừa được {last.actor_name} cập nhật lúc {when} và đang ở bước “{state}”. "
        "Chưa có gì được ghi; anh/chị tải lại trang rồi xem lại."
    )
