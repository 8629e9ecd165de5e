"""The list on a phone without a line: the page opens, marks and pictures wait there and arrive once.

`static/ui/checklist.js` holds the queue. Each thing it sends carries a name given on the phone.
"""

from __future__ import annotations

from datetime import timedelta

from django import forms
from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone

from thanthien.lib.vietnamese import whole_number
from thanthien.operations.facilities.marking import CannotMark, Look, Sent, take_sent
from thanthien.operations.facilities.models import ChecklistItem, Mark
from thanthien.operations.facilities.queries import list_of, rule_of
from thanthien.platform.people.roles import Action
from thanthien.platform.refusals import Refusal
from thanthien.platform.units.models import Unit
from thanthien.platform.workdays.queries import calendar_of
from thanthien.web.pages import UnitRequest, unit_page
from thanthien.web.pictures import keep_picture

_MOST_ITEMS = 200
_LONGEST = 10**8  # seconds


class SentForm(forms.Form):
    client_id = forms.UUIDField(label="Mã")
    items = forms.CharField(label="Nội dung", max_length=2000)
    seen = forms.ChoiceField(label="Kết quả", choices=Mark.Seen.choices)
    was = forms.ChoiceField(label="Kết quả đã thấy", choices=[("", ""), *Mark.Seen.choices], required=False)
    said = forms.CharField(label="Hỏng thế nào", max_length=300, required=False)
    age = forms.IntegerField(label="Bấm trước đó", min_value=0, max_value=_LONGEST)
    photo = forms.FileField(label="Ảnh", required=False, allow_empty_file=True)


@unit_page(Action.FACILITY_WORK)
def state(request: UnitRequest) -> HttpResponse:
    """Who is signed in, the token to send with, and the server's day: what a page opened without a line asks first."""
    day = timezone.localdate().isoformat()
    return JsonResponse({"person": request.user.username, "csrf": get_token(request), "day": day})


@unit_page(Action.FACILITY_WORK, "POST")
def send(request: UnitRequest) -> HttpResponse:
    """One thing of the queue. 200: kept, now or before; 422: it cannot be, and why. Both with the lines as they are."""
    form, now = SentForm(request.POST, request.FILES), timezone.now()
    items = _items(request.unit, form.data.get("items", ""))
    why = ""
    try:
        if not form.is_valid() or not items:
            raise CannotMark("Mục gửi lên không trọn vẹn hoặc không còn trong danh mục.")
        data = form.cleaned_data
        photo = keep_picture(data["photo"], now)
        look = Look(data["seen"], data["was"], data["said"], photo)
        sent = Sent(data["client_id"], items, look, timedelta(seconds=data["age"]))
        take_sent(actor=request.user, at=now, unit=request.unit, sent=sent)
    except Refusal as refusal:
        why = str(refusal)
    lines = _lines(request, {one.pk for one in items})
    return JsonResponse({"why": why, "lines": lines}, status=422 if why else 200)


@unit_page(Action.FACILITY_WORK)
def worker(request: UnitRequest) -> HttpResponse:
    """The service worker. It lies beside the page, so it reaches the list and nothing else of the desk."""
    return render(
        request, "page_worker.js", {"cache": "thanthien-checklist"},
        content_type="text/javascript; charset=utf-8",
    )  # fmt: skip


def _items(unit: Unit, asked: str) -> tuple[ChecklistItem, ...]:
    """The items named, "12,13"; of this unit alone."""
    pks = [whole_number(part) for part in asked.split(",")[:_MOST_ITEMS]]
    rows = ChecklistItem.objects.select_related("unit").filter(
        unit=unit, pk__in=[pk for pk in pks if pk is not None]
    )
    return tuple(rows)


def _lines(request: UnitRequest, pks: set[int]) -> str:
    """The lines as they stand now, and how far the list is."""
    whole, rule, here = (
        list_of(request.unit, timezone.localdate()),
        rule_of(request.unit),
        timezone.localtime(),
    )
    shared = {
        "list": whole, "works": True, "rule": rule,
        "is_workday": calendar_of(request.unit, here.year).is_workday(here.date()),
        "is_past": rule is not None and here.time() > rule.due_time,
    }  # fmt: skip
    parts = [
        render_to_string("desk/facilities/_line.html", {**shared, "line": line}, request=request)
        for line in whole.lines
        if line.item.pk in pks
    ]
    return "".join([*parts, render_to_string("desk/facilities/_progress.html", shared, request=request)])
