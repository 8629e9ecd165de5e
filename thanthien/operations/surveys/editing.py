"""One step in a draft's questions: a new content from the old. Nothing is kept here; `drafting` keeps it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from thanthien.operations.surveys.definition import Block, Content, Kind, content_of

Change = Callable[[Content], Content]
NEW = "new"  # the key of a question until `drafting` gives it one that no version has had


class GoneFromDraft(Exception):
    """The question or section is no longer in the draft."""


def with_head(intro: str, intro_en: str) -> Change:
    return lambda old: replace(old, intro=intro, intro_en=intro_en)


def with_block(number: int | None, title: str, title_en: str) -> Change:
    """The section of that number (from 1) renamed; None: a new one at the end."""

    def change(old: Content) -> Content:
        blocks = list(old.blocks)
        if number is None:
            blocks.append(Block(title, (), title_en))
        else:
            at = _block_at(old, number)
            blocks[at] = replace(blocks[at], title=title, title_en=title_en)
        return replace(old, blocks=tuple(blocks))

    return change


def block_moved(number: int, by: int) -> Change:
    def change(old: Content) -> Content:
        blocks, at = list(old.blocks), _block_at(old, number)
        to = min(max(at + by, 0), len(blocks) - 1)
        blocks.insert(to, blocks.pop(at))
        return replace(old, blocks=tuple(blocks))

    return change


def without_block(number: int) -> Change:
    """The section goes; its questions stay, at the end of the one before (or the beginning of the next)."""

    def change(old: Content) -> Content:
        blocks, at = list(old.blocks), _block_at(old, number)
        gone = blocks.pop(at)
        if gone.questions and not blocks:
            blocks = [replace(gone, title="", title_en="")]
        elif gone.questions and at:
            blocks[at - 1] = replace(blocks[at - 1], questions=blocks[at - 1].questions + gone.questions)
        elif gone.questions:
            blocks[0] = replace(blocks[0], questions=gone.questions + blocks[0].questions)
        return replace(old, blocks=tuple(blocks))

    return change


def with_question(key: str, block: int, said: dict[str, Any], *, is_overall: bool) -> Change:
    """`said` as in `definition.content_of`; key "" is a new question, at the end of the section."""

    def change(old: Content) -> Content:
        to = _block_at(old, block)
        [question] = content_of({"blocks": [{"questions": [{**said, "key": key or NEW}]}]}).questions
        rows = [list(one.questions) for one in old.blocks]
        before = _place(old, key) if key else None
        if before is not None and before[0] == to:
            rows[to][before[1]] = question
        else:
            if before is not None:
                rows[before[0]].pop(before[1])
            rows[to].append(question)
        overall = "" if old.overall == question.key else old.overall
        if is_overall and question.kind == Kind.SCALE:
            overall = question.key
        return replace(_with_rows(old, rows), overall=overall)

    return change


def question_moved(key: str, by: int) -> Change:
    """One place up (-1) or down (1); past the edge of a section it goes into the next one."""

    def change(old: Content) -> Content:
        at, n = _place(old, key)
        rows = [list(one.questions) for one in old.blocks]
        question = rows[at].pop(n)
        if 0 <= n + by <= len(rows[at]):
            rows[at].insert(n + by, question)
        elif 0 <= at + by < len(rows):
            rows[at + by].insert(len(rows[at + by]) if by < 0 else 0, question)
        else:
            rows[at].insert(n, question)
        return _with_rows(old, rows)

    return change


def without_question(key: str) -> Change:
    def change(old: Content) -> Content:
        at, n = _place(old, key)
        rows = [list(one.questions) for one in old.blocks]
        rows[at].pop(n)
        return replace(_with_rows(old, rows), overall="" if old.overall == key else old.overall)

    return change


def _with_rows(old: Content, rows: list[list[Any]]) -> Content:
    return replace(
        old, blocks=tuple(replace(one, questions=tuple(r)) for one, r in zip(old.blocks, rows, strict=True))
    )


def _block_at(content: Content, number: int) -> int:
    if not 1 <= number <= len(content.blocks):
        raise GoneFromDraft("Phần này không còn trong phiếu. Anh/chị xem lại bản soạn.")
    return number - 1


def _place(content: Content, key: str) -> tuple[int, int]:
    for at, block in enumerate(content.blocks):
        for n, one in enumerate(block.questions):
            if one.key == key:
                return at, n
    raise GoneFromDraft("Câu hỏi này không còn trong phiếu. Anh/chị xem lại bản soạn.")
