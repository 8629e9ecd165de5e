"""What is missing before the report can be sent."""

from __future__ import annotations

from dataclasses import dataclass

from thanthien.assessment.rounds.queries import Deadline, deadline_of
from thanthien.assessment.scoring.sheet import ScoreSheet
from thanthien.lib.rules import Status
from thanthien.programme.plans.models import Plan


@dataclass(frozen=True, slots=True)
class Concern:
    """`stops`: the report should not go out like this. `target`: ("task"|"score"|"figures"|…, "") to mend it."""

    text: str
    stops: bool
    target: str


def concerns_of(sheet: ScoreSheet, plan: Plan | None) -> list[Concern]:
    """Everything that should be looked at first, the serious before the others."""
    leaves = sheet.leaves
    waiting = sum(len(line.waiting) for line in sheet.lines)
    returned = sum(len(line.returned) for line in sheet.lines)
    unjudged = sum(one.is_judged and one.status is Status.NOT_MEASURED for one in leaves)
    unmeasured = sum(bool(one.measures) and one.status is Status.NOT_MEASURED for one in leaves)
    found = [
        (sheet.adoption is None, "Chưa chọn bộ tiêu chí.", True, "criteria"),
        (
            bool(sheet.adoption) and not sheet.has_points,
            "Bộ tiêu chí chưa có bảng điểm: báo cáo sẽ không có điểm.",
            True,
            "criteria",
        ),
        (
            sheet.is_sample,
            "Đang dùng điểm mẫu: báo cáo mang chữ “Điểm mẫu” và chưa gửi được.",
            True,
            "criteria",
        ),
        (
            bool(sheet.adoption) and sheet.registration is None,
            "Chưa đăng ký mức: không được công nhận.",
            True,
            "register",
        ),
        (
            plan is None,
            "Chưa có kế hoạch của năm: báo cáo thiếu căn cứ, nơi nhận và người ký.",
            True,
            "plans",
        ),
        (waiting > 0, f"{waiting} minh chứng chờ kiểm tra, chưa tính vào điểm.", False, "waiting"),
        (returned > 0, f"{returned} minh chứng bị trả lại, chưa nộp lại.", False, "tasks"),
        (unjudged > 0, f"{unjudged} nội dung chưa được chấm.", False, "open"),
        (unmeasured > 0, f"{unmeasured} nội dung chưa có số liệu.", False, "figures"),
    ]
    kept = [Concern(text, stops, target) for holds, text, stops, target in found if holds]
    return sorted(kept, key=lambda concern: not concern.stops)


def report_deadline(sheet: ScoreSheet) -> Deadline | None:
    """By when the report has to be with the level above."""
    return deadline_of(sheet.criteria_set, "self_assessment", sheet.year) if sheet.criteria_set else None
