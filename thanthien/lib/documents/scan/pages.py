"""Many scanned pages: read side by side, two at a time, without holding all pictures in memory."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor

from PIL import Image

from thanthien.lib.documents.page.geometry import PrintedPage
from thanthien.lib.documents.scan.page import mean_confidence, read_picture
from thanthien.lib.documents.scan.tesseract import require_ocr

_SIDE_BY_SIDE = 2
_FEWEST_LETTERS = 20
_UNREADABLE = 0.35
_DIM = 0.75


def read_pictures(
    pictures: Iterator[tuple[int, Image.Image]], done: Callable[[int], None]
) -> dict[int, PrintedPage]:
    """Pages by number. `pictures` gives (page number, grey picture); `done(number)` is called after each.

    Threads suffice: tesseract is its own process, and Pillow lets others run while it works.
    """
    require_ocr()
    pages: dict[int, PrintedPage] = {}
    waiting: deque[Future[PrintedPage]] = deque()
    with ThreadPoolExecutor(_SIDE_BY_SIDE) as pool:
        try:
            for number, picture in pictures:
                waiting.append(pool.submit(read_picture, picture, number))
                del picture
                if len(waiting) > _SIDE_BY_SIDE:
                    _collect(waiting.popleft(), pages, done)
            while waiting:
                _collect(waiting.popleft(), pages, done)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return pages


def _collect(future: Future[PrintedPage], pages: dict[int, PrintedPage], done: Callable[[int], None]) -> None:
    page = future.result()
    pages[page.number] = page
    done(page.number)


def holds_text(pages: list[PrintedPage]) -> bool:
    """Whether OCR found real text rather than shapes in a photograph of something else."""
    sure = [word for page in pages for word in page.words if word.confidence > _UNREADABLE]
    letters = sum(letter.isalpha() for word in sure for letter in word.text if len(word.text) > 1)
    return letters >= _FEWEST_LETTERS


def dim_pages(pages: list[PrintedPage]) -> list[int]:
    """Numbers of the pages whose words are doubtful on the whole."""
    return [page.number for page in pages if page.words and mean_confidence(page.words) < _DIM]
