"""Reports of the agencies by a fixed day."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from threading import Barrier

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections

from tests.cast import Cast
from tests.programme.steering.words import words_of
from thanthien.lib.documents.write import write_docx
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import NotAllowed
from thanthien.programme.steering.models import ReportRequest, UnitReport
from thanthien.programme.steering.papers import reports_together
from thanthien.programme.steering.queries import arrivals_of, days_late, report_request_of_unit
from thanthien.programme.steering.unit_reports import (
    CannotChangeUnitReport,
    RequestFields,
    ask_for_report,
    close_request,
    hand_in_report,
    return_report,
    version_of,
)
from thanthien.programme.steering.waiting import waiting_for

DUE = date(2026, 7, 10)


@pytest.fixture
def asked(cast: Cast, now: datetime) -> ReportRequest:
    fields = RequestFields("Báo cáo quý II", DUE, "Kết quả, vướng mắc", (cast.culture, cast.centre))
    return ask_for_report(actor=cast.coordinator, at=now, unit=cast.unit, year=2026, fields=fields)


def own(cast: Cast, asked: ReportRequest) -> UnitReport:
    return asked.reports.get(agency=cast.culture)


def hand_in(
    cast: Cast, at: datetime, report: UnitReport, text: str = "Đã xong", **more: object
) -> UnitReport:
    said = {"actor": cast.officer, "seen": version_of(report), **more}
    return hand_in_report(at=at, report=report, text=text, **said)  # type: ignore[arg-type]


def test_a_request_needs_agencies_and_a_day_ahead(cast: Cast, now: datetime) -> None:
    def ask(actor: Person, fields: RequestFields) -> None:
        ask_for_report(actor=actor, at=now, unit=cast.unit, year=2026, fields=fields)

    with pytest.raises(NotAllowed):
        ask(cast.officer, RequestFields("Báo cáo", DUE, agencies=(cast.culture,)))
    with pytest.raises(CannotChangeUnitReport, match="trước ngày hôm nay"):
        ask(cast.coordinator, RequestFields("Báo cáo", date(2026, 6, 30), agencies=(cast.culture,)))
    with pytest.raises(CannotChangeUnitReport, match="chọn ít nhất một cơ quan"):
        ask(cast.coordinator, RequestFields("Báo cáo", DUE))
    with pytest.raises(CannotChangeUnitReport, match="không thuộc đơn vị"):
        ask(
            cast.coordinator,
            RequestFields("Báo cáo", DUE, agencies=(cast.other_agencies["one_stop_centre"],)),
        )
    assert not ReportRequest.objects.exists()


def test_an_agency_hands_in_and_again(cast: Cast, now: datetime, asked: ReportRequest) -> None:
    report = own(cast, asked)
    with pytest.raises(NotAllowed, match="người của cơ quan đó"):
        hand_in(cast, now, report, actor=cast.one_stop)
    with pytest.raises(CannotChangeUnitReport, match="viết nội dung báo cáo hoặc chọn tệp"):
        hand_in(cast, now, report, "  ")
    first = hand_in(cast, now, report, upload=SimpleUploadedFile("bc.txt", b"Bao cao"))
    later = hand_in(cast, now + timedelta(days=12), first, "Bản sửa")
    assert (later.text, later.filename, later.first_handed_at) == ("Bản sửa", "bc.txt", now)
    assert days_late(later, DUE, date(2026, 8, 1)) == 0


def test_late_and_missing_are_counted_from_the_day(cast: Cast, now: datetime, asked: ReportRequest) -> None:
    report = own(cast, asked)
    assert [days_late(report, DUE, day) for day in (DUE, date(2026, 7, 13))] == [0, 3]
    late = hand_in(cast, now + timedelta(days=10), report)
    assert days_late(late, DUE, date(2026, 9, 1)) == 1
    # One that came late is sent, not also missing; sent back it has still come.
    everyone = [late, *asked.reports.exclude(pk=late.pk)]
    assert arrivals_of(everyone, DUE) == (0, 1, len(everyone) - 1, 0)
    late.state = UnitReport.State.RETURNED
    assert arrivals_of(everyone, DUE) == (0, 1, len(everyone) - 1, 1)


def test_more_is_asked_for_with_the_reason(cast: Cast, now: datetime, asked: ReportRequest) -> None:
    report = hand_in(cast, now, own(cast, asked))
    with pytest.raises(CannotChangeUnitReport, match="ghi điều cần bổ sung"):
        return_report(actor=cast.leader, at=now, report=report, remark="", seen=version_of(report))
    back = return_report(
        actor=cast.leader, at=now, report=report, remark="Thiếu số liệu", seen=version_of(report)
    )
    waits = [one.why for one in waiting_for(cast.officer, cast.unit, now.date())]
    assert waits == ["Phòng Văn hóa - Xã hội cần bổ sung"]
    with pytest.raises(CannotChangeUnitReport, match="nay “Cần bổ sung”"):
        return_report(actor=cast.leader, at=now, report=report, remark="Nữa", seen=version_of(report))
    assert hand_in(cast, now, back, "Đủ rồi").remark == ""
    assert not list(waiting_for(cast.officer, cast.unit, now.date()))


def test_one_does_not_return_the_own_report(cast: Cast, now: datetime, asked: ReportRequest) -> None:
    report = hand_in(cast, now, own(cast, asked), actor=cast.coordinator)
    with pytest.raises(NotAllowed, match="một người khác xem"):
        return_report(actor=cast.coordinator, at=now, report=report, remark="Thiếu", seen=version_of(report))


def test_a_closed_request_takes_nothing_more(cast: Cast, now: datetime, asked: ReportRequest) -> None:
    close_request(actor=cast.coordinator, at=now, request=asked, closed=True)
    with pytest.raises(CannotChangeUnitReport, match="đã kết thúc"):
        hand_in(cast, now, own(cast, asked))
    close_request(actor=cast.coordinator, at=now, request=asked, closed=False)
    assert hand_in(cast, now, own(cast, asked)).state == UnitReport.State.HANDED_IN


def test_all_reports_on_one_paper(cast: Cast, now: datetime, asked: ReportRequest) -> None:
    hand_in(cast, now + timedelta(days=11), own(cast, asked), "Đã niêm yết\nĐã đối thoại")
    found = report_request_of_unit(cast.unit, asked.pk)
    assert found is not None
    words = words_of(write_docx(reports_together(found, list(found.reports.all()), date(2026, 7, 20))))
    for said in (
        "Đã nhận 1/2 báo cáo; hạn gửi 10/07/2026.",
        "Gửi sau hạn: Phòng Văn hóa - Xã hội.",
        "Chưa gửi: Trung tâm Phục vụ hành chính công.",
        "Đã đối thoại",
    ):
        assert said in words
    assert report_request_of_unit(cast.other_unit, asked.pk) is None


@pytest.mark.django_db(transaction=True)
def test_two_colleagues_at_once_do_not_overwrite(cast: Cast, now: datetime) -> None:
    fields = RequestFields("Báo cáo", DUE, agencies=(cast.culture,))
    asked = ask_for_report(actor=cast.coordinator, at=now, unit=cast.unit, year=2026, fields=fields)
    report, start = asked.reports.get(), Barrier(2)

    def press(person: Person) -> str:
        start.wait()
        try:
            hand_in(cast, now, report, f"Của {person}", actor=person)
        except CannotChangeUnitReport as refusal:
            return str(refusal)
        finally:
            connections.close_all()
        return ""

    with ThreadPoolExecutor(2) as pool:
        said = [one.result() for one in [pool.submit(press, p) for p in (cast.officer, cast.head)]]
    assert sorted(map(bool, said)) == [False, True]
    winner = (cast.officer, cast.head)[said.index("")]
    report.refresh_from_db()
    assert (report.text, report.handed_by) == (f"Của {winner}", winner)
    assert f"{winner} gửi lúc" in "".join(said)
