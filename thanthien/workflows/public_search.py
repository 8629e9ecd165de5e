"""One search over everything a unit has made public, for citizens: with or without tones, slips tolerated.

Only what stands on public pages is read: of reports the masked form, never the text as it was sent.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.core.cache import cache

from thanthien.lib.vietnamese import excerpt, meant, search_key
from thanthien.operations.disclosure.definition import NEWS
from thanthien.operations.disclosure.models import Contact, Publication, ScheduleEntry
from thanthien.operations.disclosure.queries import Entry, kept_register, public_contacts, public_list
from thanthien.operations.disclosure.schedules import public_lines
from thanthien.operations.feedback.models import Report
from thanthien.operations.feedback.public import Sought, public_vocabulary, sought_reports
from thanthien.operations.procedures.kept import Entry as ProcedureEntry
from thanthien.operations.procedures.kept import kept
from thanthien.operations.surveys.models import Survey
from thanthien.operations.surveys.queries import open_surveys
from thanthien.platform.units.models import Unit

PROCEDURES = frozenset({"procedures", "fees"})
MOST_WORDS = 8
SHOWN = 5  # of a group
_LOOKED = 60  # publications that fit, the newest, of which the best are shown
_AHEAD = timedelta(days=35)  # of the schedules
_KEPT = 300  # seconds that the words a unit uses are kept
_TEXTS = 300  # the newest publications whose words are known


@dataclass(frozen=True, slots=True)
class Text:
    """A publication with a piece of its text round the words, in parts: (part, is one of the words)."""

    one: Publication
    parts: list[tuple[str, bool]]


@dataclass(slots=True)
class Found:
    """What fits, in groups; `words` as they were looked for, `swapped` typed word → word looked for instead."""

    words: list[str] = field(default_factory=list)
    swapped: dict[str, str] = field(default_factory=dict)
    contacts: list[Contact] = field(default_factory=list)
    hotline: Contact | None = None  # whom to call where nothing was found
    items: list[Entry] = field(default_factory=list)
    procedures: list[Text] = field(default_factory=list)
    catalogue: list[ProcedureEntry] = field(default_factory=list)  # procedures of the one-stop centre
    texts: list[Text] = field(default_factory=list)
    news: list[Text] = field(default_factory=list)
    lines: list[ScheduleEntry] = field(default_factory=list)
    reports: list[Report] = field(default_factory=list)
    surveys: list[Survey] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not any(
            (self.contacts, self.items, self.procedures, self.catalogue, self.texts, self.news, self.lines,
             self.reports, self.surveys)
        )  # fmt: skip


def words_of(text: str) -> list[str]:
    """The words that are looked for: those of the search key, each once."""
    return list(dict.fromkeys(search_key(text).split()))[:MOST_WORDS]


def fits(words: Iterable[str], *texts: str) -> bool:
    """Whether every word stands in the texts together; a short word as a whole one."""
    key = f" {search_key(' '.join(texts))} "
    return all((word if len(word) > 2 else f" {word} ") in key for word in words)


def search_public(unit: Unit, text: str, today: date, *, also: Iterable[str] = ()) -> Found:
    """What fits `text`. Where nothing does, words near to what this unit uses are tried instead.

    `also`: texts of the pages themselves, whose words count as used.
    """
    words = words_of(text)
    found = _find(unit, words, today)
    if words and found.is_empty and not any(fits(words, one) for one in also):
        known = _vocabulary(unit, today) | Counter(word for one in also for word in search_key(one).split())
        swapped = {w: near for w in words if w not in known and (near := meant(w, known))}
        if swapped:
            found = _find(unit, [swapped.get(word, word) for word in words], today)
            found.swapped = swapped
    return found


def _find(unit: Unit, words: list[str], today: date) -> Found:
    found = Found(words=words)
    numbers = public_contacts(unit)
    found.hotline = next(iter(numbers), None)
    if not words:
        return found
    said = " ".join(words)
    found.contacts = [
        one
        for one in numbers
        if fits(words, one.get_kind_display(), one.name, one.title, one.agency.name if one.agency else "")
    ]
    found.catalogue = kept(unit, today).find(said)[: SHOWN + 1]
    _texts(unit, found, said)
    lines = public_lines(unit, since=today, until=today + _AHEAD)
    found.lines = [one for one in lines if fits(words, one.text, one.who, one.place)]
    found.reports = list(sought_reports(unit, Sought(text=said))[: SHOWN + 1])
    found.surveys = [one for one in open_surveys(unit, today) if fits(words, one.title)]
    return found


def _texts(unit: Unit, found: Found, said: str) -> None:
    """Publications by what they are; those with the words in their title first, then the newest."""
    rows = list(public_list(unit, text=said)[:_LOOKED])
    rows.sort(key=lambda one: not fits(found.words, one.title))
    for one in rows:
        group = (
            found.procedures if one.item in PROCEDURES else found.news if one.item == NEWS else found.texts
        )
        if len(group) <= SHOWN:
            group.append(Text(one, excerpt(one.text, found.words)))
    entries = kept_register(unit, {one.item for one in rows}).values()
    found.items = [
        one for one in entries if one.is_active and fits(found.words, one.title, one.item.title_en)
    ]


def _vocabulary(unit: Unit, today: date) -> Counter[str]:
    """How often each word stands in what the unit has made public."""
    name = f"public-words-{unit.pk}"
    words: Counter[str] | None = cache.get(name)
    if words is None:
        words = Counter(public_vocabulary(unit))
        for key in public_list(unit).values_list("search_key", flat=True)[:_TEXTS]:
            words.update(key.split())
        for entry in kept_register(unit).values():
            words.update(search_key(f"{entry.title} {entry.item.title_en}").split())
        for contact in public_contacts(unit):
            words.update(search_key(f"{contact.name} {contact.title}").split())
        for procedure in kept(unit, today).entries.values():
            words.update(procedure.key.split())
        cache.set(name, words, _KEPT)
    return words
