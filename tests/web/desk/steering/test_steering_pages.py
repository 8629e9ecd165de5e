"""The committee, the assignment table, chasing, tasks by leaders and agencies' reports on their pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.cast import Cast
from tests.programme.plans.factories import facts, lead_of, make_plan
from thanthien.programme.plans.models import Plan, Task
from thanthien.programme.steering.models import Chase, Committee, CommitteeMember, ReportRequest, UnitReport

ClientOf = Callable[..., Client]


@pytest.fixture
def desk(cast: Cast) -> str:
    return f"/desk/{cast.unit.code}"


@pytest.fixture
def tasks(cast: Cast) -> list[Task]:
    """Of this year, all due: one of the division, one without a lead."""
    timing = f"Đến ngày {timezone.localdate():%d/%m/%Y}"
    rows = (
        facts("Công khai đường dây nóng", cast.culture, timing=timing),
        facts("Chưa rõ ai", timing=timing),
    )
    return make_plan(cast.unit, *rows, year=timezone.localdate().year)


def said(answer: Any) -> str:
    return str(answer.content.decode())


def test_a_committee_with_decision_and_members(cast: Cast, client_of: ClientOf, desk: str) -> None:
    browser, year = client_of(cast.coordinator), timezone.localdate().year
    assert "Chưa có Ban Chỉ đạo" in said(browser.get(f"{desk}/steering/"))
    form = {"name": "Ban Chỉ đạo", "start_year": str(year), "decision_number": "128/QĐ-UBND"}
    upload = SimpleUploadedFile("QĐ 128.txt", "Quyết định".encode())
    page = said(browser.post(f"{desk}/steering/new/", {**form, "upload": upload}, follow=True))
    assert "128/QĐ-UBND" in page
    committee = Committee.objects.get()
    answer = browser.get(f"{desk}/steering/{committee.pk}/file")
    assert answer.getvalue().decode() == "Quyết định"
    assert answer["Content-Disposition"].startswith("attachment")
    add = f"{desk}/steering/{committee.pk}/members/add/"
    guest = {
        "role": "deputy",
        "full_name": "Vũ Thị Lan",
        "organisation": "MTTQ",
        "is_invited": "on",
        "start_date": "2026-01-20",
    }
    browser.post(add, {"role": "head", "person": str(cast.leader.pk), "start_date": "2026-01-20"})
    page = said(browser.post(add, guest, follow=True))
    assert "Đỗ Hoàng Lâm" in page
    assert page.index("Vũ Thị Lan") > page.index("Đỗ Hoàng Lâm")
    assert "mời" in page
    again = browser.post(add, {"role": "head", "person": str(cast.head.pk), "start_date": "2026-01-20"})
    assert again.status_code == 422
    assert "đang là Đỗ Hoàng Lâm" in said(again)
    head = CommitteeMember.objects.get(role="head")
    there = f"{desk}/steering/members/{head.pk}"
    browser.post(f"{there}/end/", {"end_date": "2026-05-31", "reason": "Chuyển công tác"})
    page = said(client_of(cast.officer).get(f"{desk}/steering/"))
    assert "Đã thôi tham gia" in page
    assert "Chuyển công tác" in page
    assert "Thêm" not in page.split("Đã thôi tham gia")[0].split("Thành viên")[1]


def test_the_plan_s_members_enter_with_one_click(
    cast: Cast, client_of: ClientOf, desk: str, tasks: list[Task]
) -> None:
    Plan.objects.update(steering=["Chủ tịch Ủy ban nhân dân xã - Trưởng ban", "Trưởng các phòng"])
    browser = client_of(cast.coordinator)
    assert "nhận ra tài khoản Đỗ Hoàng Lâm" in said(browser.get(f"{desk}/steering/"))
    assert "Đưa" not in said(client_of(cast.officer).get(f"{desk}/steering/"))
    page = said(browser.post(f"{desk}/steering/suggest/", follow=True))
    assert "Đã đưa 2 thành viên" in page
    assert CommitteeMember.objects.get(role="head").person == cast.leader


def test_tasks_are_given_in_the_table(cast: Cast, client_of: ClientOf, desk: str, tasks: list[Task]) -> None:
    browser = client_of(cast.coordinator)
    page = said(browser.get(f"{desk}/assignments/"))
    assert "Chỉ việc chưa có người phụ trách (2)" in page
    assert "Chưa có đầu mối" in page
    form = {"tasks": [str(task.pk) for task in tasks], "to": f"person:{cast.officer.pk}"}
    page = said(browser.post(f"{desk}/assignments/give/?only=lacking", form, follow=True))
    assert "Đã giao 2 nhiệm vụ cho Nguyễn Văn An" in page
    assert "đều đã có người phụ trách" in page
    assert [lead_of(task).assignee for task in tasks] == [cast.officer, cast.officer]
    assert "chọn giao cho ai" in said(
        browser.post(f"{desk}/assignments/give/", {"to": "person:x"}, follow=True)
    )
    for form_name in ("docx", "xlsx"):
        assert browser.get(f"{desk}/assignments/table.{form_name}").content[:2] == b"PK"
    assert browser.get(f"{desk}/assignments/table.exe").status_code == 404


def test_a_group_in_the_lead_is_not_nobody(cast: Cast, client_of: ClientOf, desk: str) -> None:
    group = facts("Tuyên truyền", "Các cơ quan, đơn vị có liên quan")
    make_plan(cast.unit, group, year=timezone.localdate().year)
    page = said(client_of(cast.coordinator).get(f"{desk}/assignments/"))
    assert "Chỉ việc chưa có người phụ trách (0)" in page
    assert "mỗi cơ quan trong nhóm cử người" in page
    assert "chưa có người</span>" not in page


def test_the_table_asks_no_more_for_more_tasks(cast: Cast, client_of: ClientOf, desk: str) -> None:
    def asked(year: int, count: int) -> int:
        make_plan(cast.unit, *(facts(f"Việc {n}", cast.culture) for n in range(count)), year=year)
        with CaptureQueriesContext(connection) as found:
            assert browser.get(f"{desk}/assignments/?year={year}").status_code == 200
        return len(found)

    browser = client_of(cast.coordinator)
    browser.get(f"{desk}/assignments/")
    assert asked(2024, 1) == asked(2025, 6)


def test_work_that_no_agency_leads_is_listed_with_whom_to_ask(
    cast: Cast, client_of: ClientOf, desk: str, tasks: list[Task]
) -> None:
    group = tasks[1].agencies.create(
        group_name="Tổ công nghệ số cộng đồng", part="lead", assignee=cast.officer
    )
    page = said(client_of(cast.coordinator).get(f"{desk}/chases/"))
    own = page[page.index("Không có cơ quan chủ trì") : page.index("Đã đôn đốc")]
    assert f"{desk}/tasks/{tasks[1].pk}/" in own
    assert f"{desk}/tasks/{tasks[0].pk}/" not in own
    assert f"Tổ công nghệ số cộng đồng ({cast.officer})" in own
    assert "chưa có thành viên Ban Chỉ đạo theo dõi" in own
    assert "Không có cơ quan chủ trì" not in said(client_of(cast.officer).get(f"{desk}/chases/"))
    group.delete()
    assert "chưa giao cho ai" in said(client_of(cast.coordinator).get(f"{desk}/chases/"))
    Task.objects.update(state=Task.State.ACCEPTED)
    assert "Không có cơ quan chủ trì" not in said(client_of(cast.coordinator).get(f"{desk}/chases/"))


def test_an_agency_is_chased_and_answers(
    cast: Cast, client_of: ClientOf, desk: str, tasks: list[Task]
) -> None:
    browser = client_of(cast.coordinator)
    form = {"agency": str(cast.culture.pk), "tasks": [str(tasks[0].pk)], "text": "Khẩn trương"}
    assert "Đã đôn đốc Phòng Văn hóa - Xã hội" in said(
        browser.post(f"{desk}/chases/send/", form, follow=True)
    )
    again = browser.post(f"{desk}/chases/send/", form)
    assert again.status_code == 422
    assert "Mỗi việc chỉ đôn đốc một lần trong ngày" in said(again)
    officer, chase = client_of(cast.officer), Chase.objects.get()
    assert "Khẩn trương" in said(officer.get(f"{desk}/my-work/"))
    empty = officer.post(f"{desk}/chases/{chase.pk}/answer/", {"text": " "})
    assert (empty.status_code, "ghi tiến độ" in said(empty)) == (422, True)
    officer.post(f"{desk}/chases/{chase.pk}/answer/", {"text": "Mai xong"})
    assert "Mai xong" in said(browser.get(f"{desk}/chases/"))
    assert "1 lần" in said(officer.get(f"{desk}/tasks/{tasks[0].pk}/"))


def test_a_leader_gives_a_task_with_three_fields(
    cast: Cast, client_of: ClientOf, desk: str, tasks: list[Task]
) -> None:
    browser = client_of(cast.leader)
    assert f"{desk}/given/new/" in said(browser.get(f"{desk}/"))
    due = timezone.localdate() + timedelta(days=3)
    form = {"title": "Thay biển mờ", "to": f"agency:{cast.centre.pk}", "due_date": due.isoformat()}
    page = said(browser.post(f"{desk}/given/new/", form, follow=True))
    assert "Đỗ Hoàng Lâm giao ngày" in page
    task = Task.objects.get(is_ad_hoc=True)
    assert (task.due_date, lead_of(task).agency) == (due, cast.centre)
    assert "Thay biển mờ" in said(client_of(cast.one_stop).get(f"{desk}/given/"))
    assert "Thay biển mờ" in said(client_of(cast.one_stop).get(f"{desk}/my-work/"))
    short = browser.post(f"{desk}/given/new/", {"title": "Thay biển"})
    assert short.status_code == 422
    assert "chọn cơ quan hoặc người" in said(short)


def test_agencies_hand_in_their_reports(cast: Cast, client_of: ClientOf, desk: str) -> None:
    browser, officer = client_of(cast.coordinator), client_of(cast.officer)
    due = timezone.localdate() + timedelta(days=5)
    form = {
        "title": "Báo cáo quý", "due_date": due.isoformat(), "text": "Kết quả",
        "agencies": [str(cast.culture.pk), str(cast.centre.pk)],
    }  # fmt: skip
    page = said(browser.post(f"{desk}/unit-reports/ask/", form, follow=True))
    assert "2 cơ quan: 0 gửi đúng hạn, 0 gửi trễ, 2 chưa gửi" in page
    report = UnitReport.objects.get(agency=cast.culture)
    there = f"{desk}/unit-reports/agency/{report.pk}"
    upload = SimpleUploadedFile("bc.txt", b"Bao cao")
    page = said(
        officer.post(f"{there}/", {"text": "Đã làm", "seen": "asked@", "upload": upload}, follow=True)
    )
    assert "1 gửi đúng hạn, 0 gửi trễ, 1 chưa gửi" in page
    stale = officer.post(f"{there}/", {"text": "Bản của tôi", "seen": "asked@"})
    assert stale.status_code == 422
    assert "Nguyễn Văn An gửi lúc" in said(stale)
    assert "Bản của tôi" in said(stale)
    assert officer.get(f"{there}/file").getvalue() == b"Bao cao"
    assert browser.get(f"{desk}/unit-reports/{report.request_id}/together.docx").content[:2] == b"PK"
    assert "1 gửi đúng hạn, 0 gửi trễ, 1 chưa gửi" in said(browser.get(f"{desk}/unit-reports/"))
    UnitReport.objects.update(first_handed_at=timezone.now() - timedelta(days=1))
    ReportRequest.objects.update(due_date=timezone.localdate() - timedelta(days=3))
    listed = said(browser.get(f"{desk}/unit-reports/"))
    assert "0 gửi đúng hạn" in listed
    assert "2 gửi trễ" in listed
    assert "0 chưa gửi" in listed
    assert "Mở lại" in said(browser.post(f"{desk}/unit-reports/{report.request_id}/close/", follow=True))
