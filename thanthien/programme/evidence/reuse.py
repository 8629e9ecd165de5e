"""One file, or one photograph, shown as proof more than once: found, and judged by the person who checks.

A use counts when day, task or commune differ. A proof tied to further tasks on purpose (`also_of`) and the
renewal of a proof are no such use. Of another commune's proof only the commune and the day are told.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from thanthien.lib.vietnamese import tidy
from thanthien.platform.audit.actions import record
from thanthien.platform.files.models import Likeness
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import require
from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Unit
from thanthien.programme.evidence.actions import CannotChangeProof
from thanthien.programme.evidence.checking import check_judge
from thanthien.programme.evidence.models import AllowedReuse, Evidence
from thanthien.programme.plans.actions import lock_task
from thanthien.programme.plans.standing import Standing

State = Evidence.State
_LIVE = (State.WAITING, State.ACCEPTED)


@dataclass(frozen=True, slots=True)
class Use:
    """Another place where the file or photograph of `proof` stands. `allowed`: a checker's word that it may."""

    proof: Evidence
    other: Evidence
    is_same_file: bool
    allowed: AllowedReuse | None

    @property
    def is_own(self) -> bool:
        return self.other.unit_id == self.proof.unit_id

    @property
    def both(self) -> tuple[Evidence, Evidence]:
        return self.proof, self.other

    @property
    def what(self) -> str:
        return "Cùng một tệp" if self.is_same_file else "Ảnh giống nhau"


def uses_elsewhere(proofs: Iterable[Evidence]) -> dict[int, list[Use]]:
    """By proof id: where else its file, or a photograph like it, is proof. Three queries."""
    mine = [proof for proof in proofs if proof.file_id]
    alike: dict[int, set[int]] = defaultdict(set)
    files = {proof.file_id for proof in mine}
    for file_id, other_id in Likeness.objects.filter(file__in=files).values_list("file_id", "other_id"):
        alike[file_id].add(other_id)
    wanted = files.union(*alike.values())
    by_file: dict[int | None, list[Evidence]] = defaultdict(list)
    rows = Evidence.objects.filter(file__in=wanted, state__in=_LIVE).select_related("unit", "task")
    for row in rows.order_by("effective_date", "pk"):
        by_file[row.file_id].append(row)
    allowed = _allowed([proof.pk for proof in mine])
    found: dict[int, list[Use]] = {}
    for proof in mine:
        uses = [
            Use(proof, other, other.file_id == proof.file_id, _word(allowed, proof, other))
            for file_id in (proof.file_id, *sorted(alike[proof.file_id or 0]))
            for other in by_file[file_id]
            if _is_reuse(proof, other)
        ]
        if uses:
            found[proof.pk] = uses
    return found


def open_uses(uses: Iterable[Use]) -> list[Use]:
    return [use for use in uses if use.allowed is None]


def mark_of_uses(uses: Iterable[Use]) -> str:
    """A mark of what a checker saw, so that a use found since is not allowed along with it."""
    said = ",".join(str(use.other.pk) for use in open_uses(uses))
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def _is_reuse(proof: Evidence, other: Evidence) -> bool:
    if other.pk == proof.pk or _root(other) == _root(proof):
        return False
    if proof.pk == other.renews_id or other.pk == proof.renews_id:
        return False
    mine = (proof.unit_id, proof.task_id, proof.effective_date)
    return (other.unit_id, other.task_id, other.effective_date) != mine


def _root(proof: Evidence) -> int:
    return proof.also_of_id or proof.pk


def _allowed(proofs: Sequence[int]) -> dict[tuple[int, int], AllowedReuse]:
    rows = AllowedReuse.objects.filter(Q(proof__in=proofs) | Q(other__in=proofs)).select_related("by")
    return {(row.proof_id, row.other_id): row for row in rows}


def _word(
    allowed: dict[tuple[int, int], AllowedReuse], proof: Evidence, other: Evidence
) -> AllowedReuse | None:
    """A unit's word holds for both proofs where both are its own; never for another commune's."""
    word = allowed.get((proof.pk, other.pk)) or allowed.get((other.pk, proof.pk))
    return word if word is not None and word.unit_id == proof.unit_id else None


def reused_proofs(unit: Unit, year: int, standing: Standing) -> QuerySet[Evidence]:
    """Proofs in force whose file or photograph stands elsewhere too; heads see those of their agency.

    What `uses_elsewhere` leaves out (one event, a tie, a renewal) may still be among them.
    """
    proofs = _reused(Evidence.objects.filter(unit=unit, task__year=year))
    if not standing.checks:
        return proofs.none()
    return proofs if standing.manages else proofs.filter(part__agency_id__in=standing.head_of)


def reused_between(city: Unit, year: int) -> QuerySet[Evidence]:
    """Proofs of the communes below whose file or photograph is proof in another commune too."""
    return _reused(Evidence.objects.filter(unit__parent=city, task__year=year), other_unit=True)


def _reused(proofs: QuerySet[Evidence], *, other_unit: bool = False) -> QuerySet[Evidence]:
    others = Evidence.objects.filter(state__in=_LIVE).exclude(pk=OuterRef("pk"))
    alike = Likeness.objects.filter(file=OuterRef("file"))
    if other_unit:
        others = others.exclude(unit=OuterRef("unit"))
        theirs = Evidence.objects.filter(state__in=_LIVE, file=OuterRef("other")).exclude(
            unit=OuterRef(OuterRef("unit"))
        )
        alike = alike.filter(Exists(theirs))
    same = others.filter(file=OuterRef("file"))
    return (
        proofs.filter(Exists(same) | Exists(alike), state__in=_LIVE, file__isnull=False)
        .select_related("file", "task", "unit", "agency", "added_by", "part__agency")
        .order_by(F("effective_date").desc(), "-pk")
    )


@transaction.atomic
def allow_reuse(*, actor: Person, at: datetime, proof: Evidence, seen: str, reason: str) -> int:
    """Say why the file may stand in the places shown; how many. `seen` is `mark_of_uses` of what was shown.

    Raises `CannotChangeProof` without a reason, or where another use has come to light since.
    """
    task = lock_task(proof.task_id)
    fresh = Evidence.objects.select_related("file", "added_by", "part__agency").get(pk=proof.pk, task=task)
    require(actor, Action.TASK_CHECK, task.unit)
    check_judge(actor, task, fresh)
    uses = open_uses(uses_elsewhere([fresh]).get(fresh.pk, []))
    if not tidy(reason):
        raise CannotChangeProof("Anh/chị ghi lý do vì sao được dùng lại, ví dụ: cùng một buổi họp.")
    if not uses or mark_of_uses(uses) != seen:
        raise CannotChangeProof("Nơi dùng tệp này đã thay đổi từ khi anh/chị mở trang. Anh/chị xem lại.")
    said = tidy(reason)[:500]
    for use in uses:
        AllowedReuse.objects.create(
            unit=task.unit, proof=fresh, other=use.other, reason=said, at=at, by=actor
        )
    record(
        actor=actor,
        at=at,
        action="proof.reuse_allow",
        subject=fresh,
        unit=task.unit,
        after={"rows": len(uses)},
        remark=said,
        thread=task,
    )
    return len(uses)
