"""The week of the UBND and its Chair, and when citizens are received: written, copied, published, read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from thanthien.lib.vietnamese import date_vi, tidy
from thanthien.operations.disclosure.actions import CannotPublish
from thanthien.operations.disclosure.clocks import reception_due
from thanthien.operations.disclosure.definition import definition
from thanthien.operations.disclosure.models import Schedule, ScheduleEntry
from thanthien.platform.audit.actions import record
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import require
from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Unit

Kind = Schedule.Kind
_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Line:
    date: date
    begins: time
    text: str
    ends: time | None = None
    who: str = ""
    place: str = ""
    is_chair: bool = False


def first_of(kind: str, day: date) -> date:
    """The first day of the week or month in which a day lies."""
    return day - timedelta(days=day.weekday()) if kind == Kind.WEEK else day.replace(day=1)


def after_last(kind: str, first: date) -> date:
    """The first day that no longer belongs to the period."""
    return first + _WEEK if kind == Kind.WEEK else (first + timedelta(days=32)).replace(day=1)


@transaction.atomic
def add_line(*, actor: Person, at: datetime, unit: Unit, kind: str, line: Line) -> ScheduleEntry:
    """A line in the period in which its day lies. Readers of a published one are told that it changed."""
    require(actor, Action.DISCLOSURE_WORK, unit)
    text = tidy(line.text)[:300]
    if not text:
        raise CannotPublish("Anh/chị ghi nội dung.", "text")
    if line.ends is not None and line.ends <= line.begins:
        raise CannotPublish("Giờ kết thúc phải sau giờ bắt đầu.", "ends")
    schedule = _held(unit, kind, first_of(kind, line.date))
    made = ScheduleEntry.objects.create(
        schedule=schedule, date=line.date, begins=line.begins, ends=line.ends, text=text,
        who=tidy(line.who)[:200], place=tidy(line.place)[:200], is_chair=line.is_chair or kind == Kind.RECEPTION,
    )  # fmt: skip
    _touched(actor, at, schedule, after={"text": text, "date": line.date, "begins": line.begins.isoformat()})
    return made


@transaction.atomic
def drop_line(*, actor: Person, at: datetime, entry: ScheduleEntry) -> None:
    schedule = entry.schedule
    require(actor, Action.DISCLOSURE_WORK, schedule.unit)
    gone, _ = ScheduleEntry.objects.filter(pk=entry.pk).delete()
    if not gone:
        raise CannotPublish("Dòng này vừa được người khác bỏ.")
    _touched(actor, at, schedule, before={"text": entry.text, "date": entry.date})


@transaction.atomic
def copy_week(*, actor: Person, at: datetime, unit: Unit, first: date) -> int:
    """The lines of the week before, a week later; how many. Only into a week that has none yet."""
    require(actor, Action.DISCLOSURE_WORK, unit)
    schedule = _held(unit, Kind.WEEK, first)
    if schedule.entries.exists():
        raise CannotPublish("Tuần này đã có lịch; chép lịch tuần trước chỉ dùng cho tuần còn trống.")
    before = ScheduleEntry.objects.filter(
        schedule__unit=unit, schedule__kind=Kind.WEEK, schedule__first_date=first - _WEEK
    )
    lines = [
        ScheduleEntry(
            schedule=schedule, date=one.date + _WEEK, begins=one.begins, ends=one.ends, text=one.text, who=one.who,
            place=one.place, is_chair=one.is_chair,
        )
        for one in before
    ]  # fmt: skip
    if not lines:
        raise CannotPublish("Tuần trước chưa có lịch để chép.")
    ScheduleEntry.objects.bulk_create(lines)
    _touched(actor, at, schedule, after={"lines": len(lines)})
    return len(lines)


@transaction.atomic
def publish_schedule(*, actor: Person, at: datetime, unit: Unit, kind: str, first: date) -> Schedule:
    """The lines are public from now on, those added later too."""
    require(actor, Action.DISCLOSURE_MANAGE, unit)
    schedule = _held(unit, kind, first)
    if not schedule.entries.exists():
        raise CannotPublish("Lịch chưa có dòng nào.")
    if schedule.published_at is None:
        schedule.published_at, schedule.published_by = at, actor
        schedule.save(update_fields=["published_at", "published_by"])
        record(
            actor=actor, at=at, action="disclosure.schedule_publish", subject=schedule, unit=unit,
            after={"published_at": at},
        )  # fmt: skip
    return schedule


def schedule_on(unit: Unit, kind: str, day: date) -> Schedule | None:
    """What officials work on: the period of a day, published or not."""
    return Schedule.objects.filter(unit=unit, kind=kind, first_date=first_of(kind, day)).first()


def public_lines(unit: Unit, *, since: date, until: date) -> list[ScheduleEntry]:
    """Published lines of both schedules with a day in [since, until); one query."""
    rows = ScheduleEntry.objects.filter(
        schedule__unit=unit, schedule__published_at__isnull=False, date__gte=since, date__lt=until
    )
    return list(rows.select_related("schedule").order_by("date", "begins", "pk"))


def entry_of_unit(unit: Unit, pk: int) -> ScheduleEntry | None:
    rows = ScheduleEntry.objects.filter(schedule__unit=unit, pk=pk)
    return rows.select_related("schedule__unit__parent", "schedule__unit__successor").first()


def reception_warning(schedule: Schedule) -> str:
    """Said where a schedule of receptions is public later than five working days before; "" where in time."""
    first = schedule.entries.order_by("date").values_list("date", flat=True).first()
    if schedule.kind != Kind.RECEPTION or first is None:
        return ""
    due = reception_due(schedule.unit, first)
    said = f"Lịch tiếp công dân ngày {date_vi(first)} phải công bố chậm nhất {date_vi(due)}"
    if schedule.published_at is None:
        return f"{said} (trước {definition().reception_days} ngày làm việc)."
    done = timezone.localdate(schedule.published_at)
    return f"{said}, đã công bố ngày {date_vi(done)}." if done > due else ""


def _held(unit: Unit, kind: str, first: date) -> Schedule:
    made, _ = Schedule.objects.get_or_create(unit=unit, kind=kind, first_date=first)
    return Schedule.objects.select_for_update().get(pk=made.pk)


def _touched(
    actor: Person, at: datetime, schedule: Schedule, *, before: dict[str, object] | None = None,
    after: dict[str, object] | None = None,
) -> None:  # fmt: skip
    changed = {"version": F("version") + 1}
    rows = Schedule.objects.filter(pk=schedule.pk)
    rows.update(**changed, **({"changed_at": at} if schedule.published_at else {}))
    record(
        actor=actor, at=at, action="disclosure.schedule", subject=schedule, unit=schedule.unit, before=before,
        after=after,
    )  # fmt: skip
