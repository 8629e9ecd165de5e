"""Writes of ceremonies, visits and meetings: the day, who went, what was handed over, the pictures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from thanthien.lib.vietnamese import search_key, tidy
from thanthien.operations.letters.actions import deliver_letter
from thanthien.operations.letters.models import (
    Contributor,
    CourtesyLetter,
    Gesture,
    GesturePhoto,
    Handing,
    LetterProposal,
    MeetingGuest,
)
from thanthien.operations.letters.standing import require_writer
from thanthien.platform.audit.actions import record
from thanthien.platform.files.models import StoredFile
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import NotAllowed
from thanthien.platform.refusals import CHANGED, Refusal
from thanthien.platform.units.models import Unit

Kind, Paper = Gesture.Kind, Handing.Paper


class CannotRecordGesture(Refusal):
    """Nothing was recorded."""


@dataclass(frozen=True, slots=True)
class GestureFields:
    kind: str
    date: date
    place: str
    led_by: str
    went: str = ""
    whom: str = ""
    about: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Handed:
    """What one person got: a paper, a letter that is signed, or both; `proposal` where the case is known."""

    name: str = ""
    paper: str = Paper.NONE
    letter: CourtesyLetter | None = None
    proposal: LetterProposal | None = None


@transaction.atomic
def record_gesture(
    *, actor: Person, at: datetime, unit: Unit, fields: GestureFields, client_key: str
) -> Gesture:
    """A ceremony, visit or meeting; the same key again gives the one recorded before."""
    require_writer(actor, unit)
    known = Gesture.objects.filter(client_key=client_key).select_related("unit").first()
    if known is not None:
        if known.unit_id != unit.pk:
            raise NotAllowed
        return known
    made = Gesture(unit=unit, recorded_at=at, recorded_by=actor, client_key=client_key)
    _put(made, fields)
    made.save(force_insert=True)
    _audit(actor, at, "gesture.record", made)
    return made


@transaction.atomic
def change_gesture(
    *, actor: Person, at: datetime, gesture: Gesture, fields: GestureFields, seen: int
) -> Gesture:
    require_writer(actor, gesture.unit)
    found = Gesture.objects.select_for_update(of=("self",)).select_related("unit").get(pk=gesture.pk)
    if found.version != seen:
        raise CannotRecordGesture(CHANGED)
    _put(found, fields)
    found.version += 1
    found.save()
    _audit(actor, at, "gesture.change", found)
    return found


def _put(gesture: Gesture, fields: GestureFields) -> None:
    if fields.kind not in Kind.values:
        raise CannotRecordGesture("Anh/chị chọn loại việc.", "kind")
    place, led_by = tidy(fields.place)[:200], tidy(fields.led_by)[:150]
    whom, about = tidy(fields.whom)[:150], tidy(fields.about)[:150]
    if not place:
        raise CannotRecordGesture("Anh/chị ghi địa điểm.", "place")
    if not led_by:
        raise CannotRecordGesture("Anh/chị ghi người trao, trưởng đoàn hoặc người chủ trì.", "led_by")
    if fields.kind == Kind.CONDOLENCE and not about:
        raise CannotRecordGesture("Anh/chị ghi họ tên người đã mất.", "about")
    if fields.kind in (Kind.CONDOLENCE, Kind.VISIT) and not (whom and tidy(fields.went)):
        raise CannotRecordGesture("Anh/chị ghi gia đình được thăm, viếng và những người trong đoàn.", "went")
    gesture.kind, gesture.date, gesture.place, gesture.led_by = fields.kind, fields.date, place, led_by
    gesture.went, gesture.note = tidy(fields.went, keep_lines=True), tidy(fields.note, keep_lines=True)
    gesture.whom, gesture.about, gesture.about_key = whom, about, search_key(about)[:150]


@transaction.atomic
def hand_over_at(*, actor: Person, at: datetime, gesture: Gesture, handed: Handed) -> Handing:
    """One person's papers at a ceremony; a letter that lies signed is delivered with it."""
    require_writer(actor, gesture.unit)
    if gesture.kind != Kind.CEREMONY:
        raise CannotRecordGesture("Chỉ lễ trao mới ghi giấy tờ, thư đã trao.")
    if gesture.date > timezone.localdate(at):
        raise CannotRecordGesture("Lễ chưa diễn ra, chưa ghi được việc đã trao.")
    letter, proposal = handed.letter, handed.proposal
    if letter is not None and proposal is None:
        proposal = LetterProposal.objects.filter(letter=letter).first()
    for one in (letter, proposal):
        if one is not None and one.unit_id != gesture.unit_id:
            raise NotAllowed
    name = tidy(handed.name)[:150] or (letter.name if letter else "") or (proposal.name if proposal else "")
    if not name:
        raise CannotRecordGesture("Anh/chị ghi người nhận, hoặc chọn thư đã ký.", "name")
    if handed.paper not in Paper.values:
        raise CannotRecordGesture("Anh/chị chọn giấy tờ đã trao.", "paper")
    if letter is None and handed.paper == Paper.NONE:
        raise CannotRecordGesture("Anh/chị chọn giấy tờ hoặc thư đã trao.", "paper")
    try:
        with transaction.atomic():
            made = Handing.objects.create(
                gesture=gesture, paper=handed.paper, name=name, letter=letter, proposal=proposal
            )
    except IntegrityError:
        raise CannotRecordGesture("Thư hoặc giấy tờ này đã ghi là trao rồi.") from None
    if letter is not None and letter.state in (CourtesyLetter.State.SIGNED, CourtesyLetter.State.SENT):
        deliver_letter(
            actor=actor, at=at, letter=letter, way=CourtesyLetter.Way.CEREMONY, day=gesture.date,
            note=f"{gesture.place}"[:300], seen=letter.version,
        )  # fmt: skip
    _audit(actor, at, "gesture.hand", gesture)
    return made


@transaction.atomic
def add_photo(
    *, actor: Person, at: datetime, gesture: Gesture, file: StoredFile, filename: str
) -> GesturePhoto:
    """A picture or a signed paper of the day; the same one twice is one."""
    require_writer(actor, gesture.unit)
    if not file.is_picture and file.extension != "pdf":
        raise CannotRecordGesture("Minh chứng của buổi này là ảnh hoặc PDF.", "file")
    made, is_new = GesturePhoto.objects.get_or_create(
        gesture=gesture, file=file, defaults={"filename": filename[:200], "added_at": at, "added_by": actor}
    )
    if is_new:
        _audit(actor, at, "gesture.photo", gesture)
    return made


@transaction.atomic
def set_guests(
    *, actor: Person, at: datetime, gesture: Gesture, asked: list[Contributor], came: set[int]
) -> None:
    """Who was asked to a meeting and who of them came; written anew where it was wrong."""
    require_writer(actor, gesture.unit)
    if gesture.kind != Kind.MEETING:
        raise CannotRecordGesture("Chỉ buổi gặp mặt mới có khách mời.")
    if came and gesture.date > timezone.localdate(at):
        raise CannotRecordGesture("Chưa đến ngày gặp mặt nên chưa điểm danh được.")
    Gesture.objects.select_for_update(of=("self",)).get(pk=gesture.pk)
    wanted = {one.pk for one in asked if one.unit_id == gesture.unit_id}
    MeetingGuest.objects.filter(gesture=gesture).exclude(contributor__in=wanted).delete()
    for pk in sorted(wanted):
        MeetingGuest.objects.update_or_create(
            gesture=gesture, contributor_id=pk, defaults={"came": pk in came}
        )
    record(
        actor=actor, at=at, action="gesture.guests", subject=gesture, unit=gesture.unit,
        after={"count": len(wanted), "came": len(wanted & came)},
    )  # fmt: skip


def _audit(actor: Person, at: datetime, action: str, gesture: Gesture) -> None:
    after = {"date": gesture.date.isoformat()}
    record(actor=actor, at=at, action=action, subject=gesture, unit=gesture.unit, after=after)
