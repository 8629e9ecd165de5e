"""The audit log's words for dialogue, visits to neighbourhoods and commitments."""

from __future__ import annotations

AREAS = {
    "dialogue": "Đối thoại",
    "question": "Câu hỏi đối thoại",
    "commitment": "Cam kết",
    "visit": "Xuống cơ sở",
    "party_schedule": "Lịch của cấp ủy",
}
ACTIONS = {
    "dialogue.plan": "Chuẩn bị đối thoại",
    "dialogue.change": "Sửa buổi đối thoại",
    "dialogue.publish": "Công bố giấy mời đối thoại",
    "dialogue.hold": "Ghi đã tổ chức đối thoại",
    "dialogue.cancel": "Ghi không tổ chức đối thoại",
    "dialogue.minutes": "Ghi biên bản đối thoại",
    "question.send": "Gửi câu hỏi đối thoại",
    "question.accept": "Đưa câu hỏi ra đối thoại",
    "question.set_aside": "Không đưa câu hỏi ra đối thoại",
    "question.answer": "Ghi câu trả lời tại buổi đối thoại",
    "commitment.promise": "Lập cam kết",
    "commitment.note": "Cập nhật cam kết",
    "commitment.hand": "Giao lại cam kết",
    "commitment.extend": "Dời hạn cam kết",
    "commitment.settle": "Ghi cam kết đã giải quyết",
    "commitment.reopen": "Mở lại cam kết",
    "commitment.accept": "Người dân đồng ý với kết quả cam kết",
    "visit.plan": "Lên kế hoạch xuống cơ sở",
    "visit.record": "Ghi lần xuống cơ sở",
    "visit.cancel": "Bỏ kế hoạch xuống cơ sở",
    "visit.photo": "Thêm ảnh xuống cơ sở",
    "visit.hear": "Ghi ý kiến nghe được ở cơ sở",
    "visit.answer": "Ghi đã trả lời tại cơ sở",
    "visit.report": "Chuyển ý kiến nghe được thành phản ánh",
    "party_schedule.keep": "Ghi lịch của cấp ủy",
    "party_schedule.cancel": "Bỏ khỏi lịch của cấp ủy",
}
