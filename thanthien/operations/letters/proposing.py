"""Letters that the daily work suggests: kept once a thing, accepted by making the letter, or dismissed with why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from thanthien.lib.vietnamese import tidy
from thanthien.operations.letters.actions import LetterFields, draft_letter
from thanthien.operations.letters.definition import definition
from thanthien.operations.letters.models import CourtesyLetter, LetterProposal
from thanthien.operations.letters.queries import proposals_for
from thanthien.operations.letters.standing import require_writer
from thanthien.platform.audit.actions import record
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import NotAllowed
from thanthien.platform.refusals import Refusal
from thanthien.platform.units.models import Unit
from thanthien.programme.merit.models import Practice

State = LetterProposal.State


class CannotDecideProposal(Refusal):
    """The proposal stayed as it was."""


@dataclass(frozen=True, slots=True)
class Suggested:
    """What a room suggests. `key` names the thing: a case, a practice, a report."""

    unit: Unit
    template: str
    source: str
    key: str
    date: date
    about: str
    name: str = ""
    address: str = ""
    practice: Practice | None = None


def template_of_procedure(name: str) -> str:
    """The template of a letter that goes with the result of a procedure of that name; "" for most."""
    said = " ".join(name.lower().split())
    for template, beginnings in definition().procedures.items():
        if said.startswith(beginnings):
            return template
    return ""


def keep_suggested(*, at: datetime, suggested: list[Suggested]) -> int:
    """Keep what is not known yet; how many are new. Safe to repeat."""
    by_unit: dict[int, list[Suggested]] = {}
    for one in suggested:
        by_unit.setdefault(one.unit.pk, []).append(one)
    made = 0
    for unit_id, rows in by_unit.items():
        known = set(
            LetterProposal.objects.filter(unit=unit_id, source_key__in=[one.key for one in rows]).values_list(
                "source", "source_key"
            )
        )
        new = [one for one in rows if (one.source, one.key) not in known]
        LetterProposal.objects.bulk_create(
            (
                LetterProposal(
                    unit_id=unit_id, template=one.template, source=one.source, source_key=one.key, date=one.date,
                    name=one.name[:150], address=one.address[:200], about=one.about[:300], practice=one.practice,
                    made_at=at,
                )
                for one in new
            ),
            ignore_conflicts=True,
        )  # fmt: skip
        made += len(new)
    return made


@transaction.atomic
def accept_proposal(
    *, actor: Person, at: datetime, proposal: LetterProposal, fields: LetterFields
) -> CourtesyLetter:
    """The letter is drafted from what the person filled in; once a proposal."""
    found = _open(actor, proposal)
    letter = draft_letter(
        actor=actor, at=at, unit=found.unit, fields=fields, client_key=f"proposal-{found.pk}"
    )
    found.state, found.letter, found.decided_at, found.decided_by = State.ACCEPTED, letter, at, actor
    found.save()
    _audit(actor, at, "letter_proposal.accept", found)
    return letter


@transaction.atomic
def dismiss_proposal(*, actor: Person, at: datetime, proposal: LetterProposal, why: str, remark: str) -> None:
    """No letter, and why not."""
    found = _open(actor, proposal)
    said = tidy(remark)[:300]
    if why not in LetterProposal.Why.values:
        raise CannotDecideProposal("Anh/chị chọn lý do không lập thư.", "why")
    if why == LetterProposal.Why.OTHER and not said:
        raise CannotDecideProposal("Anh/chị ghi rõ lý do.", "remark")
    found.state, found.why, found.remark = State.DISMISSED, why, said
    found.decided_at, found.decided_by = at, actor
    found.save()
    _audit(actor, at, "letter_proposal.dismiss", found)


def _open(actor: Person, proposal: LetterProposal) -> LetterProposal:
    require_writer(actor, proposal.unit)
    if not proposals_for(actor, proposal.unit).filter(pk=proposal.pk).exists():
        raise NotAllowed
    found = LetterProposal.objects.select_for_update(of=("self",)).select_related("unit").get(pk=proposal.pk)
    if found.state != State.OPEN:
        raise CannotDecideProposal("Đề xuất này đã có người quyết định.")
    return found


def _audit(actor: Person, at: datetime, action: str, proposal: LetterProposal) -> None:
    after = {
        "state": proposal.get_state_display(),
        "reason": proposal.get_why_display() if proposal.why else "",
    }
    record(actor=actor, at=at, action=action, subject=proposal, unit=proposal.unit, after=after)
