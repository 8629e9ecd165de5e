"""Ceremonies, visits of condolence and others, meetings: the day, what was handed over, who came, the pictures."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from thanthien.lib.vietnamese import whole_number
from thanthien.operations.letters.consenting import agreed, contributors_of
from thanthien.operations.letters.gesturing import (
    CannotRecordGesture,
    GestureFields,
    Handed,
    add_photo,
    change_gesture,
    hand_over_at,
    record_gesture,
    set_guests,
)
from thanthien.operations.letters.models import ContributorConsent, CourtesyLetter, Gesture, Handing
from thanthien.operations.letters.queries import proposals_for, visible_letters
from thanthien.platform.files.actions import keep_upload, sent_name
from thanthien.platform.files.content import CannotKeepFile
from thanthien.platform.people.permissions import may
from thanthien.platform.people.roles import Action
from thanthien.platform.refusals import Refusal
from thanthien.web.desk.form_page import form_page
from thanthien.web.desk.letters.frame import away, gesture_of, tabs
from thanthien.web.kept_files import hand_over
from thanthien.web.pages import UnitRequest, seen_version, unit_page
from thanthien.web.plain_form import PlainForm, date_field, text_field
from thanthien.workflows.letters import file_photo

PAGE = 40
Kind = Gesture.Kind


class GestureForm(PlainForm):
    date = date_field("Ngày", missing="Anh/chị ghi ngày.")
    place = text_field("Địa điểm", missing="Anh/chị ghi địa điểm.", length=200)
    led_by = text_field(
        "Người trao, trưởng đoàn, người chủ trì", missing="Anh/chị ghi người này.", length=150
    )
    whom = text_field("Gia đình, người được thăm", length=150)
    about = text_field("Người đã mất", length=150)
    went = text_field("Những người cùng đi, mỗi dòng một người", length=2000, rows=4)
    note = text_field("Ghi chú, biên bản", length=10_000, rows=5)

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.kind = kind
        if kind != Kind.CONDOLENCE:
            del self.fields["about"]
        if kind not in (Kind.CONDOLENCE, Kind.VISIT):
            del self.fields["whom"]
        if kind == Kind.MEETING:
            self.fields["went"].label = "Đại biểu của đơn vị, mỗi dòng một người"
            self.fields["note"].label = "Biên bản: nội dung, ý kiến, việc hẹn làm"

    def fields_sent(self) -> GestureFields:
        data = self.cleaned_data
        texts = {name: data.get(name) or "" for name in ("place", "led_by", "whom", "about", "went", "note")}
        return GestureFields(kind=self.kind, date=data["date"], **texts)


@unit_page(Action.LETTER_VIEW)
def listing(request: UnitRequest) -> HttpResponse:
    if back := away(request):
        return back
    kind = request.GET.get("kind", "") if request.GET.get("kind") in Kind.values else ""
    rows = (
        Gesture.objects.filter(unit=request.unit)
        .annotate(pictures=Count("photos", distinct=True), handed=Count("handings", distinct=True))
        .order_by("-date", "-pk")
    )
    page = Paginator(rows.filter(kind=kind) if kind else rows, PAGE).get_page(request.GET.get("page"))
    context = {
        **tabs(request, "desk:letters_gestures"), "page": page, "kind": kind, "kinds": Kind.choices,
        "works": may(request.user, Action.LETTER_WORK, request.unit),
    }  # fmt: skip
    return render(request, "desk/letters/gestures.html", context)


@unit_page(Action.LETTER_WORK, "GET", "POST")
def new(request: UnitRequest, kind: str) -> HttpResponse:
    if back := away(request):
        return back
    if kind not in Kind.values:
        raise Http404
    key = uuid4().hex
    form = GestureForm(request.POST or None, kind=kind, initial={"date": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            made = record_gesture(
                actor=request.user, at=timezone.now(), unit=request.unit, fields=form.fields_sent(),
                client_key=request.POST.get("client_key", "")[:64] or key,
            )  # fmt: skip
            return redirect("desk:letters_gesture", request.unit.code, made.pk)
        except CannotRecordGesture as refusal:
            form.refuse(refusal)
    back_to = reverse("desk:letters_gestures", args=[request.unit.code])
    return form_page(
        request, form, title=Kind(kind).label, back=back_to, back_words="Lễ trao, thăm hỏi, gặp mặt",
        lead="Lưu xong, anh/chị thêm ảnh, giấy tờ đã trao hoặc điểm danh khách mời.",
    )  # fmt: skip


@unit_page(Action.LETTER_WORK, "GET", "POST")
def edit(request: UnitRequest, pk: int) -> HttpResponse:
    if back := away(request):
        return back
    one = gesture_of(request, pk)
    first = {name: getattr(one, name) for name in GestureForm.base_fields}
    form = GestureForm(request.POST or None, kind=one.kind, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            change_gesture(
                actor=request.user, at=timezone.now(), gesture=one, fields=form.fields_sent(),
                seen=seen_version(request),
            )  # fmt: skip
            return redirect("desk:letters_gesture", request.unit.code, pk)
        except CannotRecordGesture as refusal:
            form.refuse(refusal)
    back_to = reverse("desk:letters_gesture", args=[request.unit.code, pk])
    return form_page(request, form, title="Sửa", back=back_to, back_words=str(one), seen=one.version)


@unit_page(Action.LETTER_VIEW)
def show(request: UnitRequest, pk: int) -> HttpResponse:
    if back := away(request):
        return back
    return _show(request, gesture_of(request, pk))


def _show(request: UnitRequest, one: Gesture, refused: str = "") -> HttpResponse:
    unit = request.unit
    ready = visible_letters(request.user, unit).filter(state=CourtesyLetter.State.SIGNED, handing=None)
    asked = {guest.contributor_id: guest.came for guest in one.guests.all()}
    people = [
        (who, who.pk in asked, asked.get(who.pk, False), ContributorConsent.Purpose.PHOTO in agreed(who))
        for who in contributors_of(unit)
        if who.wiped_at is None or who.pk in asked
    ]
    context = {
        "gesture": one,
        "handings": one.handings.select_related("letter"),
        "photos": one.photos.select_related("file"),
        "ready": ready[:200],
        "proposals": proposals_for(request.user, unit).filter(source="case", handing=None)[:200],
        "papers": Handing.Paper.choices,
        "people": people if one.kind == Kind.MEETING else [],
        "came": sum(asked.values()),
        "asked": len(asked),
        "works": may(request.user, Action.LETTER_WORK, unit),
        "refused": refused,
    }
    return render(request, "desk/letters/gesture.html", context, status=422 if refused else 200)


@unit_page(Action.LETTER_WORK, "POST")
def give(request: UnitRequest, pk: int) -> HttpResponse:
    """What one person was given."""
    away(request)
    one, sent = gesture_of(request, pk), request.POST
    letter_pk, proposal_pk = whole_number(sent.get("letter")), whole_number(sent.get("proposal"))
    handed = Handed(
        name=sent.get("name", ""), paper=sent.get("paper", ""),
        letter=visible_letters(request.user, request.unit).filter(pk=letter_pk).first() if letter_pk else None,
        proposal=proposals_for(request.user, request.unit).filter(pk=proposal_pk).first() if proposal_pk else None,
    )  # fmt: skip
    try:
        hand_over_at(actor=request.user, at=timezone.now(), gesture=one, handed=handed)
    except Refusal as refusal:
        return _show(request, one, str(refusal))
    messages.success(request, "Đã ghi.")
    return redirect("desk:letters_gesture", request.unit.code, pk)


@unit_page(Action.LETTER_WORK, "POST")
def photos(request: UnitRequest, pk: int) -> HttpResponse:
    """Pictures of the day; each becomes evidence of the tasks it proves."""
    away(request)
    one, filed, why = gesture_of(request, pk), 0, list[str]()
    for upload in request.FILES.getlist("file")[:20]:
        at = timezone.now()
        try:
            file = keep_upload(upload=upload, at=at)
            photo = add_photo(actor=request.user, at=at, gesture=one, file=file, filename=sent_name(upload))
        except (CannotKeepFile, CannotRecordGesture) as refusal:
            return _show(request, one, f"{sent_name(upload)}: {refusal}")
        done = file_photo(actor=request.user, at=at, photo=photo)
        filed += len(done.made)
        why += done.why
    if not request.FILES:
        return _show(request, one, "Anh/chị chọn ít nhất một ảnh.")
    messages.success(
        request, f"Đã lưu ảnh; {filed} minh chứng chờ người thứ hai kiểm tra." if filed else "Đã lưu ảnh."
    )
    for said in dict.fromkeys(why):
        messages.warning(request, said)
    return redirect("desk:letters_gesture", request.unit.code, pk)


@unit_page(Action.LETTER_WORK, "POST")
def guests(request: UnitRequest, pk: int) -> HttpResponse:
    away(request)
    one = gesture_of(request, pk)
    asked = {whole_number(value) for value in request.POST.getlist("asked")}
    came = {number for value in request.POST.getlist("came") if (number := whole_number(value))}
    chosen = [who for who in contributors_of(request.unit) if who.pk in asked | came]
    try:
        set_guests(actor=request.user, at=timezone.now(), gesture=one, asked=chosen, came=came)
    except CannotRecordGesture as refusal:
        return _show(request, one, str(refusal))
    messages.success(request, "Đã ghi khách mời và điểm danh.")
    return redirect("desk:letters_gesture", request.unit.code, pk)


@unit_page(Action.LETTER_VIEW)
def photo(request: UnitRequest, pk: int, photo_pk: int) -> HttpResponseBase:
    if back := away(request):
        return back
    found = gesture_of(request, pk).photos.filter(pk=photo_pk).select_related("file").first()
    small = "small" in request.GET and found is not None and found.file.is_picture
    return hand_over(request, found.file if found else None, found.filename if found else "", small=small)
