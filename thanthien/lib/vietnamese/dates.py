"""Dates and spans of time as Vietnamese officials print and say them."""

import re
from datetime import date, datetime, timedelta

_NUMERIC = re.compile(r"(?P<day>\d{1,2})\s*[/.\-]\s*(?P<month>\d{1,2})\s*[/.\-]\s*(?P<year>\d{4})")
_ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})")
_LONG = re.compile(
    r"(?:ngày\s+)?(?P<day>\d{1,2})\s+tháng\s+(?P<month>\d{1,2})\s+năm\s+(?P<year>\d{4})", re.IGNORECASE
)

_MINUTE, _HOUR, _DAY = 60, 3600, 86400


def date_vi(day: date) -> str:
    """ "27/02/2026"."""
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"


def long_date_vi(day: date) -> str:
    """ "ngày 27 tháng 02 năm 2026": days below 10 and months 1 and 2 take a leading zero.

    Source: Nghị định 30/2020/NĐ-CP, Phụ lục I, place and date.
    """
    month = f"{day.month:02d}" if day.month <= 2 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def month_vi(day: date) -> str:
    """ "tháng 02/2026", "tháng 8/2026": months 1 and 2 take a leading zero, as in `long_date_vi`."""
    return f"tháng {day.month:02d}/{day.year}" if day.month <= 2 else f"tháng {day.month}/{day.year}"


def span_vi(first: date, last: date) -> str:
    """The days from `first` to `last`, both included: "tháng 8/2026" for a whole month, "năm 2026" for a whole year,
    else "từ ngày 03/08/2026 đến ngày 09/08/2026".
    """
    ends_month = (last + timedelta(days=1)).day == 1
    if first.day == 1 and ends_month and (first.year, first.month) == (last.year, last.month):
        return month_vi(first)
    if first.year == last.year and (first.day, first.month, last.day, last.month) == (1, 1, 31, 12):
        return f"năm {first.year}"
    return f"từ ngày {date_vi(first)} đến ngày {date_vi(last)}"


def parse_date_vi(text: str) -> date:
    """The date that `text` alone says: "27/2/2026", "27-02-2026", "27.02.2026", "2026-02-27" or
    "ngày 27 tháng 02 năm 2026". Raises ValueError with a message for people otherwise.
    """
    clean = " ".join(text.split())
    found = _NUMERIC.fullmatch(clean) or _ISO.fullmatch(clean) or _LONG.fullmatch(clean)
    if found is None:
        raise ValueError(f"Chưa đọc được ngày “{clean}”. Hãy ghi theo dạng ngày/tháng/năm, ví dụ 27/02/2026.")
    try:
        return date(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError:
        raise ValueError(f"Ngày “{clean}” không có trong lịch. Hãy kiểm tra lại ngày và tháng.") from None


def due_in_words(days: int, *, working: bool = True) -> str:
    """How far a deadline is: 2 → "còn 2 ngày làm việc", 0 → "đến hạn hôm nay", -3 → "quá hạn 3 ngày".

    `days` left; `working` says they are working days. What is late is counted the same way.
    """
    unit = "ngày làm việc" if working else "ngày"
    if days == 0:
        return "đến hạn hôm nay"
    return f"còn {days} {unit}" if days > 0 else f"quá hạn {-days} {unit}"


def _span_in_words(seconds: int) -> str:
    if seconds < _HOUR:
        return f"{seconds // _MINUTE} phút"
    if seconds < _DAY:
        return f"{seconds // _HOUR} giờ"
    days = seconds // _DAY
    if days < 30:
        return f"{days} ngày"
    return f"{days // 30} tháng" if days < 365 else f"{days // 365} năm"


def time_ago(then: datetime, now: datetime) -> str:
    """How long ago `then` was, seen from `now`: "vừa xong", "5 phút trước", "2 giờ trước", "3 ngày trước".

    A moment to come reads "5 phút nữa". Both are aware or both naive.
    """
    seconds = int((now - then).total_seconds())
    if abs(seconds) < _MINUTE:
        return "vừa xong" if seconds >= 0 else "ngay bây giờ"
    return f"{_span_in_words(abs(seconds))} {'trước' if seconds > 0 else 'nữa'}"
