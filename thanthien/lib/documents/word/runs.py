"""The text of a Word paragraph as its reader sees it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from thanthien.lib.documents.legacy import Charset, charset_of_font, convert, is_capital_font
from thanthien.lib.documents.word.names import ALTERNATE, MATH_TEXT, local, value, w
from thanthien.lib.documents.word.styles import Look, Styles, look_of

# Accepted view of tracked changes: what was deleted or moved away is not there. Notes, field codes and
# comments are not part of the line either.
_SKIPPED = frozenset(
    [
        "del",
        "moveFrom",
        "instrText",
        "delText",
        "delInstrText",
        "footnoteReference",
        "endnoteReference",
        "commentReference",
        "annotationRef",
        "pPr",
        "rPr",
        "sectPr",
        "proofErr",
        "bookmarkStart",
        "bookmarkEnd",
        "softHyphen",
    ]
)
_UNICODE_LETTER = re.compile("[\u0100-\u02af\u1e00-\u1eff]")
_SYMBOLS = {
    "f0b7": "•",
    "f0a7": "▪",
    "f06f": "☐",
    "f0a8": "☐",
    "f0fe": "☑",
    "f052": "☑",
    "f0e0": "→",
    "f02d": "-",
}


@dataclass(slots=True)
class Run:
    text: str
    bold: bool
    printed: str


@dataclass(slots=True)
class ParagraphText:
    """Runs in order ("\\n" and "\\t" as characters), text boxes that hang on it, rendered page breaks."""

    runs: list[Run] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    rendered_breaks: int = 0
    converted: bool = False


class _Walker:
    def __init__(self, styles: Styles, base: Look) -> None:
        self._styles = styles
        self._base = base
        self.found = ParagraphText()

    def walk(self, element: Element) -> None:
        for child in element:
            if child.tag == ALTERNATE:
                # The same drawing stands twice, for new and old Word.
                branch = next((part for part in child if len(part)), None)
                if branch is not None:
                    self.walk(branch)
                continue
            name = local(child)
            if name == "r":
                self._run(child)
            elif name == "txbxContent":
                self.found.boxes.append(child)
            elif child.tag == MATH_TEXT:
                self.found.runs.append(Run(child.text or "", False, child.text or ""))
            elif name not in _SKIPPED:
                self.walk(child)

    def _run(self, run: Element) -> None:
        properties = run.find(w("rPr"))
        look = look_of(properties).over(self._styles.character(value(properties, "rStyle")).over(self._base))
        text = "".join(self._pieces(run))
        if not text or look.hidden:
            return
        # A Unicode letter proves that the font's promise no longer holds.
        charset = Charset.UNICODE if _UNICODE_LETTER.search(text) else charset_of_font(look.font)
        shown = convert(text, charset, capitals=is_capital_font(look.font))
        self.found.converted |= charset is not Charset.UNICODE and shown != text
        self.found.runs.append(Run(shown.upper() if look.caps else shown, bool(look.bold), text))

    def _pieces(self, run: Element) -> Iterator[str]:
        for child in run:
            name = local(child)
            if name == "t":
                yield child.text or ""
            elif name in ("tab", "ptab"):
                yield "\t"
            elif name == "cr" or (name == "br" and child.get(w("type")) in (None, "textWrapping")):
                yield "\n"
            elif name == "noBreakHyphen":
                yield "-"
            elif name == "sym":
                yield _SYMBOLS.get((child.get(w("char")) or "").lower(), "")
            elif name == "lastRenderedPageBreak":
                self.found.rendered_breaks += 1
            elif name not in _SKIPPED:
                self.walk(run_holder(child))


def run_holder(element: Element) -> Element:
    """`element` wrapped, so that walking it also judges the element itself."""
    holder = Element("holder")
    holder.append(element)
    return holder


def paragraph_text(paragraph: Element, styles: Styles, base: Look) -> ParagraphText:
    """Text of `w:p`; `base` is the look its style gives."""
    walker = _Walker(styles, base)
    walker.walk(paragraph)
    return walker.found
