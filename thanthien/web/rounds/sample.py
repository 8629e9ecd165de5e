"""The drawn proofs of an appraisal: each opened as it was handed in, and marked with what it turned out to be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone

from thanthien.assessment.rounds.checking import Checked, Mark, check_samples
from thanthien.assessment.rounds.models import Appraisal, SampledProof
from thanthien.assessment.rounds.queries import snapshot_of
from thanthien.assessment.rounds.sampling import seed_of, seed_words
from thanthien.lib.vietnamese import whole_number
from thanthien.platform.files.models import StoredFile
from thanthien.platform.files.queries import files_by_hash
from thanthien.web.kept_files import hand_over
from thanthien.web.pages import UnitRequest
from thanthien.web.rounds.place import Place


@dataclass(frozen=True, slots=True)
class Drawn:
    """`proof` as the snapshot tells of it; `address` of the file, empty for a link or a file the store lost.

    `typed` is what the person said of it when that was refused.
    """

    sampled: SampledProof
    proof: Mapping[str, Any]
    criterion: str
    address: str
    is_picture: bool
    refusal: str = ""
    typed: Mark | None = None


def sample_page(request: UnitRequest, place: Place) -> HttpResponse:
    """All drawn proofs; members of the council without an interest mark them while the appraisal runs.

    One press keeps all marks; where some were refused, their rows say why with what was typed.
    """
    marks = _marks(request.POST) if request.method == "POST" else {}
    done = Checked((), {})
    if marks:
        done = check_samples(
            actor=request.user, at=timezone.now(), appraisal=place.appraisal, marks=list(marks.values())
        )
        if not done.refused:
            words = f"Đã ghi kết quả kiểm tra {len(done.kept)} minh chứng."
            messages.success(request, words if done.kept else "Chưa có kết quả nào thay đổi nên chưa ghi gì.")
            return redirect(request.get_full_path())
    drawn = [
        replace(one, refusal=done.refused[one.sampled.position], typed=marks[one.sampled.position])
        if one.sampled.position in done.refused
        else one
        for one in _drawn(place)
    ]
    waiting = [one for one in drawn if not one.sampled.verdict]
    only_waiting = request.GET.get("show") == "waiting"
    context = {
        **place.context("sample"),
        "drawn": waiting if only_waiting else drawn,
        "all": len(drawn),
        "waiting": len(waiting),
        "looked_at": len(drawn) - len(waiting),
        "only_waiting": only_waiting,
        "verdicts": SampledProof.Verdict.choices,
        "seed_words": _seed_words(place.appraisal),
        "may_check": place.is_running and place.has_voice,
        "kept": len(done.kept),
        "refused": sorted(done.refused.items()),
    }
    return render(request, "rounds/sample.html", context, status=422 if done.refused else 200)


def _marks(said: QueryDict) -> dict[int, Mark]:
    """The rows of the form by their position: fields `verdict-3`, `remark-3`, `seen-3`, `was-3`."""
    found = {}
    for name in said:
        position = whole_number(name.removeprefix("seen-"))
        if position is not None:
            fields = (said.get(f"{field}-{position}", "") for field in ("verdict", "remark", "seen", "was"))
            found[position] = Mark(position, *fields)
    return found


def _seed_words(appraisal: Appraisal) -> str:
    """What the seed was made of; "" for an appraisal opened while the council still chose it."""
    made_of = (appraisal.submission.sha256, appraisal.council.decision_number, appraisal.number)
    return seed_words(*made_of) if seed_of(*made_of) == appraisal.seed else ""


def _drawn(place: Place) -> list[Drawn]:
    snapshot = snapshot_of(place.appraisal.submission)
    titles = {row["key"]: f"{row['number']} {row['title']}".strip() for row in snapshot["criteria"]}
    rows = list(place.appraisal.sample.select_related("checked_by").order_by("position"))
    told = {row.proof_id: snapshot["proofs"][str(row.proof_id)] for row in rows}
    files = files_by_hash(proof["sha256"] for proof in told.values() if proof["sha256"])
    found = []
    for row in rows:
        file = files.get(told[row.proof_id]["sha256"])
        address = place.address("sample_file", row.position) if file else ""
        found.append(
            Drawn(row, told[row.proof_id], titles[row.key], address, file is not None and file.is_picture)
        )
    return found


def sampled_file(request: UnitRequest, place: Place, position: int) -> HttpResponseBase:
    """A drawn proof's bytes as they were handed in, whatever became of the proof since; `?size=small` its picture."""
    row = place.appraisal.sample.filter(position=position).first()
    if row is None:
        raise Http404
    proof = snapshot_of(place.appraisal.submission)["proofs"][str(row.proof_id)]
    file: StoredFile | None = files_by_hash([proof["sha256"]]).get(proof["sha256"])
    return hand_over(
        request, file, proof["filename"] or proof["title"], small=request.GET.get("size") == "small"
    )
