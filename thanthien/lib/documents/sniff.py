"""What a file is, told from its bytes alone: names and extensions lie."""

from __future__ import annotations

from enum import Enum


class Kind(Enum):
    """The kinds of content that reading cares about, including those it refuses."""

    PDF = "pdf"
    ZIP = "zip"
    OLE = "ole"
    PICTURE = "picture"
    RTF = "rtf"
    HTML = "html"
    XML = "xml"
    ARCHIVE = "archive"
    MEDIA = "media"
    PROGRAM = "program"
    HEIC = "heic"
    TEXT = "text"


_SIGNATURES: tuple[tuple[bytes, Kind], ...] = (
    (b"PK\x03\x04", Kind.ZIP),
    (b"PK\x05\x06", Kind.ZIP),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Kind.OLE),
    (b"\x89PNG\r\n\x1a\n", Kind.PICTURE),
    (b"\xff\xd8\xff", Kind.PICTURE),
    (b"II*\x00", Kind.PICTURE),
    (b"MM\x00*", Kind.PICTURE),
    (b"GIF87a", Kind.PICTURE),
    (b"GIF89a", Kind.PICTURE),
    (b"BM", Kind.PICTURE),
    (b"{\\rtf", Kind.RTF),
    (b"Rar!\x1a\x07", Kind.ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", Kind.ARCHIVE),
    (b"\x1f\x8b", Kind.ARCHIVE),
    (b"ID3", Kind.MEDIA),
    (b"OggS", Kind.MEDIA),
    (b"MZ", Kind.PROGRAM),
    (b"\x7fELF", Kind.PROGRAM),
)

_HEIC_BRANDS = (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"heim", b"heis")


def sniff(data: bytes) -> Kind:
    """The kind of `data`. Anything without a known signature is TEXT; the text reader judges further."""
    head = data[:1024]
    if head[:4] == b"RIFF":
        return Kind.PICTURE if head[8:12] == b"WEBP" else Kind.MEDIA
    if head[4:8] == b"ftyp":
        return Kind.HEIC if head[8:12] in _HEIC_BRANDS else Kind.MEDIA
    for signature, kind in _SIGNATURES:
        if head.startswith(signature) and _two_byte_signature_holds(signature, head):
            return kind
    # Scanners and mail gateways put bytes before the header; Acrobat accepts it within 1 KB.
    if b"%PDF-" in head:
        return Kind.PDF
    return _markup(head)


def _two_byte_signature_holds(signature: bytes, head: bytes) -> bool:
    """ "BM" and "MZ" also begin ordinary words; the binary header after them does not."""
    if len(signature) > 2 or signature == b"\x1f\x8b":
        return True
    return b"\x00" in head[:32]


def _markup(head: bytes) -> Kind:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype html", b"<html")):
        return Kind.HTML
    if start.startswith(b"<?xml"):
        return Kind.HTML if b"<html" in start else Kind.XML
    return Kind.TEXT
