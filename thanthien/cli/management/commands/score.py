"""`thanthien score --unit CODE --year Y [--json]` – the score of a unit with every reason."""

from __future__ import annotations

import json
import textwrap
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from thanthien.assessment.scoring.as_json import sheet_as_data
from thanthien.assessment.scoring.queries import score_sheet
from thanthien.assessment.scoring.sheet import Line, ScoreSheet, WayUp
from thanthien.cli.refusal import Refusal
from thanthien.lib.vietnamese import date_vi, number_vi, parse_date_vi
from thanthien.platform.units.models import Unit

WIDTH = 100


def unit_or_refuse(code: str) -> Unit:
    """The unit with a code. Raises Refusal where there is none."""
    unit = Unit.objects.select_related("parent").filter(code=code).first()
    if unit is None:
        raise Refusal(f"Không có đơn vị mã “{code}”. Hãy xem mã trong danh mục đơn vị hành chính.")
    return unit


def day_or_refuse(text: str | None) -> date:
    """The day to score by: today when none is named."""
    try:
        return parse_date_vi(text) if text else timezone.localdate()
    except ValueError as error:
        raise Refusal(str(error)) from error


class Command(BaseCommand):
    help = "Chấm điểm một đơn vị: điểm, lý do, phần còn thiếu và minh chứng của từng nội dung."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--unit", required=True, metavar="CODE", help="mã đơn vị")
        parser.add_argument("--year", required=True, type=int)
        parser.add_argument("--as-of", metavar="NGÀY", help="tính đến hết ngày này, ví dụ 30/06/2026")
        parser.add_argument("--json", action="store_true", help="chỉ in JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        unit = unit_or_refuse(options["unit"])
        sheet = score_sheet(unit, options["year"], day_or_refuse(options["as_of"]))
        if options["json"]:
            self.stdout.write(json.dumps(sheet_as_data(sheet), ensure_ascii=False, indent=1))
            return
        self.stdout.write("\n".join(table(sheet)))


def table(sheet: ScoreSheet) -> list[str]:
    """The sheet as lines for a terminal."""
    said = [f"{sheet.unit.heading} – năm {sheet.year}, tính đến {date_vi(sheet.as_of)}"]
    if sheet.criteria_set:
        said.append(str(sheet.criteria_set))
    if sheet.weights:
        said.append(f"Bảng điểm: {sheet.weights.title}")
    said.append("")
    if sheet.points is not None and sheet.maximum is not None:
        said.append(f"Tổng điểm: {number_vi(sheet.points)}/{number_vi(sheet.maximum)}{_mark(sheet)}")
    said.append(f"Mức: {sheet.level.label}{_mark(sheet)}")
    said += textwrap.wrap(sheet.level.reason, WIDTH, initial_indent="  ", subsequent_indent="  ")
    if sheet.registration and sheet.criteria_set:
        late = ", sau hạn" if sheet.is_late else ""
        day = date_vi(sheet.registration.registered_date)
        said.append(f"Đã đăng ký: {sheet.criteria_set.level_word} {sheet.registration.level} ({day}{late})")
    for line in sheet.lines:
        said += _row(line)
    for way in sheet.ways:
        said += ["", *_way(way)]
    return said


def _mark(sheet: ScoreSheet) -> str:
    return " (điểm mẫu)" if sheet.is_sample else ""


def _row(line: Line) -> list[str]:
    points = "–" if line.maximum is None else f"{_points(line)}/{number_vi(line.maximum)}"
    head = f"{line.key:<9} {points:>11}  {line.status_label:<14} "
    indent = " " * len(head)
    row = textwrap.wrap(
        line.title if not line.is_leaf else f"{line.title} – {line.why}",
        max(WIDTH - len(head) + 40, 40),
        initial_indent=head,
        subsequent_indent=indent,
    )
    missing = [f"{indent}→ {text}" for text in line.missing]
    waiting = [f"{indent}→ {len(line.waiting)} minh chứng chờ kiểm tra"] if line.waiting else []
    blank = [""] if line.depth == 1 else []
    return [*blank, *row, *missing, *waiting]


def _points(line: Line) -> str:
    return "không tính" if line.points is None else number_vi(line.points)


def _way(way: WayUp) -> list[str]:
    said = textwrap.wrap(f"Đường ngắn nhất lên {way.label}: {way.way.says}", WIDTH)
    return said + [f"  {step.line.key:<9} +{number_vi(step.gain)}  {step.line.title}" for step in way.steps]
