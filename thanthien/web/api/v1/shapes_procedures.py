"""What goes over the wire about procedures; parts of which the source says nothing are empty."""

from __future__ import annotations

from datetime import date

from ninja import Schema
from pydantic import Field


class ProcedureOut(Schema):
    code: str
    name: str
    field: str
    what: str = Field(description="Một câu tóm tắt, có thể trống. / A sentence in plain words, may be empty.")
    url: str


class WayOut(Schema):
    how: str
    time: str
    fee: str
    note: str


class PaperOut(Schema):
    name: str
    group: str
    form: str
    originals: int
    copies: int


class NamedOut(Schema):
    name: str
    code: str


class SummaryOut(Schema):
    """Plain words beside the procedure, never instead of it."""

    what: str
    who: str
    bring: list[str]
    fee: str
    time: str
    where: str
    mind: str


class ProcedureWhole(ProcedureOut):
    decision: str
    level: str
    subjects: str
    agency: str
    place: str
    steps: str
    conditions: str
    ways: list[WayOut]
    papers: list[PaperOut]
    laws: list[NamedOut]
    results: list[NamedOut]
    source: str
    from_date: date
    online_url: str = Field(description="Nơi nộp qua mạng; trống nếu không có. / Where it is filed online.")
    summary: SummaryOut
    counter: str
    own_place: str
    note: str


class FactOut(Schema):
    """`plain`: an office's words (`is_own`: of this unit); `official`: lines of the procedure."""

    key: str = Field(description="bring, fee, time, where")
    plain: list[str]
    official: list[str]
    is_own: bool


class ElsewhereOut(Schema):
    topic: str
    whose: str


class AskedOut(Schema):
    verdict: str = Field(description="sure, choose, elsewhere, unknown")
    code: str = Field(description="Mã thủ tục khi đã rõ. / The procedure where it is sure.")
    facts: list[FactOut]
    choices: list[ProcedureOut]
    elsewhere: ElsewhereOut | None
