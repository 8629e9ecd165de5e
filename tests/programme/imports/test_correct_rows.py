"""Corrections of rows: what is typed, split, merged, added, left out; and taken back."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.cast import Cast
from tests.programme.imports.conftest import HandIn
from thanthien.platform.audit.models import Entry
from thanthien.platform.people.permissions import NotAllowed
from thanthien.programme.imports.accepting import accept
from thanthien.programme.imports.models import PlanReading, ReadingRow
from thanthien.programme.imports.row_actions import (
    add_row,
    change_row,
    leave_out,
    merge_with_next,
    settle_row,
    split_row,
)
from thanthien.programme.imports.steps import CannotCorrect, undo
from thanthien.programme.plans.models import Task


def _rows(reading: PlanReading) -> list[ReadingRow]:
    return list(reading.rows.order_by("position"))


def _titles(reading: PlanReading) -> list[str]:
    return [row.title[:12] for row in _rows(reading)]


def test_typed_agencies_are_resolved_and_timing_is_understood(
    cast: Cast, now: datetime, handed_in: HandIn
) -> None:
    row = _rows(handed_in())[0]
    changes = {
        "lead": "phong vhxh; VP HĐND-UBND",
        "coordinators": "Các thôn",
        "timing": "Trước ngày 20/10/2026",
    }
    row = change_row(actor=cast.coordinator, at=now, row=row, version=row.version, changes=changes)
    assert row.lead == ["Phòng Văn hóa - Xã hội", "Văn phòng HĐND và UBND"]
    assert row.coordinators == ["Các thôn"]
    assert row.timing_rule is not None
    assert (row.timing_rule["kind"], row.timing_rule["date"]) == ("deadline", "2026-10-20")
    assert row.is_checked


def test_two_people_at_one_row(cast: Cast, now: datetime, handed_in: HandIn) -> None:
    row = _rows(handed_in())[0]
    change_row(
        actor=cast.coordinator, at=now, row=row, version=0, changes={"title": "Nội dung của người thứ nhất"}
    )
    with pytest.raises(CannotCorrect, match="vừa được người khác sửa"):
        change_row(actor=cast.coordinator, at=now, row=row, version=0, changes={"title": "Của người thứ hai"})
    row.refresh_from_db()
    assert row.title == "Nội dung của người thứ nhất"


def test_an_empty_title_is_refused(cast: Cast, now: datetime, handed_in: HandIn) -> None:
    row = _rows(handed_in())[0]
    with pytest.raises(CannotCorrect, match="Nội dung đang trống"):
        change_row(actor=cast.coordinator, at=now, row=row, version=0, changes={"title": "  "})


def test_split_at_the_caret_and_undo(cast: Cast, now: datetime, handed_in: HandIn) -> None:
    reading = handed_in()
    row = _rows(reading)[3]
    before = row.title
    caret = before.index("và mở hòm thư")
    first, second = split_row(actor=cast.coordinator, at=now, row=row, version=0, caret=caret)
    assert (first.title, second.title) == (
        "Bố trí hòm thư góp ý tại trụ sở",
        "và mở hòm thư hằng tuần",
    )
    assert (second.lead, second.timing) == (row.lead, row.timing)
    assert [r.pk for r in _rows(reading)].index(second.pk) == 4
    assert undo(actor=cast.coordinator, at=now, reading=reading).startswith("tách")
    assert len(_rows(reading)) == 5
    assert _rows(reading)[3].title == before


def test_split_needs_a_place(cast: Cast, now: datetime, handed_in: HandIn) -> None:
    row = _rows(handed_in())[0]
    with pytest.raises(CannotCorrect, match="đặt con trỏ"):
        split_row(actor=cast.coordinator, at=now, row=row, version=0, caret=0)


def test_merge_unites_agencies_and_undo_brings_the_row_back(
    cast: Cast, now: datetime, handed_in: HandIn
) -> None:
    reading = handed_in()
    titles = _titles(reading)
    row = _rows(reading)[1]
    merged, gone = merge_with_next(actor=cast.coordinator, at=now, row=row, version=0)
    assert merged.lead == ["Phòng Văn hóa - Xã hội", "Văn phòng HĐND và UBND"]
    assert "Đăng ký mức" in merged.title
    assert merged.product == "Biên bản đối thoại; Văn bản đăng ký"
    assert not ReadingRow.objects.filter(pk=gone.pk).exists()
    undo(actor=cast.coordinator, at=now, reading=reading)
    assert _titles(reading) == titles
    assert ReadingRow.objects.filter(pk=gone.pk).exists()


def test_the_last_row_has_none_to_merge_with(cast: Cast, now: datetime, handed_in: HandIn) -> None:
    row = _rows(handed_in())[-1]
    with pytest.raises(CannotCorrect, match="dòng cuối"):
        merge_with_next(actor=cast.coordinator, at=now, row=row, version=0)


def test_many_rows_added_at_one_place_keep_their_order(cast: Cast, now: datetime, handed_in: HandIn) -> None:
    reading = handed_in()
    after = _rows(reading)[0]
    for n in range(12):  # more than the room between two rows halves down to
        after = add_row(actor=cast.coordinator, at=now, reading=reading, after=after, title=f"Việc thêm {n}")
    titles = [row.title for row in _rows(reading)]
    assert titles[1:13] == [f"Việc thêm {n}" for n in range(12)]
    assert len(set(reading.rows.values_list("position", flat=True))) == 17


def test_left_out_rows_make_no_task_and_come_back(cast: Cast, now: datetime, handed_in: HandIn) -> None:
    reading = handed_in()
    first, second = _rows(reading)[:2]
    leave_out(actor=cast.coordinator, at=now, row=first)
    leave_out(actor=cast.coordinator, at=now, row=second)
    leave_out(actor=cast.coordinator, at=now, row=second, out=False)
    accept(actor=cast.coordinator, at=now, reading=PlanReading.objects.get(pk=reading.pk))
    titles = set(Task.objects.values_list("title", flat=True))
    assert len(titles) == 4
    assert first.title not in titles


def test_a_correction_leaves_its_before_and_after(cast: Cast, now: datetime, handed_in: HandIn) -> None:
    reading = handed_in()
    row = _rows(reading)[0]
    change_row(actor=cast.coordinator, at=now, row=row, version=0, changes={"product": "Ảnh chụp"})
    entry = Entry.objects.get(action="reading.row_change")
    assert entry.before is not None
    assert entry.after is not None
    assert (entry.before["product"], entry.after["product"]) == ("Hình ảnh niêm yết", "Ảnh chụp")
    assert entry.thread == f"imports.planreading:{reading.pk}"


def test_saving_what_stands_changes_nothing_but_the_doubt(
    cast: Cast, now: datetime, handed_in: HandIn
) -> None:
    row = _rows(handed_in())[0]
    settled = settle_row(actor=cast.coordinator, at=now, row=row)
    again = change_row(
        actor=cast.coordinator, at=now, row=row, version=settled.version, changes={"title": row.title}
    )
    assert again.version == settled.version


def test_an_accepted_reading_is_closed_to_corrections(cast: Cast, now: datetime, handed_in: HandIn) -> None:
    reading = handed_in()
    row = _rows(reading)[0]
    accept(actor=cast.coordinator, at=now, reading=reading)
    with pytest.raises(CannotCorrect, match="không còn mở để sửa"):
        change_row(actor=cast.coordinator, at=now, row=row, version=0, changes={"title": "Muộn rồi"})


@pytest.mark.parametrize("who", ["officer", "leader", "council", "other_coordinator", "city_admin"])
def test_only_the_coordinator_corrects(cast: Cast, now: datetime, handed_in: HandIn, who: str) -> None:
    row = _rows(handed_in())[0]
    with pytest.raises(NotAllowed):
        change_row(actor=getattr(cast, who), at=now, row=row, version=0, changes={"title": "Không được"})


def test_nothing_left_to_undo(cast: Cast, now: datetime, handed_in: HandIn) -> None:
    with pytest.raises(CannotCorrect, match="Không còn thao tác"):
        undo(actor=cast.coordinator, at=now, reading=handed_in())
