"""Where pictures are taken: signed-in pages, what is cut out of them, and how small they are kept."""

from __future__ import annotations

import io
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, FloatRect, Locator, Page, sync_playwright

from tests.browser.program import run, served, sign_in, start_chromium
from tests.house.tree import ROOT

FOLDER = ROOT / "docs" / "images"
LARGEST = 150_000  # bytes
DESK, PHONE = (1280, 800), (360, 740)
MARGIN = 12
HOME, WARD, ISLAND, CITY = "/desk/HM01/", "/desk/HM02/", "/desk/HM03/", "/city/HM/"
YEAR = date.today().year  # the demo's year
ADDRESS = "https://thanthien.haiminh.example"  # what pages tell to open, as a commune has it


@dataclass
class Studio:
    """Signed-in pages, one a person and size; pictures are cut, reduced and kept."""

    browser: Browser
    url: str
    data: Path
    _pages: dict[tuple[str, tuple[int, int]], Page] = field(default_factory=dict)

    def page(self, person: str, size: tuple[int, int] = DESK) -> Page:
        if (person, size) not in self._pages:
            width, height = size
            context = self.browser.new_context(
                viewport={"width": width, "height": height},
                base_url=self.url,
                locale="vi-VN",
                reduced_motion="reduce",
            )
            page = context.new_page()
            if person:
                sign_in(page, person)
            self._pages[person, size] = page
        return self._pages[person, size]


def keep(
    page: Page, name: str, *, around: Locator | None = None, height: int = 0, polls: bool = False
) -> None:
    """The viewport's first `height` px, or what surrounds a part of the page, as docs/images/NAME.png.

    `polls`: the page asks the server without end.
    """
    page.wait_for_load_state("load" if polls else "networkidle")
    page.evaluate("document.fonts.ready")
    page.mouse.move(2, 2)  # no button looks pressed
    clip = None
    if around is not None:
        around.scroll_into_view_if_needed()
        box = around.bounding_box()
        assert box, f"{name}: nothing to see"
        clip = FloatRect(
            x=box["x"] - MARGIN,
            y=max(0, box["y"] - MARGIN),
            width=box["width"] + 2 * MARGIN,
            height=box["height"] + 2 * MARGIN,
        )
    elif height:
        clip = FloatRect(x=0, y=0, width=DESK[0], height=height)
    shot = page.screenshot(animations="disabled", caret="hide", clip=clip)
    small = reduced(shot)
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / f"{name}.png").write_bytes(small)
    sys.stdout.write(f"{name}.png  {len(small) // 1024} KB\n")
    sys.stdout.flush()


def reduced(png: bytes) -> bytes:
    """The same picture in as many colours as fit `LARGEST` bytes; ValueError when 16 are too many."""
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    for colours in (256, 128, 64, 32, 16):
        out = io.BytesIO()
        # Letters stay crisp without dither; the widest palette keeps small spots of colour too.
        picture.quantize(colours, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(
            out, "PNG", optimize=True
        )
        if out.tell() <= LARGEST:
            return out.getvalue()
    raise ValueError(f"{out.tell()} bytes in 16 colours")


@contextmanager
def studio() -> Iterator[Studio]:
    """The demo of today, set up in a folder of its own and served."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        os.environ["SITE_URL"] = ADDRESS
        run(data, "collectstatic", "--noinput", "-v0")
        run(data, "setup")
        with served(data) as url, sync_playwright() as driver:
            chromium = start_chromium(driver)
            yield Studio(chromium, url, data)
            chromium.close()
