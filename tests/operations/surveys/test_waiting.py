"""What surveys put before whom, and when."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import VIETNAM, Cast
from tests.operations.surveys.factories import TYPED, answered, opened, prepared
from tests.workflows.test_surveys import adopted
from thanthien.operations.surveys.actions import SurveyFields, open_survey, set_up
from thanthien.operations.surveys.answering import Sent, answer_paper
from thanthien.operations.surveys.follow_ups import FollowUpFields, add_follow_up, finish_follow_up
from thanthien.operations.surveys.models import Response, Survey
from thanthien.operations.surveys.waiting import waiting_for
from thanthien.platform.people.models import Person
from thanthien.workflows.surveys import finish_survey

pytestmark = pytest.mark.django_db


def whys(person: Person, cast: Cast, day: date) -> list[tuple[str, date | None]]:
    return [(one.why, one.due_date) for one in waiting_for(person, cast.unit, day)]


def test_survey_b_is_due_in_the_fourth_quarter_until_it_is_set_up(cast: Cast, now: datetime) -> None:
    adopted(cast, now)
    assert whys(cast.coordinator, cast, date(2026, 9, 30)) == []
    [(why, due)] = whys(cast.coordinator, cast, date(2026, 10, 1))
    assert (why, due) == ("làm trong Quý IV, chưa lập khảo sát", date(2026, 12, 31))
    assert whys(cast.officer, cast, date(2026, 10, 1)) == []
    assert list(waiting_for(cast.other_coordinator, cast.other_unit, date(2026, 10, 1))) == []
    autumn = now.replace(month=10)
    prepared(cast, autumn, "model", first_date=date(2026, 10, 20))
    assert whys(cast.coordinator, cast, date(2026, 10, 1)) == []
    assert whys(cast.coordinator, cast, date(2026, 10, 20)) == [
        ("đã đến ngày bắt đầu, cần mở", date(2026, 10, 20))
    ]


def test_a_continuous_survey_that_falls_silent_is_told(cast: Cast, now: datetime) -> None:
    survey = opened(cast, now)
    answered(survey, now + timedelta(days=2))
    assert whys(cast.coordinator, cast, date(2026, 7, 23)) == []
    [(why, _)] = whys(cast.coordinator, cast, date(2026, 7, 24))
    assert why == "từ ngày 03/07/2026 không có phiếu nào"
    assert whys(cast.officer, cast, date(2026, 7, 24)) == []


def test_an_ending_survey_with_few_answers_then_one_to_be_closed(cast: Cast, now: datetime) -> None:
    survey = opened(cast, now, last_date=date(2026, 7, 10), population=40)
    answered(survey, now)
    assert whys(cast.coordinator, cast, date(2026, 7, 2)) == []
    last = date(2026, 7, 10)
    assert whys(cast.coordinator, cast, date(2026, 7, 3)) == [("sắp kết thúc, mới có 1/37 phiếu", last)]
    assert whys(cast.coordinator, cast, date(2026, 7, 11)) == [
        ("đã qua ngày kết thúc, cần kết thúc và lập bảng tổng hợp", last)
    ]


def test_a_result_waits_for_what_is_learnt_and_that_for_its_owner(cast: Cast, now: datetime) -> None:
    survey = opened(cast, now)
    answered(survey, now)
    finish_survey(actor=cast.coordinator, at=now, survey=survey)
    day = date(2026, 7, 2)
    [(why, due)] = whys(cast.coordinator, cast, day)
    assert (why, due) == ("đã có kết quả, cần ghi điều rút ra và việc làm", date(2026, 7, 31))
    survey.refresh_from_db()
    fields = FollowUpFields("Chờ lâu", "Thêm một quầy", date(2026, 8, 1), agency=cast.centre)
    made = add_follow_up(actor=cast.coordinator, at=now, survey=survey, fields=fields)
    assert whys(cast.coordinator, cast, day) == []
    [one] = waiting_for(cast.centre_officer, cast.unit, day)
    assert (one.title, one.due_date, one.page) == ("Thêm một quầy", date(2026, 8, 1), "desk:survey")
    finish_follow_up(actor=cast.centre_officer, at=now, follow_up=made, outcome="Đã mở quầy 5")
    assert whys(cast.centre_officer, cast, day) == []


def test_paper_waits_for_a_second_person(cast: Cast, now: datetime) -> None:
    survey = opened(cast, now)
    sent = Sent(uuid.uuid4(), TYPED, Response.Channel.PAPER)
    answer_paper(actor=cast.officer, at=now, survey=survey, sent=sent)
    day = date(2026, 7, 2)
    assert whys(cast.officer, cast, day) == []
    assert whys(cast.head, cast, day) == [("1 phiếu giấy chờ người thứ hai đối chiếu", None)]


def test_queries_do_not_grow_with_surveys_and_answers(cast: Cast, now: datetime) -> None:
    adopted(cast, now)
    survey, day = opened(cast, now), date(2026, 10, 5)
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as seen:
            list(waiting_for(cast.coordinator, cast.unit, day))
        counts.append(len(seen))
        for n in range(4):
            _one_more(cast, now, survey, n)
            answered(survey, now)
    assert counts[0] == counts[1]


def _one_more(cast: Cast, now: datetime, like: Survey, n: int) -> None:
    fields = SurveyFields(f"Lần {n}", now.date(), date(2026, 12, 31), 100)
    made = set_up(actor=cast.coordinator, at=now, version=like.version, fields=fields)
    open_survey(actor=cast.coordinator, at=datetime(2026, 7, 1, 10, tzinfo=VIETNAM), survey=made)
