"""What Word's styles say about a run or paragraph, through inheritance."""

from __future__ import annotations

from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element

from thanthien.lib.documents.word.names import local, number, switch, value, w


@dataclass(frozen=True, slots=True)
class Look:
    """Properties that matter to a reader; None where nothing is said."""

    bold: bool | None = None
    caps: bool | None = None
    hidden: bool | None = None
    font: str | None = None
    align: str | None = None
    list_id: int | None = None
    list_level: int | None = None

    def over(self, base: Look) -> Look:
        """This look where it says something, else `base`."""
        said = {name: mine for name in self.__slots__ if (mine := getattr(self, name)) is not None}
        return replace(base, **said) if said else base


_EMPTY = Look()


def look_of(run: Element | None, paragraph: Element | None = None) -> Look:
    """Look said directly by `w:rPr` and `w:pPr`."""
    if run is None and paragraph is None:
        return _EMPTY
    fonts = None if run is None else run.find(w("rFonts"))
    numbering = None if paragraph is None else paragraph.find(w("numPr"))
    return Look(
        bold=switch(run, "b"),
        caps=switch(run, "caps"),
        hidden=switch(run, "vanish"),
        font=None if fonts is None else fonts.get(w("ascii")) or fonts.get(w("hAnsi")),
        align=value(paragraph, "jc"),
        list_id=number(numbering, "numId"),
        list_level=number(numbering, "ilvl"),
    )


class Styles:
    """Styles by id, inheritance resolved on demand."""

    def __init__(self, root: Element | None) -> None:
        self._elements: dict[str, Element] = {}
        self._resolved: dict[str, Look] = {}
        self._base = _EMPTY
        self._borders: dict[str, bool] = {}
        self._default_paragraph: str | None = None
        if root is None:
            return
        defaults = root.find(w("docDefaults"))
        if defaults is not None:
            self._base = look_of(
                defaults.find(f"{w('rPrDefault')}/{w('rPr')}"), defaults.find(f"{w('pPrDefault')}/{w('pPr')}")
            )
        for style in root.iter(w("style")):
            style_id = style.get(w("styleId")) or ""
            self._elements[style_id] = style
            if style.get(w("type")) == "paragraph" and style.get(w("default")) in ("1", "true"):
                self._default_paragraph = style_id

    def paragraph(self, style_id: str | None) -> Look:
        """Full look of a paragraph in this style (the default style when None)."""
        return self._resolve(style_id or self._default_paragraph, ()).over(self._base)

    def character(self, style_id: str | None) -> Look:
        return self._resolve(style_id, ())

    def _resolve(self, style_id: str | None, seen: tuple[str, ...]) -> Look:
        style = self._elements.get(style_id or "")
        if style is None or style_id is None or style_id in seen:
            return _EMPTY
        if style_id not in self._resolved:
            own = look_of(style.find(w("rPr")), style.find(w("pPr")))
            base = self._resolve(value(style, "basedOn"), (*seen, style_id))
            self._resolved[style_id] = own.over(base)
        return self._resolved[style_id]

    def table_has_borders(self, style_id: str | None) -> bool:
        """Whether a table style (or one it builds on) draws borders."""
        for _ in range(20):
            style = self._elements.get(style_id or "")
            if style is None:
                return False
            borders = style.find(f"{w('tblPr')}/{w('tblBorders')}")
            if borders is not None:
                return draws(borders)
            style_id = value(style, "basedOn")
        return False


def draws(borders: Element) -> bool:
    """Whether any border of `w:tblBorders` or `w:tcBorders` is visible."""
    return any(
        (edge.get(w("val")) or "nil") not in ("nil", "none") and not _is_white(edge)
        for edge in borders
        if local(edge) not in ("tl2br", "tr2bl")
    )


def _is_white(edge: Element) -> bool:
    return (edge.get(w("color")) or "").upper() == "FFFFFF"
