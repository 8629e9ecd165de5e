"""What of a round waits for whom, and on which day it is due."""

from __future__ import annotations

from datetime import date

from tests.assessment.rounds.steps import DECEMBER, Steps
from tests.cast import Cast
from thanthien.assessment.rounds.submitting import send_back
from thanthien.assessment.rounds.waiting import waiting_for
from thanthien.platform.people.models import Person
from thanthien.platform.units.models import Unit


def said(person: Person, unit: Unit, day: date) -> list[tuple[str, str, date | None]]:
    return [(one.page, one.why, one.due_date) for one in waiting_for(person, unit, day)]


def test_before_the_deadlines_it_is_to_register_then_to_hand_in(steps: Steps, cast: Cast) -> None:
    february, october = date(2026, 2, 3), date(2026, 10, 5)
    due = date(2026, 2, 14)
    for person in (cast.coordinator, cast.leader):
        assert said(person, cast.unit, february) == [("desk:score_register", "cần ghi mức đăng ký", due)]
    assert said(cast.officer, cast.unit, february) == []
    steps.registered()
    assert said(cast.coordinator, cast.unit, february) == [
        ("desk:score", "đã ghi, cần gửi lên thành phố", due)
    ]
    handing_in = ("desk:round", "cần xem điểm và nộp", date(2026, 11, 14))
    assert handing_in in said(cast.leader, cast.unit, october)
    assert handing_in not in said(cast.leader, cast.unit, date(2026, 7, 1))


def test_what_was_handed_in_waits_for_the_city_then_for_the_members(steps: Steps, cast: Cast) -> None:
    steps.submitted()
    day = date(2026, 12, 8)
    assert [page for page, *_ in said(cast.city_admin, cast.city, day)] == ["oversight:round"]
    assert said(cast.appraiser, cast.city, day) == []
    steps.appraising()
    assert said(cast.appraiser, cast.city, day) == [("oversight:round_sheet", "cần chấm và nộp phiếu", None)]
    assert said(cast.council, cast.unit, day) == []  # the own commune is not for this member to score


def test_what_was_sent_back_waits_for_the_unit(steps: Steps, cast: Cast) -> None:
    steps.submitted()
    seen = steps.round().version
    send_back(
        actor=cast.city_admin,
        at=DECEMBER,
        round_=steps.round(),
        remark="Bổ sung hồ sơ",
        remarks={},
        seen=seen,
    )
    waiting = [why for _, why, _ in said(cast.coordinator, cast.unit, DECEMBER.date())]
    assert "thành phố trả lại, cần bổ sung và nộp lại" in waiting
