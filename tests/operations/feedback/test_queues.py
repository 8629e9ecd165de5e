"""Three laws, three queues; what is new is sorted quickly; what waits for approval comes first."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from tests.cast import Cast
from tests.operations.feedback.factories import act, sent
from thanthien.operations.feedback.acting import CannotHandle
from thanthien.operations.feedback.actions import draft, route, take
from thanthien.operations.feedback.intake import Contact
from thanthien.operations.feedback.models import Channel, Path, Report
from thanthien.operations.feedback.queries import QUEUES, Wanted, counts, inbox, open_by_queue
from thanthien.operations.feedback.setting_up import RuleFields, add_rule, set_terms
from thanthien.operations.feedback.sorting import classify, merge, set_category
from thanthien.platform.people.permissions import NotAllowed

pytestmark = pytest.mark.django_db
MO = Contact("Phạm Thị Mơ", email="mo@example.vn", address="Thôn Đông", tell_by="email")


def test_each_law_has_its_own_queue(cast: Cast, now: datetime) -> None:
    today = now.date()
    petition = sent(cast, now)
    regulation = sent(cast, now, path=Path.REGULATION, contact=MO, text="Mẫu tờ khai hỏi hai lần một ý")
    complaint = sent(cast, now, path=Path.COMPLAINT, contact=MO, text="Khiếu nại quyết định số 12")
    denunciation = sent(cast, now, path=Path.DENUNCIATION, contact=MO, text="Tố cáo thu tiền trái phép")
    found = {queue: set(inbox(cast.leader, cast.unit, Wanted(queue, "all"), today)) for queue in QUEUES}
    assert found == {
        "": {petition, regulation},
        Path.COMPLAINT: {complaint},
        Path.DENUNCIATION: {denunciation},
    }
    assert open_by_queue(cast.leader, cast.unit) == {"": 2, Path.COMPLAINT: 1, Path.DENUNCIATION: 1}
    assert open_by_queue(cast.coordinator, cast.unit) == {"": 2, Path.COMPLAINT: 1, Path.DENUNCIATION: 0}


def test_the_paths_never_mix(cast: Cast, now: datetime) -> None:
    petition = sent(cast, now, contact=MO)
    complaint = sent(cast, now, path=Path.COMPLAINT, contact=MO, text="Khiếu nại quyết định số 12")
    with pytest.raises(CannotHandle, match="cùng loại"):
        merge(act=act(cast.coordinator, petition, now), into=complaint)
    later = now + timedelta(days=3)
    classify(act=act(cast.coordinator, petition, later), path=Path.COMPLAINT, category="waste", text="Là KN")
    petition.refresh_from_db()
    # the clock of the new law, from the day it came in; nothing is left of the fifteen working days
    assert (petition.clock_start, petition.clock_days) == (now.date(), 7)
    assert petition.due_date == complaint.due_date


def test_a_code_finds_its_report_in_every_queue(cast: Cast, now: datetime) -> None:
    complaint = sent(cast, now, path=Path.COMPLAINT, contact=MO, text="Khiếu nại quyết định số 12")
    sent(cast, now)
    typed = complaint.said_code.lower()
    assert list(inbox(cast.coordinator, cast.unit, Wanted(tab="late", text=typed), now.date())) == [complaint]
    hidden = sent(cast, now, category="staff", text="Cán bộ quát tháo người già")
    assert not inbox(cast.coordinator, cast.unit, Wanted(text=hidden.code), now.date())


def test_what_waits_for_approval_is_what_others_wrote(cast: Cast, now: datetime) -> None:
    today, waiting = now.date(), Wanted(tab="approve")
    mine, theirs = sent(cast, now), sent(cast, now)
    for person, report in ((cast.leader, mine), (cast.coordinator, theirs)):
        take(act=act(person, report, now))
        draft(act=act(person, report, now), outcome="solved", text="Đã thu gom")
    assert list(inbox(cast.leader, cast.unit, waiting, today)) == [theirs]
    assert counts(cast.leader, cast.unit, "", today)["approve"] == 1
    assert "approve" not in counts(cast.coordinator, cast.unit, "", today)


def test_a_head_approves_only_what_the_agency_has(cast: Cast, now: datetime) -> None:
    other, own = sent(cast, now), sent(cast, now)
    for report, agency in ((other, cast.economy), (own, cast.culture)):
        route(act=act(cast.coordinator, report, now), agency=agency)
        take(act=act(cast.coordinator, report, now))
        draft(act=act(cast.coordinator, report, now), outcome="solved", text="Đã thu gom")
    assert list(inbox(cast.head, cast.unit, Wanted(tab="approve"), now.date())) == [own]


def test_new_reports_are_sorted_by_one_press(cast: Cast, now: datetime) -> None:
    add_rule(actor=cast.coordinator, at=now, unit=cast.unit, fields=RuleFields(cast.culture, "water"))
    set_terms(actor=cast.coordinator, at=now, unit=cast.unit, category="water", days=7, is_active=True)
    report = sent(cast, now, category="other", channel=Channel.EMAIL)
    before = report.due_date
    with pytest.raises(NotAllowed):
        set_category(act=act(cast.one_stop, report, now), category="water")
    set_category(act=act(cast.coordinator, report, now), category="water")
    report.refresh_from_db()
    assert (report.category, report.agency, report.clock_days) == ("water", cast.culture, 7)
    assert report.due_date < before
    assert report.steps.get(move="classify").text == "Lĩnh vực: Việc khác → Cấp nước, thoát nước"
    with pytest.raises(CannotHandle, match="lĩnh vực khác"):
        set_category(act=act(cast.coordinator, report, now), category="water")
    take(act=act(cast.coordinator, report, now))
    with pytest.raises(CannotHandle, match="Phân loại lại"):
        set_category(act=act(cast.coordinator, report, now), category="waste")


def test_sorted_as_about_staff_it_is_hidden_at_once(cast: Cast, now: datetime) -> None:
    report = sent(cast, now, category="other", may_publish=True)
    set_category(act=act(cast.coordinator, report, now), category="staff")
    report.refresh_from_db()
    assert (report.is_protected, report.agency, report.may_publish) == (True, None, False)
    assert not inbox(cast.coordinator, cast.unit, Wanted(tab="all"), now.date())
    assert Report.objects.get() in inbox(cast.leader, cast.unit, Wanted(tab="new"), now.date())
