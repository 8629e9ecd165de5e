"""Many tasks given at once, and the table on paper."""

from __future__ import annotations

import io
from datetime import date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from tests.cast import Cast
from tests.programme.plans.factories import facts, lead_of, make_plan
from tests.programme.steering.words import words_of
from thanthien.lib.documents.write import write_docx, write_xlsx
from thanthien.platform.people.permissions import NotAllowed
from thanthien.programme.plans.models import Task
from thanthien.programme.steering.actions import CommitteeFields, MemberFields, add_member, found_committee
from thanthien.programme.steering.assigning import CannotAssign, Doer, assign_tasks, take_charge_away
from thanthien.programme.steering.models import Charge, CommitteeMember
from thanthien.programme.steering.papers import assignment_document, assignment_workbook
from thanthien.programme.steering.queries import duties_of


@pytest.fixture
def tasks(cast: Cast) -> list[Task]:
    return make_plan(
        cast.unit,
        facts("Của văn hóa", cast.culture),
        facts("Của trung tâm", cast.centre),
        facts("Chưa rõ ai"),
    )


@pytest.fixture
def member(cast: Cast, now: datetime) -> CommitteeMember:
    made = found_committee(
        actor=cast.leader, at=now, unit=cast.unit, fields=CommitteeFields("Ban Chỉ đạo", 2026)
    )
    fields = MemberFields(
        "member", full_name="Vũ Thị Lan", organisation="MTTQ", is_invited=True, duty="Tiêu chí 1"
    )
    return add_member(actor=cast.leader, at=now, committee=made, fields=fields, start_date=date(2026, 1, 15))


def give(cast: Cast, now: datetime, tasks: list[Task], to: Doer) -> tuple[list[str], list[str]]:
    outcome = assign_tasks(actor=cast.coordinator, at=now, unit=cast.unit, tasks=tasks, to=to)
    return [task.title for task in outcome.given], outcome.refused


def test_an_officer_gets_what_the_own_agency_leads(cast: Cast, now: datetime, tasks: list[Task]) -> None:
    given, refused = give(cast, now, tasks, cast.officer)
    assert given == ["Của văn hóa", "Chưa rõ ai"]
    assert len(refused) == 1
    assert "cơ quan chủ trì là Trung tâm Phục vụ hành chính công" in refused[0]
    assert [lead_of(tasks[n]).assignee for n in (0, 1, 2)] == [cast.officer, None, cast.officer]
    assert lead_of(tasks[2]).agency == cast.culture


def test_an_agency_takes_what_has_no_lead(cast: Cast, now: datetime, tasks: list[Task]) -> None:
    given, refused = give(cast, now, tasks, cast.economy)
    assert given == ["Chưa rõ ai"]
    assert len(refused) == 2
    assert lead_of(tasks[0]).agency == cast.culture


def test_a_member_watches_over_any_task_and_stops(
    cast: Cast, now: datetime, tasks: list[Task], member: CommitteeMember
) -> None:
    give(cast, now, tasks, member)
    assert len(give(cast, now, tasks[:1], member)[0]) == 1  # again is no error and no second row
    assert Charge.objects.count() == 3
    take_charge_away(actor=cast.leader, at=now, charge=Charge.objects.get(task=tasks[0]))
    charged = [[str(c.member) for c in duty.charges] for duty in duties_of(cast.unit, 2026)]
    assert charged == [[], ["Vũ Thị Lan"], ["Vũ Thị Lan"]]


def test_tasks_of_another_commune_and_of_nobody_are_refused(
    cast: Cast, now: datetime, tasks: list[Task]
) -> None:
    stranger = make_plan(cast.other_unit, facts("Của phường"))
    with pytest.raises(CannotAssign, match="không thuộc đơn vị"):
        give(cast, now, [tasks[2], *stranger], cast.economy)
    with pytest.raises(CannotAssign, match="chọn ít nhất một"):
        give(cast, now, [], cast.economy)
    with pytest.raises(NotAllowed):
        assign_tasks(actor=cast.head, at=now, unit=cast.unit, tasks=tasks, to=cast.culture)
    assert not tasks[2].agencies.exists()


def test_what_has_nobody_is_marked_with_few_queries(cast: Cast, now: datetime, tasks: list[Task]) -> None:
    give(cast, now, tasks[:1], cast.officer)
    with CaptureQueriesContext(
        connection,
    ) as few:
        assert [duty.lacks_person for duty in duties_of(cast.unit, 2026)] == [False, True, True]
    assert len(few) == 3


def test_the_table_on_paper(cast: Cast, now: datetime, tasks: list[Task], member: CommitteeMember) -> None:
    give(cast, now, tasks[:1], cast.officer)
    give(cast, now, tasks[:1], member)
    duties = duties_of(cast.unit, 2026)
    data = write_docx(assignment_document(cast.unit, 2026, duties, member.committee, [member]))
    words = words_of(data)
    for said in ("Của văn hóa", "Nguyễn Văn An", "Chưa phân công", "Vũ Thị Lan – MTTQ (mời)", "Tiêu chí 1"):
        assert said in words
    book = load_workbook(io.BytesIO(write_xlsx(assignment_workbook(cast.unit, 2026, duties, [member]))))
    rows = [[cell.value for cell in row] for row in book["Phân công"].iter_rows(min_row=4)]
    assert rows[0][2:6] == ["Của văn hóa", "Phòng Văn hóa - Xã hội", "Nguyễn Văn An", "Vũ Thị Lan"]
    assert rows[2][3:5] == ["Chưa phân công", "Chưa phân công"]
