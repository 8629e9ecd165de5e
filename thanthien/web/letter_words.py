"""The audit log's words for letters, ceremonies, visits, greetings and the register of contributors."""

from __future__ import annotations

AREAS = {
    "letter": "Thư",
    "letter_words": "Mẫu thư",
    "letter_batch": "Lô thư",
    "letter_proposal": "Đề xuất thư",
    "gesture": "Lễ trao, thăm hỏi, gặp mặt",
    "greeting": "Lời chúc của Chủ tịch",
    "contributor": "Người đóng góp, người có uy tín",
}
ACTIONS = {
    "letter.draft": "Soạn thư",
    "letter.fill": "Sửa thư",
    "letter.submit": "Trình ký thư",
    "letter.return": "Trả lại thư để sửa",
    "letter.sign": "Ký thư, lấy số",
    "letter.send": "Gửi thư",
    "letter.deliver": "Ghi thư đã đến tay",
    "letter.drop": "Bỏ thư",
    "letter.restore": "Lấy lại thư đã bỏ",
    "letter_words.set": "Đổi lời mẫu thư",
    "letter_batch.check": "Lập lô thư",
    "letter_batch.drop": "Bỏ lô thư",
    "letter_proposal.accept": "Lập thư từ đề xuất",
    "letter_proposal.dismiss": "Bỏ qua đề xuất thư",
    "gesture.record": "Ghi lễ trao, thăm hỏi, gặp mặt",
    "gesture.change": "Sửa lễ trao, thăm hỏi, gặp mặt",
    "gesture.hand": "Ghi giấy tờ, thư đã trao",
    "gesture.photo": "Thêm ảnh buổi lễ, thăm hỏi",
    "gesture.guests": "Điểm danh khách mời",
    "greeting.write": "Soạn lời chúc của Chủ tịch",
    "greeting.approve": "Duyệt lời chúc của Chủ tịch",
    "greeting.post": "Ghi kênh phát lời chúc",
    "contributor.add": "Thêm người đóng góp, người có uy tín",
    "contributor.change": "Sửa người đóng góp, người có uy tín",
    "contributor.consent": "Ghi đồng ý về dữ liệu cá nhân",
    "contributor.withdraw": "Ghi rút đồng ý về dữ liệu cá nhân",
}
FIELDS = {"came": "có mặt", "template": "mẫu thư"}
