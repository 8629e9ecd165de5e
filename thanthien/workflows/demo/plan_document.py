"""The demo communes' plans: Word files a commune could have sent, written from the criteria set's own rows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from thanthien.lib.documents.write import (
    AdministrativeDocument,
    Annex,
    Block,
    Column,
    Heading,
    TableBlock,
    TableRow,
    Text,
    write_docx,
)
from thanthien.programme.criteria.definition import CriteriaSetDefinition
from thanthien.workflows.demo.names import BODIES, Official, Place

CITY = "thành phố Hải Minh"
KINDS = {"commune": "xã", "ward": "phường", "special_zone": "đặc khu"}
GROUPS = {
    "all_agencies": "Các cơ quan, đơn vị có liên quan",
    "all_divisions": "Các phòng, ban, ngành, đơn vị",
    "mass_organisations": "Các tổ chức chính trị - xã hội",
}
_COLUMNS = (
    Column("TT", 1.2, "centre"),
    Column("Nhiệm vụ", 9.3),
    Column("Cơ quan chủ trì", 4),
    Column("Cơ quan phối hợp", 3.6),
    Column("Sản phẩm", 3.4),
    Column("Thời gian thực hiện", 3.2, "centre"),
)


def plan_document(
    *, place: Place, year: int, signed_on: date, signer: Official, definition: CriteriaSetDefinition
) -> bytes:
    """The plan of a commune for a year as .docx bytes."""
    kind = KINDS[place.kind]
    unit = f"{kind} {place.name}"
    return write_docx(
        AdministrativeDocument(
            issuer=f"Ủy ban nhân dân\n{unit}",
            issuer_in_words=f"Ủy ban nhân dân {unit}",
            number="18/KH-UBND",
            place=place.name,
            signed_on=signed_on,
            kind="KẾ HOẠCH",
            subject=f"Thực hiện mô hình “Chính quyền thân thiện” trên địa bàn {unit} năm {year}",
            blocks=tuple(_body(unit, year)),
            authority=("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
            signer=signer.full_name,
            recipients=(
                f"Sở Nội vụ {CITY} (để báo cáo)",
                "Thường trực Đảng ủy, Thường trực HĐND",
                "Chủ tịch, các Phó Chủ tịch UBND",
                "Các phòng, cơ quan, đơn vị",
                "Lưu: VT, VHXH",
            ),
            annexes=(
                Annex(
                    "Phân công nhiệm vụ thực hiện các tiêu chí",
                    (TableBlock(_COLUMNS, tuple(_rows(definition))),),
                    landscape=True,
                ),
            ),
        )
    )


def _body(unit: str, year: int) -> Iterator[Block]:
    yield Text(
        f"Căn cứ Kế hoạch số 12/KH-UBND ngày 20/01/{year} của Ủy ban nhân dân {CITY} về thực hiện mô hình "
        f"“Chính quyền thân thiện” năm {year};"
    )
    yield Text(
        f"Căn cứ Công văn số 215/SNV-XDCQ ngày 26/01/{year} của Sở Nội vụ {CITY} về hướng dẫn thực hiện."
    )
    yield Text(f"Ủy ban nhân dân {unit} ban hành kế hoạch thực hiện như sau:")
    yield Heading("I. MỤC ĐÍCH, YÊU CẦU")
    yield Heading("1. Mục đích", 2)
    yield Text("a) Người dân, doanh nghiệp đến làm việc được đón tiếp niềm nở, giải quyết đúng hẹn.")
    yield Text("b) Cán bộ, công chức, viên chức nói đi đôi với làm, gần dân và có trách nhiệm với dân.")
    yield Heading("2. Yêu cầu", 2)
    yield Text("a) Việc nào cũng có cơ quan chủ trì, thời gian và sản phẩm rõ ràng.")
    yield Text("b) Minh chứng được thu thập trong cả năm, không dồn vào cuối năm.")
    yield Heading("II. MỤC TIÊU")
    yield Text(f"Năm {year}, phấn đấu {unit} đạt chuẩn “Chính quyền thân thiện” mức 4.")
    yield Heading("III. NỘI DUNG")
    yield Heading("1. Công khai, minh bạch", 2)
    yield Text("- Niêm yết đầy đủ thủ tục, phí, lệ phí tại Trung tâm Phục vụ hành chính công.")
    yield Text("- Công khai số điện thoại của lãnh đạo và đường dây nóng để người dân liên hệ.")
    yield Heading("2. Phục vụ người dân", 2)
    yield Text("- Mỗi tuần dành ít nhất một ngày giải quyết nhanh, trả kết quả trong ngày.")
    yield Text("- Khảo sát mức độ hài lòng và trả lời mọi góp ý của người dân.")
    yield Heading("IV. TỔ CHỨC THỰC HIỆN")
    yield Heading("1. Phòng Văn hóa - Xã hội", 2)
    yield Text("- Theo dõi, đôn đốc việc thực hiện; tổng hợp minh chứng và tự chấm điểm.")
    yield Text(f"- Tham mưu hồ sơ đề nghị công nhận năm {year}.")
    yield Heading("2. Trung tâm Phục vụ hành chính công", 2)
    yield Text("- Giải quyết đúng trình tự, không để hồ sơ trễ hạn; gửi thư xin lỗi khi hồ sơ quá hạn.")
    yield Heading("3. Các cơ quan, đơn vị khác", 2)
    yield Text("- Thực hiện phần việc được giao tại Phụ lục và gửi minh chứng trước ngày 05 hằng tháng.")
    yield Text(
        "Trong quá trình thực hiện, nếu có vướng mắc, các cơ quan, đơn vị báo cáo về Ủy ban nhân dân "
        "(qua Phòng Văn hóa - Xã hội) để xem xét, giải quyết./."
    )


def _rows(definition: CriteriaSetDefinition) -> Iterator[TableRow]:
    position = 0
    for node in definition.criteria:
        if node.depth == 1:
            position += 1
            number = node.number or str(position)
            title = f"{number}  TIÊU CHÍ {position}: {node.title.upper()}"
            yield TableRow((title, "", "", "", "", ""), bold=True, span=True)
            continue
        yield TableRow(
            (
                node.number or "",
                node.title,
                "; ".join(body_name(code) for code in node.leads),
                "; ".join(body_name(code) for code in node.coordinators),
                node.product.label if node.product else "",
                node.timing.printed if node.timing else "",
            ),
            bold=not node.is_leaf,
        )


def body_name(role_code: str) -> str:
    """The name of a commune's body by its role code; groups have names of their own."""
    names = {body.role_code: body.name for body in BODIES}
    return names.get(role_code) or GROUPS.get(role_code, GROUPS["all_agencies"])
