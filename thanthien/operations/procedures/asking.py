"""What somebody asks → what to say: one procedure, a question back, whose matter it is, or that we do not know.

Nothing is made up: everything said stands in the catalogue. Nothing of the question is kept
(docs/decisions/2026-11-22-questions-are-not-kept.md).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from thanthien.lib.lookup import Elsewhere, Verdict
from thanthien.lib.procedures import Procedure
from thanthien.lib.vietnamese import tidy
from thanthien.operations.procedures.kept import Entry, kept
from thanthien.operations.procedures.models import Edition
from thanthien.operations.procedures.queries import Shown, shown
from thanthien.platform.units.models import Unit

LONGEST = 300  # letters of a question that are looked at
CHOICES = 5
ONLINE = "Trực tuyến"
NATIONAL_PORTAL = "https://dichvucong.gov.vn"


@dataclass(frozen=True, slots=True)
class Told:
    """`shown` where it is sure, `choices` where it asks back, `elsewhere` where the matter is another body's."""

    question: str
    verdict: Verdict
    shown: Shown | None = None
    choices: tuple[Entry, ...] = ()
    elsewhere: Elsewhere | None = None


def ask(unit: Unit, question: str, day: date) -> Told:
    """Three queries at most, whatever the size of the catalogue."""
    question = tidy(question)[:LONGEST]
    here = kept(unit, day)
    answer = here.ask(question)
    entries = [one for found in answer.found[:CHOICES] if (one := here.entries.get(found.code))]
    if answer.verdict is Verdict.ELSEWHERE:
        return Told(question, answer.verdict, elsewhere=answer.elsewhere)
    if answer.verdict is Verdict.UNKNOWN or not entries:
        return Told(question, Verdict.UNKNOWN)
    if answer.verdict is Verdict.SURE:
        sure = shown(unit, entries[0].edition_id, entries[0].code)
        if sure is not None:
            return Told(question, answer.verdict, shown=sure, choices=tuple(entries[1:]))
    return Told(question, Verdict.CHOOSE, choices=tuple(entries))


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing people want to know. `plain`: an office's own words; `official`: lines of the procedure as printed."""

    key: str  # bring, fee, time, where
    plain: tuple[str, ...]
    official: tuple[str, ...]
    is_own: bool = False  # the plain words are the unit's, not those that came with the list


def facts_of(one: Shown) -> tuple[Fact, ...]:
    """What to bring, what it costs, how long it takes, where it is done; parts of which nothing is known are empty."""
    said, plain = one.edition.said, one.summary
    place = tuple(part for part in (one.words.counter, one.words.place) if part) if one.words else ()
    is_own = bool(one.words and one.words.plain)
    return (
        Fact("bring", plain.bring, _papers(said), is_own),
        Fact("fee", _some(plain.fee), _terms(said, "fee"), is_own),
        Fact("time", _some(plain.time), _terms(said, "time"), is_own),
        Fact(
            "where", place or _some(plain.where), _unique([said.place or said.agency]), bool(place) or is_own
        ),
    )


def times_of(edition_ids: Iterable[int]) -> dict[int, str]:
    """How long each takes as printed, by the id of the edition; "" where its ways differ or say nothing. One query."""
    found = Edition.objects.select_related("procedure__owner").in_bulk(list(edition_ids))
    told = {pk: _terms(one.said, "time") for pk, one in found.items()}
    return {pk: lines[0] if len(lines) == 1 else "" for pk, lines in told.items()}


def online_address(said: Procedure) -> str:
    """Where people file it on the national portal; "" where it is not filed online."""
    if not any(ONLINE.casefold() in way.how.casefold() for way in said.ways):
        return ""
    return said.source if said.source.startswith(f"{NATIONAL_PORTAL}/") else NATIONAL_PORTAL


def _papers(said: Procedure) -> tuple[str, ...]:
    return _unique([paper.name for paper in said.papers])


def _terms(said: Procedure, name: str) -> tuple[str, ...]:
    """The ways with a time or fee; said once where all ways have the same."""
    values = [(way.how, getattr(way, name), way.note if name == "fee" else "") for way in said.ways]
    told = [(how, "; ".join(part for part in (value, note) if part)) for how, value, note in values]
    told = [(how, value) for how, value in told if value]
    if len({value for _, value in told}) == 1:
        return (told[0][1],)
    return _unique([f"{how}: {value}" if how else value for how, value in told])


def _some(text: str) -> tuple[str, ...]:
    return (text,) if text else ()


def _unique(lines: list[str]) -> tuple[str, ...]:
    return tuple(line for line in dict.fromkeys(lines) if line)
