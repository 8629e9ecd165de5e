"""The provincial system sends cases: kept as from a file, answered one by one, nobody else's touched."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from tests.cast import Cast
from tests.operations.casework.factories import case, moment
from tests.platform.keys.factories import made
from tests.web.api.conftest import Program
from thanthien.operations.casework.models import Case, CaseImport, CaseStep
from thanthien.platform.audit.models import Entry
from thanthien.platform.outbox.models import Message
from thanthien.platform.people.merging import merge_unit
from thanthien.platform.people.models import Person

pytestmark = pytest.mark.django_db
ONE: dict[str, Any] = {
    "code": "H15.50.05.13-260622-0001", "procedure_name": "Chứng thực bản sao",
    "received_at": "2026-06-22T08:30:00+07:00",
    "term": 2, "applicant": "Trần Văn Mít", "phone": "+84 987 654 321", "state": "processing",
    "channel": "online_full", "agency": "Phòng Kinh tế",
}  # fmt: skip


@pytest.fixture
def bridge(cast: Cast, frozen: datetime) -> Program:
    return Program(cast.unit, made(cast, frozen, scopes=("cases",), name="Cầu nối một cửa tỉnh")[1])


def sent(program: Program, *records: dict[str, Any], status: int = 200) -> Any:
    return program.post("/cases", {"cases": list(records)}, status=status)


def test_a_case_sent_is_kept_as_one_from_a_file(cast: Cast, bridge: Program) -> None:
    told = sent(bridge, ONE)
    one = Case.objects.get()
    assert (one.unit, one.applicant, one.phone, one.channel, one.agency, one.term) == (
        cast.unit, "Trần Văn Mít", "0987654321", "online_full", cast.economy, 2,
    )  # fmt: skip
    assert (one.received_at, one.due_at) == (moment("2026-06-22 08:30"), moment("2026-06-24 23:59:59"))
    assert {name: told[name] for name in ("new", "changed", "same", "refused")} == {
        "new": 1, "changed": 0, "same": 0, "refused": 0,
    }  # fmt: skip
    assert told["cases"] == [
        {"number": 1, "code": one.code, "result": "new", "errors": [], "state": "processing",
         "due_at": "2026-06-24T23:59:59+07:00"}
    ]  # fmt: skip


def test_what_is_too_large_is_refused_before_it_is_read(bridge: Program) -> None:
    told = sent(bridge, {**ONE, "reason": "x" * 5 * 1024 * 1024}, status=413)
    assert (told["code"], told["detail"]) == ("too_large", "Nội dung gửi lên quá 5 MB; gửi làm nhiều lần.")
    assert not Case.objects.exists()


def test_sent_again_it_is_the_same_case_and_later_news_bring_it_up_to_date(bridge: Program) -> None:
    sent(bridge, ONE)
    assert sent(bridge, ONE)["cases"][0]["result"] == "same"
    assert (Case.objects.count(), CaseStep.objects.count()) == (1, 0)
    done = {**ONE, "state": "handled", "handled_at": "30/06/2026 10:00"}
    assert sent(bridge, done)["changed"] == 1
    assert sent(bridge, done)["same"] == 1
    one = Case.objects.get()
    assert (one.state, one.handled_at) == ("handled", moment("2026-06-30 10:00"))
    assert one.late_at == moment("2026-06-25 00:00")
    assert Message.objects.get().address == "0987654321"


def test_records_that_do_not_hold_are_told_one_by_one_and_the_others_kept(bridge: Program) -> None:
    good = {**ONE, "code": "H15.50.05.13-260622-0009"}
    told = sent(
        bridge, {**ONE, "code": "975"}, good, {**ONE, "received_at": "06/22/2026"}, {**good, "applicant": "Khác"},
        {**ONE, "code": "H15.50.05.13-260622-0002", "handled_at": "2026-06-20", "state": ""}, status=207,
    )  # fmt: skip
    assert [one["result"] for one in told["cases"]] == ["refused", "new", "refused", "refused", "refused"]
    assert [one["errors"][0]["field"] for one in told["cases"] if one["errors"]] == [
        "code", "received_at", "code", "handled_at",
    ]  # fmt: skip
    said = [one["errors"][0]["message"] for one in told["cases"] if one["errors"]]
    assert "ngày ghi trước, tháng ghi sau" in said[1]
    assert "trùng với dòng 2" in said[2]
    assert "ngược thời gian" in said[3]
    assert [one.applicant for one in Case.objects.all()] == ["Trần Văn Mít"]


def test_a_case_does_not_go_back_and_what_was_typed_here_stays(cast: Cast, bridge: Program) -> None:
    done = {**ONE, "state": "handled", "handled_at": "2026-06-23"}
    sent(bridge, done)
    told = sent(bridge, ONE, status=207)
    assert "hồ sơ đi ngược thời gian" in told["cases"][0]["errors"][0]["message"]
    typed = case(cast, 5, applicant="Trần Thị Xoài")
    sent(
        bridge,
        {**ONE, "code": typed.code, "received_at": "2026-06-22T09:00:00+07:00", "applicant": "Người khác"},
    )
    typed.refresh_from_db()
    assert typed.applicant == "Trần Thị Xoài"


def test_people_see_what_the_program_sent_and_what_was_refused(
    cast: Cast, bridge: Program, client_of: Callable[[Person], Client]
) -> None:
    sent(bridge, ONE, {**ONE, "code": "sai"}, status=207)
    sent(bridge, ONE, {**ONE, "code": "sai"}, status=207)
    row = CaseImport.objects.get()
    assert (row.new, row.same, row.refused, row.total, row.state) == (1, 1, 2, 4, "done")
    assert [one[0] for one in row.faults] == ["sai"]  # the same fault again is told once
    page = client_of(cast.one_stop).get(f"/desk/{cast.unit.code}/cases/imports/{row.pk}/").content.decode()
    assert "Cầu nối một cửa tỉnh" in page
    assert "Mã hồ sơ có dạng" in page
    entry = Entry.objects.filter(action="case_import.receive").latest("pk")
    assert entry.actor_name == "Ứng dụng Cầu nối một cửa tỉnh"
    assert "Mít" not in f"{entry.subject} {entry.after}"


def test_who_may_not_send_cases_sends_none(
    cast: Cast, anyone: Program, sender: Program, other_sender: Program, frozen: datetime
) -> None:
    case(cast, 1)
    before = Case.objects.get().version
    key = made(cast, frozen, unit=cast.other_unit, actor=cast.other_coordinator, scopes=("cases",))[1]
    for program, status, code in (
        (anyone, 401, "key_missing"),
        (sender, 403, "scope_missing"),
        (Program(cast.unit, key), 403, "other_unit"),
    ):
        assert sent(program, ONE, status=status)["code"] == code
    # with its own unit's address it makes a case of its own, and the other's stays as it was
    sent(Program(cast.other_unit, key), {**ONE, "code": Case.objects.get().code})
    assert [one.unit for one in Case.objects.order_by("pk")] == [cast.unit, cast.other_unit]
    assert Case.objects.get(unit=cast.unit).version == before


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"cases": []}, "cases"),
        ({"cases": [ONE] * 501}, "cases"),
        ({"cases": [{**ONE, "mã": "1"}]}, "cases.0.mã"),
        ({"cases": [{**ONE, "applicant": "a\0b"}]}, "cases.0.applicant"),
        ({"cases": [{**ONE, "supplements": "hai"}]}, "cases.0.supplements"),
        ({"cases": [{"procedure_name": "Khai sinh"}]}, "cases.0.code"),
    ],
)
def test_what_is_no_list_of_cases_is_refused_whole(bridge: Program, body: dict[str, Any], field: str) -> None:
    told = bridge.post("/cases", body, status=422)
    assert (told["code"], told["errors"][0]["field"]) == ("invalid", field)
    assert not Case.objects.exists()


def test_a_unit_that_was_merged_takes_no_cases(cast: Cast, bridge: Program, frozen: datetime) -> None:
    merge_unit(
        actor=cast.city_admin, at=frozen, city=cast.city, unit=cast.unit, successor=cast.other_unit,
        merged_date=frozen.date(), document="1/NQ",
    )  # fmt: skip
    assert sent(bridge, ONE, status=409)["code"] == "unit_merged"
