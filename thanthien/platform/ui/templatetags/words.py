"""How numbers, points, dates and states are said on every page; built into all templates."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from django import template
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from thanthien.lib.vietnamese import date_vi, line_of_table, money_vi, number_vi

register = template.Library()

STATE_COLOURS = {
    "open": "secondary",
    "started": "azure",
    "done": "yellow",
    "waiting": "yellow",
    "returned": "red",
    "accepted": "green",
    "withdrawn": "secondary",
    "reading": "azure",
    "ready": "yellow",
    "failed": "red",
    "discarded": "secondary",
    "met": "green",
    "partly": "yellow",
    "unmet": "red",
    "not_measured": "secondary",
    "not_applicable": "secondary",
    "no_weight": "secondary",
    "draft": "secondary",
    "submitted": "yellow",
    "approved": "green",
    "signed": "green",
    "drafted": "secondary",
    "concluded": "green",
    "held": "azure",
    "planned": "secondary",
    "recognised": "green",
    "published": "green",
    "refused": "red",
    "decided": "green",
    "proposed": "secondary",
}


@register.simple_tag
def icon(name: str, css: str = "") -> SafeString:
    """An icon of the sprite, hidden from screen readers: the words beside it speak."""
    return _drawn(name, css, "vendor/icons.svg")


@lru_cache(maxsize=1024)
def _drawn(name: str, css: str, sprite: str) -> SafeString:
    return format_html(
        '<svg class="icon {}" width="24" height="24" aria-hidden="true" focusable="false">'
        '<use href="{}#{}"></use></svg>',
        css,
        static(sprite),
        name,
    )


@register.simple_tag
def small_icon(name: str) -> SafeString:
    """An icon out of the few that citizens' pages load."""
    return _drawn(name, "", "ui/portal-icons.svg")


@register.filter
def points(value: Decimal | float | None) -> str:
    """Points as printed: at most two places, decimal comma; a dash where there are none."""
    return "–" if value is None else number_vi(value)


register.filter("line_of_table", line_of_table)


@register.filter
def money(value: int | None) -> str:
    """Whole đồng as printed: "12.500.000 đ"."""
    return "–" if value is None else money_vi(value)


@register.filter
def day(value: date | datetime | str | None) -> str:
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    if isinstance(value, str):
        return "/".join(reversed(value.split("-")))
    return date_vi(value) if value else ""


@register.filter
def moment(value: datetime | None) -> str:
    return timezone.localtime(value).strftime("%H:%M %d/%m/%Y") if value else ""


@register.filter
def colour(state: str) -> str:
    return STATE_COLOURS.get(state, "secondary")


@register.filter
def filesize_vi(size: int) -> str:
    if size < 1024 * 1024:
        return f"{max(1, size // 1024)} KB"
    return f"{number_vi(round(size / 1024 / 1024, 1))} MB"
