"""Many drawn proofs marked at once: those that can be kept are kept, each other one is told with its reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from thanthien.assessment.rounds.appraising import check_sampled
from thanthien.assessment.rounds.models import Appraisal
from thanthien.assessment.rounds.moving import CannotChangeRound
from thanthien.platform.people.models import Person


@dataclass(frozen=True, slots=True)
class Mark:
    """What a person says of one drawn proof, beside what they saw of it (`seen`, `was`: verdict and remark)."""

    position: int
    verdict: str
    remark: str
    seen: str
    was: str

    @property
    def says_something(self) -> bool:
        return (self.verdict, self.remark) != (self.seen, self.was)


@dataclass(frozen=True, slots=True)
class Checked:
    """Positions kept, and position → why it was not."""

    kept: tuple[int, ...]
    refused: dict[int, str]


def check_samples(*, actor: Person, at: datetime, appraisal: Appraisal, marks: Sequence[Mark]) -> Checked:
    """Write all marks of a page; rows left as they were are passed over.

    Each row is its own step (`check_sampled`): a colleague's newer word on one loses nobody the others.
    Raises NotAllowed.
    """
    rows = {row.position: row for row in appraisal.sample.all()}
    kept: list[int] = []
    refused: dict[int, str] = {}
    for mark in marks:
        if not mark.says_something:
            continue
        try:
            if mark.position not in rows:
                raise CannotChangeRound("Minh chứng này không có trong mẫu. Anh/chị tải lại trang.")
            check_sampled(
                actor=actor, at=at, sampled=rows[mark.position], verdict=mark.verdict, remark=mark.remark,
                seen=mark.seen,
            )  # fmt: skip
        except CannotChangeRound as refusal:
            refused[mark.position] = str(refusal)
        else:
            kept.append(mark.position)
    return Checked(tuple(kept), refused)
