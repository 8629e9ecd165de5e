"""Cases over the wire."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field, StrictInt

from thanthien.operations.casework.intake import MOST
from thanthien.web.api.v1.shapes import FieldProblem, In, Text

_DAY = (
    "Ngày, hoặc ngày và giờ: ISO 8601, hay ngày/tháng/năm. / ISO 8601 or dd/mm/yyyy, with or without a time."
)
Said = Annotated[Text, Field(max_length=1000)]
Day = Annotated[Text, Field(max_length=40)]


class CaseIn(In):
    """A case as the sender has it. What is left out or empty takes nothing away from what is kept."""

    code: Annotated[Text, Field(max_length=60)] = Field(
        description="Mã hồ sơ in trên giấy hẹn; gửi lại cùng mã là cùng một hồ sơ. / The case's code, its name here."
    )
    procedure_name: Said = ""
    received_at: Day = Field("", description=_DAY)
    procedure_code: Said = ""
    applicant: Said = ""
    address: Said = ""
    phone: Said = ""
    due_at: Day = Field("", description=_DAY)
    term: StrictInt | Day | None = Field(
        None,
        description="Thời hạn, ví dụ 5 hoặc “8 giờ làm việc”. / Working days, or “8 giờ” for working hours.",
    )
    state: Said = Field(
        "",
        description="processing, waiting, handled, handed, stopped, refused, hoặc lời tiếng Việt; để trống thì theo "
        "các ngày. / One of these or its Vietnamese words; empty: by the dates.",
    )
    handled_at: Day = Field("", description=_DAY)
    handed_at: Day = Field("", description=_DAY)
    closed_at: Day = Field("", description=_DAY)
    reason: Said = ""
    asked_at: Day = Field("", description=_DAY)
    supplied_at: Day = Field("", description=_DAY)
    supplements: StrictInt | None = None
    channel: Said = ""
    agency: Said = ""
    handler: Said = ""
    result_place: Said = ""


class CasesIn(In):
    cases: Annotated[list[CaseIn], Field(min_length=1, max_length=MOST)]


class CaseTaken(Schema):
    """What became of one record; `errors` where it was refused, and then nothing of it was kept."""

    number: int = Field(description="Thứ tự trong lần gửi, từ 1. / Its place in what was sent, from 1.")
    code: str
    result: Literal["new", "changed", "same", "refused"]
    errors: list[FieldProblem]
    state: str
    due_at: datetime | None


class CasesOut(Schema):
    new: int
    changed: int
    same: int
    refused: int
    cases: list[CaseTaken]
