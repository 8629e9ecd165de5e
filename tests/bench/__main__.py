"""`python -m tests.bench [--data FOLDER] [--out FILE]`: the table on the screen, the figures in bench.json.

`--data` names a data folder with the demo in it (`THANTHIEN_DATA=… thanthien setup`), to save making one.
Ends with 1 when something takes more than twice its target.
"""

from __future__ import annotations

import argparse
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

from tests.bench.documents import make_samples
from tests.bench.measure import Measured, Row, Skipped, table
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
PAGE = 150  # ms


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
    from tests.bench.pages import measure_pages, measure_score

    say("score and pages …")
    return [measure_score(times=20, seconds=SCORE), *measure_pages(times=20, milliseconds=PAGE)]


def say(words: str) -> None:
    """On stderr, so that stdout is the table alone."""
    sys.stderr.write(words + "\n")


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench")
    parser.add_argument("--data", type=Path, help="a data folder with the demo")
    parser.add_argument("--out", type=Path, default=ROOT / "bench.json")
    chosen = parser.parse_args(words)
    with tempfile.TemporaryDirectory() as folder:
        rows = [*reading_rows(Path(folder)), *desk_rows(chosen.data or Path(folder) / "data")]
    sys.stdout.write(table(rows) + "\n")
    result = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "python": platform.python_version(),
        "cpus": os.cpu_count(),
        "rows": [row.as_data() for row in rows],
    }
    chosen.out.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    missed = [row.name for row in rows if isinstance(row, Measured) and row.is_missed]
    if missed:
        sys.stderr.write(f"More than twice the target: {', '.join(missed)}.\n")
    return 1 if missed else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
