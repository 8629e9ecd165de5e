"""Writes of slogans: put up, changed, looked at; each look keeps what was seen and its picture."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from thanthien.lib.vietnamese import date_vi, tidy
from thanthien.operations.outreach.definition import definition
from thanthien.operations.outreach.models import Slogan, SloganLook
from thanthien.platform.audit.actions import differences, record
from thanthien.platform.files.models import StoredFile
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import require
from thanthien.platform.people.roles import Action
from thanthien.platform.refusals import CHANGED, Refusal
from thanthien.platform.units.models import Neighbourhood, Unit

MOST_DAYS = 366


class CannotKeepSlogan(Refusal):
    """The slogan stayed as it was."""


@dataclass(frozen=True, slots=True)
class SloganFields:
    kind: str
    text: str
    place: str
    required: str = ""
    neighbourhood: Neighbourhood | None = None
    size: str = ""
    every_days: int = 0  # 0: the sample's


@dataclass(frozen=True, slots=True)
class LookFields:
    """`photo` is asked for nowhere: a look without a picture is a look, it only proves less."""

    date: date
    state: str
    said: str = ""
    photo: StoredFile | None = None


@transaction.atomic
def put_up(
    *, actor: Person, at: datetime, unit: Unit, fields: SloganFields, look: LookFields
) -> tuple[Slogan, SloganLook]:
    """A slogan that hangs since the day of its first look. Raises CannotKeepSlogan."""
    require(actor, Action.OUTREACH_WORK, unit)
    values = _checked(unit, fields)
    _check_day(look.date, at)
    if look.state not in Slogan.State.values or look.state == Slogan.State.REMOVED:
        raise CannotKeepSlogan("Anh/chị chọn tình trạng.", "state")
    slogan = Slogan.objects.create(
        unit=unit, put_up_date=look.date, looked_date=look.date, state=look.state, **values
    )
    seen = _look(actor, at, slogan, look)
    after = {"text": slogan.text, "place": slogan.place, "state": slogan.state}
    record(actor=actor, at=at, action="slogan.put_up", subject=slogan, unit=unit, after=after)
    return slogan, seen


@transaction.atomic
def change_slogan(*, actor: Person, at: datetime, slogan: Slogan, fields: SloganFields, seen: int) -> Slogan:
    """Correct what is written about a slogan; what was seen of it stays."""
    require(actor, Action.OUTREACH_WORK, slogan.unit)
    values = _checked(slogan.unit, fields)
    slogan = _locked(slogan)
    if slogan.version != seen:
        raise CannotKeepSlogan(CHANGED)
    before, after = differences(slogan, values)
    if after:
        for name, value in values.items():
            setattr(slogan, name, value)
        slogan.version += 1
        slogan.save()
        record(
            actor=actor, at=at, action="slogan.change", subject=slogan, unit=slogan.unit,
            before=before, after=after,
        )  # fmt: skip
    return slogan


@transaction.atomic
def look_at(*, actor: Person, at: datetime, slogan: Slogan, look: LookFields) -> SloganLook:
    """What was seen on a day; a day before the last look adds to the history and changes no state."""
    require(actor, Action.OUTREACH_WORK, slogan.unit)
    slogan = _locked(slogan)
    if look.state not in Slogan.State.values:
        raise CannotKeepSlogan("Anh/chị chọn tình trạng.", "state")
    if slogan.state == Slogan.State.REMOVED and look.state == Slogan.State.REMOVED:
        raise CannotKeepSlogan("Khẩu hiệu này đã ghi là gỡ.")
    _check_day(look.date, at)
    if look.date < slogan.put_up_date:
        raise CannotKeepSlogan(
            f"Khẩu hiệu treo từ {date_vi(slogan.put_up_date)}; ngày xem không thể trước ngày đó.", "date"
        )
    seen = _look(actor, at, slogan, look)
    before = slogan.state
    if look.date >= slogan.looked_date:
        slogan.state, slogan.looked_date, slogan.version = look.state, look.date, slogan.version + 1
        slogan.save(update_fields=["state", "looked_date", "version"])
    record(
        actor=actor, at=at, action="slogan.look", subject=slogan, unit=slogan.unit, remark=seen.said,
        before={"state": before}, after={"state": look.state, "date": look.date},
    )  # fmt: skip
    return seen


def _look(actor: Person, at: datetime, slogan: Slogan, look: LookFields) -> SloganLook:
    return SloganLook.objects.create(
        slogan=slogan, date=look.date, state=look.state, said=tidy(look.said)[:300], photo=look.photo, at=at,
        by=actor,
    )  # fmt: skip


def _checked(unit: Unit, fields: SloganFields) -> dict[str, object]:
    text, place = tidy(fields.text)[:300], tidy(fields.place)[:150]
    if fields.kind not in Slogan.Kind.values:
        raise CannotKeepSlogan("Anh/chị chọn loại.", "kind")
    if fields.required and fields.required not in definition().required:
        raise CannotKeepSlogan("Anh/chị chọn một nội dung trong danh sách.", "required")
    if not text:
        raise CannotKeepSlogan("Anh/chị ghi câu chữ trên khẩu hiệu.", "text")
    if not place:
        raise CannotKeepSlogan("Anh/chị ghi nơi treo.", "place")
    if fields.neighbourhood is not None and fields.neighbourhood.unit_id != unit.pk:
        raise CannotKeepSlogan("Thôn, tổ dân phố được chọn không thuộc đơn vị này.", "neighbourhood")
    days = fields.every_days or definition().look_days
    if not 1 <= days <= MOST_DAYS:
        raise CannotKeepSlogan(f"Nhịp xem lại từ 1 đến {MOST_DAYS} ngày.", "every_days")
    return {
        "kind": fields.kind, "text": text, "place": place, "required": fields.required,
        "neighbourhood": fields.neighbourhood, "size": tidy(fields.size)[:60], "every_days": days,
    }  # fmt: skip


def _check_day(day: date, at: datetime) -> None:
    if day > timezone.localdate(at):
        raise CannotKeepSlogan("Ngày này chưa tới; anh/chị ghi khi đã xem.", "date")


def _locked(slogan: Slogan) -> Slogan:
    return Slogan.objects.select_for_update(of=("self",)).select_related("unit__parent").get(pk=slogan.pk)
