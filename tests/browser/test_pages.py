"""Every page, on a phone and on a desk: no sideways scrolling, one heading, nothing axe finds wrong, no error."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.house.tree import ROOT

pytestmark = pytest.mark.browser

AXE = (ROOT / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
COORDINATOR, CHAIR, CITY = "dieuphoi.thanhbinh", "chutich.thanhbinh", "quantri.tp"
DESK = "/desk/HM01/"

# Who opens what; a link text or pattern after "→" is followed from there.
PAGES: dict[str, list[str]] = {
    "": ["/", "/accounts/login/"],
    COORDINATOR: [
        DESK, f"{DESK}tasks/", f"{DESK}tasks/board/", f"{DESK}tasks/ → tasks/\\d+/$", f"{DESK}plans/",
        f"{DESK}score/", f"{DESK}score/ → score/[^/?]+/$", f"{DESK}figures/", f"{DESK}report/", f"{DESK}criteria/",
        f"{DESK}people/", f"{DESK}audit/", "/accounts/password/change/", "/accounts/2fa/",
    ],
    "dieuphoi.honngoc": [
        "/desk/HM03/", "/desk/HM03/plans/ → plans/readings/\\d+/$", "/desk/HM03/score/", "/desk/HM03/report/",
    ],
    CHAIR: [DESK],
    "motcua.thanhbinh": [DESK],
    CITY: ["/city/HM/", "/city/HM/criteria/", "/city/HM/people/", "/city/HM/audit/", DESK],
}  # fmt: skip
CASES = [
    pytest.param(user, page, width, id=f"{user or 'stranger'} {page} {width}")
    for user, pages in PAGES.items()
    for page in pages
    for width in ("phone", "desk")
]


def go(page: Page, address: str) -> None:
    start, _, then = address.partition(" → ")
    page.goto(start)
    if then:
        found = page.evaluate(
            "p => [...document.querySelectorAll('a[href]')].map(a => a.getAttribute('href'))"
            ".find(h => new RegExp(p).test(h))",
            then,
        )
        assert found, f"{start} has no link like {then}"
        page.goto(found)
    page.wait_for_load_state("networkidle")


@pytest.mark.parametrize(("user", "address", "width"), CASES)
def test_page(open_as: Callable[..., Page], user: str, address: str, width: str) -> None:
    page = open_as(user, width=width)
    go(page, address)
    assert page.locator("h1").count() == 1
    width_now, width_seen = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert width_now <= width_seen, "the page scrolls sideways"
    page.evaluate(AXE)
    result: dict[str, Any] = page.evaluate("rules => axe.run(document, rules)", RULES)
    assert [_said(v) for v in result["violations"]] == []


def _said(violation: dict[str, Any]) -> str:
    nodes = "; ".join(node["html"][:140] for node in violation["nodes"][:3])
    return f"{violation['id']}: {violation['help']} – {nodes}"
