"""Writes of bulletins: the text, how it is read, and the sound that is made of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from thanthien.lib.vietnamese import number_vi, tidy
from thanthien.lib.vietnamese.reading import Reading, read_aloud
from thanthien.operations.outreach.models import Broadcast, Bulletin, Campaign, Pronunciation
from thanthien.operations.outreach.sounding import want_sound
from thanthien.platform.audit.actions import record
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import require
from thanthien.platform.people.roles import Action
from thanthien.platform.refusals import CHANGED, Refusal
from thanthien.platform.units.models import Unit

LONGEST = 10_000  # characters: a quarter of an hour


class CannotWrite(Refusal):
    """The bulletin stayed as it was."""


@dataclass(frozen=True, slots=True)
class BulletinFields:
    """`publication_code` and `least_days`: of a content that is made public by reading it out."""

    title: str
    text: str
    campaign: Campaign | None = None
    publication_code: str = ""
    least_days: int = 0
    greeting_code: str = ""


def reading_of(unit: Unit, text: str) -> Reading:
    """How a unit's voice reads a text. One query."""
    own = dict(Pronunciation.objects.filter(unit=unit).values_list("written", "spoken"))
    return read_aloud(text, own)


@transaction.atomic
def write_bulletin(*, actor: Person, at: datetime, unit: Unit, fields: BulletinFields) -> Bulletin:
    """Keep a text for the loudspeakers; its sound is made in the background. Raises CannotWrite."""
    require(actor, Action.OUTREACH_WORK, unit)
    title, text, spoken = _checked(unit, fields)
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)  # numbers are given one after the other
    last = Bulletin.objects.filter(unit=unit).aggregate(last=Max("number"))["last"] or 0
    made = Bulletin.objects.create(
        unit=unit, number=last + 1, title=title, text=text, spoken=spoken, campaign=fields.campaign,
        publication_code=fields.publication_code, least_days=fields.least_days,
        greeting_code=fields.greeting_code[:30], written_at=at,
        written_by=actor, sound=want_sound(at=at, spoken=spoken),
    )  # fmt: skip
    record(actor=actor, at=at, action="bulletin.write", subject=made, unit=unit, after={"title": title})
    return made


@transaction.atomic
def change_bulletin(
    *, actor: Person, at: datetime, bulletin: Bulletin, fields: BulletinFields, seen: int
) -> Bulletin:
    """Another text, or the same read by today's pronunciations. What was heard already is not rewritten."""
    unit = bulletin.unit
    require(actor, Action.OUTREACH_WORK, unit)
    title, text, spoken = _checked(unit, fields)
    rows = Bulletin.objects.select_for_update(of=("self",)).select_related("unit__parent")
    bulletin = rows.get(pk=bulletin.pk)
    if bulletin.version != seen:
        raise CannotWrite(CHANGED)
    if bulletin.withdrawn_at is not None:
        raise CannotWrite("Bản tin này đã bỏ; anh/chị soạn bản tin khác.")
    if bulletin.text != text and bulletin.broadcasts.filter(state=Broadcast.State.PLAYED).exists():
        raise CannotWrite("Bản tin đã phát nên giữ nguyên lời; anh/chị soạn bản tin mới.", "text")
    before = {"title": bulletin.title, "text": bulletin.text}
    bulletin.title, bulletin.text, bulletin.spoken, bulletin.campaign = title, text, spoken, fields.campaign
    bulletin.sound = want_sound(at=at, spoken=spoken)
    bulletin.version += 1
    bulletin.save()
    record(
        actor=actor, at=at, action="bulletin.change", subject=bulletin, unit=unit, before=before,
        after={"title": title, "text": text},
    )  # fmt: skip
    return bulletin


@transaction.atomic
def withdraw_bulletin(*, actor: Person, at: datetime, bulletin: Bulletin) -> None:
    """Not to be played any more: what is still planned of it is cancelled, what was played stays."""
    require(actor, Action.OUTREACH_WORK, bulletin.unit)
    row = Bulletin.objects.select_for_update(of=("self",)).select_related("unit").get(pk=bulletin.pk)
    if row.withdrawn_at is not None:
        raise CannotWrite("Bản tin này đã bỏ.")
    row.withdrawn_at, row.version = at, row.version + 1
    row.save(update_fields=["withdrawn_at", "version"])
    rows = row.broadcasts.filter(state=Broadcast.State.PLANNED, begins_at__gt=at)
    count = rows.update(
        state=Broadcast.State.CANCELLED, said="Bản tin đã bỏ", recorded_by=actor, recorded_at=at
    )
    record(actor=actor, at=at, action="bulletin.withdraw", subject=row, unit=row.unit, after={"count": count})


@transaction.atomic
def sound_again(*, actor: Person, at: datetime, bulletin: Bulletin) -> None:
    """Make the sound again after it failed or its worker was stopped; one that is there stays."""
    require(actor, Action.OUTREACH_WORK, bulletin.unit)
    bulletin.sound = want_sound(at=at, spoken=bulletin.spoken, again=True)
    bulletin.save(update_fields=["sound"])


def _checked(unit: Unit, fields: BulletinFields) -> tuple[str, str, str]:
    title, text = tidy(fields.title)[:200], tidy(fields.text, keep_lines=True)
    if not title:
        raise CannotWrite("Anh/chị ghi tên bản tin.", "title")
    if not text:
        raise CannotWrite("Anh/chị ghi lời của bản tin.", "text")
    if len(text) > LONGEST:
        raise CannotWrite(
            f"Bản tin có {number_vi(len(text))} ký tự, dài quá {number_vi(LONGEST)} (khoảng 15 phút đọc). "
            "Anh/chị chia thành nhiều bản tin.", "text",
        )  # fmt: skip
    if fields.campaign is not None and fields.campaign.unit_id != unit.pk:
        raise CannotWrite("Đợt tuyên truyền được chọn không thuộc đơn vị này.", "campaign")
    spoken = reading_of(unit, text).spoken
    if not spoken:
        raise CannotWrite("Lời bản tin chỉ có ký hiệu, không có chữ nào đọc được.", "text")
    return title, text, spoken
