"""Cases kept by hand: the due date, the moves, who sees which, two people at once."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cast import Cast
from tests.operations.casework.factories import case, fields, moment, move
from thanthien.operations.casework.actions import CannotKeepCase, correct_case, move_case, receive_case
from thanthien.operations.casework.clocks import due_of
from thanthien.operations.casework.models import Case
from thanthien.operations.casework.queries import Wanted, board, counts, repeated_lateness, visible_cases
from thanthien.operations.casework.ruling import set_result_messages
from thanthien.operations.casework.telling import result_text
from thanthien.platform.audit.models import Entry
from thanthien.platform.outbox.models import Message
from thanthien.platform.people.permissions import NotAllowed
from thanthien.platform.refusals import CHANGED
from thanthien.platform.workdays.queries import calendar_of


def refused(cast: Cast, **more: Any) -> CannotKeepCase:
    with pytest.raises(CannotKeepCase) as caught:
        receive_case(
            actor=cast.one_stop, at=moment("2026-07-01 09:00"), unit=cast.unit, fields=fields(**more)
        )
    return caught.value


def test_a_case_is_due_by_working_days_and_shows_the_count(cast: Cast) -> None:
    one = case(cast, received="2026-06-25 09:00")  # a Thursday; three working days go over the weekend
    assert one.due_at == moment("2026-06-30 23:59:59")
    due = due_of(one, [], calendar_of(cast.unit, 2026))
    assert due.steps[0] == "3 ngày làm việc từ thứ Năm 25/06/2026; ngày bắt đầu không tính."
    assert due.given is None
    assert not due.differ


def test_a_term_of_hours_ends_at_an_hour(cast: Cast) -> None:
    one = case(cast, received="2026-06-25 16:00", term=4, term_unit="hours")
    assert one.due_at == moment("2026-06-26 10:30")


def test_what_is_typed_wrong_is_told_beside_its_field(cast: Cast) -> None:
    assert refused(cast, code="0975").field == "code"
    assert refused(cast, procedure_name=" ").field == "procedure_name"
    assert refused(cast, term=None).field == "term"
    assert refused(cast, term=401).field == "term"
    assert refused(cast, phone="12").field == "phone"
    assert refused(cast, received_at=moment("2026-07-02 08:00")).field == "received_at"
    case(cast)
    assert refused(cast).field == "code"


def test_waiting_for_the_citizen_moves_the_due_date(cast: Cast) -> None:
    one = case(cast, received="2026-06-22 09:00")  # Monday, due Thursday
    assert one.due_at == moment("2026-06-25 23:59:59")
    one = move(cast, one, "ask", "2026-06-23 10:00", "Bản sao căn cước")
    assert (one.state, one.late_at) == ("waiting", None)
    one = move(cast, one, "supply", "2026-06-26 08:00")
    assert one.due_at == moment("2026-06-30 23:59:59")  # three days lost: Tuesday to Thursday
    one = move(cast, one, "handle", "2026-06-30 16:00")
    assert (one.state, one.late_at) == ("handled", None)


def test_a_second_supplement_makes_it_overdue(cast: Cast) -> None:
    one = case(cast, received="2026-06-22 09:00")
    for day in ("23", "24"):
        one = move(cast, one, "ask", f"2026-06-{day} 08:00", "Thiếu giấy")
        one = move(cast, one, "supply", f"2026-06-{day} 09:00")
    one = move(cast, one, "handle", "2026-06-24 10:00")
    assert one.late_at == moment("2026-06-24 10:00")


def test_a_result_is_told_once_and_handing_over_is_another_thing(cast: Cast) -> None:
    one = move(cast, case(cast), "handle", "2026-06-24 10:00")
    one = move(cast, one, "reopen", "2026-06-24 11:00", "In nhầm tên")
    assert (one.state, one.end_at) == ("processing", None)
    one = move(cast, one, "handle", "2026-06-25 10:00")
    one = move(cast, one, "hand", "2026-06-29 10:00")
    assert (one.state, one.end_at, one.handed_at) == (
        "handed",
        moment("2026-06-25 10:00"),
        moment("2026-06-29 10:00"),
    )
    message = Message.objects.get()
    assert "đã có kết quả" in message.text
    assert "Bưởi" not in message.text


def test_a_unit_can_switch_result_messages_off(cast: Cast) -> None:
    at = moment("2026-06-24 09:00")
    for person in (cast.one_stop, cast.head, cast.officer, cast.other_coordinator):
        with pytest.raises(NotAllowed):
            set_result_messages(actor=person, at=at, unit=cast.unit, on=False)
    assert set_result_messages(actor=cast.leader, at=at, unit=cast.unit, on=False)
    assert not set_result_messages(actor=cast.leader, at=at, unit=cast.unit, on=False)
    move(cast, case(cast, 1), "handle", "2026-06-24 10:00")
    assert not Message.objects.exists()
    assert Entry.objects.get(action="case.messages").after == {"messages": "tắt"}
    set_result_messages(actor=cast.coordinator, at=at, unit=cast.unit, on=True)
    move(cast, case(cast, 2), "handle", "2026-06-24 10:00")
    text = result_text(cast.unit, "H15.50.05.13-260622-0002")
    assert Message.objects.get().text == text


def test_moves_ask_for_words_and_keep_to_their_time(cast: Cast) -> None:
    one = case(cast)

    def cannot(name: str, day: str = "2026-06-24 10:00", text: str = "") -> str:
        with pytest.raises(CannotKeepCase) as caught:
            move_case(actor=cast.one_stop, at=moment("2026-07-01 09:00"), case=one, move=name, day=moment(day),
                      text=text, seen=one.version)  # fmt: skip
        return str(caught.value)

    assert "giấy tờ cần bổ sung" in cannot("ask")
    assert "lý do từ chối" in cannot("refuse")
    assert "chưa tới" in cannot("handle", "2026-07-02 10:00")
    assert "ngược thời gian" in cannot("handle", "2026-06-21 10:00")
    assert "chưa làm được" in cannot("hand")
    assert "chưa làm được" in cannot("no-such-move")


def test_the_second_of_two_people_is_told(cast: Cast) -> None:
    one = case(cast)
    seen = one.version
    move(cast, one, "handle", "2026-06-24 10:00")
    with pytest.raises(CannotKeepCase, match=CHANGED[:30]):
        correct_case(
            actor=cast.coordinator, at=moment("2026-06-24 11:00"), case=one, fields=fields(), seen=seen
        )


def test_the_log_has_no_personal_data(cast: Cast) -> None:
    one = case(cast)
    correct_case(
        actor=cast.one_stop, at=moment("2026-06-24 11:00"), case=one,
        fields=fields(applicant="Người Khác", phone="0911222333", agency=cast.economy), seen=one.version,
    )  # fmt: skip
    told = " ".join(
        f"{e.subject} {e.before} {e.after}" for e in Entry.objects.filter(action__startswith="case")
    )
    assert "người nộp" in told
    assert not any(
        secret in told for secret in ("Bưởi", "Người Khác", "0911222333", "0912345678", "Thôn Đông")
    )


def test_who_sees_which_cases(cast: Cast) -> None:
    mine, other = case(cast, 1, agency=cast.culture), case(cast, 2, agency=cast.economy)
    for person in (cast.one_stop, cast.coordinator, cast.leader):
        assert set(visible_cases(person, cast.unit)) == {mine, other}
    for person in (cast.head, cast.officer):
        assert set(visible_cases(person, cast.unit)) == {mine}
    assert set(visible_cases(cast.centre_officer, cast.unit)) == set()
    for person in (cast.council, cast.city_admin, cast.appraiser, cast.other_coordinator):
        assert not visible_cases(person, cast.unit).exists()
    with pytest.raises(NotAllowed):
        move(cast, other, "handle", "2026-06-24 10:00", actor=cast.officer)


def test_boards(cast: Cast) -> None:
    at = moment("2026-07-01 09:00")  # Wednesday
    late, today, soon, far = (
        case(cast, n, received=f"2026-06-{day} 09:00")
        for n, day in ((1, "22"), (2, "26"), (3, "29"), (4, "30"))
    )
    far.term = 9
    Case.objects.filter(pk=far.pk).update(
        due_at=moment("2026-07-13 23:59:59"), late_at=moment("2026-07-14 00:00")
    )
    waits = move(cast, case(cast, 5), "ask", "2026-06-23 08:00", "Thiếu giấy")
    ready = move(cast, case(cast, 6), "handle", "2026-06-24 08:00")
    ended = move(cast, move(cast, case(cast, 7), "handle", "2026-06-24 08:00"), "hand", "2026-06-24 09:00")

    def on(tab: str, **more: object) -> list[Case]:
        return list(board(cast.one_stop, cast.unit, Wanted(tab, **more), at))  # type: ignore[arg-type]

    assert on("late") == [late]
    assert on("today") == [today]
    assert on("soon") == [soon]
    assert on("waiting") == [waits]
    assert on("handled") == [ready]
    assert set(on("open")) == {late, today, soon, far, waits}
    assert len(on("all")) == 7
    assert on("late", code="0007") == [ended]
    assert on("late", code="7") == [ended]
    assert on("late", code=ended.code.lower()) == [ended]
    assert on("all", agency=cast.economy.pk) == []
    assert counts(cast.one_stop, cast.unit, at) == {
        "late": 1,
        "today": 1,
        "soon": 1,
        "waiting": 1,
        "handled": 1,
        "undated": 0,
        "undated_ended": 0,
    }


def test_lateness_that_comes_back_is_told_by_agency_and_procedure(cast: Cast) -> None:
    for n in range(3):
        case(cast, n + 1, received="2026-06-15 09:00")
    case(
        cast,
        9,
        received="2026-06-15 09:00",
        procedure_name="Khai tử",
        procedure_code="1.000656",
        agency=cast.economy,
    )
    found = repeated_lateness(cast.unit, moment("2026-07-01 09:00"))
    assert [(one.kind, one.days, one.times) for one in found] == [
        ("agency", 30, 3), ("procedure", 30, 3), ("agency", 90, 3), ("procedure", 90, 3),
    ]  # fmt: skip
    assert repeated_lateness(cast.other_unit, moment("2026-07-01 09:00")) == []
