"""Money in whole đồng, as officials print it and as they type it."""

import re
from decimal import Decimal, InvalidOperation

from thanthien.lib.vietnamese.numbers import number_vi

_SCALES = {"": 1, "nghìn": 10**3, "ngàn": 10**3, "triệu": 10**6, "tr": 10**6, "tỷ": 10**9, "tỉ": 10**9}
_TYPED = re.compile(
    r"(?P<number>[\d.,\s]*\d)\s*(?P<scale>nghìn|ngàn|triệu|tr|tỷ|tỉ)?\s*(?:đồng|đ|vnđ|vnd|₫)?"
)
_GROUPED = re.compile(r"\d{1,3}(?:\.\d{3})+")
_LARGEST = 10**15  # more than any commune will ever plan; keeps sums far inside 64 bits


def money_vi(amount: int) -> str:
    """12500000 → "12.500.000 đ"."""
    return f"{number_vi(amount)} đ"


def parse_money_vi(text: str) -> int:
    """Whole đồng out of "12.500.000 đ", "12500000", "12,5 triệu" or "1,2 tỷ".

    Raises ValueError, with a sentence for people, for what is no amount, negative, no whole number of đồng
    or beyond a million billion.
    """
    said = " ".join(text.split()).lower()
    found = _TYPED.fullmatch(said)
    if found is None:
        raise ValueError(f"Chưa đọc được số tiền “{said}”. Hãy ghi như 12.500.000 hoặc 12,5 triệu.")
    amount = _decimal(re.sub(r"\s", "", found["number"]), said) * _SCALES[found["scale"] or ""]
    if amount != amount.to_integral_value():
        raise ValueError(f"Số tiền “{said}” lẻ dưới một đồng. Hãy ghi số tròn đồng.")
    if amount > _LARGEST:
        raise ValueError("Số tiền quá lớn. Hãy kiểm tra lại số chữ số 0.")
    return int(amount)


def _decimal(number: str, said: str) -> Decimal:
    if "," in number:
        whole, _, rest = number.partition(",")
        number = f"{whole.replace('.', '')}.{rest}"
    elif _GROUPED.fullmatch(number):
        number = number.replace(".", "")
    try:
        return Decimal(number)
    except InvalidOperation:
        raise ValueError(
            f"Chưa đọc được số tiền “{said}”: dấu chấm ngăn hàng nghìn, dấu phẩy trước số lẻ."
        ) from None
