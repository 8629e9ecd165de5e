"""The audit log's words for the conduct of staff. A breach is told by its number, never by whose it is."""

from __future__ import annotations

AREAS = {
    "staff": "Danh sách cán bộ, công chức",
    "commitment": "Cam kết quy tắc ứng xử",
    "spot_check": "Kiểm tra đeo thẻ, thái độ",
    "breach": "Vụ việc, kỷ luật",
    "training": "Học tập, bồi dưỡng",
    "praise": "Lời khen",
    "agency_review": "Nhận xét đội ngũ",
}
ACTIONS = {
    "staff.add": "Thêm người vào danh sách",
    "staff.name": "Sửa tên, mã, tài khoản",
    "staff.move": "Chuyển vị trí, trở lại làm việc",
    "staff.end": "Ghi thôi làm việc ở đơn vị",
    "staff.leave": "Ghi nghỉ, đi công tác báo trước",
    "staff.leave_withdraw": "Bỏ lần báo nghỉ, đi công tác",
    "staff.certificate": "Ghi văn bằng, chứng chỉ",
    "commitment.sign": "Ký cam kết",
    "commitment.paper": "Ghi cam kết ký giấy",
    "spot_check.open": "Rút người kiểm tra",
    "spot_check.mark": "Ghi kết quả kiểm tra",
    "spot_check.finish": "Kết thúc đợt kiểm tra",
    "breach.report": "Báo vụ việc",
    "breach.verify": "Xác minh vụ việc",
    "breach.conclude": "Kết luận có vi phạm",
    "breach.clear": "Kết luận không vi phạm",
    "breach.appeal": "Khiếu nại kết luận",
    "breach.close": "Kết thúc vụ việc",
    "breach.discipline": "Ghi quyết định kỷ luật",
    "breach.lift": "Ghi ngày hết hiệu lực kỷ luật",
    "training.add": "Thêm lớp, buổi học",
    "training.change": "Sửa lớp, buổi học",
    "training.attendance": "Ghi người dự",
    "praise.record": "Ghi lời khen",
    "agency_review.send": "Gửi bản tự nhận xét",
    "agency_review.judge": "Nhận xét đội ngũ",
}
