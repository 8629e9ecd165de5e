"""The ways on from the first page, as tiles and as what a search finds: one table."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext_noop as _


@dataclass(frozen=True, slots=True)
class Door:
    """url name, words, a line below them, icon; `also` other words under which people look for it."""

    name: str
    words: str
    more: str
    icon: str
    also: str = ""

    @property
    def sought(self) -> str:
        """Everything a search may find it by, in both languages."""
        with translation.override("en"):
            english = f"{translation.gettext(self.words)} {translation.gettext(self.more)}"
        return f"{self.words} {self.more} {english} {self.also}"


# In the order of the page; the first is what most people come for.
DOORS = (
    Door("send", _("Gửi phản ánh, kiến nghị"), _("Trả lời trong thời hạn, theo dõi bằng mã"), "message-circle",
         "góp ý báo hỏng khiếu nại tố cáo cán bộ thái độ complaint denunciation staff"),
    Door("ask", _("Hỏi thủ tục"), _("Cần mang gì, lệ phí, bao lâu, làm ở đâu"), "help",
         "giấy tờ hồ sơ khai sinh kết hôn chứng thực đất đai một cửa procedure paper documents"),
    Door("home_service", _("Phục vụ tại nhà"), _("Cho người không đi lại được: nhận hồ sơ, trả kết quả"), "map-pin",
         "người già yếu khuyết tật thương binh ốm đau tận nhà home visit"),
    Door("follow_form", _("Theo dõi ý kiến đã gửi"), _("Nhập mã trên giấy hoặc tin nhắn"), "search",
         "tra cứu mã kết quả đơn thư"),
    Door("dialogues", _("Đối thoại, cam kết"), _("Giấy mời, gửi câu hỏi trước, đơn vị đã hứa gì"), "message",
         "hội nghị đối thoại kiến nghị lời hứa dialogue promise"),
    Door("contacts", _("Gọi cho ai"), _("Đường dây nóng, lãnh đạo, công chức trực"), "bell-ringing",
         "số điện thoại liên hệ liên lạc hotline phone"),
    Door("reports", _("Ý kiến đã được trả lời"), _("Người dân đã nói gì, đơn vị đã làm gì"), "message"),
    Door("map", _("Ý kiến theo thôn, tổ dân phố"), _("Mỗi nơi đang xử lý và đã trả lời bao nhiêu"), "map-pin",
         "bản đồ khu phố village"),
    Door("surveys", _("Khảo sát ý kiến"), _("Không hỏi họ tên"), "clipboard-check", "hài lòng đánh giá phiếu"),
    Door("queue", _("Lấy số thứ tự, hẹn giờ"), _("Lấy số trước khi đến, xem còn bao nhiêu người"), "ticket",
         "xếp hàng chờ lượt một cửa trung tâm hành chính công queue number ticket"),
    Door("rate", _("Đánh giá phục vụ tại quầy"), _("Sau khi làm thủ tục, bấm một khuôn mặt"), "star",
         "hài lòng chấm điểm cán bộ một cửa counter"),
    Door("procedures", _("Danh mục thủ tục"), _("Theo lĩnh vực, có danh sách giấy tờ để in"), "file-text",
         "thủ tục hành chính một cửa lệ phí giấy tờ administrative procedures"),
    Door("disclosure", _("Nội dung công khai"), _("Văn bản, thủ tục, thu chi"), "book",
         "quyết định thông báo lệ phí ngân sách dữ liệu mở"),
    Door("schedule", _("Lịch làm việc"), _("Lịch tuần, lịch tiếp công dân"), "calendar", "tiếp dân chủ tịch"),
    Door("premises", _("Tiện nghi tại trụ sở"), _("Wi-Fi, nước uống, máy tính, chỗ để xe, lối xe lăn"), "map-pin",
         "photocopy máy in máy quét ghế chờ nhà vệ sinh điều hòa gửi xe toilet parking wheelchair water wifi"),
    Door("reception", _("Tiếp công dân"), _("Ngày, nơi lãnh đạo tiếp; nội quy"), "calendar",
         "gặp chủ tịch bí thư tiếp dân khiếu nại tố cáo meet the chair reception"),
    Door("online", _("Hồ sơ giải quyết trực tuyến"), _("Số lượng và tỷ lệ theo tháng"), "chart-bar"),
    Door("news", _("Tin tức"), _("Hoạt động của đơn vị"), "file-text"),
)  # fmt: skip
GUIDE = Door("guide", _("Hướng dẫn"), _("Cách gửi, theo dõi, đánh giá"), "help", "cách dùng cài ra màn hình")
EVERY = (*DOORS, GUIDE)
