"""The ways of a report beyond taking and answering: sorted anew, merged, split, refused, accepted."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.test import Client

from tests.cast import Cast
from tests.operations.feedback.factories import act, sent
from thanthien.operations.feedback.acting import CannotHandle
from thanthien.operations.feedback.actions import accept, approve, ask, draft, extend, forward, take
from thanthien.operations.feedback.alike import alike
from thanthien.operations.feedback.following import supply
from thanthien.operations.feedback.intake import CannotReceive, Contact
from thanthien.operations.feedback.models import Path, Report
from thanthien.operations.feedback.queries import answer_of, is_late, visible_reports
from thanthien.operations.feedback.sorting import classify, merge, split
from thanthien.platform.outbox.models import Message

pytestmark = pytest.mark.django_db
MO = Contact("Phạm Thị Mơ", email="mo@example.vn", address="Thôn Đông", tell_by="email")
BINH = Contact("Lê Văn Bính", email="binh@example.vn", address="Thôn Đoài", tell_by="email")


def test_a_denunciation_typed_as_a_petition_is_protected_at_once(cast: Cast, now: datetime) -> None:
    report = sent(cast, now, text="Tôi tố cáo trưởng thôn thu tiền trái phép", contact=MO, may_publish=True)
    take(act=act(cast.coordinator, report, now), handler=cast.officer)
    assert visible_reports(cast.coordinator, cast.unit).filter(pk=report.pk).exists()
    classify(
        act=act(cast.coordinator, report, now), path=Path.DENUNCIATION, category="other", text="Là tố cáo"
    )
    report.refresh_from_db()
    assert (report.is_protected, report.may_publish, report.handler, report.agency) == (
        True,
        False,
        None,
        None,
    )
    for person in (cast.coordinator, cast.officer, cast.head, cast.one_stop):
        assert not visible_reports(person, cast.unit).filter(pk=report.pk).exists()
    assert visible_reports(cast.leader, cast.unit).filter(pk=report.pk).exists()


def test_a_path_that_asks_for_a_name_takes_no_anonymous_report(cast: Cast, now: datetime) -> None:
    for path in (Path.COMPLAINT, Path.DENUNCIATION, Path.REGULATION):
        with pytest.raises(CannotReceive):
            sent(cast, now, path=path)
    report = sent(cast, now)
    with pytest.raises(CannotHandle, match="họ tên"):
        classify(act=act(cast.coordinator, report, now), path=Path.COMPLAINT, category="waste", text="KN")


def test_a_complaint_is_accepted_within_seven_working_days_then_resolved_within_thirty(
    cast: Cast, now: datetime
) -> None:
    # received on Wednesday 1 July 2026
    report = sent(cast, now, path=Path.COMPLAINT, contact=MO, text="Khiếu nại quyết định xử phạt số 12")
    assert report.due_date == date(2026, 7, 10)
    later = now + timedelta(days=7)
    with pytest.raises(CannotHandle, match="thụ lý"):
        draft(act=act(cast.coordinator, report, later), outcome="solved", text="Đã xem xét")
    accept(act=act(cast.coordinator, report, later))
    report.refresh_from_db()
    assert report.due_date == date(2026, 8, 7)  # thirty days after 8 July, a Friday
    with pytest.raises(CannotHandle):
        accept(act=act(cast.coordinator, report, later))
    with pytest.raises(CannotHandle, match="không được gia hạn"):
        extend(act=act(cast.leader, report, later), days=10, text="Phức tạp")


def test_a_complex_complaint_has_forty_five_days(cast: Cast, now: datetime) -> None:
    report = sent(cast, now, path=Path.COMPLAINT, contact=MO, text="Khiếu nại bồi thường đất")
    accept(act=act(cast.coordinator, report, now), complex_one=True)
    report.refresh_from_db()
    assert report.due_date == date(2026, 8, 17)  # 15 August is a Saturday


def test_a_denunciation_is_extended_twice_by_thirty_days(cast: Cast, now: datetime) -> None:
    report = sent(cast, now, path=Path.DENUNCIATION, contact=MO, text="Tố cáo nhận tiền làm hồ sơ")
    accept(act=act(cast.leader, report, now))
    for due in (date(2026, 8, 31), date(2026, 9, 29)):
        extend(act=act(cast.leader, report, now), days=30, text="Phải giám định")
        report.refresh_from_db()
        assert report.due_date >= due
    with pytest.raises(CannotHandle):
        extend(act=act(cast.leader, report, now), days=30, text="Nữa")


def test_refused_within_two_working_days_and_not_after(cast: Cast, now: datetime) -> None:
    report = sent(cast, now)
    in_time, late = now + timedelta(days=2), now + timedelta(days=5)
    with pytest.raises(CannotHandle, match="03/07/2026"):
        draft(act=act(cast.coordinator, report, late), outcome="refused", text="Không có địa chỉ cụ thể")
    draft(act=act(cast.coordinator, report, in_time), outcome="refused", text="Không có địa chỉ cụ thể")
    report.refresh_from_db()
    assert report.state == Report.State.DRAFTED


def test_a_word_on_regulations_is_forwarded_within_five_working_days(cast: Cast, now: datetime) -> None:
    report = sent(
        cast, now, path=Path.REGULATION, contact=MO, text="Mẫu tờ khai bắt ghi hai lần một nội dung"
    )
    assert report.due_date == date(2026, 7, 8)
    assert is_late(report, date(2026, 7, 9))
    forward(act=act(cast.coordinator, report, now), body="Sở Tư pháp", text="Đúng thẩm quyền")
    report.refresh_from_db()
    assert not is_late(report, date(2026, 7, 30))
    assert "Sở Tư pháp" in Message.objects.latest("pk").text


def test_the_clock_stands_while_the_sender_is_asked(cast: Cast, now: datetime) -> None:
    report = sent(cast, now, contact=MO)
    due = report.due_date
    ask(act=act(cast.coordinator, report, now + timedelta(days=1)), text="Ở ngõ nào?")
    report.refresh_from_db()
    supply(at=now + timedelta(days=6), report=report, text="Ngõ 12")
    report.refresh_from_db()
    assert (report.due_date - due).days >= 3
    assert report.ask_until is None


def test_merged_senders_hear_and_read_one_answer_without_the_code_of_another(
    cast: Cast, now: datetime
) -> None:
    first, second = sent(cast, now, contact=MO), sent(cast, now, contact=BINH)
    third = sent(cast, now, contact=MO)
    merge(act=act(cast.coordinator, third, now), into=second)
    merge(act=act(cast.coordinator, second, now), into=first)
    third.refresh_from_db()
    assert third.merged_into == first
    for text in Message.objects.filter(template="feedback-merged").values_list("text", flat=True):
        assert first.said_code not in text
        assert first.code not in text
    take(act=act(cast.coordinator, first, now))
    draft(act=act(cast.coordinator, first, now), outcome="solved", text="Xe đã thu gom sáng nay.")
    approve(act=act(cast.leader, first, now))
    told = Message.objects.filter(template="feedback-answered")
    assert {one.address for one in told} == {"mo@example.vn", "binh@example.vn"}
    assert any(second.said_code in one.text for one in told)
    page = Client().get(f"/{cast.unit.code}/follow/{third.code}/").content.decode()
    assert "Xe đã thu gom sáng nay." in page
    assert first.said_code not in page
    second.refresh_from_db()
    assert answer_of(second) == answer_of(first)


def test_a_protected_report_is_not_merged_into_an_open_one(cast: Cast, now: datetime) -> None:
    hidden, other = sent(cast, now, category="staff"), sent(cast, now)
    with pytest.raises(CannotHandle, match="về cán bộ"):
        merge(act=act(cast.leader, hidden, now), into=other)


def test_two_matters_of_one_letter_are_split(cast: Cast, now: datetime) -> None:
    report = sent(cast, now, contact=MO, text="Rác chưa thu gom; ngoài ra đèn đường tắt")
    new = split(
        act=act(cast.coordinator, report, now + timedelta(days=3)), text="Đèn đường tắt", category="roads"
    )
    assert (new.agency, new.received_at, new.due_date) == (cast.economy, report.received_at, report.due_date)
    assert new.sender.name == "Phạm Thị Mơ"
    assert new.code != report.code
    assert new.said_code in Message.objects.latest("pk").text
    with pytest.raises(CannotHandle, match="phân loại lại"):
        split(act=act(cast.coordinator, report, now), text="Cán bộ quát tháo dân", category="staff")


def test_likely_duplicates_are_alike_in_words_category_and_time(cast: Cast, now: datetime) -> None:
    report = sent(cast, now, text="Rác để trước cổng nhà văn hóa thôn Đông đã năm ngày")
    near = sent(cast, now - timedelta(days=3), text="Rac de truoc cong nha van hoa nam ngay roi khong ai don")
    sent(cast, now, text="Đề nghị tăng số chuyến xe thu gom vào cuối tuần")
    sent(cast, now - timedelta(days=60), text="Rác để trước cổng nhà văn hóa thôn Đông đã năm ngày")
    sent(cast, now, category="staff", text="Rác để trước cổng nhà văn hóa thôn Đông đã năm ngày")
    assert [one for one, _ in alike(cast.coordinator, report)] == [near]
