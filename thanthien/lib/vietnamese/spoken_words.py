"""What stands for what when an official text is read aloud: abbreviations, letters, units, words from abroad."""

LETTERS = {
    "A": "a", "Ă": "á", "Â": "ớ", "B": "bê", "C": "xê", "D": "dê", "Đ": "đê", "E": "e", "Ê": "ê", "F": "ép",
    "G": "gờ", "H": "hát", "I": "i", "J": "giây", "K": "ca", "L": "lờ", "M": "mờ", "N": "nờ", "O": "o", "Ô": "ô",
    "Ơ": "ơ", "P": "pê", "Q": "quy", "R": "rờ", "S": "sờ", "T": "tê", "U": "u", "Ư": "ư", "V": "vê",
    "W": "vê kép", "X": "ích", "Y": "i dài", "Z": "dét",
}  # fmt: skip

ABBREVIATIONS = {
    "UBND": "ủy ban nhân dân", "HĐND": "hội đồng nhân dân", "MTTQ": "mặt trận tổ quốc",
    "UBMTTQ": "ủy ban mặt trận tổ quốc", "TTHC": "thủ tục hành chính", "TDP": "tổ dân phố", "KDC": "khu dân cư",
    "NVH": "nhà văn hóa", "PVHCC": "phục vụ hành chính công", "TTPVHCC": "trung tâm phục vụ hành chính công",
    "HCC": "hành chính công", "DVC": "dịch vụ công", "DVCTT": "dịch vụ công trực tuyến", "VP": "văn phòng",
    "VHXH": "văn hóa xã hội", "XDĐ": "xây dựng Đảng", "LĐTBXH": "lao động thương binh xã hội",
    "CCHC": "cải cách hành chính", "CĐS": "chuyển đổi số", "CNTT": "công nghệ thông tin",
    "CBCC": "cán bộ công chức", "CBCCVC": "cán bộ công chức viên chức", "CCVC": "công chức viên chức",
    "NTM": "nông thôn mới", "ĐTM": "đô thị mới", "QSDĐ": "quyền sử dụng đất", "GPMB": "giải phóng mặt bằng",
    "VSMT": "vệ sinh môi trường", "ATTP": "an toàn thực phẩm", "ATGT": "an toàn giao thông",
    "ANTT": "an ninh trật tự", "ANQP": "an ninh quốc phòng", "QPAN": "quốc phòng an ninh",
    "PCCC": "phòng cháy chữa cháy", "PCTT": "phòng chống thiên tai", "TKCN": "tìm kiếm cứu nạn",
    "BHYT": "bảo hiểm y tế", "BHXH": "bảo hiểm xã hội", "BHTN": "bảo hiểm thất nghiệp", "CCCD": "căn cước công dân",
    "KHHGĐ": "kế hoạch hóa gia đình", "THCS": "trung học cơ sở", "THPT": "trung học phổ thông",
    "ĐVHC": "đơn vị hành chính", "GCN": "giấy chứng nhận", "NCT": "người cao tuổi", "NKT": "người khuyết tật",
    "LHPN": "liên hiệp phụ nữ", "ĐTN": "đoàn thanh niên", "CCB": "cựu chiến binh", "HTX": "hợp tác xã",
    "THTT": "truyền thanh", "TTTM": "trung tâm thương mại", "KT-XH": "kinh tế xã hội", "TW": "trung ương",
    "SĐT": "số điện thoại", "ĐT": "điện thoại", "TP": "thành phố", "TX": "thị xã", "TT": "trung tâm",
    "QĐ": "quyết định", "NĐ": "nghị định", "NQ": "nghị quyết", "KH": "kế hoạch", "TB": "thông báo",
    "BC": "báo cáo", "CV": "công văn", "CT": "chỉ thị", "CTr": "chương trình", "HD": "hướng dẫn", "GM": "giấy mời",
    "CP": "chính phủ", "TTg": "thủ tướng", "TU": "thành ủy", "ĐU": "đảng ủy", "QH": "quốc hội", "BNV": "bộ nội vụ",
    "VNĐ": "đồng", "VND": "đồng", "QR": "quy rờ", "VNeID": "vê nờ e ai đi", "USB": "u ét bê", "ID": "ai đi",
    "AIDS": "ết", "HIV": "hát i vê", "COVID": "cô vít", "GDP": "gờ dê pê", "ATM": "a tê mờ",
    "LED": "lét", "SMS": "ét em ét", "OK": "ô kê", "SX": "sản xuất", "XD": "xây dựng",
}  # fmt: skip
# Inside the number of a document: 12/TT-BNV is a circular, elsewhere TT is a centre.
OF_DOCUMENTS = {"TT": "thông tư", "TTLT": "thông tư liên tịch", "L": "luật", "PL": "pháp lệnh"}

WORDS = {
    "zalo": "da lô", "facebook": "phây búc", "website": "oép xai", "web": "oép", "internet": "in tơ nét",
    "email": "i meo", "e-mail": "i meo", "wi-fi": "oai phai", "wifi": "oai phai", "online": "on lai",
    "youtube": "diu túp", "video": "vi đê ô", "livestream": "lai xờ trim", "smartphone": "xờ mát phôn",
    "app": "áp", "hotline": "hót lai", "camera": "ca mê ra", "pano": "pa nô", "karaoke": "ca ra ô kê",
    "km": "ki lô mét", "kg": "ki lô gam", "v.v": "vân vân", "vv": "vân vân", "ngđ": "nghìn đồng", "trđ": "triệu đồng",
}  # fmt: skip

# Behind a number only.
UNITS = {
    "km2": "ki lô mét vuông", "km²": "ki lô mét vuông", "m2": "mét vuông", "m²": "mét vuông", "m3": "mét khối",
    "m³": "mét khối", "km": "ki lô mét", "cm": "xen ti mét", "mm": "mi li mét", "m": "mét", "kg": "ki lô gam",
    "g": "gam", "ha": "héc ta", "l": "lít", "ml": "mi li lít", "kwh": "ki lô oát giờ", "kv": "ki lô vôn",
    "kw": "ki lô oát", "đ": "đồng", "vnđ": "đồng", "vnd": "đồng", "%": "phần trăm", "‰": "phần nghìn",
    "°c": "độ xê", "°": "độ", "tr": "triệu", "trđ": "triệu đồng",
}  # fmt: skip

BEFORE_ROMAN = (
    "khóa", "khoá", "quý", "kỳ", "thế kỷ", "chương", "điều", "phần", "mục", "lần thứ", "thứ", "đại hội", "khu",
    "phụ lục", "cấp", "hạng", "mức", "loại", "đợt", "tập", "vùng", "bậc",
)  # fmt: skip
BEFORE_SHORT_PHONE = (
    "gọi", "số", "tổng đài", "điện thoại", "đường dây nóng", "hotline", "cứu hỏa", "cấp cứu", "công an",
)  # fmt: skip
BEFORE_DAY = (
    "ngày",
    "sáng",
    "trưa",
    "chiều",
    "tối",
    "đến",
    "từ",
    "hai",
    "ba",
    "tư",
    "năm",
    "sáu",
    "bảy",
    "nhật",
)
SIGNS = {
    "&": "và", "+": "cộng", "=": "bằng", "%": "phần trăm", "‰": "phần nghìn", "@": "a còng",
    "≥": "từ", "≤": "không quá",
}  # fmt: skip
