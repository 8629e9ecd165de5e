"""Personal data in free text, and words that no authority prints: found, shown, masked before anything is published.

Found by form, not by meaning: what is marked has to be looked at by a person, and so has the rest.
Luật 91/2025/QH15 counts names, phones, identity numbers, addresses among personal data.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from thanthien.lib.vietnamese.keys import fold

NAME, PHONE, IDENTITY, EMAIL, ADDRESS, ACCOUNT, PLATE, BIRTH, RUDE = (
    "name", "phone", "identity", "email", "address", "account", "plate", "birth", "rude",
)  # fmt: skip
SAID = {
    NAME: "họ tên",
    PHONE: "số điện thoại",
    IDENTITY: "số giấy tờ",
    EMAIL: "thư điện tử",
    ADDRESS: "địa chỉ",
    ACCOUNT: "số tài khoản",
    PLATE: "biển số xe",
    BIRTH: "ngày sinh",
    RUDE: "lời lẽ thô tục",
}


@dataclass(frozen=True, slots=True)
class Span:
    """Letters `start` to `end` of the text are personal data of a kind, a key of `SAID`."""

    start: int
    end: int
    kind: str


_SURNAMES = (
    "nguyen tran le pham hoang huynh phan vu vo dang bui do ho ngo duong ly dao doan vuong trinh truong dinh lam "
    "phung mai to ha tang luu cao tong quach thai chau ta la kieu luong mac ninh nghiem khuc van thach chu chu "
    "bach cu diep doi giang khong la lai lo luc ma quan sam thi tieu trieu ung vi xa am au bo ca can che cung dam "
    "giap han hua kim lu man ngan nhan nong phi quang son su tan than thieu ton tu uong vuu y"
).split()
_SURNAME = "|".join(sorted(set(_SURNAMES), key=len, reverse=True))
_CALLED = (
    "ong|ba|anh|chi|co|chu|bac|em|chau|cau|mo|di|thay|cu|dong chi|d/c|can bo|cong chuc|chu ho|ten la|ten|"
    "luat su|bac si|giao vien|nhan vien|cong an vien|truong thon|thon truong|to truong|hieu truong|chu quan"
)
# What stands before a name that is no person: streets, schools, places, offices.
_PLACES = re.compile(
    r"(?:duong|pho|truong|nga ba|nga tu|tuong dai|khu do thi|cum cong nghiep|sieu thi|rap|nha tre|du an|"
    r"cho|cau|xa|phuong|thon|khu|to|ap|huyen|quan|tinh|thanh pho|tp|cong ty|benh vien|"
    r"thpt|thcs|tieu hoc|mam non|cong vien|ben xe|quang truong|dai lo|khu pho|lang|chua|den|dinh|ho|song|bai)"
    r"[\s.:]*$"
)
# A syllable with a capital; on folded text, so A–Z is enough.
_WORD = r"[A-Z](?:['’][A-Z])?[a-z]*(?![A-Za-z])"
_AFTER_TITLE = re.compile(
    rf"\b(?P<called>(?i:{_CALLED}))(?:\s+ten(?:\s+la)?)?[\s:]+"
    rf"(?P<it>{_WORD}(?:\s+{_WORD}){{0,4}})"
)
_FULL_NAME = re.compile(rf"\b(?P<it>(?:{_SURNAME.title()})(?:\s+{_WORD}){{1,4}})\b".replace("'S", "'s"))
_UPPER_NAME = re.compile(rf"\b(?P<it>(?:{_SURNAME.upper()})(?:\s+[A-Z]{{1,7}}){{1,4}})\b")
# Typed without tones or capitals: a title, a surname, a usual middle name, a name.
_MIDDLE = (
    "van|thi|duc|minh|huu|dinh|ngoc|thanh|quang|xuan|hong|thu|kim|cong|manh|tuan|hoang|gia|bao|viet|trong|quoc|"
    "cao|phuong|hai|anh|the|dang|duy"
)
_LOWER_NAME = re.compile(
    rf"\b(?:ong|ba|anh|chi|co|chu|bac|cu|ten la|ten)\s+(?P<it>(?:{_SURNAME})\s+(?:{_MIDDLE})\s+[a-z]+)\b"
)
# Titles as they are written with tones. Folded, "Bá" of Cao Bá Quát would be "bà", and "cơ" "cô".
_TONED = frozenset(
    "ông,bà,anh,chị,cô,chú,bác,em,cháu,cậu,mợ,dì,thầy,cụ,đ/c,đồng chí,cán bộ,công chức,chủ hộ,tên là,tên,"
    "luật sư,bác sĩ,bác sỹ,giáo viên,nhân viên,công an viên,trưởng thôn,thôn trưởng,tổ trưởng,"
    "hiệu trưởng,chủ quán".split(",")
)
_TONES = re.compile("[à-ỹđ]", re.IGNORECASE)
# Words that are surnames only without their tones: "Đường Nguyễn Trãi", "Tết Nguyên Đán".
_ONLY_FOLDED = re.compile(
    r"(?:đường|nguyên|phố|trường|đinh tiên hoàng|đền|đình|tổ|lò|lợi|mái|đồ|chùa)\b", re.IGNORECASE
)
# Places whose name begins like a surname.
_NO_PERSON = re.compile(
    r"(?:ha (?:noi|tinh|nam|giang|dong|long)|cao bang|thai (?:binh|nguyen)|lam dong|ninh (?:binh|thuan)|"
    r"quang (?:ninh|nam|ngai|tri|binh)|lai chau|son la|ho chi minh|hai phong|"
    r"tan (?:binh|phu|uyen|an)|an (?:giang|duong|lao))\b",
    re.IGNORECASE,
)
# "thôn trưởng", "tổ trưởng": folded, a school.
_HEADS = re.compile(r"trưởng[\s.:]*$", re.IGNORECASE)
_STREETS = re.compile(r"(?:duong|pho|nga ba|nga tu|giao)\b[^.,;\n]{0,30}\b(?:va|voi|-)\s+$")
_GAP = r"[\s.\-]?"
_WIDE = r"[\s.\-()]{0,2}"  # between the digits of a telephone: "(0225) 3.822.111", "+84 (0)912 …"
_PAPERS = (
    r"cccd|cmnd|cmt|can cuoc(?: cong dan)?|chung minh(?: thu| nhan dan)?|dinh danh|bhxh|bhyt|the bhyt|"
    r"bao hiem(?: xa hoi| y te)?|ma so thue|mst|ho chieu|giay phep lai xe|gplx"
)
_LANE = r"(?:ngo|ngach|hem|kiet)"
# On folded text, in order: what an earlier one has taken, a later one leaves.
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    # begins at a boundary and is bounded: from every letter of a long word it would take time squared
    (
        EMAIL,
        re.compile(r"(?<![\w.+\-])(?P<it>[\w.+\-]{1,64}@[\w\-]{1,63}(?:\.[\w\-]{1,63}){1,8})"),
    ),
    (
        ACCOUNT,
        re.compile(
            r"(?i)\b(?:stk|so tai khoan|tai khoan|tk)\b[^\d\n]{0,25}(?P<it>\d(?:[\s.\-]?\d){5,18})(?!\d)"
        ),
    ),
    (
        IDENTITY,
        re.compile(
            rf"(?i)\b(?:{_PAPERS})\b[^\d\n]{{0,20}}?(?P<it>(?:\b[a-z]{{1,3}})?\d(?:{_GAP}\d){{6,14}})(?!\d)"
        ),
    ),
    (IDENTITY, re.compile(rf"(?<!\d)(?P<it>0[0-9]{{2}}(?:{_GAP}\d){{9}})(?!{_GAP}\d)")),
    (
        PHONE,
        re.compile(
            rf"(?<![\d.,])(?P<it>\(?(?:\+?84{_WIDE}(?:0\){_GAP})?|0){_WIDE}(?:[35789](?:{_WIDE}\d){{8}}|2(?:{_WIDE}\d){{9}}))(?!\d)"
        ),
    ),
    (
        PHONE,
        re.compile(
            r"(?i)\b(?:sdt|dt|dien thoai|so may|zalo|goi so|hotline)\b[^\d\n]{0,15}"
            r"(?P<it>\+?\d(?:[\s.\-]?\d){7,11})(?!\d)"
        ),
    ),
    (PLATE, re.compile(r"(?i)(?<![\w])(?P<it>\d{2}[a-z][a-z0-9]?[\s.\-]{0,3}\d{3}[.\s]?\d{1,2})(?!\d)")),
    (
        BIRTH,
        re.compile(
            r"(?i)\b(?:sinh ngay|ngay sinh|sinh nam|sinh)\b[\s:]{0,3}"
            r"(?P<it>\d{1,2}[/.\-]\d{1,2}[/.\-]\d{4}|(?:19|20)\d{2})"
        ),
    ),
    (
        ADDRESS,
        re.compile(
            r"(?i)\b(?P<it>(?:so nha|nha so|can ho(?: so)?|phong so)\s*\w{1,6}(?:[/.\-]\w{1,5}){0,4}"
            r"(?:[\s,]+(?:toa|block|chung cu)\s+[a-z]?\d{0,2}\b)?"
            rf"(?:[\s,]+(?:{_LANE}|duong|pho)\s+[\w/]+(?:\s+[A-Z][a-z]*){{0,4}}){{0,3}})"
        ),
    ),
    (
        ADDRESS,
        re.compile(
            rf"\b(?P<it>(?:[Ss]o\s+)?\d{{1,5}}(?:/\d{{1,5}}){{0,4}}[a-zA-Z]?(?:[\s,]+(?i:{_LANE})\s+[\d/]+){{0,2}}"
            r"[\s,]+(?i:duong|pho)\s+(?:\d{1,3}/\d{1,2}|[A-Z][a-z]*(?:\s+[A-Z][a-z]*){0,4}))"
        ),
    ),
    # "56/3 Lê Lợi", "K15/8 Hoàng Diệu"; "2/9 Hải Phòng" after "ngày" is a day
    (
        ADDRESS,
        re.compile(
            r"(?<![\w/])(?<!ngay )(?<!Ngay )(?P<it>[Kk]?\d{1,4}/\d{1,4}[A-Za-z]?(?:/\d{1,4}){0,2}"
            r"\s+[A-Z][a-z]+(?:\s+[A-Z][a-z]+){0,3})\b"
        ),
    ),
    (ADDRESS, re.compile(rf"(?i)\b(?P<it>{_LANE}\s+\d+(?:/\d+)*(?:[\s,]+{_LANE}\s+\d+(?:/\d+)*)*)")),
)


# Only words that mean nothing else, with their tones: "buồi" is not "buổi", and "thả súc vật" is no insult.
_RUDE = re.compile(
    r"(?i)\b(?:đéo|đếch|địt|đụ|đĩ|lồn|cặc|buồi|đmm?|đ\.m\.?|vcl|vkl|clgt|khốn nạn|mất dạy|vô học|óc chó|chó má|"
    r"mẹ kiếp|bố láo|láo toét)\b"
)


def personal_data(text: str) -> tuple[Span, ...]:
    """What looks like personal data or is rude, in order, never overlapping. Expects NFC; tone marks are not needed."""
    flat = fold(text)
    taken: list[Span] = []
    letters = bytearray(len(flat))  # 1 where a span lies already
    for span in (*_by_pattern(flat), *_names(flat, text), *_rude(text)):
        if not any(letters[span.start : span.end]):
            taken.append(span)
            letters[span.start : span.end] = b"\1" * (span.end - span.start)
    return tuple(sorted(taken, key=lambda one: one.start))


def masked(text: str, spans: Iterable[Span] | None = None) -> str:
    """The text with "[số điện thoại]" and the like where personal data stood."""
    out, last = [], 0
    for span in sorted(personal_data(text) if spans is None else spans, key=lambda one: one.start):
        if span.start < last:
            continue
        out += [text[last : span.start], f"[{SAID[span.kind]}]"]
        last = span.end
    return "".join((*out, text[last:]))


def _rude(text: str) -> Iterator[Span]:
    return (Span(found.start(), found.end(), RUDE) for found in _RUDE.finditer(text))


def _by_pattern(flat: str) -> Iterator[Span]:
    for kind, pattern in _PATTERNS:
        for found in pattern.finditer(flat):
            yield Span(found.start("it"), found.end("it"), kind)


def _names(flat: str, text: str) -> Iterator[Span]:
    has_tones = _TONES.search(text) is not None
    for pattern in (_AFTER_TITLE, _FULL_NAME, _UPPER_NAME, _LOWER_NAME):
        for found in pattern.finditer(flat):
            start, end = found.span("it")
            before = flat[max(0, start - 48) : start].lower()
            if pattern is _AFTER_TITLE:
                if has_tones and text[slice(*found.span("called"))].lower() not in _TONED:
                    continue
                if text[slice(*found.span())].casefold() == "bác hồ":
                    continue
            elif pattern is not _LOWER_NAME:
                if has_tones and _ONLY_FOLDED.match(text, start):
                    continue
                is_head = _HEADS.search(text[max(0, start - 12) : start])
                if not is_head and (_PLACES.search(before) or _STREETS.search(before)):
                    continue
            if not _NO_PERSON.match(flat, start):
                yield Span(start, end, NAME)
