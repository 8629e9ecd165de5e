"""Finding a Times-metric face for PDF: Tinos from the front-end build, or Liberation Serif of the system."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from reportlab.lib.fonts import addMapping
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont

FAMILY = "ThanThienSerif"
_STYLES = {"": (0, 0), "Bold": (1, 0), "Italic": (0, 1), "BoldItalic": (1, 1)}
_FACES = (
    {"": "Tinos_400Regular.ttf", "Bold": "Tinos_700Bold.ttf", "Italic": "Tinos_400Regular_Italic.ttf",
     "BoldItalic": "Tinos_700Bold_Italic.ttf"},
    {"": "Tinos-Regular.ttf", "Bold": "Tinos-Bold.ttf", "Italic": "Tinos-Italic.ttf",
     "BoldItalic": "Tinos-BoldItalic.ttf"},
    {"": "LiberationSerif-Regular.ttf", "Bold": "LiberationSerif-Bold.ttf", "Italic": "LiberationSerif-Italic.ttf",
     "BoldItalic": "LiberationSerif-BoldItalic.ttf"},
)  # fmt: skip
# Liberation 1, the first of some systems, has no Vietnamese; only what has it is taken.
SYSTEM_FOLDERS = tuple(
    Path(folder)
    for folder in (
        "/usr/share/fonts/truetype/liberation2",
        "/usr/share/fonts/truetype/liberation",
        "/usr/share/fonts/liberation-serif",
        "/usr/share/fonts/liberation",
        "/usr/share/fonts/truetype/croscore",
        "/usr/local/share/fonts",
    )
)
_VIETNAMESE = (
    "ĂăÂâĐđÊêÔôƠơƯưẠạẢảẤấẦầẨẩẪẫẬậẮắẰằẲẳẴẵẶặẸẹẺẻẼẽẾếỀềỂểỄễỆệỈỉỊịỌọỎỏỐốỒồỔổỖỗỘộỚớỜờỞởỠỡỢợỤụỦủỨứỪừỬửỮữỰựỲỳỴỵỶỷỸỹ"
)


class FontMissing(Exception):
    """No usable face was found; the message says what to do."""


def register_fonts(folders: Sequence[Path] = ()) -> str:
    """Register the first complete family with all Vietnamese letters found in `folders` or the system.

    Returns the family's name. Done once a process. Raises `FontMissing`.
    """
    if FAMILY in pdfmetrics.getRegisteredFontNames():
        return FAMILY
    for folder in (*folders, *SYSTEM_FOLDERS):
        for face in _FACES:
            fonts = _complete_family(folder, face)
            if fonts is None:
                continue
            for style, font in fonts.items():
                pdfmetrics.registerFont(font)
                addMapping(FAMILY, *_STYLES[style], FAMILY + style)
            return FAMILY
    raise FontMissing("Chưa có phông chữ để làm PDF. Hãy chạy “make assets”, hoặc cài gói fonts-liberation2.")


def _complete_family(folder: Path, face: dict[str, str]) -> dict[str, TTFont] | None:
    """The four styles, None where a file is missing, broken or without Vietnamese."""
    if not all((folder / name).is_file() for name in face.values()):
        return None
    try:
        fonts = {style: TTFont(FAMILY + style, str(folder / name)) for style, name in face.items()}
    except (TTFError, OSError):
        return None
    has_all = all(ord(letter) in font.face.charToGlyph for font in fonts.values() for letter in _VIETNAMESE)
    return fonts if has_all else None
