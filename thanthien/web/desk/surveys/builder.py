"""The builder of a form's draft: sections and questions, one step a press, so that it works without JavaScript."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from thanthien.lib.vietnamese import number_vi
from thanthien.operations.surveys.actions import CannotChangeSurvey
from thanthien.operations.surveys.definition import MOST_QUESTIONS, Block, Content, Kind, Question, content_of
from thanthien.operations.surveys.drafting import change_draft, drop_draft, publish
from thanthien.operations.surveys.editing import (
    Change,
    block_moved,
    question_moved,
    with_block,
    with_head,
    with_question,
    without_block,
    without_question,
)
from thanthien.operations.surveys.models import Version
from thanthien.platform.people.roles import Action
from thanthien.web.desk.form_page import form_page
from thanthien.web.desk.surveys.forms import form_of, number_of
from thanthien.web.pages import UnitRequest, seen_version, unit_page
from thanthien.web.plain_form import PlainForm, choice_field, text_field

_LINES = "Mỗi lựa chọn một dòng. Chỉ dùng cho “Chọn một”, “Chọn nhiều”."


class HeadForm(PlainForm):
    intro = text_field("Lời mở đầu", length=1000, rows=3)
    intro_en = text_field("Lời mở đầu bằng tiếng Anh", length=1000, rows=3)


class BlockForm(PlainForm):
    title = text_field("Tên phần", length=200)
    title_en = text_field("Tên phần bằng tiếng Anh", length=200)


class QuestionForm(PlainForm):
    text = text_field("Câu hỏi", missing="Anh/chị ghi câu hỏi.", length=500, rows=2)
    text_en = text_field("Câu hỏi bằng tiếng Anh", length=500, rows=2)
    kind = choice_field("Cách trả lời", missing="Anh/chị chọn cách trả lời.")
    block = choice_field("Phần", missing="Anh/chị chọn phần.")
    choices = text_field("Các lựa chọn", length=4000, rows=5, hint=_LINES)
    choices_en = text_field(
        "Các lựa chọn bằng tiếng Anh", length=4000, rows=5, hint="Cùng thứ tự; để trống thì dùng tiếng Việt."
    )
    required = forms.BooleanField(label="Cần trả lời", required=False)
    is_overall = forms.BooleanField(
        label="Là câu hài lòng chung", required=False,
        help_text="Chỉ cho mức 1–5, mỗi phiếu một câu; kết quả câu này nêu riêng ở đầu.",
    )  # fmt: skip

    def __init__(self, content: Content, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.set_choices("kind", Kind.choices)
        blocks = enumerate(content.blocks, 1)
        self.set_choices("block", [(str(n), f"{n}. {one.title or 'chưa đặt tên'}") for n, one in blocks])

    def change(self, key: str) -> Change:
        data = self.cleaned_data
        said = {
            **{name: data[name] for name in ("text", "text_en", "kind", "required")},
            "choices": data["choices"].splitlines(),
            "choices_en": data["choices_en"].splitlines(),
        }
        return with_question(key, int(data["block"]), said, is_overall=data["is_overall"])


@unit_page(Action.SURVEY_MANAGE, "GET", "POST")
def draft(request: UnitRequest, pk: int) -> HttpResponse:
    """The draft as it stands, with a button for each step."""
    version = _draft_of(request, pk)
    if version is None:
        return redirect("desk:survey_form", request.unit.code, pk)
    if request.method == "POST":
        return _step(request, version, *request.POST.get("do", "").partition(":")[::2])
    content = content_of(version.content)
    numbered = iter(range(1, MOST_QUESTIONS + 1))
    context = {
        "form": version.questionnaire,
        "version": version,
        "content": content,
        "blocks": [
            (n, block, [(next(numbered), one, _how(one)) for one in block.questions])
            for n, block in enumerate(content.blocks, 1)
        ],
        "count": sum(1 for _ in content.questions),
        "overall": content.question(content.overall) if content.overall else None,
        "has_scale": any(one.kind == Kind.SCALE for one in content.questions),
    }
    return render(request, "desk/surveys/draft.html", context)


@unit_page(Action.SURVEY_MANAGE, "GET", "POST")
def head(request: UnitRequest, pk: int) -> HttpResponse:
    version = _draft_or_404(request, pk)
    content = content_of(version.content)
    form = HeadForm(request.POST or None, initial={"intro": content.intro, "intro_en": content.intro_en})
    if request.method == "POST" and form.is_valid():
        change = with_head(form.cleaned_data["intro"], form.cleaned_data["intro_en"])
        if _kept(request, version, change, form):
            return _back(request, pk)
    return _page(request, version, form, "Lời mở đầu của phiếu")


@unit_page(Action.SURVEY_MANAGE, "GET", "POST")
def block(request: UnitRequest, pk: int) -> HttpResponse:
    """A section; without a number in the address a new one."""
    version, number = _draft_or_404(request, pk), number_of(request, "n")
    content = content_of(version.content)
    if number > len(content.blocks):
        raise Http404
    old = content.blocks[number - 1] if number else None
    initial = {"title": old.title, "title_en": old.title_en} if old else {}
    form = BlockForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        change = with_block(number or None, form.cleaned_data["title"], form.cleaned_data["title_en"])
        if _kept(request, version, change, form):
            return _back(request, pk, f"b-{number or len(content.blocks) + 1}")
    return _page(request, version, form, f"Phần {number}" if number else "Thêm phần")


@unit_page(Action.SURVEY_MANAGE, "GET", "POST")
def question(request: UnitRequest, pk: int) -> HttpResponse:
    """A question; without a key in the address a new one, at the end of a section."""
    version, key = _draft_or_404(request, pk), request.GET.get("key", "")
    content = content_of(version.content)
    old = content.question(key) if key else None
    if key and old is None:
        raise Http404
    if not content.blocks:
        content = Content((Block("", ()),), content.intro, content.intro_en)
    form = QuestionForm(content, request.POST or None, initial=_filled(content, old, number_of(request, "n")))
    if request.method == "POST" and form.is_valid():
        change = form.change(key)
        if _kept(request, version, _with_first_block(change), form):
            if request.POST.get("more"):
                there = reverse("desk:survey_draft_question", args=[request.unit.code, pk])
                messages.success(request, "Đã thêm câu hỏi.")
                return redirect(f"{there}?n={form.cleaned_data['block']}")
            return _back(request, pk, f"q-{key}" if key else f"b-{form.cleaned_data['block']}")
    title = "Sửa câu hỏi" if key else "Thêm câu hỏi"
    return _page(request, version, form, title, second_button="" if key else "Lưu, thêm câu nữa")


def _with_first_block(change: Change) -> Change:
    """A first question needs no section to be made for it beforehand."""
    return lambda old: change(old if old.blocks else with_block(None, "", "")(old))


def _filled(content: Content, old: Question | None, number: int) -> dict[str, Any]:
    if old is None:
        return {"block": str(number or len(content.blocks)), "kind": Kind.SCALE}
    blocks = enumerate(content.blocks, 1)
    return {
        "text": old.text, "text_en": old.text_en, "kind": old.kind, "required": old.required,
        "choices": "\n".join(old.choices) if old.kind != Kind.YES_NO else "",
        "choices_en": "\n".join(old.choices_en) if old.kind != Kind.YES_NO else "",
        "block": next(str(n) for n, one in blocks if old in one.questions),
        "is_overall": content.overall == old.key,
    }  # fmt: skip


def _step(request: UnitRequest, version: Version, do: str, what: str) -> HttpResponse:
    pk, at, seen = version.questionnaire_id, timezone.now(), seen_version(request)
    number = int(what) if what.isdecimal() else 0
    steps: dict[str, tuple[Change, str]] = {
        "question_up": (question_moved(what, -1), f"q-{what}"),
        "question_down": (question_moved(what, 1), f"q-{what}"),
        "question_remove": (without_question(what), ""),
        "block_up": (block_moved(number, -1), f"b-{max(number - 1, 1)}"),
        "block_down": (block_moved(number, 1), f"b-{number + 1}"),
        "block_remove": (without_block(number), ""),
    }
    try:
        if do == "publish":
            kept = publish(actor=request.user, at=at, version=version, seen=seen)
            messages.success(request, f"Đã ban hành bản {kept.number}. Bản này từ nay không thay đổi.")
            return redirect("desk:survey_form", request.unit.code, pk)
        if do == "drop":
            left = drop_draft(actor=request.user, at=at, version=version)
            messages.success(request, "Đã bỏ bản soạn.")
            if left is None:
                return redirect("desk:surveys", request.unit.code)
            return redirect("desk:survey_form", request.unit.code, pk)
        if do not in steps:
            raise CannotChangeSurvey("Chưa rõ anh/chị muốn làm gì. Anh/chị bấm lại nút cần dùng.")
        change_draft(actor=request.user, at=at, version=version, seen=seen, change=steps[do][0])
    except CannotChangeSurvey as refusal:
        messages.error(request, str(refusal), extra_tags="danger")
        return _back(request, pk)
    return _back(request, pk, steps[do][1])


def _kept(request: UnitRequest, version: Version, change: Change, form: PlainForm) -> bool:
    try:
        change_draft(
            actor=request.user, at=timezone.now(), version=version, seen=seen_version(request), change=change
        )
    except CannotChangeSurvey as refusal:
        form.refuse(refusal)
        return False
    return True


def _page(request: UnitRequest, version: Version, form: PlainForm, title: str, **more: Any) -> HttpResponse:
    pk = version.questionnaire_id
    return form_page(
        request, form, title=title, back=reverse("desk:survey_draft", args=[request.unit.code, pk]),
        back_words=f"{version}, đang soạn", seen=version.revision, **more,
    )  # fmt: skip


def _back(request: UnitRequest, pk: int, place: str = "") -> HttpResponse:
    """To the draft, where the person was working."""
    there = reverse("desk:survey_draft", args=[request.unit.code, pk])
    return redirect(f"{there}#{place}" if place else there)


def _draft_of(request: UnitRequest, pk: int) -> Version | None:
    rows = form_of(request, pk).versions.filter(state=Version.State.DRAFT)
    return rows.select_related("questionnaire__unit__parent").first()


def _draft_or_404(request: UnitRequest, pk: int) -> Version:
    found = _draft_of(request, pk)
    if found is None:
        raise Http404
    return found


def _how(one: Question) -> str:
    words = Kind(one.kind).label
    count = len(one.choices) if one.kind in (Kind.ONE, Kind.MANY) else 0
    return f"{words}, {number_vi(count)} lựa chọn" if count else words
