"""The support team's log: a call once, its end with what was learnt, found again without tone marks."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.cast import Cast
from tests.operations.assistance.factories import MORNING
from tests.operations.assistance.helping import called
from thanthien.operations.assistance.helping import SupportCall
from thanthien.operations.assistance.roster import calls_of, calls_of_month
from thanthien.operations.assistance.supporting import CannotSupport, end_call
from thanthien.operations.assistance.waiting import waiting_for
from thanthien.platform.people.permissions import NotAllowed

pytestmark = pytest.mark.django_db


def test_a_call_is_written_down_once(cast: Cast) -> None:
    assert called(cast, MORNING) == called(cast, MORNING)
    assert SupportCall.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"caller": "x"}, "caller"), ({"about": "x"}, "about"), ({"problem": " "}, "problem"),
     ({"outcome": "x"}, "outcome")],
)  # fmt: skip
def test_what_is_missing_is_said(cast: Cast, wrong: dict[str, str], field: str) -> None:
    with pytest.raises(CannotSupport) as refused:
        called(cast, MORNING, **wrong)
    assert refused.value.field == field


def test_its_end_tells_what_was_learnt_and_a_stale_page_ends_nothing(cast: Cast) -> None:
    call = called(cast, MORNING)
    end = {"actor": cast.officer, "at": MORNING, "call": call}
    with pytest.raises(CannotSupport, match="chuyển đến đâu"):
        end_call(**end, outcome="passed_on", knowledge="", seen=1)  # type: ignore[arg-type]
    done = end_call(**end, outcome="solved", knowledge="Tắt chặn tin nhắn lạ", seen=1)  # type: ignore[arg-type]
    assert done.ended_at == MORNING
    with pytest.raises(CannotSupport, match="người khác sửa"):
        end_call(**end, outcome="open", knowledge="", seen=1)  # type: ignore[arg-type]
    with pytest.raises(NotAllowed):
        end_call(actor=cast.other_officer, at=MORNING, call=call, outcome="open", knowledge="", seen=2)


def test_it_is_found_by_what_solved_it_without_tone_marks(cast: Cast) -> None:
    call = called(cast, MORNING)
    called(cast, MORNING, client_key="ca-2", problem="Máy in không chạy", subject="", about="device")
    end_call(
        actor=cast.officer, at=MORNING, call=call, outcome="solved", knowledge="Tắt chặn tin nhắn lạ", seen=1
    )
    assert [one.pk for one in calls_of(cast.unit, "tin nhan la")] == [call.pk]
    assert [one.pk for one in calls_of(cast.unit, "", "solved")] == [call.pk]
    assert calls_of_month(cast.unit, date(2026, 7, 1)) == {
        "all": 2, "solved": 1, "passed_on": 0, "unsolved": 0, "open": 1, "citizens": 2,
    }  # fmt: skip
    assert not calls_of(cast.other_unit).exists()


def test_a_call_left_open_waits_for_its_helper_the_next_day(cast: Cast) -> None:
    called(cast, MORNING)
    assert list(waiting_for(cast.officer, cast.unit, MORNING.date())) == []
    found = list(waiting_for(cast.officer, cast.unit, MORNING.date() + timedelta(days=1)))
    assert [one.why for one in found] == ["ca hỗ trợ còn mở, cần ghi kết quả"]
