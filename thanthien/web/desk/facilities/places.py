"""The places of the headquarters: the list, the round through one on a phone, one thing with all its looks."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from thanthien.lib.documents.write import write_docx, write_pdf
from thanthien.lib.vietnamese import whole_number
from thanthien.operations.facilities.models import Place, PlaceItem
from thanthien.operations.facilities.premises.actions import Seen, name_of
from thanthien.operations.facilities.premises.definition import definition
from thanthien.operations.facilities.premises.papers import sheet_of
from thanthien.operations.facilities.premises.queries import (
    item_of_place,
    look_of_unit,
    looks_of,
    place_of_unit,
    places_of,
    seen_places,
)
from thanthien.platform.people.permissions import may
from thanthien.platform.people.roles import Action
from thanthien.platform.refusals import Refusal
from thanthien.web.desk.facilities.frame import tabs
from thanthien.web.kept_files import as_download, hand_over
from thanthien.web.pages import UnitRequest, unit_page
from thanthien.web.pictures import keep_picture
from thanthien.workflows.premises import look_with_proof

_ASKS = {
    "lacking": "Thiếu gì?",
    "broken": "Hỏng thế nào?",
    "none": "Vì sao không áp dụng?",
}
_MOST = 100


@unit_page(Action.FACILITY_VIEW)
def premises(request: UnitRequest) -> HttpResponse:
    seen = seen_places(places_of(request.unit), timezone.localdate())
    context = {
        **tabs(request, "desk:premises"),
        "places": seen,
        "good": sum(one.good for one in seen),
        "applicable": sum(one.applicable for one in seen),
        "asks": sum(one.asks for one in seen),
        "faults": [(one.place, line) for one in seen for line in one.faults],
        "thing_count": len({one.row for one in definition().things.values()}),
    }
    return render(request, "desk/facilities/premises.html", context)


@unit_page(Action.FACILITY_VIEW)
def place(request: UnitRequest, pk: int) -> HttpResponse:
    asked = whole_number(request.GET.get("ask", ""))
    state = request.GET.get("state", "")
    return _show(request, place_asked(request, pk), asking=asked, state=state if state in _ASKS else "broken")


def _show(
    request: UnitRequest,
    one: Place,
    *,
    asking: int | None = None,
    state: str = "",
    status: int = 200,
    **kept: Any,
) -> HttpResponse:
    today = timezone.localdate()
    [seen] = seen_places([one], today)
    others = list(places_of(request.unit))
    after = [other for other in others if (other.position, other.pk) > (one.position, one.pk)]
    context = {
        **tabs(request, "desk:premises"),
        "seen": seen,
        "done": sum(not line.asks for line in seen.lines),
        "works": may(request.user, Action.FACILITY_WORK, request.unit) and one.until_date is None,
        "after": after[0] if after else None,
        "asking": asking,
        "state": state,
        "ask_words": _ASKS.get(state, ""),
        "today": today,
        "is_sheet": one.kind == definition().sheet,
        **kept,
    }
    return render(request, "desk/facilities/place.html", context, status=status)


@unit_page(Action.FACILITY_WORK, "POST")
def look(request: UnitRequest, pk: int) -> HttpResponse:
    """One press of the round; the page comes back at the next line."""
    item, sent, now = item_asked(request, pk), request.POST, timezone.now()
    state, said = sent.get("state", ""), sent.get("said", "")[:300]
    try:
        photo = keep_picture(request.FILES.get("photo"), now)
        seen = Seen(state, whole_number(sent.get("was", "")) or 0, said, photo)
        _, filed = look_with_proof(actor=request.user, at=now, item=item, seen=seen)
    except Refusal as refusal:
        return _show(
            request, item.place, asking=pk if state in _ASKS else None, state=state, status=422,
            refused_at=pk, line_refused=str(refusal), typed=said,
        )  # fmt: skip
    if filed.made:
        messages.success(request, "Đã ghi. Ảnh đã nộp làm minh chứng, chờ người kiểm tra.")
    for why in filed.why:
        messages.warning(request, f"Đã ghi, ảnh chưa nộp làm minh chứng: {why}")
    return redirect(f"{reverse('desk:premises_place', args=[request.unit.code, item.place_id])}#thing-{pk}")


@unit_page(Action.FACILITY_VIEW)
def thing(request: UnitRequest, pk: int) -> HttpResponse:
    item = item_asked(request, pk)
    [seen] = seen_places([item.place], timezone.localdate())
    line = next((one for one in seen.lines if one.item.pk == pk), None)
    if line is None:
        raise Http404
    context = {
        **tabs(request, "desk:premises"),
        "line": line,
        "item": item,
        "place": item.place,
        "looks": looks_of(item)[:_MOST],
        "repairs": item.repairs.order_by("-pk")[:_MOST],
        "rhythms": PlaceItem.Rhythm.choices,
    }
    return render(request, "desk/facilities/thing.html", context)


@unit_page(Action.FACILITY_VIEW)
def sheet(request: UnitRequest, pk: int) -> HttpResponse:
    """The check sheet of a place: Word, or `?as=pdf`; `?filled=1` with what was seen last."""
    one, today = place_asked(request, pk), timezone.localdate()
    [seen] = seen_places([one], today)
    paper = sheet_of(request.unit, seen, today, filled=bool(request.GET.get("filled")))
    if request.GET.get("as") == "pdf":
        return as_download(write_pdf(paper), f"Phiếu kiểm tra {one}.pdf")
    return as_download(write_docx(paper), f"Phiếu kiểm tra {one}.docx")


@unit_page(Action.FACILITY_VIEW)
def photo(request: UnitRequest, pk: int) -> HttpResponseBase:
    one = look_of_unit(request.unit, pk)
    if one is None or one.photo is None:
        raise Http404
    said = f"{one.item.place} {name_of(one.item)} {one.date:%d-%m-%Y}"
    return hand_over(request, one.photo, said, small=bool(whole_number(request.GET.get("small", ""))))


def place_asked(request: UnitRequest, pk: int) -> Place:
    one = place_of_unit(request.unit, pk)
    if one is None:
        raise Http404
    return one


def item_asked(request: UnitRequest, pk: int) -> PlaceItem:
    one = item_of_place(request.unit, pk)
    if one is None:
        raise Http404
    return one
