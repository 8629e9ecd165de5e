"""The dossier for recognition: what it holds and lacks, signed copies, archives packed and taken."""

from __future__ import annotations

from typing import IO, Any

from django import forms
from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header

from thanthien.assessment.dossier.actions import (
    CannotChangeDossier,
    add_paper,
    ask_again,
    ask_for_archive,
    remove_paper,
)
from thanthien.assessment.dossier.models import DossierArchive
from thanthien.assessment.dossier.queries import (
    archive_of,
    archives_of,
    completeness_of,
    signed_paper_of,
)
from thanthien.assessment.dossier.states import has_stalled
from thanthien.assessment.reports.sources import Sources
from thanthien.platform.files.actions import keep_upload
from thanthien.platform.files.content import CannotKeepFile
from thanthien.platform.files.queries import served_name
from thanthien.platform.people.permissions import may
from thanthien.platform.people.roles import Action
from thanthien.web.desk.documents.listing import year_of
from thanthien.web.kept_files import kept_by_browser
from thanthien.web.pages import UnitRequest, unit_page
from thanthien.web.ranges import resumable

SHOWN_LINES = 12


class PaperForm(forms.Form):
    file = forms.FileField(
        label="Tệp bản ký", allow_empty_file=True, error_messages={"required": "Anh/chị chọn tệp bản ký."}
    )
    number = forms.CharField(label="Số, ký hiệu", max_length=60, required=False)
    signed_date = forms.DateField(
        label="Ngày ký", required=False, error_messages={"invalid": "Ngày ký chưa đúng."}
    )


class ArchiveForm(forms.Form):
    as_of = forms.DateField(
        label="Ngày chốt",
        error_messages={"required": "Anh/chị chọn ngày chốt.", "invalid": "Ngày chốt chưa đúng."},
    )


@unit_page(Action.SCORE_VIEW)
def dossier(request: UnitRequest) -> HttpResponse:
    year, context = year_of(request)
    today = timezone.localdate()
    found = completeness_of(Sources(request.unit, year, today))
    archives = list(archives_of(request.unit, year)[:6])
    context |= {
        "found": found,
        "unproved": found.unproved[:SHOWN_LINES],
        "more": max(0, len(found.unproved) - SHOWN_LINES),
        "archives": [one for one in archives if not one.is_open],
        "running": _progress(next((one for one in archives if one.is_open), None)),
        "today": today,
        "may_manage": may(request.user, Action.PAPER_MANAGE, request.unit),
    }
    return render(request, "desk/documents/dossier.html", context)


def _progress(archive: DossierArchive | None) -> dict[str, Any] | None:
    if archive is None:
        return None
    return {"archive": archive, "stalled": has_stalled(archive, timezone.now())}


def _back(request: UnitRequest) -> HttpResponse:
    _, context = year_of(request)
    return redirect(reverse("desk:document_dossier", args=[request.unit.code]) + context["carried"])


def _told(request: UnitRequest, form: forms.Form) -> HttpResponse:
    for errors in form.errors.values():
        messages.error(request, " ".join(str(error) for error in errors))
    return _back(request)


@unit_page(Action.PAPER_MANAGE, "POST")
def paper_add(request: UnitRequest, kind: str) -> HttpResponse:
    form = PaperForm(request.POST, request.FILES)
    if not form.is_valid():
        return _told(request, form)
    now, upload = timezone.now(), form.cleaned_data["file"]
    try:
        add_paper(
            actor=request.user,
            at=now,
            unit=request.unit,
            year=year_of(request)[0],
            code=kind,
            file=keep_upload(upload=upload, at=now),
            filename=upload.name or "",
            number=form.cleaned_data["number"],
            signed_date=form.cleaned_data["signed_date"],
        )
    except (CannotKeepFile, CannotChangeDossier) as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Đã thêm bản ký vào hồ sơ.")
    return _back(request)


@unit_page(Action.PAPER_MANAGE, "POST")
def paper_remove(request: UnitRequest, pk: int) -> HttpResponse:
    paper = signed_paper_of(request.unit, pk)
    if paper is None:
        raise Http404
    try:
        remove_paper(actor=request.user, at=timezone.now(), paper=paper)
    except CannotChangeDossier as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Đã gỡ bản ký. Tệp vẫn được lưu trong nhật ký.")
    return _back(request)


@kept_by_browser
@unit_page(Action.SCORE_VIEW)
def paper_file(request: UnitRequest, pk: int) -> HttpResponseBase:
    paper = signed_paper_of(request.unit, pk)
    if paper is None or not default_storage.exists(paper.file.path):
        raise Http404
    stored = paper.file
    return resumable(
        request,
        opened=lambda: _open(stored.path),
        size=stored.size,
        digest=stored.sha256,
        filename=served_name(stored, paper.filename),
        media_type="application/octet-stream",
    )


@unit_page(Action.REPORT_MAKE, "POST")
def archive_make(request: UnitRequest) -> HttpResponse:
    form = ArchiveForm(request.POST)
    if not form.is_valid():
        return _told(request, form)
    try:
        ask_for_archive(
            actor=request.user,
            at=timezone.now(),
            unit=request.unit,
            year=year_of(request)[0],
            as_of=form.cleaned_data["as_of"],
        )
    except CannotChangeDossier as refusal:
        messages.error(request, str(refusal))
    return _back(request)


def _archive(request: UnitRequest, pk: int) -> DossierArchive:
    found = archive_of(request.unit, pk)
    if found is None:
        raise Http404
    return found


@unit_page(Action.REPORT_MAKE, "POST")
def archive_again(request: UnitRequest, pk: int) -> HttpResponse:
    try:
        ask_again(actor=request.user, at=timezone.now(), archive=_archive(request, pk))
    except CannotChangeDossier as refusal:
        messages.error(request, str(refusal))
    return _back(request)


@unit_page(Action.SCORE_VIEW)
def archive_progress(request: UnitRequest, pk: int) -> HttpResponse:
    """The progress card, asked for every second; when packing is over the page is loaded anew."""
    archive = _archive(request, pk)
    if not archive.is_open:
        response = HttpResponse(status=204)
        response["HX-Refresh"] = "true"
        return response
    context = {"running": _progress(archive), "may_make": may(request.user, Action.REPORT_MAKE, request.unit)}
    return render(request, "desk/documents/_packing.html", context)


@kept_by_browser
@unit_page(Action.REPORT_MAKE)
def archive_file(request: UnitRequest, pk: int) -> HttpResponseBase:
    """The archive; in S3-compatible storage the browser is sent to a short-lived address there."""
    archive = _archive(request, pk)
    if archive.state != DossierArchive.State.READY or not default_storage.exists(archive.path):
        raise Http404
    address = _address(archive)
    if address:
        return redirect(address)
    return resumable(
        request,
        opened=lambda: _open(archive.path),
        size=archive.size,
        digest=archive.sha256,
        filename=archive.filename,
        media_type="application/zip",
    )


def _open(path: str) -> IO[bytes]:
    file: Any = default_storage.open(path, "rb")
    return file  # type: ignore[no-any-return]


def _address(archive: DossierArchive) -> str:
    """Where another machine serves the archive itself (it knows ranges too); "" where we do."""
    try:
        default_storage.path(archive.path)
    except NotImplementedError:
        said = {
            "ResponseContentDisposition": content_disposition_header(True, archive.filename),
            "ResponseContentType": "application/zip",
            "ResponseCacheControl": "private, no-store",
        }
        address = str(default_storage.url(archive.path, parameters=said))  # type: ignore[call-arg]
        return address if address.startswith(("https://", "http://")) else ""
    return ""
