"""Even light, right way up, straight lines: what OCR needs before it can read."""

from __future__ import annotations

from itertools import pairwise

from PIL import Image, ImageChops, ImageFilter, ImageOps

# Brighter than this is paper; ink is never paler than the second, or an empty page would be all grain.
_PAPER = 232
_PALEST_INK = 110
_STEEPEST = 6.0
_LEAST_TURN = 0.06


def even_light(picture: Image.Image) -> Image.Image:
    """Paper white and ink dark also where a shadow lies: the paper's own brightness is taken away."""
    small = picture.reduce(8)
    paper = small.filter(ImageFilter.MaxFilter(7)).filter(ImageFilter.GaussianBlur(6))
    background = paper.resize(picture.size, Image.Resampling.BILINEAR)
    flat = ImageOps.invert(ImageChops.subtract(background, picture))
    black = min(_darkest(flat), _PALEST_INK)
    steepness = 255 / (_PAPER - black)
    return flat.point([round(min(max((value - black) * steepness, 0), 255)) for value in range(256)])


def _darkest(picture: Image.Image) -> int:
    """The grey below which half a percent of the page lies: its ink, where it has any."""
    left = picture.width * picture.height * 0.005
    for value, count in enumerate(picture.histogram()):
        left -= count
        if left < 0:
            return value
    return 255


def without_specks(picture: Image.Image) -> Image.Image:
    """Salt-and-pepper noise removed, where there is any: the filter also thins small marks."""
    return picture.filter(ImageFilter.MedianFilter(3)) if _speckle(picture) > 0.004 else picture


def _speckle(picture: Image.Image) -> float:
    """Share of pixels far from their neighbourhood's median, measured on the middle of the page."""
    width, height = picture.size
    sample = picture.crop((width // 4, height // 4, width // 4 + 600, height // 4 + 600))
    difference = ImageChops.difference(sample, sample.filter(ImageFilter.MedianFilter(3)))
    histogram = difference.histogram()
    return sum(histogram[90:]) / max(sum(histogram), 1)


def straightened(picture: Image.Image) -> Image.Image:
    """The page turned so that its lines lie level."""
    angle = skew(picture)
    if abs(angle) < _LEAST_TURN:
        return picture
    return picture.rotate(angle, Image.Resampling.BICUBIC, fillcolor=255)


def skew(picture: Image.Image) -> float:
    """Degrees to turn counter-clockwise: the turn at which dark and light rows differ most."""
    small = _middle(ImageOps.invert(picture.reduce(max(max(picture.size) // 700, 1))))
    best = _steepest_of(small, [step * 0.8 for step in range(-7, 8)])
    best = _steepest_of(small, [best + step * 0.25 for step in range(-2, 3)])
    fine = _middle(ImageOps.invert(picture.reduce(max(max(picture.size) // 1400, 1))))
    best = _steepest_of(fine, [best + step * 0.09 for step in range(-2, 3)])
    return best if abs(best) <= _STEEPEST else 0.0


def _middle(picture: Image.Image) -> Image.Image:
    """Without the outer rim, where shadows and the scanner's lid are."""
    width, height = picture.size
    return picture.crop((width // 20, height // 20, width - width // 20, height - height // 20))


def _steepest_of(picture: Image.Image, angles: list[float]) -> float:
    return max(angles, key=lambda angle: _row_contrast(picture.rotate(angle, Image.Resampling.BILINEAR)))


def _row_contrast(picture: Image.Image) -> float:
    """How sharply rows of ink and of paper alternate."""
    rows = picture.resize((1, picture.height), Image.Resampling.BOX).tobytes()
    return float(sum((one - other) ** 2 for one, other in pairwise(rows)))


def lies_on_its_side(picture: Image.Image) -> bool:
    """Whether lines of text run from bottom to top. Ruled lines must have been erased."""
    small = ImageOps.invert(picture.reduce(max(max(picture.size) // 1000, 1)))
    level = _row_contrast(small)
    upright = _row_contrast(small.transpose(Image.Transpose.ROTATE_90))
    return upright > 2.0 * level
