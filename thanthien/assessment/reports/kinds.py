"""Every document the unit can draw up: one table, code → title → builder → what it needs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from thanthien.assessment.reports import planning, results, review_report, sending, steering
from thanthien.assessment.reports.files import CannotReport, ReportFile
from thanthien.assessment.reports.own_form import written
from thanthien.assessment.reports.self_assessment import self_assessment
from thanthien.assessment.reports.sources import Sources
from thanthien.lib.documents.write import AdministrativeDocument
from thanthien.lib.vietnamese import search_key

Builder = Callable[[Sources], AdministrativeDocument]


@dataclass(frozen=True, slots=True)
class Need:
    """Something a document tells of. `says` what is missing without it; `page` is where to mend it."""

    holds: Callable[[Sources], bool]
    says: str
    page: str
    words: str


PLAN = Need(lambda s: s.plan is not None, "Chưa có kế hoạch của năm.", "desk:plans", "Nhập kế hoạch")
TASKS = Need(lambda s: bool(s.tasks), "Chưa có nhiệm vụ của kế hoạch.", "desk:plans", "Nhập kế hoạch")
SET = Need(
    lambda s: s.sheet.adoption is not None, "Chưa chọn bộ tiêu chí.", "desk:criteria", "Mở bộ tiêu chí"
)
LEVEL = Need(
    lambda s: s.sheet.registration is not None, "Chưa đăng ký mức.", "desk:score_register", "Đăng ký mức"
)
POINTS = Need(
    lambda s: s.sheet.has_points and not s.sheet.is_sample,
    "Chưa có bảng điểm chính thức.",
    "desk:criteria",
    "Mở bộ tiêu chí",
)
CONTENT = Need(
    lambda s: s.sheet.adoption is not None or bool(s.tasks),
    "Chưa có kế hoạch và chưa chọn bộ tiêu chí.",
    "desk:criteria",
    "Mở bộ tiêu chí",
)


COMMITTEE = Need(
    lambda s: s.committee_in_charge is not None,
    "Chưa có Ban Chỉ đạo của năm.",
    "desk:steering",
    "Mở Ban Chỉ đạo",
)
INSPECTED = Need(
    lambda s: s.newest_inspection is not None,
    "Chưa có cuộc kiểm tra nào đã tiến hành trong năm.",
    "desk:inspections",
    "Mở kiểm tra",
)
REVIEWED = Need(
    lambda s: s.review is not None,
    "Chưa có cuộc sơ kết, tổng kết của giai đoạn.",
    "desk:reviews",
    "Mở sơ kết, tổng kết",
)

LESSONS = Need(
    lambda s: s.review is None or bool(s.review.lessons.all()),
    "Chưa ghi bài học kinh nghiệm của cuộc sơ kết, tổng kết.",
    "desk:reviews",
    "Ghi bài học",
)
DIFFICULTIES = Need(
    lambda s: s.review is None or bool(s.review_impediments),
    "Giai đoạn chưa ghi vướng mắc nào, nên phần tồn tại và đề xuất để trống.",
    "desk:impediments",
    "Mở vướng mắc",
)


@dataclass(frozen=True, slots=True)
class Kind:
    """`needs` must be there, or nothing can be drawn up; without `wants` the document has blanks.

    `asks` says what the person chooses: "month", "days" or nothing.
    """

    code: str
    title: str
    says: str
    stage: str
    build: Builder
    needs: tuple[Need, ...] = ()
    wants: tuple[Need, ...] = ()
    asks: str = ""

    def lacking(self, sources: Sources) -> list[Need]:
        return [need for need in self.needs if not need.holds(sources)]

    def wanting(self, sources: Sources) -> list[Need]:
        return [need for need in self.wants if not need.holds(sources)]


STAGES = ("Đầu năm", "Trong năm", "Cuối năm")
KINDS: dict[str, Kind] = {
    kind.code: kind
    for kind in (
        Kind(
            "plan",
            "Kế hoạch thực hiện",
            "Mục đích, nội dung, phân công; phụ lục bảng nhiệm vụ. Chưa có kế hoạch thì lập dự thảo từ bộ tiêu chí.",
            STAGES[0],
            planning.plan,
            (CONTENT,),
            (PLAN, LEVEL),
        ),
        Kind(
            "submission",
            "Tờ trình ban hành kế hoạch",
            "Phòng Văn hóa - Xã hội trình UBND dự thảo kế hoạch.",
            STAGES[0],
            planning.submission,
            (CONTENT,),
            (LEVEL,),
        ),
        Kind(
            "registration",
            "Công văn đăng ký mức đạt chuẩn",
            "Gửi cấp trên mức đăng ký của năm, kèm kế hoạch.",
            STAGES[0],
            sending.registration,
            (),
            (PLAN, LEVEL),
        ),
        Kind(
            "assignment",
            "Thông báo phân công nhiệm vụ",
            "Mỗi cơ quan chủ trì, phối hợp việc gì, ai làm, khi nào.",
            STAGES[0],
            planning.assignment,
            (TASKS,),
        ),
        Kind(
            "committee",
            "Quyết định thành lập Ban Chỉ đạo",
            "Dự thảo quyết định kèm danh sách thành viên đang ghi trong hệ thống.",
            STAGES[0],
            steering.committee,
            (COMMITTEE,),
        ),
        Kind(
            "month",
            "Báo cáo tháng",
            "Nhiệm vụ, minh chứng, số liệu trong tháng; việc quá hạn; việc tháng sau.",
            STAGES[1],
            results.of_period,
            (TASKS,),
            (SET,),
            asks="month",
        ),
        Kind(
            "period",
            "Báo cáo đột xuất",
            "Cùng nội dung, theo khoảng ngày được yêu cầu.",
            STAGES[1],
            results.of_period,
            (TASKS,),
            (SET,),
            asks="days",
        ),
        Kind(
            "inspection",
            "Biên bản kiểm tra",
            "Cuộc kiểm tra gần nhất đã tiến hành: nội dung, tồn tại, hạn khắc phục, kết luận.",
            STAGES[1],
            steering.inspection,
            (INSPECTED,),
        ),
        Kind(
            "year",
            "Báo cáo kết quả năm",
            "Kết quả cả năm theo nhiệm vụ và theo tiêu chí, tồn tại, phương hướng.",
            STAGES[2],
            results.of_year,
            (TASKS,),
            (PLAN, SET, LEVEL),
        ),
        Kind(
            "self-assessment",
            "Báo cáo tự đánh giá, chấm điểm",
            "Điểm từng nội dung kèm lý do và danh mục minh chứng.",
            STAGES[2],
            lambda s: self_assessment(s.sheet, s.plan),
            (SET,),
            (PLAN, LEVEL, POINTS),
        ),
        Kind(
            "recognition",
            "Tờ trình đề nghị công nhận",
            "Trình cấp trên thẩm định, công nhận theo kết quả tự đánh giá.",
            STAGES[2],
            sending.recognition,
            (SET,),
            (PLAN, LEVEL, POINTS),
        ),
        Kind(
            "review",
            "Báo cáo sơ kết, tổng kết",
            "Kết quả từng năm của giai đoạn, hội nghị, bài học; theo cuộc sơ kết, tổng kết có năm này.",
            STAGES[2],
            review_report.review_report,
            (REVIEWED,),
            (PLAN, LESSONS, DIFFICULTIES),
        ),
    )
}


def whole_year(code: str) -> bool:
    """Whether the document tells of all twelve months."""
    return code == "year"


def draw_up(kind: Kind, sources: Sources) -> AdministrativeDocument:
    """The document. Raises CannotReport with what has to be there first."""
    lacking = kind.lacking(sources)
    if lacking:
        says = " ".join(need.says for need in lacking)
        raise CannotReport(f"Chưa lập được “{kind.title}”. {says} {lacking[0].words} trước rồi lập lại.")
    return kind.build(sources)


def document_file(
    kind: Kind, sources: Sources, *, form: str, font_folders: Iterable[Path] = ()
) -> ReportFile:
    """The document as .docx or .pdf. Raises CannotReport, and `FontMissing` where PDF finds no face."""
    document = draw_up(kind, sources)
    content = written(document, unit=sources.unit, kind=kind.code, form=form, font_folders=font_folders)
    return ReportFile(f"{file_stem(kind, sources)}.{form}", content)


def file_stem(kind: Kind, sources: Sources) -> str:
    """ "bao-cao-thang-xa-thanh-binh-2026-06"."""
    when = str(sources.year)
    if kind.asks == "month":
        when = f"{sources.span.first:%Y-%m}"
    elif kind.asks == "days":
        when = f"{_compact(sources.span.first)}-{_compact(sources.span.last)}"
    return re.sub(r"\W+", "-", search_key(f"{kind.title} {sources.unit.full_name}")) + f"-{when}"


def _compact(day: date) -> str:
    return f"{day:%Y%m%d}"
