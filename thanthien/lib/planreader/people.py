"""The end of a plan: recipients, signing capacity, signer; and the members of the Ban Chỉ đạo."""

from __future__ import annotations

import re

from thanthien.lib.planreader.keys import fold, is_upper, squeeze
from thanthien.lib.planreader.lines import Line
from thanthien.lib.planreader.model import PlanDocument, Steering
from thanthien.lib.planreader.names import SURNAMES
from thanthien.lib.planreader.paragraphs import Paragraph

_CAPACITY = re.compile(r"\b(TM|KT|TL|TUQ|Q)\s?\.\s?([A-ZĐÀ-ỸĂÂÊÔƠƯ][A-ZĐÀ-ỸĂÂÊÔƠƯ\s.]*)")
_TITLE = re.compile(
    r"\b((?:PHÓ|PHO)?\s?(?:CHỦ|CHU|CHÚ) (?:TỊCH|TICH)(?: (?:THƯỜNG TRỰC|THUONG TRUC))?|"
    r"(?:PHÓ |PHO )?(?:BÍ THƯ|TRƯỞNG BAN|CHÁNH VĂN PHÒNG|TRƯỞNG PHÒNG))\b(?!\s+(?:XÃ|PHƯỜNG)\s+\w)"
)
_NAME = re.compile(r"((?:[A-ZĐÀ-ỸĂÂÊÔƠƯ][a-zà-ỹđ&]*'?\s+){1,4}[A-ZĐÀ-ỸĂÂÊÔƠƯ][a-zà-ỹđ]+)\W*$")
_NOT_NAME = re.compile(
    r"\b(?:luu|vt|phong|ban|uy|so|cac|trung tam|hoi|thuong truc|noi nhan|dang|lanh dao|van phong)\b"
)


def read_end(lines: list[Line], document: PlanDocument) -> list[str]:
    """Fills signer fields of `document`; returns the recipients. Works on two columns printed as one."""
    recipients = _recipients(lines)
    capacities = [squeeze(f"{m[1]}. {m[2]}") for line in lines for m in _CAPACITY.finditer(line.text)]
    capacities = [
        re.sub(r"\s+(?:PHÓ|PHO) (?:CHỦ|CHU) (?:TỊCH|TICH)$", "", c) if c.startswith("KT") else c
        for c in capacities
    ]
    document.signed_for = "; ".join(dict.fromkeys(capacities)) or None
    document.signer_title = _signer_title(lines)
    document.signer = _signer(lines)
    if document.signer is None:
        document.doubtful.append("signer")
    return recipients


def _recipients(lines: list[Line]) -> list[str]:
    found: list[str] = []
    within = False
    for line in lines:
        if re.match(r"^noi nhan\b", fold(line.text)):
            within = True
            continue
        if not within or not (match := re.match(r"^[-–+]\s*(.+)$", line.text)):
            continue
        text = _CAPACITY.split(match[1])[0]
        text = re.sub(r"\s+(?:PHÓ |PHO )?(?:CHỦ|CHU) (?:TỊCH|TICH)\b.*$", "", text)
        name = squeeze(text).rstrip(" ;.,")
        if re.match(r"^l[uư]u\b", name, re.IGNORECASE):
            name = re.sub(r"(VT[^,;\s]*(?:,\s*[\w&-]+)*).*$", r"\1", name)
        if name:
            found.append(name)
    return found


def _signer_title(lines: list[Line]) -> str | None:
    titles = [squeeze(m[1]) for line in lines for m in _TITLE.finditer(line.text)
              if not re.search(r"KT\s?\.\s?$", line.text[: m.start()])]  # fmt: skip
    if not titles:
        return None
    name = titles[-1].capitalize() if len(titles) == 1 else max(titles, key=len).capitalize()
    known = {"pho chu tich": "Phó Chủ tịch", "chu tich": "Chủ tịch", "chanh van phong": "Chánh Văn phòng"}
    return known.get(fold(name), name)


def _signer(lines: list[Line]) -> str | None:
    """The last name after the signing capacity: two to five capitalised words that start with a surname."""
    start = next(
        (i for i, line in enumerate(lines) if _CAPACITY.search(line.text) or _TITLE.search(line.text)), 0
    )
    best: str | None = None
    for line in lines[start:]:
        match = _NAME.search(line.text)
        if not match or (is_upper(match[1]) and len(match[1].split()) < 3):
            continue
        words = match[1].split()
        at = next((i for i, w in enumerate(words) if fold(w) in SURNAMES and len(words) - i >= 2), None)
        if at is None or (line.text.startswith(("-", "+")) and _NOT_NAME.search(fold(match[1]))):
            continue
        name = " ".join(words[at:])
        if not _NOT_NAME.search(fold(name)):
            best = name
    return best or _alone(lines[start + 1 :])


def _alone(lines: list[Line]) -> str | None:
    """A name of its own on the last line, whatever its surname ("K’ Brôi", "Hà Rơ Y Blô")."""
    for line in reversed(lines):
        text = squeeze(line.text)
        if re.fullmatch(r"(?:[A-ZĐÀ-ỸĂÂÊÔƠƯ][\w’'-]*\.?\s+){1,4}[A-ZĐÀ-ỸĂÂÊÔƠƯ][\w’'-]*", text):
            known = is_upper(text) or _NOT_NAME.search(fold(text)) or _TITLE.search(text)
            if known:
                continue
            return text
    return None


def read_steering(found: list[Paragraph]) -> Steering | None:
    """Members of the Ban Chỉ đạo where a sentence lists them after "gồm"."""
    for paragraph in found:
        if "ban chi dao" not in paragraph.key:
            continue
        match = re.search(r"\b(?:gồm(?: có)?|bao gồm|thành phần|gom(?: co)?)\s*:?\s+([^.]+)", paragraph.text)
        if not match:
            continue
        members = [squeeze(p).strip(" ,.") for p in re.split(r";", match[1])]
        if len(members) >= 2:
            return Steering([m for m in members if m], paragraph.text, paragraph.source, 0.8)
    return None
