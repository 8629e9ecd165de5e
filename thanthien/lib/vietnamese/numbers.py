"""Numbers as Vietnamese officials print and say them, and Roman numerals."""

from decimal import ROUND_HALF_UP, Context, Decimal

Number = Decimal | int | float

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_SCALES = ("", " nghìn", " triệu")
_BILLION = 1_000_000_000
_ROMAN = (
    (1000, "M"),
    (900, "CM"),
    (500, "D"),
    (400, "CD"),
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
    (10, "X"),
    (9, "IX"),
    (5, "V"),
    (4, "IV"),
    (1, "I"),
)


def _decimal(value: Number) -> Decimal:
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    if not exact.is_finite():
        raise ValueError("Không thể in một số không xác định hoặc vô hạn.")
    return exact


def _rounded(value: Decimal, places: int) -> Decimal:
    # Not quantize(): that fails beyond the context's 28 digits.
    step = value.scaleb(places, context=_wide(value, places))
    whole = step.to_integral_value(rounding=ROUND_HALF_UP)
    return whole.scaleb(-places, context=_wide(value, places))


def _wide(value: Decimal, places: int) -> Context:
    return Context(prec=max(28, abs(value.adjusted()) + len(value.as_tuple().digits) + abs(places) + 4))


def number_vi(value: Number, places: int | None = None) -> str:
    """ "1.234,5": a point between thousands, a comma before decimals.

    With `places`, rounded half up to exactly that many decimals; without, all decimals the value has,
    no zeros at the end. Raises ValueError for NaN and infinity.
    """
    exact = _decimal(value)
    printed = f"{exact:,f}" if places is None else f"{_rounded(exact, places):,.{places}f}"
    if places is None and "." in printed:
        printed = printed.rstrip("0").rstrip(".")
    if not printed.strip("-0.,"):
        printed = printed.lstrip("-")
    return printed.translate(str.maketrans(",.", ".,"))


def percent_vi(share: Number, places: int | None = None) -> str:
    """A share (0.9267) as "92,67%". Without `places`, at most two decimals and no zeros at the end.

    Shares may pass 1: 1.2 → "120%".
    """
    percent = _decimal(share) * 100
    if places is not None:
        return f"{number_vi(percent, places)}%"
    return f"{number_vi(_rounded(percent, 2))}%"


def _below_thousand(number: int, *, full: bool) -> str:
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    said: list[str] = []
    if hundreds or full:
        said += [_DIGITS[hundreds], "trăm"]
    if tens == 1:
        said.append("mười")
    elif tens:
        said += [_DIGITS[tens], "mươi"]
    elif ones and said:
        said.append("linh")
    if ones:
        said.append({1: "mốt" if tens > 1 else "một", 5: "lăm" if tens else "năm"}.get(ones, _DIGITS[ones]))
    return " ".join(said)


def _below_billion(number: int, *, full: bool) -> str:
    said: list[str] = []
    for power in (2, 1, 0):
        group = number // 1000**power % 1000
        if group:
            said.append(_below_thousand(group, full=full or bool(said)) + _SCALES[power])
    return " ".join(said)


def number_in_words(number: int) -> str:
    """The whole number as it is said: 2105 → "hai nghìn một trăm linh năm"; 21 → "hai mươi mốt"."""
    if number < 0:
        return f"âm {number_in_words(-number)}"
    if number == 0:
        return _DIGITS[0]
    billions, rest = divmod(number, _BILLION)
    said: list[str] = []
    if billions:
        said.append(f"{number_in_words(billions)} tỷ")
    if rest:
        said.append(_below_billion(rest, full=bool(billions)))
    return " ".join(said)


def whole_number(text: str | None) -> int | None:
    """The number that a person or an address wrote: plain digits, at most 18 (what databases hold).

    None for all else: "-1", "1,5", "²" (which `isdigit` takes for a digit and `int` does not).
    """
    return int(text) if text and len(text) <= 18 and text.isascii() and text.isdigit() else None


def roman(number: int) -> str:
    """1 → "I", 2026 → "MMXXVI". Raises ValueError outside 1–3999."""
    if not 1 <= number <= 3999:
        raise ValueError(f"Số La Mã chỉ viết được từ 1 đến 3999, không viết được {number}.")
    printed = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        printed += letters * count
    return printed


def from_roman(text: str) -> int:
    """The value of a well-formed Roman numeral, capital or small. Raises ValueError otherwise."""
    letters = text.strip().upper()
    rest, number = letters, 0
    for value, sign in _ROMAN:
        while rest.startswith(sign):
            number, rest = number + value, rest[len(sign) :]
    if rest or not 1 <= number <= 3999 or roman(number) != letters:
        raise ValueError(f"“{text}” không phải là số La Mã.")
    return number
