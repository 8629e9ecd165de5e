"""The results as sheets. No row tells of one person: no hour, no day, no place, no rare combination of choices."""

from __future__ import annotations

import random
from collections import Counter as Count
from collections.abc import Iterator, Sequence
from typing import Any

from thanthien.lib.documents.write import TableBlock
from thanthien.lib.documents.write.xlsx import Sheet, SheetColumn, SheetRow, Value
from thanthien.operations.surveys.comments import Comment
from thanthien.operations.surveys.definition import Content, Kind, Question, content_of
from thanthien.operations.surveys.models import FollowUp, Response, Survey
from thanthien.operations.surveys.queries import Results, size_in_words
from thanthien.operations.surveys.summary import (
    TITLE,
    doubts,
    follow_ups_table,
    places_table,
    questions_table,
)

FEWEST_ALIKE = 5  # forms with the same choices; fewer could be known by them
HIDDEN = "(không nêu)"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_RAW_NOTES = (
    "Mỗi dòng là một phiếu, theo thứ tự ngẫu nhiên. Chỉ có quý trả lời, không có ngày, giờ, nơi ở, lời viết, số.",
    f"Các câu chọn (tuổi, giới tính …) chỉ nêu khi có từ {FEWEST_ALIKE} phiếu chọn giống hệt nhau ở mọi câu chọn.",
)


def summary_sheets(
    survey: Survey, results: Results, comments: Sequence[Comment], follow_ups: Sequence[FollowUp] = ()
) -> tuple[Sheet, ...]:
    """Questions; places; comments with personal data masked; follow-ups; and single forms where there are enough."""
    questions = [
        SheetRow((row.cells[0], "", "", "", "") if row.span else tuple(row.cells), level=1 if row.span else 0)
        for row in questions_table(results).rows
    ]
    notes = (*size_in_words(survey), doubts(results))
    head = _columns(questions_table(results))
    sheets = [Sheet("Câu hỏi", f"{TITLE}: {survey.title}", head, tuple(questions), notes)]
    if results.places:
        sheets.append(_of_table("Thôn, tổ dân phố", "Theo thôn, tổ dân phố", places_table(results)))
    heads = (SheetColumn("Câu hỏi", 40), SheetColumn("Ý kiến", 90))
    said = tuple(SheetRow((one.question.text, one.text)) for one in comments)
    sheets.append(Sheet("Ý kiến", "Ý kiến viết trên phiếu (đã che thông tin cá nhân)", heads, said))
    if follow_ups:
        sheets.append(_of_table("Việc làm", "Việc làm từ kết quả", follow_ups_table(follow_ups)))
    if results.all.responses >= survey.minimum:
        sheets.append(forms_sheet(survey))
    return tuple(sheets)


def forms_sheet(survey: Survey) -> Sheet:
    """One row a form, shuffled: quarter, flagged or not, and the answers to scales and to choices that are not rare."""
    content = content_of(survey.version.content)
    asked = [one for one in content.questions if one.kind not in (Kind.TEXT, Kind.NUMBER)]
    rows = list(survey.responses.order_by().values_list("answers", "day", "flag"))
    told = Count(_choices(content, answers) for answers, _, _ in rows)
    found = [
        SheetRow((
            f"Quý {(day.month + 2) // 3}/{day.year}", Response.Flag(flag).label if flag else "",
            *_cells(asked, answers, hide=told[_choices(content, answers)] < FEWEST_ALIKE),
        ))
        for answers, day, flag in rows
    ]  # fmt: skip
    random.SystemRandom().shuffle(found)
    columns = (SheetColumn("Quý", 12), SheetColumn("Đánh dấu", 24), *(SheetColumn(q.text, 24) for q in asked))
    return Sheet("Từng phiếu", f"Từng phiếu: {survey.title}", columns, tuple(found), _RAW_NOTES)


def csv_rows(sheet: Sheet) -> Iterator[list[str]]:
    """Head and rows of a sheet; a cell that a table program takes for a formula is given an apostrophe."""
    yield [_safe(one.title) for one in sheet.columns]
    for row in sheet.rows:
        yield [_safe("" if value is None else str(value)) for value in row.values]


def _choices(content: Content, answers: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    """What one form says of the person: all that was chosen, not rated."""
    kinds = (Kind.ONE, Kind.MANY, Kind.YES_NO)
    return tuple((q.key, str(answers.get(q.key, ""))) for q in content.questions if q.kind in kinds)


def _cells(asked: Sequence[Question], answers: dict[str, Any], *, hide: bool) -> Iterator[Value]:
    for one in asked:
        value = answers.get(one.key)
        if one.kind == Kind.SCALE:
            yield value
        elif hide:
            yield HIDDEN
        elif value is None:
            yield ""
        else:
            chosen = value if isinstance(value, list) else [value]
            yield "; ".join(one.choices[n - 1] for n in chosen)


def _of_table(name: str, title: str, block: TableBlock) -> Sheet:
    return Sheet(name, title, _columns(block), tuple(SheetRow(tuple(row.cells)) for row in block.rows))


def _columns(block: TableBlock) -> tuple[SheetColumn, ...]:
    return tuple(SheetColumn(one.title, one.width * 6) for one in block.columns)


def _safe(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text
