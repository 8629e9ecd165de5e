"""Reports as everybody reads them, masked; one report by its tracking code; what a key sent."""

from __future__ import annotations

from typing import Annotated, Any, cast

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router

from thanthien.lib.codes import typed_code
from thanthien.operations.feedback.clocks import clock_of
from thanthien.operations.feedback.definition import definition
from thanthien.operations.feedback.intake import LONGEST, MOST_FILES
from thanthien.operations.feedback.models import Answer, Path, Report
from thanthien.operations.feedback.public import (
    Sought,
    Standing,
    figures_of,
    public_name,
    public_standing,
    published_as,
    sought_reports,
    was_late,
)
from thanthien.operations.feedback.public_ids import public_id
from thanthien.operations.feedback.queries import answers_of, is_late, report_by_code
from thanthien.operations.feedback.setting_up import categories_of
from thanthien.operations.feedback.states import OPEN
from thanthien.platform.keys.models import Key, Scope
from thanthien.platform.units.models import Unit
from thanthien.platform.units.queries import neighbourhoods_of
from thanthien.web.api.door import ProgramRequest
from thanthien.web.api.keyed import require_scope
from thanthien.web.api.paging import as_json, page_of
from thanthien.web.api.problems import Problem
from thanthien.web.api.v1.asking import Cursor, Limit, Words, answers, missing, place_named, there, unit_of
from thanthien.web.api.v1.keys import key_in_header
from thanthien.web.api.v1.shapes import FiguresOut, FollowOut, FormOut, Page, PublicReport, SentOut
from thanthien.web.limits import MINUTE, UNKNOWN_CODES, note, noted
from thanthien.web.sent_report import LARGEST_FILE
from thanthien.workflows.programs import report_sent_by, reports_sent_by

router = Router(tags=["reports"])


@router.get(
    "/units/{code}/report-form",
    response=answers(FormOut),
    operation_id="report_form",
    summary="What may be sent",
)
def report_form(request: HttpRequest, code: str) -> Any:
    """Categories, legal paths, neighbourhoods and limits: what a program needs to draw its form."""
    unit, data = unit_of(code), definition()
    return {
        "categories": [_category(one.code) for one in categories_of(unit)],
        "paths": [
            {"code": law.path, "label": str(Path(law.path).label), "basis": law.basis,
             "takes_anonymous": law.takes_anonymous}
            for law in data.laws.values()
        ],
        "neighbourhoods": [{"name": str(one), "kind": one.kind} for one in neighbourhoods_of(unit)],
        "emergencies": [emergency(one) for one in data.emergencies],
        "longest_text": LONGEST,
        "most_files": MOST_FILES,
        "largest_file": LARGEST_FILE,
    }  # fmt: skip


@router.get(
    "/units/{code}/reports",
    response=answers(Page[PublicReport]),
    operation_id="reports",
    summary="Public list",
)
def reports(
    request: HttpRequest,
    code: str,
    q: Words,
    cursor: Cursor,
    limit: Limit,
    category: Annotated[str, Query("", max_length=40)],
    neighbourhood: Annotated[str, Query("", max_length=130)],
    outcome: Annotated[str, Query("", pattern=f"^({'|'.join(Report.Outcome.values)})?$")],
) -> Any:
    """Answered reports that were masked and let through, the newest first."""
    unit = unit_of(code)
    place = place_named(unit, neighbourhood)
    sought = Sought(category, place.pk if place else None, outcome, q)
    rows = sought_reports(unit, sought)
    found, after = page_of(rows, field="published_at", cursor=cursor, limit=limit)
    return as_json([public_report(request, unit, one) for one in found], after)


@router.get(
    "/units/{code}/reports/{report}", response=answers(PublicReport), operation_id="report",
    summary="One report of the public list",
)  # fmt: skip
def report(request: HttpRequest, code: str, report: str) -> Any:
    """By its public id; the tracking code opens nothing here."""
    unit = unit_of(code)
    found = published_as(unit, report)
    if found is None:
        raise missing("Không có ý kiến công khai nào mang mã này.")
    return public_report(request, unit, found)


@router.get(
    "/units/{code}/report-figures",
    response=answers(FiguresOut),
    operation_id="report_figures",
    summary="Counts",
)
def report_figures(request: HttpRequest, code: str) -> Any:
    """How the unit is doing: each count with the day since which it is counted. Nothing about staff is counted."""
    unit = unit_of(code)
    figures = figures_of(unit, timezone.localdate())
    standing = public_standing(unit, timezone.localdate())
    places = [(str(one), standing.get(one.pk, Standing())) for one in neighbourhoods_of(unit)]
    names = [_place(name, one) for name, one in [*places, ("", standing.get(None, Standing()))]]
    fields = ("since", "received", "answered", "on_time", "rated", "satisfied", "open", "late")
    return {**{name: getattr(figures, name) for name in fields}, "neighbourhoods": names}


@router.get(
    "/units/{code}/follow/{tracking_code}",
    response=answers(FollowOut),
    operation_id="follow",
    summary="Follow",
)
def follow(request: HttpRequest, code: str, tracking_code: str) -> Any:
    """One report by its tracking code, as on the citizens' page; codes that are tried out are counted by address."""
    if noted(request, "code") > UNKNOWN_CODES:
        words = "Địa chỉ này đã thử quá nhiều mã không đúng. Chờ một phút rồi gọi lại."
        raise Problem("too_many_codes", words, wait=MINUTE)
    unit = unit_of(code)
    typed = typed_code(tracking_code)
    found = report_by_code(unit, typed) if typed else None
    if found is None:
        note(request, "code")
        raise missing("Không có ý kiến nào mang mã này.")
    return _followed(found)


@router.get(
    "/units/{code}/sent", response=answers(list[SentOut], 403), operation_id="sent", auth=key_in_header,
    summary="What this key sent",
)  # fmt: skip
def sent(
    request: HttpRequest,
    code: str,
    first: Annotated[int, Query(0, ge=0, le=100_000)],
    limit: Limit,
) -> Any:
    """The reports that this key sent, the newest first. Scope `follow`."""
    key = _following(request, code)
    found = reports_sent_by(key, first=first, most=limit)
    told = answers_of(found)
    return [_sent(one, told.get(one.pk)) for one in found]


@router.get(
    "/units/{code}/sent/{report}", response=answers(SentOut, 403), operation_id="sent_report", auth=key_in_header,
    summary="One report that this key sent",
)  # fmt: skip
def sent_report(request: HttpRequest, code: str, report: str) -> Any:
    """By its public id, published or not. Scope `follow`."""
    found = report_sent_by(_following(request, code), report)
    if found is None:
        raise missing("Khóa này chưa gửi ý kiến nào mang mã này.")
    return _sent(found, answers_of([found]).get(found.pk))


def _following(request: HttpRequest, code: str) -> Key:
    return require_scope(cast(ProgramRequest, request).key, Scope.FOLLOW, unit_of(code))


def _place(name: str, one: Standing) -> dict[str, Any]:
    known = not one.is_few
    return {
        "name": name, "is_few": one.is_few, "open": one.open if known else None, "late": one.late if known else None,
        "answered": one.answered if known else None,
    }  # fmt: skip


def emergency(one: Any) -> dict[str, str]:
    return {"number": one.number, "label": one.label, "label_en": one.label_en}


def _category(code: str) -> dict[str, Any]:
    one = definition().categories.get(code)
    if one is None:  # of an earlier version of the data
        return {"code": code, "label": code, "label_en": code, "is_protected": False}
    return {"code": code, "label": one.label, "label_en": one.label_en, "is_protected": one.is_protected}


def public_report(request: HttpRequest, unit: Unit, one: Report) -> dict[str, Any]:
    return {
        "id": public_id(one),
        "category": _category(one.category),
        "neighbourhood": str(one.neighbourhood) if one.neighbourhood else "",
        "agency": one.agency.name if one.agency else "",
        "text": one.public_text,
        "answer": one.public_answer,
        "outcome": one.outcome,
        "outcome_label": str(one.get_outcome_display()) if one.outcome else "",
        "received_date": timezone.localdate(one.received_at),
        "due_date": one.due_date,
        "answered_date": timezone.localdate(one.answered_at) if one.answered_at else None,
        "was_late": was_late(one, timezone.localdate()),
        "published_at": one.published_at,
        "url": there(request, "report", unit.code, public_name(one)),
    }


def _answer(one: Report, found: Answer | None) -> dict[str, str] | None:
    """The approved answer, until the report is taken up again."""
    if found is None or one.state in OPEN:
        return None
    return {
        "outcome": found.outcome, "outcome_label": str(found.get_outcome_display()), "text": found.text,
        "who_is": found.who_is,
    }  # fmt: skip


def _followed(one: Report) -> dict[str, Any]:
    today = timezone.localdate()
    steps = one.steps.filter(is_public=True).select_related("agency").prefetch_related("attachments")
    return {
        "code": one.code,
        "path": one.path,
        "path_label": str(one.get_path_display()),
        "state": one.state,
        "state_label": str(one.get_state_display()),
        "is_open": one.state in OPEN,
        "is_late": is_late(one, today),
        "category": one.category,
        "text": one.text,
        "place": one.place,
        "received_at": timezone.localtime(one.received_at),
        "due_date": one.due_date,
        "calculation": [str(step) for step in clock_of(one, today).steps],
        "basis": definition().laws[one.path].basis,
        "answer": _answer(one, answers_of([one]).get(one.pk)),
        "steps": [
            {
                "move": step.move, "label": str(step.get_move_display()), "at": timezone.localtime(step.at),
                "agency": step.agency.name if step.agency else "",
                "text": step.text if step.move != "answer" else "",
                "files": [file.name for file in step.attachments.all()],
            }
            for step in steps
        ],
        "reopen_until": one.reopen_until,
    }  # fmt: skip


def _sent(one: Report, answer: Answer | None) -> dict[str, Any]:
    return {
        "id": public_id(one),
        "category": one.category,
        "state": one.state,
        "state_label": str(one.get_state_display()),
        "is_open": one.state in OPEN,
        "is_late": is_late(one, timezone.localdate()),
        "received_at": timezone.localtime(one.received_at),
        "due_date": one.due_date,
        "answered_at": timezone.localtime(one.answered_at) if one.answered_at else None,
        "answer": _answer(one, answer),
    }
