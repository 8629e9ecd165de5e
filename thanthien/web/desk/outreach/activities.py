"""Activities of a month, campaigns, and which neighbourhoods they reached."""

from __future__ import annotations

from calendar import monthrange
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from thanthien.lib.documents.write import write_docx, write_pdf
from thanthien.operations.outreach.definition import definition
from thanthien.operations.outreach.models import OutreachActivity
from thanthien.operations.outreach.papers import month_activities, month_broadcasts, month_slogans
from thanthien.operations.outreach.queries import (
    activities_between,
    activity_of_unit,
    campaign_of_unit,
    campaigns_of,
    reach_of,
)
from thanthien.operations.outreach.telling import (
    ActivityFields,
    CampaignFields,
    keep_campaign,
    record_activity,
    withdraw_activity,
)
from thanthien.platform.files.actions import keep_named
from thanthien.platform.files.content import CannotKeepFile
from thanthien.platform.people.roles import Action
from thanthien.platform.refusals import Refusal
from thanthien.platform.units.models import Unit
from thanthien.web.desk.form_page import form_page
from thanthien.web.desk.outreach.frame import (
    asked,
    campaign_choices,
    campaign_chosen,
    number_field,
    place_choices,
    places_chosen,
    tabs,
)
from thanthien.web.kept_files import as_download, hand_over
from thanthien.web.months import month_asked, months_beside
from thanthien.web.pages import UnitRequest, seen_version, unit_page
from thanthien.web.plain_form import (
    PlainForm,
    boxes_field,
    choice_field,
    date_field,
    text_field,
    upload_field,
)

PAPERS = {
    "broadcasts": ("Sổ phát bản tin", month_broadcasts),
    "activities": ("Danh sách hoạt động tuyên truyền", month_activities),
    "slogans": ("Danh sách khẩu hiệu, pano", month_slogans),
}


class ActivityForm(PlainForm):
    kind = choice_field("Hình thức", missing="Anh/chị chọn hình thức.")
    title = text_field("Nội dung", missing="Anh/chị ghi nội dung.", length=200)
    date = date_field("Ngày", missing="Anh/chị ghi ngày.")
    place = text_field("Nơi tổ chức", length=150, hint="Ví dụ: nhà văn hóa thôn Đông; trang Zalo của xã.")
    people = number_field("Số người dự, xem")
    campaign = choice_field("Đợt tuyên truyền")
    neighbourhoods = boxes_field("Đến thôn, tổ dân phố nào")
    url = text_field("Đường dẫn bài đăng", length=500)
    file = upload_field("Ảnh, biên bản, danh sách", hint="Ảnh, PDF, Word, Excel; không quá 100 MB.")
    remark = text_field("Ghi chú", length=1000, rows=2)

    def __init__(self, unit: Unit, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.set_choices("kind", OutreachActivity.Kind.choices)
        self.set_choices("campaign", campaign_choices(unit))
        places = place_choices(unit)
        self.set_choices("neighbourhoods", places)
        if not places:
            del self.fields["neighbourhoods"]


class CampaignForm(PlainForm):
    title = text_field("Tên đợt", missing="Anh/chị ghi tên đợt tuyên truyền.", length=200)
    first_date = date_field("Từ ngày", missing="Anh/chị ghi ngày bắt đầu.")
    last_date = date_field("Đến hết ngày", missing="Anh/chị ghi ngày kết thúc.")
    purpose = text_field("Mục đích", length=1000, rows=2)
    documents = text_field(
        "Văn bản phổ biến", length=4000, rows=4,
        hint="Mỗi dòng một văn bản: đề án, kế hoạch, Luật Thực hiện dân chủ ở cơ sở …",
    )  # fmt: skip


class WithdrawForm(PlainForm):
    reason = text_field("Vì sao bỏ", missing="Anh/chị ghi lý do bỏ.")


@unit_page(Action.OUTREACH_VIEW)
def activities(request: UnitRequest) -> HttpResponse:
    first = month_asked(request.GET.get("month", ""))
    last = first.replace(day=monthrange(first.year, first.month)[1])
    rows = list(activities_between(request.unit, first, last))
    context = {
        **tabs(request, "desk:outreach_activities"),
        **months_beside(first),
        "rows": rows,
        "people": sum(one.people or 0 for one in rows),
        "campaigns": campaigns_of(request.unit)[:12],
        "today": timezone.localdate(),
        "papers": [(code, words) for code, (words, _) in PAPERS.items()],
    }
    return render(request, "desk/outreach/activities.html", context)


@unit_page(Action.OUTREACH_WORK, "GET", "POST")
def add(request: UnitRequest) -> HttpResponse:
    unit = request.unit
    form = ActivityForm(
        unit, request.POST or None, request.FILES or None,
        initial={"date": timezone.localdate(), "campaign": request.GET.get("campaign", "")},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        data, now = form.cleaned_data, timezone.now()
        try:
            file, filename = keep_named(upload=data["file"], at=now)
            fields = ActivityFields(
                data["kind"], data["title"], data["date"], data["place"],
                places_chosen(unit, data.get("neighbourhoods", [])), data["people"],
                campaign_chosen(unit, data["campaign"]), data["url"], file, filename, data["remark"],
            )  # fmt: skip
            made = record_activity(actor=request.user, at=now, unit=unit, fields=fields)
        except Refusal as refusal:
            form.refuse(refusal)
        except CannotKeepFile as refusal:
            form.add_error("file", str(refusal))
        else:
            messages.success(request, "Đã ghi hoạt động.")
            if "more" in request.POST:
                return redirect("desk:outreach_activity_add", unit.code)
            return redirect("desk:outreach_activity", unit.code, made.pk)
    back = reverse("desk:outreach_activities", args=[unit.code])
    return form_page(
        request, form, title="Ghi hoạt động tuyên truyền", back=back, back_words="Hoạt động",
        second_button="Lưu, ghi tiếp",
    )  # fmt: skip


@unit_page(Action.OUTREACH_VIEW)
def activity(request: UnitRequest, pk: int) -> HttpResponse:
    one = asked(activity_of_unit, request, pk)
    context = {**tabs(request, "desk:outreach_activities"), "one": one, "places": one.neighbourhoods.all()}
    context["may_withdraw"] = context["manages"] or (
        context["works"] and one.recorded_by_id == request.user.pk
    )
    return render(request, "desk/outreach/activity.html", context)


@unit_page(Action.OUTREACH_WORK, "GET", "POST")
def withdraw(request: UnitRequest, pk: int) -> HttpResponse:
    one = asked(activity_of_unit, request, pk)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            withdraw_activity(
                actor=request.user, at=timezone.now(), activity=one, reason=form.cleaned_data["reason"]
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "Đã bỏ hoạt động; số liệu không tính hoạt động này nữa.")
            return redirect("desk:outreach_activities", request.unit.code)
    back = reverse("desk:outreach_activity", args=[request.unit.code, pk])
    return form_page(request, form, title="Bỏ hoạt động", back=back, back_words=one.title[:60], button="Bỏ")


@unit_page(Action.OUTREACH_VIEW)
def file(request: UnitRequest, pk: int) -> HttpResponseBase:
    one = asked(activity_of_unit, request, pk)
    return hand_over(request, one.file, one.filename, small="small" in request.GET)


@unit_page(Action.OUTREACH_WORK, "GET", "POST")
def campaign_add(request: UnitRequest) -> HttpResponse:
    return _campaign(request, None)


@unit_page(Action.OUTREACH_WORK, "GET", "POST")
def campaign_edit(request: UnitRequest, pk: int) -> HttpResponse:
    return _campaign(request, pk)


def _campaign(request: UnitRequest, pk: int | None) -> HttpResponse:
    one = asked(campaign_of_unit, request, pk) if pk is not None else None
    names = ("title", "first_date", "last_date", "purpose", "documents")
    form = CampaignForm(
        request.POST or None, initial={name: getattr(one, name) for name in names} if one else {}
    )
    if request.method == "POST" and form.is_valid():
        try:
            keep_campaign(
                actor=request.user, at=timezone.now(), unit=request.unit, campaign=one,
                fields=CampaignFields(**form.cleaned_data), seen=seen_version(request),
            )  # fmt: skip
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "Đã lưu đợt tuyên truyền.")
            return redirect("desk:outreach_activities", request.unit.code)
    back = reverse("desk:outreach_activities", args=[request.unit.code])
    return form_page(
        request, form, title="Sửa đợt tuyên truyền" if one else "Mở đợt tuyên truyền", back=back,
        back_words="Hoạt động", seen=one.version if one else 0,
    )  # fmt: skip


@unit_page(Action.OUTREACH_VIEW)
def reach(request: UnitRequest) -> HttpResponse:
    last = timezone.localdate()
    first = last - timedelta(days=definition().reach_days - 1)
    rows = reach_of(request.unit, first, last)
    context = {
        **tabs(request, "desk:outreach_reach"),
        "first": first,
        "last": last,
        "rows": sorted(rows, key=lambda one: one.is_reached),
        "reached": sum(one.is_reached for one in rows),
    }
    return render(request, "desk/outreach/reach.html", context)


@unit_page(Action.OUTREACH_VIEW)
def paper(request: UnitRequest, kind: str) -> HttpResponse:
    """A paper of a month as Word or PDF; 404 where nothing happened."""
    if kind not in PAPERS:
        raise Http404
    first = month_asked(request.GET.get("month", ""))
    last = min(first.replace(day=monthrange(first.year, first.month)[1]), max(timezone.localdate(), first))
    words, build = PAPERS[kind]
    document = build(request.unit, first, last)
    if document is None:
        messages.warning(request, f"Tháng {first:%m/%Y} chưa có gì để lập “{words}”.")
        return redirect(
            f"{reverse('desk:outreach_activities', args=[request.unit.code])}?month={first:%Y-%m}"
        )
    name = f"{words} {request.unit.name} {first:%m-%Y}"
    if request.GET.get("form") == "pdf":
        return as_download(write_pdf(document, font_folders=settings.FONT_DIRS), f"{name}.pdf")
    return as_download(write_docx(document), f"{name}.docx")
