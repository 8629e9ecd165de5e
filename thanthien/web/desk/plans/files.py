"""The bytes of a plan file, behind the same door as the plan."""

from __future__ import annotations

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponseBase

from thanthien.platform.files.models import StoredFile
from thanthien.platform.files.queries import served_name
from thanthien.web.pages import UnitRequest

INLINE = frozenset({"image/jpeg", "image/png", "image/webp", "application/pdf"})


def serve(request: UnitRequest, file: StoredFile, filename: str) -> HttpResponseBase:
    """Pictures and PDF open in the browser, all else is handed over as a download under its own name."""
    try:
        stored = default_storage.open(file.path, "rb")
    except FileNotFoundError as error:
        raise Http404 from error
    is_inline = file.media_type in INLINE
    # A text's encoding is not known: the browser is not asked to guess it.
    media_type = "application/octet-stream" if file.media_type.startswith("text/") else file.media_type
    name = served_name(file, filename)
    response = FileResponse(stored, as_attachment=not is_inline, filename=name, content_type=media_type)
    response["Content-Security-Policy"] = (
        "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'none'"
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response
