"""What comes in through a channel becomes a report: letters out of boxes, words of the weekly relay."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from thanthien.operations.channels.boxes import CannotKeepBox, tie_letter
from thanthien.operations.channels.models import Letter, Opening, Relayer
from thanthien.operations.channels.relaying import may_enter, tie_relayed
from thanthien.operations.feedback.intake import Contact, Incoming, Received, receive_report
from thanthien.operations.feedback.models import Channel, Path
from thanthien.platform.files.models import StoredFile
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import NotAllowed
from thanthien.platform.units.models import Neighbourhood


@dataclass(frozen=True, slots=True)
class Typed:
    """What an official types from a letter or from what a relayer heard."""

    text: str
    category: str
    path: str = Path.PETITION
    neighbourhood: Neighbourhood | None = None
    name: str = ""
    phone: str = ""
    address: str = ""


@transaction.atomic
def type_letter(
    *, actor: Person, at: datetime, opening: Opening, number: int, typed: Typed,
    scan: tuple[StoredFile, str] | None = None,
) -> tuple[Letter, Received]:  # fmt: skip
    """Letter `number` of an opening becomes a report of its own, with its scan; both or neither are kept.

    Raises `CannotReceive`, `CannotKeepBox`.
    """
    if opening.letters.filter(number=number).exists():
        raise CannotKeepBox(f"Thư số {number} đã được ghi.")
    received = receive_report(
        at=at, unit=opening.box.unit, by=actor, files=[scan] if scan else [],
        incoming=_incoming(typed, Channel.LETTER_BOX, f"letter:{opening.pk}:{number}", opening.box.place),
    )  # fmt: skip
    letter = tie_letter(actor=actor, at=at, opening=opening, number=number, report_code=received.report.code)
    return letter, received


@transaction.atomic
def relay_report(
    *, actor: Person, at: datetime, relayer: Relayer, monday: date, typed: Typed, client_key: str
) -> Received:
    """What a relayer heard in a week becomes a report. Raises `CannotReceive`, `CannotRelay`, `NotAllowed`."""
    if not may_enter(actor, relayer):
        raise NotAllowed
    received = receive_report(
        at=at, unit=relayer.unit, by=actor,
        incoming=_incoming(typed, Channel.RELAY, f"relay:{client_key}"[:64], ""),
    )  # fmt: skip
    tie_relayed(actor=actor, at=at, relayer=relayer, monday=monday, report_code=received.report.code)
    return received


def _incoming(typed: Typed, channel: str, client_key: str, place: str) -> Incoming:
    contact = Contact(typed.name, typed.phone, "", "", typed.address)
    return Incoming(
        text=typed.text, category=typed.category, channel=channel, client_key=client_key, path=typed.path,
        neighbourhood=typed.neighbourhood, contact=contact, is_anonymous=not contact, place=place,
    )  # fmt: skip
