"""Files of procedures, looked through and taken: by a commune at the desk, by the city for all its communes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from thanthien.lib.procedures import Paper, Procedure
from thanthien.operations.procedures.actions import leave_list, listing_of, send_list, take_list
from thanthien.operations.procedures.models import Import
from thanthien.operations.procedures.planning import Plan, plan_import
from thanthien.operations.procedures.queries import import_of, imports_of
from thanthien.platform.files.actions import keep_upload, sent_name
from thanthien.platform.files.content import CannotKeepFile
from thanthien.platform.refusals import Refusal
from thanthien.web.pages import UnitRequest
from thanthien.web.plain_form import PlainForm, date_field

LISTED = 20  # files sent before
SHOWN = 300  # rows of a kind on the page; the counts tell of all
ACCEPTED = ".json,.jsonl,.xlsx,.yaml,.yml,.txt"


@dataclass(frozen=True, slots=True)
class Place:
    """Names of the pages on this surface, and the words of the way back."""

    home: str
    page: str
    show: str
    new: str
    edit: str
    end: str
    home_words: str
    lead: str

    def address(self, request: UnitRequest, name: str, *args: Any) -> str:
        return reverse(name, args=[request.unit.code, *args])


class ListForm(PlainForm):
    file = forms.FileField(
        label="Tệp danh mục thủ tục",
        help_text="JSON, Excel (.xlsx, có cột “Mã thủ tục”, “Tên thủ tục”) hoặc YAML theo mẫu; không quá 30 MB.",
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        error_messages={
            "required": "Anh/chị chọn tệp.",
            "empty": "Tệp trống. Anh/chị kiểm tra lại tệp đã chọn.",
        },
    )
    from_date = date_field(
        "Có hiệu lực từ ngày",
        missing="Anh/chị ghi ngày.",
        hint="Dùng cho các dòng không ghi ngày hiệu lực riêng.",
    )


def send_page(request: UnitRequest, place: Place) -> HttpResponse:
    """Send a file; below, those sent before."""
    form = ListForm(request.POST or None, request.FILES or None, initial={"from_date": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            file = keep_upload(upload=upload, at=timezone.now())
            made = send_list(
                actor=request.user, at=timezone.now(), owner=request.unit, file=file, filename=sent_name(upload),
                from_date=form.cleaned_data["from_date"],
            )  # fmt: skip
        except CannotKeepFile as problem:
            form.add_error("file", str(problem))
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return redirect(place.show, request.unit.code, made.pk)
    context = {
        "form": form,
        "place": place,
        "back": place.address(request, place.home),
        "rows": [
            (one, place.address(request, place.show, one.pk)) for one in imports_of(request.unit)[:LISTED]
        ],
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "procedures/send.html", context, status=status)


def show_page(request: UnitRequest, place: Place, pk: int) -> HttpResponse:
    """What the file changes; take it or leave it."""
    sent = import_of(request.unit, pk)
    if sent is None:
        raise Http404
    if request.method != "POST":
        return _show(request, place, sent)
    at = timezone.now()
    try:
        if request.POST.get("do") == "leave":
            leave_list(actor=request.user, at=at, sent=sent)
            what = "bản soạn" if sent.is_typed else "tệp"
            messages.success(request, f"Đã bỏ {what}. Danh mục thủ tục không thay đổi.")
            return redirect(place.home if sent.is_typed else place.page, request.unit.code)
        plan = take_list(
            actor=request.user, at=at, sent=sent, seen=request.POST.get("seen", "") or "-",
            ending=request.POST.getlist("end"),
        )  # fmt: skip
    except Refusal as refusal:
        messages.error(request, str(refusal), extra_tags="danger")
        return redirect(place.show, request.unit.code, pk)
    said = f"Đã nhận: {len(plan.new) + len(plan.back)} thủ tục mới, {len(plan.changed)} thủ tục có thay đổi."
    messages.success(request, f"{said} Người dân thấy ngay từ ngày có hiệu lực.")
    return redirect(place.show, request.unit.code, pk)


def _show(request: UnitRequest, place: Place, sent: Import) -> HttpResponse:
    context: dict[str, Any] = {"sent": sent, "place": place, "back": place.address(request, place.page)}
    if sent.state == Import.State.SHOWN:
        try:
            plan = plan_import(
                request.unit, listing_of(sent.file), from_date=sent.from_date, today=timezone.localdate(),
                is_typed=sent.is_typed,
            )  # fmt: skip
        except Refusal as refusal:  # the kept file was damaged since
            messages.error(request, str(refusal), extra_tags="danger")
            return redirect(place.page, request.unit.code)
        context |= {"plan": plan, "shown": SHOWN, "tiles": _tiles(plan)}
        if sent.is_typed:
            return render(request, "procedures/typed.html", {**context, **_one(request, place, sent, plan)})
    return render(request, "procedures/show.html", context)


def _one(request: UnitRequest, place: Place, sent: Import, plan: Plan) -> dict[str, Any]:
    """The one procedure that was typed, what it changes, the way back to the form."""
    row = listing_of(sent.file).rows[0]
    step = next(iter(plan.steps), None)
    code = row.procedure.code
    mend = place.address(request, place.new) if step in plan.new and not plan.covers else ""
    return {
        "row": row,
        "said": row.procedure,
        "summary": row.summary,
        "step": step,
        "paper_groups": paper_groups(row.procedure),
        "mend": f"{mend or place.address(request, place.edit, code)}?draft={sent.pk}",
    }


def paper_groups(said: Procedure) -> list[tuple[str, list[Paper]]]:
    """The papers of each case, in the order of the procedure."""
    groups: dict[str, list[Paper]] = {}
    for paper in said.papers:
        groups.setdefault(paper.group, []).append(paper)
    return list(groups.items())


def _tiles(plan: Plan) -> list[tuple[str, int]]:
    return [
        ("mới", len(plan.new) + len(plan.back)),
        ("có thay đổi", len(plan.changed)),
        ("giữ nguyên", len(plan.same)),
        ("không có trong tệp", len(plan.gone)),
        ("dòng lỗi", len(plan.problems)),
    ]
