"""Plans of invented communes, as text; written for these tests."""

from __future__ import annotations

_HEAD = """UBND XÃ THANH BÌNH
Số: {number}/KH-UBND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Thanh Bình, ngày {day} tháng 3 năm 2026
KẾ HOẠCH
Thực hiện mô hình “Chính quyền thân thiện” trên địa bàn xã Thanh Bình năm 2026
Thực hiện Kế hoạch số 12/KH-UBND ngày 05/01/2026 của UBND thành phố Hải Minh về xây dựng Chính quyền thân thiện;
Ủy ban nhân dân xã Thanh Bình ban hành Kế hoạch với các nội dung sau:
I. MỤC ĐÍCH, YÊU CẦU
1. Mục đích
Nâng cao sự hài lòng của người dân khi đến làm việc với xã.
II. NỘI DUNG
1. Công khai, minh bạch
- Công khai thủ tục hành chính và số điện thoại của lãnh đạo xã tại trụ sở, trên trang thông tin điện tử.
- Bố trí hòm thư góp ý và xử lý ý kiến của người dân trong 05 ngày làm việc.
2. Phục vụ người dân
- Tổ chức đối thoại giữa lãnh đạo xã với Nhân dân ít nhất 02 lần/năm.
- Trao giấy chứng nhận kết hôn tại nhà cho người cao tuổi, người khuyết tật.
III. TỔ CHỨC THỰC HIỆN
1. Phòng Văn hóa - Xã hội
- Chủ trì tham mưu tổ chức đối thoại giữa lãnh đạo xã với Nhân dân; theo dõi, đôn đốc việc thực hiện Kế hoạch.
2. Trung tâm Phục vụ hành chính công
- Chủ trì công khai thủ tục hành chính, số điện thoại; bố trí hòm thư góp ý, tiếp nhận ý kiến của người dân.
Trên đây là Kế hoạch thực hiện mô hình “Chính quyền thân thiện” năm 2026 của xã Thanh Bình.
Nơi nhận:
- Sở Nội vụ thành phố;
- Các phòng, ban, ngành xã;
- Lưu: VT.
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Đỗ Hoàng Lâm
"""

_ANNEX = """PHỤ LỤC
PHÂN CÔNG NHIỆM VỤ THỰC HIỆN “CHÍNH QUYỀN THÂN THIỆN” NĂM 2026
STT\tNội dung\tCơ quan chủ trì\tCơ quan phối hợp\tSản phẩm\tThời gian thực hiện
"""

ROWS = (
    "1\tCông khai thủ tục hành chính, thời hạn và phí tại nơi tiếp nhận\tTrung tâm Phục vụ hành chính công"
    "\tCác cơ quan, đơn vị có liên quan\tHình ảnh niêm yết\tThường xuyên",
    "2\tTổ chức đối thoại giữa lãnh đạo xã với Nhân dân\tPhòng VHXH; VP HĐND-UBND"
    "\tỦy ban MTTQ Việt Nam xã\tBiên bản đối thoại\tQuý IV/2026",
    "3\tĐăng ký mức đạt chuẩn “Chính quyền thân thiện”\tPhòng Văn hoá – Xã hội"
    "\t\tVăn bản đăng ký\tTrước ngày 15/02 hằng năm",
    "4\tBố trí hòm thư góp ý tại trụ sở và mở hòm thư hằng tuần\tTrung tâm Phục vụ hành chính công"
    "\tVăn phòng HĐND và UBND\tSổ theo dõi\tHằng tuần",
    "5\tTập huấn kỹ năng giao tiếp cho công chức tiếp dân\tPhòng Tư pháp"
    "\tPhòng Văn hóa - Xã hội\tBáo cáo\tTháng 6/2026",
)


def plan(*rows: str, number: str = "15", day: str = "02") -> str:
    """A plan with the rows given in its annex, one paragraph a line, columns parted by tabs."""
    return _HEAD.format(number=number, day=day) + (_ANNEX + "\n".join(rows) + "\n" if rows else "")


TABLE_PLAN = plan(*ROWS)
PLAIN_PLAN = plan()
AMENDED_PLAN = plan(
    ROWS[0],
    ROWS[1].replace("Quý IV/2026", "Quý III/2026").replace("Phòng VHXH; VP HĐND-UBND", "Phòng VHXH"),
    ROWS[2],
    "4\tKhảo sát sự hài lòng của người dân tại các thôn\tPhòng Văn hóa - Xã hội\t\tBáo cáo khảo sát\tTháng 10/2026",
    ROWS[4],
    number="41",
    day="20",
)

LETTER = """UBND XÃ THANH BÌNH
Số: 88/UBND-VP
Thanh Bình, ngày 10 tháng 4 năm 2026
Kính gửi: Các thôn trên địa bàn xã
Ủy ban nhân dân xã đề nghị các thôn treo cờ nhân dịp ngày lễ từ 30/4 đến 02/5/2026.
Đề nghị các thôn nghiêm túc thực hiện./.
"""
