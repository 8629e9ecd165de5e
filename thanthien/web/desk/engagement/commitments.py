"""Commitments of all sources in one table: due soon, late, settled with proof."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from thanthien.lib.vietnamese import date_vi, whole_number
from thanthien.operations.engagement.actions import CannotEngage
from thanthien.operations.engagement.committing import Change, move_commitment, promise_freely
from thanthien.operations.engagement.models import Commitment, CommitmentStep
from thanthien.operations.engagement.queries import commitment_counts, commitments_of, is_late
from thanthien.operations.engagement.standing import is_without_owner, owns
from thanthien.operations.engagement.states import COMMITMENTS
from thanthien.platform.files.actions import keep_named
from thanthien.platform.files.content import CannotKeepFile
from thanthien.platform.people.roles import Action
from thanthien.web.desk.engagement.frame import PromiseForm, asked, first_promise, tabs
from thanthien.web.desk.form_page import form_page
from thanthien.web.kept_files import hand_over
from thanthien.web.pages import UnitRequest, unit_page
from thanthien.web.plain_form import doer_choices, doer_chosen, text_field
from thanthien.workflows.engagement import prove_commitment

_FILTERS = (
    ("open", "Đang thực hiện"), ("due", "Đến hạn"), ("late", "Quá hạn"), ("settled", "Đã giải quyết"),
    ("all", "Tất cả"),
)  # fmt: skip
_MOST = 300
_BOSSES = {CommitmentStep.Move.HAND, CommitmentStep.Move.EXTEND, CommitmentStep.Move.REOPEN}


class FreeForm(PromiseForm):
    origin = text_field(
        "Cam kết ở đâu, trong dịp nào", missing="Anh/chị ghi cam kết ở đâu, trong dịp nào.", length=200,
        hint="Ví dụ: tiếp công dân ngày 12/5, hội nghị cử tri.",
    )  # fmt: skip


@unit_page(Action.ENGAGEMENT_VIEW)
def listed(request: UnitRequest) -> HttpResponse:
    today, unit = timezone.localdate(), request.unit
    wanted = request.GET.get("state", "open")
    state = wanted if wanted in dict(_FILTERS) else "open"
    counts = commitment_counts(unit, today)
    rows = list(commitments_of(unit, state, today)[:_MOST])
    context = {
        **tabs(request, "desk:commitments"),
        "rows": [(one, is_late(one, today), one.agency_id is None and is_without_owner(one)) for one in rows],
        "filters": [(code, words, counts[code]) for code, words in _FILTERS],
        "state": state,
    }
    return render(request, "desk/engagement/commitments.html", context)


@unit_page(Action.ENGAGEMENT_MANAGE, "GET", "POST")
def add(request: UnitRequest) -> HttpResponse:
    unit = request.unit
    received = _day(request.GET.get("reception", ""))  # asked for from a line of the reception book
    origin = f"Tiếp công dân ngày {date_vi(received)}" if received else ""
    form = FreeForm(unit, request.POST or None, initial={**first_promise(""), "origin": origin})
    if request.method == "POST" and form.is_valid():
        told = form.promise(form.cleaned_data["origin"])
        try:
            made = promise_freely(actor=request.user, at=timezone.now(), unit=unit, promise=told)
        except CannotEngage as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "Đã lập cam kết.")
            return redirect("desk:commitment", unit.code, made.pk)
    back = reverse("desk:commitments", args=[unit.code])
    return form_page(
        request, form, title="Lập cam kết", back=back, back_words="Cam kết", button="Lập cam kết",
        lead="Cam kết từ câu hỏi đối thoại, từ ý kiến nghe ở cơ sở thì lập ngay tại đó để giữ liên kết.",
    )  # fmt: skip


@unit_page(Action.ENGAGEMENT_VIEW)
def commitment_page(request: UnitRequest, pk: int) -> HttpResponse:
    return _show(request, asked(request, Commitment, pk))


def _show(request: UnitRequest, one: Commitment, *, status: int = 200, **kept: Any) -> HttpResponse:
    frame = tabs(request, "desk:commitments")
    mine = owns(request.user, one)
    moves = {
        move
        for move, step in COMMITMENTS.items()
        if mine and one.state in step.allowed and (frame["manages"] or move not in _BOSSES)
    }
    context = {
        **frame,
        "one": one,
        "late": is_late(one, timezone.localdate()),
        "lost": is_without_owner(one),
        "steps": one.steps.all(),
        "moves": moves,
        "doers": doer_choices(request.unit, "Chọn cơ quan hoặc người", Action.ENGAGEMENT_WORK)
        if "hand" in moves
        else [],
        **kept,
    }
    return render(request, "desk/engagement/commitment.html", context, status=status)


@unit_page(Action.ENGAGEMENT_WORK, "POST")
def move(request: UnitRequest, pk: int) -> HttpResponse:
    one, sent, now = asked(request, Commitment, pk), request.POST, timezone.now()
    chosen = sent.get("move", "")
    try:
        agency, person = doer_chosen(request.unit, sent.get("owner", ""))
        file, name = keep_named(upload=request.FILES.get("proof") if chosen == "settle" else None, at=now)
        change = Change(_day(sent.get("due_date", "")), agency, person, (file, name) if file else None)
        done = move_commitment(
            actor=request.user, at=now, commitment=one, move=chosen, seen=whole_number(sent.get("seen", "")) or 0,
            text=sent.get("text", ""), change=change,
        )  # fmt: skip
    except CannotKeepFile as error:
        return _show(
            request, one, status=422, refused=f"Tệp chưa giữ được. {error}", asked_move=chosen, typed=sent
        )
    except CannotEngage as refusal:
        return _show(request, one, status=422, refused=str(refusal), asked_move=chosen, typed=sent)
    told = prove_commitment(actor=request.user, at=now, commitment=done) if chosen == "settle" else None
    messages.success(request, "Đã ghi. Kết quả đã nộp làm minh chứng." if told and told.made else "Đã ghi.")
    return redirect("desk:commitment", request.unit.code, pk)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


@unit_page(Action.ENGAGEMENT_VIEW)
def proof(request: UnitRequest, pk: int) -> HttpResponseBase:
    one = asked(request, Commitment, pk)
    return hand_over(request, one.proof, one.proof_name)
