"""Is it a plan at all? The reason, in words for the coordinator, where it is not."""

from __future__ import annotations

import re

from thanthien.lib.planreader.keys import fold, is_upper
from thanthien.lib.planreader.lines import Item, Line
from thanthien.lib.planreader.outline import Node
from thanthien.lib.planreader.regions import Regions
from thanthien.lib.planreader.rows import RawRow

_OTHER = {
    "luat": "một luật", "quyet dinh": "một quyết định", "nghi dinh": "một nghị định", "thong tu": "một thông tư",
    "nghi quyet": "một nghị quyết", "bao cao": "một báo cáo", "thong bao": "một thông báo",
    "to trinh": "một tờ trình",
    "giay moi": "một giấy mời", "chi thi": "một chỉ thị", "bien ban": "một biên bản",
    "huong dan": "một văn bản hướng dẫn",
    "ket luan": "một kết luận", "hop dong": "một hợp đồng", "quy che": "một quy chế", "cong dien": "một công điện",
    "phieu": "một phiếu", "don de nghi": "một đơn",
    "lich": "một lịch làm việc",
}  # fmt: skip
_ADVICE = "Hãy kiểm tra lại tệp và chọn đúng văn bản kế hoạch của xã, phường."


def why_not_a_plan(items: list[Item], parts: Regions, root: Node, rows: list[RawRow]) -> str | None:
    """None for a plan. A table of tasks, or the head "KẾ HOẠCH" with numbered parts, makes one."""
    lines = [i for i in items if isinstance(i, Line)]
    other = _other_type(lines)
    issued_with = other is not None and other[1] == _OTHER["quyet dinh"] and len(root.children) >= 2
    if parts.type is not None and (other is None or issued_with or other[0] > (parts.type_at or 0)):
        if root.children or len(rows) >= 2:
            return None
        return f"Văn bản có tên là kế hoạch nhưng không có phần mục hay bảng nhiệm vụ nào đọc được. {_ADVICE}"
    if other is not None:
        return f"Văn bản này là {other[1]}, không phải kế hoạch; không có nhiệm vụ nào được lấy ra. {_ADVICE}"
    if _is_letter(lines):
        return f"Văn bản này là công văn hoặc thư, không phải kế hoạch; không có nhiệm vụ nào được lấy ra. {_ADVICE}"
    if len(rows) >= 3 and any(row.cells.get("lead") or row.cells.get("coordinators") for row in rows):
        return None
    if _plan_words(lines) and len(root.children) >= 2:
        return None
    return f"Không thấy dấu hiệu của một kế hoạch: thiếu tên “KẾ HOẠCH” và bảng nhiệm vụ. {_ADVICE}"


def _other_type(lines: list[Line]) -> tuple[int, str] | None:
    for at, line in enumerate(lines[:40]):
        key = fold(line.text)
        if key in _OTHER and (is_upper(line.text) or line.bold or line.centred):
            return at, _OTHER[key]
        match = re.match(
            r"^(luat|bao cao|quyet dinh|nghi quyet|to trinh|lich(?= (?:cong tac|lam viec|tiep|truc)))\b", key
        )
        if match and is_upper(line.text) and len(key.split()) <= 14:
            return at, _OTHER[match[1]]
    return None


def _is_letter(lines: list[Line]) -> bool:
    return any(re.match(r"^kinh gui\b|^v v\b", fold(line.text)) for line in lines[:40])


def _plan_words(lines: list[Line]) -> bool:
    """A plan whose head was cut off still calls itself a plan and names its parts."""
    text = " ".join(fold(line.text) for line in lines)
    return (
        "ke hoach" in text[:3000]
        and bool(re.search(r"to chuc thuc hien|phan cong", text))
        and "nhiem vu" in text
    )
