"""Volunteers and the support team in the demo: three weeks of a roster, a log of some calls. Invented people."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from thanthien.operations.assistance.models import HelpShift, SupportCall, Volunteer
from thanthien.operations.assistance.rostering import (
    Attendance,
    HelpFields,
    VolunteerFields,
    keep_volunteer,
    plan_help,
    record_help,
)
from thanthien.operations.assistance.supporting import CallFields, take_call
from thanthien.platform.workdays.queries import calendar_of
from thanthien.workflows.demo.people import Commune

_DAY = timedelta(days=1)
_PLACE = "Trung tâm Phục vụ hành chính công"
_PEOPLE = (
    ("Nguyễn Thu Thảo", Volunteer.Body.YOUTH, "Chi đoàn thôn Đông", "0912 000 201"),
    ("Lê Minh Đức", Volunteer.Body.YOUTH, "Chi đoàn thôn Hạ", "0912 000 202"),
    ("Phạm Thị Nụ", Volunteer.Body.WOMEN, "Chi hội thôn Đoài", "0912 000 203"),
    ("Trần Văn Hợp", Volunteer.Body.DIGITAL, "Thôn Trung", "0912 000 204"),
)
_CALLS = (
    ("citizen", "account", "Không nhận được mã xác thực khi đăng nhập VNeID", "VNeID", "solved",
     "Kiểm tra số điện thoại gắn với tài khoản; tắt chặn tin nhắn lạ rồi gửi lại mã."),
    ("counter", "system", "Hệ thống báo sai định dạng khi tải giấy tờ lên", "Chứng thực bản sao", "solved",
     "Tệp quét để dạng PDF, dưới 10 MB; đặt tên không dấu."),
    ("citizen", "online", "Chưa biết chọn nơi nộp sau khi sáp nhập xã", "Đăng ký khai sinh", "solved",
     "Chọn tỉnh trước, rồi gõ tên xã mới."),
    ("staff", "device", "Máy đọc thẻ căn cước không nhận thẻ", "Quầy 2", "passed_on", "Chuyển nhà cung cấp bảo hành."),
)  # fmt: skip


def play_helpers(commune: Commune, *, until: date) -> None:
    """From two weeks before `until` to the week after; one shift missed, one day to come left open."""
    unit, boss, clerk = commune.unit, commune.coordinator, commune.people["motcua"]
    monday = until - timedelta(days=until.weekday() + 14)
    calendar = calendar_of(unit, monday.year, until.year + 1)
    people = [
        keep_volunteer(
            actor=boss, at=_at(monday, 8), unit=unit, fields=VolunteerFields(name, body, True, branch, phone)
        )
        for name, body, branch, phone in _PEOPLE
    ]
    days = [monday + n * _DAY for n in range(26) if calendar.is_workday(monday + n * _DAY)]
    for number, volunteer in enumerate(people):
        own = tuple(day for n, day in enumerate(days[:-1]) if n % len(people) == number)
        fields = HelpFields(own, time(7, 30), time(11, 30), _PLACE, is_called=number == 3)
        plan_help(actor=clerk, at=_at(monday, 8), unit=unit, volunteer=volunteer, fields=fields)
    past = HelpShift.objects.filter(unit=unit, date__lt=until).select_related("unit", "volunteer")
    for number, shift in enumerate(past.order_by("date")):
        told = (
            Attendance("absent")
            if number == 4
            else Attendance("came", None, 9 + number, 2 + number % 3, 1 + number % 4)
        )
        record_help(actor=clerk, at=_at(shift.date, 12), shift=shift, attendance=told)
    for number, (caller, about, problem, subject, outcome, knowledge) in enumerate(_CALLS):
        call = CallFields(
            caller, about, problem, commune.people["sunghiep"], f"demo-{unit.code}-{number}", subject, outcome,
            knowledge,
        )  # fmt: skip
        take_call(actor=clerk, at=_at(until - (5 - number) * _DAY, 9), unit=unit, fields=call)
    still = CallFields(
        SupportCall.Caller.COUNTER, SupportCall.About.SYSTEM, "Biên lai điện tử không hiện sau khi thu phí", clerk,
        f"demo-{unit.code}-open", "Thu phí trực tuyến",
    )  # fmt: skip
    take_call(actor=clerk, at=_at(until - _DAY, 15), unit=unit, fields=still)


def _at(day: date, hour: int) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour)))
