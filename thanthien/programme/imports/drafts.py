"""From what the reader found to the rows a person corrects: table rows, or obligations and duties."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from thanthien.lib.planreader import parse_timing
from thanthien.lib.vietnamese import fold, is_vietnamese_syllable
from thanthien.programme.imports.duties import SURE, duty_for
from thanthien.programme.imports.models import ReadingRow

Kind = ReadingRow.Kind
_WORD = re.compile(r"[^\W\d_]+")
UNSURE = 0.55  # rows read with less confidence than this are looked at, whatever their fields say
LONGEST_NO, LONGEST_GROUP, LONGEST_TIMING = 20, 400, 300

WHY = {
    "title": "Nội dung có thể bị cắt, hoặc dính chữ của ô bên cạnh.",
    "lead": "Chưa chắc cơ quan chủ trì.",
    "coordinators": "Chưa chắc cơ quan phối hợp.",
    "product": "Chưa chắc sản phẩm.",
    "timing": "Chưa hiểu thời gian thực hiện.",
    "no": "Số thứ tự có thể đọc nhầm.",
}
NO_LEAD = "Chưa thấy cơ quan chủ trì; anh/chị điền giúp."
_AS_READ = (
    "key", "id", "section", "lead", "coordinators", "lead_printed", "coordinators_printed", "agencies_printed",
    "product", "timing", "title", "text", "printed", "note",
)  # fmt: skip
GUESSED_LEAD = "Cơ quan lấy theo phần tổ chức thực hiện, nên xem lại."


@dataclass(slots=True)
class Draft:
    """A row before it is kept. `parent` is the index of its parent among the drafts."""

    kind: str
    title: str
    no: str = ""
    group: str = ""
    parent: int | None = None
    is_header: bool = False
    lead: list[str] = field(default_factory=list)
    coordinators: list[str] = field(default_factory=list)
    product: str = ""
    timing: str = ""
    timing_rule: dict[str, Any] | None = None
    source: dict[str, Any] = field(default_factory=dict)
    confidence: float = 1.0
    doubtful: list[dict[str, str]] = field(default_factory=list)
    read: dict[str, Any] = field(default_factory=dict)


def drafts_of(result: dict[str, Any]) -> list[Draft]:
    """Rows of a reading (`Reading.as_json()`): the table where there is one, else the obligations."""
    if result.get("tasks"):
        return _spelled(_from_table(result["tasks"]))
    obligations, duties = result.get("obligations", []), result.get("duties", [])
    return _spelled(_from_obligations(obligations, duties, _headings(result)))


def drafts_of_duties(result: dict[str, Any]) -> list[Draft]:
    """The implementation part as rows, one a duty, led by the agency it is given to."""
    headings = _headings(result)
    return _spelled([_from_duty(duty, headings) for duty in result.get("duties", [])])


def _spelled(drafts: list[Draft]) -> list[Draft]:
    """Doubt titles with words that no Vietnamese writes: letters run together or read wrongly from a scan."""
    for draft in drafts:
        odd = odd_words(draft.title)
        if odd and not any(d["field"] == "title" for d in draft.doubtful):
            draft.doubtful.append(
                doubt("title", f"Chữ có thể đọc nhầm hoặc dính liền: “{', '.join(odd[:3])}”.")
            )
    return drafts


def odd_words(text: str) -> list[str]:
    """Words with Vietnamese marks that are no Vietnamese syllable; abbreviations and plain Latin do not count."""
    words = (word for word in _WORD.findall(text) if not word.isupper() and fold(word) != word)
    return [word for word in words if not is_vietnamese_syllable(word)]


def doubt(name: str, why: str = "") -> dict[str, str]:
    return {"field": name, "why": why or WHY.get(name, "Nên xem lại.")}


def _from_table(tasks: Sequence[dict[str, Any]]) -> list[Draft]:
    drafts: list[Draft] = []
    numbered: dict[tuple[str, str], int] = {}
    for task in tasks:
        group = (task.get("group") or "")[:LONGEST_GROUP]
        parent_no = task.get("parent_no")
        draft = Draft(
            kind=Kind.TASK,
            no=(task.get("no") or "")[:LONGEST_NO],
            group=group,
            parent=numbered.get((group, parent_no)) if parent_no else None,
            is_header=bool(task.get("is_header")),
            title=task["title"],
            lead=list(task.get("lead") or []),
            coordinators=list(task.get("coordinators") or []),
            product=task.get("product") or "",
            timing=(task.get("timing") or "")[:LONGEST_TIMING],
            timing_rule=_rule(task),
            source=dict(task.get("source") or {}),
            confidence=float(task.get("confidence", 1)),
            doubtful=_doubts(task),
            read=_as_read(task),
        )
        if draft.no:
            numbered[group, draft.no] = len(drafts)
        drafts.append(draft)
    return drafts


def _rule(task: dict[str, Any]) -> dict[str, Any] | None:
    """The timing cell says when; where it only says "thường xuyên", a count in the words says how often."""
    rule: dict[str, Any] | None = task.get("timing_rule")
    counts: list[dict[str, Any]] = task.get("counts") or []
    vague = rule is None or rule.get("kind") in {"continuous", "unknown"}
    return {**counts[0], "printed": (rule or counts[0])["printed"]} if counts and vague else rule


def _doubts(task: dict[str, Any]) -> list[dict[str, str]]:
    doubts = [doubt(name) for name in task.get("doubtful") or [] if name in WHY]
    if not task.get("is_header") and not task.get("lead"):
        doubts = [d for d in doubts if d["field"] != "lead"] + [doubt("lead", NO_LEAD)]
    if not doubts and float(task.get("confidence", 1)) < UNSURE:
        doubts.append(doubt("title", "Dòng này đọc chưa chắc, nên đối chiếu với văn bản."))
    return doubts


def _from_obligations(
    obligations: Sequence[dict[str, Any]], duties: Sequence[dict[str, Any]], headings: dict[str, str]
) -> list[Draft]:
    drafts: list[Draft] = []
    top: int | None = None
    found = duty_for([o["text"] for o in obligations], [d["text"] for d in duties])
    for obligation, (which, likeness) in zip(obligations, found, strict=True):
        duty = duties[which] if which is not None else None
        lead = list(duty["agencies"]) if duty else []
        is_child = obligation.get("bullet_level", 0) > 1 and top is not None
        drafts.append(
            Draft(
                kind=Kind.OBLIGATION,
                group=headings.get(obligation.get("section", ""), "")[:LONGEST_GROUP],
                parent=top
                if is_child and drafts[top or 0].read.get("section") == obligation["section"]
                else None,
                title="\n".join([obligation["text"], *(f"– {s}" for s in obligation.get("sub_items") or [])]),
                lead=lead,
                timing=_printed_timing(obligation),
                timing_rule=obligation.get("timing_rule"),
                source=dict(obligation.get("source") or {}),
                confidence=float(obligation.get("confidence", 1)),
                doubtful=[doubt("lead", GUESSED_LEAD if lead else NO_LEAD)] if likeness < SURE else [],
                read={**_as_read(obligation), "lead": lead, "duty": duty["id"] if duty else None},
            )
        )
        if not is_child:
            top = len(drafts) - 1
    return drafts


def _from_duty(duty: dict[str, Any], headings: dict[str, str]) -> Draft:
    return Draft(
        kind=Kind.DUTY,
        group=headings.get(duty.get("section", ""), "")[:LONGEST_GROUP],
        title=duty["text"],
        lead=list(duty.get("agencies") or []),
        timing=_printed_timing(duty),
        timing_rule=duty.get("timing_rule"),
        source=dict(duty.get("source") or {}),
        confidence=float(duty.get("confidence", 1)),
        doubtful=[doubt("lead")] if duty.get("doubtful") else [],
        read=_as_read(duty),
    )


def _printed_timing(row: dict[str, Any]) -> str:
    rule = row.get("timing_rule") or {}
    return str(rule.get("printed") or "")[:LONGEST_TIMING]


def _headings(result: dict[str, Any]) -> dict[str, str]:
    """Section path → the heading a reader sees above it; an item without a title of its own lends its parent's."""
    sections: Iterable[dict[str, Any]] = result.get("sections", [])
    by_path = {s["path"]: s for s in sections}
    return {path: _heading(section, by_path) for path, section in by_path.items()}


def _heading(section: dict[str, Any], by_path: dict[str, dict[str, Any]]) -> str:
    here: dict[str, Any] | None = section
    while here is not None and here.get("title_is_prefix") and here.get("parent"):
        here = by_path.get(here["parent"])
    here = here or section
    return f"{here['path'].split('.')[-1]}. {here['title']}"


def _as_read(row: dict[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in _AS_READ if row.get(name)}


def rule_of(timing: str) -> dict[str, Any] | None:
    """A corrected timing as structure; None for an empty one."""
    return parse_timing(timing).as_json() if timing.strip() else None
