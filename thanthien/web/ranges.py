"""Handing over a large file so that a broken download goes on where it stopped (RFC 9110, section 14).

The file is read a piece at a time from wherever it is kept. `ETag` is the digest of the content; a part is
given only for the very bytes that the browser holds the beginning of (`If-Range`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import IO

from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotModified,
    StreamingHttpResponse,
)
from django.utils.http import content_disposition_header

PIECE = 256 * 1024
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")  # longer numbers are no place in a file


class OutOfRange(Exception):
    """The browser asks for bytes that are not there."""


def part_asked(header: str, size: int) -> tuple[int, int] | None:
    """(first, last) byte of a `Range` header; None to send everything: no header, several parts, no sense.

    Raises OutOfRange where the part begins behind the end.
    """
    match = _RANGE.fullmatch(header.replace(" ", ""))
    if match is None or match.groups() == ("", ""):
        return None
    first, last = match.groups()
    if not first:
        length = min(int(last), size)
        if not length:
            raise OutOfRange
        return size - length, size - 1
    if last and int(last) < int(first):
        return None
    if int(first) >= size:
        raise OutOfRange
    return int(first), min(int(last), size - 1) if last else size - 1


def resumable(
    request: HttpRequest,
    *,
    opened: Callable[[], IO[bytes]],
    size: int,
    digest: str,
    filename: str,
    media_type: str,
) -> HttpResponseBase:
    """The answer to GET or HEAD: 200 whole, 206 a part, 304 known already, 416 nothing there."""
    tag = f'"{digest}"'
    if tag in request.headers.get("If-None-Match", ""):
        return _headed(HttpResponseNotModified(), tag)
    asked = request.headers.get("Range", "")
    if_range = request.headers.get("If-Range", "")
    try:
        part = part_asked(asked, size) if not if_range or if_range.strip() == tag else None
    except OutOfRange:
        refusal = _headed(HttpResponse(status=416), tag)
        refusal["Content-Range"] = f"bytes */{size}"
        return refusal
    first, last = part or (0, size - 1)
    length = last - first + 1
    body = iter(()) if request.method == "HEAD" else _pieces(opened, first, length)
    response = StreamingHttpResponse(body, status=206 if part else 200, content_type=media_type)
    response["Content-Length"] = str(length)
    if part:
        response["Content-Range"] = f"bytes {first}-{last}/{size}"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=filename) or ""
    return _headed(response, tag)


def _headed(response: HttpResponseBase, tag: str) -> HttpResponseBase:
    response["ETag"] = tag
    response["Accept-Ranges"] = "bytes"
    return response


def _pieces(opened: Callable[[], IO[bytes]], first: int, length: int) -> Iterator[bytes]:
    with opened() as file:
        file.seek(first)
        left = length
        while left > 0 and (piece := file.read(min(PIECE, left))):
            left -= len(piece)
            yield piece
