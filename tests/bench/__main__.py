"""`python -m tests.bench [--data FOLDER] [--out FILE] [--only citizens|queue|casework]`: tables, bench.json.

`--data` names a data folder with the demo in it (`THANTHIEN_DATA=… thanthien setup`), to save making one.
Ends with 1 when something takes more than twice its target, or does less than four fifths of what was promised
beside a bare Django.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import django

from tests.bench.casework import casework_rows
from tests.bench.citizens.rows import CitizensRow, citizens_table
from tests.bench.citizens.run import citizens_rows
from tests.bench.documents import make_samples
from tests.bench.dossier import measure_dossier
from tests.bench.measure import Row, Skipped, table
from tests.bench.queue import queue_rows
from tests.bench.reading import measure_reading
from tests.house.tree import PACKAGE, ROOT

FONTS = [PACKAGE / "platform/ui/static/vendor/fonts"]
MEMORY = 500  # MB, of reading any file
# what is read → seconds promised, how often it is read
READING = {"text": (1.0, 7), "word": (3.0, 5), "pdf": (3.0, 5), "scan": (6.0, 3)}
NAMES = {
    "text": "text, 20 pages",
    "word": "Word, 20 pages",
    "pdf": "PDF, 20 pages",
    "scan": "one scanned page",
}
SCORE = 0.2  # s
FORECAST = 0.3  # s
PAGE = 150  # ms
DOSSIER = (500, 256, 15.0)  # files, KB each, seconds
SEARCH = 0.5  # s, for a photograph among 100,000
ASKING = (3000, 20.0, 3.0, 30)  # procedures, seconds to take them in, to the first answer, ms of a question
OCCURRENCES = 1.0  # s, of a year
PROOFS = 5000  # with which “My work” has to open as fast as any page


def reading_rows(folder: Path) -> list[Row]:
    rows: list[Row] = []
    for kind, path in make_samples(folder, FONTS).items():
        seconds, times = READING[kind]
        if kind == "scan" and (reason := why_no_ocr()):
            rows.append(Skipped(f"read {NAMES[kind]}", reason))
            continue
        say(f"reading {NAMES[kind]} …")
        rows += measure_reading(NAMES[kind], path, times=times, seconds=seconds, megabytes=MEMORY)
    return rows


def why_no_ocr() -> str:
    """Empty where tesseract reads Vietnamese."""
    program = shutil.which("tesseract")
    if program is None:
        return "no tesseract; `make system` installs it"
    listed = subprocess.run([program, "--list-langs"], capture_output=True, text=True, check=False)
    return "" if "vie" in listed.stdout.split() else "tesseract without `vie`"


def desk_rows(data: Path) -> list[Row]:
    """Score and pages on the demo in `data`, made there when it is not. Sets up Django: once a process."""
    os.environ.update(THANTHIEN_DATA=str(data), DJANGO_SETTINGS_MODULE="thanthien.config.settings")
    os.environ.pop("DATABASE_URL", None)
    say("the demo …")
    subprocess.run(
        [sys.executable, "-m", "thanthien", "setup"], cwd=ROOT, check=True, stdout=subprocess.DEVNULL
    )
    django.setup()
    importlib.import_module(
        "thanthien.config.wsgi"
    )  # the server's own door: what it sets aside is set aside here
    from tests.bench.asking import measure_asking
    from tests.bench.pages import measure_forecast, measure_pages, measure_score
    from tests.bench.proofs import measure_proofs
    from tests.bench.time import measure_occurrences, measure_work

    say("score and pages …")
    desk: list[Row] = [
        measure_score(times=20, seconds=SCORE),
        measure_forecast(times=20, seconds=FORECAST),
        *measure_pages(times=20, milliseconds=PAGE),
        *measure_proofs(times=20, search=SEARCH, milliseconds=PAGE),
        measure_occurrences(times=5, seconds=OCCURRENCES),
        measure_work(times=20, proofs=PROOFS, milliseconds=PAGE),
    ]
    say("questions …")
    procedures, taken, first, milliseconds = ASKING
    desk += measure_asking(procedures=procedures, taken=taken, first=first, milliseconds=milliseconds)
    say("a dossier …")
    files, kilobytes, seconds = DOSSIER
    desk += measure_dossier(data, files=files, kilobytes=kilobytes, seconds=seconds)
    return desk


def say(words: str) -> None:
    """On stderr, so that stdout is the table alone."""
    sys.stderr.write(words + "\n")


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench")
    parser.add_argument("--data", type=Path, help="a data folder with the demo")
    parser.add_argument("--out", type=Path, default=ROOT / "bench.json")
    parser.add_argument("--only", choices=["citizens", "queue", "casework"], help="leave the rest out")
    chosen = parser.parse_args(words)
    citizens = list(citizens_rows(say)) if chosen.only in (None, "citizens") else []
    rows: list[Row] = list(queue_rows(say)) if chosen.only in (None, "queue") else []
    rows += casework_rows(say) if chosen.only in (None, "casework") else []
    if chosen.only is None:
        with tempfile.TemporaryDirectory() as folder:
            rows += [*reading_rows(Path(folder)), *desk_rows(chosen.data or Path(folder) / "data")]
    if rows:
        sys.stdout.write(table(rows) + "\n")
    if citizens:
        sys.stdout.write("\n" + citizens_table(citizens) + "\n")
    result = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "python": platform.python_version(),
        "cpus": os.cpu_count(),
        "rows": [row.as_data() for row in rows],
        "citizens": [row.as_data() for row in citizens],
    }
    chosen.out.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    all_rows: list[Row | CitizensRow] = [*rows, *citizens]
    missed = [row.name for row in all_rows if not isinstance(row, Skipped) and row.is_missed]
    if missed:
        sys.stderr.write(f"Far from the target: {', '.join(missed)}.\n")
    return 1 if missed else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
