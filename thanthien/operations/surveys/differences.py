"""What changed between two versions of a form, in words; and how many questions two versions share unchanged."""

from __future__ import annotations

from dataclasses import dataclass

from thanthien.operations.surveys.definition import Content, Kind, Question


@dataclass(frozen=True, slots=True)
class Change:
    """`kind` is added, removed or changed; `lines` say what of it, before and after."""

    kind: str
    text: str
    lines: tuple[tuple[str, str, str], ...] = ()  # (what, before, after)

    @property
    def words(self) -> str:
        return {"added": "Thêm", "removed": "Bỏ", "changed": "Sửa"}[self.kind]


def differences(old: Content, new: Content) -> list[Change]:
    """In the order of the new version, what was removed last. English wording counts too."""
    before = {one.key: (one, block.title) for block in old.blocks for one in block.questions}
    found: list[Change] = []
    for what, a, b in (
        ("Lời mở đầu", old.intro, new.intro),
        ("Lời mở đầu tiếng Anh", old.intro_en, new.intro_en),
        ("Câu hài lòng chung", _overall(old), _overall(new)),
    ):
        if a != b:
            found.append(Change("changed", what, (("", a or "–", b or "–"),)))
    after = {one.key for one in new.questions}
    kept = [one.key for one in old.questions if one.key in after]
    moved = _moved(kept, [one.key for one in new.questions if one.key in before])
    for block in new.blocks:
        for one in block.questions:
            was = before.get(one.key)
            if was is None:
                found.append(Change("added", one.text))
                continue
            lines = [*_lines(was[0], one)]
            if was[1] != block.title:
                lines.append(("phần", was[1] or "–", block.title or "–"))
            elif one.key in moved:
                lines.append(("thứ tự", f"câu {kept.index(one.key) + 1}", "chuyển chỗ"))
            if lines:
                found.append(Change("changed", one.text, tuple(lines)))
    found += [Change("removed", one.text) for one in old.questions if one.key not in after]
    return found


def asks_the_same(one: Question | None, other: Question | None) -> bool:
    """Whether answers to both may stand side by side: the same words, kind and choices."""
    if one is None or other is None:
        return False
    return (one.kind, one.text, one.choices) == (other.kind, other.text, other.choices)


def shared(old: Content, new: Content) -> tuple[int, int]:
    """(questions that both ask in the same way, questions of the newer)."""
    questions = list(new.questions)
    return sum(asks_the_same(old.question(one.key), one) for one in questions), len(questions)


def _overall(content: Content) -> str:
    found = content.question(content.overall)
    return found.text if found else ""


def _moved(before: list[str], after: list[str]) -> set[str]:
    """Keys out of the longest run that kept its order: the fewest questions one could say were moved."""
    place = {key: n for n, key in enumerate(before)}
    best: list[list[str]] = []
    for n, key in enumerate(after):
        runs = [best[m] for m in range(n) if place[after[m]] < place[key]]
        best.append([*_longest(runs), key])
    stays = set(_longest(best))
    return {key for key in after if key not in stays}


def _longest(runs: list[list[str]]) -> list[str]:
    return max(runs, key=lambda one: len(one)) if runs else []


def _lines(old: Question, new: Question) -> list[tuple[str, str, str]]:
    pairs = (
        ("câu hỏi", old.text, new.text),
        ("tiếng Anh", old.text_en, new.text_en),
        ("cách trả lời", Kind(old.kind).label, Kind(new.kind).label),
        ("lựa chọn", "; ".join(old.choices), "; ".join(new.choices)),
        ("lựa chọn tiếng Anh", "; ".join(old.choices_en), "; ".join(new.choices_en)),
        ("bắt buộc", "có" if old.required else "không", "có" if new.required else "không"),
    )
    return [(what, a or "–", b or "–") for what, a, b in pairs if a != b]
