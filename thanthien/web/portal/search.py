"""One box that looks through everything public of a unit: numbers, procedures, texts, schedules, answers."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_noop

from thanthien.lib.codes import typed_code
from thanthien.operations.disclosure.queries import Entry
from thanthien.operations.feedback.definition import definition
from thanthien.operations.feedback.emergencies import emergencies_in
from thanthien.operations.feedback.models import Report
from thanthien.operations.feedback.public import public_name
from thanthien.web.fresh import fresh
from thanthien.web.portal.disclosure.reading import PAGES, said
from thanthien.web.portal.doors import EVERY
from thanthien.web.portal.pages import ENGLISH, CitizenRequest, address, citizen_page, render
from thanthien.web.portal.send_form import label_of
from thanthien.workflows.public_search import SHOWN, Found, fits, search_public

LONGEST = 100
# What people come for most; each finds the page of its own at least.
EXAMPLES = {
    "vi": ("đường dây nóng", "lịch tiếp công dân", "lệ phí", "thu hồi đất", "khiếu nại"),
    ENGLISH: ("hotline", "schedule", "procedures", "complaint"),
}


@citizen_page()
@fresh
def search(request: CitizenRequest) -> HttpResponse:
    typed = request.GET.get("q", "").strip()[:LONGEST]
    if typed_code(typed):  # it opens a report: it stays in no history of a shared phone, and on no page kept
        return redirect(f"{address(request, 'search')}?code=1")
    found = search_public(request.unit, typed, timezone.localdate(), also=[door.sought for door in EVERY])
    doors = [door for door in EVERY if found.words and fits(found.words, door.sought)]
    context = {
        "typed": typed,
        "is_code": "code" in request.GET and not typed,
        "found": found,
        "doors": doors,
        "groups": _groups(found),
        "items": [_item(request, one) for one in found.items[:SHOWN]],
        "reports": [_report(request, one) for one in found.reports[:SHOWN]],
        "more_reports": len(found.reports) > SHOWN,
        "is_empty": found.is_empty and not doors,
        "looked": " ".join(found.words),
        "examples": EXAMPLES[request.lang],
        "calls": [
            {"number": one.number, "label": label_of(one, request.lang)} for one in emergencies_in(typed)
        ],
    }
    return render(request, "portal/search.html", context)


def _groups(found: Found) -> list[dict[str, object]]:
    """Publications in three groups: heading, the texts shown, whether there are more."""
    kinds = (
        ("procedures", gettext_noop("Thủ tục, lệ phí"), found.procedures),
        ("texts", gettext_noop("Văn bản, nội dung công khai"), found.texts),
        ("news", gettext_noop("Tin tức"), found.news),
    )
    return [
        {"code": code, "title": title, "texts": texts[:SHOWN], "more": len(texts) > SHOWN}
        for code, title, texts in kinds
        if texts
    ]


def _item(request: CitizenRequest, entry: Entry) -> dict[str, str]:
    return {
        "code": entry.code,
        "title": said(entry.item, request.lang),
        "page": PAGES.get(entry.item.page, ""),
    }


def _report(request: CitizenRequest, one: Report) -> dict[str, object]:
    category = definition().categories.get(one.category)
    return {
        "report": one,
        "name": public_name(one),
        "title": label_of(category, request.lang) if category else one.category,
    }


urlpatterns = [path("search/", search, name="search")]
