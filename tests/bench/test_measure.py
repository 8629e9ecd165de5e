"""What the benchmark says: figures, verdicts, and that its samples are what it claims to read."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.bench import __main__ as bench
from tests.bench.citizens.load import Load
from tests.bench.citizens.rows import Alone
from tests.bench.documents import TASKS, as_text, pages_of, plan
from tests.bench.measure import Measured, Row, Skipped, percentile, table, timed
from tests.bench.reading import measure_reading, read_once
from thanthien.lib.documents.write import FontMissing, write_docx, write_pdf

VALUES = st.lists(st.floats(0.001, 1000), min_size=1, max_size=50)


@given(VALUES, st.integers(1, 100))
def test_so_many_values_lie_at_or_below_a_percentile(values: list[float], share: int) -> None:
    found = percentile(values, share)
    assert found in values
    assert sum(value <= found for value in values) * 100 >= share * len(values)
    assert sum(value < found for value in values) * 100 < share * len(values)


@pytest.mark.parametrize(
    ("values", "judged", "ratio", "missed"),
    [
        ((1.0, 1.0, 9.0), "median", 0.5, False),
        ((4.0, 4.0, 4.0), "median", 2.0, False),
        ((4.1, 4.1), "median", 2.05, True),
        ((1.0, 1.0, 9.0), "p95", 4.5, True),
        ((1.0, 6.0), "peak", 3.0, True),
    ],
)
def test_a_target_is_missed_past_twice(
    values: tuple[float, ...], judged: str, ratio: float, missed: bool
) -> None:
    row = Measured("x", "s", values, 2.0, judged)  # type: ignore[arg-type]
    assert row.ratio == pytest.approx(ratio)
    assert row.is_missed is missed


def test_the_table_shows_figures_misses_and_reasons() -> None:
    rows: list[Row] = [
        Measured("kept", "ms", (10.0,), 150, "p95"),
        Measured("missed", "s", (9.0,), 1),
        Skipped("not here", "no tesseract"),
    ]
    lines = table(rows).splitlines()
    assert "10.0 ms" in lines[1]
    assert lines[2].endswith("MISSED")
    assert lines[3].endswith("skipped: no tesseract")


def test_warm_up_calls_do_not_count() -> None:
    calls: list[int] = []
    assert len(timed(lambda: calls.append(1), times=3, warm=2)) == 3
    assert len(calls) == 5


def test_the_samples_are_plans_of_twenty_pages(tmp_path: Path) -> None:
    document = plan()
    try:
        pdf = write_pdf(document, font_folders=bench.FONTS)
    except FontMissing:
        pytest.skip("fonts for PDF are not there: make assets")
    assert 18 <= pages_of(pdf) <= 24
    for name, data in {"plan.txt": as_text(), "plan.docx": write_docx(document), "plan.pdf": pdf}.items():
        path = tmp_path / name
        path.write_bytes(data)
        assert read_once(path) == TASKS


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory is read from /proc")
def test_reading_is_measured_in_a_process_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_bytes(as_text())
    spent, memory = measure_reading("text", path, times=2, seconds=1, megabytes=500)
    assert len(spent.values) == 2
    assert 20 < memory.figure < 500


@pytest.mark.parametrize(("seconds", "code"), [(0.5, 0), (9.0, 1)])
def test_it_ends_with_1_when_a_target_is_missed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seconds: float, code: int
) -> None:
    row = Measured("read text", "s", (seconds,), 1)
    monkeypatch.setattr(bench, "reading_rows", lambda folder: [row])
    inbox = Alone("inbox", Load(1.0, (5.0,)), 9, few=9, many=9, p50=15, p95=50)
    monkeypatch.setattr(bench, "citizens_rows", lambda say: [inbox])
    monkeypatch.setattr(bench, "queue_rows", lambda say: [])
    monkeypatch.setattr(bench, "casework_rows", lambda say: [])
    monkeypatch.setattr(bench, "desk_rows", lambda data: [Skipped("pages", "not now")])
    out = tmp_path / "bench.json"
    assert bench.main(["--out", str(out)]) == code
    said = json.loads(out.read_text())
    rows = said["rows"]
    assert said["citizens"][0]["statements_of_300_rows"] == 9
    assert rows[0]["ratio"] == seconds
    assert rows[1]["skipped"] == "not now"
