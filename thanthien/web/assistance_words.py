"""The audit log's words for the work around the counters: the start of the day, repairs, home service."""

from __future__ import annotations

AREAS = {
    "checklist": "Kiểm tra đầu ngày",
    "repair": "Sửa chữa",
    "home_service": "Phục vụ tại nhà",
}
ACTIONS = {
    "checklist.begin": "Lập danh mục kiểm tra đầu ngày",
    "checklist.rule": "Đặt giờ kiểm tra đầu ngày",
    "checklist.item_add": "Thêm nội dung kiểm tra đầu ngày",
    "checklist.item_change": "Sửa nội dung kiểm tra đầu ngày",
    "checklist.item_end": "Bỏ nội dung kiểm tra đầu ngày",
    "checklist.change": "Sửa kết quả kiểm tra đầu ngày",
    "checklist.finish": "Kiểm tra xong đầu ngày",
    "repair.report": "Báo hỏng",
    "repair.seen_again": "Kiểm tra đầu ngày: vẫn hỏng",
    "repair.seen_working": "Kiểm tra đầu ngày: dùng được",
    "repair.assign": "Giao người sửa",
    "repair.start": "Bắt đầu sửa",
    "repair.note": "Ghi chú phiếu sửa chữa",
    "repair.fix": "Ghi đã sửa xong",
    "repair.beyond": "Ghi không sửa được",
    "repair.replace": "Ghi đã thay mới",
    "repair.give_up": "Thôi dùng thiết bị",
    "repair.reopen": "Mở lại phiếu sửa chữa",
    "home_service.ask": "Đề nghị phục vụ tại nhà",
    "home_service.contact": "Liên hệ người đề nghị",
    "home_service.except": "Nhận phục vụ ngoài hai điều kiện",
    "home_service.refuse": "Trả lời chưa phục vụ tại nhà được",
    "home_service.cancel": "Người dân thôi đề nghị",
    "home_service.plan": "Xếp ngày đến nhà",
    "home_service.unplan": "Bỏ khỏi chuyến đi",
    "home_service.not_home": "Đến nhà không gặp được",
    "home_service.serve": "Phục vụ tại nhà",
    "home_service.round": "Lập chuyến đi",
    "home_service.order": "Đổi thứ tự các nhà",
    "home_service.arrive": "Đã đến nhà",
    "home_service.receipt": "Lập giấy biên nhận",
}
FIELDS = {
    "due_time": "xong trước",
    "label": "nội dung",
    "hint": "xem thế nào",
    "faults": "hỏng, thiếu",
}
