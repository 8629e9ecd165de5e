"""How a row is scored, said in a sentence for the people who are scored by it."""

from __future__ import annotations

from thanthien.assessment.scoring.needs import OP_SAID
from thanthien.lib.rules import AllOf, Count, Deduction, Evidence, Judged, Period, Ratio, Rule, Survey
from thanthien.lib.rules.periods import ALL_MONTHS, PERIOD_NOUN
from thanthien.lib.vietnamese import number_vi, percent_vi
from thanthien.programme.measures.registry import measure_of

_MODES = {
    "sum": "cộng theo từng phần",
    "least": "tính theo phần thấp nhất",
    "most": "tính theo phần cao nhất",
}


def rule_in_words(rule: Rule) -> list[str]:
    """One sentence; for a row of several conditions one for each."""
    if isinstance(rule, AllOf):
        said = [text for part in rule.parts for text in rule_in_words(part.rule)]
        how = f"Điểm {_MODES[rule.mode]}."
        if rule.unmeasured == "left_out":
            how += " Phần nào chưa đo thì chưa tính."
        return [*said, how]
    return [f"{_say(rule)}."]


def _say(rule: Rule) -> str:
    match rule:
        case Evidence():
            return _evidence(rule)
        case Count():
            what = f"Ít nhất {rule.at_least} {rule.noun} mỗi {PERIOD_NOUN[rule.per]}"
            return f"{what}{_cover(rule)}{_months(rule.months)}, tính từ {_source(rule.measure)}"
        case Ratio():
            return _ratio(rule)
        case Survey():
            least = f" và có ít nhất {rule.min_sample} phiếu" if rule.min_sample > 1 else ""
            return f"Tỷ lệ phiếu hài lòng, rất hài lòng{_bound(rule, '>=')}{least}{_months(rule.months)}"
        case Deduction():
            each = (
                percent_vi(rule.each_share) + " số điểm"
                if rule.each_share is not None
                else f"{number_vi(rule.each_points or 0)} điểm"
            )
            return f"Đủ điểm khi không có {rule.noun} vi phạm; mỗi {rule.noun} trừ {each}"
        case Judged():
            return "Người có thẩm quyền chấm, ghi rõ lý do"
    return ""


def _evidence(rule: Evidence) -> str:
    if rule.due:
        said = f"Có minh chứng được chấp nhận trước hết ngày {rule.due[1]:02d}/{rule.due[0]:02d}"
        return said + ("" if rule.late == 1 else f"; sau hạn còn {percent_vi(rule.late)} số điểm")
    if rule.per is Period.YEAR:
        said = "Có minh chứng được chấp nhận trong năm"
    else:
        said = f"Có minh chứng được chấp nhận trong mỗi {PERIOD_NOUN[rule.per]}{_cover(rule)}"
    files = f", ít nhất {rule.min_files} tệp cả năm" if rule.min_files > 1 else ""
    return f"{said}{_months(rule.months)}{files}, đủ của từng cơ quan chủ trì"


def _ratio(rule: Ratio) -> str:
    measure = measure_of(rule.measure)
    said = f"{measure.label}: {measure.numerator.lower()} trên {measure.denominator.lower()}"
    linear = ", thấp hơn thì tính theo tỷ lệ" if rule.mode == "linear" else ""
    return f"{said}{_bound(rule, rule.op)}{linear}"


def _bound(rule: Ratio | Survey, op: str) -> str:
    if rule.threshold is not None:
        return f" đạt {OP_SAID[op]} {percent_vi(rule.threshold)}"
    steps = ", ".join(f"{OP_SAID[op]} {percent_vi(b.at)} được {percent_vi(b.share)} điểm" for b in rule.bands)
    return f": {steps}"


def _cover(rule: Evidence | Count) -> str:
    return "" if rule.cover == 1 else f" (ít nhất {percent_vi(rule.cover)} số kỳ)"


def _months(months: tuple[int, ...]) -> str:
    if months == ALL_MONTHS:
        return ""
    return f" (các tháng {', '.join(str(month) for month in months)})"


def _source(measure: str) -> str:
    return measure_of(measure).label.lower() if measure else "minh chứng được chấp nhận"
