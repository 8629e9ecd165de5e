"""The bytes of proof, behind the same door as its task."""

from __future__ import annotations

from django.http import Http404, HttpResponseBase

from thanthien.platform.people.roles import Action
from thanthien.programme.evidence.models import Evidence
from thanthien.programme.evidence.queries import proof_of_unit
from thanthien.web.kept_files import hand_over, kept_by_browser
from thanthien.web.pages import UnitRequest, unit_page


@kept_by_browser
@unit_page(Action.TASK_VIEW)
def original(request: UnitRequest, pk: int) -> HttpResponseBase:
    proof = _proof(request, pk)
    return hand_over(request, proof.file, proof.filename or proof.title)


@kept_by_browser
@unit_page(Action.TASK_VIEW)
def small(request: UnitRequest, pk: int) -> HttpResponseBase:
    proof = _proof(request, pk)
    if proof.kind != Evidence.Kind.PICTURE:
        raise Http404
    return hand_over(request, proof.file, proof.filename, small=True)


def _proof(request: UnitRequest, pk: int) -> Evidence:
    proof = proof_of_unit(request.unit, pk)
    if proof is None or proof.file is None:
        raise Http404
    return proof
