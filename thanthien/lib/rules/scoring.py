"""From a rule and facts to a verdict."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from thanthien.lib.rules.coverage import score_count, score_evidence
from thanthien.lib.rules.facts import Facts
from thanthien.lib.rules.frame import Frame, Outcome
from thanthien.lib.rules.kinds import (
    AllOf,
    Count,
    Deduction,
    Evidence,
    Judged,
    NotApplicable,
    Part,
    Ratio,
    Rule,
    Survey,
)
from thanthien.lib.rules.proportions import score_deduction, score_ratio, score_survey
from thanthien.lib.rules.verdicts import Status, Verdict, rounded, status_of
from thanthien.lib.vietnamese import number_vi

ZERO, ONE = Decimal(0), Decimal(1)


def score(rule: Rule, facts: Facts, *, maximum: Decimal | None, as_of: date, year: int) -> Verdict:
    """The verdict on one criterion for `year`, by what is known at the end of the day `as_of`.

    `maximum` in points, None where no weight table is loaded: then a status and a reason, but no points.
    Points are worked out exactly and rounded half up to 0.01 at the end. Raises ValueError on a negative
    maximum.
    """
    if maximum is not None and maximum < 0:
        raise ValueError(f"Điểm tối đa không thể âm ({number_vi(maximum)}).")
    frame = Frame(min(as_of, date(year, 12, 31)), year, maximum)
    outcome = _outcome(rule, facts, frame)
    points = _points(outcome, maximum)
    return Verdict(
        points=points,
        maximum=maximum,
        why=_sentence(outcome, points, maximum),
        missing=outcome.missing,
        status=Status.NO_WEIGHT if maximum is None else outcome.progress,
        progress=outcome.progress,
        share=_deserved(outcome),
        records=outcome.records,
    )


def _outcome(rule: Rule, facts: Facts, frame: Frame) -> Outcome:
    match rule:
        case Evidence():
            return score_evidence(rule, facts, frame)
        case Ratio():
            return score_ratio(rule, facts, frame)
        case Count():
            return score_count(rule, facts, frame)
        case Deduction():
            return score_deduction(rule, facts, frame)
        case Survey():
            return score_survey(rule, facts, frame)
        case Judged():
            return _score_judged(facts)
        case AllOf():
            return _score_parts(rule, facts, frame)


def _deserved(outcome: Outcome) -> Decimal:
    if outcome.progress is Status.NOT_APPLICABLE:
        return ONE if outcome.na == "full" else ZERO
    return outcome.share


def _points(outcome: Outcome, maximum: Decimal | None) -> Decimal | None:
    if maximum is None or (outcome.progress is Status.NOT_APPLICABLE and outcome.na == "exclude"):
        return None
    return rounded(_deserved(outcome) * maximum)


def _sentence(outcome: Outcome, points: Decimal | None, maximum: Decimal | None) -> str:
    if maximum is None:
        return f"{outcome.why}; chưa có thang điểm."
    if points is None:
        return f"{outcome.why}, không tính vào tổng điểm."
    return f"{outcome.why}, được {number_vi(points)}/{number_vi(maximum)} điểm."


def _score_judged(facts: Facts) -> Outcome:
    given = facts.judgement
    if given is None:
        return Outcome(
            ZERO,
            Status.NOT_MEASURED,
            "Chưa có người chấm điểm",
            ("Người có thẩm quyền chấm điểm và ghi lý do",),
            (),
        )
    share = given.points / given.out_of
    why = f"Chấm {number_vi(given.points)}/{number_vi(given.out_of)} với lý do: {given.reason.strip().rstrip('.')}"
    missing = () if share >= 1 else ("Xem lý do chấm điểm và khắc phục nội dung còn thiếu",)
    return Outcome(share, status_of(share), why, missing, (given.record,) if given.record else ())


def _score_parts(rule: AllOf, facts: Facts, frame: Frame) -> Outcome:
    weight_of_all = sum((part.weight for part in rule.parts), ZERO)
    outcomes = []
    for part in rule.parts:
        maximum = frame.maximum
        if maximum is not None and rule.mode == "sum":
            maximum = maximum * part.weight / weight_of_all
        outcomes.append(_outcome(part.rule, facts, Frame(frame.as_of, frame.year, maximum)))
    counted = [
        (part, outcome)
        for part, outcome in zip(rule.parts, outcomes, strict=True)
        if not (outcome.progress is Status.NOT_APPLICABLE and outcome.na == "exclude")
    ]
    measured = [one for one in counted if one[1].progress is not Status.NOT_MEASURED]
    leaves_out = rule.unmeasured == "left_out" and bool(measured)
    counted = measured if leaves_out else counted
    why = "; ".join(
        _say_part(part, outcome, leaves_out or rule.mode == "most")
        for part, outcome in zip(rule.parts, outcomes, strict=True)
    )
    missing = tuple(dict.fromkeys(text for outcome in outcomes for text in outcome.missing))
    records = tuple(dict.fromkeys(record for outcome in outcomes for record in outcome.records))
    if not counted:
        return Outcome(ZERO, Status.NOT_APPLICABLE, why, missing, records, "exclude")
    if rule.mode == "least":
        share = min(_deserved(outcome) for _, outcome in counted)
    elif rule.mode == "most":
        share, missing = _best(outcome for _, outcome in counted)
    else:
        weighed = sum((part.weight * _deserved(outcome) for part, outcome in counted), ZERO)
        share = weighed / sum((part.weight for part, _ in counted), ZERO)
    progress, na = _progress_of_parts(share, [outcome for _, outcome in counted] if leaves_out else outcomes)
    # a part may name a breach that takes nothing: the reason tells of it, and nothing is lacking
    return Outcome(share, progress, why, () if progress is Status.MET else missing, records, na)


def _best(outcomes: Iterable[Outcome]) -> tuple[Decimal, tuple[str, ...]]:
    """What the best part deserves, and what it still lacks: who mends it need not mend the others."""
    best = max(outcomes, key=_deserved)
    return _deserved(best), best.missing


def _say_part(part: Part, outcome: Outcome, passes_over: bool) -> str:
    """`passes_over`: what was never measured takes nothing, and the sentence says that it was not."""
    said = outcome.why
    if passes_over and outcome.progress is Status.NOT_MEASURED:
        said = "Chưa đo nên chưa tính"
    return f"{part.label}: {_small(said)}" if part.label else said


def _small(text: str) -> str:
    return text[:1].lower() + text[1:]


def _progress_of_parts(share: Decimal, outcomes: list[Outcome]) -> tuple[Status, NotApplicable]:
    """A row is not applicable or not measured as a whole only where all its parts agree on that."""
    kinds = {outcome.progress for outcome in outcomes}
    policies = {outcome.na for outcome in outcomes if outcome.na != "exclude"}
    if kinds == {Status.NOT_APPLICABLE} and len(policies) == 1:
        return Status.NOT_APPLICABLE, policies.pop()
    if kinds == {Status.NOT_MEASURED}:
        return Status.NOT_MEASURED, "full"
    return status_of(share), "full"
