"""What is public, as citizens read it: by item, by words, one text with where it is shown and its versions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.http import Http404, HttpResponse, HttpResponseBase
from django.utils.translation import gettext_lazy as _

from thanthien.lib.codes import typed_code
from thanthien.operations.disclosure.definition import NEWS, Item, definition
from thanthien.operations.disclosure.models import Channel, Posting, Publication
from thanthien.operations.disclosure.queries import Entry, kept_register, public_list, public_postings
from thanthien.web.fresh import fresh
from thanthien.web.kept_files import hand_over
from thanthien.web.portal.kept import kept
from thanthien.web.portal.pages import CitizenRequest, citizen_page, render

MOST = 500  # texts on the page of the register
PAGE = 20
CHANNELS = {
    Channel.NOTICE_CENTRE: _("Niêm yết tại Trung tâm Phục vụ hành chính công"),
    Channel.NOTICE_HQ: _("Niêm yết tại trụ sở UBND"),
    Channel.VILLAGE_HOUSE: _("Niêm yết tại nhà văn hóa thôn, tổ dân phố"),
    Channel.PORTAL: _("Trang của đơn vị"),
    Channel.LOUDSPEAKER: _("Hệ thống truyền thanh"),
    Channel.FACEBOOK: _("Trang Facebook"),
    Channel.ZALO: _("Trang Zalo"),
    Channel.PRESS: _("Báo chí"),
}
# Items that a page of their own shows.
PAGES = {"contacts": "portal:contacts", "schedule": "portal:schedule", "online": "portal:online"}


@dataclass(frozen=True, slots=True)
class Group:
    """An item with the texts of it that are public now; `page` where it has a page of its own."""

    code: str
    title: str
    texts: list[Publication]
    page: str


def said(item: Item, lang: str) -> str:
    """The name of an item in the language of the page; what a unit named itself stays as it is."""
    return item.title_en if lang == "en" and item.title_en else item.title


@citizen_page()
@kept
@fresh
def register(request: CitizenRequest) -> HttpResponse:
    words = request.GET.get("q", "")[:100].strip()
    business = request.GET.get("for") == "business"
    found = public_list(request.unit, text=words).defer("text", "search_key")
    texts = list(found[:MOST])
    by_item: dict[str, list[Publication]] = {}
    for one in texts:
        by_item.setdefault(one.item, []).append(one)
    groups = [
        Group(code, said(entry.item, request.lang), by_item.get(code, []), PAGES.get(entry.item.page, ""))
        for code, entry in kept_register(request.unit, by_item).items()
        if (entry.is_active or code in by_item) and (entry.item.business or not business)
    ]
    context = {
        "groups": [one for one in groups if one.texts or (one.page and not words)],
        "empty": [one for one in groups if not one.texts and not one.page and one.code != NEWS],
        "words": words,
        "business": business,
        "licence": definition().licence_en if request.lang == "en" else definition().licence,
        "total": len(texts),
    }
    return render(request, "portal/disclosure/register.html", context)


@citizen_page()
@kept
@fresh
def item(request: CitizenRequest, item: str) -> HttpResponse:
    return _list_of(request, _entry(request, item))


@citizen_page()
@kept
@fresh
def news(request: CitizenRequest) -> HttpResponse:
    return _list_of(request, _entry(request, NEWS), template="portal/disclosure/news.html")


def _entry(request: CitizenRequest, code: str) -> Entry:
    entry = kept_register(request.unit, [code]).get(code)
    if entry is None:
        raise Http404
    return entry


def _list_of(
    request: CitizenRequest, entry: Entry, *, template: str = "portal/disclosure/item.html"
) -> HttpResponse:
    # One row more than a page tells whether there is another: a count would be a query of its own.
    number = _page_number(request)
    first = (number - 1) * PAGE
    rows = list(public_list(request.unit, item=entry.code)[first : first + PAGE + 1])
    context = {
        "entry": entry,
        "title": said(entry.item, request.lang),
        "rows": rows[:PAGE],
        "older": number + 1 if len(rows) > PAGE else 0,
        "newer": number - 1,
        "page": PAGES.get(entry.item.page, ""),
    }
    return render(request, template, context)


def _page_number(request: CitizenRequest) -> int:
    value = request.GET.get("page", "")
    return min(max(int(value), 1), 10_000) if value.isascii() and value.isdigit() and len(value) < 6 else 1


@citizen_page()
@kept
@fresh
def publication(request: CitizenRequest, code: str) -> HttpResponse:
    postings = _postings(request, code)
    versions = [
        (one, [_Shown(posting) for posting in shown])
        for one, shown in groupby(postings, key=lambda posting: posting.publication)
    ]
    here = next((pair for pair in versions if pair[0].code == typed_code(code)), versions[0])
    entry = kept_register(request.unit, [here[0].item]).get(here[0].item)
    context = {
        "one": here[0],
        "postings": here[1],
        "others": [one for one, _shown in versions if one.code != here[0].code],
        "newest": versions[0][0] if versions[0][0].code != here[0].code else None,
        "item": entry,
        "item_title": said(entry.item, request.lang) if entry else "",
        "is_news": here[0].item == NEWS,
    }
    return render(request, "portal/disclosure/publication.html", context)


class _Shown:
    """A posting in the words of the page's language."""

    def __init__(self, posting: Posting) -> None:
        self.posting = posting
        self.channel = CHANNELS[Channel(posting.channel)]


def _postings(request: CitizenRequest, code: str) -> list[Posting]:
    found = public_postings(request.unit, typed_code(code))
    if not found:
        raise Http404
    return found


@citizen_page()
def file(request: CitizenRequest, code: str) -> HttpResponseBase:
    """The file of a text that is public; `?small=1` the small copy of its picture."""
    found: Iterable[Publication] = public_list(request.unit, history=True).filter(code=typed_code(code))
    one = next(iter(found), None)
    if one is None:
        raise Http404
    return hand_over(request, one.file, one.filename, small="small" in request.GET)
