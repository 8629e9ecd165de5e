"""One row of a provincial file: what it says of a case, or what is wrong with it, in plain words.

Nothing of the applicant stands in a sentence: sentences are shown to whoever looks at the import.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from django.utils import timezone

from thanthien.lib.documents.records import Value
from thanthien.lib.vietnamese import date_vi
from thanthien.operations.casework.clocks import end_of_day
from thanthien.operations.casework.codes import read_code, read_phone
from thanthien.operations.casework.definition import Definition, definition, words_key
from thanthien.operations.casework.mapping import FIELDS
from thanthien.operations.casework.models import Case
from thanthien.operations.casework.states import RANK
from thanthien.operations.casework.values import read_moment, read_term, read_text

State = Case.State
_LENGTHS = {
    "procedure_code": 30, "procedure_name": 300, "applicant": 150, "address": 200, "reason": 500,
    "result_place": 200,
}  # fmt: skip
_MOMENTS = ("received_at", "handled_at", "handed_at", "closed_at", "asked_at", "supplied_at")


@dataclass(slots=True)
class Given:
    """What a row says. `values` are fields of `Case`; `asked`, `supplied` the request for a supplement."""

    line: int
    values: dict[str, Any] = field(default_factory=dict)
    asked: datetime | None = None
    supplied: datetime | None = None
    agency_name: str = ""
    handler_name: str = ""


Fault = tuple[int, str, str]  # line, name of the field, sentence


class Checker:
    """Reads the rows of one file. Knows the codes already seen, so that the second of two is refused."""

    def __init__(self, headers: Sequence[str], columns: Mapping[str, str], at: datetime) -> None:
        places = {header: n for n, header in enumerate(headers)}
        self._places = {name: places[header] for name, header in columns.items() if header in places}
        self._seen: dict[str, int] = {}
        self._words: Definition = definition()
        self._at = at

    def read(self, line: int, row: Sequence[Value]) -> tuple[Given | None, list[Fault]]:
        """What the row says, or what is wrong with it."""
        cells = {name: row[n] if n < len(row) else None for name, n in self._places.items()}
        given, faults = Given(line), list[Fault]()

        def take(name: str, read: Callable[[], Any]) -> Any:
            try:
                return read()
            except ValueError as error:
                faults.append((line, FIELDS[name], _sentence(str(error))))
                return None

        values = given.values
        code = take("code", lambda: read_code(read_text(cells.get("code"), 60)))
        if code:
            values["code"], values["tail"] = code
            first = self._seen.setdefault(code[0], line)
            if first != line:
                faults.append(
                    (line, FIELDS["code"], f"Mã hồ sơ trùng với dòng {first}; mỗi hồ sơ chỉ ghi một dòng.")
                )
        for name, longest in _LENGTHS.items():
            if name in cells:
                values[name] = read_text(cells[name], longest)
        if not values.get("procedure_name"):
            faults.append((line, FIELDS["procedure_name"], "Thiếu tên thủ tục."))
        if "phone" in cells:
            values["phone"] = read_phone(read_text(cells["phone"], 30))  # one that is none is left out
        moments = {name: take(name, partial(_moment, cells.get(name))) for name in _MOMENTS}
        values["term"], values["term_unit"] = take("term", lambda: read_term(cells.get("term"))) or (
            None,
            "days",
        )
        by_hour = values["term_unit"] == Case.Term.HOURS
        values["due_given_at"] = take("due_at", lambda: _due(cells.get("due_at"), by_hour))
        given.asked, given.supplied = moments["asked_at"], moments["supplied_at"]
        given.agency_name = read_text(cells.get("agency"), 150)
        given.handler_name = read_text(cells.get("handler"), 100)
        self._channel(cells, values)
        values["supplements"] = take("supplements", lambda: _count(cells.get("supplements"))) or (
            1 if given.asked else 0
        )
        if not faults:
            faults += self._order(line, given, moments)
        if not faults:
            faults += self._state(given, moments, read_text(cells.get("state"), 80))
        return (None, faults) if faults else (given, [])

    def _channel(self, cells: Mapping[str, Value], values: dict[str, Any]) -> None:
        said = read_text(cells.get("channel"), 80)
        values["channel"] = self._words.channels.get(words_key(said), "") if said else ""

    def _order(self, line: int, given: Given, moments: Mapping[str, datetime | None]) -> list[Fault]:
        """What cannot be in time."""
        received, due = moments["received_at"], given.values["due_given_at"]
        if received is None:
            return [(line, FIELDS["received_at"], "Thiếu ngày tiếp nhận.")]
        if received > self._at:
            return [(line, FIELDS["received_at"], f"Ngày tiếp nhận {_day(received)} chưa tới.")]
        given.values["received_at"] = received
        found: list[Fault] = []
        if due is not None and due < received:
            found.append(
                (line, FIELDS["due_at"], f"Ngày hẹn trả {_day(due)} trước ngày tiếp nhận {_day(received)}.")
            )
        for name in _MOMENTS[1:]:
            moment = moments[name]
            if moment is None:
                continue
            if moment < received and _day(moment) != _day(received):
                words = f"{FIELDS[name]} {_day(moment)} trước ngày tiếp nhận {_day(received)}"
                found.append((line, FIELDS[name], f"{words}: hồ sơ đi ngược thời gian."))
            elif moment > self._at and _day(moment) != _day(self._at):
                found.append((line, FIELDS[name], f"{FIELDS[name]} {_day(moment)} chưa tới."))
        handled, handed = moments["handled_at"], moments["handed_at"]
        if handled and handed and handed < handled and _day(handed) != _day(handled):
            words = f"Ngày trả kết quả {_day(handed)} trước ngày có kết quả {_day(handled)}."
            found.append((line, FIELDS["handed_at"], words))
        return found

    def _state(self, given: Given, moments: Mapping[str, datetime | None], said: str) -> list[Fault]:
        """The state by its words; without them by the dates. Dates that a state needs must be there."""
        line, values = given.line, given.values
        state = self._words.states.get(words_key(said)) if said else _state_by_dates(given, moments)
        if state is None:
            words = f"Chưa hiểu trạng thái “{said}”. Ghi một trong: đang xử lý, chờ bổ sung, đã có kết quả, đã trả, …"
            return [(line, FIELDS["state"], words)]
        handled, handed, closed = moments["handled_at"], moments["handed_at"], moments["closed_at"]
        if state == State.HANDLED and handled is None:
            return [(line, FIELDS["handled_at"], "Hồ sơ đã có kết quả nhưng thiếu ngày có kết quả.")]
        if state == State.HANDED and handed is None and handled is None:
            return [(line, FIELDS["handed_at"], "Hồ sơ đã trả nhưng thiếu ngày có kết quả và ngày trả.")]
        if state in (State.STOPPED, State.REFUSED):
            closed = closed or handled or handed
            if closed is None:
                return [(line, FIELDS["closed_at"], "Hồ sơ đã dừng hoặc từ chối nhưng thiếu ngày.")]
        ended = state in (State.HANDLED, State.HANDED)
        values["state"] = state
        values["handled_at"] = (handled or handed) if ended else None
        values["handed_at"] = (handed or handled) if state == State.HANDED else None
        values["closed_at"] = closed if state in (State.STOPPED, State.REFUSED) else None
        if state not in (State.STOPPED, State.REFUSED):
            values["reason"] = ""
        return []


def against(given: Given, known: Case) -> list[Fault]:
    """What a row must not do to the case that is kept: take it back behind what an import said before."""
    state, values = str(given.values["state"]), given.values
    came_by_hand = {"handled_at", "handed_at", "closed_at"} & set(known.typed)
    if RANK[State(state)] < RANK[State(known.state)] and not came_by_hand:
        ended = known.handed_at or known.handled_at or known.closed_at
        words = (
            f"Dòng này ghi “{State(state).label.lower()}” nhưng hồ sơ đã “{known.get_state_display().lower()}”"
            f"{f' ngày {_day(ended)}' if ended else ''}: hồ sơ đi ngược thời gian."
        )
        return [(given.line, FIELDS["state"], words)]
    ends = [values.get(name) for name in ("handled_at", "handed_at", "closed_at") if name not in known.typed]
    if "received_at" in known.typed and any(one and one < known.received_at for one in ends):
        return [
            (
                given.line,
                FIELDS["received_at"],
                "Ngày kết thúc trước ngày tiếp nhận đã ghi tại đây.",
            )
        ]
    return []


def _state_by_dates(given: Given, moments: Mapping[str, datetime | None]) -> str:
    if moments["handed_at"]:
        return State.HANDED
    if moments["handled_at"]:
        return State.HANDLED
    if moments["closed_at"]:
        return State.STOPPED
    return State.WAITING if given.asked and not given.supplied else State.PROCESSING


def _moment(value: Value) -> datetime | None:
    return read_moment(value)[0]


def _due(value: Value, by_hour: bool) -> datetime | None:
    """QĐ 766 compares days, so a day is good until its end; an hour counts where the term is one of hours."""
    moment, has_time = read_moment(value)
    if moment is None or (by_hour and has_time):
        return moment
    return end_of_day(timezone.localtime(moment).date())


def _count(value: Value) -> int:
    said = read_text(value, 10)
    if not said:
        return 0
    if not said.isdecimal() or int(said) > 50:
        raise ValueError(f"số lần bổ sung “{said}” không phải một số")
    return int(said)


def _sentence(words: str) -> str:
    said = words[:1].upper() + words[1:]
    return said if said.endswith((".", "…")) else f"{said}."


def _day(moment: datetime) -> str:
    return date_vi(timezone.localtime(moment).date())
