"""What holds of every page as it stands, whatever was opened or typed on it."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Page, expect

from tests.house.tree import ROOT

AXE = (ROOT / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "resultTypes": ["violations"],
}


def arrived(page: Page, heading: str | re.Pattern[str]) -> None:
    """The page under this main heading has come whole: what is counted, or looked at without waiting, is all there.

    A press waits until the next page begins to come, not until it has come.
    """
    expect(page.get_by_role("heading", level=1)).to_contain_text(heading)
    page.wait_for_load_state()


def looks_right(page: Page, *widths: tuple[int, int]) -> None:
    """One main heading, no sideways scrolling, nothing that axe finds wrong: as it stands, or at these sizes."""
    page.wait_for_load_state()
    expect(page.locator("[hx-trigger^=load]")).to_have_count(
        0
    )  # what the page fetches afterwards has come too
    assert page.locator("h1").count() == 1
    # from its top: what lies half below a bar that stands still depends on how far a leap has come
    page.evaluate("scrollTo({top: 0, behavior: 'instant'})")
    page.evaluate(AXE)
    for width, height in widths:
        page.set_viewport_size({"width": width, "height": height})
        _fits(page)
    if not widths:
        _fits(page)


def _fits(page: Page) -> None:
    wide, seen = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert wide <= seen, f"the page scrolls sideways at {seen} px"
    result: dict[str, Any] = page.evaluate("rules => axe.run(document, rules)", RULES)
    found = [_said(violation) for violation in result["violations"]]
    assert not found, f"at {seen} px: " + "\n".join(found)


def _said(violation: dict[str, Any]) -> str:
    nodes = "; ".join(node["html"][:140] for node in violation["nodes"][:3])
    return f"{violation['id']}: {violation['help']} – {nodes}"
