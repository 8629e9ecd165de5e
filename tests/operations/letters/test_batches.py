"""Batches: read, checked before anything is kept, made once a row however often it is cut off."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest

from tests.cast import Cast
from tests.operations.letters.factories import AT, drafted
from thanthien.operations.letters import batches
from thanthien.operations.letters.actions import draft_letter
from thanthien.operations.letters.batches import (
    CannotBatch,
    check_lines,
    drop_batch,
    keep_batch,
    make_letters,
    sign_batch,
    submit_batch,
)
from thanthien.operations.letters.models import CourtesyLetter, LetterBatch
from thanthien.operations.letters.sheets import CannotReadList, Line, read_sheet, read_typed
from thanthien.platform.people.permissions import NotAllowed

pytestmark = pytest.mark.django_db
TYPED = "Ông | Vũ Văn Hiến | Thôn Đông | | hiến đất\nBà | Phạm Thị Tâm | Thôn Bắc | | tặng 50 suất quà\n"


def workbook(*rows: tuple[Any, ...]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)  # type: ignore[union-attr]
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def kept(cast: Cast, lines: list[Line]) -> LetterBatch:
    rows = check_lines(cast.unit, "thanks", "", lines, AT)
    return keep_batch(
        actor=cast.coordinator,
        at=AT,
        unit=cast.unit,
        template="thanks",
        name="Cảm ơn",
        occasion="",
        rows=rows,
    )


def test_lists_are_read_as_people_send_them() -> None:
    data = workbook(
        ("DANH SÁCH CẢM ƠN",), ("Xưng hô", "Họ và tên", "Địa chỉ", "Việc làm", "Số CCCD"),
        ("Ông", "Vũ Văn Hiến", "Thôn Đông", "hiến đất", 31090001234.0), (None, None, None, None, None),
    )  # fmt: skip
    lines = read_sheet(data)
    assert [(one.number, one.values["name"], one.values["id_number"]) for one in lines] == [
        (3, "Vũ Văn Hiến", "31090001234")
    ]
    csv = "Họ tên;Địa chỉ\nNguyễn An;Thôn Đông\n".encode("utf-8-sig")
    assert read_sheet(csv)[0].values == {"name": "Nguyễn An", "address": "Thôn Đông"}
    assert read_typed("Nguyễn An\n\n Lan\t")[0].values == {"name": "Nguyễn An"}


@pytest.mark.parametrize(
    ("data", "says"),
    [(b"\x00\x01\x02", "Excel"), (b"PK\x03\x04hong", "tệp|Tệp"), (b"", "Excel|dòng"),
     ("Số;Ngày;Nơi\n1;2;3\n".encode(), "Họ tên"),
     ("Họ tên;Địa chỉ;Việc\n".encode(), "người nhận")],
)  # fmt: skip
def test_a_bad_file_says_what_to_do(data: bytes, says: str) -> None:
    with pytest.raises(CannotReadList, match=says) as refused:
        read_sheet(data)
    assert len(str(refused.value)) > 20


def test_what_each_row_would_do_is_known_before(cast: Cast) -> None:
    drafted(cast, "thanks", name="Vũ Văn Hiến")
    drafted(cast, "condolence")
    lines = read_typed(
        TYPED
        + "Ông | Trần Văn Cụ | Thôn Đoài | | tặng sách\nBà | Phạm Thị Tâm | Thôn Bắc | | tặng\n | Lan | | |"
    )
    rows = check_lines(cast.unit, "thanks", "", lines, AT)
    assert [one.verdict for one in rows] == ["known", "new", "fault", "fault", "fault"]
    assert "đã mất" in rows[2].fault
    assert "Trùng với dòng 2" in rows[3].fault
    assert "đóng góp" in rows[4].fault
    assert not LetterBatch.objects.exists()
    assert [row.values["name"] for row in kept(cast, lines).rows.all()] == ["Phạm Thị Tâm"]


def test_a_batch_cut_off_half_way_goes_on_where_it_was(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    batch = kept(cast, [Line(n, {"name": f"Người {n}", "deed": "tặng cây"}) for n in range(1, 8)])
    real, calls = draft_letter, [0]

    def dies(**args: Any) -> CourtesyLetter:
        calls[0] += 1
        made = real(**args)
        if calls[0] == 4:
            raise KeyboardInterrupt  # the process ends after the letter was written, before its row knows
        return made

    monkeypatch.setattr(batches, "draft_letter", dies)
    with pytest.raises(KeyboardInterrupt):
        make_letters(actor=cast.coordinator, at=AT, batch=batch)
    batch.refresh_from_db()
    assert (batch.state, batch.letters.count()) == ("making", 3)
    monkeypatch.setattr(batches, "draft_letter", real)
    assert make_letters(actor=cast.coordinator, at=AT, batch=batch) == 4
    assert make_letters(actor=cast.coordinator, at=AT, batch=batch) == 0
    names = sorted(CourtesyLetter.objects.values_list("name", flat=True))
    assert names == [f"Người {n}" for n in range(1, 8)]
    assert batch.state == "done"


def test_a_batch_is_signed_letter_by_letter_with_numbers_in_a_row(cast: Cast) -> None:
    batch = kept(cast, read_typed(TYPED))
    make_letters(actor=cast.coordinator, at=AT, batch=batch)
    assert submit_batch(actor=cast.coordinator, at=AT, batch=batch) == 2
    with pytest.raises(NotAllowed):
        sign_batch(actor=cast.coordinator, at=AT, batch=batch)
    drafted(cast, "condolence", other="Phạm Thị Tâm", address="Thôn Bắc")
    signed, why = sign_batch(actor=cast.leader, at=AT, batch=batch)
    assert signed == 1
    assert "đã mất" in why[0]
    assert list(batch.letters.filter(number__isnull=False).values_list("number", flat=True)) == [1]


def test_a_batch_belongs_to_writers_and_can_be_put_aside(cast: Cast) -> None:
    batch = kept(cast, read_typed(TYPED))
    with pytest.raises(NotAllowed):
        make_letters(actor=cast.other_coordinator, at=AT, batch=batch)
    drop_batch(actor=cast.coordinator, at=AT, batch=batch)
    batch.refresh_from_db()
    with pytest.raises(CannotBatch):
        make_letters(actor=cast.coordinator, at=AT, batch=batch)
    with pytest.raises(CannotBatch, match="không có người nào"):
        kept(cast, [Line(1, {"name": ""})])
