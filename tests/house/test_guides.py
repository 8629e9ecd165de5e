"""Guides speak of the program as it is: what is bold stands on a page, each picture is taken by a scene."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from tests.house.tree import PACKAGE, ROOT

GUIDES = sorted((ROOT / "docs" / "guides").glob("*.md"))
SCREENS = ROOT / "tests" / "screens"
BOLD = re.compile(r"\*\*([^*]+)\*\*")
PICTURE = re.compile(r"!\[[^\]]+\]\(\.\./images/([\w-]+)\.png\)")


@cache
def program() -> str:
    """Everything the program may print, markup and joints of strings left out."""
    files = [path for ending in ("html", "py", "js") for path in PACKAGE.rglob(f"*.{ending}")]
    text = " ".join(path.read_text(encoding="utf-8") for path in files if "vendor" not in path.parts)
    text = re.sub(r'"\s*\n\s*f?"', "", text)
    text = re.sub(r'\{% translate "([^"]*)" %\}', r"\1", text)
    return re.sub(r"\s+", " ", re.sub(r"\{%[^%]*%\}|\{\{[^}]*\}\}|<[a-z/!][^<>]*>", " ", text))


def names(guide: str) -> set[str]:
    """What is bold and looks like a name on a page: a capital first, no full stop, no number."""
    said = {re.sub(r"\s+", " ", words).strip() for words in BOLD.findall(guide)}
    return {
        one
        for one in said
        if one[0].isupper() and not one.endswith((".", "?", ":")) and not re.search(r"\d", one)
    }


@pytest.mark.parametrize("path", [pytest.param(path, id=path.stem) for path in GUIDES])
def test_what_a_guide_calls_by_name_is_on_a_page(path: Path) -> None:
    found = names(path.read_text(encoding="utf-8"))
    assert len(found) > 10
    # "Ghi … dòng khớp" stands for a number in the middle.
    lost = [one for one in found if any(bit not in program() for bit in re.split(r" … ", one))]
    assert sorted(lost) == []


@pytest.mark.parametrize("path", [pytest.param(path, id=path.stem) for path in GUIDES])
def test_the_contents_of_a_guide_lead_to_its_parts(path: Path) -> None:
    guide = path.read_text(encoding="utf-8")
    parts = [
        re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-")
        for title in re.findall(r"^## (\d+\. .+)$", guide, re.MULTILINE)
    ]
    assert re.findall(r"^\d+\. \[[^\]]+\]\(#([^)]+)\)$", guide, re.MULTILINE) == parts


def test_every_picture_is_shown_and_can_be_taken_anew() -> None:
    shown = {name for path in GUIDES for name in PICTURE.findall(path.read_text(encoding="utf-8"))}
    kept = {path.stem for path in (ROOT / "docs" / "images").glob("*.png")}
    scenes = " ".join(path.read_text(encoding="utf-8") for path in SCREENS.glob("*.py"))
    taken = set(re.findall(r'keep\(\w+, "([\w-]+)"', scenes))
    assert shown == kept == taken
