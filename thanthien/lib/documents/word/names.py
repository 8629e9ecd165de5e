"""Names of WordprocessingML elements and small ways to read them (ECMA-376 part 1)."""

from __future__ import annotations

from xml.etree.ElementTree import Element

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
ALTERNATE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"


def w(name: str) -> str:
    """The full name of a Word element or attribute."""
    return _W + name


def local(element: Element) -> str:
    """The element's name without namespace."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def value(parent: Element | None, name: str) -> str | None:
    """`w:val` of the child `name`, None where either is missing."""
    child = None if parent is None else parent.find(w(name))
    return None if child is None else child.get(w("val"))


def number(parent: Element | None, name: str) -> int | None:
    text = value(parent, name)
    try:
        return None if text is None else int(text)
    except ValueError:
        return None


def switch(parent: Element | None, name: str) -> bool | None:
    """An on/off property: present without value means on; None when it is not said."""
    child = None if parent is None else parent.find(w(name))
    if child is None:
        return None
    return (child.get(w("val")) or "true").lower() not in ("0", "false", "off", "none")
