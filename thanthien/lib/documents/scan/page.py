"""One grey picture of a page → a PrintedPage."""

from __future__ import annotations

import re

from PIL import Image, ImageDraw

from thanthien.lib.documents.legacy import syllable_share
from thanthien.lib.documents.page.geometry import PrintedPage, Rule, Word
from thanthien.lib.documents.page.grid import Grid, find_grids
from thanthien.lib.documents.scan.mending import broken_rules
from thanthien.lib.documents.scan.mosaic import mosaics_of
from thanthien.lib.documents.scan.pictures import to_page_size
from thanthien.lib.documents.scan.rulings import erased, find_rules, middle_lines
from thanthien.lib.documents.scan.straighten import even_light, lies_on_its_side, straightened, without_specks
from thanthien.lib.documents.scan.strokes import count_numerals
from thanthien.lib.documents.scan.tesseract import words_of

_COLUMNS_FOUND, _ONE_BLOCK = 3, 6
_DPI = 300
_NEAR = 14
_ON_EDGE = 5
_POOR = 0.6
_FEW_SYLLABLES, _ENOUGH_WORDS = 0.4, 12
_LETTERS = re.compile(r"[^\W\d_]{2,}")
_FEW_LETTERS = 5


def read_picture(picture: Image.Image, number: int) -> PrintedPage:
    """Words (by OCR) and ruled lines of one page. Raises CannotRead when tesseract fails."""
    clean = straightened(without_specks(even_light(to_page_size(picture))))
    page = _read_upright(clean, number)
    if _is_poor(page.words):
        page = max([page, *_other_ways_up(clean, number)], key=_worth)
    return page


def _read_upright(picture: Image.Image, number: int) -> PrintedPage:
    rules = find_rules(picture)
    lines = middle_lines(rules)
    unit = _DPI / 72
    grids = _tables(lines, picture)
    broken = [rule for grid in grids for rule in broken_rules(picture, grid, lines)]
    if broken:
        lines += broken
        rules += broken
        grids = _tables(lines, picture)
    page = PrintedPage(number, picture.width, picture.height, rules=lines, unit=unit)
    bare = erased(picture, [rule for rule in rules if _is_edge(rule, grids)])
    if lies_on_its_side(bare):
        return page
    outside = _outside(bare, grids)
    if _has_ink(outside):
        page.words += words_of(outside, layout=_COLUMNS_FOUND)
    for mosaic in mosaics_of(bare, grids):
        page.words += mosaic.back_on_page(words_of(mosaic.picture, layout=_ONE_BLOCK))
    count_numerals(page.words, bare)
    return page


def _tables(lines: list[Rule], picture: Image.Image) -> list[Grid]:
    grids = find_grids(lines, _DPI / 72)
    return [grid for grid in grids if len(grid.xs) > 2 and _is_large(grid, picture)]


def _is_large(grid: Grid, picture: Image.Image) -> bool:
    """Scratches and letters may cross; a table takes some room."""
    return grid.xs[-1] - grid.xs[0] > 0.25 * picture.width and grid.ys[-1] - grid.ys[0] > 40


def _is_edge(rule: Rule, grids: list[Grid]) -> bool:
    """Whether the rule is a border of one of the tables; top bars of letters inside are not."""
    for grid in grids:
        inside_x = grid.xs[0] - _NEAR <= rule.x0 and rule.x1 <= grid.xs[-1] + _NEAR
        inside_y = grid.ys[0] - _NEAR <= rule.y0 and rule.y1 <= grid.ys[-1] + _NEAR
        level = (rule.y0 + rule.y1) / 2 if rule.is_horizontal else (rule.x0 + rule.x1) / 2
        edges = grid.ys if rule.is_horizontal else grid.xs
        if inside_x and inside_y and any(abs(level - edge) <= _ON_EDGE for edge in edges):
            return True
    return False


def _outside(picture: Image.Image, grids: list[Grid]) -> Image.Image:
    if not grids:
        return picture
    outside = picture.copy()
    brush = ImageDraw.Draw(outside)
    for grid in grids:
        brush.rectangle((grid.xs[0] - 6, grid.ys[0] - 6, grid.xs[-1] + 6, grid.ys[-1] + 6), fill=255)
    return outside


def _has_ink(picture: Image.Image) -> bool:
    small = picture.reduce(4)
    return sum(small.histogram()[:150]) > 60


def _is_poor(words: list[Word]) -> bool:
    """Hardly anything read, or hardly any of it words: a page upside down gives sure letters, no syllables."""
    if _letters(words) < _FEW_LETTERS or mean_confidence(words) < _POOR:
        return True
    return _syllables(words) < _FEW_SYLLABLES


def _syllables(words: list[Word]) -> float:
    """Share of the words that are Vietnamese syllables; 1 where there are too few to tell."""
    found = [part.lower() for word in words for part in _LETTERS.findall(word.text)]
    return syllable_share(found) if len(found) >= _ENOUGH_WORDS else 1.0


def _letters(words: list[Word]) -> int:
    return sum(letter.isalpha() for word in words for letter in word.text)


def mean_confidence(words: list[Word]) -> float:
    letters = sum(len(word.text) for word in words)
    return sum(word.confidence * len(word.text) for word in words) / letters if letters else 0.0


def _worth(page: PrintedPage) -> float:
    return _worth_of(page.words)


def _worth_of(words: list[Word]) -> float:
    return _letters(words) * mean_confidence(words) ** 2 * (0.1 + _syllables(words)) * _level_share(words)


def _level_share(words: list[Word]) -> float:
    """Share of words wider than high: tesseract also reads lines that run up the page, which is not wanted."""
    long = [word for word in words if len(word.text) > 2]
    return sum(word.x1 - word.x0 > word.height for word in long) / len(long) if long else 1.0


def _other_ways_up(picture: Image.Image, number: int) -> list[PrintedPage]:
    """The page read after the turn that a quick look at half size finds best, if any is better."""
    turns = (Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_270)
    half = picture.reduce(2)
    looks = {turn: words_of(half.transpose(turn), layout=_COLUMNS_FOUND, dpi=_DPI // 2) for turn in turns}
    best = max(looks, key=lambda turn: _worth_of(looks[turn]))
    if _is_poor(looks[best]):
        return []
    return [_read_upright(straightened(picture.transpose(best)), number)]
