"""All communes of a year, and one round: what was handed in, sending back, opening an appraisal, deciding."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from thanthien.assessment.rounds.appraising import open_appraisal
from thanthien.assessment.rounds.consolidation import voices_needed
from thanthien.assessment.rounds.deciding import decide, is_on_sample
from thanthien.assessment.rounds.defaults import defaults
from thanthien.assessment.rounds.models import Appraisal, RecognitionDecision, Round, Sheet
from thanthien.assessment.rounds.moving import CannotChangeRound
from thanthien.assessment.rounds.queries import (
    appraisals_of,
    councils_of,
    decision_in_force,
    decisions_of,
    registration_of,
    rounds_below,
    sheets_of,
    sheets_that_count,
    snapshot_of,
    submissions_of,
)
from thanthien.assessment.rounds.seats import may_take_minutes, sheet_in
from thanthien.assessment.rounds.states import STEPS, Move
from thanthien.assessment.rounds.submitting import send_back
from thanthien.lib.vietnamese import whole_number
from thanthien.platform.people.permissions import may
from thanthien.platform.people.roles import Action
from thanthien.web.pages import UnitRequest, seen_version, unit_page
from thanthien.web.rounds.timeline import timeline
from thanthien.workflows.rounds import side_by_side

State = Round.State
Kind = RecognitionDecision.Kind
_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class DecisionForm(forms.Form):
    kind = forms.ChoiceField(
        label="Quyết định",
        choices=Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Anh/chị chọn nội dung quyết định."},
    )
    level = forms.TypedChoiceField(label="Mức được công nhận", coerce=int, required=False, empty_value=None)
    number = forms.CharField(
        label="Số quyết định", max_length=60, error_messages={"required": "Anh/chị ghi số quyết định."}
    )
    decided_date = forms.DateField(
        label="Ngày ký",
        widget=_DAY,
        error_messages={"required": "Anh/chị chọn ngày ký.", "invalid": "Ngày chưa đúng."},
    )
    signer = forms.CharField(
        label="Người ký", max_length=100, error_messages={"required": "Anh/chị ghi người ký."}
    )
    object_until = forms.DateField(
        label="Hạn kiến nghị", widget=_DAY, required=False, error_messages={"invalid": "Ngày chưa đúng."}
    )
    reason = forms.CharField(label="Lý do, căn cứ", required=False, widget=forms.Textarea)
    sample_agreed = forms.BooleanField(label="Tôi biết hồ sơ này chấm theo điểm mẫu", required=False)

    def __init__(self, kinds: list[tuple[str, str]], levels: list[tuple[int, str]], data: Any = None) -> None:
        today = timezone.localdate()
        until = today + timedelta(days=defaults().objection_days)
        first = {"kind": kinds[0][0] if kinds else "", "decided_date": today, "object_until": until}
        super().__init__(data, initial=first)
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
        self.fields["level"].choices = [("", "Chọn mức"), *levels]  # type: ignore[attr-defined]


@unit_page(Action.CITY_VIEW)
def communes(request: UnitRequest) -> HttpResponse:
    this_year = timezone.localdate().year
    asked = whole_number(request.GET.get("year")) or 0
    year = asked if 2000 <= asked <= 2100 else this_year
    rows = rounds_below(request.unit, year)
    shown = request.GET.get("show", "")
    keep = {
        "unregistered": [row for row in rows if row.registration is None],
        "unsubmitted": [row for row in rows if row.submission is None],
        "waiting": [row for row in rows if row.round and row.round.state in _WAITING],
    }
    context = {
        "rows": keep.get(shown, rows),
        "shown": shown,
        "filters": [
            ("", "Tất cả", len(rows)),
            *((code, _FILTERS[code], len(kept)) for code, kept in keep.items()),
        ],
        "year": str(year),
        "years": [
            str(one)
            for one in sorted({this_year + 1, this_year, this_year - 1, this_year - 2, year}, reverse=True)
        ],
        "may_manage": may(request.user, Action.ROUND_MANAGE, request.unit),
    }
    return render(request, "oversight/rounds/rounds.html", context)


_WAITING = {State.SUBMITTED, State.APPRAISING, State.APPRAISED, State.OBJECTED}
_FILTERS = {"unregistered": "Chưa đăng ký", "unsubmitted": "Chưa nộp", "waiting": "Chờ thành phố"}


def round_or_404(request: UnitRequest, pk: int) -> Round:
    """A round of one of the city's own communes."""
    kept = Round.objects.filter(pk=pk, unit__parent=request.unit).select_related("unit__parent").first()
    if kept is None:
        raise Http404
    return kept


@unit_page(Action.CITY_VIEW)
def one(request: UnitRequest, pk: int) -> HttpResponse:
    return show(request, round_or_404(request, pk))


def show(
    request: UnitRequest, kept: Round, *, refusal: str = "", at: str = "", form: DecisionForm | None = None
) -> HttpResponse:
    """The page of a round; with a refusal it shows beside the form named `at`, and answers 422."""
    handed = submissions_of(kept)
    appraisals = appraisals_of(kept)
    current = appraisals[0] if appraisals else None
    appraised = next((a for a in appraisals if a.result and not a.was_stopped), None)
    snapshot = snapshot_of(handed[0]) if handed else None
    manages = may(request.user, Action.ROUND_MANAGE, request.unit)
    kinds = _kinds(kept) if manages else []
    rows = side_by_side(handed[0], appraised, live=None) if handed else []
    context = {
        "round": kept,
        "commune": kept.unit,
        "year": str(kept.year),
        "registration": registration_of(kept.unit, kept.year),
        "handed": handed,
        "snapshot": snapshot,
        "appraisal": current,
        "appraised": appraised,
        "may_take": appraised is not None and may_take_minutes(request.user, appraised),
        "progress": _progress(request, current) if current else None,
        "leaves": [row for row in snapshot["criteria"] if row["is_leaf"]] if snapshot else [],
        "differing": [row for row in rows if row.differs],
        "decision": decision_in_force(kept),
        "decisions": decisions_of(kept),
        "may_send_back": manages and kept.state in STEPS[Move.SEND_BACK].allowed,
        "may_open": manages and kept.state in STEPS[Move.APPRAISE].allowed | STEPS[Move.RECHECK].allowed,
        "is_recheck": kept.state == State.OBJECTED,
        "councils": councils_of(request.unit, kept.year) if manages else [],
        "decides_now": at == "decide" or kept.state in (State.APPRAISED, State.OBJECTED),
        "asks_sample": is_on_sample(appraised)
        and bool({Kind.RECOGNISE, Kind.REFUSE} & {kind for kind, _ in kinds}),
        "may_recognise": Kind.RECOGNISE in {kind for kind, _ in kinds},
        "form": (form or DecisionForm(kinds, _levels(appraised))) if kinds else None,
        "history": timeline(kept, registration_of(kept.unit, kept.year), inside=True),
        "refusal": refusal,
        "refused_at": at,
        "typed": request.POST,
    }
    return render(request, "oversight/rounds/round.html", context, status=422 if at else 200)


def _progress(request: UnitRequest, appraisal: Appraisal) -> dict[str, Any]:
    """Who has handed in, how many proofs were looked at, and the person's own sheet."""
    sheets, counted = sheets_of(appraisal), sheets_that_count(appraisal)
    verdicts = list(appraisal.sample.values_list("verdict", flat=True))
    return {
        "sheets": sheets,
        "handed": sum(sheet.state == Sheet.State.HANDED_IN for sheet in counted),
        "eligible": len(counted),
        "needed": voices_needed(appraisal.council.quorum, len(counted)),
        "sample": len(verdicts),
        "looked_at": sum(bool(verdict) for verdict in verdicts),
        "mine": sheet_in(request.user, appraisal),
        "running": appraisal.closed_at is None,
    }


def _kinds(kept: Round) -> list[tuple[str, str]]:
    moves = {
        Kind.RECOGNISE: Move.RECOGNISE,
        Kind.REFUSE: Move.REFUSE,
        Kind.KEEP: Move.KEEP_RECOGNISED,
        Kind.REVOKE: Move.REVOKE,
    }
    return [(str(kind), str(kind.label)) for kind, move in moves.items() if kept.state in STEPS[move].allowed]


def _levels(appraised: Appraisal | None) -> list[tuple[int, str]]:
    """The levels that the appraised points reach, the highest first."""
    if appraised is None or appraised.level is None:
        return []
    bands = snapshot_of(appraised.submission)["levels"]
    return [(b["level"], b["label"]) for b in bands if b["level"] <= appraised.level]


@unit_page(Action.ROUND_MANAGE, "POST")
def back(request: UnitRequest, pk: int) -> HttpResponse:
    kept = round_or_404(request, pk)
    remarks = {
        name.removeprefix("c-"): str(text) for name, text in request.POST.items() if name.startswith("c-")
    }
    try:
        send_back(
            actor=request.user,
            at=timezone.now(),
            round_=kept,
            remark=request.POST.get("remark", ""),
            remarks=remarks,
            seen=seen_version(request),
        )
    except CannotChangeRound as refusal:
        return show(request, kept, refusal=str(refusal), at="back")
    messages.success(request, f"Đã trả hồ sơ cho {kept.unit.full_name} để bổ sung.")
    return redirect("oversight:round", request.unit.code, pk)


@unit_page(Action.ROUND_MANAGE, "POST")
def open_(request: UnitRequest, pk: int) -> HttpResponse:
    kept = round_or_404(request, pk)
    wanted = whole_number(request.POST.get("council"))
    council = next((c for c in councils_of(request.unit, kept.year) if c.pk == wanted), None)
    try:
        if council is None:
            raise CannotChangeRound("Anh/chị chọn hội đồng thẩm định.", "council")
        open_appraisal(
            actor=request.user,
            at=timezone.now(),
            round_=kept,
            council=council,
            seen=seen_version(request),
            remark=request.POST.get("remark", ""),
        )
    except CannotChangeRound as refusal:
        return show(request, kept, refusal=str(refusal), at="open")
    messages.success(request, "Đã mở thẩm định; các thành viên hội đồng có phiếu để chấm.")
    return redirect("oversight:round", request.unit.code, pk)


@unit_page(Action.ROUND_MANAGE, "POST")
def decide_(request: UnitRequest, pk: int) -> HttpResponse:
    kept = round_or_404(request, pk)
    appraised = next((a for a in appraisals_of(kept) if a.result and not a.was_stopped), None)
    form = DecisionForm(_kinds(kept), _levels(appraised), request.POST)
    if not form.is_valid():
        return show(request, kept, at="decide", form=form)
    try:
        decide(
            actor=request.user,
            at=timezone.now(),
            round_=kept,
            seen=seen_version(request),
            **form.cleaned_data,
        )
    except CannotChangeRound as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return show(request, kept, at="decide", form=form)
    messages.success(request, f"Đã ghi quyết định số {form.cleaned_data['number']}.")
    return redirect("oversight:round", request.unit.code, pk)
