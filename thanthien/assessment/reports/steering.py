"""Papers of steering: the decision that founds the committee, the record of the newest inspection."""

from __future__ import annotations

from collections.abc import Iterable

from thanthien.assessment.reports.frame import MODEL, TO_SIGN, bases_of, official, paragraphs
from thanthien.assessment.reports.phrases import sentence
from thanthien.assessment.reports.sources import Sources
from thanthien.lib.documents.write import (
    AdministrativeDocument,
    Annex,
    Block,
    Column,
    Heading,
    TableBlock,
    TableRow,
    Text,
)
from thanthien.lib.vietnamese import date_vi, long_date_vi
from thanthien.programme.inspections.models import Inspection
from thanthien.programme.steering.models import CommitteeMember

_MEMBERS = (
    Column("TT", 1.2, "centre"),
    Column("Họ và tên", 4.6),
    Column("Chức vụ, đơn vị", 6.2),
    Column("Vai trò", 4.0, "centre"),
)
_FINDINGS = (
    Column("TT", 1.2, "centre"),
    Column("Tồn tại", 6.8),
    Column("Mức độ", 2.6, "centre"),
    Column("Cơ quan khắc phục", 3.0),
    Column("Hạn", 2.4, "centre"),
)


def committee(sources: Sources) -> AdministrativeDocument:
    """The draft decision on the steering committee with its members as the register holds them."""
    found = sources.committee_in_charge
    name = found.name if found else f"Ban Chỉ đạo {MODEL}"
    lines = (
        f"Điều 1. Thành lập {name} gồm các thành viên có tên tại Phụ lục kèm theo.",
        "Điều 2. Ban Chỉ đạo chỉ đạo, đôn đốc, kiểm tra việc thực hiện kế hoạch; Phòng Văn hóa - Xã hội là cơ quan "
        "thường trực. Các thành viên làm việc theo chế độ kiêm nhiệm.",
        "Điều 3. Quyết định này có hiệu lực kể từ ngày ký. Các cơ quan liên quan và các thành viên có tên tại Điều 1 "
        "chịu trách nhiệm thi hành Quyết định này./.",
    )
    rows = tuple(_member(number, one) for number, one in enumerate(sources.committee_members, 1))
    body = paragraphs(*lines)
    return official(
        sources,
        abbreviation="QĐ",
        kind="QUYẾT ĐỊNH",
        subject=f"Về việc thành lập {name}",
        blocks=(Text("QUYẾT ĐỊNH:", bold=True, align="centre", indent=False), *body),
        decides=f"Ủy ban nhân dân {sources.unit.full_name}",
        legal_bases=(
            "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025",
            *bases_of(sources),
            "Theo đề nghị của Trưởng phòng Văn hóa - Xã hội",
        ),
        recipients=("Như Điều 3", "Lưu: VT, VHXH"),
        annexes=(Annex("Danh sách thành viên", (TableBlock(_MEMBERS, rows),)),),
    )


def _member(number: int, one: CommitteeMember) -> TableRow:
    name = one.full_name or (one.person.full_name if one.person else "") or "[họ và tên]"
    post = ", ".join(filter(None, (one.title, one.organisation)))
    return TableRow((str(number), name, post, one.get_role_display()))


def inspection(sources: Sources) -> AdministrativeDocument:
    """The record of the newest inspection that was held: who, where, what was found, by when it is put right."""
    found = sources.newest_inspection
    assert found is not None, "the table of kinds asks for an inspection"
    return official(
        sources,
        abbreviation="BB",
        kind="BIÊN BẢN",
        subject=f"Kiểm tra việc thực hiện {MODEL} tại {found.place}",
        blocks=_record(found),
        second_signer=("Đại diện nơi được kiểm tra", TO_SIGN),
        authority=("Người kiểm tra",),
        signer=_inspectors(found) or TO_SIGN,
        recipients=(found.place, "Lưu: VT, VHXH"),
    )


def _inspectors(found: Inspection) -> str:
    people = [one.full_name for one in found.inspectors.all()]
    return people[0] if people else ""


def _record(found: Inspection) -> Iterable[Block]:
    people = ", ".join(one.full_name for one in found.inspectors.all()) or TO_SIGN
    yield from paragraphs(
        f"Thời gian, địa điểm: {long_date_vi(found.inspection_date)}, tại {found.place}.",
        f"Người kiểm tra: {people}.",
        "[Đại diện nơi được kiểm tra: họ và tên, chức vụ.]",
    )
    yield Heading("I. NỘI DUNG KIỂM TRA")
    yield from paragraphs(sentence(found.title), sentence(found.text) if found.text else "")
    yield Heading("II. KẾT QUẢ")
    findings = list(found.findings.all())
    if findings:
        yield Text(f"Phát hiện {len(findings)} tồn tại cần xem xét:")
        yield TableBlock(
            _FINDINGS,
            tuple(
                TableRow(
                    (
                        str(number),
                        one.text,
                        one.get_severity_display(),
                        one.agency.name if one.agency else "",
                        date_vi(one.due_date) if one.due_date else "",
                    )
                )
                for number, one in enumerate(findings, 1)
            ),
            size=11,
        )
    else:
        yield Text("Không ghi nhận tồn tại.")
    yield Heading("III. KẾT LUẬN")
    yield from paragraphs(sentence(found.conclusion) if found.conclusion else "[Ghi kết luận kiểm tra.]")
    yield Text("Biên bản được đọc cho các bên cùng nghe, thống nhất và ký tên./.")
