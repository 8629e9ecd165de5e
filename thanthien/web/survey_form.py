"""A survey's questions as a citizen reads them: for the portal, and for the preview before a form is published."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict

from thanthien.operations.surveys.definition import Content

Said = list[tuple[str, list[dict[str, Any]]]]


def questions_said(content: Content, *, english: bool, typed: QueryDict) -> Said:
    """(title of a section, its questions) in the language of the page, with what was typed."""
    return [
        (
            (block.title_en if english else "") or block.title,
            [
                {
                    "key": one.key, "kind": one.kind, "required": one.required,
                    "text": (one.text_en if english else "") or one.text,
                    "options": [(str(n), en if english else vi) for n, vi, en in one.options],
                    "typed": typed.getlist(f"q_{one.key}"),
                    "first": typed.get(f"q_{one.key}", ""),
                }
                for one in block.questions
            ],
        )
        for block in content.blocks
    ]  # fmt: skip


def intro_said(content: Content, *, english: bool) -> str:
    return (content.intro_en if english else "") or content.intro
