"""The words of each template: what holds now, the unit's own versions, a preview with real data."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from thanthien.operations.letters.definition import Template, definition
from thanthien.operations.letters.models import CourtesyLetter
from thanthien.operations.letters.queries import visible_letters
from thanthien.operations.letters.wording import (
    CannotWord,
    back_to_sample,
    filled,
    set_words,
    values_of,
    versions_of,
    words_for,
    words_of,
)
from thanthien.platform.people.permissions import may
from thanthien.platform.people.roles import Action
from thanthien.web.desk.letters.frame import tabs
from thanthien.web.pages import UnitRequest, seen_version, unit_page
from thanthien.web.plain_form import PlainForm, text_field


class WordsForm(PlainForm):
    subject = text_field("Tiêu đề thư", missing="Anh/chị ghi tiêu đề thư.", length=200)
    text = text_field("Lời thư, mỗi đoạn một dòng", missing="Anh/chị viết lời thư.", length=5000, rows=12)


@unit_page(Action.LETTER_VIEW)
def listing(request: UnitRequest) -> HttpResponse:
    context = {**tabs(request, "desk:letters_wordings"), "words": list(words_of(request.unit).values())}
    return render(request, "desk/letters/wordings.html", context)


@unit_page(Action.LETTER_VIEW)
def one(request: UnitRequest, code: str) -> HttpResponse:
    template = _template(code)
    words = words_for(request.unit, template)
    return _show(request, template, WordsForm(initial={"subject": words.subject, "text": words.text}))


@unit_page(Action.LETTER_MANAGE, "POST")
def save(request: UnitRequest, code: str) -> HttpResponse:
    """A new version, a look before it, or the sample again."""
    template, form, move = _template(code), WordsForm(request.POST), request.POST.get("move")
    actor, at, unit, seen = request.user, timezone.now(), request.unit, seen_version(request)
    valid = form.is_valid()
    try:
        if move == "sample":
            back_to_sample(actor=actor, at=at, unit=unit, template=template, seen=seen)
            messages.success(request, "Đã dùng lại lời mẫu của chương trình; các bản cũ vẫn xem được.")
            return redirect("desk:letters_wording", unit.code, code)
        if valid and move != "preview":
            data = form.cleaned_data
            set_words(
                actor=actor, at=at, unit=unit, template=template, subject=data["subject"], text=data["text"],
                seen=seen,
            )  # fmt: skip
            messages.success(request, "Đã lưu bản mới của mẫu thư.")
            return redirect("desk:letters_wording", unit.code, code)
    except CannotWord as refusal:
        form.refuse(refusal)
    return _show(request, template, form, 200 if valid and move == "preview" else 422)


def _template(code: str) -> Template:
    found = definition().template(code)
    if found is None:
        raise Http404
    return found


def _show(request: UnitRequest, template: Template, form: WordsForm, status: int = 200) -> HttpResponse:
    unit, words = request.unit, words_for(request.unit, template)
    text = form.data.get("text") or words.text
    letter = visible_letters(request.user, unit).filter(template=template.code).first()
    shown = letter or _sample(request, template.code)
    context = {
        **tabs(request, "desk:letters_wordings"),
        "words": words,
        "form": form,
        "manages": may(request.user, Action.LETTER_MANAGE, unit),
        "seen": seen_version(request) if form.is_bound else words.version,
        "versions": versions_of(unit, template),
        "lines": [line for line in filled(text, values_of(shown)).splitlines() if line.strip()],
        "whose": letter is not None,
        "fields": definition().fields.items(),
    }
    return render(request, "desk/letters/wording.html", context, status=status)


def _sample(request: UnitRequest, code: str) -> CourtesyLetter:
    return CourtesyLetter(
        unit=request.unit, template=code, honorific="Bà", name="Nguyễn Thị Mẫu", other="Trần Văn Ví Dụ",
        deed="hiến đất mở rộng đường làng", occasion="Ngày Quốc khánh 2/9", recognition="Quyết định số 125/QĐ-UBND",
        recognition_date=timezone.localdate(),
    )  # fmt: skip
