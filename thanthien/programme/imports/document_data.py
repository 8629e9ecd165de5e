"""What a plan says of itself besides its tasks: as read, as corrected, as it goes into the plan."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from thanthien.programme.plans.acceptance import BasisFacts, PlanFacts

TEXTS = ("number", "date", "title", "signer", "signer_title", "signed_for")
BASIS_TEXTS = ("kind", "number", "date", "issuer", "title")
DOUBT_WORDS = {
    "number": "Số văn bản để trống hoặc không đọc được.",
    "date": "Ngày ban hành để trống hoặc thiếu ngày, tháng.",
    "title": "Trích yếu có thể đọc chưa đúng.",
    "signer": "Chưa thấy tên người ký.",
}


def document_of(result: dict[str, Any], year: int) -> dict[str, Any]:
    """The correctable part of a reading (`Reading.as_json()`), empty texts instead of None."""
    head = result.get("document") or {}
    steering = result.get("steering") or {}
    return {
        **{name: head.get(name) or "" for name in TEXTS},
        "years": list(head.get("years") or []),
        "years_open_ended": bool(head.get("years_open_ended")),
        "doubtful": [name for name in head.get("doubtful") or [] if name in DOUBT_WORDS],
        "target_level": _target(result, year),
        "legal_bases": [_basis(basis) for basis in result.get("legal_bases") or []],
        "recipients": list(result.get("recipients") or []),
        "steering": list(steering.get("members") or []),
        "duties": [
            {"agency": duty.get("agency") or "", "text": duty["text"]} for duty in result.get("duties") or []
        ],
    }


def _target(result: dict[str, Any], year: int) -> int | None:
    targets = [t for t in result.get("targets") or [] if t.get("level")]
    here = [t["level"] for t in targets if year in (t.get("years") or [t.get("year")])]
    return int(here[0]) if here else None


def _basis(basis: dict[str, Any]) -> dict[str, Any]:
    return {
        **{name: basis.get(name) or "" for name in BASIS_TEXTS},
        "doubtful": list(basis.get("doubtful") or []),
    }


def plan_facts(document: dict[str, Any], year: int) -> PlanFacts:
    return PlanFacts(
        title=document["title"] or f"Kế hoạch xây dựng “Chính quyền thân thiện” năm {year}",
        number=document["number"][:60],
        issued_date=document["date"][:10],
        years=document["years"],
        is_open_ended=document["years_open_ended"],
        signer=document["signer"][:100],
        signer_title=document["signer_title"][:100],
        signed_for=document["signed_for"][:150],
        target_level=document["target_level"],
        steering=document["steering"],
        duties=document["duties"],
        recipients=document["recipients"],
    )


def basis_facts(document: dict[str, Any]) -> list[BasisFacts]:
    """Legal bases without those that a person emptied."""
    found = [_basis_facts(basis) for basis in document["legal_bases"]]
    return [basis for basis in found if any(getattr(basis, f.name) for f in fields(basis))]


def _basis_facts(basis: dict[str, Any]) -> BasisFacts:
    return BasisFacts(
        kind=basis["kind"][:60],
        number=basis["number"][:60],
        issued_date=basis["date"][:10],
        issuer=basis["issuer"][:200],
        title=basis["title"],
    )
