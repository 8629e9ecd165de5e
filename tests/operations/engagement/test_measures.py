"""What is counted: weeks with zeros, places seen, dialogues, petitions settled, promises kept; and the month's list."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from tests.cast import Cast
from tests.operations.engagement.factories import (
    MORNING,
    asked_of,
    held_dialogue,
    invited,
    moved_dialogue,
    moved_question,
    promise,
    promised,
    question_promised,
    village,
    visited,
)
from thanthien.lib.documents import read
from thanthien.lib.documents.write import write_docx
from thanthien.operations.engagement import measures
from thanthien.operations.engagement.committing import move_commitment, promise_question
from thanthien.operations.engagement.papers import minutes_paper, month_list, visits_list

pytestmark = pytest.mark.django_db
TODAY = MORNING.date()
JULY = (date(2026, 7, 1), date(2026, 7, 31))


def figures(collect: object, first: date = TODAY, last: date = TODAY) -> list[tuple[date, object, object]]:
    assert callable(collect)
    return [(one.day, one.numerator, one.denominator) for one in collect(first, last)]


def test_a_week_is_counted_on_its_monday_and_an_empty_one_is_zero(cast: Cast) -> None:
    assert figures(measures.collect_visits, date(2026, 6, 1), TODAY) == []
    visited(cast, days=15)  # Tuesday 16 June
    visited(cast, key="hai")
    assert figures(measures.collect_visits, date(2026, 6, 1), TODAY) == [
        (date(2026, 6, 15), 1, None), (date(2026, 6, 22), 0, None), (date(2026, 6, 29), 1, None),
    ]  # fmt: skip


def test_places_seen_in_ninety_days_of_all(cast: Cast) -> None:
    village(cast, "Thượng")
    visited(cast)
    after = TODAY + timedelta(days=90)
    assert figures(measures.collect_places) == [(TODAY, 1, 2)]
    assert figures(measures.collect_places, after - timedelta(days=1), after)[-2:] == [
        (after - timedelta(days=1), 1, 2), (after, 0, 2),
    ]  # fmt: skip


def test_a_dialogue_that_was_called_off_is_a_zero_and_a_draft_nothing(cast: Cast, now_is_later: None) -> None:
    one = invited(cast)
    assert figures(measures.collect_held) == [(TODAY, 0, None)]
    moved_dialogue(cast, one, "hold")
    assert figures(measures.collect_held) == [(TODAY, 1, None)]


@pytest.fixture
def now_is_later(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda *a: a[0].date() if a else TODAY + timedelta(days=30))


def test_petitions_count_until_they_are_settled_and_not_when_set_aside(cast: Cast) -> None:
    one = invited(cast)
    answered, promised_, aside, left = (asked_of(one, key=key) for key in "abcd")
    made = promise_question(actor=cast.leader, at=MORNING, question=promised_, promise=promise(cast))
    moved_question(cast, aside, "set_aside", "Trùng với câu khác")
    assert figures(measures.collect_settled) == []  # not held yet
    moved_dialogue(cast, one, "hold")
    moved_question(cast, answered, "answer", "Đã trả lời")
    assert figures(measures.collect_settled) == [(TODAY, 1, 3)]
    made = move_commitment(actor=cast.leader, at=MORNING, commitment=made, move="settle", seen=1, text="Xong")
    assert figures(measures.collect_settled) == [(TODAY, 2, 3)]
    move_commitment(actor=cast.leader, at=MORNING, commitment=made, move="reopen", seen=2, text="Chưa xong")
    assert figures(measures.collect_settled) == [(TODAY, 1, 3)]
    assert measures.set_aside_in(cast.unit, TODAY, TODAY) == 1
    assert left.state == "new"


def test_a_promise_counts_once_it_is_kept_or_its_first_date_is_over(cast: Cast, now_is_later: None) -> None:
    kept, broken = promised(cast, days=5), promised(cast, days=6)
    promised(cast, days=200)
    move_commitment(actor=cast.leader, at=MORNING, commitment=kept, move="settle", seen=1, text="Xong")
    assert figures(measures.collect_on_time, TODAY, date(2027, 12, 31)) == [
        (kept.first_due_date, 1, 1), (broken.first_due_date, 0, 1),
    ]  # fmt: skip


def test_the_papers_are_read_back_without_anybodys_name(cast: Cast) -> None:
    assert month_list(cast.unit, *JULY) is None
    assert visits_list(cast.unit, *JULY) is None
    held_dialogue(cast)
    visited(cast, heard=["Đèn đường hỏng"])
    made = question_promised(cast)
    paper = month_list(cast.unit, *JULY)
    assert paper is not None
    said = text_of(write_docx(paper))
    for words in ("thôn Hạ", "Hội nghị đối thoại", "Sửa rãnh thoát nước", "1 ý kiến, còn 1 chưa xử lý"):
        assert words.lower() in said.lower(), words
    assert made.dialogue is not None
    moved_dialogue(cast, made.dialogue, "hold")
    minutes = text_of(write_docx(minutes_paper(made.dialogue)))
    assert "BIÊN BẢN" in minutes
    assert "0912" not in minutes
    assert "Cam kết: Sửa rãnh" in minutes


def text_of(data: bytes) -> str:
    document = read(data)
    return "\n".join(str(block) for block in document.blocks)
