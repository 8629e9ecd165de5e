"""Handing in a plan file, watching it being read, starting again, putting it aside."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from thanthien.platform.files.actions import keep_upload
from thanthien.platform.files.content import CannotKeepFile
from thanthien.platform.people.roles import Action
from thanthien.programme.imports.actions import (
    FIRST_YEAR,
    LAST_YEAR,
    CannotImport,
    discard,
    hand_in,
    read_again,
    restore,
)
from thanthien.programme.imports.models import PlanReading
from thanthien.programme.imports.page_picture import picture_of
from thanthien.programme.imports.queries import reading_head
from thanthien.programme.imports.states import State, has_stalled
from thanthien.web.kept_files import hand_over
from thanthien.web.pages import UnitRequest, unit_page

READABLE = frozenset({"docx", "xlsx", "pdf", "txt", "jpg", "png", "webp"})


class UploadForm(forms.Form):
    file = forms.FileField(
        label="Tệp kế hoạch",
        allow_empty_file=True,  # an empty file gets our words, not the library's
        error_messages={"required": "Anh/chị chọn tệp kế hoạch."},
    )
    year = forms.IntegerField(
        label="Năm thực hiện",
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        localize=False,
        error_messages={
            "required": "Anh/chị nhập năm thực hiện kế hoạch.",
            "invalid": "Năm phải là số, ví dụ 2026.",
            "min_value": "Năm phải từ 2020 trở đi.",
            "max_value": "Năm này xa quá, anh/chị kiểm tra lại.",
        },
    )


@unit_page(Action.PLAN_IMPORT, "GET", "POST")
def upload(request: UnitRequest) -> HttpResponse:
    if request.method != "POST":
        form = UploadForm(initial={"year": request.GET.get("year") or timezone.localdate().year})
        return render(request, "desk/plans/upload.html", {"form": form})
    form = UploadForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            reading = _hand_in(request, form.cleaned_data["file"], form.cleaned_data["year"])
        except CannotKeepFile as error:
            form.add_error("file", str(error))
        except CannotImport as error:
            if error.reading is not None:
                messages.info(request, str(error))
                return redirect("desk:plan_reading", request.unit.code, error.reading.pk)
            form.add_error(None, str(error))
        else:
            return redirect("desk:plan_reading", request.unit.code, reading.pk)
    return render(request, "desk/plans/upload.html", {"form": form}, status=422)


def _hand_in(request: UnitRequest, file: UploadedFile[bytes], year: int) -> PlanReading:
    now = timezone.now()
    kept = keep_upload(upload=file, at=now)
    if kept.extension not in READABLE:
        raise CannotKeepFile(
            f"Tệp .{kept.extension} không phải văn bản kế hoạch. Hệ thống đọc Word (.docx), PDF, Excel (.xlsx), "
            "ảnh chụp hoặc bản quét, văn bản thuần (.txt)."
        )
    return hand_in(
        actor=request.user, at=now, unit=request.unit, year=year, file=kept, filename=file.name or "ke-hoach"
    )


def reading_or_404(request: UnitRequest, pk: int) -> PlanReading:
    found = reading_head(request.unit, pk)
    if found is None:
        raise Http404
    return found


@unit_page(Action.PLAN_IMPORT)
def progress(request: UnitRequest, pk: int) -> HttpResponse:
    """The progress card, asked for every second; when reading is over the page is loaded anew."""
    reading = reading_or_404(request, pk)
    if reading.state not in {State.WAITING, State.READING}:
        response = HttpResponse(status=204)
        response["HX-Redirect"] = reverse("desk:plan_reading", args=[request.unit.code, reading.pk])
        return response
    return render(request, "desk/plans/_progress.html", progress_context(reading))


def progress_context(reading: PlanReading) -> dict[str, object]:
    return {"reading": reading, "stalled": has_stalled(reading, timezone.now())}


@unit_page(Action.PLAN_IMPORT)
def source_file(request: UnitRequest, pk: int) -> HttpResponseBase:
    reading = reading_or_404(request, pk)
    return hand_over(request, reading.file, reading.filename)


@unit_page(Action.PLAN_IMPORT)
def page_picture(request: UnitRequest, pk: int, number: int) -> HttpResponse:
    """A page as it was printed; drawn when somebody asks for it."""
    picture = picture_of(reading_or_404(request, pk).file, number)
    if picture is None:
        raise Http404
    return HttpResponse(picture, content_type="image/webp")


@unit_page(Action.PLAN_IMPORT, "POST")
def again(request: UnitRequest, pk: int) -> HttpResponse:
    reading = reading_or_404(request, pk)
    try:
        read_again(actor=request.user, at=timezone.now(), reading=reading)
    except CannotImport as error:
        messages.warning(request, str(error))
    return redirect("desk:plan_reading", request.unit.code, reading.pk)


@unit_page(Action.PLAN_IMPORT, "POST")
def put_aside(request: UnitRequest, pk: int) -> HttpResponse:
    reading = reading_or_404(request, pk)
    try:
        discard(actor=request.user, at=timezone.now(), reading=reading)
        messages.success(request, f"Đã bỏ bản đọc “{reading.filename}”. Anh/chị mở lại được ở cuối trang.")
    except CannotImport as error:
        messages.warning(request, str(error))
    return redirect("desk:plans", request.unit.code)


@unit_page(Action.PLAN_IMPORT, "POST")
def take_up(request: UnitRequest, pk: int) -> HttpResponse:
    reading = reading_or_404(request, pk)
    try:
        restore(actor=request.user, at=timezone.now(), reading=reading)
    except CannotImport as error:
        messages.warning(request, str(error))
        return redirect("desk:plans", request.unit.code)
    return redirect("desk:plan_reading", request.unit.code, reading.pk)
