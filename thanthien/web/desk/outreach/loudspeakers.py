"""The register of loudspeakers and the hours in which they rest."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from thanthien.operations.outreach.clusters import ClusterFields, HoursFields, keep_cluster, set_quiet_hours
from thanthien.operations.outreach.models import LoudspeakerCluster, QuietHours
from thanthien.operations.outreach.queries import cluster_of_unit, clusters_of
from thanthien.operations.outreach.scheduling import quiet_of
from thanthien.platform.people.roles import Action
from thanthien.platform.refusals import Refusal
from thanthien.platform.units.models import Unit
from thanthien.platform.units.queries import neighbourhoods_of
from thanthien.web.desk.form_page import form_page
from thanthien.web.desk.outreach.frame import asked, place_choices, places_chosen, tabs, time_field
from thanthien.web.pages import UnitRequest, seen_version, unit_page
from thanthien.web.plain_form import PlainForm, boxes_field, choice_field, date_field, text_field


class ClusterForm(PlainForm):
    name = text_field("Tên cụm loa", missing="Anh/chị ghi tên cụm loa.", length=100)
    kind = choice_field("Loại", missing="Anh/chị chọn loại.")
    place = text_field("Nơi đặt", length=150)
    since_date = date_field("Dùng từ ngày", missing="Anh/chị ghi ngày bắt đầu dùng.")
    state = choice_field("Tình trạng", missing="Anh/chị chọn tình trạng.")
    said = text_field("Ghi chú tình trạng", length=300, hint="Ví dụ: mất nguồn từ 12/7, đã báo bảo hành.")
    neighbourhoods = boxes_field("Thôn, tổ dân phố nghe được")

    def __init__(self, unit: Unit, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.set_choices("kind", LoudspeakerCluster.Kind.choices)
        self.set_choices("state", LoudspeakerCluster.State.choices)
        self.set_choices("neighbourhoods", place_choices(unit))


class HoursForm(PlainForm):
    night_from = time_field("Đêm: nghỉ từ")
    night_until = time_field("Đêm: đến")
    noon_from = time_field("Trưa: nghỉ từ")
    noon_until = time_field("Trưa: đến")


@unit_page(Action.OUTREACH_VIEW)
def clusters(request: UnitRequest) -> HttpResponse:
    rows = clusters_of(request.unit)
    working = [one for one in rows if one.state == LoudspeakerCluster.State.WORKING]
    heard = {place.pk for one in working for place in one.neighbourhoods.all()}
    context = {
        **tabs(request, "desk:outreach_clusters"),
        "rows": rows,
        "working": len(working),
        "smart": sum(one.kind == LoudspeakerCluster.Kind.SMART for one in working),
        "deaf": [place for place in neighbourhoods_of(request.unit) if place.pk not in heard] if rows else [],
        "quiet": quiet_of(request.unit),
        "is_own": QuietHours.objects.filter(unit=request.unit).exists(),
    }
    return render(request, "desk/outreach/clusters.html", context)


@unit_page(Action.OUTREACH_MANAGE, "GET", "POST")
def add(request: UnitRequest) -> HttpResponse:
    return _form(request, None)


@unit_page(Action.OUTREACH_MANAGE, "GET", "POST")
def edit(request: UnitRequest, pk: int) -> HttpResponse:
    return _form(request, asked(cluster_of_unit, request, pk))


def _form(request: UnitRequest, one: LoudspeakerCluster | None) -> HttpResponse:
    first: dict[str, Any] = {"since_date": timezone.localdate(), "state": "working", "kind": "smart"}
    if one is not None:
        first = {
            name: getattr(one, name) for name in ("name", "kind", "place", "since_date", "state", "said")
        }
        first["neighbourhoods"] = [str(place.pk) for place in one.neighbourhoods.all()]
    form = ClusterForm(request.unit, request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        fields = ClusterFields(
            data["name"], data["kind"], data["since_date"], data["place"],
            places_chosen(request.unit, data["neighbourhoods"]), data["state"], data["said"],
        )  # fmt: skip
        try:
            keep_cluster(
                actor=request.user, at=timezone.now(), unit=request.unit, fields=fields, cluster=one,
                seen=seen_version(request),
            )  # fmt: skip
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "Đã lưu cụm loa.")
            return redirect("desk:outreach_clusters", request.unit.code)
    back = reverse("desk:outreach_clusters", args=[request.unit.code])
    return form_page(
        request, form, title="Sửa cụm loa" if one else "Thêm cụm loa", back=back, back_words="Cụm loa",
        seen=one.version if one else 0,
    )  # fmt: skip


@unit_page(Action.OUTREACH_MANAGE, "GET", "POST")
def hours(request: UnitRequest) -> HttpResponse:
    (night, until), (noon, after) = quiet_of(request.unit)
    row = QuietHours.objects.filter(unit=request.unit).first()
    first = {"night_from": night, "night_until": until, "noon_from": noon, "noon_until": after}
    form = HoursForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            set_quiet_hours(
                actor=request.user, at=timezone.now(), unit=request.unit, fields=HoursFields(**form.cleaned_data),
                seen=seen_version(request),
            )  # fmt: skip
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "Đã đặt giờ không phát loa.")
            return redirect("desk:outreach_clusters", request.unit.code)
    back = reverse("desk:outreach_clusters", args=[request.unit.code])
    return form_page(
        request, form, title="Giờ không phát loa", back=back, back_words="Cụm loa",
        lead="Tin khẩn cấp vẫn phát được trong giờ này khi ghi rõ lý do.", seen=row.version if row else 0,
    )  # fmt: skip
