"""Writes of letter boxes: the register, each opening with its custody record, what became of each letter."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from thanthien.lib.vietnamese import tidy
from thanthien.operations.channels.models import Letter, LetterBox, Opening
from thanthien.platform.audit.actions import record
from thanthien.platform.files.models import StoredFile
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import require
from thanthien.platform.people.roles import Action
from thanthien.platform.refusals import CHANGED, Refusal
from thanthien.platform.units.models import Neighbourhood, Unit

MOST_LETTERS = 500
LONGEST_RHYTHM = 92  # days


class CannotKeepBox(Refusal):
    """Nothing of the box was changed."""


@dataclass(frozen=True, slots=True)
class BoxFields:
    name: str
    place: str
    since_date: date
    every_days: int
    neighbourhood: Neighbourhood | None = None
    state: str = LetterBox.State.IN_USE
    photo: StoredFile | None = None  # None leaves the photo there is


@dataclass(frozen=True, slots=True)
class OpeningFields:
    """`client_key` is made with the form: the same form sent twice is one opening."""

    opened_at: datetime
    opened_by: Person
    witnesses: str
    seal_before: str
    seal_after: str
    letters_count: int
    client_key: str
    remark: str = ""
    photo: StoredFile | None = None


@transaction.atomic
def keep_box(
    *, actor: Person, at: datetime, unit: Unit, fields: BoxFields, box: LetterBox | None = None, seen: int = 0
) -> LetterBox:
    """Enter a box in the register, or change it; `seen` is the version the form was filled from."""
    require(actor, Action.CHANNEL_MANAGE, unit)
    fields = replace(fields, name=tidy(fields.name)[:100], place=tidy(fields.place)[:200])
    _check_box(fields, unit, timezone.localdate(at))
    if box is not None:
        box = LetterBox.objects.select_for_update(of=("self",)).get(pk=box.pk, unit=unit)
        if box.version != seen:
            raise CannotKeepBox(CHANGED)
    if LetterBox.objects.filter(unit=unit, name=fields.name).exclude(pk=box.pk if box else 0).exists():
        raise CannotKeepBox("Đã có hòm thư mang tên này.", "name")
    is_new, box = box is None, box or LetterBox(unit=unit, version=0)
    box.name, box.place, box.since_date = fields.name, fields.place, fields.since_date
    box.every_days, box.neighbourhood, box.state = fields.every_days, fields.neighbourhood, fields.state
    box.photo, box.version = fields.photo or box.photo, box.version + 1
    box.save()
    record(
        actor=actor, at=at, action="letter.box_add" if is_new else "letter.box_change", subject=box, unit=unit,
        after={"place": box.place, "state": box.state, "since_date": box.since_date,
               "every_days": box.every_days},
    )  # fmt: skip
    return box


def _check_box(fields: BoxFields, unit: Unit, today: date) -> None:
    if not fields.name or not fields.place:
        raise CannotKeepBox("Anh/chị ghi tên và nơi đặt hòm thư.", "name" if not fields.name else "place")
    if fields.since_date > today:
        raise CannotKeepBox("Ngày đặt hòm thư không thể sau hôm nay.", "since_date")
    if not 1 <= fields.every_days <= LONGEST_RHYTHM:
        raise CannotKeepBox(f"Nhịp mở từ 1 đến {LONGEST_RHYTHM} ngày.", "every_days")
    if fields.state not in LetterBox.State.values:
        raise CannotKeepBox("Anh/chị chọn tình trạng.", "state")
    if fields.neighbourhood is not None and fields.neighbourhood.unit_id != unit.pk:
        raise CannotKeepBox("Anh/chị chọn thôn, tổ dân phố trong danh sách.", "neighbourhood")


def record_opening(*, actor: Person, at: datetime, box: LetterBox, fields: OpeningFields) -> Opening:
    """Keep one opening; an empty box is kept as zero letters. The same `client_key` again gives the same row.

    Never changed afterwards: a custody record that could be edited would prove nothing.
    """
    require(actor, Action.CHANNEL_WORK, box.unit)
    witnesses = tidy(fields.witnesses, keep_lines=True)
    _check_opening(box, fields, witnesses, at)
    try:
        with transaction.atomic():
            opening = Opening.objects.create(
                box=box, opened_at=fields.opened_at, opened_by=fields.opened_by, witnesses=witnesses,
                seal_before=tidy(fields.seal_before)[:100], seal_after=tidy(fields.seal_after)[:100],
                letters_count=fields.letters_count, remark=tidy(fields.remark, keep_lines=True),
                photo=fields.photo, client_key=fields.client_key, recorded_at=at, recorded_by=actor,
            )  # fmt: skip
            record(
                actor=actor, at=at, action="letter.open", subject=opening, unit=box.unit, thread=box,
                after={"letters_count": opening.letters_count, "opened_at": opening.opened_at},
            )  # fmt: skip
    except IntegrityError:
        return Opening.objects.get(client_key=fields.client_key, box=box)
    return opening


def _check_opening(box: LetterBox, fields: OpeningFields, witnesses: str, at: datetime) -> None:
    if box.state == LetterBox.State.REMOVED:
        raise CannotKeepBox("Hòm thư này đã bỏ nên không ghi lần mở mới được.")
    if fields.opened_at > at or timezone.localdate(fields.opened_at) < box.since_date:
        raise CannotKeepBox("Lúc mở phải từ ngày đặt hòm thư đến bây giờ.", "opened_at")
    if not witnesses:
        raise CannotKeepBox("Anh/chị ghi ít nhất một người chứng kiến.", "witnesses")
    if not tidy(fields.seal_before) or not tidy(fields.seal_after):
        raise CannotKeepBox("Anh/chị ghi niêm phong trước và sau khi mở.", "seal_before")
    if not 0 <= fields.letters_count <= MOST_LETTERS:
        raise CannotKeepBox(f"Số thư từ 0 đến {MOST_LETTERS}.", "letters_count")


@transaction.atomic
def tie_letter(
    *, actor: Person, at: datetime, opening: Opening, number: int, report_code: str = "", set_aside: str = ""
) -> Letter:
    """Say what became of letter `number`: the report it became, or why it is none (blank, advertisement …)."""
    require(actor, Action.CHANNEL_WORK, opening.box.unit)
    opening = Opening.objects.select_for_update(of=("self",)).select_related("box__unit").get(pk=opening.pk)
    reason = tidy(set_aside)[:300]
    if not 1 <= number <= opening.letters_count:
        raise CannotKeepBox(f"Lần mở này có {opening.letters_count} thư.")
    if opening.letters.filter(number=number).exists():
        raise CannotKeepBox(f"Thư số {number} đã được ghi.")
    if bool(report_code) == bool(reason):
        raise CannotKeepBox("Anh/chị ghi lý do để riêng thư này.", "set_aside")
    letter = Letter.objects.create(
        opening=opening, number=number, report_code=report_code, set_aside=reason, kept_at=at, kept_by=actor
    )
    record(
        actor=actor, at=at, action="letter.aside" if reason else "letter.type", subject=letter,
        unit=opening.box.unit, thread=opening.box, remark=reason,
    )  # fmt: skip
    return letter
