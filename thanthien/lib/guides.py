"""Guides as pages: the little of Markdown that they use, turned into safe HTML. Nothing else is understood.

Known are titles, paragraphs, lists (one inside another), tables, pictures, links inside a guide and to another,
bold, italic and code. Everything typed is escaped first, so a guide can bring no markup of its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape

_ITEM = re.compile(r"^(\d+\.|-) +")
_TITLE = re.compile(r"^(#{2,4}) +(.+)$")
_PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)\s]+)\)")
_LINK = re.compile(r"\[([^\]]+)\]\(([^)\s]+)\)")
_MARKS = ((r"\*\*(.+?)\*\*(?!\*)", r"<strong>\1</strong>"), (r"\*([^*]+)\*", r"<em>\1</em>"))
_CODE = re.compile(r"`([^`]+)`")
_RULE = re.compile(r"^\|[\s|:-]+\|$")


@dataclass(frozen=True, slots=True)
class Guide:
    """`title` is the first line; `body` is HTML without it."""

    title: str
    body: str


@dataclass(frozen=True, slots=True)
class Places:
    """Where a picture's file and another guide are: name → address."""

    picture: Callable[[str], str]
    guide: Callable[[str], str]


def read_guide(text: str, places: Places) -> Guide:
    """A guide of docs/guides. ValueError where it does not begin with its title."""
    first, _, rest = text.partition("\n")
    if not first.startswith("# "):
        raise ValueError(f"a guide begins with its title, not {first[:40]!r}")
    return Guide(first[2:].strip(), "\n".join(_blocks(rest.split("\n"), places)))


def anchor(title: str) -> str:
    """What a link to a title says behind "#"."""
    return re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-")


def _blocks(lines: list[str], places: Places) -> Iterator[str]:
    at = 0
    while at < len(lines):
        line = lines[at]
        if not line.strip():
            at += 1
        elif title := _TITLE.match(line):
            level = len(title[1])
            yield f'<h{level} id="{escape(anchor(title[2]))}">{_words(title[2], places)}</h{level}>'
            at += 1
        elif line.startswith("|"):
            end = _while(lines, at, lambda one: one.startswith("|"))
            yield _table(lines[at:end], places)
            at = end
        elif _ITEM.match(line):
            end = _end_of_list(lines, at)
            yield _list(lines[at:end], places)
            at = end
        else:
            end = _while(lines, at, lambda one: bool(one.strip()) and not _starts_other(one))
            end = max(end, at + 1)
            yield f"<p>{_words(' '.join(one.strip() for one in lines[at:end]), places)}</p>"
            at = end


def _starts_other(line: str) -> bool:
    return bool(_TITLE.match(line) or _ITEM.match(line) or line.startswith("|"))


def _while(lines: list[str], at: int, holds: Callable[[str], bool]) -> int:
    while at < len(lines) and holds(lines[at]):
        at += 1
    return at


def _end_of_list(lines: list[str], at: int) -> int:
    """Items and what is indented under them; an empty line ends the list unless it goes on behind it."""
    while at < len(lines):
        line = lines[at]
        if not line.strip():
            after = next((one for one in lines[at:] if one.strip()), "")
            if not (_ITEM.match(after) or after.startswith("  ")):
                return at
        elif not (_ITEM.match(line) or line.startswith("  ")):
            return at
        at += 1
    return at


def _list(lines: list[str], places: Places) -> str:
    tag = "ul" if lines[0].startswith("-") else "ol"
    items: list[list[str]] = []
    for line in lines:
        if found := _ITEM.match(line):
            items.append([line[found.end() :]])
        else:
            items[-1].append(line)
    return f"<{tag}>{''.join(_item(item, places) for item in items)}</{tag}>"


def _item(lines: list[str], places: Places) -> str:
    width = min((len(one) - len(one.lstrip()) for one in lines[1:] if one.strip()), default=0)
    blocks = list(_blocks([lines[0], *(one[width:] for one in lines[1:])], places))
    if blocks and blocks[0].startswith("<p>"):
        blocks[0] = blocks[0][3:-4]
    return f"<li>{''.join(blocks)}</li>"


def _table(lines: list[str], places: Places) -> str:
    rows = [
        [cell.strip() for cell in line.strip().strip("|").split("|")]
        for line in lines
        if not _RULE.match(line)
    ]
    head, *body = rows
    heads = "".join(f'<th scope="col">{_words(cell, places)}</th>' for cell in head)
    cells = "".join(
        "<tr>" + "".join(f"<td>{_words(cell, places)}</td>" for cell in row) + "</tr>" for row in body
    )
    return (
        f'<div class="gd-table" tabindex="0" role="region" aria-label="Bảng: {escape(", ".join(head))}">'
        f"<table><thead><tr>{heads}</tr></thead><tbody>{cells}</tbody></table></div>"
    )


def _words(text: str, places: Places) -> str:
    """One run of words; code is put aside first, so that nothing in it is taken for a mark."""
    codes: list[str] = []

    def aside(found: re.Match[str]) -> str:
        codes.append(f"<code>{found[1]}</code>")
        return f"\0{len(codes) - 1}\0"

    said = _CODE.sub(aside, escape(text, quote=False))
    said = _PICTURE.sub(lambda found: _picture(found, places), said)
    said = _LINK.sub(lambda found: _link(found, places), said)
    for mark, markup in _MARKS:
        said = re.sub(mark, markup, said)
    return re.sub("\0(\\d+)\0", lambda found: codes[int(found[1])], said)


def _picture(found: re.Match[str], places: Places) -> str:
    address = places.picture(found[2].rpartition("/")[2])
    return f'<img src="{escape(address)}" alt="{found[1].replace(chr(34), "&quot;")}" loading="lazy">'


def _link(found: re.Match[str], places: Places) -> str:
    """Inside the guide, to another guide, or only the words where it leads to papers of the project."""
    words, target = found[1], found[2]
    if target.startswith("#"):
        return f'<a href="{escape(target)}">{words}</a>'
    name, _, part = target.partition("#")
    address = places.guide(name.rpartition("/")[2].removesuffix(".md")) if "://" not in target else ""
    return (
        f'<a href="{escape(address)}{"#" + escape(part) if part else ""}">{words}</a>' if address else words
    )
