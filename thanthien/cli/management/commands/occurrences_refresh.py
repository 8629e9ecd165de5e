"""`thanthien occurrences refresh` – the dated occurrences of all plans in force, counted anew by hand."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from thanthien.programme.plans.models import Plan
from thanthien.workflows.recounting import refresh_undone


class Command(BaseCommand):
    help = "Tính lại các kỳ của nhiệm vụ; khi lịch ngày nghỉ thay đổi, việc này tự chạy."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--year", type=int, help="chỉ một năm; mặc định: năm nay và các năm sau")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        plans = Plan.objects.filter(replaced_by=None).select_related("unit__parent")
        year = options["year"]
        wanted = {"year": year} if year else {"year__gte": timezone.localdate(now).year}
        for plan in plans.filter(**wanted).order_by("unit__code", "year"):
            done = refresh_undone(at=now, unit=plan.unit, year=plan.year)
            self.stdout.write(
                f"{plan.unit.heading}, năm {plan.year}: thêm {done.made} kỳ, sửa {done.changed}, thôi {done.withdrawn}."
            )
