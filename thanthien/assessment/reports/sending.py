"""What goes up to the city: the level registered at the year's beginning, recognition asked for at its end."""

from __future__ import annotations

from thanthien.assessment.reports.frame import (
    MODEL,
    bases_of,
    level_words,
    official,
    paragraphs,
    recipients_of,
)
from thanthien.assessment.reports.phrases import inside, plan_named
from thanthien.assessment.reports.sources import Sources
from thanthien.lib.documents.write import AdministrativeDocument
from thanthien.lib.vietnamese import number_vi


def registration(sources: Sources) -> AdministrativeDocument:
    """The letter that registers the level of the year."""
    kept = sources.plan
    sent = (
        f" (gửi kèm {plan_named(kept, '')})".replace("  ", " ") if kept else " [kèm theo Kế hoạch của đơn vị]"
    )
    lines = (
        f"Thực hiện chỉ đạo của {sources.above} về xây dựng {MODEL}, {sources.committee} đăng ký thực hiện "
        f"năm {sources.year} như sau:",
        f"1. Mức đăng ký: đạt “Chính quyền thân thiện” {level_words(sources, kept)} năm {sources.year}.",
        f"2. Đơn vị đã xây dựng kế hoạch, phân công nhiệm vụ và thời gian thực hiện{sent}.",
        f"3. Đầu mối liên hệ: {_focal_point(sources)}.",
        f"{sources.committee} đề nghị {sources.above} xem xét, tổng hợp, theo dõi./.",
    )
    return official(
        sources,
        abbreviation="",
        kind="CÔNG VĂN",
        subject=f"Đăng ký mức đạt chuẩn {MODEL} năm {sources.year}",
        blocks=paragraphs(*lines),
        letter=True,
        addressees=(sources.above, "Sở Nội vụ"),
        recipients=("Như trên", *recipients_of(sources)),
    )


def _focal_point(sources: Sources) -> str:
    division = sources.coordinating
    staff = sources.staff.get(division.pk) if division else None
    if division is None or staff is None or not staff.focal_points:
        return "[họ và tên, chức vụ, điện thoại]"
    person = staff.focal_points[0].person
    phone = f", điện thoại {person.phone}" if person.phone else ""
    return f"{person.full_name}, {division.name}{phone}"


def recognition(sources: Sources) -> AdministrativeDocument:
    """The tờ trình that asks the level above to appraise and to recognise."""
    sheet = sources.sheet
    lines = (
        f"Năm {sources.year}, {sources.committee} đã tổ chức thực hiện {MODEL} theo bộ tiêu chí và kế hoạch đã "
        "ban hành.",
        f"1. Kết quả tự đánh giá: {_result(sources)}",
        f"2. Hồ sơ gửi kèm: báo cáo kết quả tự đánh giá, bảng tự chấm điểm và minh chứng của "
        f"{len(sheet.leaves)} nội dung.",
        f"3. Đề nghị: {sources.committee} trình {sources.above} xem xét, thẩm định và công nhận "
        f"{sources.unit.full_name} đạt “Chính quyền thân thiện” {_asked(sources)} năm {sources.year}.",
        f"{sources.committee} cam kết về tính chính xác của số liệu và minh chứng trong hồ sơ, kính trình "
        f"{sources.above} xem xét, quyết định./.",
    )
    return official(
        sources,
        abbreviation="TTr",
        kind="TỜ TRÌNH",
        subject=f"Về việc đề nghị thẩm định, công nhận {MODEL} năm {sources.year}",
        blocks=paragraphs(*lines),
        addressees=(sources.above,),
        legal_bases=bases_of(sources),
        recipients=("Như trên", *recipients_of(sources)),
    )


def _result(sources: Sources) -> str:
    sheet = sources.sheet
    if sheet.points is None or sheet.maximum is None:
        return "[điểm tự chấm: chưa có bảng điểm]."
    said = f"{number_vi(sheet.points)}/{number_vi(sheet.maximum)} điểm"
    if sheet.is_sample:
        return f"{said} (ĐIỂM MẪU, chưa dùng làm căn cứ đề nghị)."
    return f"{said}, {inside(sheet.level.reached_label)}." if sheet.level.reached_label else f"{said}."


def _asked(sources: Sources) -> str:
    """The level that may be asked for: reached by official points and registered; else a blank."""
    sheet = sources.sheet
    word = sheet.criteria_set.level_word if sheet.criteria_set else "mức"
    if sheet.is_sample or not sheet.level.recognised:
        return f"{word} […]"
    return f"{word} {sheet.level.level}"
