"""What the report says of the results, in the register of an official report, from the sheet alone.

Nothing is claimed that no record shows: where a reason is for people to know, the report leaves a line
in square brackets for them to fill in.
"""

from __future__ import annotations

from collections.abc import Sequence

from thanthien.assessment.reports.phrases import inside, listed, sentence
from thanthien.assessment.scoring.sheet import Line, ScoreSheet
from thanthien.lib.rules import Status
from thanthien.lib.vietnamese import number_vi

STRONG_NAMED, WEAK_NAMED, STEPS_NAMED = 4, 6, 8
TO_FILL = "[Đơn vị bổ sung nguyên nhân khách quan, chủ quan của các tồn tại nêu trên.]"


def leaves_of(line: Line) -> list[Line]:
    return [one for one in line.walk() if one.is_leaf]


def of_criterion(line: Line) -> list[str]:
    """Paragraphs on one criterion of the top: how its rows stand, what is strong, what is weak."""
    leaves = leaves_of(line)
    met = [one for one in leaves if one.status is Status.MET]
    absent = [one for one in leaves if one.status is Status.NOT_APPLICABLE]
    weak = sorted((one for one in leaves if one.is_open), key=lambda one: -one.lost)
    said = []
    if len(leaves) > 1:
        if len(met) == len(leaves):
            said.append(f"Cả {len(leaves)} nội dung đều đạt yêu cầu.")
        elif met:
            said.append(f"Trong {len(leaves)} nội dung, {len(met)} nội dung đạt yêu cầu.")
        else:
            said.append(f"Trong {len(leaves)} nội dung, chưa nội dung nào đạt đầy đủ yêu cầu.")
    if met and len(leaves) > 1:
        best = sorted(met, key=lambda one: -(one.maximum or 0))
        said.append(f"Kết quả tiêu biểu: {listed([one.title for one in best], STRONG_NAMED)}.")
    if absent:
        said.append(f"Trong kỳ không phát sinh: {listed([one.title for one in absent], STRONG_NAMED)}.")
    if weak and len(leaves) > 1:
        said.append("Nội dung chưa đạt hoặc mới đạt một phần:")
    return [" ".join(said), *weak_lines(weak)] if said else weak_lines(weak)


def weak_lines(weak: Sequence[Line]) -> list[str]:
    """A line a weak row, the largest loss first; the rest counted."""
    lines = [f"- {sentence(one.title)[:-1]}: {inside(one.why)}." for one in weak[:WEAK_NAMED]]
    rest = len(weak) - WEAK_NAMED
    if rest > 0:
        lines.append(f"- {rest} nội dung khác, chi tiết tại Phụ lục I.")
    return lines


def remaining(sheet: ScoreSheet) -> list[str]:
    """What is left to do, grouped by what is lacking; a line a group."""
    leaves = sheet.leaves
    unjudged = [one for one in leaves if one.is_judged and one.status is Status.NOT_MEASURED]
    unmeasured = [one for one in leaves if one.measures and one.status is Status.NOT_MEASURED]
    unproved = [one for one in leaves if one.counts_proof and one.is_open]
    below = [
        one
        for one in leaves
        if one.measures and one.status in (Status.PARTLY, Status.UNMET) and not one.counts_proof
    ]
    groups = (
        (unproved, "nội dung chưa đủ minh chứng theo kỳ yêu cầu"),
        (below, "nội dung có số liệu chưa đạt mức yêu cầu"),
        (unmeasured, "nội dung chưa có số liệu"),
        (unjudged, "nội dung chưa được chấm điểm"),
    )
    return [
        f"- {len(rows)} {what}: {listed([one.title for one in rows], STRONG_NAMED)}."
        for rows, what in groups
        if rows
    ]


def causes(sheet: ScoreSheet) -> list[str]:
    """The causes that records show; the others are for the unit to write."""
    said = []
    waiting = sum(len(line.waiting) for line in sheet.lines)
    returned = sum(len(line.returned) for line in sheet.lines)
    unserved = [one for one in sheet.leaves if one.counts_proof and not one.tasks]
    if waiting:
        said.append(f"- {waiting} minh chứng đã nộp nhưng chưa được kiểm tra, chưa tính vào điểm.")
    if returned:
        said.append(f"- {returned} minh chứng được trả lại để bổ sung, chưa nộp lại.")
    if unserved:
        titles = listed([one.title for one in unserved], STRONG_NAMED)
        said.append(f"- {len(unserved)} nội dung chưa được giao thành nhiệm vụ trong kế hoạch: {titles}.")
    return said


def next_steps(sheet: ScoreSheet) -> list[str]:
    """What will be done next: the rows of the way up with what each lacks."""
    way = next((way for way in sheet.ways if way.is_registered), sheet.way_up)
    left = [one for one in sheet.leaves if one.is_open]
    rows = [step.line for step in way.steps] if way else left
    lines = []
    for one in rows[:STEPS_NAMED]:
        todo = f": {_todo(one)}" if one.missing else ""
        lines.append(f"- {sentence(one.title)[:-1]}{todo}.")
    return lines


def _todo(line: Line) -> str:
    """The first thing to do; where it begins with an agency's name that keeps its capital."""
    text = line.missing[0]
    return text if text.startswith(line.leads) else inside(text)


def result(sheet: ScoreSheet) -> str:
    """The sentence with the total and what it means."""
    if sheet.points is None or sheet.maximum is None:
        met = sum(one.status is Status.MET for one in sheet.leaves)
        return (
            f"Bộ tiêu chí chưa có bảng điểm nên báo cáo chưa nêu điểm. Theo minh chứng và số liệu, "
            f"{met}/{len(sheet.leaves)} nội dung đạt yêu cầu."
        )
    said = f"Tổng điểm tự chấm: {number_vi(sheet.points)}/{number_vi(sheet.maximum)} điểm"
    if sheet.is_sample:
        said += " (điểm mẫu, không phải bảng điểm chính thức)"
    if sheet.total.left_out:
        said += f", trong đó {sheet.total.left_out} nội dung không phát sinh được bỏ ra khỏi tổng điểm"
    reached = sheet.level.reached_label
    return f"{said}. Đối chiếu với khung điểm của bộ tiêu chí: {reached}." if reached else f"{said}."


def proposal(sheet: ScoreSheet, committee: str) -> list[str]:
    """What the unit asks of the level above: recognition of the level reached, or nothing yet, and why."""
    name, above = sheet.unit.full_name, _above(sheet)
    if sheet.is_sample:
        return [
            "Điểm trong báo cáo này tính theo điểm mẫu nên chưa dùng làm căn cứ đề nghị công nhận. "
            "Khi có bảng điểm của cấp có thẩm quyền, đơn vị tính lại và đề nghị theo kết quả đó."
        ]
    if not sheet.has_points:
        return [f"Đề nghị {above} ban hành, hướng dẫn bảng điểm để đơn vị chấm điểm và đề nghị công nhận."]
    if sheet.registration is None:
        return ["Đơn vị chưa đăng ký nên chưa đề nghị công nhận trong năm."]
    if sheet.level.level is None:
        return [f"Kết quả tự chấm chưa đạt mức thấp nhất nên {committee} chưa đề nghị công nhận trong năm."]
    asked = (
        f"{committee} đề nghị {above} xem xét, thẩm định và công nhận {name} đạt “Chính quyền thân thiện” "
    )
    lines = [f"{asked}{inside(sheet.level.label)} năm {sheet.year}."]
    if sheet.level.level < sheet.registration.level and sheet.criteria_set:
        word = sheet.criteria_set.level_word
        lines.append(
            f"Mức đề nghị thấp hơn mức đã đăng ký ({word} {sheet.registration.level}); "
            "đơn vị sẽ tiếp tục khắc phục các nội dung nêu tại Mục III."
        )
    return lines


def _above(sheet: ScoreSheet) -> str:
    parent = sheet.unit.parent
    return f"Ủy ban nhân dân {parent.full_name}" if parent else "cấp có thẩm quyền"
