"""Numbers that a plan promises: "đạt từ 90% trở lên", "100% …", "ít nhất 1 lần/tuần", "không để hồ sơ trễ hạn"."""

from __future__ import annotations

import re
from typing import Literal

from thanthien.lib.planreader.keys import plain, squeeze
from thanthien.lib.planreader.model import Source, Threshold

Op = Literal["=", ">=", ">", "<=", "<"]
_PERCENT = re.compile(
    r"(?P<before>(?:(?:đat|dat|dam bao|bao dam|phan dau|ty le|duy tri|toi thieu|it nhat|tu|tren|hon|duoi|khong qua|"
    r"khong vuot qua|khong duoi|khong thap hon|khong it hon|thap hon|cao hon|>=|<=|>|<|≥|"
    r"≤)\s*)*)(?P<n>\d{1,3}(?:[.,]\d+)?)\s?%(?P<after>\s*tro (?:len|xuong))?"
)
_COUNT = re.compile(
    r"(?P<least>it nhat|toi thieu|khong it hon|khong qua|khong vuot qua|toi da|duoi)?\s*\b(?P<n>\d{1,3})\s+"
    r"(?P<what>lan|buoi|cuoc|ngay lam viec|ngay|hoi nghi|dot|ky|luot|tin|bai|mo hinh|phieu|phut|gio|nguoi|can bo)"
    r"\s?/\s?(?:0?1 )?(?P<span>ngay|tuan|thang|quy|nam|ho so|thu tuc|luot|giao dich|nguoi|lan|don vi|thon|vu viec)\b"
)
_COUNT_BACK = re.compile(
    r"(?P<least>it nhat|toi thieu)?\s*\b(?P<n>\d{1,2})\s+(?P<span>ngay|tuan|thang|quy|nam)\s?/\s?(?:0?1 )?lan\b"
)
_UNITS = {"lan": "lần", "buoi": "buổi", "cuoc": "cuộc", "ngay": "ngày", "hoi nghi": "hội nghị", "dot": "đợt",
    "ky": "kỳ",
          "luot": "lượt", "tin": "tin", "bai": "bài", "mo hinh": "mô hình", "phieu": "phiếu", "tuan": "tuần",
          "thang": "tháng", "quy": "quý", "nam": "năm", "phut": "phút", "gio": "giờ", "nguoi": "người",
          "can bo": "cán bộ", "ho so": "hồ sơ", "thu tuc": "thủ tục", "giao dich": "giao dịch", "don vi": "đơn vị",
          "thon": "thôn", "vu viec": "vụ việc", "ngay lam viec": "ngày làm việc"}  # fmt: skip
_COUNT_OPS: dict[str, Op] = {"khong qua": "<=", "khong vuot qua": "<=", "toi da": "<=", "duoi": "<"}
_NONE = (
    (
        r"\bkhong (?:de |co |phat sinh )*(?:\w+ ){0,3}?ho so[^.;,]{0,40}(?:tre han|qua han|cham|ton dong)",
        "hồ sơ",
    ),
    (r"\bkhong (?:de )?(?:tre han|qua han) ho so", "hồ sơ"),
    (
        r"\bkhong co (?:can bo|cong chuc|vien chuc|nguoi lao dong|truong hop)[^.;]{0,60}?\b(?:bi )?(?:xu ly )?ky luat",
        "người",
    ),
    (r"\bkhong (?:co )?(?:can bo|cong chuc|vien chuc|truong hop|vu viec)?[^.;(]{0,50}?\bvi pham\b", "vụ"),
    (
        r"\bkhong (?:de |co )+(?:\w+ )?(?:khieu nai|to cao|don thu)[^.;]{0,25}(?:keo dai|vuot cap|ton dong)",
        "vụ",
    ),
)


def thresholds_in(text: str, ref: str, source: Source) -> list[Threshold]:
    """Thresholds of one statement in printed order; "tỷ lệ A và B đạt từ 90%" gives one for A and one for B."""
    key = plain(text)
    found: list[tuple[int, Threshold]] = []
    for match in _PERCENT.finditer(key):
        op = _percent_op(match["before"], match["after"] or "", key[: match.start()])
        value = float(match["n"].replace(",", "."))
        for label in _subjects(text, match.start("n")):
            found.append((match.start(), Threshold(op, value, "%", label, ref, source, 0.9)))
    for pattern in (_COUNT, _COUNT_BACK):
        for match in pattern.finditer(key):
            found.append((match.start(), _count(match, text, ref, source)))
    for words, unit in _NONE:
        if none := re.search(words, key):
            label = squeeze(text[none.start() : none.end()])
            found.append((none.start(), Threshold("=", 0.0, unit, label, ref, source, 0.85)))
    return [threshold for _, threshold in sorted(found, key=lambda pair: pair[0])]


def _percent_op(before: str, after: str, earlier: str) -> Op:
    if "tro xuong" in after or re.search(r"khong qua|khong vuot qua|<=|≤", before):
        return "<="
    if re.search(r"duoi|thap hon|<", before) and not re.search(r"khong (?:duoi|thap hon)", before):
        return "<"
    if "tro len" in after or re.search(
        r"\btu\b|toi thieu|it nhat|khong duoi|khong thap hon|khong it hon|>=|≥", before
    ):
        return ">="
    if re.search(r"tren|hon|>", before):
        return ">"
    return ">=" if re.search(r"(?:toi thieu|it nhat|tu)\s*$", earlier) else "="


def _subjects(text: str, at: int) -> list[str]:
    """What the percentage is of: the words before it ("Tỷ lệ A và B đạt"), else the words after it."""
    before = re.split(r"[.;]\s", text[:at])[-1]
    match = re.search(r"(?:tỷ lệ|tỉ lệ|ty le|ti le)\s+(.+)$", before, re.IGNORECASE)
    if not match:
        return [squeeze(text)[:160]]
    subject = re.sub(
        r"\s*(?:đạt|dat|phải|đảm bảo|bảo đảm|tối thiểu|ít nhất|từ|trên|dưới|hơn|là|tu|tren|[:>≥<≤=])\s*$",
        "",
        match[1],
    )
    subject = re.sub(r"\s*(?:đạt|dat)\s*$", "", subject)
    parts = re.split(r"\s+và\s+|\s+va\s+", subject)
    both = len(parts) == 2 and all(len(p.split()) >= 3 for p in parts)
    return [f"Tỷ lệ {squeeze(p)}" for p in (parts if both else [subject])]


def _count(match: re.Match[str], text: str, ref: str, source: Source) -> Threshold:
    least = match["least"] or ""
    op: Op = "=" if not least else _COUNT_OPS.get(least, ">=")
    if "what" in match.re.groupindex:
        unit = f"{_UNITS[match['what']]}/{_UNITS[match['span']]}"
        value = float(match["n"])
    else:
        unit, value = f"lần/{_UNITS[match['span']]}", 1.0
        if int(match["n"]) > 1:
            unit = f"lần/{int(match['n'])} {_UNITS[match['span']]}"
    return Threshold(op, value, unit, squeeze(text)[:160], ref, source, 0.9)
