"""Finding a Times-metric face for PDF: Tinos from the front-end build, or Liberation Serif of the system."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from reportlab.lib.fonts import addMapping
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

FAMILY = "ThanThienSerif"
_STYLES = {"": (0, 0), "Bold": (1, 0), "Italic": (0, 1), "BoldItalic": (1, 1)}
_FACES = (
    {"": "Tinos_400Regular.ttf", "Bold": "Tinos_700Bold.ttf", "Italic": "Tinos_400Regular_Italic.ttf",
     "BoldItalic": "Tinos_700Bold_Italic.ttf"},
    {"": "LiberationSerif-Regular.ttf", "Bold": "LiberationSerif-Bold.ttf", "Italic": "LiberationSerif-Italic.ttf",
     "BoldItalic": "LiberationSerif-BoldItalic.ttf"},
)  # fmt: skip
SYSTEM_FOLDERS = (Path("/usr/share/fonts/truetype/liberation"), Path("/usr/share/fonts/truetype/liberation2"))


class FontMissing(Exception):
    """No usable face was found; the message says what to do."""


def register_fonts(folders: Sequence[Path] = ()) -> str:
    """Register the first complete family found in `folders` or the system; returns the family's name.

    Done once a process. Raises `FontMissing`.
    """
    if FAMILY in pdfmetrics.getRegisteredFontNames():
        return FAMILY
    for folder in (*folders, *SYSTEM_FOLDERS):
        for face in _FACES:
            if all((folder / name).is_file() for name in face.values()):
                for style, name in face.items():
                    pdfmetrics.registerFont(TTFont(FAMILY + style, str(folder / name)))
                    addMapping(FAMILY, *_STYLES[style], FAMILY + style)
                return FAMILY
    raise FontMissing("Chưa có phông chữ để làm PDF. Hãy chạy “make assets”, hoặc cài gói fonts-liberation.")
