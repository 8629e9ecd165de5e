"""Small Word files made for one trait each."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

from docx import Document as new_docx
from docx.document import Document as WordDocument

_NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.document.main+xml"/></Types>'
)


def built(fill: Callable[[WordDocument], None]) -> bytes:
    """A file made through python-docx."""
    document = new_docx()
    fill(document)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def raw(body: str, *, prolog: str = "", parts: dict[str, bytes] | None = None) -> bytes:
    """A file with this XML between `<w:body>` tags, and further parts."""
    main = f'<?xml version="1.0"?>{prolog}<w:document {_NAMESPACES}><w:body>{body}</w:body></w:document>'
    return package(
        {"[Content_Types].xml": _TYPES.encode(), "word/document.xml": main.encode(), **(parts or {})}
    )


def package(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return stream.getvalue()


def numbering_part(levels: str) -> bytes:
    """`word/numbering.xml` with one list of these `<w:lvl>` elements."""
    return (
        f'<?xml version="1.0"?><w:numbering {_NAMESPACES}><w:abstractNum w:abstractNumId="0">{levels}'
        '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    ).encode()


def level(number: int, form: str, text: str, start: int = 1) -> str:
    return (
        f'<w:lvl w:ilvl="{number}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def item(text: str, depth: int) -> str:
    return (
        f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="1"/></w:numPr></w:pPr>'
        f"<w:r><w:t>{text}</w:t></w:r></w:p>"
    )


def paragraph(text: str, run: str = "") -> str:
    return f'<w:p><w:r><w:rPr>{run}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'
