"""The tables of a council's minutes: members, consolidated points, each member's voice, the drawn proofs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from thanthien.assessment.rounds.models import SampledProof, Sheet
from thanthien.assessment.rounds.snapshot import leaves_of
from thanthien.lib.documents.write import Block, Column, TableBlock, TableRow, Text
from thanthien.lib.vietnamese import date_vi, number_vi

SIDE_BY_SIDE = 8  # members whose points fit beside each other on a page lying down
_SIZE = 11  # pt
_MEMBERS = (
    Column("TT", 1.1, "centre"),
    Column("Họ và tên", 4.4),
    Column("Cơ quan", 4.7),
    Column("Vai trò", 2.8),
    Column("Tham gia", 3.0, "centre"),
)
_RESULT = (
    Column("TT", 1.2, "centre"),
    Column("Nội dung", 6.4),
    Column("Tối đa", 1.5, "centre"),
    Column("Tự chấm", 1.6, "centre"),
    Column("Thấp nhất – cao nhất", 2.0, "centre"),
    Column("Trung bình", 1.6, "centre"),
    Column("Kết luận", 1.7, "centre"),
)
_SAMPLE = (
    Column("TT", 1.1, "centre"),
    Column("Minh chứng", 5.2),
    Column("Nội dung", 4.4),
    Column("Kết quả", 2.2, "centre"),
    Column("Ghi chú", 3.1),
)


def titles_of(snapshot: Mapping[str, Any]) -> dict[str, str]:
    """Criterion key → "1.2 Niêm yết thủ tục" as handed in."""
    return {row["key"]: f"{row['number']} {row['title']}".strip() for row in snapshot["criteria"]}


def members_block(sheets: Sequence[Sheet], had_left: Callable[[Sheet], bool]) -> TableBlock:
    rows = (
        (
            str(n),
            one.member.name,
            one.member.organisation,
            one.member.get_post_display(),
            _part(one, had_left),
        )
        for n, one in enumerate(sheets, 1)
    )
    return TableBlock(_MEMBERS, tuple(TableRow(cells) for cells in rows), size=_SIZE)


def _part(sheet: Sheet, had_left: Callable[[Sheet], bool]) -> str:
    if sheet.state == Sheet.State.HANDED_IN:
        return "Đã nộp phiếu"
    if sheet.state == Sheet.State.RECUSED:
        return "Không chấm, có liên quan"
    return "Đã thôi tham gia" if had_left(sheet) else "Vắng"


def result_block(snapshot: Mapping[str, Any], result: Mapping[str, Any]) -> TableBlock:
    """The points that stand, a row a criterion, the total last."""
    given = {row["key"]: row for row in result["rows"]}
    rows = []
    for leaf in leaves_of(snapshot):
        row = given[leaf["key"]]
        low, high = _points(row["lowest"]), _points(row["highest"])
        spread = low if low == high else f"{low} – {high}"
        middle = (_points(leaf["maximum"]), _points(leaf["self"]), spread)
        rows.append(
            TableRow((leaf["number"], leaf["title"], *middle, _points(row["mean"]), _points(row["points"])))
        )
    total = snapshot["total"]
    last = (
        "",
        "Tổng điểm",
        _points(total["maximum"]),
        _points(total["self"]),
        "",
        "",
        _points(result["total"]),
    )
    return TableBlock(_RESULT, (*rows, TableRow(last, bold=True)), size=_SIZE)


def voices_blocks(snapshot: Mapping[str, Any], sheets: Sequence[Sheet]) -> Iterable[Block]:
    """What each member gave; more members than fit side by side go on in a further table."""
    leaves = leaves_of(snapshot)
    for first in range(0, len(sheets), SIDE_BY_SIDE):
        group = sheets[first : first + SIDE_BY_SIDE]
        names = tuple(Column(one.member.name, 1.9, "centre") for one in group)
        columns = (Column("TT", 1.3, "centre"), Column("Nội dung", 22.7 - 1.9 * len(group)), *names)
        rows = (
            (leaf["number"], leaf["title"], *(_points(_given(one, leaf["key"])) for one in group))
            for leaf in leaves
        )
        yield TableBlock(columns, tuple(TableRow(cells) for cells in rows), size=_SIZE)
        yield Text("")


def _given(sheet: Sheet, key: str) -> str | None:
    given = sheet.points.get(key)
    return given["points"] if given else None


def sample_block(snapshot: Mapping[str, Any], sample: Iterable[SampledProof]) -> TableBlock:
    titles = titles_of(snapshot)
    rows = (
        (
            str(one.position),
            _proof(snapshot["proofs"].get(str(one.proof_id))),
            titles.get(one.key, one.key),
            one.get_verdict_display(),
            one.remark,
        )
        for one in sample
    )
    return TableBlock(_SAMPLE, tuple(TableRow(cells) for cells in rows), size=_SIZE)


def _proof(proof: Mapping[str, Any] | None) -> str:
    if proof is None:
        return "[…]"
    day = f" ({date_vi(date.fromisoformat(proof['date']))})" if proof.get("date") else ""
    return f"{proof['title']}{day}"


def _points(value: str | None) -> str:
    return "–" if value is None else number_vi(Decimal(value))
