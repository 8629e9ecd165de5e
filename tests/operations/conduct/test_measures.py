"""Figures with their base: nobody, no check and no record are not measured; the papers of a month."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from docx import Document

from tests.cast import Cast
from tests.operations.conduct.factories import MORNING, crew, marked, member, opened, training
from thanthien.lib.documents.write import AdministrativeDocument, write_docx
from thanthien.operations.conduct.actions import end_staff, record_signed
from thanthien.operations.conduct.checking import Seen, finish_check
from thanthien.operations.conduct.learned import learners_of
from thanthien.operations.conduct.measures import MEASURES
from thanthien.operations.conduct.models import Look
from thanthien.operations.conduct.papers import check_summary, commitment_summary, study_list, training_list
from thanthien.operations.conduct.reviewing import CannotReview, judge_review, write_review
from thanthien.operations.conduct.training import (
    Attended,
    CannotRecord,
    record_attendance,
    record_certificate,
)
from thanthien.platform.people.permissions import NotAllowed
from thanthien.programme.measures.collecting import Counted
from thanthien.programme.measures.registry import measure_of
from thanthien.workflows.measuring import codes

pytestmark = pytest.mark.django_db
TODAY = MORNING.date()
FIRST, LAST = date(2026, 7, 1), date(2026, 7, 31)


def counted(first: date = TODAY, last: date = TODAY) -> dict[str, tuple[int, int | None]]:
    rows: Iterable[Counted] = (one for source in MEASURES for one in source.collect(first, last))
    return {
        one.measure: (int(one.numerator), None if one.denominator is None else int(one.denominator))
        for one in rows
    }


def words(paper: AdministrativeDocument | None) -> str:
    assert paper is not None
    document = Document(io.BytesIO(write_docx(paper)))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in document.paragraphs), *cells])


def test_every_measure_is_in_the_list_and_in_the_job() -> None:
    for source in MEASURES:
        for code in source.codes:
            assert measure_of(code).room == "conduct"
            assert code in codes()


def test_without_records_nothing_is_measured(cast: Cast) -> None:
    assert counted() == {}
    crew(cast)
    opened(cast)
    assert counted() == {}
    assert check_summary(cast.unit, FIRST, LAST) is None
    assert training_list(cast.unit, FIRST, LAST) is None
    assert commitment_summary(cast.unit, FIRST, LAST) is None


def test_checks_count_who_was_seen_even_where_they_are_left_open(cast: Cast) -> None:
    crew(cast)
    check = opened(cast)
    one, two, three, four, five = check.looks.order_by("position")
    marked(cast, one, Seen(Look.State.SEEN, True, True, {"greets": True, "speaks": True}))
    marked(cast, two, Seen(Look.State.SEEN, True, False, {"greets": False}))
    marked(cast, three, Seen(Look.State.ABSENT))
    at_centre = sum(look.at_centre for look in (one, two))
    found = counted()
    assert found["staff_badge"] == (1, 2)
    assert found["staff_behaviour"] == (1, 2)
    assert found.get("one_stop_uniform", (0, 0))[1] == at_centre
    assert "staff_breach" not in found
    assert "spot_check_held" not in found
    marked(cast, four)
    marked(cast, five)
    finish_check(actor=cast.coordinator, at=MORNING, check=check)
    found = counted()
    assert found["staff_breach"] == (0, None)
    assert found["spot_check_held"] == (1, None)
    paper = words(check_summary(cast.unit, FIRST, LAST))
    assert "5 lượt người trên 5 lượt" in paper
    assert "1 lượt vắng chưa rõ lý do" in paper
    assert "Người 0" not in paper


def test_shares_are_of_who_works_there_on_the_day(cast: Cast) -> None:
    one, two = member(cast, "Người một"), member(cast, "Người hai")
    record_signed(
        actor=cast.coordinator, at=MORNING, unit=cast.unit, staff=[one], year=2026, signed_date=TODAY
    )
    assert counted(TODAY - timedelta(days=1), TODAY - timedelta(days=1)) == {}
    assert counted()["staff_committed"] == (1, 2)
    later = MORNING + timedelta(days=5)
    end_staff(actor=cast.coordinator, at=later, staff=two, until_date=TODAY, reason="Nghỉ hưu")
    day = later.date()
    assert counted(day, day)["staff_committed"] == (1, 1)
    assert "1/1 người (100%)" in words(commitment_summary(cast.unit, FIRST, LAST))


def test_trainings_count_once_somebody_attended(cast: Cast) -> None:
    one, two = member(cast, "Người một"), member(cast, "Người hai")
    training(cast, MORNING, skill="communication")
    assert counted() == {}
    training(cast, MORNING, one, two, skill="communication", hours=Decimal("3.5"))
    training(cast, MORNING, one, kind="study", topic="Phong cách gần dân")
    found = counted()
    assert (found["training_held"], found["study_session_held"]) == ((1, None), (1, None))
    assert found["staff_skilled_communication"] == (0, 2)  # two skills of the group are asked for
    record_certificate(
        actor=cast.coordinator, at=MORNING, staff=one, skill="network", paper="Chứng chỉ 5", since_date=TODAY
    )
    assert counted()["staff_skilled_communication"] == (1, 2)
    paper = words(training_list(cast.unit, FIRST, LAST))
    assert "3,5" in paper
    assert "cộng 7 giờ" in paper
    assert "Phong cách gần dân" in words(study_list(cast.unit, FIRST, LAST))
    assert [(str(each.post.staff), each.hours) for each in learners_of(cast.unit, 2026, TODAY)] == [
        ("Người hai", Decimal("3.5")), ("Người một", Decimal("7.5")),
    ]  # fmt: skip


def test_nobody_attends_longer_than_it_lasted_nor_before_it_is_over(cast: Cast) -> None:
    one = member(cast, "Người một")
    made = training(cast, MORNING)
    boss: dict[str, Any] = {"actor": cast.coordinator, "at": MORNING, "training": made}
    with pytest.raises(CannotRecord, match="không quá số giờ"):
        record_attendance(attended=[Attended(one, Decimal(5))], seen=1, **boss)
    record_attendance(attended=[Attended(one)], seen=1, **boss)
    with pytest.raises(CannotRecord, match="người khác sửa"):
        record_attendance(attended=[], seen=1, **boss)
    boss["training"] = training(cast, MORNING, last_date=TODAY + timedelta(days=2))
    with pytest.raises(CannotRecord, match="Chưa hết lớp"):
        record_attendance(attended=[Attended(one)], seen=1, **boss)


def test_an_agency_reviews_itself_and_a_leader_marks(cast: Cast) -> None:
    texts = dict.fromkeys(("professional", "responsible", "exemplary", "friendly"), "Đã làm tốt")
    about: dict[str, Any] = {"at": MORNING, "unit": cast.unit, "agency": cast.culture, "year": 2026}
    with pytest.raises(CannotReview, match="đủ bốn mặt"):
        write_review(actor=cast.head, texts={"friendly": "Tốt"}, seen=0, send=True, **about)
    with pytest.raises(NotAllowed):
        write_review(actor=cast.head, texts=texts, seen=0, send=True, **{**about, "agency": cast.economy})
    review = write_review(actor=cast.head, texts=texts, seen=0, send=True, **about)
    marks = dict.fromkeys(texts, "good")
    with pytest.raises(NotAllowed):
        judge_review(actor=cast.coordinator, at=MORNING, review=review, marks=marks, remark="", seen=1)
    with pytest.raises(CannotReview, match="cả bốn mặt"):
        judge_review(actor=cast.leader, at=MORNING, review=review, marks={}, remark="", seen=1)
    judge_review(actor=cast.leader, at=MORNING, review=review, marks=marks, remark="Tiếp tục", seen=1)
    with pytest.raises(CannotReview, match="không sửa được"):
        write_review(actor=cast.head, texts=texts, seen=2, send=True, **about)
