"""What differs between two editions of a procedure, part by part, line by line, in the words of an official."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from thanthien.lib.procedures.record import Paper, Procedure, Summary, Way

LONGEST = 400  # lines of a part that are compared; a longer one is told as changed, with its ends


@dataclass(frozen=True, slots=True)
class Change:
    """`gone` and `new`: the lines of the part that only one of the two has, in their order."""

    label: str
    gone: tuple[str, ...]
    new: tuple[str, ...]


LABELS = {
    "name": "Tên",
    "field": "Lĩnh vực",
    "decision": "Quyết định công bố",
    "level": "Cấp thực hiện",
    "subjects": "Đối tượng",
    "agency": "Cơ quan thực hiện",
    "place": "Nơi nộp",
    "steps": "Trình tự",
    "conditions": "Yêu cầu, điều kiện",
    "ways": "Cách thức, thời hạn, phí",
    "papers": "Giấy tờ",
    "laws": "Căn cứ pháp lý",
    "results": "Kết quả",
    "source": "Nguồn",
}
SUMMARY_LABELS = {
    "what": "Tóm tắt: là việc gì",
    "who": "Tóm tắt: ai làm",
    "bring": "Tóm tắt: mang theo",
    "fee": "Tóm tắt: lệ phí",
    "time": "Tóm tắt: thời gian",
    "where": "Tóm tắt: nơi làm",
    "mind": "Tóm tắt: lưu ý",
    "names": "Người dân hay gọi là",
}


def differences(old: Procedure, new: Procedure) -> tuple[Change, ...]:
    """The parts that differ, in the order of the page; empty where both say the same."""
    return tuple(_changes(LABELS, lambda name: (lines_of(old, name), lines_of(new, name))))


def summary_differences(old: Summary, new: Summary) -> tuple[Change, ...]:
    return tuple(_changes(SUMMARY_LABELS, lambda name: (_said(old, name), _said(new, name))))


def lines_of(procedure: Procedure, name: str) -> list[str]:
    """A part as lines: of a list one an entry, of a text its own."""
    match name:
        case "ways":
            return [way_line(one) for one in procedure.ways]
        case "papers":
            return [paper_line(one) for one in procedure.papers]
        case "laws" | "results":
            return [f"{one.name} ({one.code})" if one.code else one.name for one in getattr(procedure, name)]
        case _:
            return [line for line in getattr(procedure, name).splitlines() if line.strip()]


def way_line(way: Way) -> str:
    return "; ".join(part for part in (way.how, way.time, way.fee, way.note) if part)


def paper_line(paper: Paper) -> str:
    """ "Tờ khai (1 bản chính, 2 bản sao) – Trường hợp …"."""
    counts = [f"{n} {kind}" for n, kind in ((paper.originals, "bản chính"), (paper.copies, "bản sao")) if n]
    said = f"{paper.name} ({', '.join(counts)})" if counts else paper.name
    return f"{said} – {paper.group}" if paper.group else said


def _said(summary: Summary, name: str) -> list[str]:
    value = getattr(summary, name)
    return list(value) if isinstance(value, tuple) else value.splitlines()


def _changes(labels: dict[str, str], pair) -> Iterator[Change]:  # type: ignore[no-untyped-def]
    for name, label in labels.items():
        before, after = pair(name)
        if before != after:
            yield Change(label, *_apart(before, after))


def _apart(before: list[str], after: list[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The lines that only one side has. Very long parts are cut: comparing grows with their product."""
    steps = SequenceMatcher(None, before[:LONGEST], after[:LONGEST], autojunk=False).get_opcodes()
    gone = [line for tag, a, b, _, _ in steps if tag != "equal" for line in before[a:b]]
    new = [line for tag, _, _, a, b in steps if tag != "equal" for line in after[a:b]]
    return (*gone, *before[LONGEST:]), (*new, *after[LONGEST:])
