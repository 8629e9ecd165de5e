"""`thanthien report self-assessment --unit CODE --year Y -o FILE` – Word, PDF or Excel by the file's ending."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from thanthien.assessment.reports.files import CannotReport
from thanthien.assessment.reports.self_assessment import report_file
from thanthien.assessment.scoring.queries import score_sheet
from thanthien.cli.management.commands.score import day_or_refuse, unit_or_refuse
from thanthien.cli.refusal import Refusal
from thanthien.lib.documents.write import FontMissing
from thanthien.programme.plans.queries import plan_in_force


class Command(BaseCommand):
    help = "Lập báo cáo tự đánh giá, chấm điểm: .docx, .pdf, hoặc bảng điểm .xlsx."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--unit", required=True, metavar="CODE", help="mã đơn vị")
        parser.add_argument("--year", required=True, type=int)
        parser.add_argument("--as-of", metavar="NGÀY", help="tính đến hết ngày này, ví dụ 30/06/2026")
        parser.add_argument("-o", "--output", required=True, type=Path, metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["output"]
        unit = unit_or_refuse(options["unit"])
        sheet = score_sheet(unit, options["year"], day_or_refuse(options["as_of"]))
        try:
            made = report_file(
                sheet,
                plan_in_force(unit, options["year"]),
                form=path.suffix.lower().removeprefix("."),
                font_folders=settings.FONT_DIRS,
            )
        except (CannotReport, FontMissing) as refusal:
            raise Refusal(str(refusal)) from refusal
        try:
            path.write_bytes(made.content)
        except OSError as error:
            raise Refusal(
                f"Không ghi được tệp {path}: {error.strerror}. Hãy kiểm tra thư mục và quyền ghi."
            ) from error
        self.stdout.write(f"Đã lập báo cáo: {path}")
