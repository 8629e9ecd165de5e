"""`thanthien round verify --unit CODE --year Y [--submission N]` – is what was handed in still what it was?"""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from thanthien.assessment.rounds.queries import round_of, submissions_of
from thanthien.cli.management.commands.score import unit_or_refuse
from thanthien.cli.refusal import Refusal
from thanthien.lib.vietnamese import number_vi
from thanthien.workflows.rounds import verify_submission


class Command(BaseCommand):
    help = "Kiểm tra hồ sơ đã nộp: mã sha-256, từng tệp minh chứng, điểm tính lại cho đúng ngày đã chốt."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--unit", required=True, metavar="CODE", help="mã đơn vị")
        parser.add_argument("--year", required=True, type=int)
        # Django's own --version gives way.
        parser.add_argument("--submission", type=int, metavar="N", help="lần nộp; không ghi: lần cuối")

    def handle(self, *args: Any, **options: Any) -> None:
        unit = unit_or_refuse(options["unit"])
        kept = round_of(unit, options["year"])
        handed = submissions_of(kept) if kept else []
        wanted = options["submission"]
        submission = next((one for one in handed if wanted in (None, one.version)), None)
        if submission is None:
            raise Refusal(
                f"{unit.heading} chưa nộp hồ sơ năm {options['year']}{f', lần {wanted}' if wanted else ''}."
            )
        found = verify_submission(submission)
        when = timezone.localtime(submission.submitted_at).strftime("%H:%M %d/%m/%Y")
        points = f", {number_vi(submission.total)} điểm" if submission.total is not None else ""
        self.stdout.write(f"{submission}: nộp {when}{points}, sha-256 {submission.sha256}")
        for heading, lines in (
            ("Bản chốt", found.altered),
            ("Tệp minh chứng", found.files),
            ("Điểm, số liệu tính lại", found.rows),
        ):
            self.stdout.write(f"{heading}: {'khớp' if not lines else f'{len(lines)} chỗ khác'}")
            for line in lines:
                self.stdout.write(f"  {line}")
        if not found.is_sound:
            raise SystemExit(1)
