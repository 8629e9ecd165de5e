"""Where a publication is shown: a posting with its proof, and the day it was taken down."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from thanthien.operations.disclosure.clocks import why_not_yet
from thanthien.operations.disclosure.models import Channel, Posting
from thanthien.operations.disclosure.posting import Shown, item_of, take_down
from thanthien.operations.disclosure.queries import posting_seen_by, publication_seen_by
from thanthien.platform.files.actions import keep_named
from thanthien.platform.files.content import CannotKeepFile
from thanthien.platform.people.permissions import may
from thanthien.platform.people.roles import Action
from thanthien.platform.refusals import Refusal
from thanthien.web.desk.form_page import form_page
from thanthien.web.kept_files import hand_over
from thanthien.web.pages import UnitRequest, unit_page
from thanthien.web.plain_form import PlainForm, choice_field, date_field, text_field, upload_field
from thanthien.workflows.disclosure import bring_proof, post_with_proof, prove_posting
from thanthien.workflows.proving import Proven


class PostingForm(PlainForm):
    channel = choice_field("Hình thức", missing="Anh/chị chọn hình thức.")
    place = text_field("Ở đâu", length=150, hint="Ví dụ: nhà văn hóa thôn Đông; bảng tin tầng 1.")
    first_date = date_field("Từ ngày", missing="Anh/chị ghi ngày bắt đầu.")
    last_date = date_field("Đến hết ngày", hint="Để trống nếu chưa định ngày gỡ.")
    url = text_field("Đường dẫn bài đăng", length=500, hint="Với Facebook, Zalo, báo chí.")
    file = upload_field("Ảnh niêm yết, ảnh chụp màn hình hoặc lịch phát", hint="Ảnh, PDF; không quá 100 MB.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.set_choices("channel", [(c.value, c.label) for c in Channel if c != Channel.PORTAL])


class TakeDownForm(PlainForm):
    last_date = date_field("Ngày cuối cùng còn niêm yết, đăng, phát", missing="Anh/chị ghi ngày.")
    reason = text_field("Lý do")
    is_correction = forms.BooleanField(
        label="Gỡ sớm để đính chính", required=False,
        help_text="Chỉ điều phối viên, lãnh đạo; phải ghi lý do.",
    )  # fmt: skip


@unit_page(Action.DISCLOSURE_WORK, "GET", "POST")
def add(request: UnitRequest, pk: int) -> HttpResponse:
    one = publication_seen_by(request.user, request.unit, pk)
    if one is None:
        raise Http404
    done = {posting.channel for posting in one.postings.all()}
    wanted = next((code for code in item_of(one).channels if code not in done), "")
    form = PostingForm(
        request.POST or None, request.FILES or None,
        initial={"first_date": timezone.localdate(), "channel": wanted},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            file, filename = keep_named(upload=data["file"], at=timezone.now())
            shown = Shown(
                data["channel"], data["first_date"], data["last_date"], data["place"], data["url"], file, filename
            )  # fmt: skip
            _, proven = post_with_proof(actor=request.user, at=timezone.now(), publication=one, shown=shown)
        except Refusal as refusal:
            form.refuse(refusal)
        except CannotKeepFile as refusal:
            form.add_error("file", str(refusal))
        else:
            messages.success(request, f"Đã ghi nơi công khai.{_said(proven)}")
            return redirect("desk:disclosure_publication", request.unit.code, pk)
    back = reverse("desk:disclosure_publication", args=[request.unit.code, pk])
    return form_page(
        request, form, title="Ghi nơi niêm yết, đăng, phát", back=back, back_words=one.title[:60], lead=one.title
    )  # fmt: skip


@unit_page(Action.DISCLOSURE_WORK, "GET", "POST")
def end(request: UnitRequest, pk: int) -> HttpResponse:
    posting = _found(request, pk)
    one = posting.publication
    form = TakeDownForm(request.POST or None, initial={"last_date": timezone.localdate()})
    if not may(request.user, Action.DISCLOSURE_MANAGE, request.unit):
        del form.fields["is_correction"]
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            take_down(
                actor=request.user, at=timezone.now(), posting=posting, last_date=data["last_date"],
                reason=data["reason"], is_correction=data.get("is_correction", False),
            )  # fmt: skip
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "Đã ghi ngày gỡ.")
            return redirect("desk:disclosure_publication", request.unit.code, one.pk)
    back = reverse("desk:disclosure_publication", args=[request.unit.code, one.pk])
    return form_page(
        request, form, title=f"Gỡ: {posting}", back=back, back_words=one.title[:60], button="Ghi ngày gỡ",
        lead=why_not_yet(item_of(one), posting, timezone.localdate()),
    )  # fmt: skip


class ProofForm(PlainForm):
    file = upload_field("Ảnh niêm yết, ảnh chụp màn hình hoặc lịch phát", hint="Ảnh, PDF; không quá 100 MB.")
    url = text_field("Hoặc đường dẫn bài đăng", length=500)


@unit_page(Action.DISCLOSURE_WORK, "GET", "POST")
def proof(request: UnitRequest, pk: int) -> HttpResponse:
    """The picture or address of a posting that had none, brought later."""
    posting = _found(request, pk)
    one = posting.publication
    form = ProofForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            kept, filename = keep_named(upload=form.cleaned_data["file"], at=timezone.now())
            proven = bring_proof(
                actor=request.user, at=timezone.now(), posting=posting, url=form.cleaned_data["url"], file=kept,
                filename=filename,
            )  # fmt: skip
        except Refusal as refusal:
            form.refuse(refusal)
        except CannotKeepFile as refusal:
            form.add_error("file", str(refusal))
        else:
            messages.success(request, f"Đã ghi minh chứng.{_said(proven)}")
            return redirect("desk:disclosure_publication", request.unit.code, one.pk)
    back = reverse("desk:disclosure_publication", args=[request.unit.code, one.pk])
    return form_page(
        request, form, title=f"Minh chứng: {posting}", back=back, back_words=one.title[:60], lead=one.title
    )


@unit_page(Action.DISCLOSURE_WORK, "POST")
def hand_in(request: UnitRequest, pk: int) -> HttpResponse:
    """The proof of a posting for the tasks it serves, by somebody of the agency that leads them."""
    posting = _found(request, pk)
    proven = prove_posting(actor=request.user, at=timezone.now(), posting=posting)
    if proven.made:
        messages.success(request, _said(proven).strip())
    else:
        said = " ".join(proven.why) or "Kế hoạch năm không có nhiệm vụ nào cần minh chứng này."
        messages.warning(request, f"Chưa nộp được. {said}")
    return redirect("desk:disclosure_publication", request.unit.code, posting.publication_id)


def _said(proven: Proven) -> str:
    """What became of the proof, as sentences that follow another."""
    said = ""
    if proven.made:
        tasks = "; ".join(f"“{one.task.title}”" for one in proven.made)
        said = f" Đã nộp làm minh chứng của {tasks}; chờ người thứ hai kiểm tra."
    if proven.why:
        said += " Chưa nộp được cho: " + " ".join(proven.why)
    return said


@unit_page(Action.DISCLOSURE_VIEW)
def file(request: UnitRequest, pk: int) -> HttpResponseBase:
    posting = _found(request, pk)
    return hand_over(request, posting.file, posting.filename, small="small" in request.GET)


def _found(request: UnitRequest, pk: int) -> Posting:
    posting = posting_seen_by(request.user, request.unit, pk)
    if posting is None:
        raise Http404
    return posting
