"""`thanthien forecast UNIT [--year Y] [--as-of NGÀY] [--json]` – where the year of a unit is likely to end."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from thanthien.assessment.forecast.queries import Forecast, Prospect, forecast_of
from thanthien.assessment.forecast.steps import Step
from thanthien.cli.management.commands.score import day_or_refuse, unit_or_refuse
from thanthien.lib.vietnamese import date_vi, number_vi


class Command(BaseCommand):
    help = "Dự báo kết quả ngày 31/12: khoảng điểm, tiêu chí có thể không đạt, việc nên làm tuần này."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("unit", metavar="UNIT", help="mã đơn vị")
        parser.add_argument("--year", type=int, help="năm; mặc định là năm của ngày tính")
        parser.add_argument("--as-of", metavar="NGÀY", help="tính theo dữ liệu đến hết ngày này")
        parser.add_argument("--json", action="store_true", help="chỉ in JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        unit, day = unit_or_refuse(options["unit"]), day_or_refuse(options["as_of"])
        found = forecast_of(unit, options["year"] or day.year, day)
        if options["json"]:
            self.stdout.write(json.dumps(as_data(found), ensure_ascii=False, indent=1))
        else:
            self.stdout.write("\n".join(table(found)))


def as_data(found: Forecast) -> dict[str, Any]:
    """The forecast as plain data; figures are points, or criteria and shares without weights."""
    total = found.total
    return {
        "unit": {"code": found.sheet.unit.code, "name": found.sheet.unit.full_name},
        "year": found.sheet.year,
        "as_of": found.sheet.as_of.isoformat(),
        "counts": "points" if found.sheet.has_points else "criteria",
        "is_sample": found.sheet.is_sample,
        "nothing_known": found.is_empty,
        "total": {
            "now": _number(found.sheet.points),
            "floor": float(total.floor),
            "low": float(total.low),
            "likely": float(total.likely),
            "high": float(total.high),
            "ceiling": float(total.ceiling),
        },
        "levels": dict(zip(("low", "likely", "high"), (one or None for one in found.levels), strict=True)),
        "target": found.target.level if found.target else None,
        "target_reachable": bool(found.target and (found.way is None or found.way.reached)),
        "criteria": [_row(one) for one in found.prospects],
        "steps": [_step(one) for one in found.steps],
    }


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _row(one: Prospect) -> dict[str, Any]:
    look = one.outlook
    return {
        "key": one.line.key,
        "title": one.line.title,
        "fate": look.fate.value,
        "chance": look.chance,
        "known": look.known,
        "why": one.line.why,
        **{name: float(getattr(look, name)) for name in ("now", "floor", "low", "likely", "high", "ceiling")},
        "maximum": _number(one.line.maximum),
    }


def _step(one: Step) -> dict[str, Any]:
    return {
        "key": one.line.key,
        "says": one.says,
        "gain": float(one.gain),
        "effort": one.effort,
        "until": one.until.isoformat() if one.until else None,
    }


def table(found: Forecast) -> list[str]:
    """The forecast as lines for a terminal."""
    sheet, total = found.sheet, found.total
    said = [f"{sheet.unit.heading} – dự báo 31/12/{sheet.year}, dữ liệu đến {date_vi(sheet.as_of)}"]
    if sheet.adoption is None:
        return [*said, f"Chưa chọn bộ tiêu chí năm {sheet.year} nên chưa dự báo được."]
    if found.is_empty:
        return [*said, "Chưa có nhiệm vụ, minh chứng, số liệu nào nên chưa dự báo được."]
    noun = "điểm" if sheet.has_points else f"tiêu chí đạt trọn, trên {len(found.prospects)}"
    mark = " (điểm mẫu)" if sheet.is_sample else ""
    likely, low, high = (number_vi(one) for one in (total.likely, total.low, total.high))
    said.append(f"Nhiều khả năng {likely} {noun} (từ {low} đến {high}){mark}")
    said.append(f"Chắc chắn {number_vi(total.floor)}, nhiều nhất còn đạt {number_vi(total.ceiling)}")
    if found.levels[1]:
        said.append(f"Mức: {found.levels[1]} (từ {found.levels[0]} đến {found.levels[2]})")
    said += ["", "Có thể không đạt trọn:"]
    said += [f"  {one.line.key:<10} {one.fate_label:<24} {one.line.title}" for one in found.failing]
    said += ["", "Nên làm tuần này:"]
    said += [f"  {one.line.key:<10} +{number_vi(one.gain):<6} {one.says}" for one in found.steps[:10]]
    return said
