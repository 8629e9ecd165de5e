"""The one-stop centre in a month: the plan's four words over the figures of its rooms, beside the month before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone

from thanthien.lib.sampling import Share
from thanthien.lib.vietnamese import number_vi, percent_vi
from thanthien.operations.ratings.queries import sees_all
from thanthien.platform.people.permissions import may
from thanthien.platform.people.roles import Action
from thanthien.web.months import month_asked, months_beside
from thanthien.web.pages import UnitRequest, unit_page
from thanthien.workflows.centre import Line, Span, centre_month

GROUPS = {
    "faster": ("Nhanh hơn", "Người dân chờ bao lâu, hồ sơ có kịp hẹn không"),
    "cheaper": ("Tiết kiệm hơn", "Người dân có bớt được chuyến đi không"),
    "sensible": ("Hợp lý hơn", "Việc, quầy, thiết bị bố trí có hợp không"),
    "friendlier": ("Thân thiện hơn", "Người dân có hài lòng không, chậm thì có xin lỗi không"),
}
# key → (what it is, of what, the page that it opens)
WORDS = {
    "wait": ("Chờ đến lượt, một nửa số lượt không quá", "", "desk:queue_figures"),
    "long_wait": ("Chờ đến lượt, chín phần mười số lượt không quá", "", "desk:queue_figures"),
    "serve": ("Làm việc tại quầy, một nửa số lượt không quá", "", "desk:queue_figures"),
    "case_on_time": ("Hồ sơ trước hạn, đúng hạn", "hồ sơ phải xong", ""),
    "early": ("Hồ sơ xong trước hẹn từ một ngày trở lên", "hồ sơ đã xong", "desk:cases"),
    "fast_day_same_day": ("Ngày giải quyết nhanh: có kết quả trong ngày", "hồ sơ", ""),
    "online": ("Hồ sơ nộp trực tuyến", "hồ sơ nhận", "desk:cases"),
    "supplemented": ("Hồ sơ phải bổ sung giấy tờ", "hồ sơ đã xong", "desk:cases"),
    "ahead": ("Lấy số từ nhà hoặc hẹn trước", "số", "desk:queue_figures"),
    "home_service_served": ("Phục vụ tại nhà theo đề nghị", "đề nghị", ""),
    "several": ("Làm nhiều việc trong một lần đến", "số", "desk:queue_figures"),
    "sent_on": ("Phải chuyển sang quầy khác", "số", "desk:queue_figures"),
    "missed": ("Gọi đến lượt mà không có mặt", "số", "desk:queue_figures"),
    "opening_checklist": ("Thiết bị, hệ thống được kiểm tra trước giờ mở cửa", "ngày", ""),
    "satisfied": ("Người dân hài lòng, rất hài lòng tại quầy", "lượt đánh giá", "desk:ratings"),
    "late_case_apology": ("Hồ sơ quá hạn đã có thư xin lỗi", "hồ sơ quá hạn", ""),
}
_OPENS = {
    "desk:queue_figures": Action.QUEUE_VIEW,
    "desk:cases": Action.CASE_VIEW,
    "desk:ratings": Action.RATING_VIEW,
}


@dataclass(frozen=True, slots=True)
class Row:
    """A figure as it is read: "87,5%" of "35/40 số", and the same of the month before."""

    words: str
    value: str
    made_of: str
    before: str
    before_made_of: str
    is_better: bool | None
    address: str


@unit_page(Action.FIGURE_VIEW)
def centre(request: UnitRequest) -> HttpResponse:
    today = timezone.localdate()
    first = min(month_asked(request.GET.get("month", "")), today.replace(day=1))
    span = Span(first, min(_last_of(first), today))
    found = centre_month(request.unit, span)
    context: dict[str, Any] = {
        **months_beside(first),
        "found": found,
        "before": span.before.first,
        "is_now": span.last == today,
        "sees_low": sees_all(request.user, request.unit),
        "groups": [
            (key, *GROUPS[key], [_row(request, line, span) for line in lines])
            for key, lines in found.groups.items()
        ],
    }
    return render(request, "desk/centre.html", context)


def _last_of(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def _row(request: UnitRequest, line: Line, span: Span) -> Row:
    words, base, page = WORDS[line.key]
    if line.share is None:
        value, before = _minutes(line.minutes), _minutes(line.minutes_before)
        made_of = before_made_of = ""
    else:
        value, made_of = _said(line.share, base)
        before, before_made_of = _said(line.share_before, base)
    address = _address(request, line, page, span)
    return Row(words, value, made_of, before, before_made_of, line.is_better, address)


def _address(request: UnitRequest, line: Line, page: str, span: Span) -> str:
    """The records behind; none for who may see the figure and not them."""
    days = urlencode({"from": span.first.isoformat(), "to": span.last.isoformat()})
    if line.code:
        return f"{reverse('desk:figure_records', args=[request.unit.code, line.code])}?{days}"
    if not may(request.user, _OPENS[page], request.unit):
        return ""
    return reverse(page, args=[request.unit.code]) + ("?tab=all" if page == "desk:cases" else f"?{days}")


def _minutes(value: float | None) -> str:
    return "" if value is None else f"{number_vi(round(value))} phút"


def _said(share: Share | None, base: str) -> tuple[str, str]:
    """("87,5%", "35/40 số"); both empty where there was nothing to count."""
    if share is None or share.ratio is None:
        return "", ""
    return percent_vi(round(share.ratio, 3)), f"{number_vi(share.hits)}/{number_vi(share.total)} {base}"


urlpatterns = [path("centre/", centre, name="centre")]
