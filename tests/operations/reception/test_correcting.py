"""The book kept true: what was mistyped is put right with the earlier wording kept; a closed month stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.test import override_settings

from tests.cast import NOW, Cast
from tests.operations.reception.factories import CONTENT, NAME, WHO, receiving, recorded
from thanthien.operations.reception.correcting import (
    Correction,
    close_month,
    correct_entry,
    past_of,
)
from thanthien.operations.reception.entering import CannotRecord
from thanthien.operations.reception.models import ClosedMonth, Entry, EntryChange, Handling, Kind
from thanthien.operations.reception.visitors import open_visitor
from thanthien.platform.audit.models import Entry as AuditEntry
from thanthien.platform.people.permissions import NotAllowed

pytestmark = pytest.mark.django_db
RIGHT = "Đề nghị xem lại ranh giới thửa đất số 21, tờ bản đồ 5"
LATER = NOW + timedelta(days=40)


def fixed(**more: object) -> Correction:
    return replace(Correction(RIGHT, 1, WHO), **more)  # type: ignore[arg-type]


def correct(cast: Cast, entry: Entry, *, at: datetime = NOW, seen: int = 0, **more: object) -> Entry:
    return correct_entry(
        actor=cast.leader, at=at, entry=entry, fixed=fixed(**more), reason="Gõ nhầm số thửa", seen=seen
    )


def test_the_earlier_wording_stays_with_who_and_why(cast: Cast) -> None:
    entry = recorded(cast)
    correct(cast, entry, who=replace(WHO, name="Phạm Thị Nét"))
    entry = Entry.objects.get()
    assert (entry.content, open_visitor(entry).name) == (RIGHT, "Phạm Thị Nét")
    [past] = past_of(cast.leader, entry)
    assert (past.change.by, past.reason) == (cast.leader, "Gõ nhầm số thửa")
    assert past.lines == (("Họ tên", NAME, "Phạm Thị Nét"), ("Nội dung", CONTENT, RIGHT))
    kept = EntryChange.objects.get().sealed
    assert "Nét" not in kept
    assert "thửa" not in kept
    log = AuditEntry.objects.filter(action="reception.correct").get()
    assert log.after == {"number": f"{entry.number}/{entry.year}"}


def test_refused_without_a_reason_without_a_change_and_over_another_s_correction(cast: Cast) -> None:
    entry = recorded(cast)
    with pytest.raises(CannotRecord, match="vì sao sửa"):
        correct_entry(actor=cast.leader, at=NOW, entry=entry, fixed=fixed(), reason=" ", seen=0)
    with pytest.raises(CannotRecord, match="Chưa có gì khác"):
        correct(cast, entry, content=CONTENT)
    with pytest.raises(CannotRecord, match="từ 10 đến"):
        correct(cast, entry, content="ngắn")
    with pytest.raises(CannotRecord, match="đoàn đông người"):
        correct(cast, entry, people=7)
    correct(cast, entry)
    with pytest.raises(CannotRecord):  # somebody else put it right meanwhile
        correct(cast, entry, content=f"{CONTENT} bis")
    with pytest.raises(NotAllowed):
        correct_entry(actor=cast.officer, at=NOW, entry=entry, fixed=fixed(), reason="Gõ nhầm", seen=1)
    assert EntryChange.objects.count() == 1
    assert Entry.objects.get().content == RIGHT


def test_of_a_protected_line_who_came_stays_and_others_read_no_history(cast: Cast) -> None:
    officer = receiving(cast)
    entry = recorded(cast, kind=Kind.DENUNCIATION)
    with pytest.raises(NotAllowed):
        correct_entry(actor=officer, at=NOW, entry=entry, fixed=fixed(), reason="Gõ nhầm", seen=0)
    correct(cast, entry, who=replace(WHO, name="Người khác"))
    entry = Entry.objects.get()
    assert open_visitor(entry).name == NAME
    assert past_of(officer, entry) == []
    assert [line[0] for line in past_of(cast.leader, entry)[0].lines] == ["Nội dung"]


def test_a_closed_month_keeps_its_lines(cast: Cast) -> None:
    entry = recorded(cast)
    first = NOW.date().replace(day=1)
    with pytest.raises(CannotRecord, match="chưa hết"):
        close_month(actor=cast.leader, at=NOW, unit=cast.unit, first=first)
    with pytest.raises(NotAllowed):
        close_month(actor=cast.officer, at=LATER, unit=cast.unit, first=first)
    made = close_month(actor=cast.leader, at=LATER, unit=cast.unit, first=first)
    assert made.lines == 1
    with pytest.raises(CannotRecord, match="đã chốt"):
        close_month(actor=cast.leader, at=LATER, unit=cast.unit, first=first)
    with pytest.raises(CannotRecord, match="đã chốt"):
        correct(cast, entry, at=LATER)
    with pytest.raises(CannotRecord, match="đã chốt"):
        recorded(cast, LATER, date=NOW.date(), client_key="hai")
    recorded(cast, LATER, client_key="ba", handling=Handling.ACCEPTED)  # of the month that runs
    assert Entry.objects.filter(date=NOW.date()).get().content == CONTENT
    assert ClosedMonth.objects.count() == 1


def test_who_came_is_not_written_over_while_no_key_opens_it(cast: Cast) -> None:
    entry = recorded(cast)
    with override_settings(SECRET_KEY="another"):
        with pytest.raises(CannotRecord, match="không mở được"):
            correct(cast, entry)
        correct(cast, entry, who=None)
    assert open_visitor(Entry.objects.get()) == WHO
