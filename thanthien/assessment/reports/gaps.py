"""What a document leaves for the unit: every text in square brackets, in the order of the document."""

from __future__ import annotations

import re
from collections.abc import Iterator

from thanthien.lib.documents.write import AdministrativeDocument, Block, TableBlock

_GAP = re.compile(r"\[([^\[\]]+)\]")


def gaps_of(document: AdministrativeDocument) -> list[tuple[str, int]]:
    """(what is to be filled in, how many times) of the whole document with its annexes."""
    found: dict[str, int] = {}
    for text in _texts(document):
        for gap in _GAP.findall(text):
            said = gap.strip(" .…")
            if said:
                found[said] = found.get(said, 0) + 1
    return [(f"{said[:1].upper()}{said[1:]}", count) for said, count in found.items()]


def _texts(document: AdministrativeDocument) -> Iterator[str]:
    yield from document.addressees
    yield from _said(document.blocks)
    yield from (document.second_signer or ())
    yield document.signer
    for annex in document.annexes:
        yield from _said(annex.blocks)


def _said(blocks: tuple[Block, ...]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, TableBlock):
            yield from (cell for row in block.rows for cell in row.cells)
        else:
            yield block.text
