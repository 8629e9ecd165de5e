"""`thanthien procedures load FILE` – a list of procedures for the country, a city or a commune; differences first."""

from __future__ import annotations

from argparse import ArgumentTypeError
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from thanthien.cli.refusal import Refusal
from thanthien.lib.procedures import CannotRead, read_listing
from thanthien.lib.vietnamese import parse_date_vi
from thanthien.operations.procedures.actions import send_list, take_list
from thanthien.operations.procedures.planning import Plan, plan_import
from thanthien.platform.files.actions import keep_file
from thanthien.platform.files.content import CannotKeepFile
from thanthien.platform.people.permissions import NotAllowed
from thanthien.platform.refusals import Refusal as Refused
from thanthien.platform.units.actions import COUNTRY_CODE
from thanthien.platform.units.models import Unit

SHOWN = 20  # lines of a kind


class Command(BaseCommand):
    help = "Nạp danh mục thủ tục (JSON, Excel, YAML); --dry-run chỉ cho xem khác gì."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--unit", default=COUNTRY_CODE, help="mã đơn vị giữ danh mục; mặc định: dùng chung cả nước"
        )
        parser.add_argument("--from", dest="from_date", type=_day, help="ngày có hiệu lực; mặc định: hôm nay")
        parser.add_argument("--dry-run", action="store_true")
        parser.add_argument(
            "--end-missing", action="store_true", help="thủ tục không có trong tệp thì thôi áp dụng"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        owner = Unit.objects.filter(code=options["unit"].upper()).select_related("parent").first()
        if owner is None:
            raise Refusal(
                f"Không có đơn vị mã {options['unit']}. Hãy chạy “thanthien units load” hoặc xem lại mã."
            )
        try:
            data = path.read_bytes()
        except OSError as error:
            raise Refusal(f"Không mở được tệp {path}. Hãy kiểm tra lại đường dẫn và quyền đọc.") from error
        now = timezone.now()
        first: date = options["from_date"] or timezone.localdate(now)
        try:
            if options["dry_run"]:
                plan = plan_import(owner, read_listing(data), from_date=first, today=timezone.localdate(now))
            else:
                plan = _take(owner, data, path.name, first, end_missing=options["end_missing"])
        except (CannotRead, CannotKeepFile, Refused, NotAllowed) as error:
            raise Refusal(str(error)) from error
        for line in _lines(plan):
            self.stdout.write(line)
        self.stdout.write(
            "Chạy thử, chưa lưu gì." if options["dry_run"] else f"Đã nạp vào danh mục của {owner}."
        )


def _take(owner: Unit, data: bytes, name: str, first: date, *, end_missing: bool) -> Plan:
    now = timezone.now()
    file = keep_file(data=data, at=now)
    sent = send_list(actor=None, at=now, owner=owner, file=file, filename=name, from_date=first)
    ending: list[str] = []
    if end_missing:
        plan = plan_import(owner, read_listing(data), from_date=first, today=timezone.localdate(now))
        ending = [one.procedure.code for one in plan.gone]
    return take_list(actor=None, at=now, sent=sent, ending=ending)


def _lines(plan: Plan) -> list[str]:
    said = [
        *plan.notes,
        f"Mới {len(plan.new) + len(plan.back)}, thay đổi {len(plan.changed)}, giữ nguyên {len(plan.same)}, "
        f"không có trong tệp {len(plan.gone)}, dòng lỗi {len(plan.problems)}.",
    ]
    said += [
        f"  đổi {step.code} {step.row.procedure.name}: {', '.join(change.label for change in step.changes)}"
        for step in plan.changed[:SHOWN]
    ]
    said += [f"  không có trong tệp: {one.procedure.code} {one.name}" for one in plan.gone[:SHOWN]]
    said += [f"  {one.place}: {one.says}" for one in plan.problems[:SHOWN]]
    return said


def _day(text: str) -> date:
    try:
        return parse_date_vi(text)
    except ValueError as error:
        raise ArgumentTypeError(str(error)) from None
