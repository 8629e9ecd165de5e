"""The bytes of proof, behind the same door as its task.

Pictures and PDF open in the browser; everything else is handed over as a download. The browser keeps a
copy for this person alone and asks each time whether it may still show it (the sha-256 is the ETag).
"""

from __future__ import annotations

from functools import wraps

from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase, HttpResponseNotModified

from thanthien.platform.files.queries import served_name
from thanthien.platform.people.roles import Action
from thanthien.programme.evidence.models import Evidence
from thanthien.programme.evidence.queries import open_file, proof_of_unit
from thanthien.web.pages import UnitRequest, View, unit_page

INLINE = frozenset({"image/jpeg", "image/png", "image/webp", "application/pdf"})
# What the file may do inside the browser: show itself. The viewer for PDF brings its own styles.
POLICY = (
    "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'none'"
)


def _kept_by_browser(view: View) -> View:
    """Replace the no-store of pages: the answer may be kept, for this person, and asked for again."""

    @wraps(view)
    def answer(*args: object, **kwargs: object) -> HttpResponseBase:
        response = view(*args, **kwargs)
        if response.has_header("ETag"):
            response["Cache-Control"] = "private, no-cache"
            del response["Expires"]
        return response

    return answer


@_kept_by_browser
@unit_page(Action.TASK_VIEW)
def original(request: UnitRequest, pk: int) -> HttpResponseBase:
    return _serve(request, _proof(request, pk), small=False)


@_kept_by_browser
@unit_page(Action.TASK_VIEW)
def small(request: UnitRequest, pk: int) -> HttpResponseBase:
    proof = _proof(request, pk)
    if proof.kind != Evidence.Kind.PICTURE:
        raise Http404
    return _serve(request, proof, small=True)


def _proof(request: UnitRequest, pk: int) -> Evidence:
    proof = proof_of_unit(request.unit, pk)
    if proof is None or proof.file is None:
        raise Http404
    return proof


def _serve(request: UnitRequest, proof: Evidence, *, small: bool) -> HttpResponseBase:
    file = proof.file
    assert file is not None
    tag = f'"{file.sha256}{"-s" if small else ""}"'
    response: HttpResponse | FileResponse
    if tag in request.headers.get("If-None-Match", ""):
        response = HttpResponseNotModified()
    else:
        try:
            stored = open_file(proof, small=small)
        except FileNotFoundError as error:
            raise Http404 from error
        media_type = "image/webp" if small else file.media_type
        if media_type.startswith("text/"):
            media_type = "application/octet-stream"  # its encoding is not known
        response = FileResponse(
            stored,
            as_attachment=not small and media_type not in INLINE,
            filename="" if small else served_name(file, proof.filename or proof.title),
            content_type=media_type,
        )
        response["Content-Security-Policy"] = POLICY
        response["X-Content-Type-Options"] = "nosniff"
    response["ETag"] = tag
    return response
