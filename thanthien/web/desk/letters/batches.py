"""Batches on the desk: a list of recipients checked, letters made, submitted, signed, on paper in one file."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.signing import BadSignature, dumps, loads
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from thanthien.lib.documents.write import write_docx_set, write_pdf_set
from thanthien.operations.letters.batches import (
    CannotBatch,
    check_lines,
    drop_batch,
    keep_batch,
    make_letters,
    sign_batch,
    submit_batch,
)
from thanthien.operations.letters.definition import definition
from thanthien.operations.letters.models import CourtesyLetter, LetterBatch
from thanthien.operations.letters.papers import letter_document
from thanthien.operations.letters.queries import batches_of
from thanthien.operations.letters.sheets import CannotReadList, Line, read_sheet, read_typed
from thanthien.platform.people.permissions import may
from thanthien.platform.people.roles import Action
from thanthien.platform.refusals import Refusal
from thanthien.web.desk.letters.frame import COLOURS, away, batch_of, tabs
from thanthien.web.kept_files import as_download
from thanthien.web.pages import UnitRequest, unit_page
from thanthien.web.plain_form import PlainForm, choice_field, text_field, upload_field
from thanthien.workflows.letters import known_about

_SALT = "letters.batch"


class BatchForm(PlainForm):
    template = choice_field("Mẫu thư", missing="Anh/chị chọn mẫu thư.")
    name = text_field(
        "Tên lô thư",
        missing="Anh/chị đặt tên cho lô thư.",
        length=150,
        hint="Ví dụ: Cảm ơn người hiến đất tháng 6.",
    )
    occasion = text_field("Dịp chúc mừng (nếu có)", length=150)
    file = upload_field(
        "Danh sách Excel, CSV",
        hint="Cột: Xưng hô, Họ tên, Địa chỉ, Người liên quan, Việc, Số quyết định, Ngày quyết định, Email.",
    )
    typed = text_field(
        "Hoặc gõ, mỗi dòng một người", length=100_000, rows=6,
        hint="Xưng hô | Họ tên | Địa chỉ | Người liên quan | Việc. Ví dụ: Ông | Vũ Văn Hiến | Thôn Đông | | hiến 120 "
        "m² đất làm đường",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.set_choices(
            "template", [("", "Chọn"), *((one.code, one.name) for one in definition().templates.values())]
        )


@unit_page(Action.LETTER_VIEW)
def listing(request: UnitRequest) -> HttpResponse:
    if back := away(request):
        return back
    rows = []
    for one in batches_of(request.unit).prefetch_related("rows"):
        found = list(one.rows.all())
        rows.append(
            (
                one,
                definition().templates[one.template].name,
                sum(r.letter_id is not None for r in found),
                len(found),
            )
        )
    return render(
        request, "desk/letters/batches.html", {**tabs(request, "desk:letters_batches"), "rows": rows}
    )


@unit_page(Action.LETTER_WORK, "GET", "POST")
def new(request: UnitRequest) -> HttpResponse:
    """The list is read and checked; what each row would do is shown before anything is kept."""
    if back := away(request):
        return back
    form = BatchForm(request.POST or None, request.FILES or None, use_required_attribute=False)
    context: dict[str, Any] = {**tabs(request, "desk:letters_batches"), "form": form}
    if request.method == "POST" and request.POST.get("keep"):
        return _keep(request, context)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            lines = read_sheet(data["file"].read()) if data["file"] else read_typed(data["typed"])
            rows = _checked(request, data["template"], data["occasion"], lines)
        except (CannotReadList, CannotBatch) as refusal:
            form.refuse(refusal)
        else:
            kept = [[line.number, line.values] for line in lines]
            context |= {
                "checked": rows, "new": sum(one.verdict == "new" for one in rows),
                "known": sum(one.verdict == "known" for one in rows),
                "faulty": sum(one.verdict == "fault" for one in rows),
                "packed": _packed(data, kept),
            }  # fmt: skip
            return render(request, "desk/letters/batch_check.html", context)
    return render(
        request, "desk/letters/batch_new.html", context, status=422 if request.method == "POST" else 200
    )


def _packed(data: dict[str, Any], kept: list[Any]) -> str:
    """What was checked, to come back with the second press; nobody can change it on the way."""
    return dumps(
        json.dumps([data["template"], data["name"], data["occasion"], kept]), salt=_SALT, compress=True
    )


def _checked(request: UnitRequest, template: str, occasion: str, lines: list[Line]) -> list[Any]:
    unit = request.unit
    return check_lines(
        unit, template, occasion, lines, timezone.now(), lambda name: known_about(unit, template, name)
    )


def _keep(request: UnitRequest, context: dict[str, Any]) -> HttpResponse:
    """Keep what was shown; checked once more, as of now."""
    try:
        template, name, occasion, kept = json.loads(
            loads(request.POST.get("packed", ""), salt=_SALT, max_age=86_400)
        )
        lines = [Line(number, values) for number, values in kept]
        batch = keep_batch(
            actor=request.user, at=timezone.now(), unit=request.unit, template=template, name=name,
            occasion=occasion, rows=_checked(request, template, occasion, lines),
        )  # fmt: skip
    except BadSignature:
        messages.error(request, "Danh sách đã để quá lâu. Anh/chị gửi lại.", extra_tags="danger")
        return redirect("desk:letters_batch_new", request.unit.code)
    except CannotBatch as refusal:
        messages.error(request, str(refusal), extra_tags="danger")
        return redirect("desk:letters_batch_new", request.unit.code)
    _make(request, batch)
    return redirect("desk:letters_batch", request.unit.code, batch.pk)


def _make(request: UnitRequest, batch: LetterBatch) -> None:
    unit, template = batch.unit, batch.template
    made = make_letters(
        actor=request.user,
        at=timezone.now(),
        batch=batch,
        known=lambda name: known_about(unit, template, name),
    )
    messages.success(request, f"Đã lập {made} thư.")


@unit_page(Action.LETTER_VIEW)
def show(request: UnitRequest, pk: int) -> HttpResponse:
    if back := away(request):
        return back
    batch = batch_of(request, pk)
    letters = list(batch.letters.select_related("unit").order_by("pk"))
    states = {one.state for one in letters}
    context = {
        "batch": batch,
        "template": definition().templates[batch.template],
        "rows": [(one, COLOURS[CourtesyLetter.State(one.state)]) for one in letters],
        "left": batch.rows.filter(letter=None).count(),
        "works": may(request.user, Action.LETTER_WORK, request.unit),
        "submits": "draft" in states,
        "signs": "submitted" in states and may(request.user, Action.LETTER_SIGN, request.unit),
    }
    return render(request, "desk/letters/batch.html", context)


@unit_page(Action.LETTER_WORK, "POST")
def move(request: UnitRequest, pk: int) -> HttpResponse:
    batch, at = batch_of(request, pk), timezone.now()
    try:
        match request.POST.get("move"):
            case "go_on":
                _make(request, batch)
            case "submit":
                messages.success(
                    request, f"Đã trình {submit_batch(actor=request.user, at=at, batch=batch)} thư."
                )
            case "sign":
                signed, why = sign_batch(actor=request.user, at=at, batch=batch)
                messages.success(request, f"Đã ký {signed} thư, mỗi thư một số.")
                for one in why[:5]:
                    messages.warning(request, one)
            case "drop":
                drop_batch(actor=request.user, at=at, batch=batch)
                messages.success(request, "Đã bỏ phần chưa lập của lô.")
    except Refusal as refusal:
        messages.error(request, str(refusal), extra_tags="danger")
    return redirect("desk:letters_batch", request.unit.code, pk)


@unit_page(Action.LETTER_VIEW)
def paper(request: UnitRequest, pk: int, form: str) -> HttpResponse:
    """Every letter of the batch that is not put aside, in one file."""
    if back := away(request):
        return back
    batch = batch_of(request, pk)
    letters = batch.letters.exclude(state=CourtesyLetter.State.DROPPED).select_related("unit", "signed_by")
    documents = [letter_document(one) for one in letters.order_by("number", "pk")]
    if form not in ("docx", "pdf") or not documents:
        raise Http404
    data = (
        write_docx_set(documents)
        if form == "docx"
        else write_pdf_set(documents, font_folders=settings.FONT_DIRS)
    )
    return as_download(data, f"{batch.name}.{form}")
