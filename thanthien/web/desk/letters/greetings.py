"""The Chair's greetings: the days of a year, the text, approval, the channels with their proof."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from thanthien.lib.vietnamese import whole_number
from thanthien.operations.letters.greeting import (
    CannotGreet,
    Due,
    approve_greeting,
    greetings_of,
    post_greeting,
    sample_text,
    write_greeting,
)
from thanthien.operations.letters.models import GreetingPost
from thanthien.platform.files.actions import keep_named
from thanthien.platform.files.content import CannotKeepFile
from thanthien.platform.people.permissions import may
from thanthien.platform.people.roles import Action
from thanthien.web.desk.form_page import form_page
from thanthien.web.desk.letters.frame import away, tabs
from thanthien.web.kept_files import hand_over
from thanthien.web.pages import UnitRequest, seen_version, unit_page
from thanthien.web.plain_form import PlainForm, choice_field, date_field, text_field, upload_field
from thanthien.workflows.letters import file_greeting_post


class WriteForm(PlainForm):
    text = text_field("Lời chúc", missing="Anh/chị viết lời chúc.", length=5000, rows=10)
    chair = text_field("Chủ tịch", missing="Anh/chị ghi họ tên Chủ tịch.", length=150)


class PostForm(PlainForm):
    channel = choice_field("Kênh", missing="Anh/chị chọn kênh.")
    day = date_field("Ngày phát, ngày đăng", missing="Anh/chị ghi ngày.")
    url = text_field("Đường dẫn bài đăng", length=500)
    file = upload_field(
        "Ảnh chụp màn hình, lịch phát, tệp âm thanh đã chụp lại", hint="Ảnh, PDF; không quá 100 MB."
    )
    note = text_field("Ghi chú", length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.set_choices("channel", [("", "Chọn"), *GreetingPost.Channel.choices])


def _year(request: UnitRequest) -> int:
    asked = whole_number(request.GET.get("year"))
    this = timezone.localdate().year
    return asked if asked is not None and this - 4 <= asked <= this + 1 else this


def _due(request: UnitRequest, year: int, code: str) -> Due:
    found = next((one for one in greetings_of(request.unit, year) if one.day.code == code), None)
    if found is None:
        raise Http404
    return found


@unit_page(Action.LETTER_VIEW)
def listing(request: UnitRequest) -> HttpResponse:
    if back := away(request):
        return back
    year, unit = _year(request), request.unit
    context = {
        **tabs(request, "desk:letters_greetings"), "rows": greetings_of(unit, year), "year": str(year),
        "today": timezone.localdate(),
        "years": [str(timezone.localdate().year + n) for n in (1, 0, -1, -2)],
        "works": may(request.user, Action.LETTER_WORK, unit), "signs": may(request.user, Action.LETTER_SIGN, unit),
        "speaks": may(request.user, Action.OUTREACH_WORK, unit),
    }  # fmt: skip
    return render(request, "desk/letters/greetings.html", context)


def _back(request: UnitRequest, year: int) -> str:
    return f"{reverse('desk:letters_greetings', args=[request.unit.code])}?year={year}"


@unit_page(Action.LETTER_WORK, "GET", "POST")
def write(request: UnitRequest, year: int, code: str) -> HttpResponse:
    if back := away(request):
        return back
    due = _due(request, year, code)
    one = due.greeting
    first = {"text": one.text, "chair": one.chair} if one else {"text": sample_text(request.unit, due.day)}
    form = WriteForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            write_greeting(
                actor=request.user, at=timezone.now(), unit=request.unit, code=code, year=year,
                text=form.cleaned_data["text"], chair=form.cleaned_data["chair"], seen=seen_version(request),
            )  # fmt: skip
            messages.success(request, "Đã lưu. Chủ tịch duyệt rồi mới phát, đăng.")
            return redirect(_back(request, year))
        except CannotGreet as refusal:
            form.refuse(refusal)
    return form_page(
        request, form, title=f"Lời chúc: {due.day.name}", back=_back(request, year), back_words="Lời chúc ngày lễ",
        seen=one.version if one else 0,
    )  # fmt: skip


@unit_page(Action.LETTER_SIGN, "POST")
def approve(request: UnitRequest, year: int, code: str) -> HttpResponse:
    due = _due(request, year, code)
    if due.greeting is None:
        raise Http404
    try:
        approve_greeting(
            actor=request.user, at=timezone.now(), greeting=due.greeting, seen=seen_version(request)
        )
        messages.success(request, "Đã duyệt lời chúc.")
    except CannotGreet as refusal:
        messages.error(request, str(refusal), extra_tags="danger")
    return redirect(_back(request, year))


@unit_page(Action.LETTER_WORK, "GET", "POST")
def post(request: UnitRequest, year: int, code: str) -> HttpResponse:
    """On which channel, when, and what shows it; the picture becomes evidence."""
    if back := away(request):
        return back
    due = _due(request, year, code)
    if due.greeting is None:
        raise Http404
    form = PostForm(request.POST or None, request.FILES or None, initial={"day": due.date})
    if request.method == "POST" and form.is_valid():
        data, at = form.cleaned_data, timezone.now()
        try:
            file, filename = keep_named(upload=data["file"], at=at)
            posted = post_greeting(
                actor=request.user, at=at, greeting=due.greeting, channel=data["channel"], day=data["day"],
                url=data["url"], file=file, filename=filename, note=data["note"],
            )  # fmt: skip
        except CannotKeepFile as error:
            form.add_error("file", str(error))
        except CannotGreet as refusal:
            form.refuse(refusal)
        else:
            filed = file_greeting_post(actor=request.user, at=at, post=posted)
            messages.success(
                request, "Đã ghi." + (" Minh chứng chờ người thứ hai kiểm tra." if filed.made else "")
            )
            return redirect(_back(request, year))
    return form_page(
        request, form, title=f"Đã phát, đăng: {due.day.name}", back=_back(request, year),
        back_words="Lời chúc ngày lễ", lead="Mỗi kênh ghi một lần; ghi lại thì thay bản trước.",
    )  # fmt: skip


@unit_page(Action.LETTER_VIEW)
def proof(request: UnitRequest, pk: int) -> HttpResponseBase:
    if back := away(request):
        return back
    found = GreetingPost.objects.filter(pk=pk, greeting__unit=request.unit).select_related("file").first()
    return hand_over(request, found.file if found else None, found.filename if found else "")
