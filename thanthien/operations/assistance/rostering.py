"""Writes of the roster: volunteers with their consent, shifts planned or called, attendance with what was helped."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from thanthien.lib.vietnamese import tidy
from thanthien.operations.assistance.helping import HelpShift, Volunteer
from thanthien.operations.assistance.standing import require_manager, require_server
from thanthien.platform.audit.actions import record
from thanthien.platform.people.models import Person
from thanthien.platform.refusals import CHANGED, Refusal
from thanthien.platform.units.models import Unit

Came = HelpShift.Came
_PHONE = re.compile(r"\+?\d{9,14}")
_IN_NUMBER = re.compile(r"[\s.()-]")
_AHEAD = timedelta(days=92)
MOST = 999  # of what one volunteer helps with in one shift


class CannotRoster(Refusal):
    """The roster stayed as it was."""


@dataclass(frozen=True, slots=True)
class VolunteerFields:
    name: str
    body: str
    agrees: bool
    branch: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class HelpFields:
    days: tuple[date, ...]
    starts: time
    ends: time
    place: str
    is_called: bool = False


@dataclass(frozen=True, slots=True)
class Attendance:
    """`minutes` None: the whole shift. Who was absent helped with nothing."""

    came: str
    minutes: int | None = None
    guided: int = 0
    installed: int = 0
    filed: int = 0
    note: str = ""


@transaction.atomic
def keep_volunteer(
    *,
    actor: Person,
    at: datetime,
    unit: Unit,
    fields: VolunteerFields,
    volunteer: Volunteer | None = None,
    seen: int = 0,
) -> Volunteer:
    """Add or change a volunteer; name and telephone are kept only with the person's consent."""
    require_manager(actor, unit)
    name, branch, phone = tidy(fields.name), tidy(fields.branch)[:150], tidy(fields.phone)
    if not name:
        raise CannotRoster("Anh/chị ghi họ tên.", "name")
    if fields.body not in Volunteer.Body.values:
        raise CannotRoster("Anh/chị chọn tổ chức.", "body")
    if phone and not _PHONE.fullmatch(_IN_NUMBER.sub("", phone)):
        raise CannotRoster("Số điện thoại chưa đúng, ví dụ 0912 345 678.", "phone")
    if not fields.agrees:
        raise CannotRoster("Cần người này đồng ý cho ghi tên, số điện thoại để phân công.", "agrees")
    values = {"name": name[:100], "body": fields.body, "branch": branch, "phone": phone[:20]}
    if volunteer is None:
        volunteer = Volunteer.objects.create(unit=unit, agreed_at=at, **values)
        action = "volunteer.add"
    else:
        volunteer = Volunteer.objects.select_for_update(of=("self",)).get(pk=volunteer.pk)
        if volunteer.version != seen or volunteer.until_date is not None:
            raise CannotRoster(CHANGED)
        for key, value in values.items():
            setattr(volunteer, key, value)
        volunteer.version += 1
        volunteer.save()
        action = "volunteer.change"
    record(
        actor=actor, at=at, action=action, subject=volunteer, unit=unit,
        after={"organisation": volunteer.get_body_display()},
    )  # fmt: skip
    return volunteer


@transaction.atomic
def end_volunteer(*, actor: Person, at: datetime, volunteer: Volunteer) -> None:
    """The person helps no longer: the telephone is forgotten, shifts to come are taken off, past ones stay."""
    require_manager(actor, volunteer.unit)
    volunteer = Volunteer.objects.select_for_update(of=("self",)).select_related("unit").get(pk=volunteer.pk)
    if volunteer.until_date is not None:
        raise CannotRoster("Người này đã thôi tham gia.")
    today = timezone.localdate(at)
    volunteer.until_date, volunteer.phone = today, ""
    volunteer.save(update_fields=["until_date", "phone"])
    gone, _ = HelpShift.objects.filter(volunteer=volunteer, date__gt=today, came=Came.PLANNED).delete()
    record(
        actor=actor, at=at, action="volunteer.end", subject=volunteer, unit=volunteer.unit,
        after={"count": gone},
    )  # fmt: skip


@transaction.atomic
def plan_help(
    *, actor: Person, at: datetime, unit: Unit, volunteer: Volunteer, fields: HelpFields
) -> list[HelpShift]:
    """Put a volunteer on each of the days; a shift that stands already is left as it is."""
    require_server(actor, unit)
    today, place = timezone.localdate(at), tidy(fields.place)
    if volunteer.unit_id != unit.pk or volunteer.until_date is not None:
        raise CannotRoster("Người được chọn không còn trong danh sách.", "volunteer")
    if not fields.days:
        raise CannotRoster("Anh/chị chọn ít nhất một ngày.", "days")
    if not today <= min(fields.days) or max(fields.days) > today + _AHEAD:
        raise CannotRoster("Chỉ phân công được từ hôm nay đến ba tháng tới.", "days")
    if fields.starts >= fields.ends:
        raise CannotRoster("Giờ kết thúc phải sau giờ bắt đầu.", "ends")
    if not place:
        raise CannotRoster("Anh/chị ghi nơi hỗ trợ.", "place")
    Volunteer.objects.select_for_update(of=("self",)).get(pk=volunteer.pk)
    made = []
    for day in sorted(set(fields.days)):
        same_day = HelpShift.objects.filter(volunteer=volunteer, date=day)
        if same_day.filter(starts__lt=fields.ends, ends__gt=fields.starts).exists():
            continue
        made.append(
            HelpShift.objects.create(
                unit=unit, volunteer=volunteer, date=day, starts=fields.starts, ends=fields.ends, place=place[:120],
                is_called=fields.is_called, planned_at=at, planned_by=actor,
            )
        )  # fmt: skip
    if not made:
        raise CannotRoster("Người này đã có ca trùng giờ vào những ngày đã chọn.")
    record(
        actor=actor, at=at, action="volunteer.plan", subject=made[0], unit=unit, after={"count": len(made)}
    )
    return made


@transaction.atomic
def cancel_help(*, actor: Person, at: datetime, shift: HelpShift) -> None:
    """Take a shift that nobody has recorded yet out of the roster."""
    require_server(actor, shift.unit)
    shift = _locked(shift)
    if shift.came != Came.PLANNED:
        raise CannotRoster("Ca này đã ghi kết quả nên được giữ lại.")
    record(actor=actor, at=at, action="volunteer.cancel", subject=shift, unit=shift.unit)
    shift.delete()


@transaction.atomic
def record_help(*, actor: Person, at: datetime, shift: HelpShift, attendance: Attendance) -> HelpShift:
    """Whether the volunteer came, how long, and what was helped with; written anew where it was wrong."""
    require_server(actor, shift.unit)
    shift = _locked(shift)
    if shift.date > timezone.localdate(at):
        raise CannotRoster("Chưa đến ngày của ca này.")
    if attendance.came not in (Came.CAME, Came.ABSENT):
        raise CannotRoster("Anh/chị chọn có mặt hoặc vắng.", "came")
    whole = _minutes(shift)
    counts = (attendance.guided, attendance.installed, attendance.filed)
    minutes = whole if attendance.minutes is None else attendance.minutes
    if not 0 <= minutes <= 24 * 60 or any(not 0 <= one <= MOST for one in counts):
        raise CannotRoster(f"Số giờ, số lượt từ 0 đến {MOST}.", "minutes")
    before = shift.came
    is_here = attendance.came == Came.CAME
    shift.came, shift.minutes = attendance.came, minutes if is_here else 0
    shift.guided, shift.installed, shift.filed = counts if is_here else (0, 0, 0)
    shift.note, shift.recorded_by = tidy(attendance.note)[:300], actor
    shift.save()
    record(
        actor=actor, at=at, action="volunteer.record", subject=shift, unit=shift.unit, before={"state": before},
        after={"state": shift.came, "count": shift.guided},
    )  # fmt: skip
    return shift


def _minutes(shift: HelpShift) -> int:
    return (shift.ends.hour - shift.starts.hour) * 60 + shift.ends.minute - shift.starts.minute


def _locked(shift: HelpShift) -> HelpShift:
    rows = HelpShift.objects.select_for_update(of=("self",)).select_related("unit", "volunteer")
    return rows.get(pk=shift.pk)
