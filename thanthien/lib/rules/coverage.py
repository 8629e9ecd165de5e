"""Rules that ask for something in each period: proof, or a number of times."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from thanthien.lib.rules.facts import Facts, Proof
from thanthien.lib.rules.frame import Frame, Outcome, in_number, not_yet
from thanthien.lib.rules.kinds import Count, Evidence
from thanthien.lib.rules.periods import PERIOD_NOUN, Due, Period, Span, due_spans
from thanthien.lib.rules.verdicts import Status, status_of
from thanthien.lib.vietnamese import date_vi, number_vi

ZERO, ONE = Decimal(0), Decimal(1)
_NAMED_AT_MOST = 4


@dataclass(frozen=True, slots=True)
class Coverage:
    """`counted` and `open` (not fulfilled) are places in the due spans; `needed` of them suffice."""

    counted: tuple[int, ...]
    open: tuple[int, ...]
    needed: int
    credit: Decimal

    @property
    def share(self) -> Decimal:
        return min(ONE, self.credit / self.needed)

    @property
    def done(self) -> int:
        return len(self.counted) - len(self.open)

    @property
    def still(self) -> int:
        return max(0, self.needed - self.done)


def cover(due: Due, credits: Sequence[Decimal], share_needed: Decimal) -> Coverage:
    """`credits` (0–1 or more) stand for the due spans, at least one. Whole spans count, loose ones where
    fulfilled; where neither is there, the best loose one, the latest among equals.
    """
    counted = [at for at, whole in enumerate(due.whole) if whole or credits[at] >= 1]
    if not counted:
        counted = [max(range(len(credits)), key=lambda at: (credits[at], at))]
    needed = int((share_needed * len(counted)).to_integral_value(ROUND_CEILING))
    credit = sum((min(ONE, credits[at]) for at in counted), ZERO)
    return Coverage(tuple(counted), tuple(at for at in counted if credits[at] < 1), needed, credit)


def _due(rule: Evidence | Count, facts: Facts, frame: Frame) -> Due:
    return due_spans(
        rule.per,
        year=frame.year,
        as_of=frame.as_of,
        since=facts.since,
        months=rule.months,
        calendar=facts.calendar,
    )


def _by_lead(facts: Facts, proofs: Iterable[Proof]) -> dict[str, list[Proof]]:
    """Proofs of each lead; those brought for all (or where no lead is named) stand under each."""
    leads = facts.leads or ("",)
    found: dict[str, list[Proof]] = {lead: [] for lead in leads}
    for proof in proofs:
        for lead in leads:
            if not facts.leads or proof.lead in ("", lead):
                found[lead].append(proof)
    return found


def period_credits(rule: Evidence | Count, facts: Facts, frame: Frame) -> tuple[Due, list[Decimal]]:
    """The spans that have begun, and how far each is fulfilled (1 and more: entirely)."""
    due = _due(rule, facts, frame)
    if isinstance(rule, Count):
        counted = _measured(rule, facts, frame, due) if rule.measure else _proved(facts, frame, due)
        counts = counted[0] if counted else [ZERO] * len(due.spans)
        return due, [count / rule.at_least for count in counts]
    by_lead = _by_lead(facts, _inside(facts, frame, due))
    everywhere = _everywhere(_held(by_lead, due))
    return due, [ONE if at in everywhere else ZERO for at in range(len(due.spans))]


def _held(by_lead: dict[str, list[Proof]], due: Due) -> dict[str, set[int | None]]:
    return {lead: {due.at(proof.day) for proof in proofs} for lead, proofs in by_lead.items()}


def _everywhere(held: dict[str, set[int | None]]) -> set[int | None]:
    """The spans in which every lead brought proof."""
    return set.intersection(*held.values())


def score_evidence(rule: Evidence, facts: Facts, frame: Frame) -> Outcome:
    due = _due(rule, facts, frame)
    if not due.spans:
        return not_yet(rule.months)
    by_lead = _by_lead(facts, _inside(facts, frame, due))
    if rule.due:
        return _by_due_day(rule, by_lead, frame)
    held = _held(by_lead, due)
    everywhere = _everywhere(held)
    coverage = cover(due, [ONE if at in everywhere else ZERO for at in range(len(due.spans))], rule.cover)
    used = _used(by_lead)
    files = sum(proof.files for proof in used)
    missing = [
        _ask_for_proof(lead, [due.spans[at] for at in coverage.open if at not in places], coverage.still)
        for lead, places in held.items()
    ]
    missing += _ask_for_files(rule, files)
    share = min(coverage.share, Decimal(files) / rule.min_files)
    why = _say_evidence(rule, due, coverage, files)
    return _outcome(rule.partial, share, why, missing, _records(used))


def _inside(facts: Facts, frame: Frame, due: Due) -> list[Proof]:
    return [proof for proof in facts.proofs if proof.holds_on(frame.as_of) and due.at(proof.day) is not None]


def _ask_for_files(rule: Evidence, files: int) -> list[str]:
    lacking = rule.min_files - files
    return [f"Bổ sung thêm ít nhất {lacking} tệp minh chứng"] if lacking > 0 and files else []


def _used(by_lead: dict[str, list[Proof]]) -> list[Proof]:
    unique = {(proof.record, proof.day): proof for proofs in by_lead.values() for proof in proofs}
    return sorted(unique.values(), key=lambda proof: (proof.day, proof.record))


def _records(proofs: Iterable[Proof]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(proof.record for proof in proofs))


def _by_due_day(rule: Evidence, by_lead: dict[str, list[Proof]], frame: Frame) -> Outcome:
    month, day = rule.due or (12, 31)
    due_day = frame.day(month, day)
    used = _used(by_lead)
    lacking = [lead for lead, proofs in by_lead.items() if not proofs]
    files = sum(proof.files for proof in used)
    missing = [f"{_said_by(lead)}ổ sung minh chứng (hạn {date_vi(due_day)})" for lead in lacking]
    missing += _ask_for_files(rule, files)
    if lacking:
        state = "đã quá hạn" if frame.as_of > due_day else "hạn"
        why = f"Chưa có đủ minh chứng được chấp nhận, {state} {date_vi(due_day)}"
        return _outcome(rule.partial, ZERO, why, missing, _records(used))
    complete = max(min(proof.day for proof in proofs) for proofs in by_lead.values())
    in_time = complete <= due_day
    share = min(ONE if in_time else rule.late, Decimal(files) / rule.min_files)
    when = "trong hạn" if in_time else "sau hạn"
    why = f"Minh chứng đủ từ ngày {date_vi(complete)}, {when} {date_vi(due_day)}"
    # A late share is a fixed part of the points, not progress that "all or nothing" could cancel.
    return _outcome(rule.partial or files >= rule.min_files, share, why, missing, _records(used))


def _said_by(lead: str) -> str:
    return f"{lead}: b" if lead else "B"


def _ask_for_proof(lead: str, lacking: Sequence[Span], still: int) -> str:
    if not lacking or not still:
        return ""
    return f"{_said_by(lead)}ổ sung minh chứng cho {_choice(lacking, still)}"


def _choice(spans: Sequence[Span], still: int) -> str:
    named = ", ".join(span.label for span in spans[:_NAMED_AT_MOST])
    if len(spans) > _NAMED_AT_MOST:
        named += f" và {len(spans) - _NAMED_AT_MOST} kỳ khác"
    return named if still >= len(spans) else f"ít nhất {still} trong các kỳ: {named}"


def _say_evidence(rule: Evidence, due: Due, coverage: Coverage, files: int) -> str:
    if rule.per is Period.YEAR:
        has = "Đã có" if coverage.done else "Chưa có"
        said = f"{has} minh chứng được chấp nhận trong {due.spans[-1].label}"
    else:
        noun = PERIOD_NOUN[rule.per]
        said = f"Có minh chứng được chấp nhận trong {coverage.done}/{len(coverage.counted)} {noun}"
        said += _say_needed(coverage, noun)
    if rule.min_files > 1:
        said += f", {files}/{rule.min_files} tệp"
    return said


def _say_needed(coverage: Coverage, noun: str) -> str:
    return f" (cần {coverage.needed} {noun})" if coverage.needed < len(coverage.counted) else ""


def score_count(rule: Count, facts: Facts, frame: Frame) -> Outcome:
    due = _due(rule, facts, frame)
    if not due.spans:
        return not_yet(rule.months)
    counted = _measured(rule, facts, frame, due) if rule.measure else _proved(facts, frame, due)
    if counted is None:
        why = f"Chưa có số liệu về số {rule.noun} thực hiện"
        return Outcome(ZERO, Status.NOT_MEASURED, why, (f"Cập nhật số {rule.noun} đã thực hiện",), ())
    counts, records = counted
    asked = Decimal(rule.at_least)
    coverage = cover(due, [count / asked for count in counts], rule.cover)
    done = sum((counts[at] for at in coverage.counted), ZERO)
    missing = []
    if coverage.still and rule.per is Period.YEAR:
        missing.append(f"Thực hiện thêm {in_number(asked - done)} {rule.noun} trong năm")
    elif coverage.still:
        open_spans = [due.spans[at] for at in coverage.open]
        missing.append(f"Bổ sung cho đủ {rule.at_least} {rule.noun}: {_choice(open_spans, coverage.still)}")
    why = _say_count(rule, due, coverage, done)
    return _outcome(rule.partial, coverage.share, why, missing, records)


def _say_count(rule: Count, due: Due, coverage: Coverage, done: Decimal) -> str:
    if len(coverage.counted) == 1:
        where = due.spans[coverage.counted[0]].label
        if done > rule.at_least:
            return f"Đã thực hiện {number_vi(done)} {rule.noun} trong {where} (cần ít nhất {rule.at_least})"
        return f"Đã thực hiện {number_vi(done)}/{rule.at_least} {rule.noun} trong {where}"
    noun = PERIOD_NOUN[rule.per]
    return (
        f"{coverage.done}/{len(coverage.counted)} {noun} có ít nhất {rule.at_least} {rule.noun}"
        f"{_say_needed(coverage, noun)}"
    )


def _measured(
    rule: Count, facts: Facts, frame: Frame, due: Due
) -> tuple[list[Decimal], tuple[str, ...]] | None:
    """The measure's sum in each due span and the records behind; None where nothing was ever read."""
    readings = [one for one in facts.readings if one.measure == rule.measure and frame.holds(one.day)]
    if not readings:
        return None
    counts = [ZERO] * len(due.spans)
    records: dict[str, None] = {}
    for reading in readings:
        at = due.at(reading.day)
        if at is not None:
            counts[at] += reading.numerator
            records[reading.record] = None
    records.pop("", None)
    return counts, tuple(records)


def _proved(facts: Facts, frame: Frame, due: Due) -> tuple[list[Decimal], tuple[str, ...]]:
    """Each lead has to reach the number, so in each span the lead with the fewest proofs decides."""
    by_lead = _by_lead(facts, _inside(facts, frame, due))
    tallies = [Counter(due.at(day) for day in {proof.day for proof in proofs}) for proofs in by_lead.values()]
    counts = [Decimal(min(tally[at] for tally in tallies)) for at in range(len(due.spans))]
    return counts, _records(_used(by_lead))


def _outcome(
    partial: bool, share: Decimal, why: str, missing: Iterable[str], records: tuple[str, ...]
) -> Outcome:
    progress = status_of(share)
    if not partial and share < 1:
        share = ZERO
    todo = () if progress is Status.MET else tuple(text for text in missing if text)
    return Outcome(share, progress, why, todo, records)
