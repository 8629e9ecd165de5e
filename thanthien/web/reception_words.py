"""The audit log's words for the reception of citizens. Nobody who came is named there."""

from __future__ import annotations

AREAS = {"reception": "Tiếp công dân"}
ACTIONS = {
    "reception.room": "Sửa nơi tiếp công dân, nội quy",
    "reception.rule": "Đặt lịch tiếp định kỳ",
    "reception.rule_end": "Thôi lịch tiếp định kỳ",
    "reception.appoint": "Phân công người tiếp công dân",
    "reception.dismiss": "Thôi phân công người tiếp công dân",
    "reception.plan": "Lập lịch tiếp công dân tháng",
    "reception.add": "Thêm ngày tiếp công dân",
    "reception.publish": "Công bố lịch tiếp công dân",
    "reception.move": "Dời ngày tiếp công dân",
    "reception.cancel": "Hoãn ngày tiếp công dân",
    "reception.drop": "Bỏ ngày tiếp chưa công bố",
    "reception.restore": "Khôi phục ngày tiếp công dân",
    "reception.substitute": "Ghi người tiếp thay",
    "reception.hold": "Ghi buổi tiếp công dân",
    "reception.visit": "Ghi lượt tiếp vào sổ",
    "reception.correct": "Sửa lượt tiếp trong sổ",
    "reception.close": "Chốt sổ tiếp công dân tháng",
    "reception.book": "Đặt hẹn tiếp công dân",
    "reception.unbook": "Hủy hẹn tiếp công dân",
    "reception.notice": "Ghi thông báo từ chối tiếp",
    "reception.look": "Xem người đến được giữ bí mật",
    "reception.export": "Xuất sổ tiếp công dân",
    "reception.conclude": "Ghi kết luận sau tiếp công dân",
    "reception.conclude_done": "Ghi kết quả thực hiện kết luận",
}
FIELDS = {
    "month": "tháng",
    "seats": "số lượt hẹn mỗi buổi",
    "in_person": "trực tiếp tiếp",
    "nobody_came": "không có công dân đến",
    "first_day": "từ ngày",
    "last_day": "đến ngày",
}
