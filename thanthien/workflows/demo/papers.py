"""Small documents for the demo's proof: a report a division could have written."""

from __future__ import annotations

from datetime import date

from thanthien.lib.documents.write import AdministrativeDocument, Text, write_docx
from thanthien.lib.vietnamese import date_vi


def report(*, unit_name: str, agency_name: str, task_title: str, day: date, signer: str) -> bytes:
    """A one-page report on a task as .docx bytes; the text is plainly a demonstration."""
    return write_docx(
        AdministrativeDocument(
            parent_issuer=f"UBND {unit_name}",
            issuer=agency_name,
            number=f"{day.timetuple().tm_yday:02d}/BC",
            place=unit_name.split(" ", 1)[1],
            signed_on=day,
            kind="BÁO CÁO",
            subject=f"Kết quả thực hiện: {task_title[:160]}",
            blocks=(
                Text(f"Đến ngày {date_vi(day)}, {agency_name} báo cáo kết quả thực hiện nhiệm vụ như sau:"),
                Text("1. Nội dung đã được triển khai đúng phân công trong kế hoạch của Ủy ban nhân dân."),
                Text("2. Cơ quan đã cử người theo dõi, kiểm tra và ghi lại kết quả bằng hình ảnh, văn bản."),
                Text("3. Thời gian tới tiếp tục duy trì và gửi minh chứng đúng kỳ."),
                Text("(Văn bản minh họa của phần mềm, không có giá trị hành chính.)", italic=True),
            ),
            authority=("Người báo cáo",),
            signer=signer,
            recipients=("Phòng Văn hóa - Xã hội", "Lưu: hồ sơ"),
        )
    )
