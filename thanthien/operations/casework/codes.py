"""The code of a case as printed on its receipt: office – yymmdd – serial of 4, 6 or 7 digits."""

from __future__ import annotations

import re
from datetime import date

_CODE = re.compile(r"(?P<office>[A-Z0-9]+(?:\.[A-Z0-9]+)*)-(?P<day>\d{6})-(?P<tail>\d{4}|\d{6,7})", re.ASCII)
_MOBILE = re.compile(r"0[35789]\d{8}", re.ASCII)
_DASHES = str.maketrans("–—−‐‑", "-----")
_FORM = (
    "Mã hồ sơ có dạng mã cơ quan – ngày (6 số) – số thứ tự (4, 6 hoặc 7 số), ví dụ H15.50.05.13-261008-0975."
)


def read_code(text: str) -> tuple[str, str]:
    """(code, its serial) of what was typed. Raises ValueError with a sentence for people."""
    clean = "".join(text.split()).upper().translate(_DASHES)
    found = _CODE.fullmatch(clean)
    if found is None or len(clean) > 40:
        raise ValueError(_FORM)
    day = found["day"]
    try:
        date(2000 + int(day[:2]), int(day[2:4]), int(day[4:]))
    except ValueError:
        raise ValueError(
            f"Phần ngày “{day}” trong mã hồ sơ không có trong lịch (năm, tháng, ngày)."
        ) from None
    return clean, found["tail"]


def read_phone(text: str) -> str:
    """Digits of a telephone as dialled here, "+84 912 …" → "0912…"; "" where it is none."""
    digits = "".join(letter for letter in text if letter.isdecimal())
    if digits.startswith("84") and len(digits) > 10:
        digits = f"0{digits[2:]}"
    elif len(digits) == 9 and not digits.startswith("0"):
        digits = f"0{digits}"  # a sheet that took it for a number
    return digits if 9 <= len(digits) <= 11 and digits.startswith("0") else ""


def takes_messages(phone: str) -> bool:
    return _MOBILE.fullmatch(phone) is not None
