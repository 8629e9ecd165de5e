"""A paper on its way to the signature: submitted from its document, signed or returned, numbered, its signed copy."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from thanthien.assessment.reports.files import CannotReport
from thanthien.assessment.reports.sources import Sources
from thanthien.assessment.signing.actions import CannotSign, move_paper, number_paper, submit_paper
from thanthien.assessment.signing.models import PaperToSign
from thanthien.assessment.signing.queries import paper_of
from thanthien.assessment.signing.standing import moves_of
from thanthien.assessment.signing.states import Move
from thanthien.lib.documents.write import FontMissing
from thanthien.platform.people.roles import Action
from thanthien.platform.refusals import Refusal
from thanthien.web.desk.documents.listing import year_of
from thanthien.web.desk.documents.page import kind_or_404, span_of
from thanthien.web.desk.resources.forms import DeskForm, day, line, one_file, text
from thanthien.web.desk.resources.told import told_of
from thanthien.web.kept_files import hand_over, kept_by_browser
from thanthien.web.pages import UnitRequest, seen_version, unit_page


class SubmitForm(DeskForm):
    upload = one_file("Tệp đã hoàn chỉnh")


class SignForm(DeskForm):
    signed_date = day("Ngày ký")
    number = line("Số, ký hiệu", required=False, length=60, hint="Bỏ trống nếu văn thư ghi số sau.")


class ReturnForm(DeskForm):
    reason = text("Lý do trả lại", hint="Cần sửa gì thì trình lại được.")


class NumberForm(DeskForm):
    number = line("Số, ký hiệu", length=60, hint="Ví dụ: 45/KH-UBND.")
    signed_date = day("Ngày ký")
    upload = one_file(
        "Bản đã ký, đóng dấu", hint="Bản chụp hoặc tệp ký số. Hồ sơ công nhận cần thì lấy luôn từ đây."
    )


@unit_page(Action.PAPER_SUBMIT, "POST")
def submit(request: UnitRequest, kind: str) -> HttpResponse:
    """The document as it is drawn up now, or the finished file, before the signer."""
    found = kind_or_404(kind)
    year, _ = year_of(request)
    span, query, _ = span_of(request, found, year)
    form = SubmitForm(request.POST, request.FILES)
    try:
        if not form.is_valid():
            raise CannotSign(form.first_error())
        made = submit_paper(
            actor=request.user, at=timezone.now(), kind=found, upload=form.cleaned_data["upload"],
            sources=Sources(request.unit, year, timezone.localdate(), span), font_folders=settings.FONT_DIRS,
        )  # fmt: skip
    except (CannotSign, CannotReport, FontMissing) as refusal:
        messages.error(request, str(refusal))
        return redirect(reverse("desk:document", args=[request.unit.code, kind]) + f"?year={year}{query}")
    messages.success(request, "Đã trình ký. Tệp trình được giữ nguyên; lãnh đạo thấy ở “Việc của tôi”.")
    return redirect("desk:paper", request.unit.code, made.pk)


def _paper(request: UnitRequest, pk: int) -> PaperToSign:
    found = paper_of(request.unit, pk)
    if found is None:
        raise Http404
    return found


@unit_page(Action.SCORE_VIEW)
def paper(request: UnitRequest, pk: int) -> HttpResponse:
    return _show(request, _paper(request, pk))


def _show(
    request: UnitRequest, found: PaperToSign, refused: str = "", forms: dict[str, DeskForm] | None = None
) -> HttpResponse:
    """`forms` replaces a fresh form by the one that was refused; `refused` is what no field stands for."""
    known = {"number": found.number, "signed_date": found.signed_date}
    context: dict[str, Any] = {
        "paper": found,
        "moves": moves_of(request.user, found),
        "told": told_of(found),
        "refused": refused,
        # a refused form keeps the version it was filled from, lest a second press overwrite another's unseen
        "seen": seen_version(request) if forms else found.version,
        "sign_form": SignForm(prefix="sign", initial={"signed_date": timezone.localdate()}),
        "return_form": ReturnForm(prefix="return"),
        "number_form": NumberForm(prefix="number", initial=known),
        "document": reverse("desk:document", args=[request.unit.code, found.kind]) + _asked(found),
        **(forms or {}),
    }
    status = 422 if refused or forms else 200
    return render(request, "desk/documents/paper.html", context, status=status)


def _asked(paper: PaperToSign) -> str:
    """The query that opens the document of the paper's own month or days."""
    if " " in paper.period:
        first, last = paper.period.split(" ")
        return f"?year={paper.year}&first={first}&last={last}"
    month = f"&month={int(paper.period[5:])}" if paper.period else ""
    return f"?year={paper.year}{month}"


def _moved(
    request: UnitRequest, pk: int, move: Move, done: str, form: DeskForm | None = None, name: str = ""
) -> HttpResponse:
    found = _paper(request, pk)
    if form is not None and not form.is_valid():
        return _show(request, found, forms={name: form})
    given = form.cleaned_data if form is not None else {}
    try:
        move_paper(
            actor=request.user, at=timezone.now(), paper=found, move=move, seen=seen_version(request), **given
        )
    except CannotSign as refusal:
        return _refused(request, pk, refusal, form, name)
    messages.success(request, done)
    return redirect("desk:paper", request.unit.code, pk)


def _refused(
    request: UnitRequest, pk: int, refusal: Refusal, form: DeskForm | None, name: str
) -> HttpResponse:
    """What concerns a field stands beside it; all else above, with the paper as it is now."""
    now = _paper(request, pk)
    if form is None or refusal.field not in form.fields:
        return _show(request, now, str(refusal))
    form.refuse(refusal)
    return _show(request, now, forms={name: form})


@unit_page(Action.PAPER_SUBMIT, "POST")
def withdraw(request: UnitRequest, pk: int) -> HttpResponse:
    return _moved(request, pk, Move.WITHDRAW, "Đã rút văn bản về. Sửa xong, anh/chị trình lại.")


@unit_page(Action.PAPER_SIGN, "POST")
def sign(request: UnitRequest, pk: int) -> HttpResponse:
    form = SignForm(request.POST, prefix="sign")
    return _moved(request, pk, Move.SIGN, "Đã ghi văn bản được ký.", form, "sign_form")


@unit_page(Action.PAPER_SIGN, "POST")
def send_back(request: UnitRequest, pk: int) -> HttpResponse:
    form = ReturnForm(request.POST, prefix="return")
    return _moved(request, pk, Move.RETURN, "Đã trả lại cho người soạn kèm lý do.", form, "return_form")


@unit_page(Action.PAPER_NUMBER, "POST")
def number(request: UnitRequest, pk: int) -> HttpResponse:
    found = _paper(request, pk)
    form = NumberForm(request.POST, request.FILES, prefix="number")
    if not form.is_valid():
        return _show(request, found, forms={"number_form": form})
    try:
        _, placed = number_paper(
            actor=request.user,
            at=timezone.now(),
            paper=found,
            seen=seen_version(request),
            **form.cleaned_data,
        )
    except CannotSign as refusal:
        return _refused(request, pk, refusal, form, "number_form")
    more = " Bản ký đã vào hồ sơ đề nghị công nhận." if placed else ""
    messages.success(request, f"Đã lưu số, ngày ký.{more}")
    return redirect("desk:paper", request.unit.code, pk)


@kept_by_browser
@unit_page(Action.SCORE_VIEW)
def paper_file(request: UnitRequest, pk: int) -> HttpResponseBase:
    """What was put before the signer, byte for byte."""
    found = _paper(request, pk)
    return hand_over(request, found.file, found.filename)


@kept_by_browser
@unit_page(Action.SCORE_VIEW)
def signed_copy(request: UnitRequest, pk: int) -> HttpResponseBase:
    found = _paper(request, pk)
    return hand_over(request, found.copy, found.copy_name)
