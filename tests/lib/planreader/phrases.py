"""Words that invented plans are made of. Communes, people and sentences are ours."""

UNITS = [
    ("xã", "Tân Lập"), ("phường", "Minh Khai Đông"), ("xã", "Vĩnh Sơn"), ("phường", "Hồng Thái"), ("đặc khu",
    "Hòn Ngọc"),
    ("xã", "Đông Phú"), ("phường", "An Bình Tây"), ("xã", "Quang Trung Hạ"), ("phường", "Lạc Long"), ("xã",
    "Thượng Nguyên"),
]  # fmt: skip
PROVINCES = [("thành phố", "Hải Phòng"), ("tỉnh", "Lâm Đồng"), ("tỉnh", "Bắc Ninh"), ("thành phố", "Cần Thơ")]
SIGNERS = [
    "Trần Văn Khải",
    "Lê Thị Hồng Vân",
    "Phạm Đức Toàn",
    "Vũ Thị Minh Châu",
    "Hoàng Anh Dũng",
    "Đỗ Quốc Việt",
]

# canonical name → prints
AGENCIES: dict[str, list[str]] = {
    "Phòng Văn hóa - Xã hội": ["Phòng Văn hóa - Xã hội", "Phòng Văn hoá – Xã hội", "Phòng VHXH", "Phòng VH-XH"],
    "Phòng Kinh tế": ["Phòng Kinh tế", "Phòng kinh tế"],
    "Phòng Kinh tế - Hạ tầng và Đô thị": ["Phòng Kinh tế, Hạ tầng và Đô thị", "Phòng Kinh tế - Hạ tầng và Đô thị"],
    "Văn phòng Hội đồng nhân dân và Ủy ban nhân dân": ["Văn phòng HĐND và UBND", "VP HĐND-UBND",
    "Văn phòng HĐND&UBND"],
    "Trung tâm Phục vụ hành chính công": ["Trung tâm Phục vụ hành chính công", "Trung tâm PVHCC", "TT Phục vụ HCC"],
    "Trung tâm Dịch vụ sự nghiệp công": ["Trung tâm Dịch vụ sự nghiệp công", "TT DV sự nghiệp công"],
    "Ban Xây dựng Đảng": ["Ban Xây dựng Đảng", "Ban Xây dựng đảng"],
    "Văn phòng Đảng ủy": ["Văn phòng Đảng ủy", "VP Đảng ủy"],
    "Ủy ban Mặt trận Tổ quốc Việt Nam": ["Ủy ban MTTQ Việt Nam", "Ủy ban Mặt trận Tổ quốc Việt Nam",
    "UBMTTQ Việt Nam"],
    "Đoàn Thanh niên": ["Đoàn Thanh niên", "Đoàn TNCS Hồ Chí Minh"],
    "Hội Liên hiệp Phụ nữ": ["Hội LHPN", "Hội Liên hiệp Phụ nữ"],
    "Ban Chỉ huy Quân sự": ["Ban CHQS", "Ban Chỉ huy Quân sự"],
}  # fmt: skip
GROUPS = [
    "Các cơ quan, đơn vị có liên quan", "Các phòng, ban, đơn vị liên quan",
    "Các phòng chuyên môn, đơn vị sự nghiệp có liên quan",
    "Các cơ quan, đơn vị",
]  # fmt: skip

TASKS = [
    "Niêm yết đầy đủ danh mục thủ tục hành chính tại nơi tiếp nhận hồ sơ và trên trang thông tin điện tử",
    "Công bố số máy trực của lãnh đạo để người dân phản ánh khi cần",
    "Bố trí người hướng dẫn người cao tuổi, người khuyết tật làm thủ tục",
    "Gửi tin nhắn báo kết quả giải quyết hồ sơ cho người nộp",
    "Tổ chức buổi gặp gỡ hộ kinh doanh để nghe khó khăn và cách tháo gỡ",
    "Lắp biển chỉ dẫn từng quầy, từng phòng làm việc bằng chữ to, dễ đọc",
    "Rà soát, bãi bỏ giấy tờ không còn cần trong quy trình nội bộ",
    "Trao giấy khai sinh kèm thư chúc mừng cho gia đình có con mới sinh",
    "Đo mức hài lòng của người dân sau mỗi lần giao dịch",
    "Lập sổ theo dõi thư xin lỗi khi trả kết quả chậm hẹn",
    "Tập huấn kỹ năng tiếp dân cho công chức trực quầy",
    "Chỉnh trang khuôn viên trụ sở, trồng thêm cây xanh và ghế đá",
    "Kiểm tra đột xuất việc chấp hành giờ giấc, tác phong của công chức",
    "Duy trì nhóm trao đổi trực tuyến giữa trưởng thôn và lãnh đạo để xử lý việc phát sinh trong ngày",
    "Đối thoại với đoàn viên, thanh niên về việc làm và học nghề tại địa phương",
    "Hỗ trợ người dân nộp hồ sơ trực tuyến tại nhà văn hóa thôn",
    "Tổng hợp, trả lời kiến nghị của cử tri sau mỗi kỳ họp",
    "Thăm hỏi gia đình chính sách, người có công nhân ngày lễ lớn",
    "Cập nhật mã QR tra cứu thủ tục tại bàn chờ",
    "Đánh giá, xếp loại công chức gắn với kết quả phục vụ người dân",
    "Phát thanh chuyên mục về nếp sống công sở trên hệ thống loa",
    "Số hóa kết quả giải quyết thủ tục hành chính còn hiệu lực",
]  # fmt: skip
PRODUCTS = [
    "Kế hoạch", "Báo cáo", "Văn bản, hình ảnh thực hiện", "Quyết định", "Bảng tổng hợp kết quả", "Biên bản làm việc",
    "Danh sách, hình ảnh", "Sổ theo dõi", "Các văn bản, báo cáo", "Tin, bài đăng tải", "Phiếu khảo sát, báo cáo",
]  # fmt: skip
TIMINGS = [
    "Thường xuyên", "Quý I", "Quý II/2026", "Quý IV", "Tháng 6 hằng năm", "Trước ngày 15/11 hằng năm", "Hằng tháng",
    "Hằng tuần", "Trước ngày 30/9/2026", "Hằng quý", "Tháng 3/2026", "02 lần/năm", "Năm 2026", "Hằng năm",
]  # fmt: skip
OBLIGATIONS = [
    "Quán triệt đến toàn thể công chức, viên chức tinh thần phục vụ, lấy sự hài lòng của người dân "
    "làm thước đo công việc.",
    "Công khai quy trình, thời hạn giải quyết hồ sơ tại nơi dễ thấy, cập nhật ngay khi có thay đổi.",
    "Mở hộp thư góp ý điện tử, phân công người trả lời trong ngày làm việc.",
    "Mỗi công chức nói lời chào, lời cảm ơn khi tiếp người dân; không để người dân đi lại nhiều lần vì một việc.",
    "Bố trí chỗ để xe, nước uống, quạt mát và tủ sách cho người dân trong lúc chờ.",
    "Người đứng đầu dành thời gian xuống thôn, tổ nghe dân nói và giải quyết việc vướng mắc ngay tại chỗ.",
    "Phối hợp với Mặt trận và các đoàn thể vận động người dân cùng giám sát việc thực hiện.",
    "Ứng dụng chữ ký số, họp không giấy trong chỉ đạo, điều hành nhằm rút ngắn thời gian xử lý văn bản.",
    "Biểu dương tập thể, cá nhân có cách làm hay được người dân ghi nhận.",
    "Giữ gìn cảnh quan trụ sở xanh, sạch, đẹp, tạo cảm giác gần gũi với người đến liên hệ.",
]  # fmt: skip
DUTIES = [
    "Tham mưu Ủy ban nhân dân ban hành văn bản triển khai, theo dõi tiến độ và tổng hợp kết quả theo định kỳ.",
    "Cân đối nguồn lực, hướng dẫn thủ tục chi cho các hoạt động nêu trong Kế hoạch.",
    "Tổ chức tuyên truyền bằng nhiều hình thức để cán bộ và người dân cùng hiểu, cùng làm.",
    "Rà soát cơ sở vật chất tại nơi tiếp dân, đề xuất mua sắm, sửa chữa phần còn thiếu.",
    "Cung cấp tài liệu chứng minh kết quả thực hiện các tiêu chí thuộc lĩnh vực được giao.",
    "Vận động đoàn viên, hội viên tích cực tham gia; giám sát và phản biện trong quá trình thực hiện.",
    "Đôn đốc, nhắc nhở các đơn vị thực hiện đúng thời hạn; kịp thời báo cáo khó khăn, vướng mắc.",
    "Chủ trì, phối hợp với các đơn vị liên quan chấm điểm, hoàn thiện hồ sơ đề nghị công nhận.",
]  # fmt: skip
PURPOSES = [
    "Tạo chuyển biến rõ nét trong thái độ phục vụ của đội ngũ công chức, từng bước xây dựng nền hành chính gần dân.",
    "Việc thực hiện phải thiết thực, tiết kiệm, tránh phô trương, hình thức.",
    "Xác định rõ người, rõ việc, rõ thời gian, rõ kết quả của từng bộ phận.",
]
GROUP_TITLES = [
    "CÔNG KHAI, MINH BẠCH TRONG PHỤC VỤ", "ĐỘI NGŨ GẦN DÂN, TRÁCH NHIỆM", "CÔNG SỞ XANH, VĂN MINH",
    "HÀNH ĐỘNG VÌ NHÂN DÂN",
]  # fmt: skip
HEADS: dict[str, list[str]] = {
    "no": ["STT", "TT"],
    "title": ["Nhiệm vụ", "Nội dung công việc", "Nhiệm vụ cụ thể", "Nội dung thực hiện"],
    "lead": ["Cơ quan chủ trì", "Đơn vị chủ trì", "Đơn vị thực hiện"],
    "coordinators": ["Cơ quan phối hợp", "Đơn vị phối hợp"],
    "product": ["Sản phẩm", "Kết quả", "Sản phẩm, kết quả đầu ra"],
    "timing": ["Thời gian thực hiện", "Thời gian hoàn thành", "Tiến độ", "Thời hạn"],
    "note": ["Ghi chú"],
}  # fmt: skip
ORDERS = [
    ("no", "title", "lead", "coordinators", "product", "timing"),
    ("no", "title", "lead", "coordinators", "timing", "product"),
    ("no", "title", "timing", "lead", "coordinators"),
    ("no", "title", "product", "lead", "coordinators", "timing"),
    ("no", "title", "lead", "coordinators", "timing"),
    ("no", "title", "lead", "timing", "product"),
    ("no", "title", "timing", "lead", "coordinators", "product"),
]
