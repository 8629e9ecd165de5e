"""Templates compile, obey the strict CSP, and speak Vietnamese."""

from __future__ import annotations

import re

import pytest
from django.template import engines

from tests.house.tree import short, templates

INLINE = re.compile(
    r"\sstyle=|\son[a-z]+=\"|<script(?![^>]*\bsrc=)(?![^>]*application/json)|href=\"javascript:|hx-on"
)
TAGS = re.compile(r"{%.*?%}|{{.*?}}|{#.*?#}|<!--.*?-->|<script.*?</script>|<[^>]+>", re.DOTALL)
ENGLISH = re.compile(
    r"\b(the|please|your|submit|search|delete|cancel|save|click|password|loading|error)\b", re.IGNORECASE
)
PATHS = [pytest.param(path, id=short(path)) for path in templates()]


@pytest.mark.parametrize("path", PATHS)
def test_it_compiles(path) -> None:  # type: ignore[no-untyped-def]
    engines["django"].from_string(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", PATHS)
def test_nothing_is_inline(path) -> None:  # type: ignore[no-untyped-def]
    if "mail" in path.parts:
        return  # readers of mail drop style sheets, so there the style stands in the text
    assert INLINE.findall(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", PATHS)
def test_no_english_word_stands_in_the_text(path) -> None:  # type: ignore[no-untyped-def]
    text = TAGS.sub(" ", path.read_text(encoding="utf-8"))
    assert ENGLISH.findall(text) == []
