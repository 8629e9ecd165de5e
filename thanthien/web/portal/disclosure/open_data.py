"""What is public for programs: an Atom feed, CSV and JSON with one schema, whatever the page's language.

Columns never change their name or order; a new one is added at the end and `SCHEMA` is counted up.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from thanthien.operations.disclosure.definition import definition
from thanthien.operations.disclosure.models import Publication
from thanthien.operations.disclosure.queries import kept_register, open_postings, public_list
from thanthien.web.fresh import fresh
from thanthien.web.portal.kept import kept
from thanthien.web.portal.pages import CitizenRequest, citizen_page

SCHEMA = 1
COLUMNS = (
    "code", "item", "item_title", "title", "document_number", "document_date", "due_date", "published_at",
    "state", "agency", "channels", "url", "file_url",
)  # fmt: skip
FED = 50


@citizen_page()
@kept
@fresh
def feed(request: CitizenRequest) -> HttpResponse:
    """The newest texts, as Atom (RFC 4287)."""
    here = request.build_absolute_uri(_there(request, "disclosure"))
    title = _("Nội dung công khai của %(name)s") % {"name": request.unit.full_name}
    made = Atom1Feed(
        title, here, None, language=request.lang, feed_url=request.build_absolute_uri(request.path)
    )
    for one in public_list(request.unit)[:FED]:
        link = request.build_absolute_uri(_there(request, "publication", one.code))
        agency = one.agency.name if one.agency else request.unit.full_name
        made.add_item(
            one.title, link, one.text[:1000] or one.document, unique_id=link, author_name=agency,
            pubdate=one.published_at, updateddate=one.published_at,
        )  # fmt: skip
    return HttpResponse(made.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


@citizen_page()
@kept
@fresh
def as_csv(request: CitizenRequest) -> HttpResponse:
    """UTF-8 with the mark by which Excel knows it; the licence stands in a header, so that the table is one table."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS)
    writer.writeheader()
    for row in _rows(request):
        spans = [f"{one['channel']} {one['first_date']}/{one['last_date'] or ''}" for one in row["channels"]]
        writer.writerow({**{k: _plain(v) for k, v in row.items()}, "channels": "; ".join(spans)})
    response = HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="cong-khai-{request.unit.code}.csv"'
    response["X-Licence"] = definition().licence_en
    return response


@citizen_page()
@kept
@fresh
def as_json(request: CitizenRequest) -> HttpResponse:
    data = {
        "schema": SCHEMA,
        "licence": definition().licence,
        "source": request.unit.full_name,
        "publications": list(_rows(request)),
    }
    return JsonResponse(data, json_dumps_params={"ensure_ascii": False})


def _plain(value: Any) -> Any:
    """A cell that Excel takes for a formula is given an apostrophe: titles are typed by people."""
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r") else value


def _rows(request: CitizenRequest) -> Iterator[dict[str, Any]]:
    postings = list(open_postings(request.unit))
    entries = kept_register(request.unit, {posting.publication.item for posting in postings})
    for one, shown in groupby(postings, key=lambda posting: posting.publication):
        entry = entries.get(one.item)
        yield {
            "code": one.code,
            "item": one.item,
            "item_title": entry.title if entry else one.item,
            "title": one.title,
            "document_number": one.document_number,
            "document_date": one.document_date.isoformat(),
            "due_date": one.due_date.isoformat(),
            "published_at": timezone.localtime(one.published_at).isoformat() if one.published_at else "",
            "state": "current" if one.state == Publication.State.PUBLISHED else "replaced",
            "agency": one.agency.name if one.agency else "",
            "channels": [
                {
                    "channel": posting.channel,
                    "place": posting.place,
                    "first_date": posting.first_date.isoformat(),
                    "last_date": posting.last_date.isoformat() if posting.last_date else None,
                }
                for posting in shown
            ],
            "url": request.build_absolute_uri(_there(request, "publication", one.code)),
            "file_url": request.build_absolute_uri(_there(request, "publication_file", one.code))
            if one.file_id
            else "",
        }


def _there(request: CitizenRequest, name: str, *args: str) -> str:
    return reverse(f"portal:{name}", args=[request.unit.code, *args], current_app=request.current_app)
