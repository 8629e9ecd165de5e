"""Reads of the register, of publications and of who to call. What is public, everybody reads."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.core.cache import cache
from django.db.models import QuerySet

from thanthien.lib.vietnamese import search_key
from thanthien.operations.disclosure.definition import Item, definition, own_item
from thanthien.operations.disclosure.models import Contact, ItemTerms, Posting, Publication
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import may
from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Agency, Unit

State = Publication.State
_KEPT = 60  # seconds that the agencies' names on public pages may be old on another process
HOTLINES_FIRST = {kind: n for n, kind in enumerate(Contact.Kind.values)}


@dataclass(frozen=True, slots=True)
class Entry:
    """An item as it stands in the register of a unit: what the data says, and who is responsible here."""

    item: Item
    agency_id: int | None
    agency: str
    is_active: bool
    reason: str

    @property
    def code(self) -> str:
        return self.item.code

    @property
    def title(self) -> str:
        return self.item.title


def _key(unit: Unit) -> str:
    return f"disclosure-register-{unit.pk}"


def forget_register(unit: Unit) -> None:
    cache.delete(_key(unit))


def kept_register(unit: Unit, needs: Collection[str] = ()) -> dict[str, Entry]:
    """The register for public pages, kept for a minute; what another process has added since is read anew.

    `needs`: codes of items that stand on the page.
    """
    kept: dict[str, Entry] | None = cache.get(_key(unit))
    if kept is None or not set(needs) <= kept.keys():
        kept = register_of(unit)
        cache.set(_key(unit), kept, _KEPT)
    return kept


def register_of(unit: Unit) -> dict[str, Entry]:
    """Every item by code, those of the data first, as it is now. Two queries."""
    terms = {row.code: row for row in ItemTerms.objects.filter(unit=unit).order_by("pk")}
    agencies = list(Agency.objects.filter(unit=unit, is_active=True))
    by_role = {agency.role_code: agency for agency in reversed(agencies) if agency.role_code}
    by_pk = {agency.pk: agency for agency in agencies}
    items = dict(definition().items)
    items |= {code: own_item(code, row.title) for code, row in terms.items() if code not in items}
    found = {}
    for code, item in items.items():
        row = terms.get(code)
        named = by_pk.get(row.agency_id) if row and row.agency_id else None
        agency = named or by_role.get(item.agency)
        found[code] = Entry(
            item,
            agency.pk if agency else None,
            agency.name if agency else "",
            row.is_active if row else True,
            row.reason if row else "",
        )
    return found


def publication_seen_by(person: Person, unit: Unit, pk: int) -> Publication | None:
    """A publication of the unit for those who may read the register; with what its page shows."""
    if not may(person, Action.DISCLOSURE_VIEW, unit):
        return None
    rows = Publication.objects.filter(unit=unit, pk=pk)
    return rows.select_related(
        "unit__parent", "agency", "file", "drafted_by", "published_by", "replaces"
    ).first()


def posting_seen_by(person: Person, unit: Unit, pk: int) -> Posting | None:
    if not may(person, Action.DISCLOSURE_VIEW, unit):
        return None
    rows = Posting.objects.filter(publication__unit=unit, pk=pk)
    return rows.select_related("publication__unit__parent", "file", "posted_by").first()


def publications_of(unit: Unit, item: str = "") -> QuerySet[Publication]:
    """Everything of the register, the newest first, drafts too. For officials."""
    rows = Publication.objects.filter(unit=unit).select_related("agency", "published_by")
    return rows.filter(item=item) if item else rows


def public_list(
    unit: Unit, *, item: str = "", text: str = "", history: bool = False
) -> QuerySet[Publication]:
    """What everybody may read now, the newest first; with `history` also what newer versions replaced."""
    states = [State.PUBLISHED, State.REPLACED] if history else [State.PUBLISHED]
    rows = Publication.objects.filter(unit=unit, state__in=states, published_at__isnull=False)
    if item:
        rows = rows.filter(item=item)
    for word in search_key(text).split():
        rows = rows.filter(search_key__contains=word)
    return rows.select_related("agency", "file").order_by("-published_at", "-pk")


def public_postings(unit: Unit, code: str) -> list[Posting]:
    """Postings of the text with that code and of its other versions, in one query; [] where it is not public.

    Every public version has at least its posting on the unit's own page, so none is left out.
    """
    thread = Publication.objects.filter(unit=unit, code=code).values("thread")
    rows = Posting.objects.filter(
        publication__unit=unit, publication__thread__in=thread,
        publication__state__in=[State.PUBLISHED, State.REPLACED], publication__published_at__isnull=False,
    )  # fmt: skip
    return list(
        rows.select_related("publication__agency", "publication__file").order_by(
            "-publication__published_at", "-publication_id", "first_date", "pk"
        )
    )


def open_postings(unit: Unit) -> QuerySet[Posting]:
    """Every posting of everything that is or was public, text by text, the newest first; one query."""
    rows = Posting.objects.filter(
        publication__unit=unit, publication__state__in=[State.PUBLISHED, State.REPLACED],
        publication__published_at__isnull=False,
    )  # fmt: skip
    return (
        rows.select_related("publication__agency")
        .defer("publication__text", "publication__search_key")
        .order_by("-publication__published_at", "-publication_id", "first_date", "pk")
    )


def public_contacts(unit: Unit) -> list[Contact]:
    """Who to call now: the hotline first, then leaders, duty, offices. One query."""
    rows = Contact.objects.filter(unit=unit, ended_at=None).select_related("agency")
    return sorted(rows, key=lambda one: (HOTLINES_FIRST[one.kind], one.position, one.pk))


def contact_of_unit(unit: Unit, pk: int) -> Contact | None:
    return Contact.objects.filter(unit=unit, pk=pk).select_related("unit__parent", "agency").first()


def past_contacts(unit: Unit) -> QuerySet[Contact]:
    """Numbers that no longer hold, the last ended first."""
    return (
        Contact.objects.filter(unit=unit)
        .exclude(ended_at=None)
        .select_related("ended_by")
        .order_by("-ended_at")
    )


def is_shown(posting: Posting, today: date) -> bool:
    return posting.first_date <= today and (posting.last_date is None or posting.last_date >= today)
