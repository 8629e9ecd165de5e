"""`thanthien measures fill` – figures of the daily work, collected; safe to call as often as one likes."""

from __future__ import annotations

import json
import logging
import os
import time
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, connections
from django.utils import timezone

from thanthien.cli.refusal import Refusal
from thanthien.platform.units.models import Unit
from thanthien.programme.measures.filling import Filled
from thanthien.workflows.measuring import Wanted, fill_changed, fill_due, fill_open, fill_wanted, newest_act

_LOG = logging.getLogger(__name__)
OPEN_EVERY = 20  # seconds between two looks at the days that run
_DUE_EVERY = 3600  # seconds between two fillings of the trailing window


class Command(BaseCommand):
    help = "Đếm số liệu từ hồ sơ (phản ánh, kênh, công khai, khảo sát) theo ngày; chạy lại bao nhiêu lần cũng được."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--from", dest="first", type=_day, help="ngày đầu (YYYY-MM-DD)")
        parser.add_argument("--to", dest="last", type=_day, help="ngày cuối (YYYY-MM-DD)")
        parser.add_argument("--unit", help="mã một đơn vị")
        parser.add_argument(
            "--open", action="store_true", help="chỉ những ngày đang chạy: hôm nay và tuần này"
        )
        parser.add_argument("--follow", action="store_true", help="chạy mãi: thường xuyên cập nhật hôm nay")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["follow"]:
            follow()
            return
        began = time.perf_counter()
        wanted = Wanted(options["first"], options["last"], _unit(options["unit"]))
        now = timezone.now()
        if wanted != Wanted():
            if wanted.first and wanted.last and wanted.first > wanted.last:
                raise Refusal("Ngày đầu (--from) phải trước hoặc bằng ngày cuối (--to).")
            done = fill_wanted(at=now, wanted=wanted)
        else:
            done = fill_open(at=now) if options["open"] else fill_due(at=now)
        self._tell(done, time.perf_counter() - began, as_json=options["json"])

    def _tell(self, done: Filled, seconds: float, *, as_json: bool) -> None:
        if as_json:
            told = {
                "days": done.days, "written": done.written, "removed": done.removed, "frozen": done.frozen,
                "units": len(done.units), "seconds": round(seconds, 2),
            }  # fmt: skip
            self.stdout.write(json.dumps(told))
            return
        self.stdout.write(
            f"Đã đếm {done.days} ngày: ghi {done.written} số liệu, bỏ {done.removed}, của {len(done.units)} đơn vị; "
            f"giữ nguyên {done.frozen} số đã chốt ({seconds:.1f} giây)."
        )


def follow() -> None:
    """Until the process that started it is gone. A database that does not answer is asked again: what is due

    stays due.
    """
    next_due, parent, seen = time.monotonic(), os.getppid(), newest_act()
    while os.getppid() == parent:
        try:
            if time.monotonic() >= next_due:
                fill_due(at=timezone.now())
                next_due = time.monotonic() + _DUE_EVERY
            else:
                fill_open(at=timezone.now())
                _, seen = fill_changed(at=timezone.now(), since=seen)
        except DatabaseError as error:
            _LOG.warning("Figures wait for the database: %s", error)
        finally:
            connections.close_all()
        time.sleep(OPEN_EVERY)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refusal(f"Ngày “{text}” chưa đúng. Viết theo dạng 2026-03-31.") from None


def _unit(code: str | None) -> Unit | None:
    if not code:
        return None
    unit = Unit.objects.filter(code=code).first()
    if unit is None:
        raise Refusal(f"Không có đơn vị mang mã “{code}”.")
    return unit
