"""One row of every kind in `cast.unit`, or in the city: what the rights matrix puts into addresses.

A new kind of thing in an address needs a line in `ROWS` (whose `pk` it is, by the name of the page) or
in `VALUES`.
"""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils import timezone
from openpyxl import Workbook
from reportlab.pdfgen.canvas import Canvas

from tests.cast import FIRST_DAY, NOW, Cast
from tests.programme.plans.factories import add_picture, facts, lead_of, make_plan
from thanthien.platform.files.actions import keep_file
from thanthien.platform.units.actions import add_neighbourhood
from thanthien.programme.criteria.actions import adopt, load_set
from thanthien.programme.criteria.definition import load_definition
from thanthien.programme.criteria.models import CriteriaSet, WeightTable
from thanthien.programme.criteria.weighing import draft_weights
from thanthien.programme.imports.actions import hand_in
from thanthien.programme.imports.models import PlanReading
from thanthien.programme.measures.actions import record_reading
from thanthien.programme.measures.registry import measure_of

MEASURE = "case_on_time"
PLAN_TEXT = """KẾ HOẠCH
Xây dựng Chính quyền thân thiện năm 2026
I. NHIỆM VỤ
1. Phòng Văn hóa - Xã hội chủ trì công khai đường dây nóng, hoàn thành trước ngày 30/6/2026.
"""

# Whose id `pk` is, by the longest beginning of the page's name.
ROWS = {
    "desk:plan": "plan",
    "desk:plan_reading": "reading",
    "desk:plan_row": "reading",
    "desk:task": "task",
    "desk:task_proof": "proof",
    "desk:task_proof_add": "task",
    "desk:task_file": "proof",
    "desk:task_small": "proof",
    "desk:figure_remove": "figure",
    "oversight:criteria": "table",
}


class Samples:
    def __init__(self, cast: Cast) -> None:
        year = timezone.localdate().year
        tasks = make_plan(cast.unit, facts("Công khai đường dây nóng", cast.culture), year=year)
        self.cast = cast
        self.task = tasks[0]
        self.plan = self.task.plan
        self.plan.file = keep_file(data=PLAN_TEXT.encode(), at=NOW)
        self.plan.save()
        self.part = lead_of(self.task)
        self.proof = add_picture(cast, self.task)
        self.reading = self._reading(year)
        self.row = self.reading.rows.create(position=900, title="Dòng thử")
        self.place = add_neighbourhood(
            actor=None, at=FIRST_DAY, unit=cast.unit, kind="village", name="Thượng"
        )
        self.table = self._criteria(year)
        self.figure = record_reading(
            actor=cast.officer,
            at=NOW,
            unit=cast.unit,
            measure=measure_of(MEASURE),
            day=date(year, 1, 31),
            period="month",
            numerator=Decimal(9),
            denominator=Decimal(10),
        )

    def _reading(self, year: int) -> PlanReading:
        file = keep_file(data=PLAN_TEXT.encode(), at=NOW)
        reading = hand_in(
            actor=self.cast.coordinator,
            at=NOW,
            unit=self.cast.unit,
            year=year,
            file=file,
            filename="ke-hoach.txt",
        )
        reading.file = keep_file(data=_one_page(), at=NOW)  # so that there is a page to draw
        reading.save()
        return reading

    def _criteria(self, year: int) -> WeightTable:
        """The Hải Phòng set lent to the invented city, and a draft of points for it."""
        path = settings.REFERENCE_DIR / "criteria/hai-phong-2025.yaml"
        kept, _ = load_set(
            definition=load_definition(path), source=path.read_text(encoding="utf-8"), at=FIRST_DAY
        )
        CriteriaSet.objects.update(province_code=self.cast.city.code, from_year=year - 1)
        kept.refresh_from_db()
        adopt(
            actor=None,
            at=FIRST_DAY,
            unit=self.cast.unit,
            year=year,
            criteria_set=kept,
            weight_table=None,
        )
        return draft_weights(
            actor=self.cast.city_admin,
            at=NOW,
            unit=self.cast.city,
            criteria_set=kept,
            data=_point_sheet(kept),
            filename="diem.xlsx",
            title="Bảng điểm thử",
        )

    def body(self, page: str) -> dict[str, str]:
        """The least that a form must hold for its page to know what is meant."""
        bodies = {
            "desk:task_take": {"agency": str(self.cast.culture.pk)},
            "desk:task_move": {"move": "start"},
        }
        return bodies.get(page, {})

    def value(self, page: str, argument: str) -> Any:
        """What stands for an argument of a page's address; None when this file does not know it."""
        if argument == "pk":
            begins = max((name for name in ROWS if page.startswith(name)), key=len, default="")
            return getattr(self, ROWS[begins]).pk if begins else None
        person = self.cast.centre_officer if page.startswith("desk:") else self.cast.appraiser
        values: dict[str, Any] = {
            "part": self.part.pk,
            "row_pk": self.row.pk,
            "agency_id": self.cast.economy.pk,
            "place_id": self.place.pk,
            "username": person.username,
            "role_id": person.memberships.get().pk,
            "code": MEASURE,
            "key": "I.1#1",
            "form": "docx",
            "number": 1,
            "position": self.table.weights.values_list("position", flat=True).first(),
        }
        return values.get(argument)


def _one_page() -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.drawString(72, 720, "Ke hoach")
    canvas.save()
    return out.getvalue()


def _point_sheet(kept: CriteriaSet) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["TT", "Nội dung", "Điểm"])
    for criterion in kept.criteria.all():
        points = None if criterion.rule is None else 1
        sheet.append([criterion.number, criterion.title, points])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
