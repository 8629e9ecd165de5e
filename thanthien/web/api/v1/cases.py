"""The provincial system, or a bridge to it, sends the commune's cases: each record answered for itself."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Status

from thanthien.operations.casework.intake import Outcome, take_records
from thanthien.platform.keys.models import Scope
from thanthien.web.api.door import ProgramRequest
from thanthien.web.api.keyed import require_scope
from thanthien.web.api.problems import Problem
from thanthien.web.api.v1.asking import answers, unit_of
from thanthien.web.api.v1.keys import key_in_header
from thanthien.web.api.v1.shapes_cases import CasesIn, CasesOut

router = Router(tags=["cases"])
_ANSWERS = {**answers(CasesOut, 403, 409, 413), 207: CasesOut}


@router.post(
    "/units/{code}/cases", response=_ANSWERS, operation_id="send_cases", auth=key_in_header,
    summary="Send cases to be followed",
)  # fmt: skip
def send_cases(request: HttpRequest, code: str, body: CasesIn) -> Any:
    """Cases of the one-stop centre, up to 500 at once. Scope `cases`. The same code again is the same case.

    200 where every record was taken; 207 where some were refused: those are told one by one, the others are kept.
    What officials typed here is never written over, and no case goes back in time.
    """
    unit = unit_of(code)
    key = require_scope(cast(ProgramRequest, request).key, Scope.CASES, unit)
    if unit.successor is not None:
        words = f"{unit.heading} đã nhập vào {unit.successor.full_name}. Gửi đến đơn vị mới ({unit.successor.code})."
        raise Problem("unit_merged", words)
    sent = [one.model_dump() for one in body.cases]
    outcomes = take_records(at=timezone.now(), key=key, records=sent)
    counts = {
        kind: sum(one.result == kind for one in outcomes) for kind in ("new", "changed", "same", "refused")
    }
    told = {**counts, "cases": [_told(one) for one in outcomes]}
    return Status(207 if counts["refused"] else 200, told)


def _told(one: Outcome) -> dict[str, Any]:
    case = one.case
    return {
        "number": one.number,
        "code": one.code,
        "result": one.result,
        "errors": [{"field": field, "message": words} for field, words in one.faults],
        "state": case.state if case else "",
        "due_at": timezone.localtime(case.due_at) if case and case.due_at else None,
    }
