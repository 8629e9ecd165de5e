"""What the tablet says, in both languages: it changes between them without a line, so the page holds both."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Both:
    vi: str
    en: str


WORDS = {
    "ask": Both("Ông/bà thấy việc phục vụ ở đây hôm nay thế nào?", "How was the service here today?"),
    "press": Both("Bấm vào một khuôn mặt.", "Press one face."),
    "unnamed": Both(
        "Không hỏi tên, không ghi hình, không ghi giấy tờ của ông/bà.",
        "No name is asked, no picture is taken, nothing about you is kept.",
    ),
    "why": Both("Điều gì chưa tốt?", "What was not good?"),
    "any": Both("Chọn một hoặc nhiều điều. Không chọn cũng được.", "Choose one or more, or none."),
    "more": Both("Ông/bà muốn nói thêm (không bắt buộc)", "Anything else (you may leave this empty)"),
    "no_names": Both(
        "Xin đừng ghi tên, số điện thoại của mình.", "Please do not write your name or telephone number."
    ),
    "send": Both("Gửi", "Send"),
    "skip": Both("Bỏ qua", "Skip"),
    "thanks": Both("Cảm ơn ông/bà!", "Thank you!"),
    "kept": Both("Đánh giá đã được ghi nhận.", "Your rating has been recorded."),
    "low": Both(
        "Người phụ trách sẽ xem lại. Cần trả lời riêng, ông/bà gửi phản ánh ở trang của đơn vị.",
        "Whoever is in charge will look into it. For an answer of your own, please send a report on our website.",
    ),
    "again": Both("Về màn hình đầu", "Back to the start"),
    "again_once": Both("Chưa nhận được. Ông/bà bấm lại giúp.", "Not received. Please press once more."),
}
MARKS = (
    (1, Both("Rất không hài lòng", "Very unhappy")),
    (2, Both("Không hài lòng", "Unhappy")),
    (3, Both("Bình thường", "Neither")),
    (4, Both("Hài lòng", "Happy")),
    (5, Both("Rất hài lòng", "Very happy")),
)
