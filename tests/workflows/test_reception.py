"""From the book to the queue of its law and back: three paths, results, what is answered in time."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from tests.cast import NOW, Cast
from tests.operations.reception.factories import NAME, held, planned, receiving, recorded, visit
from thanthien.operations.feedback.acting import Act, version_of
from thanthien.operations.feedback.actions import approve, draft
from thanthien.operations.feedback.intake import CannotReceive
from thanthien.operations.feedback.models import Report, Sender
from thanthien.operations.reception.entering import CannotRecord, give_notice
from thanthien.operations.reception.models import Entry, Handling, Kind
from thanthien.operations.reception.visitors import Who
from thanthien.platform.people.models import Person
from thanthien.workflows.reception import (
    answers,
    collect_answers,
    followed,
    hand_on,
    month_book,
    receive_visit,
)

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


def received(cast: Cast, actor: Person | None = None, *, hands_on: bool = True, **more: Any) -> Entry:
    return receive_visit(
        actor=actor or cast.leader, at=NOW, unit=cast.unit, visit=visit(**more), hands_on=hands_on
    )


@pytest.mark.parametrize(
    ("kind", "path"),
    [(Kind.COMPLAINT, "complaint"), (Kind.DENUNCIATION, "denunciation"), (Kind.PETITION, "petition")],
)
def test_each_goes_to_the_queue_of_its_law(cast: Cast, kind: str, path: str) -> None:
    entry = received(cast, kind=kind)
    report = Report.objects.get(code=entry.report_code)
    assert (report.path, report.channel, report.text) == (path, "walk_in", entry.content)
    assert Sender.objects.get(report=report).name == NAME
    assert report.is_protected == entry.is_protected == (kind == Kind.DENUNCIATION)


def test_a_complaint_without_a_name_is_not_taken_and_nothing_is_kept(cast: Cast) -> None:
    with pytest.raises(CannotReceive, match="họ tên và địa chỉ"):
        received(cast, kind=Kind.COMPLAINT, who=Who())
    assert not Entry.objects.exists()
    assert received(cast, who=Who()).report_code  # a petition is
    assert Report.objects.get().is_anonymous


def test_only_what_is_ours_is_handed_on_and_once(cast: Cast) -> None:
    guided = received(cast, handling=Handling.GUIDED, body="Tòa án nhân dân khu vực 2")
    assert not guided.report_code
    later = received(cast, client_key="hai", hands_on=False)
    hand_on(actor=cast.leader, at=NOW, entry=later)
    with pytest.raises(CannotRecord, match="đã chuyển xử lý"):
        hand_on(actor=cast.leader, at=NOW, entry=later)
    assert received(cast, client_key="hai").pk == later.pk
    assert Report.objects.count() == 1


def test_a_word_about_staff_is_protected_whoever_types_it(cast: Cast) -> None:
    officer = receiving(cast)
    entry = received(cast, officer, content="Cán bộ hách dịch, vòi vĩnh khi làm giấy tờ", category="staff")
    assert entry.is_protected
    told = followed(officer, [entry], TODAY)[entry.pk]
    assert (told.words, told.pk, told.steps) == ("Đã chuyển người có thẩm quyền", None, ())
    assert followed(cast.leader, [entry], TODAY)[entry.pk].pk is not None


def test_the_result_comes_back_and_counts_when_in_time(cast: Cast) -> None:
    entry = received(cast)
    open_ = followed(cast.leader, [entry], TODAY)[entry.pk]
    assert open_.due_date == date(2026, 7, 22)
    assert any("15 ngày làm việc" in step for step in open_.steps)
    assert not list(answers(TODAY, TODAY))
    _answer(cast, entry)
    told = followed(cast.leader, [entry], TODAY)[entry.pk]
    assert told.words.startswith("Đã giải quyết")
    assert [(one.numerator, one.denominator) for one in collect_answers(TODAY, TODAY)] == [(1, 1)]
    paper = month_book(cast.unit, date(2026, 7, 1), date(2026, 7, 31))
    assert paper is not None
    assert "Đã giải quyết, trả lời ngày 01/07/2026" in str(paper)
    assert NAME not in str(paper)


def test_what_is_late_counts_on_the_first_day_after(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    received(cast)
    refused = received(cast, client_key="hai", handling=Handling.REFUSED, refusal="threat")
    received(cast, client_key="ba", kind=Kind.DENUNCIATION)  # counted apart, where few read
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW + timedelta(days=40))
    late = list(answers(TODAY, date(2026, 8, 10)))
    assert [(one.day, one.is_good) for one in late] == [(date(2026, 7, 23), False), (date(2026, 7, 7), False)]
    give_notice(
        actor=cast.leader, at=NOW + timedelta(days=40), entry=refused, number="1", day=date(2026, 7, 6)
    )
    assert [one.is_good for one in answers(TODAY, date(2026, 8, 10))] == [False, True]


def test_a_foreign_unit_s_report_of_the_same_code_is_not_followed(cast: Cast) -> None:
    entry = received(cast)
    Report.objects.update(unit=cast.other_unit)
    assert followed(cast.leader, [entry], TODAY) == {}


def test_the_month_s_paper_is_none_where_nothing_was(cast: Cast) -> None:
    assert month_book(cast.unit, date(2026, 6, 1), date(2026, 6, 30)) is None
    held(cast, planned(cast, TODAY), nobody_came=True)
    assert "Không có công dân đến" in str(month_book(cast.unit, date(2026, 7, 1), date(2026, 7, 31)))
    recorded(cast)


def _answer(cast: Cast, entry: Entry) -> None:
    report = Report.objects.get(code=entry.report_code)
    write = Act(cast.coordinator, NOW, report, version_of(report))
    report = draft(act=write, outcome="solved", text="Đã đo lại, lập biên bản ranh giới.")
    approve(act=Act(cast.leader, NOW, report, version_of(report)))
