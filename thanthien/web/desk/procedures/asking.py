"""Asking at the counter: the same look-up as citizens have, for whoever stands there."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from thanthien.operations.procedures.asking import LONGEST, facts_of
from thanthien.operations.procedures.asking import ask as asked
from thanthien.platform.people.roles import Action
from thanthien.web.pages import UnitRequest, unit_page

EXAMPLES = ("làm khai sinh cho con", "chung thuc ban sao", "xin xác nhận độc thân", "mất thẻ căn cước")
FACTS = {"bring": "Mang theo", "fee": "Phí, lệ phí", "time": "Bao lâu", "where": "Ở đâu"}


@unit_page(Action.PROCEDURE_VIEW)
def ask(request: UnitRequest) -> HttpResponse:
    typed = request.GET.get("q", "").strip()[:LONGEST]
    told = asked(request.unit, typed, timezone.localdate()) if typed else None
    facts = [(FACTS[one.key], one) for one in facts_of(told.shown)] if told and told.shown else []
    context = {"typed": typed, "told": told, "facts": facts, "examples": EXAMPLES}
    answer = render(request, "desk/procedures/ask.html", context)
    answer["Cache-Control"] = "private, no-store"
    return answer
