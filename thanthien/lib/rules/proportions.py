"""Rules on measured figures: ratios, surveys, breaches."""

from collections.abc import Iterable
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from thanthien.lib.rules.facts import Facts, Reading
from thanthien.lib.rules.frame import Frame, Outcome, not_yet
from thanthien.lib.rules.kinds import Deduction, Op, Ratio, ShareBand, Survey, rises
from thanthien.lib.rules.verdicts import Status, status_of
from thanthien.lib.vietnamese import number_vi, percent_vi

ZERO, ONE = Decimal(0), Decimal(1)
_OP_SAID = {">": "trên", ">=": "từ", "=": "đúng", "<=": "không quá", "<": "dưới"}


def _holds(ratio: Decimal, op: Op, bound: Decimal) -> bool:
    if op == "=":
        return ratio == bound
    if rises(op):
        return ratio > bound or (op == ">=" and ratio == bound)
    return ratio < bound or (op == "<=" and ratio == bound)


def share_of_ratio(rule: Ratio | Survey, ratio: Decimal) -> Decimal:
    """The share (0–1) of the points that a ratio deserves.

    Linear below the threshold is QĐ 766's "ratio × max / 80 %".
    """
    op: Op = rule.op if isinstance(rule, Ratio) else ">="
    if rule.mode == "bands":
        return next((band.share for band in rule.bands if _holds(ratio, op, band.at)), ZERO)
    bound = _threshold(rule)
    if _holds(ratio, op, bound):
        return ONE
    if rule.mode == "full":
        return ZERO
    return max(ZERO, min(ONE, (ratio - rule.zero_at) / (bound - rule.zero_at)))


def _threshold(rule: Ratio | Survey) -> Decimal:
    """What gives the most points: the threshold, or the best band."""
    if rule.threshold is not None:
        return rule.threshold
    best: ShareBand = rule.bands[0]
    return best.at


def _sums(readings: Iterable[Reading]) -> tuple[Decimal, Decimal, tuple[str, ...]]:
    numerator = denominator = ZERO
    records = []
    for reading in readings:
        numerator += reading.numerator
        denominator += reading.denominator
        if reading.record:
            records.append(reading.record)
    return numerator, denominator, tuple(dict.fromkeys(records))


def _asked(op: Op, bound: Decimal) -> str:
    """The condition as people say it: "từ 90%", "không quá 5%"; at least 100 % is just "100%"."""
    exact = op == ">=" and bound == ONE
    return percent_vi(bound) if exact else f"{_OP_SAID[op]} {percent_vi(bound)}"


def _reached(ratio: Decimal, bound: Decimal) -> str:
    """The ratio with as many decimals as it takes not to read like the bound it misses (99,998%)."""
    said = percent_vi(ratio)
    for places in range(3, 9):
        if ratio == bound or said != percent_vi(bound):
            break
        said = percent_vi(ratio, places)
    return said


def _readings(facts: Facts, measure: str, frame: Frame) -> list[Reading]:
    return [reading for reading in facts.readings if reading.measure == measure and frame.holds(reading.day)]


def score_ratio(rule: Ratio, facts: Facts, frame: Frame) -> Outcome:
    readings = _readings(facts, rule.measure, frame)
    what = f" {rule.noun}" if rule.noun else ""
    if not readings:
        todo = f"Cập nhật số liệu{' về' if what else ''}{what}"
        return Outcome(
            ZERO, Status.NOT_MEASURED, f"Chưa có số liệu{' về' if what else ''}{what}", (todo,), ()
        )
    numerator, denominator, records = _sums(readings)
    if not denominator:
        why = f"Trong kỳ không phát sinh{what or ' trường hợp nào'}"
        return Outcome(ZERO, Status.NOT_APPLICABLE, why, (), records, rule.na)
    ratio = numerator / denominator
    share = share_of_ratio(rule, ratio)
    bound = _threshold(rule)
    why = (
        f"{number_vi(numerator)}/{number_vi(denominator)}{what}, đạt {_reached(ratio, bound)} "
        f"(yêu cầu {_asked(rule.op, bound)})"
    )
    missing = () if share >= 1 else (_ask_for_ratio(rule, numerator, denominator, what),)
    return Outcome(share, status_of(share), why, missing, records)


def _ask_for_ratio(rule: Ratio, numerator: Decimal, denominator: Decimal, what: str) -> str:
    gap = _threshold(rule) * denominator - numerator
    goal = _asked(rule.op, _threshold(rule))
    noun = what or " trường hợp"
    if rule.op == ">" or (rule.op == "<"):
        step = (
            gap.to_integral_value(ROUND_FLOOR) + 1
            if rule.op == ">"
            else gap.to_integral_value(ROUND_CEILING) - 1
        )
    else:
        step = gap.to_integral_value(ROUND_CEILING if gap > 0 else ROUND_FLOOR)
    verb = "Cần thêm" if step > 0 else "Cần giảm"
    return f"{verb} {number_vi(abs(step))}{noun} để đạt {goal}"


def score_survey(rule: Survey, facts: Facts, frame: Frame) -> Outcome:
    if frame.as_of.month < min(rule.months):
        return not_yet(rule.months)
    readings = [one for one in _readings(facts, rule.survey, frame) if one.day.month in rule.months]
    satisfied, answers, records = _sums(readings)
    if answers < rule.min_sample:
        why = (
            f"Mới có {number_vi(answers)}/{number_vi(rule.min_sample)} phiếu khảo sát"
            if answers
            else ("Chưa có phiếu khảo sát nào")
        )
        todo = f"Thu thêm ít nhất {number_vi(rule.min_sample - answers)} phiếu khảo sát"
        return Outcome(ZERO, Status.NOT_MEASURED, why, (todo,), records)
    ratio = satisfied / answers
    share = share_of_ratio(rule, ratio)
    bound = _threshold(rule)
    why = (
        f"{number_vi(satisfied)}/{number_vi(answers)} phiếu hài lòng hoặc rất hài lòng, đạt {_reached(ratio, bound)} "
        f"(yêu cầu {_asked('>=', bound)})"
    )
    missing = (
        ()
        if share >= 1
        else (f"Khắc phục các điểm người dân chưa hài lòng để đạt {_asked('>=', bound)}, rồi khảo sát lại",)
    )
    return Outcome(share, status_of(share), why, missing, records)


def score_deduction(rule: Deduction, facts: Facts, frame: Frame) -> Outcome:
    readings = _readings(facts, rule.measure, frame)
    if not readings and rule.no_record == "not_measured":
        return Outcome(
            ZERO,
            Status.NOT_MEASURED,
            f"Chưa có số liệu về số {rule.noun} vi phạm",
            (f"Cập nhật số {rule.noun} vi phạm, kể cả khi bằng 0",),
            (),
        )
    breaches, _, records = _sums(readings)
    if breaches <= 0:
        return Outcome(ONE, Status.MET, f"Không có {rule.noun} vi phạm nào được ghi nhận", (), records)
    share = max(rule.floor, ONE - breaches * _each(rule, frame))
    progress = Status.PARTLY if share > 0 else Status.UNMET
    if rule.each_points is not None:
        loss = f"mỗi {rule.noun} trừ {number_vi(rule.each_points)} điểm"
    else:
        loss = f"trừ {percent_vi(ONE - share)} số điểm"
    todo = f"Khắc phục và không để phát sinh thêm {rule.noun} vi phạm"
    return Outcome(share, progress, f"Có {number_vi(breaches)} {rule.noun} vi phạm, {loss}", (todo,), records)


def _each(rule: Deduction, frame: Frame) -> Decimal:
    if rule.each_share is not None:
        return rule.each_share
    # Without a maximum nobody knows what part of it the points are; one breach then loses nothing yet.
    return (rule.each_points or ZERO) / frame.maximum if frame.maximum else ZERO
