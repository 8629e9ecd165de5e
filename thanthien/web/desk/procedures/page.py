"""One procedure: what is in force, its editions and what changed between them, what the unit adds."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from thanthien.lib.documents.write.poster import qr_path
from thanthien.lib.procedures import NO_SUMMARY, Summary
from thanthien.operations.procedures.actions import CannotChangeProcedures, keep_words
from thanthien.operations.procedures.kept import entry_of
from thanthien.operations.procedures.queries import (
    Shown,
    changes_between,
    edition_before,
    edition_seen_from,
    editions_of,
    shown,
)
from thanthien.platform.people.permissions import may
from thanthien.platform.people.roles import Action
from thanthien.web.desk.form_page import form_page
from thanthien.web.desk.procedures.sheet import address_of
from thanthien.web.pages import UnitRequest, seen_version, unit_page
from thanthien.web.plain_form import PlainForm, text_field
from thanthien.web.procedure_lists import paper_groups


class WordsForm(PlainForm):
    counter = text_field("Quầy", length=100, hint="Ví dụ: Quầy 1 – Hộ tịch.")
    place = text_field("Nơi làm", length=300, hint="Để trống thì hiện nơi ghi trong thủ tục.")
    note = text_field("Lưu ý của đơn vị", length=2000, rows=3)
    what = text_field(
        "Tóm tắt: đây là việc gì", length=600, rows=2, hint="Một hai câu như nói với người dân."
    )
    who = text_field("Tóm tắt: ai làm được", length=400)
    bring = text_field("Tóm tắt: mang theo gì", length=6000, rows=6, hint="Mỗi dòng một giấy tờ.")
    fee = text_field("Tóm tắt: lệ phí", length=300)
    time = text_field("Tóm tắt: bao lâu", length=300)
    where = text_field("Tóm tắt: làm ở đâu", length=400)
    mind = text_field("Tóm tắt: hay nhầm, cần nhớ", length=1000, rows=2)


@unit_page(Action.PROCEDURE_VIEW)
def procedure(request: UnitRequest, code: str) -> HttpResponse:
    one = _found(request, code)
    address = address_of(request.unit, code)
    side, drawn = qr_path(address)
    context = {
        **_said(one),
        "editions": editions_of(one.edition),
        "address": address,
        "side": side,
        "path": drawn,
        "manages": may(request.user, Action.PROCEDURE_MANAGE, request.unit),
        "is_own": one.edition.procedure.owner_id == request.unit.pk,
    }
    return render(request, "desk/procedures/procedure.html", context)


@unit_page(Action.PROCEDURE_VIEW)
def edition(request: UnitRequest, code: str, number: int) -> HttpResponse:
    found = edition_seen_from(request.unit, code, number)
    if found is None:
        raise Http404
    before = edition_before(found)
    context = {
        **_said(Shown(found, None)),
        "before": before,
        "changes": changes_between(before, found) if before else (),
    }
    return render(request, "desk/procedures/edition.html", context)


@unit_page(Action.PROCEDURE_MANAGE, "GET", "POST")
def words(request: UnitRequest, code: str) -> HttpResponse:
    one = _found(request, code)
    own, plain = one.words, one.summary
    first: dict[str, Any] = {
        name: getattr(plain, name) for name in ("what", "who", "fee", "time", "where", "mind")
    }
    first["bring"] = "\n".join(plain.bring)
    if own:
        first |= {name: getattr(own, name) for name in ("place", "counter", "note")}
    form = WordsForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            _keep(request, one, form.cleaned_data)
        except CannotChangeProcedures as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "Đã lưu. Người dân thấy ngay.")
            return redirect("desk:procedure", request.unit.code, code)
    return form_page(
        request, form, title=one.edition.name, back=reverse("desk:procedure", args=[request.unit.code, code]),
        back_words="Thủ tục", seen=own.version if own else 0,
        lead="Lời của đơn vị hiện cạnh nội dung thủ tục, ghi rõ là tóm tắt; nội dung đã công bố không thay đổi.",
    )  # fmt: skip


def _keep(request: UnitRequest, one: Shown, data: dict[str, str]) -> None:
    """A summary left as it came with the list stays the list's, and is renewed with it."""
    texts: dict[str, Any] = {name: data[name] for name in ("what", "who", "fee", "time", "where", "mind")}
    typed = Summary(**texts, bring=tuple(line.strip() for line in data["bring"].splitlines() if line.strip()))
    summary = NO_SUMMARY if typed == replace(one.edition.plain, names=()) else typed
    keep_words(
        actor=request.user, at=timezone.now(), unit=request.unit, code=one.edition.procedure.code, place=data["place"],
        counter=data["counter"], note=data["note"], summary=summary, seen=seen_version(request),
    )  # fmt: skip


def _found(request: UnitRequest, code: str) -> Shown:
    entry = entry_of(request.unit, code, timezone.localdate())
    one = shown(request.unit, entry.edition_id, code) if entry else None
    if one is None:
        raise Http404
    return one


def _said(one: Shown) -> dict[str, Any]:
    said = one.edition.said
    return {
        "one": one,
        "edition": one.edition,
        "said": said,
        "summary": one.summary,
        "paper_groups": paper_groups(said),
    }
