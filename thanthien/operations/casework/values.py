"""Values of a provincial file as the product keeps them: moments in every form people export, terms, texts."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from math import isfinite

from thanthien.lib.documents.records import Value
from thanthien.lib.vietnamese import nfc
from thanthien.operations.casework.clocks import aware
from thanthien.operations.casework.models import Case

_CLOCK = r"(?P<hour>\d{1,2})(?:[:hg](?P<minute>\d{1,2}))(?::(?P<second>\d{1,2})(?:\.\d+)?)?"
_DMY = r"(?P<day>\d{1,2})[/.\-](?P<month>\d{1,2})[/.\-](?P<year>\d{4})"
_FORMS = tuple(
    re.compile(form, re.ASCII)
    for form in (
        rf"{_DMY}(?:[ ,T]+{_CLOCK})?",
        rf"{_CLOCK}[ ,]+(?:ngày )?{_DMY}",
        rf"(?P<year>\d{{4}})[-/.](?P<month>\d{{1,2}})[-/.](?P<day>\d{{1,2}})(?:[ T]+{_CLOCK})?",
    )
)
_ZONED = re.compile(r"\d{4}-\d{2}-\d{2}T.*(?:Z|[+-]\d{2}:?\d{2})", re.ASCII)
_NUMBER = re.compile(r"\d{5}(?:[.,]\d+)?", re.ASCII)
_EXCEL = datetime(1899, 12, 30)
_FIRST, _LAST = 2000, 2100
_TERM = re.compile(r"(\d{1,4})\s*(.*)", re.ASCII)
_SHOWN = 40


def read_moment(value: Value) -> tuple[datetime | None, bool]:
    """(the moment, whether a time of day was told) of a cell; (None, False) of an empty one.

    Reads dd/mm/yyyy with or without a time, ISO, and the serial numbers of Excel. Raises ValueError with a
    sentence for people.
    """
    if value is None:
        return None, False
    if isinstance(value, datetime):
        return _sound(value, str(value)), value.time() != time(0)
    if isinstance(value, date):
        return _sound(datetime.combine(value, time()), str(value)), False
    if isinstance(value, bool | time):
        raise _unread(str(value))
    if isinstance(value, int | float):
        return _serial(float(value))
    return _typed(value)


@lru_cache(maxsize=20_000)
def _typed(text: str) -> tuple[datetime | None, bool]:
    clean = " ".join(nfc(text).split())
    if not clean:
        return None, False
    if _NUMBER.fullmatch(clean):
        return _serial(float(clean.replace(",", ".")))
    if _ZONED.fullmatch(clean):
        try:
            return _sound(datetime.fromisoformat(clean), clean), True
        except ValueError:
            raise _unread(clean) from None
    for form in _FORMS:
        found = form.fullmatch(clean)
        if found is not None:
            return _built(found.groupdict(), clean)
    raise _unread(clean)


def _built(parts: dict[str, str | None], said: str) -> tuple[datetime, bool]:
    try:
        moment = datetime(
            int(parts["year"] or 0), int(parts["month"] or 0), int(parts["day"] or 0), int(parts["hour"] or 0),
            int(parts["minute"] or 0), int(parts["second"] or 0),
        )  # fmt: skip
    except ValueError:
        raise ValueError(
            f"“{said[:_SHOWN]}” không có trong lịch; ngày ghi trước, tháng ghi sau (ngày/tháng/năm)"
        ) from None
    return _sound(moment, said), parts["hour"] is not None


def _serial(number: float) -> tuple[datetime, bool]:
    if not isfinite(number) or not 36526 <= number < 73415:  # 2000 to 2100
        raise _unread(f"{number:g}")
    moment = _EXCEL + timedelta(seconds=round(number * 86400))
    return _sound(moment, f"{number:g}"), moment.time() != time(0)


def _sound(moment: datetime, said: str) -> datetime:
    if not _FIRST <= moment.year < _LAST:
        raise ValueError(f"năm của “{said[:_SHOWN]}” không hợp lý")
    return aware(moment)


def _unread(said: str) -> ValueError:
    return ValueError(
        f"chưa đọc được “{said[:_SHOWN]}”; ghi ngày/tháng/năm, ví dụ 27/02/2026 hoặc 08:30 27/02/2026"
    )


def read_term(value: Value) -> tuple[int | None, str]:
    """ "5", "5 ngày làm việc", "8 giờ" → the number and its unit. Raises ValueError."""
    if value is None or value == "":
        return None, Case.Term.DAYS
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    found = _TERM.fullmatch(" ".join(nfc(str(value)).split()).lower())
    if found is None or not 1 <= int(found[1]) <= 400:
        raise ValueError(f"chưa đọc được thời hạn “{str(value)[:_SHOWN]}”; ghi số ngày làm việc, ví dụ 5")
    return int(found[1]), Case.Term.HOURS if "giờ" in found[2] or "gio" in found[2] else Case.Term.DAYS


def read_text(value: Value, longest: int) -> str:
    """One line; a number that Excel keeps as 975.0 is 975."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = str(value)
    if not text.isascii():
        text = nfc(text)
    return " ".join(text.replace("\x00", "").split())[:longest]
