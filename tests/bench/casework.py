"""Cases brought in from a file, and the boards over them.

`python -m tests.bench.casework` measures by itself, on SQLite and on PostgreSQL where one answers.
"""

from __future__ import annotations

import io
import json
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import django

from tests.bench.citizens.servers import Place, postgres_place, sqlite_place
from tests.bench.measure import Measured, Row, table

CASES, SECONDS = 100_000, 60.0  # brought in from a file: read, checked, applied
BOARD, TIMES = 100.0, 20  # ms, over that many cases; how often each is opened
FORMS = ("csv", "xlsx")
HEAD = (
    "Mã hồ sơ", "Mã thủ tục", "Tên thủ tục", "Người nộp", "Địa chỉ", "Số điện thoại", "Ngày tiếp nhận", "Ngày hẹn trả",
    "Ngày có kết quả", "Ngày trả kết quả", "Trạng thái", "Hình thức nộp", "Cơ quan xử lý",
)  # fmt: skip
BOARDS = ("late", "today", "soon", "waiting", "handled", "undated", "open", "all")
Say = Callable[[str], None]


def casework_rows(say: Say) -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as folder:
        yield from _on(sqlite_place(Path(folder)), say)
        with postgres_place(Path(folder)) as place:
            if place is None:
                say("no PostgreSQL answers: cases on SQLite alone")
            else:
                yield from _on(place, say)


def _on(place: Place, say: Say) -> Iterator[Row]:
    say(f"a hundred thousand cases on {place.name} …")
    told = json.loads(place.run("tests.bench.casework", "measure").splitlines()[-1])
    for form in FORMS:
        name = f"{place.name}: {CASES} cases from {form}, checked and applied"
        yield Measured(name, "s", (sum(told[form]),), SECONDS)
    for tab, spent in told["boards"].items():
        yield Measured(f"{place.name}: board {tab}, {CASES} cases", "ms", tuple(spent), BOARD, "p95")


def measure() -> None:
    """In a process of its own, on an empty database; prints the seconds of checking and of applying each form of file
    (each into a commune of its own), and the milliseconds of the boards afterwards.
    """
    os.environ["DJANGO_SETTINGS_MODULE"] = "thanthien.config.settings"
    django.setup()
    from django.test import Client
    from django.urls import reverse
    from django.utils import timezone

    from tests.bench.pages import BACKEND, ask
    from tests.cast import make_cast
    from thanthien.cli.schema import bring_up_to_date
    from thanthien.operations.casework.models import CaseImport
    from thanthien.operations.casework.running import run_import
    from thanthien.platform.files.actions import keep_file

    bring_up_to_date()
    cast, now = make_cast(), timezone.now()
    told: dict[str, object] = {}
    for form, unit in zip(FORMS, (cast.unit, cast.other_unit), strict=True):
        made = as_csv if form == "csv" else as_xlsx
        content = made(CASES, timezone.localdate())
        row = CaseImport.objects.create(
            unit=unit, source="bench", file=keep_file(data=content, at=now), filename="bench", handed_in_at=now,
            handed_in_by=cast.one_stop, progress_at=now,
        )  # fmt: skip
        run_import(import_id=row.pk, clock=timezone.now)  # reads the head; a person confirms the columns
        spent = []
        for state in ("checking", "applying"):
            rows = CaseImport.objects.filter(pk=row.pk)
            rows.update(state=state, done=0, new=0, changed=0, same=0, refused=0)
            begun = time.perf_counter()
            run_import(import_id=row.pk, clock=timezone.now)
            spent.append(time.perf_counter() - begun)
        row.refresh_from_db()
        assert (row.state, row.new) == ("done", CASES), (row.state, row.problem, row.faults[:3])
        told[form] = spent
    client = Client(SERVER_NAME="localhost")
    client.force_login(cast.one_stop, backend=BACKEND)
    address = reverse("desk:cases", args=[cast.unit.code])
    boards = {tab: ask(client, f"{address}?tab={tab}", TIMES) for tab in BOARDS}
    boards["by code"] = ask(client, f"{address}?q=0975", TIMES)
    boards["my work"] = ask(client, reverse("desk:work", args=[cast.unit.code]), TIMES)
    told["boards"] = boards
    sys.stdout.write(json.dumps(told) + "\n")


def lines(cases: int, today: date) -> list[list[str]]:
    """Two years of cases, the newest of them open, some late. Everybody in it is invented."""
    dice, found = random.Random(7), []
    for n in range(cases):
        day = today - timedelta(days=1 + n * 700 // cases)
        due = day + timedelta(days=dice.choice((1, 3, 5, 10)))
        ended = day + timedelta(days=dice.choice((0, 1, 2, 3, 4, 11)))
        is_open = ended >= today or dice.random() < 0.002
        number = dice.randint(1, 40)
        found.append(
            [
                f"H15.50.05.13-{day:%y%m%d}-{n:07d}", f"1.{number:06d}", f"Thủ tục minh họa số {number}",
                f"Người Minh Họa {n}", f"Thôn {n % 12}", f"09{n:08d}", f"{day:%d/%m/%Y} 08:{n % 60:02d}",
                f"{due:%d/%m/%Y}", "" if is_open else f"{ended:%d/%m/%Y} 15:00",
                "" if is_open or n % 50 == 0 else f"{ended:%d/%m/%Y} 16:00",
                "Đang xử lý" if is_open else "Đã có kết quả" if n % 50 == 0 else "Đã trả kết quả",
                ("Trực tiếp", "Trực tuyến toàn trình")[n % 2], ("Phòng Kinh tế", "Phòng Văn hóa - Xã hội")[n % 2],
            ]
        )  # fmt: skip
    return found


def as_csv(cases: int, today: date) -> bytes:
    return "\r\n".join(";".join(one) for one in [list(HEAD), *lines(cases, today)]).encode()


def as_xlsx(cases: int, today: date) -> bytes:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for one in [list(HEAD), *lines(cases, today)]:
        sheet.append(one)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _say(words: str) -> None:
    sys.stderr.write(words + "\n")


if __name__ == "__main__":
    if sys.argv[1:] == ["measure"]:
        measure()
    else:
        sys.stdout.write(table(list(casework_rows(_say))) + "\n")
