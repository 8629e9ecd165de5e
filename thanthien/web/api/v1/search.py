"""One question to everything public of a unit, as the box on its page asks it."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router

from thanthien.lib.codes import typed_code
from thanthien.web.api.problems import Problem
from thanthien.web.api.v1.asking import answers, unit_of
from thanthien.web.api.v1.disclosure import said_publication
from thanthien.web.api.v1.reports import public_report
from thanthien.web.api.v1.shapes import FoundOut
from thanthien.web.api.v1.surveys import said_survey
from thanthien.web.api.v1.units import said_contact, said_line
from thanthien.workflows.public_search import SHOWN, search_public

router = Router(tags=["disclosure"])


@router.get("/units/{code}/search", response=answers(FoundOut), operation_id="search", summary="Search")
def search(request: HttpRequest, code: str, q: Annotated[str, Query(min_length=1, max_length=100)]) -> Any:
    """Everything public that fits, with or without tone marks. A tracking code is not looked for."""
    unit = unit_of(code)
    if typed_code(q):
        raise Problem("invalid", "Đây là mã theo dõi; dùng địa chỉ theo dõi, không tìm ở đây.", field="q")
    found = search_public(unit, q, timezone.localdate())
    texts = [*found.procedures[:SHOWN], *found.texts[:SHOWN], *found.news[:SHOWN]]
    return {
        "words": found.words,
        "hotline": found.hotline.phone if found.hotline else "",
        "contacts": [said_contact(one) for one in found.contacts],
        "publications": [said_publication(request, unit, one.one) for one in texts],
        "lines": [said_line(one) for one in found.lines],
        "reports": [public_report(request, unit, one) for one in found.reports[:SHOWN]],
        "surveys": [said_survey(request, unit, one) for one in found.surveys],
    }
