"""How each occurrence of a task stands, read from its proof: nobody types it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from thanthien.programme.evidence.models import Evidence
from thanthien.programme.occurrences.models import Occurrence
from thanthien.programme.plans.models import Task
from thanthien.programme.plans.queries import leads_of

STANDING_WORDS = {
    "accepted": "Đã chấp nhận",
    "waiting": "Chờ kiểm tra",
    "late": "Quá hạn, chưa có minh chứng",
    "now": "Đang diễn ra",
    "ahead": "Chưa đến",
}
_LIVE = (Evidence.State.ACCEPTED, Evidence.State.WAITING)


class _Proof(NamedTuple):
    part_id: int | None
    day: date
    is_accepted: bool


@dataclass(frozen=True, slots=True)
class Stand:
    """An occurrence with its `state` (a key of STANDING_WORDS) and how many proofs lie in its period."""

    occurrence: Occurrence
    state: str
    proofs: int

    @property
    def words(self) -> str:
        return STANDING_WORDS[self.state]

    @property
    def is_open(self) -> bool:
        """Still to be done: nothing handed in that would be enough."""
        return self.state in ("late", "now")


def stands_of(occurrences: Sequence[Occurrence], today: date) -> list[Stand]:
    """The standing of each, in the same order; one query for all (lead parts are prefetched by the caller).

    An occurrence is fulfilled when each lead has proof of `wanted` different days in its period, which a
    moved day makes longer. A task marked done or accepted as a whole owes nothing for one printed day.
    """
    proofs: dict[int, list[_Proof]] = defaultdict(list)
    rows = Evidence.objects.filter(task__in={one.task_id for one in occurrences}, state__in=_LIVE)
    for task_id, part_id, day, state in rows.values_list("task_id", "part_id", "effective_date", "state"):
        proofs[task_id].append(_Proof(part_id, day, state == Evidence.State.ACCEPTED))
    return [_stand(one, proofs[one.task_id], today) for one in occurrences]


def _stand(one: Occurrence, proofs: Iterable[_Proof], today: date) -> Stand:
    last = max(one.last_date, one.due_date)
    inside = [proof for proof in proofs if one.first_date <= proof.day <= last]
    leads = [part.pk for part in leads_of(one.task)]
    accepted = [proof for proof in inside if proof.is_accepted]
    finished = one.rhythm == Occurrence.Rhythm.ONCE
    if _enough(accepted, leads, one.wanted) or (finished and one.task.state == Task.State.ACCEPTED):
        state = "accepted"
    elif _enough(inside, leads, one.wanted) or (finished and one.task.state == Task.State.DONE):
        state = "waiting"
    elif one.due_date < today:
        state = "late"
    else:
        state = "now" if one.first_date <= today else "ahead"
    return Stand(one, state, len(inside))


def _enough(proofs: Sequence[_Proof], leads: Sequence[int], wanted: int) -> bool:
    """Each lead has proof of enough days; proof without a part stands for all of them."""
    if not leads:
        return len({proof.day for proof in proofs}) >= wanted
    return all(len({p.day for p in proofs if p.part_id in (None, lead)}) >= wanted for lead in leads)
