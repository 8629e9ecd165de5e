"""The audit log in the words of an official: what was done, and what was there before and after."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.utils import timezone

from thanthien.lib.vietnamese import date_vi
from thanthien.platform.audit.models import Entry

# The first half of an action's code, and what it is about; the filter of the page offers these.
AREAS = {
    "sign_in": "Đăng nhập",
    "second_step": "Xác thực hai bước",
    "person": "Tài khoản",
    "role": "Vai trò",
    "agency": "Cơ quan",
    "neighbourhood": "Thôn, tổ dân phố",
    "unit": "Đơn vị",
    "units": "Danh mục đơn vị",
    "plan": "Kế hoạch",
    "reading": "Đọc kế hoạch",
    "task": "Nhiệm vụ",
    "part": "Phần việc",
    "note": "Ghi chú",
    "proof": "Minh chứng",
    "figure": "Số liệu",
    "criteria": "Bộ tiêu chí",
    "weights": "Bảng điểm",
    "score": "Chấm điểm",
    "level": "Mức đăng ký",
    "report": "Báo cáo",
}
ACTIONS = {
    "sign_in.in": "Đăng nhập",
    "sign_in.out": "Đăng xuất",
    "sign_in.failed": "Nhập sai mật khẩu",
    "sign_in.locked": "Tạm khóa vì sai mật khẩu nhiều lần",
    "second_step.app_on": "Bật xác thực hai bước bằng ứng dụng",
    "second_step.app_off": "Tắt xác thực hai bước bằng ứng dụng",
    "second_step.key_on": "Thêm khóa bảo mật",
    "second_step.key_off": "Gỡ khóa bảo mật",
    "second_step.codes": "Tạo mã dự phòng",
    "person.add": "Mở tài khoản",
    "person.change": "Sửa thông tin",
    "person.close": "Đóng tài khoản",
    "person.reopen": "Mở lại tài khoản",
    "person.password": "Đổi mật khẩu của mình",
    "person.password_reset": "Cấp lại mật khẩu",
    "person.second_step_removed": "Gỡ xác thực hai bước",
    "role.give": "Cấp vai trò",
    "role.change": "Sửa vai trò",
    "role.end": "Cho thôi vai trò",
    "agency.add": "Thêm cơ quan",
    "agency.change": "Sửa cơ quan",
    "neighbourhood.add": "Thêm thôn, tổ dân phố",
    "neighbourhood.remove": "Bỏ thôn, tổ dân phố",
    "unit.add": "Thêm đơn vị",
    "units.load": "Nạp danh mục đơn vị",
    "plan.accept": "Nhận kế hoạch thành nhiệm vụ",
    "reading.add": "Gửi tệp kế hoạch",
    "reading.accept": "Nhận kết quả đọc kế hoạch",
    "reading.again": "Đọc lại kế hoạch",
    "reading.discard": "Bỏ kết quả đọc",
    "reading.restore": "Lấy lại kết quả đọc",
    "reading.criteria_confirm": "Xác nhận tiêu chí của các dòng",
    "reading.criteria_suggest": "Gợi ý tiêu chí cho các dòng",
    "reading.document": "Sửa thông tin văn bản",
    "reading.duties": "Chuyển phân công thành dòng",
    "reading.row_add": "Thêm dòng đọc được",
    "reading.row_change": "Sửa dòng đọc được",
    "reading.row_check": "Đánh dấu dòng đã xem",
    "reading.row_leave": "Bỏ qua dòng đọc được",
    "reading.row_merge": "Gộp dòng đọc được",
    "reading.row_split": "Tách dòng đọc được",
    "reading.undo": "Hoàn tác một bước xem lại",
    "task.add": "Thêm nhiệm vụ",
    "task.import": "Nhận nhiệm vụ từ kế hoạch",
    "task.amend": "Cập nhật theo kế hoạch sửa đổi",
    "task.change": "Sửa nhiệm vụ",
    "task.withdraw": "Rút nhiệm vụ",
    "task.restore": "Đưa nhiệm vụ trở lại",
    "part.take": "Nhận chủ trì",
    "part.assign": "Giao người làm",
    "part.start": "Bắt đầu làm",
    "part.done": "Báo đã làm xong",
    "part.take_back": "Rút lại báo xong",
    "part.accept": "Chấp nhận phần việc",
    "part.return": "Trả lại phần việc",
    "part.reopen": "Mở lại phần việc",
    "note.add": "Ghi chú",
    "proof.add": "Thêm minh chứng",
    "proof.change": "Sửa minh chứng",
    "proof.accept": "Chấp nhận minh chứng",
    "proof.return": "Trả lại minh chứng",
    "proof.withdraw": "Rút minh chứng",
    "proof.restore": "Khôi phục minh chứng",
    "figure.record": "Ghi số liệu",
    "figure.correct": "Sửa số liệu",
    "figure.remove": "Xóa số liệu",
    "criteria.load": "Nạp bộ tiêu chí",
    "criteria.adopt": "Áp dụng bộ tiêu chí",
    "weights.load": "Nạp bảng điểm",
    "weights.draft": "Đọc tệp bảng điểm",
    "weights.correct": "Sửa dòng bảng điểm",
    "weights.add_row": "Thêm dòng bảng điểm",
    "weights.split": "Chia đều điểm của mục",
    "weights.publish": "Áp dụng bảng điểm",
    "weights.withdraw": "Thôi dùng bảng điểm",
    "score.judge": "Cho điểm nội dung do người chấm",
    "level.register": "Đăng ký mức",
    "level.correct": "Sửa mức đăng ký",
}
FIELDS = {
    "action": "việc",
    "added": "thêm mới",
    "agency": "cơ quan",
    "aliases": "tên gọi khác",
    "assignee": "người làm",
    "changed": "thay đổi",
    "code": "mã",
    "created": "nhiệm vụ mới",
    "criterion": "tiêu chí",
    "day": "ngày",
    "denominator": "tổng số",
    "document_number": "số văn bản",
    "due_date": "hạn",
    "effective_date": "ngày diễn ra",
    "email": "thư điện tử",
    "end_date": "ngày làm việc cuối cùng",
    "file": "tệp",
    "filename": "tệp",
    "full_name": "họ và tên",
    "group": "nhóm",
    "is_active": "đang hoạt động",
    "is_focal_point": "đầu mối",
    "is_header": "dòng tiêu đề",
    "kept": "nhiệm vụ giữ nguyên",
    "kind": "loại",
    "lead": "cơ quan chủ trì",
    "level": "mức",
    "matched": "số dòng nhận ra",
    "measure": "chỉ số",
    "name": "tên",
    "no": "số thứ tự",
    "number": "số văn bản",
    "numerator": "số đạt",
    "phone": "điện thoại",
    "plan": "kế hoạch",
    "position": "thứ tự",
    "product": "sản phẩm",
    "reason": "lý do",
    "registered_date": "ngày đăng ký",
    "remark": "ghi chú",
    "role": "vai trò",
    "role_code": "loại cơ quan",
    "rows": "số dòng",
    "sha256": "mã nội dung tệp",
    "share": "tỷ lệ điểm",
    "short_name": "tên tắt",
    "start_date": "ngày bắt đầu",
    "state": "trạng thái",
    "step": "bước",
    "support": "cơ quan phối hợp",
    "text": "nội dung",
    "timing": "thời gian",
    "title": "tên, chức danh",
    "total": "tổng điểm",
    "url": "đường dẫn",
    "username": "tên đăng nhập",
    "version": "phiên bản",
    "withdrawn": "nhiệm vụ rút",
    "year": "năm",
}
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_LONG = 160  # characters; the whole text is in the export


@dataclass(frozen=True, slots=True)
class Change:
    field: str
    before: str
    after: str


def action_words(action: str) -> str:
    return ACTIONS.get(action, action)


def changes_of(entry: Entry, *, shorten: bool = True) -> list[Change]:
    """What an entry changed, field by field, as sentences can hold it; nothing there is "".

    Values that are equal, or are said in the same words, are left out.
    """
    before, after = entry.before or {}, entry.after or {}
    names = [n for n in dict.fromkeys([*before, *after]) if before.get(n) != after.get(n)]

    def said(values: dict[str, Any], name: str) -> str:
        words = _value(entry, name, values.get(name))
        return f"{words[:_LONG]}…" if shorten and len(words) > _LONG else words

    changes = [Change(FIELDS.get(n, n), said(before, n), said(after, n)) for n in names]
    return [change for change in changes if change.before != change.after]


def _value(entry: Entry, name: str, value: Any) -> str:
    if value is None or value == "" or value == [] or value == {}:
        return ""
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, list):
        return "; ".join(_value(entry, name, v) for v in value)
    if isinstance(value, dict):
        return "; ".join(f"{FIELDS.get(k, k)}: {_value(entry, k, v)}" for k, v in value.items())
    text = str(value)
    if name == "sha256":
        return text[:12]
    if _DAY.fullmatch(text):
        return date_vi(date.fromisoformat(text))
    if _DAY.match(text) and "T" in text:
        return timezone.localtime(datetime.fromisoformat(text)).strftime("%H:%M %d/%m/%Y")
    return _choice(entry, name, text)


def _choice(entry: Entry, name: str, text: str) -> str:
    """A code such as `accepted` becomes the label that the subject's own model gives it."""
    try:
        field = apps.get_model(entry.subject_type)._meta.get_field(name)
    except (LookupError, ValueError, FieldDoesNotExist):
        return text
    labels: dict[Any, Any] = dict(getattr(field, "flatchoices", None) or ())
    return str(labels.get(text, text))
