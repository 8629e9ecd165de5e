"""What the unit's documents share: head, number, bases, recipients, signature."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from thanthien.assessment.reports import phrases
from thanthien.assessment.reports.sources import Sources
from thanthien.lib.documents.write import AdministrativeDocument, Block, Heading, Text
from thanthien.programme.plans.models import Plan

MODEL = "mô hình “Chính quyền thân thiện”"
TO_SIGN = "[họ và tên người ký]"


def official(
    sources: Sources, *, abbreviation: str, kind: str, subject: str, blocks: Iterable[Block], **rest: Any
) -> AdministrativeDocument:
    """A document of the unit's people's committee; number, day and month are left for the registry."""
    plan, serial = sources.plan, "      "
    fields: dict[str, Any] = {
        "issuer": sources.unit.issuer,
        "number": f"{serial}/{abbreviation}-UBND" if abbreviation else f"{serial}/UBND-VHXH",
        "place": sources.unit.name,
        "year": sources.year,
        "authority": phrases.authority(plan),
        "signer": plan.signer if plan and plan.signer else TO_SIGN,
        "recipients": recipients_of(sources),
        "issuer_in_words": sources.committee,
    }
    return AdministrativeDocument(kind=kind, subject=subject, blocks=tuple(blocks), **(fields | rest))


def recipients_of(sources: Sources, *, above: str = "") -> tuple[str, ...]:
    """Those of the plan, the level above first where `above` says why it gets the paper; the archive last."""
    plan, parent = sources.plan, sources.unit.parent
    first = [f"UBND {parent.full_name} ({above})"] if parent and above else []
    named = [str(one).strip(" -–;.") for one in (plan.recipients if plan else [])]
    others = [one for one in named if one and not one.lower().startswith("lưu")]
    if not others and not first:
        others = ["Thường trực Đảng ủy, HĐND xã", "Chủ tịch, các Phó Chủ tịch UBND", "Các cơ quan, đơn vị"]
    archive = [one for one in named if one.lower().startswith("lưu")][:1] or ["Lưu: VT, VHXH"]
    return (*first, *others, *archive)


def bases_of(sources: Sources, *, with_plan: bool = True) -> tuple[str, ...]:
    """The plan's legal bases, the decision of the criteria set where they leave it out, the plan itself."""
    plan = sources.plan
    bases = list(plan.legal_bases.all()) if plan else []
    lines = [phrases.basis(one) for one in bases]
    lines += [f"Căn cứ {named}" for named in _decision_of_the_set(sources, {one.number for one in bases})]
    if plan and with_plan:
        lines.append(f"Căn cứ {phrases.plan_named(plan, sources.committee)}")
    return tuple(lines)


def _decision_of_the_set(sources: Sources, known: set[str]) -> list[str]:
    kept = sources.sheet.criteria_set
    if kept is None or not kept.decision_number or kept.decision_number in known:
        return []
    issued = kept.decision_date.isoformat() if kept.decision_date else ""
    about = f"ban hành {phrases.inside(kept.title)}"
    return [phrases.document_named("Quyết định", kept.decision_number, issued, kept.issuer, about)]


def level_words(sources: Sources, plan: Plan | None) -> str:
    """The level aimed for, "mức 4": as registered, else as the plan says; a blank where neither does."""
    sheet = sources.sheet
    word = sheet.criteria_set.level_word if sheet.criteria_set else "mức"
    if sheet.registration:
        return f"{word} {sheet.registration.level}"
    return f"{word} {plan.target_level}" if plan and plan.target_level else f"{word} […]"


def paragraphs(*lines: str) -> list[Text]:
    """A paragraph a line; a line in square brackets is for the unit to fill in, and in italics."""
    return [Text(line, italic=line.startswith("[")) for line in lines if line]


def section(title: str, *blocks: Block | Iterable[Block], level: int = 1) -> list[Block]:
    found: list[Block] = [Heading(title, level=level)]
    for one in blocks:
        if isinstance(one, Heading | Text) or not isinstance(one, Iterable):
            found.append(one)
        else:
            found.extend(one)
    return found
