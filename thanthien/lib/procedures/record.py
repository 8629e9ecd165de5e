"""One procedure, with the words of its source. Nothing here is worked out: what the source does not say is empty."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Way:
    """How a case may be handed in. `time` and `fee` in words; `note`: what the source adds to the fee."""

    how: str
    time: str = ""
    fee: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper to bring. `group`: the case it belongs to; `form`: the file of its form; how many of each kind."""

    name: str
    group: str = ""
    form: str = ""
    originals: int = 0
    copies: int = 0


@dataclass(frozen=True, slots=True)
class Law:
    name: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    name: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class Procedure:
    code: str
    name: str
    field: str = ""
    decision: str = ""  # by which it was published
    level: str = ""  # who handles it: commune, province, ministry
    subjects: str = ""  # whom it is for
    agency: str = ""  # who handles it
    place: str = ""  # where it is handed in
    steps: str = ""
    conditions: str = ""
    ways: tuple[Way, ...] = ()
    papers: tuple[Paper, ...] = ()
    laws: tuple[Law, ...] = ()
    results: tuple[Result, ...] = ()
    source: str = ""  # the address it was read from


@dataclass(frozen=True, slots=True)
class Summary:
    """What a procedure asks in plain words, written by an office beside the official text, never instead of it."""

    what: str = ""
    who: str = ""
    bring: tuple[str, ...] = ()
    fee: str = ""
    time: str = ""
    where: str = ""
    mind: str = ""  # what people get wrong
    names: tuple[str, ...] = ()  # what people call it, to be found by; shown nowhere

    def __bool__(self) -> bool:
        return any((self.what, self.who, self.bring, self.fee, self.time, self.where, self.mind))


NO_SUMMARY = Summary()
