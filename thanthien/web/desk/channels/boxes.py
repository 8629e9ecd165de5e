"""Letter boxes: the register, one box with its openings, an opening with its letters, the minutes as Word."""

from __future__ import annotations

import secrets
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from thanthien.lib.codes import grouped
from thanthien.lib.documents.write import write_docx
from thanthien.lib.vietnamese import whole_number
from thanthien.operations.channels.boxes import BoxFields, OpeningFields, keep_box, record_opening, tie_letter
from thanthien.operations.channels.definition import definition
from thanthien.operations.channels.models import LetterBox, Opening
from thanthien.operations.channels.papers import opening_minutes
from thanthien.operations.channels.registers import box_of_unit, boxes_of, opening_of_unit, openings_of
from thanthien.operations.feedback.definition import definition as feedback_definition
from thanthien.operations.feedback.models import Path
from thanthien.platform.files.actions import keep_named
from thanthien.platform.files.content import CannotKeepFile
from thanthien.platform.people.permissions import may
from thanthien.platform.people.roles import Action
from thanthien.platform.refusals import Refusal
from thanthien.platform.units.models import Neighbourhood, Unit
from thanthien.platform.units.queries import neighbourhoods_of
from thanthien.web.desk.channels.frame import tabs
from thanthien.web.desk.form_page import form_page
from thanthien.web.kept_files import as_download, hand_over
from thanthien.web.pages import UnitRequest, seen_version, unit_page
from thanthien.web.plain_form import (
    PlainForm,
    choice_field,
    date_field,
    people_choices,
    person_chosen,
    text_field,
    upload_field,
)
from thanthien.workflows.channels import Typed, type_letter

_MOMENT = "%Y-%m-%dT%H:%M"


def place_choices(unit: Unit, nothing: str) -> list[tuple[str, str]]:
    return [("", nothing), *((str(one.pk), str(one)) for one in neighbourhoods_of(unit))]


def place_chosen(unit: Unit, value: str) -> Neighbourhood | None:
    pk = whole_number(value)
    return Neighbourhood.objects.filter(unit=unit, pk=pk).first() if pk is not None else None


class BoxForm(PlainForm):
    name = text_field("Tên hòm thư", missing="Anh/chị ghi tên hòm thư.", length=100)
    place = text_field("Đặt ở đâu", missing="Anh/chị ghi nơi đặt.", length=200)
    neighbourhood = choice_field("Thôn, tổ dân phố")
    since_date = date_field("Đặt từ ngày", missing="Anh/chị ghi ngày đặt hòm thư.")
    every_days = forms.IntegerField(
        label="Mở ít nhất một lần trong", min_value=1, max_value=92, help_text="ngày"
    )
    state = choice_field("Tình trạng", missing="Anh/chị chọn tình trạng.")
    photo = upload_field("Ảnh hòm thư tại chỗ")

    def __init__(self, unit: Unit, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.set_choices("neighbourhood", place_choices(unit, "Trụ sở, Trung tâm"))
        self.set_choices("state", LetterBox.State.choices)


class OpeningForm(PlainForm):
    opened_at = forms.DateTimeField(
        label="Mở lúc",
        input_formats=[_MOMENT],
        widget=forms.DateTimeInput(format=_MOMENT, attrs={"type": "datetime-local"}),
        error_messages=dict.fromkeys(("required", "invalid"), "Anh/chị ghi ngày và giờ mở."),
    )
    opened_by = choice_field("Người mở", missing="Anh/chị chọn người mở.")
    witnesses = text_field(
        "Người chứng kiến", missing="Anh/chị ghi ít nhất một người chứng kiến.", length=600, rows=2,
        hint="Mỗi người một dòng: họ tên, chức vụ.",
    )  # fmt: skip
    seal_before = text_field(
        "Niêm phong trước khi mở", missing="Anh/chị ghi niêm phong lúc thấy.", length=100,
        hint="Ví dụ: số 014, còn nguyên.",
    )  # fmt: skip
    seal_after = text_field("Niêm phong sau khi mở", missing="Anh/chị ghi niêm phong mới.", length=100)
    letters_count = forms.IntegerField(
        label="Số thư", min_value=0, max_value=500, help_text="Không có thư cũng ghi, số 0."
    )
    remark = text_field("Ghi chú", length=1000, rows=2)
    photo = upload_field("Ảnh lúc mở")
    client_key = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(self, unit: Unit, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.set_choices("opened_by", people_choices(unit))


@unit_page(Action.CHANNEL_VIEW)
def letter_boxes(request: UnitRequest) -> HttpResponse:
    context = {
        **tabs("desk:letter_boxes"),
        "rows": boxes_of(request.unit, timezone.localdate()),
        "manages": may(request.user, Action.CHANNEL_MANAGE, request.unit),
    }
    return render(request, "desk/channels/letter_boxes.html", context)


@unit_page(Action.CHANNEL_MANAGE, "GET", "POST")
def add(request: UnitRequest) -> HttpResponse:
    return _box_form(request, None)


@unit_page(Action.CHANNEL_MANAGE, "GET", "POST")
def edit(request: UnitRequest, pk: int) -> HttpResponse:
    return _box_form(request, _box(request, pk))


def _box_form(request: UnitRequest, box: LetterBox | None) -> HttpResponse:
    unit = request.unit
    first = {"every_days": definition().box_every_days, "state": LetterBox.State.IN_USE}
    if box is not None:
        first = {name: getattr(box, name) for name in ("name", "place", "since_date", "every_days", "state")}
        first["neighbourhood"] = str(box.neighbourhood_id or "")
    form = BoxForm(unit, request.POST or None, request.FILES or None, initial=first)
    if request.method == "POST" and form.is_valid():
        data, now = form.cleaned_data, timezone.now()
        try:
            photo, _ = keep_named(upload=data["photo"], at=now)
            fields = BoxFields(
                data["name"], data["place"], data["since_date"], data["every_days"],
                place_chosen(unit, data["neighbourhood"]), data["state"], photo,
            )  # fmt: skip
            kept = keep_box(
                actor=request.user, at=now, unit=unit, fields=fields, box=box, seen=seen_version(request)
            )
        except Refusal as refusal:
            form.refuse(refusal)
        except CannotKeepFile as error:
            form.add_error("photo", str(error))
        else:
            messages.success(request, "Đã lưu hòm thư.")
            return redirect("desk:letter_box", unit.code, kept.pk)
    back = reverse("desk:letter_boxes", args=[unit.code])
    return form_page(
        request, form, title="Sửa hòm thư" if box else "Thêm hòm thư", back=back, back_words="Hòm thư góp ý",
        seen=box.version if box else 0,
    )  # fmt: skip


@unit_page(Action.CHANNEL_VIEW)
def letter_box(request: UnitRequest, pk: int) -> HttpResponse:
    box = _box(request, pk)
    standing = next(one for one in boxes_of(request.unit, timezone.localdate()) if one.box.pk == pk)
    context = {
        "box": box,
        "standing": standing,
        "openings": openings_of(box)[:100],
        "manages": may(request.user, Action.CHANNEL_MANAGE, request.unit),
        "works": may(request.user, Action.CHANNEL_WORK, request.unit),
    }
    return render(request, "desk/channels/letter_box.html", context)


@unit_page(Action.CHANNEL_WORK, "GET", "POST")
def record(request: UnitRequest, pk: int) -> HttpResponse:
    box, unit = _box(request, pk), request.unit
    first = {
        "opened_at": timezone.localtime(), "opened_by": str(request.user.pk), "client_key": secrets.token_urlsafe(18)
    }  # fmt: skip
    form = OpeningForm(unit, request.POST or None, request.FILES or None, initial=first)
    if request.method == "POST" and form.is_valid():
        data, now = form.cleaned_data, timezone.now()
        opener = person_chosen(unit, data["opened_by"])
        try:
            if opener is None:
                raise Refusal("Người này không còn ở đơn vị.", "opened_by")
            photo, _ = keep_named(upload=data["photo"], at=now)
            fields = OpeningFields(
                data["opened_at"], opener, data["witnesses"], data["seal_before"], data["seal_after"],
                data["letters_count"], data["client_key"], data["remark"], photo,
            )  # fmt: skip
            opening = record_opening(actor=request.user, at=now, box=box, fields=fields)
        except Refusal as refusal:
            form.refuse(refusal)
        except CannotKeepFile as error:
            form.add_error("photo", str(error))
        else:
            messages.success(request, "Đã ghi lần mở hòm thư.")
            return redirect("desk:letter_opening", unit.code, opening.pk)
    back = reverse("desk:letter_box", args=[unit.code, pk])
    return form_page(
        request, form, title="Ghi lần mở hòm thư", back=back, back_words=box.name,
        lead="Lần mở đã ghi thì giữ nguyên, không sửa được.",
    )  # fmt: skip


@unit_page(Action.CHANNEL_VIEW)
def opening(request: UnitRequest, pk: int) -> HttpResponse:
    return _show(request, _opening(request, pk))


def _show(request: UnitRequest, one: Opening, *, status: int = 200, **kept: Any) -> HttpResponse:
    done = {letter.number: letter for letter in one.letters.all()}
    numbers = range(1, one.letters_count + 1)
    context = {
        "one": one,
        "letters": [(n, done.get(n), grouped(done[n].report_code) if n in done else "") for n in numbers],
        "next_number": next((n for n in numbers if n not in done), None),
        "works": may(request.user, Action.CHANNEL_WORK, request.unit),
        "categories": feedback_definition().categories.values(),
        "paths": Path.choices,
        "places": neighbourhoods_of(request.unit),
        **kept,
    }
    return render(request, "desk/channels/opening.html", context, status=status)


@unit_page(Action.CHANNEL_WORK, "POST")
def letter(request: UnitRequest, pk: int) -> HttpResponse:
    """Type one letter into the intake, or set it aside with a reason."""
    one, sent, now = _opening(request, pk), request.POST, timezone.now()
    number = whole_number(sent.get("number", "")) or 0
    try:
        if sent.get("aside"):
            tie_letter(
                actor=request.user, at=now, opening=one, number=number, set_aside=sent.get("set_aside", "")
            )
            said = f"Đã để riêng thư số {number}."
        else:
            file, name = keep_named(upload=request.FILES.get("scan"), at=now)
            _, received = type_letter(
                actor=request.user, at=now, opening=one, number=number, typed=typed_from(request),
                scan=(file, name) if file else None,
            )  # fmt: skip
            said = f"Thư số {number} đã thành ý kiến, mã {received.report.said_code}."
    except (Refusal, CannotKeepFile) as refusal:
        return _show(request, one, status=422, refused=str(refusal), typed=sent)
    messages.success(request, said)
    return redirect("desk:letter_opening", request.unit.code, pk)


def typed_from(request: UnitRequest) -> Typed:
    sent = request.POST
    return Typed(
        text=sent.get("text", ""), category=sent.get("category", ""), path=sent.get("path", ""),
        neighbourhood=place_chosen(request.unit, sent.get("neighbourhood", "")),
        name=sent.get("name", "")[:100], phone=sent.get("phone", "")[:20], address=sent.get("address", "")[:200],
    )  # fmt: skip


@unit_page(Action.CHANNEL_VIEW)
def minutes(request: UnitRequest, pk: int) -> HttpResponse:
    one = _opening(request, pk)
    name = f"Biên bản mở {one.box.name} {timezone.localtime(one.opened_at):%d-%m-%Y}.docx".replace("/", "-")
    return as_download(write_docx(opening_minutes(one)), name)


@unit_page(Action.CHANNEL_VIEW)
def box_photo(request: UnitRequest, pk: int) -> HttpResponseBase:
    box = _box(request, pk)
    return hand_over(request, box.photo, box.name)


@unit_page(Action.CHANNEL_VIEW)
def opening_photo(request: UnitRequest, pk: int) -> HttpResponseBase:
    return hand_over(request, _opening(request, pk).photo, "Mở hòm thư")


def _box(request: UnitRequest, pk: int) -> LetterBox:
    box = box_of_unit(request.unit, pk)
    if box is None:
        raise Http404
    return box


def _opening(request: UnitRequest, pk: int) -> Opening:
    one = opening_of_unit(request.unit, pk)
    if one is None:
        raise Http404
    return one
