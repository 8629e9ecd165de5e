"""One publication: the draft, its clock, publishing, where it is shown, taking down, the versions before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from thanthien.lib.vietnamese import date_vi
from thanthien.operations.disclosure.actions import (
    CannotPublish,
    Draft,
    change_draft,
    discard_draft,
    draft_publication,
)
from thanthien.operations.disclosure.clocks import earliest_end, least_days, publish_by, stays_for_good
from thanthien.operations.disclosure.definition import NEWS, definition
from thanthien.operations.disclosure.models import Channel, Posting, Publication
from thanthien.operations.disclosure.posting import item_of, withdraw
from thanthien.operations.disclosure.queries import publication_seen_by, register_of
from thanthien.platform.files.actions import keep_named
from thanthien.platform.files.content import CannotKeepFile
from thanthien.platform.people.permissions import may
from thanthien.platform.people.roles import Action
from thanthien.platform.refusals import Refusal
from thanthien.platform.units.models import Unit
from thanthien.programme.evidence.models import Evidence
from thanthien.web.desk.form_page import form_page
from thanthien.web.kept_files import hand_over
from thanthien.web.pages import UnitRequest, seen_version, unit_page
from thanthien.web.plain_form import PlainForm, choice_field, date_field, text_field, upload_field
from thanthien.workflows.disclosure import postings_that_serve, proofs_of_postings, publish_with_proof

State = Publication.State


class DraftForm(PlainForm):
    item = choice_field("Thuộc nội dung", missing="Anh/chị chọn nội dung.")
    title = text_field("Tên, trích yếu", missing="Anh/chị ghi tên nội dung.")
    document_number = text_field(
        "Số, ký hiệu văn bản", length=60, hint="Ví dụ 12/QĐ-UBND. Để trống nếu không có."
    )
    document_date = date_field(
        "Ngày có quyết định, văn bản",
        missing="Anh/chị ghi ngày của văn bản.",
        hint="Thời hạn công khai tính từ ngày này.",
    )
    text = forms.CharField(
        label="Nội dung cho người dân đọc", required=False, max_length=50_000, strip=True,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="Viết ngắn, dễ hiểu. Không ghi số định danh, tài khoản, bệnh tật của người dân.",
    )  # fmt: skip
    file = upload_field("Tệp văn bản hoặc ảnh")

    def __init__(self, unit: Unit, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        items = [one for one in register_of(unit).values() if one.is_active and one.code != "quarter_list"]
        self.set_choices("item", [("", "Chọn nội dung"), *((one.code, one.title[:110]) for one in items)])


@unit_page(Action.DISCLOSURE_WORK, "GET", "POST")
def new(request: UnitRequest) -> HttpResponse:
    return _draft_page(request, None)


@unit_page(Action.DISCLOSURE_WORK, "GET", "POST")
def version(request: UnitRequest, pk: int) -> HttpResponse:
    """A new version of what is public."""
    return _draft_page(request, _found(request, pk))


def _draft_page(request: UnitRequest, replaces: Publication | None) -> HttpResponse:
    today = timezone.localdate()
    first: dict[str, Any] = {"item": request.GET.get("item", ""), "document_date": today}
    if replaces is not None:
        first |= {"item": replaces.item, "title": replaces.title, "text": replaces.text}
    form = DraftForm(request.unit, request.POST or None, request.FILES or None, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            made = draft_publication(
                actor=request.user, at=timezone.now(), unit=request.unit, draft=_draft(form), replaces=replaces
            )  # fmt: skip
        except (Refusal, CannotKeepFile) as refusal:
            _refuse(form, refusal)
        else:
            messages.success(request, "Đã lưu bản soạn; xem lại rồi công bố.")
            return redirect("desk:disclosure_publication", request.unit.code, made.pk)
    back = reverse("desk:disclosure", args=[request.unit.code])
    return form_page(
        request, form, title="Bản mới" if replaces else "Soạn nội dung công khai", back=back,
        back_words="Công khai",
        lead="Bản đang công khai được giữ trong lịch sử khi bản mới được công bố." if replaces else "",
    )  # fmt: skip


@unit_page(Action.DISCLOSURE_WORK, "GET", "POST")
def edit(request: UnitRequest, pk: int) -> HttpResponse:
    one = _found(request, pk)
    if one.state != State.DRAFT:
        messages.error(request, "Nội dung đã công bố thì sửa bằng bản mới.")
        return redirect("desk:disclosure_publication", request.unit.code, pk)
    first = {
        "item": one.item, "title": one.title, "document_number": one.document_number,
        "document_date": one.document_date, "text": one.text,
    }  # fmt: skip
    form = DraftForm(request.unit, request.POST or None, request.FILES or None, initial=first)
    if one.item == "quarter_list":
        form.set_choices("item", [(one.item, definition().items[one.item].title)])
    if request.method == "POST" and form.is_valid():
        try:
            change_draft(
                actor=request.user, at=timezone.now(), publication=one, draft=_draft(form, one.period),
                seen=seen_version(request),
            )  # fmt: skip
        except (Refusal, CannotKeepFile) as refusal:
            _refuse(form, refusal)
        else:
            messages.success(request, "Đã lưu.")
            return redirect("desk:disclosure_publication", request.unit.code, pk)
    back = reverse("desk:disclosure_publication", args=[request.unit.code, pk])
    return form_page(
        request, form, title="Sửa bản soạn", back=back, back_words=one.title[:60], seen=one.version
    )


def _draft(form: DraftForm, period: str = "") -> Draft:
    """Raises CannotKeepFile."""
    data = form.cleaned_data
    file, filename = keep_named(upload=data["file"], at=timezone.now())
    return Draft(
        item=data["item"], title=data["title"], document_date=data["document_date"],
        document_number=data["document_number"], text=data["text"], file=file, filename=filename, period=period,
    )  # fmt: skip


def _refuse(form: PlainForm, refusal: Exception) -> None:
    if isinstance(refusal, Refusal):
        form.refuse(refusal)
    else:
        form.add_error("file", str(refusal))


@unit_page(Action.DISCLOSURE_VIEW)
def show(request: UnitRequest, pk: int) -> HttpResponse:
    return _show(request, _found(request, pk))


@unit_page(Action.DISCLOSURE_MANAGE, "POST")
def decide(request: UnitRequest, pk: int) -> HttpResponse:
    """Publish a draft, or take a public text down everywhere."""
    one, move = _found(request, pk), request.POST.get("move", "")
    asked: dict[str, Any] = {
        "actor": request.user,
        "at": timezone.now(),
        "publication": one,
        "seen": seen_version(request),
    }
    try:
        if move == "publish":
            publish_with_proof(**asked)
            messages.success(request, "Đã công bố trên trang của đơn vị. Niêm yết, phát xong thì ghi ở dưới.")
        elif move == "withdraw":
            correction = request.POST.get("is_correction") == "on"
            withdraw(**asked, reason=request.POST.get("reason", ""), is_correction=correction)
            messages.success(request, "Đã gỡ; lý do được giữ trong lịch sử.")
        else:
            raise Http404
    except CannotPublish as refusal:
        return _show(request, _found(request, pk), status=422, refused=str(refusal), typed=request.POST)
    return redirect("desk:disclosure_publication", request.unit.code, pk)


@unit_page(Action.DISCLOSURE_WORK, "POST")
def discard(request: UnitRequest, pk: int) -> HttpResponse:
    one = _found(request, pk)
    try:
        discard_draft(actor=request.user, at=timezone.now(), publication=one, seen=seen_version(request))
    except CannotPublish as refusal:
        return _show(request, one, status=422, refused=str(refusal))
    messages.success(request, "Đã bỏ bản soạn.")
    return redirect("desk:disclosure_item", request.unit.code, one.item)


@unit_page(Action.DISCLOSURE_VIEW)
def file(request: UnitRequest, pk: int) -> HttpResponseBase:
    one = _found(request, pk)
    return hand_over(request, one.file, one.filename, small="small" in request.GET)


def _show(request: UnitRequest, one: Publication, *, status: int = 200, **more: Any) -> HttpResponse:
    today, item = timezone.localdate(), item_of(one)
    postings = list(one.postings.select_related("posted_by", "ended_by", "file"))
    shown = {posting.channel for posting in postings}
    for posting in postings:
        posting.publication = one
    proofs = proofs_of_postings(postings)
    serve = postings_that_serve(postings) if may(request.user, Action.TASK_WORK, request.unit) else set()
    entry = register_of(request.unit).get(one.item)
    context = {
        "one": one,
        "item": item,
        "item_title": entry.title if entry else one.item,
        "clock": publish_by(request.unit, one.document_date),
        "basis": definition().publish_basis,
        "late": item.legal and _days_late(one, today) > 0,
        "publish_days": definition().publish_days,
        "is_news": one.item == NEWS,
        "postings": [
            _Shown(
                posting,
                _least_words(one, posting),
                _is_up(posting, today),
                proofs.get(posting.pk, []),
                posting.pk in serve,
            )
            for posting in postings
        ],
        "lacking": [Channel(code).label for code in item.channels if code not in shown],
        "versions": Publication.objects.filter(thread=one.thread).exclude(pk=one.pk).order_by("-pk"),
        "works": may(request.user, Action.DISCLOSURE_WORK, request.unit),
        "manages": may(request.user, Action.DISCLOSURE_MANAGE, request.unit),
        **more,
    }
    return render(request, "desk/disclosure/publication.html", context, status=status)


@dataclass(frozen=True, slots=True)
class _Shown:
    """A posting with how long it must stay, whether it is up, and what became of its proof."""

    posting: Posting
    least: str
    is_up: bool
    proofs: list[Evidence]
    serves: bool

    @property
    def wants_proof(self) -> bool:
        return self.posting.channel != Channel.PORTAL and not self.posting.has_proof

    @property
    def may_hand_in(self) -> bool:
        """There are tasks for it, and none has it yet."""
        is_there = self.posting.channel == Channel.PORTAL or self.posting.has_proof
        return self.serves and is_there and not self.proofs


def _days_late(one: Publication, today: date) -> int:
    done = timezone.localdate(one.published_at) if one.published_at else today
    return (done - one.due_date).days


def _is_up(posting: Posting, today: date) -> bool:
    return posting.last_date is None or posting.last_date >= today


def _least_words(one: Publication, posting: Posting) -> str:
    item = item_of(one)
    if stays_for_good(item, posting.channel):
        return "niêm yết thường xuyên"
    days = least_days(item, posting.channel)
    if not days:
        return ""
    soonest = earliest_end(item, posting.channel, posting.first_date)
    return f"ít nhất {days} ngày liên tục, đến hết {date_vi(soonest)}"


def _found(request: UnitRequest, pk: int) -> Publication:
    one = publication_seen_by(request.user, request.unit, pk)
    if one is None:
        raise Http404
    return one
