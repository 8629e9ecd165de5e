"""What is public: the register, texts with their versions and where they are shown, news."""

from __future__ import annotations

from itertools import groupby
from typing import Annotated, Any

from django.db.models import Count
from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router

from thanthien.lib.codes import typed_code
from thanthien.operations.disclosure.definition import NEWS, definition
from thanthien.operations.disclosure.models import Posting, Publication
from thanthien.operations.disclosure.queries import kept_register, public_list, public_postings
from thanthien.platform.units.models import Unit
from thanthien.web.api.paging import as_json, page_of
from thanthien.web.api.v1.asking import Cursor, Limit, Words, answers, missing, there, unit_of
from thanthien.web.api.v1.shapes import Page, PublicationOut, PublicationWhole, RegisterOut

router = Router(tags=["disclosure"])
_STATES = {Publication.State.PUBLISHED: "current", Publication.State.REPLACED: "replaced"}


@router.get(
    "/units/{code}/disclosure", response=answers(RegisterOut), operation_id="disclosure", summary="Register"
)
def register(request: HttpRequest, code: str) -> Any:
    """What must be public, who is responsible, and how many texts of each item are public now."""
    unit = unit_of(code)
    rows = public_list(unit).order_by().values_list("item").annotate(n=Count("pk"))
    counts: dict[str, int] = dict(rows)
    data = definition()
    items = [
        {
            "code": key, "title": entry.title, "title_en": entry.item.title_en, "basis": entry.item.basis,
            "agency": entry.agency, "is_business": entry.item.business, "is_followed": entry.is_active,
            "publications": counts.get(key, 0),
        }
        for key, entry in kept_register(unit, counts).items()
    ]  # fmt: skip
    return {"licence": data.licence, "licence_en": data.licence_en, "items": items}


@router.get(
    "/units/{code}/publications", response=answers(Page[PublicationOut]), operation_id="publications",
    summary="Publications",
)  # fmt: skip
def publications(
    request: HttpRequest,
    code: str,
    q: Words,
    cursor: Cursor,
    limit: Limit,
    item: Annotated[str, Query("", max_length=40)],
    history: Annotated[bool, Query(False)],
) -> Any:
    """The newest first; `history` also gives what newer versions replaced."""
    return _listed(request, unit_of(code), cursor, limit, item=item, text=q, history=history)


@router.get("/units/{code}/news", response=answers(Page[PublicationOut]), operation_id="news", summary="News")
def news(request: HttpRequest, code: str, cursor: Cursor, limit: Limit) -> Any:
    return _listed(request, unit_of(code), cursor, limit, item=NEWS)


def _listed(request: HttpRequest, unit: Unit, cursor: str, limit: int, **sought: Any) -> dict[str, Any]:
    rows = public_list(unit, **sought).defer("text", "search_key")
    found, after = page_of(rows, field="published_at", cursor=cursor, limit=limit)
    return as_json([said_publication(request, unit, one) for one in found], after)


@router.get(
    "/units/{code}/publications/{publication}", response=answers(PublicationWhole), operation_id="publication",
    summary="One publication",
)  # fmt: skip
def publication(request: HttpRequest, code: str, publication: str) -> Any:
    """A text with where it was shown from when until when, and its other versions."""
    unit = unit_of(code)
    named = typed_code(publication)
    postings = public_postings(unit, named) if named else []
    versions = [(one, list(shown)) for one, shown in groupby(postings, key=lambda row: row.publication)]
    here = next((pair for pair in versions if pair[0].code == named), None)
    if here is None:
        raise missing("Không có nội dung công khai nào mang mã này.")
    return {
        **said_publication(request, unit, here[0]),
        "text": here[0].text,
        "due_date": here[0].due_date,
        "postings": [_posting(one) for one in here[1]],
        "versions": [said_publication(request, unit, one) for one, _ in versions if one.code != named],
    }


def said_publication(request: HttpRequest, unit: Unit, one: Publication) -> dict[str, Any]:
    assert one.published_at is not None  # what is public was published
    return {
        "code": one.code,
        "item": one.item,
        "title": one.title,
        "document_number": one.document_number,
        "document_date": one.document_date,
        "published_at": timezone.localtime(one.published_at),
        "state": _STATES[Publication.State(one.state)],
        "agency": one.agency.name if one.agency else "",
        "url": there(request, "publication", unit.code, one.code),
        "file_url": there(request, "publication_file", unit.code, one.code) if one.file_id else "",
    }


def _posting(one: Posting) -> dict[str, Any]:
    return {
        "channel": one.channel, "place": one.place, "url": one.url, "first_date": one.first_date,
        "last_date": one.last_date,
    }  # fmt: skip
