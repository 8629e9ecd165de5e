"""A plan and tasks for the cast, made by the product's own actions."""

from __future__ import annotations

import io
from datetime import date, datetime

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from tests.cast import FIRST_DAY, NOW, Cast
from thanthien.lib.planreader.timing import parse_timing
from thanthien.platform.units.models import Agency, Unit
from thanthien.programme.evidence.actions import add_files
from thanthien.programme.evidence.models import Evidence
from thanthien.programme.plans.acceptance import Body, PlanFacts, TaskFacts, accept_plan
from thanthien.programme.plans.models import Task, TaskAgency

YEAR = 2026


def facts(
    title: str,
    *leads: Agency | str,
    supports: tuple[Agency | str, ...] = (),
    group: str = "TIÊU CHÍ 1: CÔNG KHAI, MINH BẠCH",
    timing: str = "Thường xuyên",
    product: str = "Văn bản, hình ảnh",
    no: str = "",
    is_header: bool = False,
    parent: int | None = None,
) -> TaskFacts:
    rule = parse_timing(timing).as_json() if timing else None
    return TaskFacts(
        title=title, no=no, group=group, product=product, timing=timing, timing_rule=rule, is_header=is_header,
        parent=parent, leads=tuple(map(_body, leads)), supports=tuple(map(_body, supports)),
        source={"reading": 1},
    )  # fmt: skip


def _body(who: Agency | str) -> Body:
    return Body(group_name=who) if isinstance(who, str) else Body(agency_id=who.pk)


def make_plan(unit: Unit, *rows: TaskFacts, year: int = YEAR, at: datetime = FIRST_DAY) -> list[Task]:
    """A plan in force with these rows; the tasks in their order."""
    plan = PlanFacts(title=f"Kế hoạch năm {year}", number="15/KH-UBND")
    accept_plan(actor=None, at=at, unit=unit, year=year, plan=plan, bases=[], tasks=rows)
    return list(Task.objects.filter(unit=unit, year=year).order_by("position"))


def one_task(cast: Cast, *leads: Agency | str, **more: object) -> Task:
    return make_plan(cast.unit, facts("Công khai đường dây nóng", *(leads or (cast.culture,)), **more))[0]  # type: ignore[arg-type]


def lead_of(task: Task, agency: Agency | None = None) -> TaskAgency:
    parts = task.agencies.filter(part=TaskAgency.Part.LEAD)
    return parts.get(agency=agency) if agency else parts.get()


def picture(
    name: str = "bang-tin.jpg", colour: str = "teal", taken: date | None = None
) -> SimpleUploadedFile:
    """A real JPEG; with `taken`, a camera's day in its EXIF. Another colour makes other bytes."""
    out, exif = io.BytesIO(), Image.Exif()
    if taken:
        exif.get_ifd(0x8769)[36867] = taken.strftime("%Y:%m:%d 09:15:00")
    Image.new("RGB", (640, 480), colour).save(out, "JPEG", exif=exif)
    return SimpleUploadedFile(name, out.getvalue(), content_type="image/jpeg")


def add_picture(cast: Cast, task: Task, *, colour: str = "teal", at: datetime = NOW) -> Evidence:
    """A waiting proof by the officer of Phòng Văn hóa - Xã hội."""
    return add_files(actor=cast.officer, at=at, task=task, uploads=[picture(colour=colour)]).kept[0]
