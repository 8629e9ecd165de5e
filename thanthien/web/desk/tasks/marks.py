"""What a checker should know of a proof besides the proof: other uses, the picture's own day and place, its term."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from thanthien.lib.vietnamese import date_vi
from thanthien.platform.units.models import Unit
from thanthien.programme.evidence.models import Evidence
from thanthien.programme.evidence.places import place_in_words
from thanthien.programme.evidence.reuse import Use, mark_of_uses, open_uses, uses_elsewhere
from thanthien.programme.plans.standing import Standing

SOON = 30  # days before its end from which a proof is said to be running out


@dataclass(frozen=True, slots=True)
class Marks:
    uses: list[Use]
    place: str  # "20,93120; 106,32010, cách trụ sở 2,4 km"; only for who checks, or added it
    doubt: str  # "Ảnh chụp ngày …, khác ngày ghi …."
    damage: str

    @property
    def open(self) -> list[Use]:
        """Uses that nobody has allowed: what the checker decides about."""
        return open_uses(self.uses)

    @property
    def allowed(self) -> list[Use]:
        return [use for use in self.uses if use.allowed is not None]

    @property
    def seen(self) -> str:
        return mark_of_uses(self.uses)


def marks_of(proofs: Iterable[Evidence], unit: Unit, standing: Standing) -> dict[int, Marks]:
    """By proof id; empty for who neither works nor checks here. Three queries, whatever the number of proofs."""
    shown = list(proofs)
    if not (standing.works or standing.checks):
        return {}
    uses = uses_elsewhere(shown)
    return {
        proof.pk: Marks(
            uses=uses.get(proof.pk, []),
            place=place_in_words(proof.file, unit)
            if standing.checks or proof.added_by_id == standing.person_id
            else "",
            doubt=proof.day_doubt,
            damage=proof.file.get_damage_display() if proof.file and proof.file.damage else "",
        )
        for proof in shown
    }


def term_in_words(proof: Evidence, today: date) -> tuple[str, str]:
    """("ended" | "soon" | "good", "Còn hiệu lực đến …"); two empty strings where a proof has no end."""
    until = proof.valid_until
    if until is None:
        return "", ""
    left = (until - today).days
    if left < 0:
        return "ended", f"Đã hết hiệu lực từ ngày {date_vi(until)}"
    if left <= SOON:
        return (
            "soon",
            f"Sắp hết hiệu lực: ngày {date_vi(until)}{' (hôm nay)' if left == 0 else f' (còn {left} ngày)'}",
        )
    return "good", f"Có hiệu lực đến ngày {date_vi(until)}"
