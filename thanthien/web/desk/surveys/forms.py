"""A unit's own forms: begun, their versions, one as citizens see it, two versions side by side."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation

from thanthien.lib.vietnamese import whole_number
from thanthien.operations.surveys.actions import CannotChangeSurvey
from thanthien.operations.surveys.comparing import running_on_older
from thanthien.operations.surveys.definition import Kind, content_of, samples
from thanthien.operations.surveys.differences import differences, shared
from thanthien.operations.surveys.drafting import begin_own, begin_version
from thanthien.operations.surveys.models import Questionnaire, Version
from thanthien.operations.surveys.queries import questionnaire_seen_by, questionnaires_of
from thanthien.platform.people.permissions import may
from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Unit
from thanthien.web.desk.form_page import form_page
from thanthien.web.pages import UnitRequest, unit_page
from thanthien.web.plain_form import PlainForm, choice_field, text_field
from thanthien.web.survey_form import intro_said, questions_said


class BeginForm(PlainForm):
    title = text_field("Tên phiếu", missing="Anh/chị ghi tên phiếu.", length=200)
    source = choice_field(
        "Bắt đầu từ", hint="Câu hỏi được chép sang bản soạn; phiếu gốc không thay đổi theo."
    )

    def __init__(self, unit: Unit, own: list[Questionnaire], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        versions = [(form, form.versions.all()) for form in own]
        self.versions = {f"own:{list(rows)[-1].pk}": list(rows)[-1] for _, rows in versions if rows}
        self.set_choices(
            "source",
            [
                ("", "Phiếu trống"),
                ("Mẫu có sẵn", [(f"sample:{one.code}", one.title) for one in samples().values()]),
                ("Phiếu của đơn vị", [(value, str(one)) for value, one in self.versions.items()]),
            ],
        )


@unit_page(Action.SURVEY_MANAGE, "GET", "POST")
def begin(request: UnitRequest) -> HttpResponse:
    own = list(questionnaires_of(request.user, request.unit))
    initial = {"source": request.GET.get("source", "")}
    form = BeginForm(request.unit, own, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        kind, _, code = form.cleaned_data["source"].partition(":")
        try:
            version = begin_own(
                actor=request.user, at=timezone.now(), unit=request.unit, title=form.cleaned_data["title"],
                sample=code if kind == "sample" else "", like=form.versions.get(form.cleaned_data["source"]),
            )  # fmt: skip
        except CannotChangeSurvey as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "Đã lập bản soạn. Anh/chị thêm câu hỏi, xem trước rồi ban hành.")
            return redirect("desk:survey_draft", request.unit.code, version.questionnaire_id)
    return form_page(
        request, form, title="Lập phiếu của đơn vị", button="Lập bản soạn",
        back=reverse("desk:surveys", args=[request.unit.code]), back_words="Khảo sát",
    )  # fmt: skip


@unit_page(Action.SURVEY_VIEW)
def show(request: UnitRequest, pk: int) -> HttpResponse:
    form = form_of(request, pk)
    versions = list(form.versions.order_by("-number"))
    published = [one for one in versions if one.state == Version.State.PUBLISHED]
    asked = {row.pk: sum(1 for _ in content_of(row.content).questions) for row in versions}
    context = {
        "form": form,
        "versions": [(one, asked[one.pk], one.number > 1) for one in versions],
        "draft": next((one for one in versions if one.state == Version.State.DRAFT), None),
        "latest": published[0] if published else None,
        "running": running_on_older(published[0], timezone.localdate()) if published else [],
        "sample": samples().get(form.origin),
        "manages": may(request.user, Action.SURVEY_MANAGE, request.unit),
    }
    return render(request, "desk/surveys/form.html", context)


@unit_page(Action.SURVEY_MANAGE, "POST")
def begin_next(request: UnitRequest, pk: int) -> HttpResponse:
    """The draft of the next version; running surveys keep theirs."""
    begin_version(actor=request.user, at=timezone.now(), questionnaire=form_of(request, pk))
    return redirect("desk:survey_draft", request.unit.code, pk)


@unit_page(Action.SURVEY_VIEW)
def compare(request: UnitRequest, pk: int) -> HttpResponse:
    """Two versions of a form: the last two unless the address names others."""
    form = form_of(request, pk)
    versions = list(form.versions.order_by("number"))
    if len(versions) < 2:
        messages.info(request, "Phiếu này mới có một bản.")
        return redirect("desk:survey_form", request.unit.code, pk)
    new = _chosen(versions, request.GET.get("new", ""), versions[-1])
    older = [one for one in versions if one.number < new.number] or versions[:1]
    old = _chosen(versions, request.GET.get("old", ""), older[-1])
    before, after = content_of(old.content), content_of(new.content)
    same, questions = shared(before, after)
    context = {
        "form": form, "versions": versions, "old": old, "new": new, "changes": differences(before, after),
        "same": same, "questions": questions,
    }  # fmt: skip
    return render(request, "desk/surveys/compare.html", context)


@unit_page(Action.SURVEY_VIEW)
def preview(request: UnitRequest, pk: int) -> HttpResponse:
    """A version in the portal's own frame, on the phone as on paper; nothing can be sent from here."""
    form = form_of(request, pk)
    versions = list(form.versions.order_by("number"))
    version = _chosen(versions, request.GET.get("v", ""), versions[-1])
    content, lang = content_of(version.content), "en" if request.GET.get("lang") == "en" else "vi"
    here = reverse("desk:survey_form_preview", args=[request.unit.code, pk])
    is_draft = version.state == Version.State.DRAFT
    back = "desk:survey_draft" if is_draft and may(request.user, Action.SURVEY_MANAGE, request.unit) else ""
    context = {
        "unit": request.unit,
        "lang": lang,
        "other": f"{here}?v={version.number}&lang={'vi' if lang == 'en' else 'en'}",
        "form": form,
        "version": version,
        "back": reverse(back or "desk:survey_form", args=[request.unit.code, pk]),
        "intro": intro_said(content, english=lang == "en"),
        "blocks": questions_said(content, english=lang == "en", typed=QueryDict()),
        "untranslated": _untranslated(content) if lang == "en" else 0,
    }
    request.current_app = "portal" if lang == "vi" else "portal_en"
    with translation.override(lang):
        return render(request, "desk/surveys/preview.html", context)


def form_of(request: UnitRequest, pk: int) -> Questionnaire:
    found = questionnaire_seen_by(request.user, request.unit, pk)
    if found is None:
        raise Http404
    return found


def _chosen(versions: list[Version], number: str, otherwise: Version) -> Version:
    return next((one for one in versions if str(one.number) == number), otherwise)


def _untranslated(content: Any) -> int:
    """Questions that an English reader gets in Vietnamese."""
    lacking = (
        not one.text_en or (one.kind in (Kind.ONE, Kind.MANY) and not one.choices_en)
        for one in content.questions
    )
    return sum(lacking)


def number_of(request: UnitRequest, name: str) -> int:
    return whole_number(request.POST.get(name, "") or request.GET.get(name, "")) or 0
