"""`thanthien criteria points FILE --set CODE [--unit CODE] [--dry-run] [--json]` – a city's point table."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from thanthien.cli.refusal import Refusal
from thanthien.lib.documents import CannotRead
from thanthien.lib.vietnamese import number_vi
from thanthien.platform.units.models import Unit
from thanthien.programme.criteria.models import CriteriaSet
from thanthien.programme.criteria.point_table import (
    Match,
    NotAPointTable,
    PointTable,
    PointTableReview,
    review_matches,
)
from thanthien.programme.criteria.queries import definition_of
from thanthien.programme.criteria.weighing import CannotDraftWeights, draft_weights, match_file

WIDTH = 100


class Command(BaseCommand):
    help = (
        "Đọc bảng điểm (Word, Excel, PDF), ghép với bộ tiêu chí, in chỗ cần xem; giữ bản nháp để đối chiếu."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="TỆP")
        parser.add_argument("--set", required=True, metavar="MÃ", help="mã bộ tiêu chí, ví dụ hai-phong-2025")
        parser.add_argument("--unit", metavar="MÃ", help="tỉnh, thành phố gửi bảng điểm (mặc định: theo bộ)")
        parser.add_argument("--title", default="", help="tên bảng điểm, ví dụ số và ngày văn bản")
        parser.add_argument("--dry-run", action="store_true", help="chỉ đọc và in, không giữ bản nháp")
        parser.add_argument("--json", action="store_true", help="chỉ in JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        criteria_set = set_or_refuse(options["set"])
        try:
            data = path.read_bytes()
        except OSError as error:
            raise Refusal(f"Không mở được tệp {path}. Hãy kiểm tra lại đường dẫn và quyền đọc.") from error
        try:
            table, matches = match_file(data=data, filename=path.name, criteria_set=criteria_set)
            review = review_matches(table, matches, definition_of(criteria_set))
            saved = (
                None
                if options["dry_run"]
                else draft_weights(
                    actor=None,
                    at=timezone.now(),
                    unit=_sender(options["unit"], criteria_set),
                    criteria_set=criteria_set,
                    data=data,
                    filename=path.name,
                    title=options["title"],
                )
            )
        except (CannotRead, NotAPointTable, CannotDraftWeights) as error:
            raise Refusal(str(error)) from error
        result = as_data(criteria_set, matches, review) | {"saved": saved is not None}
        if saved is not None:
            result |= {"table": saved.code, "version": saved.version}
        if options["json"]:
            self.stdout.write(json.dumps(result, ensure_ascii=False, indent=1))
            return
        self.stdout.write("\n".join(said(table, matches, review, saved is not None)))


def set_or_refuse(code: str) -> CriteriaSet:
    """The newest version of a set. Raises Refusal where there is none."""
    found = CriteriaSet.objects.filter(code=code).order_by("-version").first()
    if found is None:
        known = ", ".join(sorted(set(CriteriaSet.objects.values_list("code", flat=True)))) or "chưa có bộ nào"
        raise Refusal(f"Không có bộ tiêu chí mã “{code}” (đang có: {known}). Hãy nạp bằng “criteria load”.")
    return found


def _sender(code: str | None, criteria_set: CriteriaSet) -> Unit:
    wanted = code or criteria_set.province_code
    unit = Unit.objects.filter(code=wanted).first()
    if unit is None or unit.is_local:
        raise Refusal(f"Không có tỉnh, thành phố mã “{wanted}”. Hãy ghi mã đúng ở --unit.")
    return unit


def as_data(criteria_set: CriteriaSet, matches: Sequence[Match], review: PointTableReview) -> dict[str, Any]:
    """JSON-able: every row with its match, the points by row of the set, the problems."""
    return {
        "set": criteria_set.code,
        "set_version": criteria_set.version,
        "ready": review.is_ready,
        "rows": [
            {
                "place": match.row.spot,
                "number": match.row.number,
                "text": match.row.text,
                "points": None if match.row.points is None else str(match.row.points),
                "criterion": match.criterion_key,
                "confidence": match.confidence,
                "alternatives": [
                    {"criterion": other.key, "confidence": other.confidence} for other in match.alternatives
                ],
            }
            for match in matches
        ],
        "points": {key: str(points) for key, points in review.points.items()},
        "suggested": {key: str(points) for key, points in review.suggested.items()},
        "problems": [
            {"severity": p.severity, "message": p.message, "criterion": p.key} for p in review.problems
        ],
    }


def said(table: PointTable, matches: Sequence[Match], review: PointTableReview, is_saved: bool) -> list[str]:
    """The matches and problems as lines for a terminal."""
    lines = [_row(match) for match in matches]
    lines += ["", f"Đã ghép {sum(m.criterion_key is not None for m in matches)}/{len(matches)} dòng."]
    if table.printed_total is not None:
        lines.append(f"Tổng in trong tệp: {number_vi(table.printed_total)} điểm.")
    for problem in review.problems:
        mark = "✗" if problem.severity == "error" else "!"
        lines += textwrap.wrap(
            problem.message, WIDTH, initial_indent=f"{mark} ", subsequent_indent="  ", break_long_words=False
        )
    lines.append("Dùng được ngay." if review.is_ready else "Chưa dùng được: cần xem các chỗ ✗ ở trên.")
    lines.append(
        "Đã giữ bản nháp; mở trang “Bộ tiêu chí, bảng điểm” của tỉnh, thành phố để đối chiếu và áp dụng."
        if is_saved
        else "Chạy thử, chưa lưu gì."
    )
    return lines


def _row(match: Match) -> str:
    points = "–" if match.row.points is None else number_vi(match.row.points)
    sure = f"{round(match.confidence * 100)}%" if match.criterion_key else "chưa ghép"
    text = f"{match.row.number} {match.row.text}".strip()
    short = text if len(text) <= 60 else f"{text[:57].rstrip()}…"
    return f"{match.criterion_key or '?':<9} {sure:>9} {points:>7}  {match.row.spot}: {short}"
