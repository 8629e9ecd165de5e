"""Outside indices: kept with their source, corrected as seen, many communes at once; the drawing."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from decimal import Decimal
from threading import Barrier

import pytest
from django.db import connections
from hypothesis import given
from hypothesis import strategies as st

from tests.cast import Cast
from thanthien.platform.audit.queries import history_of
from thanthien.platform.people.permissions import NotAllowed
from thanthien.programme.indices.actions import CannotRecordIndex, Said, record_for_communes, record_index
from thanthien.programme.indices.chart import HEIGHT, WIDTH, chart_of
from thanthien.programme.indices.models import IndexYear
from thanthien.programme.indices.pasted import read_lines
from thanthien.programme.indices.queries import years_of_indices
from thanthien.programme.indices.registry import Index, index_of


def _index(code: str) -> Index:
    found = index_of(code)
    assert found is not None
    return found


SIPAS = Said(value=Decimal("91.87"), rank=3, rank_of=114, source="Báo cáo 12/BC-SNV")


def test_kept_corrected_and_the_old_value_in_the_log(cast: Cast, now: datetime) -> None:
    index = _index("sipas_unit")
    row = record_index(actor=cast.coordinator, at=now, unit=cast.unit, index=index, year=2025, said=SIPAS)
    better = Said(value=Decimal("92"), source="Báo cáo 12/BC-SNV, đính chính")
    with pytest.raises(CannotRecordIndex, match="người khác ghi"):
        record_index(actor=cast.leader, at=now, unit=cast.unit, index=index, year=2025, said=better)
    record_index(actor=cast.leader, at=now, unit=cast.unit, index=index, year=2025, said=better, seen=1)
    told = history_of(row).get(action="index.correct")
    assert told.before is not None
    assert told.before["value"] == "91,87"
    assert IndexYear.objects.get().value == 92


@pytest.mark.parametrize(
    ("said", "field"),
    [
        (Said(), "value"),
        (Said(value=Decimal("100.5"), source="x"), "value"),
        (Said(target=Decimal(-1)), "target"),
        (Said(value=Decimal(90)), "source"),
        (Said(value=Decimal(90), source="x", rank=5, rank_of=4), "rank"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(cast: Cast, now: datetime, said: Said, field: str) -> None:
    with pytest.raises(CannotRecordIndex) as refusal:
        record_index(
            actor=cast.leader, at=now, unit=cast.unit, index=_index("sipas_unit"), year=2025, said=said
        )
    assert refusal.value.field == field


def test_the_citys_index_is_read_by_its_communes_and_written_by_the_city(cast: Cast, now: datetime) -> None:
    papi = _index("papi")
    with pytest.raises(CannotRecordIndex, match="không phải là chỉ số"):
        record_index(actor=cast.leader, at=now, unit=cast.unit, index=papi, year=2025, said=SIPAS)
    with pytest.raises(NotAllowed):
        record_index(actor=cast.leader, at=now, unit=cast.city, index=papi, year=2025, said=SIPAS)
    said = Said(value=Decimal("44.5"), source="PAPI 2025")
    record_index(actor=cast.city_admin, at=now, unit=cast.city, index=papi, year=2025, said=said)
    assert [row.value for row in years_of_indices(cast.unit)["papi"]] == [Decimal("44.5")]
    own = _index("sipas_unit")
    record_index(actor=cast.leader, at=now, unit=cast.unit, index=own, year=2025, said=SIPAS)
    assert "sipas_unit" not in years_of_indices(cast.other_unit)


def test_a_pasted_table_names_what_does_not_fit(cast: Cast) -> None:
    text = (
        "Đơn vị\tKết quả\tHạng\nxã Thanh Binh\t91,87\t2\nDONG HAI\t92.5%\t1\n98003\t88;x\n"
        "Phường Không Có\t90\t3\nThanh Bình\t90\t4\nHòn Ngọc\t190\nHòn Ngọc\tchưa có"
    )
    lines = read_lines(text, [cast.unit, cast.other_unit, cast.island], Decimal(100))
    good = [(one.unit, one.value, one.rank) for one in lines if not one.problem]
    assert good == [(cast.unit, Decimal("91.87"), 2), (cast.other_unit, Decimal("92.5"), 1)]
    problems = {one.number: one.problem for one in lines if one.problem}
    assert list(problems) == [4, 5, 6, 7, 8]
    assert "31/114" in problems[4]
    assert "Phường Không Có" in problems[5]
    assert problems[6] == "đơn vị này đã có ở dòng 2"
    assert "ngoài thang" in problems[7]
    assert "chưa đọc được" in problems[8]


@pytest.mark.parametrize(
    ("printed", "rank", "of"),
    [("60/114", 60, 114), ("31 / 114", 31, 114), ("Hạng 2/3", 2, 3), ("7", 7, None), ("7.0", 7, None)],
)
def test_a_rank_is_read_as_the_page_prints_it(cast: Cast, printed: str, rank: int, of: int | None) -> None:
    (line,) = read_lines(f"{cast.unit.full_name}\t90\t{printed}", [cast.unit], Decimal(100))
    assert (line.rank, line.rank_of, line.problem) == (rank, of, "")


@pytest.mark.parametrize("printed", ["0", "115/114", "nhất", "-1", "1/2/3"])
def test_a_rank_that_is_none_is_told(cast: Cast, printed: str) -> None:
    (line,) = read_lines(f"{cast.unit.full_name}\t90\t{printed}", [cast.unit], Decimal(100))
    assert printed in line.problem
    assert line.rank is None


def test_many_communes_at_once_and_targets_stay(cast: Cast, now: datetime) -> None:
    index = _index("sipas_unit")
    record_index(
        actor=cast.leader, at=now, unit=cast.unit, index=index, year=2025, said=Said(target=Decimal(93))
    )
    rows = [(cast.unit, Decimal("91.87"), 60, 114), (cast.other_unit, Decimal("92.5"), 1, None)]

    def record(source: str) -> int:
        return record_for_communes(
            actor=cast.city_admin, at=now, city=cast.city, index=index, year=2025, rows=rows, source=source
        )

    assert record("Báo cáo 30/BC-SNV") == 2
    assert record("Báo cáo 30/BC-SNV") == 0
    kept = IndexYear.objects.get(unit=cast.unit)
    assert (kept.value, kept.target) == (Decimal("91.87"), Decimal(93))
    assert (kept.rank, kept.rank_of) == (60, 114)
    assert IndexYear.objects.get(unit=cast.other_unit).rank_of == 2
    with pytest.raises(CannotRecordIndex, match="văn bản nào"):
        record(" ")
    with pytest.raises(NotAllowed):
        record_for_communes(
            actor=cast.coordinator, at=now, city=cast.city, index=index, year=2025, rows=rows, source="x"
        )


@given(
    st.lists(
        st.tuples(st.none() | st.decimals(0, 100, places=2), st.none() | st.decimals(0, 100, places=2)),
        max_size=12,
    )
)
def test_every_point_lies_inside_the_drawing(rows: list[tuple[Decimal | None, Decimal | None]]) -> None:
    chart = chart_of([(2015 + n, value, target) for n, (value, target) in enumerate(rows)], Decimal(100))
    assert len(chart.points) == min(8, len(rows))
    for point, (value, _) in zip(chart.points, rows[-8:], strict=True):
        assert 0 <= Decimal(point.x) <= WIDTH
        assert (point.y == "") == (value is None)
        for y in (point.y, point.target_y):
            assert not y or 0 <= Decimal(y) <= HEIGHT


@pytest.mark.django_db(transaction=True)
def test_two_add_the_same_year_at_once_and_one_is_told(cast: Cast, now: datetime) -> None:
    start = Barrier(2)

    def press(actor: object) -> str:
        start.wait()
        try:
            record_index(
                actor=actor, at=now, unit=cast.unit, index=_index("sipas_unit"), year=2025, said=SIPAS  # type: ignore[arg-type]
            )  # fmt: skip
        except CannotRecordIndex as refusal:
            return str(refusal)
        finally:
            connections.close_all()
        return ""

    with ThreadPoolExecutor(2) as pool:
        said = [a.result() for a in [pool.submit(press, who) for who in (cast.coordinator, cast.leader)]]
    assert sorted(map(bool, said)) == [False, True]
    assert IndexYear.objects.count() == 1
