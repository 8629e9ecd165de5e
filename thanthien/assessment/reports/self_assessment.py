"""The yearly report on self-assessment, in the layout of Nghị định 30/2020, from the live sheet and the plan."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from thanthien.assessment.reports import phrases, wording
from thanthien.assessment.reports.files import CannotReport, ReportFile
from thanthien.assessment.reports.own_form import written
from thanthien.assessment.reports.tables import (
    Tables,
    proof_block,
    score_block,
    summary_block,
    tables_of,
    workbook,
)
from thanthien.assessment.scoring.sheet import ScoreSheet
from thanthien.lib.documents.write import (
    AdministrativeDocument,
    Annex,
    Block,
    Heading,
    Text,
    write_xlsx,
)
from thanthien.lib.vietnamese import date_vi, long_date_vi, search_key
from thanthien.programme.plans.models import Plan, TaskAgency
from thanthien.programme.plans.queries import rows_of

MODEL = "mô hình “Chính quyền thân thiện”"
SAMPLE = "ĐIỂM MẪU – KHÔNG PHẢI BẢNG ĐIỂM CHÍNH THỨC"


def report_file(
    sheet: ScoreSheet, plan: Plan | None, *, form: str, font_folders: Iterable[Path] = ()
) -> ReportFile:
    """The report as a file. `form` is docx, pdf or xlsx (the tables alone).

    Raises CannotReport without a criteria set or for another form, `FontMissing` where PDF finds no face.
    """
    if sheet.adoption is None:
        raise CannotReport(
            f"Chưa lập được báo cáo vì đơn vị chưa chọn bộ tiêu chí năm {sheet.year}. Hãy chọn bộ tiêu chí trước."
        )
    tables = tables_of(sheet)
    if form == "xlsx":
        content = write_xlsx(workbook(tables, sheet))
    elif form in ("docx", "pdf"):
        document = self_assessment(sheet, plan, tables)
        content = written(
            document, unit=sheet.unit, kind="self-assessment", form=form, font_folders=font_folders
        )
    else:
        raise CannotReport(f"Không lập được tệp “.{form}”. Hãy chọn .docx, .pdf hoặc .xlsx.")
    name = re.sub(r"\s+", "-", search_key(f"tu danh gia {sheet.unit.full_name} {sheet.year}"))
    return ReportFile(f"{name}.{form}", content)


def self_assessment(
    sheet: ScoreSheet, plan: Plan | None, tables: Tables | None = None
) -> AdministrativeDocument:
    """The report as a document; number, day and month are left for the registry to fill in."""
    tables = tables or tables_of(sheet)
    unit = sheet.unit
    committee = f"Ủy ban nhân dân {unit.full_name}"
    return AdministrativeDocument(
        issuer=unit.issuer,
        number="      /BC-UBND",
        place=unit.name,
        kind="BÁO CÁO",
        subject=f"Kết quả tự đánh giá, chấm điểm thực hiện {MODEL} năm {sheet.year}",
        blocks=tuple(_body(sheet, plan, tables, committee)),
        year=sheet.year,
        legal_bases=tuple(_bases(sheet, plan, committee)),
        authority=phrases.authority(plan),
        signer=plan.signer if plan else "",
        recipients=_recipients(sheet, plan),
        annexes=_annexes(sheet, tables),
        issuer_in_words=committee,
    )


def _bases(sheet: ScoreSheet, plan: Plan | None, committee: str) -> Iterable[str]:
    """The plan's bases, the decision of the criteria set where the plan leaves it out, the plan itself."""
    bases = list(plan.legal_bases.all()) if plan else []
    yield from (phrases.basis(one) for one in bases)
    kept = sheet.criteria_set
    if kept and kept.decision_number and kept.decision_number not in {one.number for one in bases}:
        issued = kept.decision_date.isoformat() if kept.decision_date else ""
        named = phrases.document_named(
            "Quyết định", kept.decision_number, issued, kept.issuer, f"ban hành {phrases.inside(kept.title)}"
        )
        yield f"Căn cứ {named}"
    if plan:
        yield f"Căn cứ {phrases.plan_named(plan, committee)}"


def _recipients(sheet: ScoreSheet, plan: Plan | None) -> tuple[str, ...]:
    """The level above first, then those of the plan; the archive line stands last."""
    parent = sheet.unit.parent
    first = [f"UBND {parent.full_name} (để báo cáo)"] if parent else []
    named = [str(one).strip(" -–;.") for one in (plan.recipients if plan else [])]
    others = [one for one in named if one and not one.lower().startswith("lưu")]
    archive = [one for one in named if one.lower().startswith("lưu")][:1] or ["Lưu: VT"]
    return (*first, *others, *archive)


def _body(sheet: ScoreSheet, plan: Plan | None, tables: Tables, committee: str) -> Iterable[Block]:
    until = date_vi(sheet.as_of)
    if sheet.is_sample:
        yield Text(SAMPLE, bold=True, align="centre", indent=False)
    yield Text(
        f"{committee} báo cáo kết quả tự đánh giá, chấm điểm thực hiện {MODEL} năm {sheet.year} "
        f"(số liệu tính đến ngày {until}) như sau:"
    )
    yield Heading("I. TÌNH HÌNH CHUNG")
    yield from _general(sheet, plan, tables, committee)
    yield Heading("II. KẾT QUẢ THỰC HIỆN CÁC TIÊU CHÍ")
    yield Text(wording.result(sheet))
    if sheet.has_points:
        yield summary_block(sheet)
    for number, line in enumerate(sheet.top, 1):
        yield Heading(f"{number}. {phrases.sentence(line.title)[:-1]}", level=2)
        yield from _texts(wording.of_criterion(line))
    yield Heading("III. TỒN TẠI, HẠN CHẾ VÀ NGUYÊN NHÂN")
    yield from _remaining(sheet)
    yield Heading("IV. ĐỀ XUẤT, KIẾN NGHỊ")
    yield from _texts(wording.proposal(sheet, committee))
    yield Text(
        f"Trên đây là báo cáo kết quả tự đánh giá, chấm điểm thực hiện {MODEL} năm {sheet.year} "
        f"của {committee}./."
    )


def _texts(lines: Iterable[str]) -> Iterable[Text]:
    return (Text(line) for line in lines if line)


def _general(sheet: ScoreSheet, plan: Plan | None, tables: Tables, committee: str) -> Iterable[Block]:
    yield Heading("1. Ban hành kế hoạch, phân công nhiệm vụ", level=2)
    tasks = rows_of(sheet.unit, sheet.year).exclude(criterion=None)
    leading = TaskAgency.objects.filter(task__in=tasks, part=TaskAgency.Part.LEAD).exclude(agency=None)
    count = tasks.count()
    if plan:
        yield Text(f"{committee} đã ban hành {phrases.plan_named(plan, '')}.".replace("  ", " "))
    else:
        yield Text(f"[Đơn vị bổ sung thông tin về kế hoạch năm {sheet.year}.]", italic=True)
    if count:
        yield Text(
            f"Các nội dung của bộ tiêu chí được cụ thể hóa thành {count} nhiệm vụ, "
            f"giao cho {leading.values('agency').distinct().count()} cơ quan, đơn vị chủ trì."
        )
    yield Heading("2. Đăng ký mức đạt chuẩn", level=2)
    yield Text(_registered(sheet))
    yield Heading("3. Công tác chỉ đạo, theo dõi", level=2)
    if plan and plan.steering:
        members = "; ".join(str(one).strip(" -;.") for one in plan.steering)
        yield Text(f"Thành phần chỉ đạo thực hiện: {members}.")
    waiting = sum(len(line.waiting) for line in sheet.lines)
    yield Text(
        f"Đến ngày {date_vi(sheet.as_of)}, {tables.proof_count} minh chứng đã được kiểm tra và chấp nhận"
        + (f"; {waiting} minh chứng đang chờ kiểm tra" if waiting else "")
        + ". Danh mục minh chứng tại Phụ lục II."
    )


def _registered(sheet: ScoreSheet) -> str:
    kept = sheet.registration
    if kept is None or sheet.criteria_set is None:
        return f"Đơn vị chưa đăng ký mức đạt chuẩn năm {sheet.year}."
    number = f", văn bản số {kept.document_number}" if kept.document_number else ""
    late = " (sau hạn đăng ký)" if sheet.is_late else ""
    level = f"{sheet.criteria_set.level_word} {kept.level}"
    day = long_date_vi(kept.registered_date)
    return f"Đơn vị đăng ký đạt {level} năm {sheet.year}, {day}{number}{late}."


def _remaining(sheet: ScoreSheet) -> Iterable[Block]:
    lines = wording.remaining(sheet)
    if not lines:
        yield Text("Các nội dung của bộ tiêu chí đều đạt yêu cầu, không có tồn tại.")
        return
    yield Heading("1. Tồn tại, hạn chế", level=2)
    yield from _texts(lines)
    yield Heading("2. Nguyên nhân", level=2)
    yield from _texts(wording.causes(sheet))
    yield Text(wording.TO_FILL, italic=True)
    yield Heading("3. Việc tiếp tục thực hiện", level=2)
    yield from _texts(wording.next_steps(sheet))


def _annexes(sheet: ScoreSheet, tables: Tables) -> tuple[Annex, ...]:
    mark = f" ({SAMPLE})" if sheet.is_sample else ""
    title = (
        f"BẢNG TỰ CHẤM ĐIỂM NĂM {sheet.year}" if sheet.has_points else f"KẾT QUẢ TỰ ĐÁNH GIÁ NĂM {sheet.year}"
    )
    first: list[Block] = [score_block(tables, sheet)]
    if not sheet.has_points:
        first.insert(0, Text("Bộ tiêu chí chưa có bảng điểm nên bảng này không có điểm.", italic=True))
    second: Block = (
        proof_block(tables)
        if tables.proofs
        else Text("Chưa có minh chứng nào được chấp nhận trong năm.", indent=False)
    )
    return (
        Annex(f"{title}{mark}", tuple(first), landscape=True),
        Annex(f"DANH MỤC MINH CHỨNG NĂM {sheet.year}", (second,)),
    )
