"""Every icon a page asks for is taken out of the icon package; another would be an empty hole."""

from __future__ import annotations

import re

from tests.house.tree import PACKAGE, ROOT
from thanthien.web.portal.doors import EVERY


def test_every_icon_is_in_the_sprite() -> None:
    listed = (
        (ROOT / "deploy" / "assets.mjs").read_text(encoding="utf-8").split("const icons = [")[1].split("]")[0]
    )
    have = set(re.findall(r'"([a-z0-9-]+)"', listed))
    pages = " ".join(path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.html"))
    used = set(re.findall(r'\{% icon "([a-z0-9-]+)"', pages))
    used |= set(re.findall(r'"[a-z_]+:[a-z_]+", "[^"]+", "([a-z0-9-]+)", Action', menu()))
    assert len(used) > 50
    assert sorted(used - have) == []


def test_every_icon_of_citizens_pages_is_in_their_small_sprite() -> None:
    sprite = (PACKAGE / "platform/ui/static/ui/portal-icons.svg").read_text(encoding="utf-8")
    have = set(re.findall(r'<symbol id="([a-z0-9-]+)"', sprite))
    pages = [path.read_text(encoding="utf-8") for path in (PACKAGE / "web/templates/portal").rglob("*.html")]
    used = set(re.findall(r'\{% small_icon "([a-z0-9-]+)"', " ".join(pages))) | {door.icon for door in EVERY}
    assert len(used) > 8
    assert sorted(used - have) == []
    assert not [page for page in pages if "{% icon " in page]


def menu() -> str:
    return re.sub(r"\s+", " ", (PACKAGE / "web" / "shell.py").read_text(encoding="utf-8"))
