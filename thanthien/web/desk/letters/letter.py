"""One letter: chosen a template, drafted, changed, signed, handed over, on paper."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from thanthien.lib.documents.write import write_docx, write_pdf
from thanthien.operations.letters.actions import (
    CannotWriteLetter,
    deliver_letter,
    draft_letter,
    drop_letter,
    fill_letter,
    living_check,
    restore_letter,
    return_letter,
    send_letter,
    sign_letter,
    submit_letter,
)
from thanthien.operations.letters.definition import definition
from thanthien.operations.letters.models import CourtesyLetter
from thanthien.operations.letters.papers import letter_document
from thanthien.operations.letters.proposing import accept_proposal
from thanthien.operations.letters.queries import greeted_lately
from thanthien.operations.letters.states import MOVES
from thanthien.operations.letters.telling import about
from thanthien.operations.letters.wording import lines_of, words_of
from thanthien.platform.outbox.queries import messages_about
from thanthien.platform.people.permissions import may
from thanthien.platform.people.roles import Action
from thanthien.platform.refusals import Refusal
from thanthien.web.desk.letters.frame import COLOURS, letter_of, proposal_of, tabs
from thanthien.web.desk.letters.letter_form import LetterForm, fields_of, first_values
from thanthien.web.kept_files import as_download
from thanthien.web.pages import UnitRequest, seen_version, unit_page
from thanthien.web.plain_form import PlainForm, date_field
from thanthien.workflows.letters import with_warnings

State, Way = CourtesyLetter.State, CourtesyLetter.Way


class DayForm(PlainForm):
    day = date_field("Ngày", missing="Anh/chị ghi ngày.")


@unit_page(Action.LETTER_WORK, "GET", "POST")
def new(request: UnitRequest) -> HttpResponse:
    """Without a template the list of them; with one its form."""
    template = definition().template(request.GET.get("template", ""))
    if template is None:
        context = {**tabs(request, "desk:letters"), "words": list(words_of(request.unit).values())}
        return render(request, "desk/letters/choose.html", context)
    form = LetterForm(request.POST or None, template=template, unit=request.unit)
    if request.method == "POST" and form.is_valid():
        fields = with_warnings(request.unit, fields_of(request.unit, template, form))
        key = request.POST.get("client_key", "")[:64] or uuid4().hex
        try:
            letter = draft_letter(
                actor=request.user, at=timezone.now(), unit=request.unit, fields=fields, client_key=key
            )
            return redirect("desk:letters_one", request.unit.code, letter.pk)
        except CannotWriteLetter as refusal:
            form = form.refused(refusal)
    return _form(
        request, form, f"Soạn: {template.name}", client_key=request.POST.get("client_key") or uuid4().hex
    )


@unit_page(Action.LETTER_WORK, "GET", "POST")
def from_proposal(request: UnitRequest, pk: int) -> HttpResponse:
    """The letter that a proposal asks for; accepting it drafts the letter."""
    proposal = proposal_of(request, pk)
    template = definition().template(proposal.template)
    if template is None:
        raise Http404
    if proposal.letter_id is not None:
        return redirect("desk:letters_one", request.unit.code, proposal.letter_id)
    first = {
        "name": proposal.name,
        "address": proposal.address,
        "deed": proposal.about if template.kind == "commendation" else "",
        "practice": str(proposal.practice_id or ""),
    }
    form = LetterForm(request.POST or None, template=template, unit=request.unit, initial=first)
    if request.method == "POST" and form.is_valid():
        fields = with_warnings(request.unit, fields_of(request.unit, template, form))
        try:
            letter = accept_proposal(actor=request.user, at=timezone.now(), proposal=proposal, fields=fields)
            return redirect("desk:letters_one", request.unit.code, letter.pk)
        except Refusal as refusal:
            form = form.refused(refusal)
    lead = f"{proposal.get_source_display()}: {proposal.about}."
    return _form(request, form, f"Soạn: {template.name}", lead=lead)


@unit_page(Action.LETTER_WORK, "GET", "POST")
def edit(request: UnitRequest, pk: int) -> HttpResponse:
    letter = letter_of(request, pk)
    template = definition().templates[letter.template]
    form = LetterForm(
        request.POST or None, template=template, unit=request.unit, initial=first_values(letter),
        warned=bool(letter.decided_for),
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        fields = with_warnings(request.unit, fields_of(request.unit, template, form))
        try:
            fill_letter(
                actor=request.user,
                at=timezone.now(),
                letter=letter,
                fields=fields,
                seen=seen_version(request),
            )
            return redirect("desk:letters_one", request.unit.code, pk)
        except CannotWriteLetter as refusal:
            form = form.refused(refusal)
    back = reverse("desk:letters_one", args=[request.unit.code, pk])
    return _form(request, form, f"Sửa: {template.name}", seen=letter.version, back=back)


def _form(request: UnitRequest, form: LetterForm, title: str, **more: Any) -> HttpResponse:
    if request.method == "POST" and "seen" in more:
        more["seen"] = seen_version(request)
    context = {
        "form": form, "title": title, "back": reverse("desk:letters", args=[request.unit.code]),
        "honorifics": ("Ông", "Bà", "Anh", "Chị", "Anh chị", "Tập thể", "Gia đình ông", "Gia đình bà"), **more,
    }  # fmt: skip
    return render(request, "desk/letters/form.html", context, status=422 if request.method == "POST" else 200)


@unit_page(Action.LETTER_VIEW)
def show(request: UnitRequest, pk: int) -> HttpResponse:
    return _show(request, letter_of(request, pk))


@unit_page(Action.LETTER_WORK, "POST")
def move(request: UnitRequest, pk: int) -> HttpResponse:
    one = letter_of(request, pk)
    try:
        words = _moved(request, one)
    except CannotWriteLetter as refusal:
        return _show(request, one, str(refusal))
    messages.success(request, words)
    return redirect("desk:letters_one", request.unit.code, pk)


def _moved(request: UnitRequest, one: CourtesyLetter) -> str:
    sent = request.POST
    args: dict[str, Any] = {
        "actor": request.user, "at": timezone.now(), "letter": one, "seen": seen_version(request),
    }  # fmt: skip
    why, way = sent.get("why", ""), sent.get("way", "")
    match sent.get("move"):
        case "submit":
            submit_letter(**args)
            return "Đã trình lãnh đạo ký."
        case "sign":
            return f"Đã ký, số {sign_letter(**args).said_number}."
        case "return":
            return_letter(**args, why=why)
            return "Đã trả lại để sửa."
        case "send":
            send_letter(**args, way=way, day=_day(request))
            return "Đã ghi gửi; thư điện tử đang được gửi đi." if way == Way.EMAIL else "Đã ghi gửi."
        case "deliver":
            deliver_letter(**args, way=way, day=_day(request), note=sent.get("note", ""))
            return "Đã ghi thư đến tay người nhận."
        case "drop":
            drop_letter(**args, why=why)
            return "Đã bỏ thư này; khi cần có thể lấy lại."
        case "restore":
            restore_letter(**args)
            return "Đã lấy lại thư."
    raise CannotWriteLetter("Anh/chị chọn việc cần làm.")


def _day(request: UnitRequest) -> date:
    form = DayForm(request.POST)
    if not form.is_valid():
        raise CannotWriteLetter(str(form.errors["day"][0]), "day")
    found: date = form.cleaned_data["day"]
    return found


@unit_page(Action.LETTER_VIEW)
def paper(request: UnitRequest, pk: int, form: str) -> HttpResponse:
    """The letter as Word or PDF."""
    one = letter_of(request, pk)
    if form not in ("docx", "pdf"):
        raise Http404
    document = letter_document(one)
    data = write_docx(document) if form == "docx" else write_pdf(document, font_folders=settings.FONT_DIRS)
    return as_download(
        data, f"{one.get_kind_display()} {one.said_number.replace('/', '-')}".strip() + f".{form}"
    )


def _show(request: UnitRequest, one: CourtesyLetter, refused: str = "") -> HttpResponse:
    unit = request.unit
    if refused:
        one.refresh_from_db()
    able = {
        name: one.state in step.allowed and may(request.user, step.action, unit)
        for name, step in MOVES.items()
    }
    subject, lines = lines_of(one)
    lately = greeted_lately(unit, one.other, timezone.localdate()) if one.kind == "condolence" else []
    context = {
        "letter": one,
        "colour": COLOURS[State(one.state)],
        "able": able,
        "subject": subject,
        "lines": lines,
        "warnings": living_check(one) if one.state in (State.DRAFT, State.SUBMITTED) else [],
        "lately": lately,
        "send_ways": [w for w in Way.choices if w[0] in (Way.POST, Way.ZALO, Way.EMAIL)],
        "hand_ways": [w for w in Way.choices if w[0] in (Way.CEREMONY, Way.HAND)],
        "today": timezone.localdate().isoformat(),
        "told": list(messages_about(unit, about(one))),
        "refused": refused,
    }
    return render(request, "desk/letters/letter.html", context, status=422 if refused else 200)
