"""What is known about one criterion of one unit: proofs, measured sums, a person's judgement."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from thanthien.lib.rules.periods import Calendar

ZERO = Decimal(0)


def holds_on(as_of: date, *, day: date, until: date | None) -> bool:
    """Whether a proof of `day`, good through `until`, counts at the end of `as_of`: scores and dossiers ask here."""
    return day <= as_of and (until is None or as_of <= until)


@dataclass(frozen=True, slots=True)
class Proof:
    """One accepted proof, dated when the thing happened.

    `lead` is the agency it was brought by, as named in `Facts.leads`; "" stands for all of them.
    `record` is the caller's own reference and comes back in the verdict. `until` is the last day it is good;
    None: without end.
    """

    day: date
    record: str
    lead: str = ""
    files: int = 1
    until: date | None = None

    def holds_on(self, as_of: date) -> bool:
        return holds_on(as_of, day=self.day, until=self.until)


@dataclass(frozen=True, slots=True)
class Reading:
    """A measure's sums for one day, or for a period that begins on `day`. Zero is a reading."""

    measure: str
    day: date
    numerator: Decimal
    denominator: Decimal = ZERO
    record: str = ""


@dataclass(frozen=True, slots=True)
class Judgement:
    """`points` of `out_of` given by a person. Raises ValueError without a reason or outside 0–out_of."""

    points: Decimal
    out_of: Decimal
    reason: str
    record: str = ""

    def __post_init__(self) -> None:
        if not self.reason.strip():
            raise ValueError("Chưa ghi lý do chấm điểm. Hãy ghi ngắn gọn căn cứ của số điểm này.")
        if not ZERO <= self.points <= self.out_of or not self.out_of:
            raise ValueError(f"Điểm chấm phải từ 0 đến {self.out_of}, không thể là {self.points}.")


@dataclass(frozen=True, slots=True)
class Facts:
    """All that `score` looks at. What lies outside the year or after the day of scoring is passed over.

    `leads` are the agencies that all have to bring proof, by the names people read; none: any proof will do.
    `since` is the day the unit's programme began; `calendar` tells the working days.
    """

    proofs: tuple[Proof, ...] = ()
    leads: tuple[str, ...] = ()
    readings: tuple[Reading, ...] = ()
    judgement: Judgement | None = None
    since: date | None = None
    calendar: Calendar = field(default_factory=Calendar)
