"""What a row of the review page repeats hundreds of times, built without the template engine."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from thanthien.programme.imports.register import NameKind
from thanthien.programme.imports.review import Name

register = template.Library()

_SAYS: dict[NameKind, str] = {"known": "", "group": "nhóm", "new": "chưa có, sẽ thêm"}


@register.filter
def chips(names: Iterable[Name]) -> SafeString:
    """Agencies side by side; what is no agency of the unit says so in words, not in colour alone."""
    return mark_safe("".join(_chip(name.text, name.kind) for name in names))  # noqa: S308  each is escaped


@lru_cache(maxsize=2048)
def _chip(text: str, kind: NameKind) -> str:
    says = format_html("<i>{}</i>", _SAYS[kind]) if _SAYS[kind] else ""
    return format_html('<span class="tt-chip is-{}">{}{}</span>', kind, text, says)
