"""An official text as it is read aloud: abbreviations, numbers, dates, hours and telephone numbers become words.

A voice program reads "UBND", "15/02/2026" or "0225.3…" letter by letter or wrongly; what comes from here it can read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from thanthien.lib.vietnamese.numbers import from_roman, number_in_words
from thanthien.lib.vietnamese.spoken_words import (
    ABBREVIATIONS,
    BEFORE_DAY,
    BEFORE_ROMAN,
    BEFORE_SHORT_PHONE,
    LETTERS,
    OF_DOCUMENTS,
    SIGNS,
    UNITS,
    WORDS,
)
from thanthien.lib.vietnamese.syllables import is_vietnamese_syllable
from thanthien.lib.vietnamese.text import nfc

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_LONGEST_NUMBER = 15  # digits; a longer one is a code and is spelled
_CALLED = frozenset({"111", "112", "113", "114", "115", "1022", "18001096"})


@dataclass(frozen=True, slots=True)
class Changed:
    """A place of the text that is read otherwise than it is written."""

    written: str
    spoken: str


@dataclass(frozen=True, slots=True)
class Reading:
    """`spoken`: the words for a voice, without a digit; `changes` in their order, each once."""

    spoken: str
    changes: tuple[Changed, ...]


_Rule = tuple[re.Pattern[str], Callable[[re.Match[str], str], str | None]]


def read_aloud(text: str, own: Mapping[str, str] | None = None) -> Reading:
    """How `text` is read. `own`: what a unit says otherwise, written → spoken; it goes before every rule.

    A text of signs alone gives an empty `spoken`.
    """
    text = nfc(text)
    own_rule = _own_rule(own or {})
    rules = (own_rule, *_RULES) if own_rule else _RULES
    out: list[str] = []
    changes: dict[str, str] = {}
    at = 0
    while at < len(text):
        found = _first(rules, text, at)
        if found is None:
            token = _TOKEN.match(text, at)
            assert token is not None  # the last branch takes any sign
            out.append(token.group())
            at = token.end()
            continue
        written, spoken = found
        if spoken != written:
            changes.setdefault(written, spoken.strip(" ,"))
            out.append(f" {spoken} ")
        else:
            out.append(written)
        at += len(written)
    said = tuple(Changed(written, spoken) for written, spoken in changes.items() if spoken)
    return Reading(_even("".join(out)), said)


def digits_in_words(text: str) -> str:
    """Digit by digit: "0912" → "không chín một hai"."""
    return " ".join(_DIGITS[int(sign)] for sign in text if sign.isdecimal())


def letters_in_words(text: str) -> str:
    """Letter by letter: "HK" → "hát ca"; a digit is said as a digit."""
    return " ".join(
        LETTERS.get(sign.upper(), "") or (_DIGITS[int(sign)] if sign.isdecimal() else "") for sign in text
    )


def seconds_to_say(spoken: str, *, words_a_minute: int) -> int:
    """About how long a voice takes, in whole seconds, a breath after each sentence counted."""
    words = len(spoken.split())
    breaths = len(re.findall(r"[.!?;:\n]", spoken))
    return round(words * 60 / words_a_minute + breaths * 0.4) if words else 0


def _first(rules: tuple[_Rule, ...], text: str, at: int) -> tuple[str, str] | None:
    before = text[max(0, at - 30) : at]
    if before[-1:].isalnum():
        return None
    for pattern, say in rules:
        found = pattern.match(text, at)
        if found is None or not found.group():
            continue
        spoken = say(found, before)
        if spoken is not None:
            return found.group(), spoken
    return None


def _own_rule(own: Mapping[str, str]) -> _Rule | None:
    words = {nfc(written): spoken for written, spoken in own.items() if written.strip()}
    if not words:
        return None
    longest = sorted(words, key=len, reverse=True)
    pattern = re.compile(rf"(?:{'|'.join(map(re.escape, longest))})(?!\w)")
    return pattern, lambda found, before: words[found.group()]


def _follows(before: str, words: tuple[str, ...]) -> bool:
    said = before.rstrip(" :\"“'").lower()
    return any(said.endswith(word) for word in words)


# -- numbers ---------------------------------------------------------------------------------------
def _whole(text: str) -> str:
    bare = text.replace(".", "").replace(" ", "")
    if len(bare) > _LONGEST_NUMBER or (len(bare) > 1 and bare[0] == "0"):
        return digits_in_words(bare)
    return number_in_words(int(bare))


def _number(text: str) -> str:
    """ "3.321", "1.234,5", "95,05", "7.5"."""
    whole, comma, rest = text.partition(",")
    if not comma and re.fullmatch(r"\d+\.\d{1,2}", text):
        whole, _, rest = text.partition(".")
    said = _whole(whole)
    if rest:
        said += " phẩy " + (digits_in_words(rest) if rest[0] == "0" or len(rest) > 2 else _whole(rest))
    return said


def _day(day: str, month: str, year: str = "") -> str | None:
    try:
        date(int(year or 2000), int(month), int(day))
    except ValueError:
        return None
    ten = "mùng " if int(day) <= 10 else ""
    said = f"{ten}{number_in_words(int(day))} tháng {_month(month)}"
    return f"{said} năm {number_in_words(int(year))}" if year else said


def _month(month: str) -> str:
    return "tư" if int(month) == 4 else number_in_words(int(month))


def _date(found: re.Match[str], before: str) -> str | None:
    said = _day(found["d"], found["m"], found["y"])
    return said and ("" if _follows(before, ("ngày",)) else "ngày ") + said


def _days(found: re.Match[str], before: str) -> str | None:
    """ "15-17/02/2026"."""
    last = _day(found["e"], found["m"], found["y"] or "")
    if last is None or _day(found["d"], found["m"]) is None:
        return None
    first = ("mùng " if int(found["d"]) <= 10 else "") + number_in_words(int(found["d"]))
    return ("" if _follows(before, ("ngày",)) else "ngày ") + f"{first} đến ngày {last}"


def _short_date(found: re.Match[str], before: str) -> str | None:
    """ "30/4" behind a word that announces a day; elsewhere it is a fraction."""
    if not re.search(rf"(?:^|\W)(?:{'|'.join(BEFORE_DAY)})[\s,(]*$", before.lower()):
        return None
    said = _day(found["d"], found["m"])
    return said and ("" if _follows(before, ("ngày",)) else "ngày ") + said


def _month_and_year(found: re.Match[str], before: str) -> str | None:
    if not 1 <= int(found["m"]) <= 12:
        return None
    start = "" if _follows(before, ("tháng",)) else "tháng "
    return f"{start}{_month(found['m'])} năm {number_in_words(int(found['y']))}"


def _month_alone(found: re.Match[str], before: str) -> str | None:
    return _month(found["m"]) if _follows(before, ("tháng",)) and int(found["m"]) == 4 else None


def _fraction(found: re.Match[str], before: str) -> str:
    return f"{_whole(found['a'])} trên {_whole(found['b'])}"


def _hour(found: re.Match[str], before: str) -> str | None:
    hour, minute = int(found["h"]), int(found["min"] or 0)
    if hour > 24 or minute > 59:
        return None
    return f"{number_in_words(hour)} giờ" + (f" {number_in_words(minute)} phút" if minute else "")


def _phone(found: re.Match[str], before: str) -> str | None:
    bare = re.sub(r"\D", "", found.group())
    if not 8 <= len(bare) <= 12:
        return None
    groups = [g for g in re.split(r"\D+", found.group()) if g]
    if len(groups) == 1:  # 0912345678: as people give it, four and threes
        groups = [bare[:4], *(bare[n : n + 3] for n in range(4, len(bare), 3))]
    plus = "cộng " if found.group().startswith("+") else ""
    return plus + ", ".join(digits_in_words(group) for group in groups) + ","


def _short_phone(found: re.Match[str], before: str) -> str | None:
    bare = found.group().replace(" ", "").replace(".", "")
    called = bare in _CALLED and _follows(before, BEFORE_SHORT_PHONE)
    return digits_in_words(bare) + "," if called else None


def _with_unit(found: re.Match[str], before: str) -> str | None:
    unit = UNITS.get(found["unit"].lower())
    if unit is None:
        return None
    per = {
        "/tháng": " một tháng",
        "/năm": " một năm",
        "/ngày": " một ngày",
        "/hộ": " một hộ",
        "/người": " một người",
    }
    return f"{_number(found['n'])} {unit}{per.get(found['per'] or '', '')}"


def _range(found: re.Match[str], before: str) -> str:
    return f"{_number(found['a'])} đến {_number(found['b'])}"


def _just_number(found: re.Match[str], before: str) -> str:
    return _number(found.group())


# -- letters ---------------------------------------------------------------------------------------
def _document(found: re.Match[str], before: str) -> str:
    """ "15/QĐ-UBND", "118/2025/NĐ-CP"."""
    parts = [_whole(found["n"])]
    if found["y"]:
        parts.append(number_in_words(int(found["y"])))
    names = re.split(r"[-–/&.]", found["kind"])
    said = [_abbreviation(name, {**ABBREVIATIONS, **OF_DOCUMENTS}) for name in names if name]
    return " trên ".join([*parts, " ".join(said)])


def _abbreviation(word: str, known: Mapping[str, str] = ABBREVIATIONS) -> str:
    if word in known:
        return known[word]
    lower = word.lower()
    return lower if len(word) > 2 and is_vietnamese_syllable(lower) else letters_in_words(word)


def _capitals(found: re.Match[str], before: str) -> str | None:
    word = found.group()
    if word in ABBREVIATIONS:
        return ABBREVIATIONS[word]
    if is_vietnamese_syllable(word.lower()) or not word.isupper():
        return None  # a heading in capitals is read as words
    return letters_in_words(word)


def _roman(found: re.Match[str], before: str) -> str | None:
    word = found.group()
    if word in ABBREVIATIONS or not (
        _follows(before, BEFORE_ROMAN) or (len(word) > 1 and set(word) <= set("IVX"))
    ):
        return None
    try:
        return number_in_words(from_roman(word))
    except ValueError:
        return None


def _roman_and_year(found: re.Match[str], before: str) -> str | None:
    """ "III/2026" of a quarter."""
    try:
        return f"{number_in_words(from_roman(found['roman']))} năm {number_in_words(int(found['y']))}"
    except ValueError:
        return None


def _city(found: re.Match[str], before: str) -> str:
    return "thành phố"


def _word(found: re.Match[str], before: str) -> str | None:
    return WORDS.get(found.group().lower())


def _address(found: re.Match[str], before: str) -> str:
    said = re.sub(r"^https?://|/$", "", found.group())
    signs = {
        ".": " chấm ",
        "/": " xẹt ",
        "@": " a còng ",
        "-": " gạch ngang ",
        "_": " gạch dưới ",
        "?": " ",
        "=": " bằng ",
    }
    words = "".join(signs.get(sign, sign) for sign in said)
    return re.sub(r"\d", lambda digit: f" {_DIGITS[int(digit.group())]} ", words)


def _sign(found: re.Match[str], before: str) -> str:
    return SIGNS.get(found.group(), "")


_N = r"\d+(?:\.\d{3})*(?:,\d+)?(?!\d)"
_END = r"(?![\w])"
_ADDRESS = (
    r"https?://\S+?(?=[.,;:!?)\"”]*(?:\s|$))|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    r"|(?:[a-z0-9-]+\.)+(?:vn|com|org|net|gov)(?:/[\w./?=-]*\w)?" + _END
)
_DOCUMENT = (
    r"(?P<n>\d+)[/-](?:(?P<y>\d{4})/)?"
    r"(?P<kind>[A-ZĐ][A-ZĐa-zư]*\d{0,2}(?:[-–/&.][A-ZĐ][A-ZĐa-zư]*)+|(?:QĐ|NQ|KH|TB|BC|CV|CT|TT|NĐ)\b)"
)
_MEASURED = (
    rf"(?P<n>{_N})\s?(?P<unit>%|‰|°[cC]?|[^\W\d_]+[23²³]?)(?P<per>/(?:tháng|năm|ngày|hộ|người))?(?![\w])"
)
_TOKEN = re.compile(r"[^\W\d_]+|\s+|.", re.DOTALL)
_RULES: tuple[_Rule, ...] = (
    (re.compile(_ADDRESS), _address),
    (re.compile(_DOCUMENT), _document),
    (re.compile(r"(?P<d>\d{1,2})\s?[-–]\s?(?P<e>\d{1,2})[/](?P<m>\d{1,2})(?:[/](?P<y>\d{4}))?" + _END), _days),
    (re.compile(r"(?P<d>\d{1,2})(?P<s>[/.\-])(?P<m>\d{1,2})(?P=s)(?P<y>\d{4})" + _END), _date),
    (re.compile(r"(?P<m>\d{1,2})/(?P<y>(?:19|20)\d{2})" + _END), _month_and_year),
    (re.compile(r"(?P<d>\d{1,2})[/](?P<m>\d{1,2})(?![\w/])"), _short_date),
    (re.compile(r"(?P<h>\d{1,2})\s?(?:h|g|giờ)\s?(?P<min>[0-5]\d)(?:\s?(?:phút|p|'))?" + _END), _hour),
    (re.compile(r"(?P<h>\d{1,2})(?:h|g)(?P<min>)" + _END), _hour),
    (re.compile(r"(?P<h>[01]?\d|2[0-3]):(?P<min>[0-5]\d)" + _END), _hour),
    (re.compile(r"\(?(?:\+84|0\d|1[89]00)[\d]*\)?(?:[ .\-]?\(?\d{2,7}\)?)*" + _END), _phone),
    (re.compile(r"\d{3,4}" + _END), _short_phone),
    (re.compile(_MEASURED), _with_unit),
    (re.compile(rf"(?P<a>{_N})\s?[-–]\s?(?P<b>{_N})" + r"(?![\w/])"), _range),
    (re.compile(r"(?P<a>\d{1,9})/(?P<b>\d{1,9})" + _END), _fraction),
    (re.compile(r"(?P<m>\d{1,2})" + _END), _month_alone),
    (re.compile(rf"{_N}|\d+\.\d{{1,2}}(?!\d)|\d+"), _just_number),
    (re.compile(r"TP\.?(?=\s)"), _city),
    (re.compile(r"(?P<roman>[IVX]+)/(?P<y>(?:19|20)\d{2})" + _END), _roman_and_year),
    (re.compile(r"[IVXLC]+" + _END), _roman),
    (re.compile(r"(?:e-mail|wi-fi|v\.v|KT-XH|[^\W\d_]+)" + _END, re.IGNORECASE), _word),
    (re.compile(r"KT-XH|[^\W\d_]{2,}" + _END), _capitals),
    (re.compile(r"[^\w\s.,;:!?()\"'“”‘’]"), _sign),
)  # fmt: skip


def _even(text: str) -> str:
    """One space, no sign at the start of a line, and nothing at all where no word is left."""
    text = re.sub(r"[()\[\]{}]", " , ", text)
    text = re.sub(r"[_/\"“”‘’']", " ", text)
    text = re.sub(
        r"\d", lambda digit: f" {_DIGITS[int(digit.group())]} " if digit.group().isdecimal() else " ", text
    )
    lines = []
    for line in text.splitlines():
        line = re.sub(r"\s+", " ", line)
        line = re.sub(r"\s+([.,;:!?])", r"\1", line)
        line = re.sub(r"[,;:]+([.,;:!?])", r"\1", line).strip(" ,;:-")
        if re.search(r"[^\W\d_]", line):
            # a heading without a sign at its end would run into what follows
            lines.append(line if line[-1] in ".!?…" else f"{line}.")
    return "\n".join(lines)
