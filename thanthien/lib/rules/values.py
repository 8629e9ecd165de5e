"""Reading single values of a rule from plain data (YAML, JSON) and writing them back."""

import re
from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from thanthien.lib.rules.periods import ALL_MONTHS, Period

_CODE = re.compile(r"[a-z][a-z0-9_]*")
_MONTH_DAY = re.compile(r"(\d{2})-(\d{2})")
_LEAP_YEAR = 2024
# A share above 500 % is a percent sign forgotten, not a target.
_BARE_LIMIT = Decimal(5)


class RuleError(ValueError):
    """A rule in a data file is wrong. `key` is the path of the key, e.g. "parts[2].rule.threshold"."""

    def __init__(self, key: str, message: str) -> None:
        super().__init__(f"{key}: {message}")
        self.key = key
        self.message = message

    def inside(self, outer: str) -> "RuleError":
        """The same error seen from the mapping that holds this one under `outer`."""
        return RuleError(f"{outer}.{self.key}" if self.key else outer, self.message)


class Codec(NamedTuple):
    """`read` raises ValueError with a message in Vietnamese; `write(read(x))` reads back as the same."""

    read: Callable[[Any], Any]
    write: Callable[[Any], Any]


def read_decimal(value: object) -> Decimal:
    """A finite number written as int, float, Decimal or text ("0.5")."""
    if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
        raise ValueError(f"cần một số, không phải {value!r}")
    try:
        number = Decimal(str(value).strip())
    except InvalidOperation:
        raise ValueError(f"cần một số, không phải {value!r}") from None
    if not number.is_finite():
        raise ValueError("cần một số hữu hạn")
    return number


def write_decimal(value: Decimal) -> str:
    return f"{value.normalize():f}"


def read_ratio(value: object) -> Decimal:
    """A ratio of at least 0, as "90%" or 0.9."""
    if isinstance(value, str) and value.strip().endswith("%"):
        ratio = read_decimal(value.strip()[:-1].strip()) / 100
    else:
        ratio = read_decimal(value)
        if ratio > _BARE_LIMIT:
            raise ValueError(
                f'{value} sẽ được hiểu là {ratio * 100:f}%; nếu là phần trăm, hãy ghi "{value}%"'
            )
    if ratio < 0:
        raise ValueError("không được âm")
    return ratio


def _read_share(value: object) -> Decimal:
    share = read_ratio(value)
    if share > 1:
        raise ValueError("không được quá 100%")
    return share


def _write_ratio(value: Decimal) -> str:
    return f"{write_decimal(value * 100)}%"


def _read_points(value: object) -> Decimal:
    points = read_decimal(value)
    if points <= 0:
        raise ValueError("phải lớn hơn 0")
    return points


def _read_count(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise ValueError("cần một số nguyên từ 1 trở lên")
    return value


def _read_flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError("chỉ nhận true hoặc false")
    return value


def _read_text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("cần một đoạn chữ")
    return value


def _read_code(value: object) -> str:
    if not isinstance(value, str) or not _CODE.fullmatch(value):
        raise ValueError("cần một mã chỉ gồm chữ thường không dấu, số và gạch dưới")
    return value


def _read_months(value: object) -> tuple[int, ...]:
    if not isinstance(value, list) or not value or any(month not in ALL_MONTHS for month in value):
        raise ValueError("cần danh sách các tháng từ 1 đến 12, ví dụ [10, 11, 12]")
    return tuple(sorted(set(value)))


def _read_month_day(value: object) -> tuple[int, int] | None:
    if value is None:
        return None
    found = _MONTH_DAY.fullmatch(value) if isinstance(value, str) else None
    if not found:
        raise ValueError('cần tháng-ngày trong dấu nháy, ví dụ "03-31"')
    month, day = int(found[1]), int(found[2])
    try:
        date(_LEAP_YEAR, month, day)
    except ValueError:
        raise ValueError(f"ngày {day}/{month} không có trong lịch") from None
    return month, day


def one_of(*choices: str) -> Codec:
    def read(value: object) -> str:
        if value not in choices:
            raise ValueError(f"chỉ nhận {', '.join(choices)}; không nhận {value!r}")
        return str(value)

    return Codec(read, str)


def bands(band: Callable[[Decimal, Decimal], Any]) -> Codec:
    def read(value: object) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise ValueError("cần một danh sách các bậc {at, share}")
        read_bands = []
        for item in value:
            if not isinstance(item, dict) or set(item) != {"at", "share"}:
                raise ValueError(f"mỗi bậc cần đúng hai khoá at và share, không phải {item!r}")
            read_bands.append(band(read_ratio(item["at"]), _read_share(item["share"])))
        return tuple(read_bands)

    def write(value: Iterable[tuple[Decimal, Decimal]]) -> list[dict[str, str]]:
        return [{"at": _write_ratio(at), "share": _write_ratio(share)} for at, share in value]

    return Codec(read, write)


def _same(value: Any) -> Any:
    return value


PERIOD = Codec(lambda value: Period(one_of(*Period).read(value)), str)
RATIO = Codec(read_ratio, _write_ratio)
SHARE = Codec(_read_share, _write_ratio)
POINTS = Codec(_read_points, write_decimal)
COUNT = Codec(_read_count, _same)
FLAG = Codec(_read_flag, _same)
TEXT = Codec(_read_text, _same)
CODE = Codec(_read_code, _same)
MONTHS = Codec(_read_months, list)
MONTH_DAY = Codec(_read_month_day, lambda value: f"{value[0]:02d}-{value[1]:02d}")
