"""The audit log's words for making the programme known: slogans, campaigns, loudspeakers."""

from __future__ import annotations

AREAS = {
    "slogan": "Khẩu hiệu, pano",
    "campaign": "Đợt tuyên truyền",
    "activity": "Hoạt động tuyên truyền",
    "cluster": "Cụm loa",
    "bulletin": "Bản tin loa",
}
ACTIONS = {
    "slogan.put_up": "Ghi khẩu hiệu mới",
    "slogan.change": "Sửa khẩu hiệu",
    "slogan.look": "Xem lại khẩu hiệu",
    "campaign.begin": "Mở đợt tuyên truyền",
    "campaign.change": "Sửa đợt tuyên truyền",
    "activity.record": "Ghi hoạt động tuyên truyền",
    "activity.withdraw": "Bỏ hoạt động tuyên truyền",
    "cluster.add": "Thêm cụm loa",
    "cluster.change": "Sửa cụm loa",
    "bulletin.write": "Soạn bản tin",
    "bulletin.change": "Sửa bản tin",
    "bulletin.withdraw": "Bỏ bản tin",
    "bulletin.plan": "Xếp lịch phát",
    "bulletin.cancel": "Bỏ buổi phát",
    "bulletin.heard": "Ghi sổ phát",
    "bulletin.hours": "Đặt giờ không phát loa",
    "bulletin.say": "Đặt cách đọc riêng",
    "bulletin.unsay": "Bỏ cách đọc riêng",
}
FIELDS = {
    "required": "kế hoạch yêu cầu",
    "every_days": "nhịp xem lại (ngày)",
    "size": "kích thước",
    "purpose": "mục đích",
    "documents": "văn bản phổ biến",
    "date": "ngày",
    "hours": "giờ",
    "missed": "không phát được",
}
