"""An appraisal as one person came to it: over the city's page of the round, or from the desk of the own commune."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from thanthien.assessment.rounds.models import Appraisal, CouncilMember, Sheet

Post = CouncilMember.Post


@dataclass(frozen=True, slots=True)
class Place:
    """`mine` is the person's own sheet, None for people of the city without a seat.

    `sheet` is the address of the own sheet; the other pages lie under `pages` (the beginning of their names).
    """

    appraisal: Appraisal
    mine: Sheet | None
    unit_code: str
    pk: int
    sheet: str
    pages: str
    above: tuple[str, str]  # address, words

    def address(self, page: str, *more: int | str) -> str:
        return reverse(f"{self.pages}_{page}", args=[self.unit_code, self.pk, *more])

    @property
    def is_running(self) -> bool:
        return self.appraisal.closed_at is None

    @property
    def has_voice(self) -> bool:
        """Whether the person sits here without an interest in the commune."""
        return self.mine is not None and self.mine.state != Sheet.State.RECUSED

    @property
    def leads(self) -> bool:
        """Whether the person is the chair or the secretary."""
        return self.has_voice and self.mine is not None and self.mine.member.post != Post.MEMBER

    def context(self, here: str) -> dict[str, Any]:
        """What all pages of an appraisal show around them; `here` is sheet, sample or points."""
        kept = self.appraisal.round
        tabs = [("sheet", "Phiếu của tôi", self.sheet)] if self.mine else []
        if self.mine is None or self.has_voice:
            tabs += [
                ("sample", "Minh chứng rút mẫu", self.address("sample")),
                ("points", "Điểm tổng hợp", self.address("points")),
            ]
        return {
            "round": kept,
            "commune": kept.unit,
            "year": str(kept.year),
            "appraisal": self.appraisal,
            "above": self.above,
            "here": here,
            "tabs": tabs,
            "is_running": self.is_running,
        }
