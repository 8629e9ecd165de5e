"""The score: gauge, level, the way up, every criterion with its reason and the records behind it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone

from thanthien.assessment.rounds.actions import CannotRegister, register_level, send_registration
from thanthien.assessment.rounds.queries import recognition_of
from thanthien.assessment.scoring.actions import CannotJudge, judge
from thanthien.assessment.scoring.queries import judgements_of, score_sheet
from thanthien.assessment.scoring.sheet import Line, Record, ScoreSheet
from thanthien.lib.rules import STATUS_LABEL, Status
from thanthien.lib.vietnamese import number_vi
from thanthien.platform.people.permissions import may
from thanthien.platform.people.roles import Action
from thanthien.programme.measures.registry import measure_of
from thanthien.programme.merit.queries import practices_serving
from thanthien.programme.plans.queries import desk_year
from thanthien.web.fields import NumberField
from thanthien.web.pages import UnitRequest, seen_version, unit_page

SHOWN = (("", "Tất cả"), ("open", "Chưa đạt"), ("waiting", "Chờ kiểm tra"))


@dataclass(frozen=True, slots=True)
class Branch:
    """A line of the tree as a page shows it; lines that the filter hides are not there."""

    line: Line
    below: list[Branch]
    opened: bool


def _sheet(request: UnitRequest) -> tuple[ScoreSheet, dict[str, Any]]:
    """The sheet of the year asked for, and what every page of the score shows around it."""
    today = timezone.localdate()
    asked = request.GET.get("year")
    year, years = desk_year(request.unit, asked=asked, today=today)
    sheet = score_sheet(request.unit, year, today)
    return sheet, {
        "sheet": sheet,
        "year": str(year),  # not a quantity: no thousands separator
        "years": [str(one) for one in years],
        "carried": f"?year={year}" if asked else "",
        "may_give": may(request.user, Action.TASK_MANAGE, request.unit),
        "recognition": recognition_of(request.unit, year),
        "may_judge": may(request.user, Action.SCORE_JUDGE, request.unit),
        "may_register": may(request.user, Action.LEVEL_REGISTER, request.unit),
        "may_adopt": may(request.user, Action.CRITERIA_ADOPT, request.unit),
    }


@unit_page(Action.SCORE_VIEW)
def score(request: UnitRequest) -> HttpResponse:
    sheet, context = _sheet(request)
    shown = request.GET.get("show", "")
    leaves = sheet.leaves
    counts = {
        "": len(leaves),
        "open": sum(leaf.is_open for leaf in leaves),
        "waiting": sum(bool(leaf.waiting) for leaf in leaves),
    }
    context |= {
        "tree": [branch for top in sheet.top if (branch := _branch(top, shown))],
        "shown": shown,
        "filters": [(code, words, counts[code]) for code, words in SHOWN],
        "ticks": _ticks(sheet),
        "statuses": _statuses(leaves),
        "needle": _on_arc(sheet.points, sheet.maximum) if sheet.points is not None else None,
    }
    return render(request, "desk/score/score.html", context)


def _statuses(leaves: list[Line]) -> list[tuple[Status, str, int]]:
    """How many rows stand how, in the order from good to unknown; only those that occur."""
    counted = [(one, STATUS_LABEL[one], sum(leaf.status is one for leaf in leaves)) for one in Status]
    return [row for row in counted if row[2]]


def _branch(line: Line, shown: str) -> Branch | None:
    below = [branch for child in line.children if (branch := _branch(child, shown))]
    if line.is_leaf and not _fits(line, shown):
        return None
    if line.children and not below:
        return None
    return Branch(line, below, opened=bool(shown) or line.depth > 1)


def _fits(line: Line, shown: str) -> bool:
    return {"open": line.is_open, "waiting": bool(line.waiting)}.get(shown, True)


def _on_arc(points: Decimal, maximum: Decimal | None) -> str:
    """The share of the half circle as a number between 0 and 100, for `pathLength`."""
    if not maximum:
        return "0"
    return f"{min(Decimal(100), points * 100 / maximum):.2f}"


def _ticks(sheet: ScoreSheet) -> list[dict[str, str]]:
    """Where each level begins, as marks on the gauge."""
    if sheet.maximum is None:
        return []
    bands = sorted(sheet.bands, key=lambda band: band.minimum)
    return [
        {
            "label": band.label,
            "at": _on_arc(band.minimum, sheet.maximum),
            "turn": f"{float(band.minimum / sheet.maximum) * 180 - 90:.1f}",
            "level": str(place),
        }
        for place, band in enumerate(bands, 1)
        if band.minimum > 0
    ]


class JudgementForm(forms.Form):
    percent = NumberField(
        label="Tỷ lệ điểm được hưởng (%)",
        min_value=Decimal(0),
        max_value=Decimal(100),
        decimal_places=2,
        error_messages={
            "required": "Anh/chị ghi tỷ lệ từ 0 đến 100.",
            "invalid": "Tỷ lệ là một số từ 0 đến 100, ví dụ 80.",
            "min_value": "Tỷ lệ không thể dưới 0.",
            "max_value": "Tỷ lệ không thể trên 100.",
        },
    )
    reason = forms.CharField(
        label="Lý do, căn cứ",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Anh/chị ghi ngắn gọn lý do, căn cứ của số điểm này."},
    )


def _above(lines: Iterable[Line], key: str) -> list[Line]:
    """The headings over a line, from the top down."""
    for line in lines:
        if any(one.key == key for one in line.walk()):
            return [] if line.key == key else [line, *_above(line.children, key)]
    return []


@dataclass(frozen=True, slots=True)
class Figures:
    """What a row read of one measure: each figure with the address of what stands behind it."""

    code: str
    label: str
    unit: str
    rows: list[tuple[Record, str]]


def _figures(request: UnitRequest, line: Line) -> list[Figures]:
    found = []
    for code in line.measures:
        measure = measure_of(code)
        page = reverse("desk:figure", args=[request.unit.code, code])
        rows = []
        for one in line.records:
            if one.kind == "reading" and one.target == ("figure", code):
                # a sum of collected figures has its month in its reference, a typed figure its key
                summed = one.ref.count(":") == 2
                rows.append(
                    (one, f"{page}?year={one.day.year}&by=day&month={one.day.month}" if summed else page)
                )
        found.append(Figures(code, measure.label, measure.unit, rows))
    return found


def _criterion(request: UnitRequest, key: str, form: JudgementForm | None = None) -> HttpResponse:
    sheet, context = _sheet(request)
    line = sheet.line(key)
    if line is None:
        raise Http404
    keys = [one.key for one in sheet.leaves]
    at = keys.index(key) if key in keys else -1
    context |= {
        "line": line,
        "above": _above(sheet.top, key),
        "proofs": [one for one in line.records if one.kind == "evidence"],
        "figures": _figures(request, line),
        "judgements": judgements_of(request.unit, sheet.year, key) if line.is_judged else [],
        "form": form or JudgementForm(),
        "practices": practices_serving(request.unit, sheet.criteria_set, key) if sheet.criteria_set else [],
        "before": keys[at - 1] if at > 0 else None,
        "after": keys[at + 1] if 0 <= at < len(keys) - 1 else None,
    }
    return render(request, "desk/score/criterion.html", context, status=422 if form else 200)


@unit_page(Action.SCORE_VIEW)
def criterion(request: UnitRequest, key: str) -> HttpResponse:
    return _criterion(request, key)


@unit_page(Action.SCORE_JUDGE, "POST")
def give_judgement(request: UnitRequest, key: str) -> HttpResponse:
    form = JudgementForm(request.POST)
    if not form.is_valid():
        return _criterion(request, key, form)
    now = timezone.now()
    year, _ = desk_year(request.unit, asked=request.GET.get("year"), today=timezone.localdate(now))
    try:
        judge(
            actor=request.user,
            at=now,
            unit=request.unit,
            year=year,
            key=key,
            share=form.cleaned_data["percent"] / 100,
            reason=form.cleaned_data["reason"],
        )
    except CannotJudge as refusal:
        form.add_error(refusal.field or None, str(refusal))
        return _criterion(request, key, form)
    messages.success(request, "Đã lưu điểm chấm và lý do.")
    return redirect(_to("desk:score_criterion", request, key))


class RegistrationForm(forms.Form):
    level = forms.TypedChoiceField(
        label="Mức đăng ký",
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": "Anh/chị chọn mức đăng ký."},
    )
    registered_date = forms.DateField(
        label="Ngày đăng ký",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "Anh/chị chọn ngày của văn bản đăng ký.", "invalid": "Ngày chưa đúng."},
    )
    document_number = forms.CharField(label="Số văn bản đăng ký", max_length=60, required=False)
    reason = forms.CharField(label="Lý do thay đổi", required=False)
    seen = forms.IntegerField(label="Phiên bản", widget=forms.HiddenInput, required=False)

    def clean_seen(self) -> int:
        """Without a version the form has seen none, so it cannot replace one that stands."""
        return self.cleaned_data["seen"] or 0

    def __init__(self, sheet: ScoreSheet, data: Any = None) -> None:
        kept = sheet.registration
        initial: dict[str, Any] = {
            "registered_date": timezone.localdate(),
            "seen": kept.version if kept else 0,
        }
        if kept:
            initial |= {
                "level": kept.level,
                "registered_date": kept.registered_date,
                "document_number": kept.document_number,
            }
        super().__init__(data, initial=initial)
        level = cast(forms.TypedChoiceField, self.fields["level"])
        level.choices = [
            (band.level, f"{band.label} (từ {number_vi(band.minimum)} điểm)") for band in sheet.bands
        ]


@unit_page(Action.LEVEL_REGISTER, "GET", "POST")
def register(request: UnitRequest) -> HttpResponse:
    sheet, context = _sheet(request)
    form = RegistrationForm(sheet, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            register_level(
                actor=request.user, at=timezone.now(), unit=request.unit, year=sheet.year, **form.cleaned_data
            )
        except CannotRegister as refusal:
            form.add_error(refusal.field or None, str(refusal))
        else:
            messages.success(request, f"Đã ghi mức đăng ký năm {sheet.year}.")
            return redirect(_to("desk:score", request))
    status = 422 if request.method == "POST" else 200
    return render(request, "desk/score/register.html", context | {"form": form}, status=status)


@unit_page(Action.LEVEL_REGISTER, "POST")
def send(request: UnitRequest) -> HttpResponse:
    """Send the registration up to the city as it was looked at."""
    year, _ = desk_year(request.unit, asked=request.GET.get("year"), today=timezone.localdate())
    seen = seen_version(request)
    try:
        send_registration(actor=request.user, at=timezone.now(), unit=request.unit, year=year, seen=seen)
    except CannotRegister as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"Đã gửi đăng ký năm {year} lên thành phố.")
    return redirect(_to("desk:score", request))


def _to(name: str, request: UnitRequest, *args: str) -> str:
    year = request.GET.get("year")
    return reverse(name, args=[request.unit.code, *args]) + (f"?year={year}" if year else "")


urlpatterns = [
    path("score/", score, name="score"),
    path("score/register/", register, name="score_register"),
    path("score/register/send/", send, name="score_register_send"),
    path("score/<str:key>/", criterion, name="score_criterion"),
    path("score/<str:key>/judge/", give_judgement, name="score_judge"),
]
