"""Cases without a due date: on a list of their own, told beside the figures, dated one by one or by procedure."""

from __future__ import annotations

from datetime import date, time

import pytest

from tests.cast import Cast
from tests.operations.casework.factories import case, moment
from thanthien.operations.casework.actions import CannotKeepCase
from thanthien.operations.casework.clocks import due_of
from thanthien.operations.casework.dating import date_case, date_procedure
from thanthien.operations.casework.measures import collect_cases
from thanthien.operations.casework.models import Case, CaseStep
from thanthien.operations.casework.queries import Wanted, board, counts, undated_by_procedure
from thanthien.operations.ratings.actions import TermsFields, set_terms
from thanthien.platform.audit.models import Entry
from thanthien.platform.people.permissions import NotAllowed
from thanthien.platform.workdays.queries import calendar_of
from thanthien.programme.measures.registry import measure_of
from thanthien.workflows.figure_records import records_behind

AT = moment("2026-07-01 09:00")
FIRST, LAST = date(2026, 6, 1), date(2026, 6, 30)


def undated(cast: Cast, number: int, *, handled: str = "", name: str = "Chứng thực") -> Case:
    """As an import leaves it where the file has neither a date nor a term."""
    ended = moment(handled) if handled else None
    return Case.objects.create(
        unit=cast.unit, code=f"H15.50-260622-{number:04d}", tail=f"{number:04d}", procedure_name=name,
        received_at=moment("2026-06-22 09:00"), recorded_at=AT, handled_at=ended, end_at=ended,
        state="handled" if handled else "processing",
    )  # fmt: skip


def test_they_stand_on_a_list_and_beside_the_share(cast: Cast) -> None:
    running, ended = undated(cast, 1), undated(cast, 2, handled="2026-06-23 15:00")
    case(cast, 3)
    number = counts(cast.one_stop, cast.unit, AT)
    assert (number["undated"], number["undated_ended"]) == (1, 1)
    assert list(board(cast.one_stop, cast.unit, Wanted("undated"), AT)) == [running]
    assert list(board(cast.one_stop, cast.unit, Wanted("undated_ended"), AT)) == [ended]
    assert [(one.key, one.open, one.ended) for one in undated_by_procedure(cast.unit)] == [
        ("Chứng thực", 1, 1)
    ]
    share = [one for one in collect_cases(FIRST, LAST) if one.measure == "case_on_time"]
    assert sum(float(one.denominator or 0) for one in share) == 1
    found = records_behind(cast.leader, cast.unit, measure_of("case_on_time"), FIRST, LAST)
    assert "1 hồ sơ đã kết thúc trong kỳ và 1 hồ sơ đang giải quyết chưa có hạn" in found.beside


def test_the_term_of_a_procedure_dates_all_of_its_cases(cast: Cast) -> None:
    undated(cast, 1)
    undated(cast, 2, handled="2026-06-29 15:00")
    other = undated(cast, 3, name="Khai tử")
    count = date_procedure(
        actor=cast.one_stop, at=AT, unit=cast.unit, procedure="Chứng thực", term=2, term_unit="days"
    )
    assert count == 2
    assert set(Case.objects.exclude(pk=other.pk).values_list("due_at", "late_at")) == {
        (moment("2026-06-24 23:59:59"), moment("2026-06-25 00:00"))
    }
    other.refresh_from_db()
    assert other.due_at is None
    assert CaseStep.objects.filter(text="Đã đặt thời hạn 2 ngày làm việc.").count() == 2
    assert "'count': 2" in str(Entry.objects.get(action="case.date_procedure").after)
    with pytest.raises(CannotKeepCase, match="Không còn hồ sơ nào"):
        date_procedure(
            actor=cast.one_stop, at=AT, unit=cast.unit, procedure="Chứng thực", term=2, term_unit="days"
        )
    for term in (None, 0, 401):
        with pytest.raises(CannotKeepCase, match="từ 1 đến 400"):
            date_procedure(
                actor=cast.one_stop, at=AT, unit=cast.unit, procedure="Khai tử", term=term, term_unit="days"
            )
    with pytest.raises(NotAllowed):
        date_procedure(actor=cast.head, at=AT, unit=cast.unit, procedure="Khai tử", term=1, term_unit="days")


def test_a_day_written_here_is_said_to_be_from_here(cast: Cast) -> None:
    one = undated(cast, 1)
    with pytest.raises(CannotKeepCase, match="từ ngày tiếp nhận 22/06/2026"):
        date_case(actor=cast.one_stop, at=AT, case=one, day=date(2026, 6, 21), seen=1)
    one = date_case(actor=cast.one_stop, at=AT, case=one, day=date(2026, 6, 26), seen=1)
    assert (one.due_at, one.version, one.typed) == (moment("2026-06-26 23:59:59"), 2, ["due_given_at"])
    due = due_of(one, [], calendar_of(cast.unit, 2026))
    assert due.given_steps == ("Hẹn trả thứ Sáu 26/06/2026, ghi tại đây.",)
    with pytest.raises(CannotKeepCase, match="đã có ngày hẹn trả"):
        date_case(actor=cast.one_stop, at=AT, case=one, day=date(2026, 6, 29), seen=2)


def test_hours_are_those_of_the_unit_and_samples_say_so(cast: Cast) -> None:
    calendar = calendar_of(cast.unit, 2026)
    one = case(cast, 1, received="2026-06-25 16:00", term=4, term_unit="hours")
    assert "giờ mẫu của phần mềm" in due_of(one, [], calendar).steps[-1]
    own = TermsFields("Chờ lâu", ((time(8), time(12)), (time(13), time(16, 30))), 30)
    set_terms(actor=cast.leader, at=AT, unit=cast.unit, fields=own)
    one = case(cast, 2, received="2026-06-25 16:00", term=4, term_unit="hours")
    assert one.due_at == moment("2026-06-26 11:30")
    said = due_of(one, [], calendar).steps
    assert "Giờ làm việc: 08:00–12:00, 13:00–16:30; ngày nghỉ không tính." in said
    assert not any("mẫu" in step for step in said)
