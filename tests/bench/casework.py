"""A hundred thousand cases: brought in from a file, then the boards over them. In a process of its own, on a copy."""

from __future__ import annotations

import io
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import django

from tests.bench.measure import Measured, Row

if TYPE_CHECKING:
    from thanthien.platform.units.models import Unit
from tests.house.tree import ROOT

UNIT = "HM01"
PERSON = "dieuphoi.thanhbinh"
HEAD = (
    "Mã hồ sơ", "Mã thủ tục", "Tên thủ tục", "Người nộp", "Địa chỉ", "Số điện thoại", "Ngày tiếp nhận", "Ngày hẹn trả",
    "Ngày có kết quả", "Ngày trả kết quả", "Trạng thái", "Hình thức nộp", "Cơ quan xử lý",
)  # fmt: skip
BOARDS = ("late", "today", "soon", "waiting", "handled", "open", "all")


def measure_casework(
    data: Path, *, cases: int, seconds: float, milliseconds: float, times: int, form: str = "csv"
) -> list[Row]:
    """Brings `cases` cases into a copy of the demo in `data` (checked, then applied); opens every board."""
    with tempfile.TemporaryDirectory() as folder:
        copy = shutil.copytree(data, Path(folder) / "data")
        words = [sys.executable, "-m", "tests.bench.casework", str(copy), str(cases), str(times), form]
        done = subprocess.run(words, cwd=ROOT, check=True, capture_output=True, text=True)
    told = json.loads(done.stdout.splitlines()[-1])
    name = f"{cases} cases from {form}"
    rows: list[Row] = [
        Measured(f"{name}, checked and applied", "s", (told["check"] + told["apply"],), seconds)
    ]
    return [
        *rows,
        *(
            Measured(f"board {tab}, {cases} cases", "ms", tuple(spent), milliseconds, "p95")
            for tab, spent in told["boards"].items()
        ),
    ]


def main(data: str, cases: int, times: int, form: str) -> None:
    """In a fresh process; prints the seconds of checking and applying, and the milliseconds of each board."""
    os.environ.update(THANTHIEN_DATA=data, DJANGO_SETTINGS_MODULE="thanthien.config.settings")
    os.environ.pop("DATABASE_URL", None)
    django.setup()
    from django.test import Client
    from django.urls import reverse
    from django.utils import timezone

    from tests.bench.pages import BACKEND, ask
    from thanthien.operations.casework.models import CaseImport
    from thanthien.operations.casework.running import run_import
    from thanthien.platform.files.actions import keep_file
    from thanthien.platform.people.models import Person
    from thanthien.platform.units.models import Unit

    unit, person, now = Unit.objects.get(code=UNIT), Person.objects.get(username=PERSON), timezone.now()
    content = (
        as_csv(unit, cases, timezone.localdate())
        if form == "csv"
        else as_xlsx(unit, cases, timezone.localdate())
    )
    made = CaseImport.objects.create(
        unit=unit, source="bench", file=keep_file(data=content, at=now), filename="bench", handed_in_at=now,
        handed_in_by=person, progress_at=now,
    )  # fmt: skip
    run_import(import_id=made.pk, clock=timezone.now)  # reads the head; a person confirms the columns
    spent = []
    for state in ("checking", "applying"):
        CaseImport.objects.filter(pk=made.pk).update(state=state, done=0, new=0, changed=0, same=0, refused=0)
        begun = time.perf_counter()
        run_import(import_id=made.pk, clock=timezone.now)
        spent.append(time.perf_counter() - begun)
    made.refresh_from_db()
    assert (made.state, made.new) == ("done", cases), (made.state, made.problem, made.faults[:3])
    client = Client(SERVER_NAME="localhost")
    client.force_login(person, backend=BACKEND)
    address = reverse("desk:cases", args=[unit.code])
    boards = {tab: ask(client, f"{address}?tab={tab}", times) for tab in BOARDS}
    boards["by code"] = ask(client, f"{address}?q=0975", times)
    boards["my work"] = ask(client, reverse("desk:work", args=[unit.code]), times)
    sys.stdout.write(json.dumps({"check": spent[0], "apply": spent[1], "boards": boards}) + "\n")


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


def as_csv(unit: Unit, cases: int, today: date) -> bytes:
    return "\r\n".join(";".join(one) for one in [list(HEAD), *lines(cases, today)]).encode()


def as_xlsx(unit: Unit, cases: int, today: date) -> bytes:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for one in [list(HEAD), *lines(cases, today)]:
        sheet.append(one)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4])
