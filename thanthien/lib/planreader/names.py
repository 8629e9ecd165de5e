"""Surnames: what tells a line with a person's name."""

from __future__ import annotations

from thanthien.lib.planreader.keys import fold

_COMMON = (
    "nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ hồ ngô dương lý đào đoàn vương trịnh "
    "trương đinh lâm mai tô hà cao "
    "lương lưu tạ chu thái quách kiều khúc đậu giang tống tăng la mạc bạch kim phùng thạch tôn văn "
    "nghiêm ninh quản ứng tiêu "
    "viên an ông âu châu cồ cù diệp đới hứa khổng khương lại lò lư lục mông nông phí phú sầm sơn "
    "thân thiều tráng triệu vi xa y"
)
# Key without tone marks → the surname as written; the more common one where two share a key.
SURNAMES: dict[str, str] = {}
for _name in _COMMON.split():
    SURNAMES.setdefault(fold(_name), _name)
