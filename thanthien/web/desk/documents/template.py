"""A unit's own Word form for a document: sent, checked, tried, put back."""

from __future__ import annotations

import io

import docx
from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from thanthien.assessment.reports.actions import CannotChangeTemplate, reset_template, save_template
from thanthien.assessment.reports.files import CannotReport
from thanthien.assessment.reports.kinds import document_file
from thanthien.assessment.reports.own_form import follows_form
from thanthien.assessment.reports.queries import template_in_force, versions_of
from thanthien.assessment.reports.sources import Sources
from thanthien.lib.documents.write import FIELDS, CannotUseTemplate
from thanthien.platform.files.content import CannotKeepFile
from thanthien.platform.people.roles import Action
from thanthien.web.desk.documents.listing import year_of
from thanthien.web.desk.documents.page import kind_or_404, span_of
from thanthien.web.kept_files import as_download
from thanthien.web.pages import UnitRequest, unit_page

LARGEST = 10 * 1024 * 1024  # bytes
# A form to begin with: every field where the layout of Nghị định 30/2020 has it.
START = (
    "«co_quan»", "Số: «so_van_ban»", "«dia_danh_ngay»", "«loai_van_ban»", "«trich_yeu»", "«kinh_gui»", "«can_cu»",
    "«noi_dung»", "«quyen_han»", "«nguoi_ky»", "Nơi nhận:", "«noi_nhan»",
)  # fmt: skip


class TemplateForm(forms.Form):
    file = forms.FileField(
        label="Tệp mẫu Word (.docx)",
        allow_empty_file=True,
        error_messages={"required": "Anh/chị chọn tệp mẫu."},
    )

    def clean_file(self) -> object:
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError("Mẫu nặng quá 10 MB. Anh/chị bỏ bớt hình ảnh rồi gửi lại.")
        return file


@unit_page(Action.PAPER_MANAGE, "GET", "POST")
def template(request: UnitRequest, kind: str) -> HttpResponse:
    found = kind_or_404(kind)
    _, context = year_of(request)
    form = TemplateForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            save_template(
                actor=request.user, at=timezone.now(), unit=request.unit, kind=kind, data=upload.read(),
                filename=upload.name or "",
            )  # fmt: skip
        except (CannotUseTemplate, CannotKeepFile, CannotChangeTemplate) as refusal:
            form.add_error("file", str(refusal))
        else:
            messages.success(request, _taken())
            return redirect(
                reverse("desk:document_template", args=[request.unit.code, kind]) + context["carried"]
            )
    context |= {
        "kind": found,
        "form": form,
        "own": template_in_force(request.unit, kind),
        "versions": list(versions_of(request.unit, kind)[:10]),
        "pdf_follows": follows_form("pdf"),
        "fields": [(f"«{name}»", says) for name, says in FIELDS.items()],
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "desk/documents/template.html", context, status=status)


def _taken() -> str:
    files = "tệp Word và PDF" if follows_form("pdf") else "tệp Word"
    return f"Đã nhận mẫu. Từ nay {files} của văn bản này theo mẫu của đơn vị."


@unit_page(Action.PAPER_MANAGE)
def preview(request: UnitRequest, kind: str) -> HttpResponse:
    """The document in the form that holds now, with the unit's own figures."""
    found = kind_or_404(kind)
    year, context = year_of(request)
    sources = Sources(request.unit, year, timezone.localdate(), span_of(request, found, year)[0])
    try:
        made = document_file(found, sources, form="docx")
        return as_download(made.content, made.filename)
    except CannotReport as refusal:
        messages.error(request, str(refusal))
    return redirect(reverse("desk:document_template", args=[request.unit.code, kind]) + context["carried"])


@unit_page(Action.PAPER_MANAGE)
def start(request: UnitRequest, kind: str) -> HttpResponse:
    """A plain form with every field, to be given its looks in Word."""
    kind_or_404(kind)
    word = docx.Document()
    for line in START:
        word.add_paragraph(line)
    out = io.BytesIO()
    word.save(out)
    return as_download(out.getvalue(), f"mau-{kind}.docx")


@unit_page(Action.PAPER_MANAGE, "POST")
def reset(request: UnitRequest, kind: str) -> HttpResponse:
    kind_or_404(kind)
    _, context = year_of(request)
    try:
        reset_template(actor=request.user, at=timezone.now(), unit=request.unit, kind=kind)
    except CannotChangeTemplate as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Đã dùng lại mẫu có sẵn. Mẫu của đơn vị vẫn được lưu.")
    return redirect(reverse("desk:document_template", args=[request.unit.code, kind]) + context["carried"])
