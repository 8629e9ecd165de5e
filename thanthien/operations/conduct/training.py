"""Writes of trainings, study sessions, certificates and praise."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from thanthien.lib.vietnamese import tidy
from thanthien.operations.conduct.definition import definition
from thanthien.operations.conduct.models import Attendance, Certificate, Praise, Staff, Training
from thanthien.operations.conduct.queries import disciplines_on
from thanthien.platform.audit.actions import record
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import require
from thanthien.platform.people.roles import Action
from thanthien.platform.refusals import CHANGED, Refusal
from thanthien.platform.units.models import Unit

MOST_HOURS = Decimal(999)


class CannotRecord(Refusal):
    """Nothing was written down."""


@dataclass(frozen=True, slots=True)
class TrainingFields:
    kind: str
    topic: str
    first_date: date
    last_date: date
    hours: Decimal
    skill: str = ""
    place: str = ""
    organiser: str = ""


@dataclass(frozen=True, slots=True)
class Attended:
    """`hours` None: all of them."""

    staff: Staff
    hours: Decimal | None = None
    certificate: str = ""


@transaction.atomic
def keep_training(
    *, actor: Person, at: datetime, unit: Unit, fields: TrainingFields, training: Training | None = None, seen: int = 0
) -> Training:  # fmt: skip
    require(actor, Action.CONDUCT_MANAGE, unit)
    topic = tidy(fields.topic)
    if fields.kind not in Training.Kind.values:
        raise CannotRecord("Anh/chị chọn loại.", "kind")
    if not topic:
        raise CannotRecord("Anh/chị ghi nội dung, chuyên đề.", "topic")
    if fields.first_date > fields.last_date:
        raise CannotRecord("Ngày cuối không được trước ngày đầu.", "last_date")
    if not 0 < fields.hours <= MOST_HOURS:
        raise CannotRecord("Số giờ từ 0,5 đến 999.", "hours")
    if fields.skill and fields.skill not in definition().skills:
        raise CannotRecord("Anh/chị chọn một kỹ năng trong danh sách.", "skill")
    values = {
        "kind": fields.kind, "topic": topic[:200], "first_date": fields.first_date, "last_date": fields.last_date,
        "hours": fields.hours, "skill": fields.skill, "place": tidy(fields.place)[:150],
        "organiser": tidy(fields.organiser)[:150],
    }  # fmt: skip
    if training is None:
        training = Training.objects.create(unit=unit, recorded_at=at, recorded_by=actor, **values)
        action = "training.add"
    else:
        training = Training.objects.select_for_update(of=("self",)).get(pk=training.pk)
        if training.version != seen:
            raise CannotRecord(CHANGED)
        too_long = training.attended.filter(hours__gt=fields.hours).exists()
        if too_long:
            raise CannotRecord(
                "Có người đã ghi nhiều giờ hơn số này; sửa số giờ của người ấy trước.", "hours"
            )
        for key, value in values.items():
            setattr(training, key, value)
        training.version += 1
        training.save()
        action = "training.change"
    record(actor=actor, at=at, action=action, subject=training, unit=unit)
    return training


@transaction.atomic
def record_attendance(
    *, actor: Person, at: datetime, training: Training, attended: list[Attended], seen: int
) -> Training:
    """Who attended, in whole: those left out did not. Only once it is over."""
    require(actor, Action.CONDUCT_MANAGE, training.unit)
    training = Training.objects.select_for_update(of=("self",)).select_related("unit").get(pk=training.pk)
    if training.version != seen:
        raise CannotRecord(CHANGED)
    if training.last_date > timezone.localdate(at):
        raise CannotRecord("Chưa hết lớp nên chưa ghi người dự.")
    if any(one.staff.unit_id != training.unit_id for one in attended):
        raise CannotRecord("Anh/chị chọn người trong danh sách.")
    for one in attended:
        if one.hours is not None and not 0 < one.hours <= training.hours:
            raise CannotRecord(f"Số giờ của {one.staff} lớn hơn 0 và không quá số giờ của lớp.")
    training.attended.all().delete()
    Attendance.objects.bulk_create(
        Attendance(
            training=training, staff=one.staff, hours=one.hours or training.hours,
            certificate=tidy(one.certificate)[:60],
        )
        for one in attended
    )  # fmt: skip
    training.version += 1
    training.save(update_fields=["version"])
    record(
        actor=actor, at=at, action="training.attendance", subject=training, unit=training.unit,
        after={"count": len(attended)},
    )  # fmt: skip
    return training


@transaction.atomic
def record_certificate(
    *, actor: Person, at: datetime, staff: Staff, skill: str, paper: str, since_date: date
) -> Certificate:
    """A skill that somebody brought along; the newer paper takes the place of the older."""
    require(actor, Action.CONDUCT_MANAGE, staff.unit)
    paper = tidy(paper)
    if skill not in definition().skills:
        raise CannotRecord("Anh/chị chọn một kỹ năng trong danh sách.", "skill")
    if not paper:
        raise CannotRecord("Anh/chị ghi tên văn bằng, chứng chỉ.", "paper")
    if since_date > timezone.localdate(at):
        raise CannotRecord("Ngày cấp không được sau hôm nay.", "since_date")
    made, _ = Certificate.objects.update_or_create(
        staff=staff, skill=skill,
        defaults={"paper": paper[:200], "since_date": since_date, "recorded_at": at, "recorded_by": actor},
    )  # fmt: skip
    record(actor=actor, at=at, action="staff.certificate", subject=staff, unit=staff.unit)
    return made


@transaction.atomic
def record_praise(
    *, actor: Person, at: datetime, staff: Staff, day: date, source: str, text: str, report_code: str = ""
) -> Praise:
    """Kept for the person. A leader's praise is refused while the person is under discipline; a citizen's is a fact."""
    require(actor, Action.CONDUCT_MANAGE, staff.unit)
    text, code = tidy(text, keep_lines=True), tidy(report_code).replace(" ", "").upper()
    if source not in Praise.Source.values:
        raise CannotRecord("Anh/chị chọn nguồn.", "source")
    if not text:
        raise CannotRecord("Anh/chị ghi lời khen.", "text")
    if day > timezone.localdate(at):
        raise CannotRecord("Ngày không được sau hôm nay.", "day")
    if code and Praise.objects.filter(staff=staff, report_code=code).exists():
        raise CannotRecord("Lời khen này của người dân đã được ghi.", "report_code")
    if source == Praise.Source.HEAD and disciplines_on(staff.unit, day).filter(breach__staff=staff).exists():
        raise CannotRecord("Người này đang trong thời gian kỷ luật nên chưa khen được.", "staff")
    post = staff.posts.filter(since_date__lte=day).order_by("since_date").last()
    made = Praise.objects.create(
        unit=staff.unit, staff=staff, agency=post.agency if post else None, date=day, source=source, text=text[:500],
        report_code=code[:12], recorded_at=at, recorded_by=actor,
    )  # fmt: skip
    record(actor=actor, at=at, action="praise.record", subject=made, unit=staff.unit)
    return made
