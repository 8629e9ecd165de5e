"""Small turns of official Vietnamese: a title inside a sentence, a document by number and date, a list."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from thanthien.lib.vietnamese import long_date_vi
from thanthien.programme.plans.models import LegalBasis, Plan

_SPEAKS_FOR_ITSELF = re.compile(
    r"(về|ban hành|phê duyệt|quy định|sửa đổi|công bố|hướng dẫn|bãi bỏ)\b", re.IGNORECASE
)
_NUMBER = re.compile(r"^(?:[IVX]+|\d+(?:\.\d+)*|[A-ZĐa-zđ])[.)/]\s+")
_MARKS_AT_END = " .;,"


def inside(title: str) -> str:
    """A title as it stands inside a sentence: small first letter, no full stop. Names and codes keep theirs.

    "Niêm yết tại Trung tâm" → "niêm yết tại Trung tâm"; "VNeID, máy bấm số" stays.
    """
    text = title.strip(_MARKS_AT_END)
    first = text.split(" ", 1)[0]
    return text[:1].lower() + text[1:] if first[1:] == first[1:].lower() else text


def without_number(title: str) -> str:
    """A heading without its own number: "II. Công khai" → "Công khai"."""
    return _NUMBER.sub("", title.strip()) or title


def sentence(text: str) -> str:
    """Capital first letter, one full stop."""
    text = text.strip(_MARKS_AT_END)
    return f"{text[:1].upper()}{text[1:]}."


def listed(titles: Sequence[str], most: int) -> str:
    """ "a; b; c và 4 nội dung khác"; the titles as they stand inside a sentence."""
    said = "; ".join(inside(title) for title in titles[:most])
    rest = len(titles) - most
    return f"{said} và {rest} nội dung khác" if rest > 0 else said


def printed_date(iso: str) -> str:
    """ "ngày 27 tháng 02 năm 2026"; a partial date as far as it goes; "" where nothing is known."""
    parts = iso.split("-")
    if len(parts) == 3:
        return long_date_vi(date.fromisoformat(iso))
    if len(parts) == 2:
        return f"tháng {int(parts[1])} năm {parts[0]}"
    return f"năm {iso}" if iso else ""


def document_named(kind: str, number: str, issued: str, issuer: str, title: str) -> str:
    """ "Quyết định số 12/QĐ-UBND ngày 01 tháng 12 năm 2025 của … về …", leaving out what is not known."""
    words = [kind, f"số {number}" if number else "", printed_date(issued), f"của {issuer}" if issuer else ""]
    return " ".join([*filter(None, words), *_about(title)])


def _about(title: str) -> list[str]:
    if not title.strip():
        return []
    text = inside(title)
    return [text] if _SPEAKS_FOR_ITSELF.match(text) else ["về", text]


def basis(one: LegalBasis) -> str:
    """A legal basis as a line of the preamble, without its last mark."""
    named = document_named(one.kind, one.number, one.issued_date, one.issuer, one.title)
    return f"Căn cứ {named}" if one.kind else f"Căn cứ {named or one.title}"


def plan_named(plan: Plan, issuer: str) -> str:
    """The plan in a sentence: "Kế hoạch số 05/KH-UBND ngày … của Ủy ban nhân dân xã … về …"."""
    return document_named("Kế hoạch", plan.number, plan.issued_date, issuer, plan.title)


def authority(plan: Plan | None) -> tuple[str, ...]:
    """The lines above the signature, as the plan was signed: for the committee, perhaps for its chair."""
    committee = "TM. ỦY BAN NHÂN DÂN"
    title = (plan.signer_title if plan else "").strip().upper() or "CHỦ TỊCH"
    if title == "CHỦ TỊCH":
        return (committee, title)
    return (committee, "KT. CHỦ TỊCH", title)
