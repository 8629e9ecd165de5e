"""My work: one list of everything that waits for me here."""

from __future__ import annotations

from collections import Counter
from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone

from thanthien.lib.vietnamese import date_vi, due_in_words
from thanthien.platform.notices.waiting import Waiting
from thanthien.platform.people.roles import Action
from thanthien.web.pages import UnitRequest, unit_page
from thanthien.workflows.inbox import groups_of, inbox_of


def _row(item: Waiting, unit_code: str, today: date) -> dict[str, object]:
    due = item.due_date
    said = ""
    if due:
        said = f"{due_in_words((due - today).days, working=False)} ({date_vi(due)})"
    elif item.since_date:
        days = (today - item.since_date).days
        said = f"chờ {days} ngày" if days > 0 else "từ hôm nay"
    return {
        "item": item,
        "url": reverse(item.page, args=[unit_code, *item.args]),
        "said": said,
        "late": bool(due and due < today),
    }


@unit_page(Action.UNIT_VIEW)
def work(request: UnitRequest) -> HttpResponse:
    today = timezone.localdate()
    found = inbox_of(request.user, request.unit, today)
    rooms = Counter(item.room for item in found)
    asked = request.GET.get("room", "")
    room = asked if asked in rooms else ""
    shown = [item for item in found if not room or item.room == room]
    context = {
        "groups": [
            (group, [_row(item, request.unit.code, today) for item in group.items])
            for group in groups_of(shown, today)
        ],
        "rooms": sorted(rooms.items()),
        "room": room,
        "count": len(found),
    }
    return render(request, "desk/work/work.html", context)


urlpatterns = [path("my-work/", work, name="work")]
