"""A file as an answer, behind the door of the page that called: told apart by content, never run.

The caller has decided that the person may see what points to the file.
"""

from __future__ import annotations

from functools import wraps

from django.core.files import File
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotModified,
)
from django.utils.http import content_disposition_header

from thanthien.platform.files.models import StoredFile
from thanthien.platform.files.queries import open_kept, open_small, served_name
from thanthien.web.pages import View

_INLINE = frozenset({"image/jpeg", "image/png", "image/webp", "application/pdf"})
_MADE = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}
# What the file may do inside the browser: show itself. The viewer for PDF brings its own styles.
_POLICY = (
    "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'none'"
)


def hand_over(
    request: HttpRequest, file: StoredFile | None, said: str, *, small: bool = False
) -> HttpResponseBase:
    """The file under the name it was sent with, or its small picture; 404 where there is none or the store lost it.

    Pictures and PDF open in the browser, all else is handed over. The browser keeps a copy for this person
    alone and asks each time whether it may still show it (the sha-256 is the ETag).
    """
    if file is None or (small and not file.is_picture):
        raise Http404
    tag = f'"{file.sha256}{"-s" if small else ""}"'
    response: HttpResponse | FileResponse
    if tag in request.headers.get("If-None-Match", ""):
        response = HttpResponseNotModified()
    else:
        try:
            stored = open_small(file) if small else open_kept(file)
        except FileNotFoundError as error:
            raise Http404 from error
        response = _small(stored) if small else _whole(stored, file, said)
        response["Content-Security-Policy"] = _POLICY
        response["X-Content-Type-Options"] = "nosniff"
    response["ETag"] = tag
    return response


def _small(stored: File[bytes]) -> FileResponse:
    return FileResponse(stored, content_type="image/webp")


def _whole(stored: File[bytes], file: StoredFile, said: str) -> FileResponse:
    # A text's encoding is not known: the browser is not asked to guess it.
    media_type = "application/octet-stream" if file.media_type.startswith("text/") else file.media_type
    return FileResponse(
        stored,
        as_attachment=media_type not in _INLINE,
        filename=served_name(file, said or "tệp"),
        content_type=media_type,
    )


def as_download(data: bytes, name: str) -> HttpResponse:
    """A document made just now, handed over under a name that ends .docx, .xlsx or .pdf."""
    response = HttpResponse(data, content_type=_MADE[name.rpartition(".")[2]])
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response


def kept_by_browser(view: View) -> View:
    """Stands before the page's door and replaces its no-store: browsers go on with what they may keep."""

    @wraps(view)
    def answer(*args: object, **kwargs: object) -> HttpResponseBase:
        response = view(*args, **kwargs)
        if response.has_header("ETag"):
            response["Cache-Control"] = "private, no-cache"
            del response["Expires"]
        return response

    return answer
