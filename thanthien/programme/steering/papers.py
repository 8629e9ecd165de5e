"""Steering on paper: the assignment table as Word and Excel, the agencies' reports put together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from thanthien.lib.documents.write import (
    AdministrativeDocument,
    Annex,
    Column,
    Heading,
    Sheet,
    SheetColumn,
    SheetRow,
    TableBlock,
    TableRow,
    Text,
)
from thanthien.lib.vietnamese import date_vi
from thanthien.platform.units.models import Unit
from thanthien.programme.steering.models import Committee, CommitteeMember, ReportRequest, UnitReport
from thanthien.programme.steering.queries import Duty, days_late

_NOBODY = "Chưa phân công"
MODEL = "Chính quyền thân thiện"


def assignment_document(
    unit: Unit,
    year: int,
    duties: Sequence[Duty],
    committee: Committee | None,
    members: Sequence[CommitteeMember],
) -> AdministrativeDocument:
    """The assignment table as an annex of a decision; number, day and signature are left to be filled in.

    It names persons and committee members as assigned now. The notice by which each agency reads its own share
    of the plan is another paper: `assignment` of `assessment/reports/planning`.
    """
    body = f"Ủy ban nhân dân {unit.full_name}"
    annexes = [Annex(f"Phân công nhiệm vụ thực hiện {MODEL} năm {year}", (_tasks(duties),), landscape=True)]
    if members:
        title = f"Phân công thành viên {committee.name if committee else 'Ban Chỉ đạo'}"
        annexes.append(Annex(title, (_members(members),)))
    return AdministrativeDocument(
        issuer=unit.issuer,
        number="      /QĐ-UBND",
        place=unit.name,
        kind="QUYẾT ĐỊNH",
        subject=f"Phân công nhiệm vụ thực hiện {MODEL} năm {year}",
        year=year,
        blocks=(
            Text(
                "Điều 1. Phân công nhiệm vụ cho các cơ quan, cá nhân và thành viên Ban Chỉ đạo "
                "theo các phụ lục kèm theo."
            ),
            Text(
                "Điều 2. Các cơ quan, cá nhân được phân công thực hiện nhiệm vụ đúng thời hạn, "
                "gửi minh chứng và báo cáo kết quả về Phòng Văn hóa - Xã hội."
            ),
            Text("Điều 3. Các cơ quan, cá nhân có tên tại Điều 1 chịu trách nhiệm thi hành Quyết định này."),
        ),
        authority=("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
        recipients=("Như Điều 3", "Lưu: VT, VHXH"),
        annexes=tuple(annexes),
        issuer_in_words=body,
    )


def _tasks(duties: Iterable[Duty]) -> TableBlock:
    columns = (
        Column("TT", 1.2, "centre"), Column("Nhiệm vụ", 9.6), Column("Cơ quan chủ trì", 4.4),
        Column("Người thực hiện", 3.8), Column("Ban Chỉ đạo theo dõi", 3.6), Column("Hạn", 2.1, "centre"),
    )  # fmt: skip
    rows: list[TableRow] = []
    group = None
    for number, duty in enumerate(duties, 1):
        if duty.task.group != group:
            group = duty.task.group
            rows.append(TableRow((group or "Nhiệm vụ khác",), bold=True, span=True))
        rows.append(TableRow((str(number), *_said(duty))))
    return TableBlock(columns, tuple(rows), size=11)


def _said(duty: Duty) -> tuple[str, str, str, str, str]:
    due = date_vi(duty.task.due_date) if duty.task.due_date else ""
    leads = "; ".join(lead.name for lead in duty.leads) or _NOBODY
    people = "; ".join(str(lead.assignee) for lead in duty.leads if lead.assignee) or _NOBODY
    watch = "; ".join(str(charge.member) for charge in duty.charges)
    return duty.task.title, leads, people, watch, due


def _members(members: Iterable[CommitteeMember]) -> TableBlock:
    columns = (
        Column("TT", 1.2, "centre"),
        Column("Họ và tên, chức vụ", 6.3),
        Column("Vai trò", 3.3),
        Column("Phụ trách", 5.2),
    )
    rows = []
    for number, m in enumerate(members, 1):
        post = ", ".join(part for part in (m.title if m.full_name else "", m.organisation) if part)
        invited = " (mời)" if m.is_invited else ""
        name = f"{m}{f' – {post}' if post else ''}{invited}"
        rows.append(TableRow((str(number), name, m.get_role_display(), m.duty)))
    return TableBlock(columns, tuple(rows))


def assignment_workbook(
    unit: Unit, year: int, duties: Sequence[Duty], members: Sequence[CommitteeMember]
) -> tuple[Sheet, ...]:
    title = f"PHÂN CÔNG NHIỆM VỤ {MODEL.upper()} NĂM {year} – {unit.full_name.upper()}"
    rows = [
        SheetRow((n, duty.task.group, *_said(duty)[:4], duty.task.due_date, duty.task.get_state_display()))
        for n, duty in enumerate(duties, 1)
    ]
    columns = (
        SheetColumn("TT", 6), SheetColumn("Nhóm", 28), SheetColumn("Nhiệm vụ", 60),
        SheetColumn("Cơ quan chủ trì", 28), SheetColumn("Người thực hiện", 24),
        SheetColumn("Ban Chỉ đạo theo dõi", 24), SheetColumn("Hạn", 12, "dd/mm/yyyy"),
        SheetColumn("Trạng thái", 16),
    )  # fmt: skip
    sheets = [Sheet("Phân công", title, columns, tuple(rows))]
    if members:
        heads = (
            SheetColumn("TT", 6), SheetColumn("Họ và tên", 28), SheetColumn("Chức vụ", 32),
            SheetColumn("Cơ quan, tổ chức", 28), SheetColumn("Vai trò", 22), SheetColumn("Mời", 8),
            SheetColumn("Phụ trách", 50),
        )  # fmt: skip
        lines = tuple(
            SheetRow(
                (
                    n,
                    m.full_name,
                    m.title,
                    m.organisation,
                    m.get_role_display(),
                    "x" if m.is_invited else "",
                    m.duty,
                )
            )
            for n, m in enumerate(members, 1)
        )
        sheets.append(Sheet("Ban Chỉ đạo", "THÀNH VIÊN BAN CHỈ ĐẠO", heads, lines))
    return tuple(sheets)


def reports_together(
    request: ReportRequest, reports: Sequence[UnitReport], today: date
) -> AdministrativeDocument:
    """The agencies' reports under one another, with who is late or missing said first."""
    unit = request.unit
    came = [one for one in reports if one.first_handed_at]
    missing = [one.agency.name for one in reports if not one.first_handed_at]
    late = [one.agency.name for one in came if days_late(one, request.due_date, today)]
    said = f"Đã nhận {len(came)}/{len(reports)} báo cáo; hạn gửi {date_vi(request.due_date)}."
    blocks: list[Heading | Text] = [Text(said)]
    if late:
        blocks.append(Text(f"Gửi sau hạn: {'; '.join(late)}."))
    if missing:
        blocks.append(Text(f"Chưa gửi: {'; '.join(missing)}."))
    for number, report in enumerate(came, 1):
        blocks.append(Heading(f"{number}. {report.agency.name}", 2))
        blocks += [Text(line) for line in report.text.splitlines() if line.strip()]
        if report.filename:
            blocks.append(Text(f"(Kèm theo tệp: {report.filename})", italic=True))
    return AdministrativeDocument(
        parent_issuer=f"UBND {unit.full_name}".upper(),
        issuer="PHÒNG VĂN HÓA - XÃ HỘI",
        number="      /TH-VHXH",
        place=unit.name,
        kind="TỔNG HỢP",
        subject=request.title,
        year=request.year,
        blocks=tuple(blocks),
        recipients=(f"Ủy ban nhân dân {unit.full_name} (để báo cáo)", "Lưu: VHXH"),
    )
