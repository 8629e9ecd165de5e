"""What a score means: the level recognised, the level by points alone, and the ways up."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_CEILING, Decimal

from thanthien.assessment.rounds.models import Registration
from thanthien.assessment.scoring.sheet import Level, Line, WayStep, WayUp
from thanthien.lib import rules
from thanthien.lib.vietnamese import number_vi
from thanthien.programme.criteria.models import CriteriaSet, LevelBand

_CENT = Decimal("0.01")


def plain_bands(bands: Sequence[LevelBand]) -> list[rules.LevelBand]:
    return [rules.LevelBand(b.level, b.label, b.minimum, b.maximum, b.includes_maximum) for b in bands]


def weights_complete(total: rules.Total, criteria_set: CriteriaSet) -> bool:
    """Whether the points known make up the whole scale: with a part of them no level can be told."""
    return total.weights_loaded and total.scale >= criteria_set.maximum


def level_of(
    total: rules.Total,
    criteria_set: CriteriaSet,
    bands: Sequence[LevelBand],
    registration: Registration | None,
) -> Level:
    """Without all weights no level; without registration none is recognised, whatever the score."""
    if not total.weights_loaded:
        reason = "Bộ tiêu chí chưa có bảng điểm nên chưa tính điểm và chưa xác định được mức."
        return Level(None, "Chưa có bảng điểm", reason, None, "")
    if not weights_complete(total, criteria_set):
        known, whole = number_vi(total.scale), number_vi(criteria_set.maximum)
        reason = f"Bảng điểm mới có {known}/{whole} điểm nên chưa xác định được mức."
        return Level(None, "Chưa đủ bảng điểm", reason, None, "")
    points = total.on_scale
    by_points = rules.level_of(points, plain_bands(bands), registered=True, weights_loaded=True)
    reached = by_points.label if by_points.level is not None else criteria_set.below
    if registration is None:
        reason = (
            f"Đạt {number_vi(points)} điểm, theo điểm là “{reached}”; "
            "đơn vị chưa đăng ký nên chưa được công nhận, dù đạt bao nhiêu điểm."
        )
        return Level(None, "Chưa đăng ký", reason, by_points.level, reached)
    if by_points.level is None:
        return Level(None, criteria_set.below, by_points.reason, None, reached)
    reason = by_points.reason
    target = next((band for band in bands if band.level == registration.level), None)
    if target is not None and points < target.minimum:
        lacking = number_vi(target.minimum - points)
        reason = f"{reason[:-1]}; còn thiếu {lacking} điểm để đạt {target.label} đã đăng ký."
    return Level(by_points.level, reached, reason, by_points.level, reached)


def ways_up(
    leaves: Sequence[Line],
    total: rules.Total,
    criteria_set: CriteriaSet,
    bands: Sequence[LevelBand],
    registration: Registration | None,
) -> tuple[WayUp, ...]:
    """The way to the next level, then to the registered one where that lies higher."""
    if not weights_complete(total, criteria_set):
        return ()
    ahead = sorted((b for b in bands if b.minimum > total.on_scale), key=lambda b: b.minimum)
    registered = registration.level if registration else None
    targets = ahead[:1] + [band for band in ahead[1:] if band.level == registered]
    return tuple(_way(leaves, total, band, band.level == registered) for band in targets)


def _way(leaves: Sequence[Line], total: rules.Total, band: LevelBand, is_registered: bool) -> WayUp:
    open_lines = {
        line.key: line for line in leaves if line.effort is not None and line.points is not None and line.lost
    }
    sheet = [
        rules.OpenCriterion(line.key, line.title, line.points, line.maximum, line.effort)
        for line in open_lines.values()
        if line.points is not None and line.maximum is not None and line.effort is not None
    ]
    # Rows that are left out shrink what has to be won in the same measure.
    target = band.minimum
    if total.left_out:
        target = (target * total.maximum / total.scale).quantize(_CENT, ROUND_CEILING)
    elsewhere = total.points - sum((row.points for row in sheet), Decimal(0))
    way = rules.shortest_way_up(sheet, target, elsewhere=elsewhere)
    steps = tuple(WayStep(open_lines[step.key], step.enough - step.points, step.enough) for step in way.steps)
    return WayUp(
        band.level, band.label, band.minimum, target - total.points, is_registered, way, tuple(steps)
    )
