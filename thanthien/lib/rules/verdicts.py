"""What scoring says of one criterion, and the sum of several."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from thanthien.lib.vietnamese import number_vi

_CENT = Decimal("0.01")


class Status(StrEnum):
    MET = "met"
    PARTLY = "partly"
    UNMET = "unmet"
    NOT_MEASURED = "not_measured"
    NOT_APPLICABLE = "not_applicable"
    NO_WEIGHT = "no_weight"


STATUS_LABEL = {
    Status.MET: "Đạt",
    Status.PARTLY: "Đạt một phần",
    Status.UNMET: "Chưa đạt",
    Status.NOT_MEASURED: "Chưa có số liệu",
    Status.NOT_APPLICABLE: "Không phát sinh",
    Status.NO_WEIGHT: "Chưa có thang điểm",
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """The points of one criterion and their reason.

    `points` (0–maximum, two decimals) is None without a maximum and for a row left out of the total.
    `why` is one Vietnamese sentence with the figures; `missing` says what to do, empty when nothing is.
    `share` (0–1) is what the facts alone deserve, `progress` the status by them, also without a maximum;
    `status` is `progress`, or NO_WEIGHT without a maximum. `records` are the references of the facts used.
    """

    points: Decimal | None
    maximum: Decimal | None
    why: str
    missing: tuple[str, ...]
    status: Status
    progress: Status
    share: Decimal
    records: tuple[str, ...]

    @property
    def left_out(self) -> bool:
        """Whether the row leaves both the total and its maximum (not applicable, `na: exclude`)."""
        return self.points is None and self.maximum is not None


def rounded(points: Decimal) -> Decimal:
    """Points with two decimals, half up."""
    return points.quantize(_CENT, ROUND_HALF_UP)


def status_of(share: Decimal) -> Status:
    if share >= 1:
        return Status.MET
    return Status.PARTLY if share > 0 else Status.UNMET


@dataclass(frozen=True, slots=True)
class Total:
    """Sums over criteria. `maximum` leaves out rows that are not applicable and excluded.

    `on_scale` is `points` brought back to the whole of the maxima (`scale`) where rows were left out.
    """

    points: Decimal
    maximum: Decimal
    scale: Decimal
    without_weight: int
    left_out: int
    by_status: dict[Status, int]

    @property
    def weights_loaded(self) -> bool:
        return self.maximum > 0

    @property
    def on_scale(self) -> Decimal:
        if not self.left_out or not self.maximum:
            return self.points
        return rounded(self.points * self.scale / self.maximum)

    @property
    def why(self) -> str:
        if not self.weights_loaded:
            return "Chưa có thang điểm nên chưa tính được tổng điểm."
        said = f"Đạt {number_vi(self.points)}/{number_vi(self.maximum)} điểm"
        if self.left_out:
            said += f", {self.left_out} nội dung không phát sinh được bỏ ra khỏi tổng điểm"
        if self.without_weight:
            said += f", {self.without_weight} nội dung chưa có thang điểm"
        return f"{said}."


def total_of(verdicts: Iterable[Verdict]) -> Total:
    """The sum for a node of the tree, or for the whole set: pass the verdicts of all leaves below it."""
    points = maximum = scale = Decimal(0)
    without_weight = left_out = 0
    by_status = dict.fromkeys(Status, 0)
    for verdict in verdicts:
        by_status[verdict.progress] += 1
        if verdict.maximum is None:
            without_weight += 1
            continue
        scale += verdict.maximum
        if verdict.points is None:
            left_out += 1
            continue
        points += verdict.points
        maximum += verdict.maximum
    return Total(points, maximum, scale, without_weight, left_out, by_status)
