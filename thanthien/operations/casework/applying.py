"""Rows of an import become cases: new ones kept, known ones brought up to date, what people typed left alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import Any, Literal

from django.utils import timezone

from thanthien.lib.rules import Calendar
from thanthien.lib.vietnamese import search_key
from thanthien.operations.casework.checking import Given
from thanthien.operations.casework.clocks import settle
from thanthien.operations.casework.models import Case, CaseStep, Pause
from thanthien.operations.casework.states import RANK
from thanthien.operations.casework.telling import tell_result
from thanthien.platform.people.models import Person
from thanthien.platform.people.queries import people_of
from thanthien.platform.units.models import Agency, Unit
from thanthien.platform.units.queries import agencies_of
from thanthien.platform.workdays.queries import calendar_of
from thanthien.platform.workdays.working_hours import hours_of

State = Case.State
Result = Literal["new", "changed", "same"]
_ENDS = ("handled_at", "handed_at", "closed_at")
_PLAIN = (
    "procedure_code", "procedure_name", "applicant", "address", "phone", "channel", "result_place",
    "received_at", "term", "term_unit", "due_given_at", "supplements",
)  # fmt: skip
_SETTLED = ("due_at", "end_at", "late_at")
_WRITTEN = (*_PLAIN, "state", *_ENDS, "reason", "agency", "handler", "handler_name", *_SETTLED, "version")
_COMPARED = (*_PLAIN, "state", *_ENDS, "reason", "agency_id", "handler_id", "handler_name", *_SETTLED)
_REASON = "Yêu cầu bổ sung theo hệ thống tỉnh"


@dataclass(slots=True)
class Plan:
    """What a thousand rows would do. `ended`: cases that have their result by this import.

    `results`: what becomes of each row, (its line, new, changed or same, the case).
    """

    new: list[Case] = field(default_factory=list)
    changed: list[Case] = field(default_factory=list)
    steps: list[tuple[Case, str]] = field(default_factory=list)
    pauses: list[Pause] = field(default_factory=list)  # new ones and those that end
    ended: list[Case] = field(default_factory=list)
    same: int = 0
    results: list[tuple[int, Result, Case]] = field(default_factory=list)


class Applier:
    """Knows the unit's agencies, people and working days, read once an import."""

    def __init__(self, unit: Unit, at: datetime) -> None:
        self._unit, self._at = unit, at
        self._agencies: dict[str, Agency] = {}
        for agency in agencies_of(unit):
            for name in (agency.name, agency.short_name, *agency.aliases):
                self._agencies.setdefault(search_key(name), agency)
        people = [one for one in people_of(unit) if one.is_active]
        names = [search_key(one.full_name) for one in people]
        # of two people with one name nobody is guessed
        self._people: dict[str, Person] = {
            name: one for name, one in zip(names, people, strict=True) if names.count(name) == 1
        }
        self._calendar: Calendar = calendar_of(unit)
        self._hours = hours_of(unit)

    def plan(self, rows: Sequence[tuple[Given, Case | None]]) -> Plan:
        """Nothing is written; the cases in it are changed in memory alone."""
        plan = Plan()
        for given, case in rows:
            if case is None:
                self._new(plan, given)
            else:
                self._known(plan, given, case)
        return plan

    def write(self, plan: Plan, at: datetime) -> None:
        """In the caller's transaction."""
        Case.objects.bulk_create(plan.new, batch_size=500)
        if plan.changed:
            Case.objects.bulk_update(plan.changed, _WRITTEN, batch_size=200)
        fresh = [one for one in plan.pauses if one.pk is None]
        for one in fresh:
            one.case_id = one.case.pk
        Pause.objects.bulk_create(fresh)
        Pause.objects.bulk_update([one for one in plan.pauses if one.pk and one not in fresh], ["until_date"])
        move = CaseStep.Move.IMPORT
        CaseStep.objects.bulk_create(
            [CaseStep(case=case, move=move, day=at, at=at, text=words) for case, words in plan.steps]
        )
        for case in plan.ended:
            case.unit = self._unit
            tell_result(case, at)

    def _new(self, plan: Plan, given: Given) -> None:
        values = given.values
        case = Case(unit=self._unit, recorded_at=self._at, **values)
        self._name(case, given)
        pauses = self._pauses(case, given, [])
        settle(case, pauses, self._calendar, self._hours)
        plan.new.append(case)
        plan.results.append((given.line, "new", case))
        plan.pauses += pauses
        if case.state == State.HANDLED:
            plan.ended.append(case)

    def _known(self, plan: Plan, given: Given, case: Case) -> None:
        before = {name: getattr(case, name) for name in _COMPARED}
        was = State(case.state)
        for name in _PLAIN:
            if name in given.values and name not in case.typed and _says(given.values[name]):
                setattr(case, name, given.values[name])
        if "supplements" in case.typed:
            case.supplements = max(case.supplements, given.values["supplements"])
        self._state(case, given)
        self._name(case, given)
        known = list(case.pauses.all())
        pauses = self._pauses(case, given, known)
        # what is unsaved has no place among the pauses of the case yet
        settle(case, [*known, *(one for one in pauses if one.pk is None)], self._calendar, self._hours)
        after = {name: getattr(case, name) for name in before}
        changed = [name for name in before if before[name] != after[name]]
        if not changed and not pauses:
            plan.same += 1
            plan.results.append((given.line, "same", case))
            return
        case.version += 1
        plan.changed.append(case)
        plan.results.append((given.line, "changed", case))
        plan.pauses += pauses
        plan.steps.append((case, _said(was, case, before, changed)))
        if case.state == State.HANDLED and was != State.HANDLED:
            plan.ended.append(case)

    def _state(self, case: Case, given: Given) -> None:
        """Forward only, and not over what a person did here."""
        state = State(given.values["state"])
        if "reopened" in case.typed or RANK[state] < RANK[State(case.state)]:
            return
        if RANK[state] == 0:
            if "state" not in case.typed:
                case.state = state
            return
        if RANK[state] == RANK[State(case.state)] and state != case.state and set(_ENDS) & set(case.typed):
            return
        is_other, case.state = state != case.state, state
        for name in (*_ENDS, "reason"):
            value = given.values.get(name)
            if name not in case.typed and (is_other or _says(value)):
                setattr(case, name, value or (None if name in _ENDS else ""))
        if case.handled_at and case.handed_at and case.handed_at < case.handled_at:
            case.handed_at = case.handled_at  # handed over no sooner than the result typed here

    def _name(self, case: Case, given: Given) -> None:
        if given.agency_name and "agency" not in case.typed:
            found = self._agencies.get(_key(given.agency_name))
            if found is not None:
                case.agency = found
        if given.handler_name and "handler" not in case.typed:
            person = self._people.get(_key(given.handler_name))
            case.handler, case.handler_name = person, "" if person else given.handler_name

    def _pauses(self, case: Case, given: Given, known: Sequence[Pause]) -> list[Pause]:
        """New or ended pauses, none of them where people keep the pauses of the case here."""
        if any(not one.is_imported for one in known):
            return []
        asked = _day(given.asked) if given.asked else None
        if asked is None and case.state == State.WAITING:
            asked = _day(self._at)
        until = _day(given.supplied) if given.supplied else None
        if until is None and case.state != State.WAITING and asked is not None:
            until = _day(case.end_at or self._at) if not given.supplied else until
        open_one = next((one for one in known if one.until_date is None), None)
        if case.state != State.WAITING and open_one is not None:
            open_one.until_date = max(until or _day(self._at), open_one.from_date)
            return [open_one]
        if asked is None or any(one.from_date == asked for one in known) or open_one is not None:
            return []
        ends = None if case.state == State.WAITING else max(until or asked, asked)
        return [Pause(case=case, reason=_REASON, from_date=asked, until_date=ends, is_imported=True)]


_key = lru_cache(maxsize=2000)(search_key)  # the same few names on every row


def _says(value: Any) -> bool:
    """An empty cell takes nothing away."""
    return value is not None and value != ""


def _said(was: State, case: Case, before: dict[str, Any], changed: Sequence[str]) -> str:
    """What changed, without a word about the applicant."""
    words = []
    if was != case.state:
        words.append(f"{was.label} → {case.get_state_display()}")
    if "due_at" in changed:
        words.append(f"hẹn trả {_short(before['due_at'])} → {_short(case.due_at)}")
    if {"agency_id", "handler_id", "handler_name"} & set(changed):
        words.append("nơi giải quyết")
    if {"applicant", "address", "phone"} & set(changed):
        words.append("thông tin người nộp")
    return "; ".join(words) or "Cập nhật thông tin"


def _short(moment: datetime | None) -> str:
    return f"{timezone.localtime(moment):%d/%m/%Y}" if moment else "chưa có"


def _day(moment: datetime) -> date:
    return timezone.localtime(moment).date()
