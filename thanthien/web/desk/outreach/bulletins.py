"""Bulletins: the text with how it is read, the sound, what it is to be played on and when."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from thanthien.lib.vietnamese.reading import seconds_to_say
from thanthien.operations.outreach import voice
from thanthien.operations.outreach.actions import (
    LONGEST,
    BulletinFields,
    change_bulletin,
    reading_of,
    sound_again,
    withdraw_bulletin,
    write_bulletin,
)
from thanthien.operations.outreach.clusters import say_otherwise
from thanthien.operations.outreach.definition import definition
from thanthien.operations.outreach.exporting import bulletin_zip
from thanthien.operations.outreach.models import Broadcast, Bulletin, LoudspeakerCluster
from thanthien.operations.outreach.queries import (
    broadcast_of_unit,
    bulletin_of_unit,
    bulletins_of,
    clusters_of,
    hours_in,
    pronunciations_of,
)
from thanthien.operations.outreach.scheduling import (
    Times,
    cancel_broadcasts,
    length_of,
    plan_broadcasts,
    quiet_of,
)
from thanthien.operations.outreach.sounding import is_at_work, read_sound
from thanthien.platform.people.permissions import may
from thanthien.platform.people.roles import Action
from thanthien.platform.refusals import Refusal
from thanthien.platform.units.models import Unit
from thanthien.web.desk.form_page import form_page
from thanthien.web.desk.outreach.frame import (
    asked,
    campaign_choices,
    campaign_chosen,
    hours_typed,
    tabs,
)
from thanthien.web.pages import UnitRequest, seen_version, unit_page
from thanthien.web.plain_form import PlainForm, boxes_field, choice_field, date_field, text_field
from thanthien.workflows.greetings import bulletin_of_greeting
from thanthien.workflows.outreach import bulletin_from, publication_of, to_read_out

_MOST = 100


class BulletinForm(PlainForm):
    title = text_field("Tên bản tin", missing="Anh/chị ghi tên bản tin.", length=200)
    campaign = choice_field("Đợt tuyên truyền")
    text = text_field(
        "Lời bản tin", missing="Anh/chị ghi lời của bản tin.", length=20_000, rows=12,
        hint="Viết như văn bản thường: chữ tắt, số, ngày, giờ, số điện thoại được đọc thành chữ.",
    )  # fmt: skip

    def __init__(self, unit: Unit, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.set_choices("campaign", campaign_choices(unit))


class ScheduleForm(PlainForm):
    first_date = date_field("Từ ngày", missing="Anh/chị ghi ngày đầu.")
    last_date = date_field("Đến hết ngày", missing="Anh/chị ghi ngày cuối.")
    hours = text_field("Giờ phát", missing="Anh/chị ghi giờ phát, ví dụ 6:30, 17:30.", length=100)
    clusters = boxes_field("Cụm loa", missing="Anh/chị chọn ít nhất một cụm loa.")
    urgent_reason = text_field(
        "Lý do phát khẩn cấp",
        length=300,
        hint="Chỉ ghi khi phải phát trong giờ nghỉ: bão lũ, cháy, dịch bệnh …",
    )

    def __init__(self, unit: Unit, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.working = [one for one in clusters_of(unit) if one.state == LoudspeakerCluster.State.WORKING]
        self.set_choices("clusters", [(str(one.pk), one.name) for one in self.working])
        rests = ", ".join(f"{begins:%H:%M}–{ends:%H:%M}" for begins, ends in quiet_of(unit))
        self.fields["hours"].help_text = f"Nhiều giờ cách nhau bằng dấu phẩy. Không phát: {rests}."

    def clean_hours(self) -> Any:
        return hours_typed(self.cleaned_data["hours"])

    def times(self) -> Times:
        data = self.cleaned_data
        chosen = tuple(one for one in self.working if str(one.pk) in data["clusters"])
        return Times(data["first_date"], data["last_date"], data["hours"], chosen, data["urgent_reason"])


class SayForm(PlainForm):
    written = text_field("Chữ viết", missing="Anh/chị ghi chữ cần đọc khác đi.", length=60)
    spoken = text_field("Đọc là", length=200, hint="Để trống để bỏ cách đọc riêng.")


@unit_page(Action.OUTREACH_VIEW)
def bulletins(request: UnitRequest) -> HttpResponse:
    now = timezone.now()
    rows = []
    for one in bulletins_of(request.unit)[:_MOST]:
        own = [cast for cast in one.broadcasts.all() if cast.state != Broadcast.State.CANCELLED]
        hours = hours_in(own)
        coming = next((hour for hour in hours if hour.begins_at >= now), None)
        rows.append(
            {
                "one": one,
                "played": sum(bool(hour.played) for hour in hours),
                "coming": coming,
                "seconds": length_of(one),
            }
        )
    sees_public = may(request.user, Action.DISCLOSURE_VIEW, request.unit)
    context = {
        **tabs(request, "desk:outreach_bulletins"),
        "rows": rows,
        "to_read": to_read_out(request.unit) if sees_public else [],
        "has_voice": voice.is_there(),
        "missing": voice.MISSING,
    }
    return render(request, "desk/outreach/bulletins.html", context)


@unit_page(Action.OUTREACH_WORK, "GET", "POST")
def add(request: UnitRequest) -> HttpResponse:
    return _write(request, None)


@unit_page(Action.OUTREACH_WORK, "GET", "POST")
def edit(request: UnitRequest, pk: int) -> HttpResponse:
    return _write(request, asked(bulletin_of_unit, request, pk))


def _write(request: UnitRequest, one: Bulletin | None) -> HttpResponse:
    unit = request.unit
    code = one.publication_code if one else request.GET.get("publication", "")
    greeting = request.GET.get("greeting", "") if one is None else one.greeting_code
    draft = bulletin_from(unit, code) if code and one is None else None
    if greeting and one is None:
        draft = bulletin_of_greeting(unit, greeting)
    if (code or greeting) and one is None and draft is None:
        raise Http404
    first = {"title": one.title, "text": one.text, "campaign": str(one.campaign_id or "")} if one else {}
    if draft is not None:
        first = {"title": draft.title, "text": draft.text}
    form = BulletinForm(
        unit, request.POST or None, initial=first or {"campaign": request.GET.get("campaign", "")}
    )
    looks = request.method == "POST" and "more" in request.POST
    if request.method == "POST" and form.is_valid() and not looks:
        data, now = form.cleaned_data, timezone.now()
        days = one.least_days if one else draft.least_days if draft else 0
        fields = BulletinFields(
            data["title"], data["text"], campaign_chosen(unit, data["campaign"]), code, days, greeting
        )
        try:
            if one is None:
                made = write_bulletin(actor=request.user, at=now, unit=unit, fields=fields)
            else:
                made = change_bulletin(
                    actor=request.user, at=now, bulletin=one, fields=fields, seen=seen_version(request)
                )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "Đã lưu bản tin; tệp âm thanh đang được tạo.")
            return redirect("desk:outreach_bulletin", unit.code, made.pk)
    text = request.POST.get("text", "") if looks else ""
    answer = form_page(
        request, form, title="Sửa bản tin" if one else "Soạn bản tin",
        back=reverse("desk:outreach_bulletins", args=[unit.code]), back_words="Bản tin loa",
        second_button="Xem cách đọc", seen=one.version if one else 0,
        below="desk/outreach/_reading.html" if text else "", **(_reading(unit, text) if text else {}),
    )  # fmt: skip
    if looks and form.is_valid():
        answer.status_code = 200
    return answer


def _reading(unit: Unit, text: str) -> dict[str, Any]:
    reading = reading_of(unit, text[:LONGEST])
    return {
        "reading": reading,
        "seconds": seconds_to_say(reading.spoken, words_a_minute=definition().words_a_minute),
    }


@unit_page(Action.OUTREACH_VIEW)
def bulletin(request: UnitRequest, pk: int) -> HttpResponse:
    today = timezone.localdate()
    form = ScheduleForm(
        request.unit, initial={"first_date": today, "last_date": today, "hours": "6:30, 17:30"}
    )
    return _show(request, asked(bulletin_of_unit, request, pk), form)


def _show(request: UnitRequest, one: Bulletin, form: ScheduleForm, status: int = 200) -> HttpResponse:
    now = timezone.now()
    rows = one.broadcasts.exclude(state=Broadcast.State.CANCELLED).select_related("bulletin", "cluster")
    context = {
        **tabs(request, "desk:outreach_bulletins"),
        "one": one,
        "form": form,
        "hours": hours_in(rows),
        "now": now,
        "changes": reading_of(request.unit, one.text).changes,
        "is_stale": reading_of(request.unit, one.text).spoken != one.spoken,
        "own": pronunciations_of(request.unit),
        "say": SayForm(),
        "seconds": length_of(one),
        "publication": publication_of(one),
        "is_at_work": bool(one.sound and is_at_work(one.sound, now)),
        "has_clusters": bool(form.working),
    }
    return render(request, "desk/outreach/bulletin.html", context, status=status)


@unit_page(Action.OUTREACH_WORK, "POST")
def plan(request: UnitRequest, pk: int) -> HttpResponse:
    one = asked(bulletin_of_unit, request, pk)
    form = ScheduleForm(request.unit, request.POST)
    if form.is_valid():
        try:
            made = plan_broadcasts(actor=request.user, at=timezone.now(), bulletin=one, times=form.times())
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, f"Đã xếp {len(made)} buổi phát.")
            return redirect("desk:outreach_bulletin", request.unit.code, pk)
    return _show(request, one, form, 422)


@unit_page(Action.OUTREACH_WORK, "POST")
def cancel(request: UnitRequest, pk: int) -> HttpResponse:
    """Take the bulletin of that broadcast off the plan at its time, on all clusters."""
    one = asked(broadcast_of_unit, request, pk)
    rows = list(
        one.bulletin.broadcasts.filter(begins_at=one.begins_at).select_related("bulletin__unit__parent")
    )
    try:
        cancel_broadcasts(actor=request.user, at=timezone.now(), broadcasts=rows)
    except Refusal as refusal:
        messages.error(request, str(refusal), extra_tags="danger")
    else:
        messages.success(request, "Đã bỏ buổi phát khỏi lịch.")
    return redirect("desk:outreach_bulletin", request.unit.code, one.bulletin_id)


@unit_page(Action.OUTREACH_WORK, "POST")
def again(request: UnitRequest, pk: int) -> HttpResponse:
    """Make the sound again, reading the text by today's pronunciations."""
    one = asked(bulletin_of_unit, request, pk)
    fields = BulletinFields(one.title, one.text, one.campaign, one.publication_code, one.least_days)
    try:
        if reading_of(request.unit, one.text).spoken != one.spoken:
            change_bulletin(
                actor=request.user, at=timezone.now(), bulletin=one, fields=fields, seen=one.version
            )
        else:
            sound_again(actor=request.user, at=timezone.now(), bulletin=one)
    except Refusal as refusal:
        messages.error(request, str(refusal), extra_tags="danger")
    return redirect("desk:outreach_bulletin", request.unit.code, pk)


@unit_page(Action.OUTREACH_WORK, "POST")
def withdraw(request: UnitRequest, pk: int) -> HttpResponse:
    one = asked(bulletin_of_unit, request, pk)
    try:
        withdraw_bulletin(actor=request.user, at=timezone.now(), bulletin=one)
    except Refusal as refusal:
        messages.error(request, str(refusal), extra_tags="danger")
    else:
        messages.success(request, "Đã bỏ bản tin và các buổi chưa phát.")
    return redirect("desk:outreach_bulletins", request.unit.code)


@unit_page(Action.OUTREACH_WORK, "POST")
def say(request: UnitRequest, pk: int) -> HttpResponse:
    one = asked(bulletin_of_unit, request, pk)
    form = SayForm(request.POST)
    try:
        if not form.is_valid():
            raise forms.ValidationError(form.first_error())
        data = form.cleaned_data
        say_otherwise(
            actor=request.user, at=timezone.now(), unit=request.unit, written=data["written"],
            spoken=data["spoken"],
        )  # fmt: skip
    except (Refusal, forms.ValidationError) as refusal:
        said = refusal.messages[0] if isinstance(refusal, forms.ValidationError) else str(refusal)
        messages.error(request, said, extra_tags="danger")
    else:
        messages.success(request, "Đã lưu cách đọc; bấm “Tạo lại âm thanh” để bản tin này đọc theo.")
    return redirect("desk:outreach_bulletin", request.unit.code, one.pk)


@unit_page(Action.OUTREACH_VIEW)
def sound(request: UnitRequest, pk: int) -> HttpResponseBase:
    """The audio: MP3 where it was asked for and is there, else WAV. One range, for players that look ahead."""
    one = asked(bulletin_of_unit, request, pk)
    ending = "mp3" if request.GET.get("form") == "mp3" and one.sound and one.sound.has_mp3 else "wav"
    data = read_sound(one.sound, ending) if one.sound else None
    if data is None:
        raise Http404
    answer = HttpResponse(data, content_type="audio/mpeg" if ending == "mp3" else "audio/wav")
    if "save" in request.GET:
        answer["Content-Disposition"] = f'attachment; filename="ban-tin-{one.number}.{ending}"'
    return answer


@unit_page(Action.OUTREACH_VIEW)
def export(request: UnitRequest, pk: int) -> HttpResponse:
    one = asked(bulletin_of_unit, request, pk)
    answer = HttpResponse(bulletin_zip(one), content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="ban-tin-{one.number}.zip"'
    return answer
