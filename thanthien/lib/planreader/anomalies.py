"""Defects of the source that a coordinator should know: gaps, repeats, blanks, slips."""

from __future__ import annotations

import re

from thanthien.lib.planreader.keys import fold
from thanthien.lib.planreader.lines import Item, Line
from thanthien.lib.planreader.model import Anomaly, Reading, Source, Task


def find_anomalies(reading: Reading, items: list[Item]) -> list[Anomaly]:
    lines = [i for i in items if isinstance(i, Line)]
    found = _head(reading) + _sections(reading) + _numbers(reading.tasks) + _cells(reading.tasks)
    return found + _places(reading, lines) + _layout(lines)


def _head(reading: Reading) -> list[Anomaly]:
    document, found = reading.document, []
    if document.number is None:
        found.append(Anomaly("no_number", "Kế hoạch để trống hoặc không in số văn bản.", document.source))
    if document.date is None or len(document.date) < 10:
        found.append(Anomaly("no_date", "Ngày ban hành để trống hoặc thiếu ngày, tháng.", document.source))
    if document.signer is None:
        found.append(Anomaly("no_signer", "Không đọc được tên người ký.", document.source))
    numbers = {b.number: b for b in reading.legal_bases if b.number}
    if document.number and document.number in numbers:
        found.append(Anomaly("own_number_as_basis", f"Số {document.number} vừa là số kế hoạch vừa là căn cứ.",
                             numbers[document.number].source))  # fmt: skip
    return found


def _sections(reading: Reading) -> list[Anomaly]:
    found = []
    for section in reading.sections:
        if re.search(r"\(\d\)$", section.path):
            label = re.sub(r"\(\d\)$", "", section.path)
            found.append(Anomaly("section_repeated", f"Mục {label} được in hai lần.", section.source))
    return found


def _numbers(tasks: list[Task]) -> list[Anomaly]:
    found: list[Anomaly] = []
    last: dict[tuple[str | None, str | None], int] = {}
    for task in tasks:
        tail = (task.no or "").rsplit(".", 1)[-1]
        if not tail.isdigit():
            continue
        series, number = (task.group, task.parent_no), int(tail)
        before = last.get(series, 0)
        if number > before + 1:
            missing = ", ".join(str(n) for n in range(before + 1, min(number, before + 6)))
            found.append(
                Anomaly(
                    "number_missing", f"Bảng nhiệm vụ thiếu số {missing} trước số {task.no}.", task.source
                )
            )
        elif number == before:
            found.append(
                Anomaly("number_repeated", f"Số {task.no} được in hai lần trong bảng nhiệm vụ.", task.source)
            )
        last[series] = number
    loose = [t for t in tasks if t.no is None]
    if loose:
        found.append(
            Anomaly(
                "rows_without_number",
                f"{len(loose)} dòng của bảng nhiệm vụ không có số thứ tự.",
                loose[0].source,
            )
        )
    return found


def _cells(tasks: list[Task]) -> list[Anomaly]:
    found = []
    for task in tasks:
        name = f"“{task.title[:60]}”"
        if not task.is_header and not task.lead:
            found.append(Anomaly("no_lead", f"Nhiệm vụ {name} không ghi cơ quan chủ trì.", task.source))
        if set(task.lead) & set(task.coordinators):
            found.append(
                Anomaly(
                    "same_agency", f"Nhiệm vụ {name} ghi một cơ quan vừa chủ trì vừa phối hợp.", task.source
                )
            )
    return found


def _places(reading: Reading, lines: list[Line]) -> list[Anomaly]:
    """Neighbourhood words of the wrong kind: "tổ dân phố" in a xã, "xã" for the unit in a phường plan."""
    kind = reading.unit.kind
    wrong = {
        "xã": r"\b(?:to dan pho|khu pho)\b",
        "phường": r"\b(?:thon|truong thon|(?:ubnd|dia ban|trong) xa)\b",
    }.get(kind or "")
    if not wrong:
        return []
    for line in lines:
        if match := re.search(wrong, fold(line.text)):
            if kind == "xã" and "thon" in fold(line.text).split():
                continue
            return [Anomaly("wrong_place_word", f"Văn bản của {kind} nhưng có chữ “{_shown(line.text, match)}”.",
                            Source(line.place.page, line.place.line))]  # fmt: skip
    return []


def _shown(text: str, match: re.Match[str]) -> str:
    words, key_words = text.split(), match[0].split()
    for at in range(len(words)):
        part = words[at : at + len(key_words)]
        if fold(" ".join(part)) == match[0]:
            return " ".join(part).strip(" .,;:")
    return match[0]


def _layout(lines: list[Line]) -> list[Anomaly]:
    numbered = [line for line in lines if line.place.line]
    if len(numbered) > 40 and sum(line.gap == 1 for line in numbered) > 0.6 * len(numbered):
        return [
            Anomaly(
                "double_spaced",
                "Bản in có dòng trống sau gần như mỗi dòng.",
                Source(line=numbered[0].place.line),
            )
        ]
    return []
