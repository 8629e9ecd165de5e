"""What an appraisal still lacks before it can be closed: one rule for the page and for the close."""

from __future__ import annotations

from dataclasses import dataclass

from thanthien.assessment.rounds.consolidation import voices_needed
from thanthien.assessment.rounds.models import Appraisal, Sheet
from thanthien.assessment.rounds.queries import sheets_that_count


@dataclass(frozen=True, slots=True)
class Missing:
    """`handed` of `sheets` are in, `needed` is the quorum; `unchecked` drawn proofs were not looked at."""

    handed: int
    sheets: int
    needed: int
    unchecked: int

    @property
    def lacks_sheets(self) -> bool:
        return self.handed < self.needed

    @property
    def is_ready(self) -> bool:
        return not self.lacks_sheets and not self.unchecked


def missing_for_close(appraisal: Appraisal) -> Missing:
    sheets = sheets_that_count(appraisal)
    handed = sum(sheet.state == Sheet.State.HANDED_IN for sheet in sheets)
    needed = voices_needed(appraisal.council.quorum, len(sheets))
    return Missing(handed, len(sheets), needed, appraisal.sample.filter(verdict="").count())
