"""Everything that happened to a year, as the unit and the city read it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from thanthien.assessment.rounds.models import Registration, Round
from thanthien.platform.audit.queries import history_of
from thanthien.web.audit_words import action_words

_ICONS = {
    "round.submit": "send",
    "round.send_back": "arrow-back-up",
    "round.recognise": "award",
    "round.refuse": "ban",
    "round.revoke": "ban",
    "round.object": "message",
    "round.close": "checks",
    "level.register": "flag",
    "level.send": "send",
}


@dataclass(frozen=True, slots=True)
class Told:
    at: datetime
    who: str
    did: str
    icon: str
    remark: str


def timeline(round_: Round | None, registration: Registration | None, *, inside: bool) -> list[Told]:
    """Everything that happened to a year, newest first; what the council does inside is the city's to read."""
    entries = list(history_of(registration)) if registration else []
    if round_ is not None:
        # Forty checks of drawn proofs would hide the steps; each stands on the page of the sample.
        told = history_of(round_).exclude(action="round.sample")
        entries += [e for e in told if inside or e.unit_id == round_.unit_id]
    entries.sort(key=lambda entry: (entry.at, entry.pk), reverse=True)
    return [
        Told(e.at, e.actor_name, action_words(e.action), _ICONS.get(e.action, "pencil"), e.remark)
        for e in entries
    ]
