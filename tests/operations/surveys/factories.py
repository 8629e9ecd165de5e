"""Surveys as units set them up, and answers as people give them."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from tests.cast import Cast
from thanthien.operations.surveys.actions import SurveyFields, copy_sample, open_survey, set_up
from thanthien.operations.surveys.answering import Sent, answer
from thanthien.operations.surveys.models import Response, Survey

TYPED = {f"a{n}": ["4"] for n in range(1, 9)}


def prepared(cast: Cast, at: datetime, code: str = "centre", **more: Any) -> Survey:
    fields: dict[str, Any] = {
        "title": "Khảo sát phục vụ của Trung tâm", "first_date": at.date(), "last_date": date(at.year, 12, 31),
        "population": 2000, "minimum": 5, **more,
    }  # fmt: skip
    version = copy_sample(actor=cast.coordinator, at=at, unit=cast.unit, code=code)
    return set_up(actor=cast.coordinator, at=at, version=version, fields=SurveyFields(**fields))


def opened(cast: Cast, at: datetime, code: str = "centre", **more: Any) -> Survey:
    return open_survey(actor=cast.coordinator, at=at, survey=prepared(cast, at, code, **more))


def answered(survey: Survey, at: datetime, mark: int = 4, **more: Any) -> Response:
    """Every statement of survey A with one mark, from the QR unless told otherwise."""
    typed = {key: [str(mark)] for key in TYPED} | more.pop("typed", {})
    fields: dict[str, Any] = {"key": uuid.uuid4(), "typed": typed, "channel": Response.Channel.QR, **more}
    return answer(at=at, survey=survey, sent=Sent(**fields))
