"""Reads of letters: each person those they may, the register by year, what was found about a name."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.utils.crypto import salted_hmac

from thanthien.lib.vietnamese import search_key
from thanthien.operations.letters.models import (
    CourtesyLetter,
    Gesture,
    Kind,
    LetterBatch,
    LetterProposal,
)
from thanthien.operations.letters.standing import reads_all
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import may
from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Unit

State = CourtesyLetter.State
_SALT = "thanthien.letters.identity"


def id_key_of(number: str) -> str:
    """A keyed digest of an identity number: equal numbers are told, the number is not kept."""
    digits = "".join(one for one in number if one.isdigit())
    return salted_hmac(_SALT, digits, algorithm="sha256").hexdigest()[:32] if digits else ""


def visible_letters(person: Person, unit: Unit) -> QuerySet[CourtesyLetter]:
    """All of the unit's for those who write letters or manage; the person's own for others."""
    rows = CourtesyLetter.objects.filter(unit=unit)
    if not may(person, Action.LETTER_VIEW, unit):
        return rows.none()
    if not reads_all(person, unit):
        rows = rows.filter(drafted_by=person)
    return rows.select_related("unit", "signed_by", "drafted_by", "batch", "practice")


def letter_seen_by(person: Person, unit: Unit, pk: int) -> CourtesyLetter | None:
    return visible_letters(person, unit).filter(pk=pk).first()


def found_letters(
    person: Person, unit: Unit, *, kind: str = "", state: str = "", year: int | None = None, text: str = ""
) -> QuerySet[CourtesyLetter]:
    """The register, filtered; `text` finds a name, an address or a number, with or without tone marks."""
    rows = visible_letters(person, unit)
    if kind:
        rows = rows.filter(kind=kind)
    if state:
        rows = rows.filter(state=state)
    if year:
        rows = rows.filter(Q(year=year) | Q(year=None, drafted_at__year=year))
    if key := search_key(text):
        found = Q(name_key__contains=key) | Q(other_key__contains=key) | Q(address_key__contains=key)
        number = key.partition("/")[0].strip()
        if number.isdecimal() and len(number) < 9:
            found |= Q(number=int(number))
        rows = rows.filter(found)
    return rows


def batches_of(unit: Unit) -> QuerySet[LetterBatch]:
    return LetterBatch.objects.filter(unit=unit).select_related("made_by", "unit")


def batch_of_unit(unit: Unit, pk: int) -> LetterBatch | None:
    return batches_of(unit).filter(pk=pk).first()


def proposals_for(person: Person, unit: Unit) -> QuerySet[LetterProposal]:
    """For those who write letters; what tells of a report about staff only for who may read such reports."""
    rows = LetterProposal.objects.filter(unit=unit).select_related("unit", "letter", "decided_by", "practice")
    if not reads_all(person, unit):
        return rows.none()
    if not may(person, Action.FEEDBACK_PROTECTED, unit):
        rows = rows.exclude(source=LetterProposal.Source.FEEDBACK)
    return rows


def mourned(unit: Unit, name: str, address: str = "", id_number: str = "") -> list[str]:
    """Sentences about a person of that name for whom the unit condoled, by letter or by a visit.

    One name is borne by many: where both addresses are known and differ, or the identity numbers do, it is another.
    """
    key, place, identity = search_key(name), search_key(address), id_key_of(id_number)
    if not key:
        return []
    said = []
    letters = CourtesyLetter.objects.filter(unit=unit, kind=Kind.CONDOLENCE, other_key=key)
    for one in letters.exclude(state=State.DROPPED).order_by("-drafted_at")[:5]:
        if identity and one.id_key:
            if identity != one.id_key:
                continue
        elif place and one.address_key and place != one.address_key:
            continue
        where = f", {one.address}" if one.address else ""
        said.append(f"Thư chia buồn ngày {one.drafted_at:%d/%m/%Y} ghi {one.other}{where} đã mất.")
    for visit in Gesture.objects.filter(unit=unit, kind=Gesture.Kind.CONDOLENCE, about_key=key)[:5]:
        said.append(f"Đoàn viếng ngày {visit.date:%d/%m/%Y} ghi {visit.about} đã mất.")
    return said


def greeted_lately(unit: Unit, name: str, today: date, days: int = 90) -> list[CourtesyLetter]:
    """Letters of congratulation, thanks or praise of the last days to that name: what a condolence must know of."""
    since = today - timedelta(days=days)
    rows = CourtesyLetter.objects.filter(unit=unit, name_key=search_key(name), drafted_at__date__gte=since)
    return list(rows.exclude(kind__in=[Kind.CONDOLENCE, Kind.APOLOGY]).exclude(state=State.DROPPED)[:5])
