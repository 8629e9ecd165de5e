"""Procedures in force, one whole, and what somebody asks in their own words."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router

from thanthien.lib.codes import typed_code
from thanthien.operations.procedures.asking import LONGEST, Fact, facts_of, online_address
from thanthien.operations.procedures.asking import ask as asked
from thanthien.operations.procedures.kept import Entry, entry_of, kept
from thanthien.operations.procedures.queries import Shown, shown
from thanthien.platform.units.models import Unit
from thanthien.web.api.paging import as_json, cut_by_code
from thanthien.web.api.problems import Problem
from thanthien.web.api.v1.asking import Cursor, Limit, Words, answers, missing, there, unit_of
from thanthien.web.api.v1.shapes import Page
from thanthien.web.api.v1.shapes_procedures import AskedOut, ProcedureOut, ProcedureWhole

router = Router(tags=["procedures"])


@router.get(
    "/units/{code}/procedures", response=answers(Page[ProcedureOut]), operation_id="procedures",
    summary="Procedures",
)  # fmt: skip
def procedures(
    request: HttpRequest,
    code: str,
    q: Words,
    cursor: Cursor,
    limit: Limit,
    field: Annotated[str, Query("", max_length=200)],
) -> Any:
    """Those in force today, by code; `q` searches name, code and field with or without tone marks."""
    unit = unit_of(code)
    rows = sorted(kept(unit, timezone.localdate()).find(q, field), key=lambda one: one.code)
    found, after = cut_by_code(rows, cursor=cursor, limit=limit, code=lambda one: one.code)
    return as_json([_entry(request, unit, one) for one in found], after)


@router.get(
    "/units/{code}/procedures/{procedure}", response=answers(ProcedureWhole), operation_id="procedure",
    summary="One procedure",
)  # fmt: skip
def procedure(request: HttpRequest, code: str, procedure: str) -> Any:
    """The edition in force today, with the summary in plain words beside it where somebody wrote one."""
    unit = unit_of(code)
    entry = entry_of(unit, procedure, timezone.localdate())
    one = shown(unit, entry.edition_id, entry.code) if entry else None
    if entry is None or one is None:
        raise missing("Không có thủ tục đang áp dụng nào mang mã này.")
    return _whole(request, unit, entry, one)


@router.get("/units/{code}/ask", response=answers(AskedOut), operation_id="ask", summary="Ask")
def ask(request: HttpRequest, code: str, q: Annotated[str, Query(min_length=1, max_length=LONGEST)]) -> Any:
    """A question as people put it. Nothing of it is kept; what is answered stands in the procedures."""
    unit = unit_of(code)
    if typed_code(q):
        raise Problem("invalid", "Đây là mã theo dõi; dùng địa chỉ theo dõi, không hỏi ở đây.", field="q")
    told = asked(unit, q, timezone.localdate())
    return {
        "verdict": told.verdict.value,
        "code": told.shown.edition.procedure.code if told.shown else "",
        "facts": [_fact(one) for one in facts_of(told.shown)] if told.shown else [],
        "choices": [_entry(request, unit, one) for one in told.choices],
        "elsewhere": {"topic": told.elsewhere.topic, "whose": told.elsewhere.whose}
        if told.elsewhere
        else None,
    }


def _entry(request: HttpRequest, unit: Unit, one: Entry) -> dict[str, Any]:
    return {
        "code": one.code, "name": one.name, "field": one.field, "what": one.what,
        "url": there(request, "procedure", unit.code, one.code),
    }  # fmt: skip


def _whole(request: HttpRequest, unit: Unit, entry: Entry, one: Shown) -> dict[str, Any]:
    said, words = one.edition.said, one.words
    return {
        **asdict(said),
        **_entry(request, unit, entry),
        "from_date": one.edition.from_date,
        "online_url": online_address(said),
        "summary": asdict(one.summary),
        "counter": words.counter if words else "",
        "own_place": words.place if words else "",
        "note": words.note if words else "",
    }


def _fact(one: Fact) -> dict[str, Any]:
    return {"key": one.key, "plain": one.plain, "official": one.official, "is_own": one.is_own}
