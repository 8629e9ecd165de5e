"""How hard the open rest of a criterion is, so that the shortest way up names the easy ones first."""

from __future__ import annotations

from decimal import Decimal

from thanthien.assessment.scoring.needs import simple_rules
from thanthien.lib.rules import Count, Deduction, Evidence, Judged, Period, Ratio, Rule, Status
from thanthien.programme.measures.registry import measure_of

CHECK_ONLY = 1  # the proof is there and only waits for a check
ONE_ACT = 2  # one proof, one judgement, one figure
_BY_PERIOD = {Period.YEAR: ONE_ACT, Period.QUARTER: 3, Period.MONTH: 5, Period.WEEK: 8, Period.WORKDAY: 9}
IMPROVE = 6  # a ratio that has to rise


def effort_of(rule: Rule, status: Status, *, check_suffices: bool) -> int | None:
    """1 easy … 9 hard; None where nothing more can be won (a breach that happened stays one, a case that was
    late stays late).

    A frequent proof is hard to make up: weeks that passed without it come back only if the work was done.
    """
    if status in (Status.MET, Status.NOT_APPLICABLE):
        return None
    efforts = [_effort(one, status) for one, _ in simple_rules(rule)]
    left = [effort for effort in efforts if effort is not None]
    if not left:
        return None
    return CHECK_ONLY if check_suffices else max(left)


def _effort(rule: Rule, status: Status) -> int | None:
    match rule:
        case Evidence() | Count():
            return _BY_PERIOD[rule.per]
        case Judged():
            return ONE_ACT
    if status is Status.NOT_MEASURED:
        return ONE_ACT
    if isinstance(rule, Deduction) or (isinstance(rule, Ratio) and _is_lost(rule)):
        return None
    return IMPROVE


def _is_lost(rule: Ratio) -> bool:
    """All of them were asked for, one was missed, and it cannot be made up."""
    bound = rule.threshold if rule.threshold is not None else rule.bands[0].at
    return bound >= Decimal(1) and rule.op in (">=", "=") and not measure_of(rule.measure).catch_up
