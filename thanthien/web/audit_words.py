"""The audit log in the words of an official: what was done, and what was there before and after."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.utils import timezone

from thanthien.lib.vietnamese import date_vi, money_vi, number_vi, percent_vi
from thanthien.platform.audit.models import Entry
from thanthien.web import (  # fmt: skip
    assistance_words,
    citizen_words,
    conduct_words,
    engagement_words,
    figure_words,
    letter_words,
    outreach_words,
    reception_words,
)

# Rooms that keep their words in a file of their own.
_ROOMS = (
    citizen_words, assistance_words, reception_words, engagement_words, conduct_words, letter_words,
    outreach_words, figure_words,
)  # fmt: skip
# The first half of an action's code, and what it is about; the filter of the page offers these.
AREAS: dict[str, str] = {
    **{code: words for room in _ROOMS for code, words in room.AREAS.items()},
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
    "criteria": "Bộ tiêu chí",
    "weights": "Bảng điểm",
    "score": "Chấm điểm",
    "level": "Mức đăng ký",
    "round": "Hồ sơ đánh giá",
    "council": "Hội đồng thẩm định",
    "report": "Báo cáo",
    "committee": "Ban Chỉ đạo",
    "charge": "Theo dõi nhiệm vụ",
    "chase": "Đôn đốc",
    "unit_report": "Báo cáo của cơ quan",
    "budget": "Kinh phí",
    "workday": "Lịch ngày nghỉ",
    "inspection": "Kiểm tra",
    "finding": "Tồn tại sau kiểm tra",
    "occurrence": "Kỳ của nhiệm vụ",
    "merit": "Khen thưởng",
    "notice": "Biểu dương, nhắc nhở",
    "practice": "Cách làm hay",
    "impediment": "Vướng mắc",
    "dossier": "Hồ sơ",
    "digest": "Thư nhắc việc",
    "template": "Mẫu văn bản",
    "paper": "Trình ký",
    "index": "Chỉ số",
    "review": "Sơ kết, tổng kết",
    "key": "Khóa ứng dụng",
}
ACTIONS: dict[str, str] = {
    **{code: words for room in _ROOMS for code, words in room.ACTIONS.items()},
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
    "person.mail": "Đổi nhịp thư nhắc việc",
    "person.feed_on": "Tạo địa chỉ lịch",
    "person.feed_off": "Tắt địa chỉ lịch",
    "person.second_step_removed": "Gỡ xác thực hai bước",
    "role.give": "Cấp vai trò",
    "role.change": "Sửa vai trò",
    "role.end": "Cho thôi vai trò",
    "unit.merge": "Sáp nhập đơn vị",
    "agency.add": "Thêm cơ quan",
    "agency.change": "Sửa cơ quan",
    "neighbourhood.add": "Thêm thôn, tổ dân phố",
    "neighbourhood.remove": "Bỏ thôn, tổ dân phố",
    "unit.add": "Thêm đơn vị",
    "unit.headquarters": "Ghi vị trí trụ sở",
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
    "proof.filed": "Lập bảng hằng tháng",
    "proof.change": "Sửa minh chứng",
    "proof.accept": "Chấp nhận minh chứng",
    "proof.return": "Trả lại minh chứng",
    "proof.withdraw": "Rút minh chứng",
    "proof.restore": "Khôi phục minh chứng",
    "proof.reuse_allow": "Cho dùng lại minh chứng",
    "key.make": "Tạo khóa ứng dụng",
    "key.revoke": "Thu hồi khóa ứng dụng",
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
    "task.give": "Giao việc đột xuất",
    "committee.found": "Lập Ban Chỉ đạo",
    "committee.change": "Sửa quyết định thành lập Ban Chỉ đạo",
    "committee.member_add": "Thêm thành viên Ban Chỉ đạo",
    "committee.member_change": "Sửa thành viên Ban Chỉ đạo",
    "committee.member_end": "Thành viên thôi tham gia Ban Chỉ đạo",
    "committee.member_move": "Đổi thứ tự thành viên Ban Chỉ đạo",
    "charge.give": "Giao thành viên Ban Chỉ đạo theo dõi",
    "charge.remove": "Thôi theo dõi nhiệm vụ",
    "chase.send": "Đôn đốc",
    "chase.answer": "Phản hồi đôn đốc",
    "unit_report.ask": "Yêu cầu các cơ quan báo cáo",
    "unit_report.hand_in": "Gửi báo cáo",
    "unit_report.return": "Đề nghị bổ sung báo cáo",
    "unit_report.close": "Kết thúc đợt báo cáo",
    "unit_report.reopen": "Mở lại đợt báo cáo",
    "budget.add": "Lập khoản kinh phí",
    "budget.change": "Sửa khoản kinh phí",
    "budget.submit": "Trình dự toán",
    "budget.take_back": "Rút dự toán về sửa",
    "budget.approve": "Duyệt dự toán",
    "budget.return": "Trả lại dự toán",
    "budget.adjust": "Điều chỉnh dự toán đã duyệt",
    "budget.withdraw": "Bỏ khoản kinh phí",
    "budget.restore": "Lấy lại khoản kinh phí",
    "budget.amount": "Ghi phân bổ, chi, quyết toán",
    "budget.cancel": "Hủy số tiền đã ghi",
    "digest.trust_clock": "Đưa thư ghi sai ngày về hôm nay",
    "occurrence.move": "Dời ngày một kỳ",
    "occurrence.recount": "Tính lại ngày các kỳ theo lịch ngày nghỉ",
    "workday.load": "Nạp lịch ngày nghỉ của cả nước",
    "workday.set": "Đặt ngày nghỉ, ngày làm bù",
    "workday.change": "Sửa ngày nghỉ, ngày làm bù",
    "workday.drop": "Trở về lịch chung của cả nước",
    "inspection.plan": "Lên lịch kiểm tra",
    "inspection.change": "Sửa lịch kiểm tra",
    "inspection.hold": "Ghi đã kiểm tra",
    "inspection.close": "Kết thúc cuộc kiểm tra",
    "inspection.reopen": "Mở lại cuộc kiểm tra",
    "inspection.cancel": "Hủy lịch kiểm tra",
    "finding.find": "Ghi phát hiện",
    "finding.order": "Giao khắc phục",
    "finding.done": "Báo đã khắc phục",
    "finding.pass": "Phúc tra đạt",
    "finding.fail": "Phúc tra chưa đạt",
    "finding.drop": "Không phải khắc phục",
    "finding.reopen": "Mở lại tồn tại",
    "merit.propose": "Đề nghị khen thưởng",
    "merit.submit": "Trình đề nghị khen thưởng",
    "merit.decide": "Ghi quyết định khen thưởng",
    "merit.refuse": "Ghi kết quả không được khen",
    "merit.withdraw": "Rút đề nghị khen thưởng",
    "merit.propose_again": "Đề nghị khen thưởng lại",
    "notice.write": "Soạn thông báo",
    "notice.publish": "Thông báo biểu dương, nhắc nhở",
    "notice.withdraw": "Rút thông báo",
    "notice.reply": "Phản hồi thông báo",
    "practice.write": "Ghi cách làm hay",
    "practice.change": "Sửa cách làm hay",
    "practice.file": "Thêm tệp của cách làm",
    "practice.submit": "Đề nghị công nhận cách làm",
    "practice.return": "Trả lại cách làm để sửa",
    "practice.recognise": "Ghi quyết định công nhận",
    "practice.share": "Chia sẻ cách làm",
    "practice.unshare": "Thôi chia sẻ cách làm",
    "practice.recommend": "Giới thiệu cách làm đến các đơn vị",
    "practice.unrecommend": "Thôi giới thiệu cách làm",
    "practice.adopt": "Áp dụng cách làm của đơn vị khác",
    "practice.adopted": "Cập nhật kết quả áp dụng",
    "level.send": "Gửi đăng ký lên thành phố",
    "level.targets": "Đặt mục tiêu các năm",
    "round.self_points": "Sửa điểm tự chấm",
    "round.propose": "Đề xuất điểm của lĩnh vực",
    "round.submit": "Nộp hồ sơ tự đánh giá",
    "round.send_back": "Trả hồ sơ để bổ sung",
    "round.appraise": "Mở thẩm định",
    "round.declare": "Xác nhận không có lợi ích liên quan",
    "round.recuse": "Không tham gia thẩm định vì có liên quan",
    "round.sheet": "Nộp phiếu thẩm định",
    "round.sample": "Kiểm tra minh chứng rút mẫu",
    "round.chair_points": "Quyết định điểm của hội đồng",
    "round.mean_again": "Lấy lại điểm trung bình",
    "round.close": "Kết thúc thẩm định",
    "round.recognise": "Công nhận mức",
    "round.refuse": "Không công nhận",
    "round.object": "Kiến nghị về quyết định",
    "round.keep_recognised": "Giữ nguyên quyết định công nhận",
    "round.keep_refused": "Giữ nguyên quyết định không công nhận",
    "round.recheck": "Mở thẩm định lại theo kiến nghị",
    "round.revoke": "Thu hồi công nhận",
    "council.open": "Lập hội đồng thẩm định",
    "council.seat": "Thêm thành viên hội đồng",
    "council.unseat": "Cho thôi thành viên hội đồng",
    "impediment.report": "Báo vướng mắc",
    "impediment.note": "Góp ý về vướng mắc",
    "impediment.answer": "Trả lời vướng mắc",
    "impediment.escalate": "Trình lãnh đạo vướng mắc",
    "impediment.solved": "Xác nhận vướng mắc đã giải quyết",
    "impediment.not_solved": "Vướng mắc chưa giải quyết được",
    "impediment.withdraw": "Rút vướng mắc",
    "impediment.terms": "Đặt thời hạn trả lời vướng mắc",
    "template.save": "Gửi mẫu văn bản của đơn vị",
    "template.reset": "Dùng lại mẫu văn bản có sẵn",
    "dossier.list": "Sửa danh mục hồ sơ",
    "dossier.list_reset": "Dùng lại danh mục hồ sơ có sẵn",
    "dossier.paper_add": "Thêm bản ký vào hồ sơ",
    "dossier.paper_remove": "Gỡ bản ký khỏi hồ sơ",
    "dossier.ask": "Yêu cầu đóng gói hồ sơ",
    "dossier.again": "Đóng gói lại hồ sơ",
    "dossier.made": "Đóng gói xong hồ sơ",
    "dossier.clear": "Dọn gói hồ sơ cũ",
    "index.record": "Ghi chỉ số",
    "index.correct": "Sửa chỉ số",
    "paper.submit": "Trình ký văn bản",
    "paper.withdraw": "Rút văn bản trình ký",
    "paper.return": "Trả lại văn bản trình ký",
    "paper.sign": "Ký văn bản",
    "paper.number": "Ghi số, bản ký của văn bản",
    "review.plan": "Lập cuộc sơ kết, tổng kết",
    "review.change": "Sửa thông tin hội nghị",
    "review.hold": "Ghi đã tổ chức hội nghị",
    "review.conclude": "Chốt kết luận",
    "review.reopen": "Mở lại sơ kết, tổng kết",
    "review.document": "Thêm văn bản cần ký",
    "review.document_submit": "Trình ký văn bản",
    "review.document_return": "Trả lại văn bản trình ký",
    "review.document_sign": "Ghi văn bản đã ký",
    "review.lesson": "Ghi bài học",
    "review.lesson_done": "Ghi kết quả theo dõi bài học",
}
FIELDS = {
    **{code: words for room in _ROOMS for code, words in getattr(room, "FIELDS", {}).items()},
    "scopes": "được làm gì",
    "per_minute": "số lần mỗi phút",
    "per_day": "số lần mỗi ngày",
    "successor": "đơn vị tiếp nhận",
    "merged_date": "ngày sáp nhập",
    "roles": "số vai trò chuyển",
    "unit": "đơn vị",
    "agencies": "các cơ quan",
    "decision_date": "ngày quyết định",
    "decision_number": "số quyết định",
    "duty": "phụ trách",
    "end_year": "đến năm",
    "given_by": "người giao",
    "answer_days": "số ngày trả lời",
    "leader_days": "số ngày lãnh đạo quyết định",
    "inspection_date": "ngày kiểm tra",
    "inspectors": "người kiểm tra",
    "supervised_by": "giám sát của",
    "place": "nơi kiểm tra",
    "severity": "mức độ",
    "is_invited": "mời tham gia",
    "member": "thành viên",
    "organisation": "cơ quan, tổ chức",
    "person": "người",
    "signer": "người ký",
    "signer_title": "chức vụ người ký",
    "start_year": "từ năm",
    "tasks": "các nhiệm vụ",
    "action": "việc",
    "added": "thêm mới",
    "agency": "cơ quan",
    "aliases": "tên gọi khác",
    "amount": "số tiền",
    "assignee": "người làm",
    "basis": "căn cứ",
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
    "estimate": "dự toán",
    "as_of": "ngày chốt",
    "file": "tệp",
    "files": "số tệp",
    "size": "dung lượng (byte)",
    "filename": "tệp",
    "full_name": "họ và tên",
    "group": "nhóm",
    "is_active": "đang hoạt động",
    "is_focal_point": "đầu mối",
    "feed": "địa chỉ lịch",
    "is_header": "dòng tiêu đề",
    "rhythm": "nhịp thư nhắc việc",
    "kept": "nhiệm vụ giữ nguyên",
    "kind": "loại",
    "latitude": "vĩ độ",
    "lead": "cơ quan chủ trì",
    "level": "mức",
    "longitude": "kinh độ",
    "matched": "số dòng nhận ra",
    "measure": "chỉ số",
    "name": "tên",
    "no": "số thứ tự",
    "number": "số văn bản",
    "numerator": "số đạt",
    "on_sample": "theo điểm mẫu",
    "period": "kỳ",
    "phone": "điện thoại",
    "plan": "kế hoạch",
    "points": "điểm",
    "position": "thứ tự",
    "post": "chức danh",
    "product": "sản phẩm",
    "quorum": "tỷ lệ phiếu",
    "reason": "lý do",
    "registered_date": "ngày đăng ký",
    "remark": "ghi chú",
    "role": "vai trò",
    "role_code": "loại cơ quan",
    "rows": "số dòng",
    "seed": "mã rút mẫu",
    "sha256": "mã tệp",
    "share": "tỷ lệ điểm",
    "short_name": "tên tắt",
    "source": "nguồn",
    "source_note": "nguồn khác",
    "start_date": "ngày bắt đầu",
    "state": "trạng thái",
    "step": "bước",
    "support": "cơ quan phối hợp",
    "task": "nhiệm vụ",
    "targets": "mục tiêu",
    "text": "nội dung",
    "timing": "thời gian",
    "times_moved": "số kỳ đổi ngày",
    "times_made": "số kỳ thêm",
    "times_dropped": "số kỳ bỏ",
    "title": "tên",
    "total": "tổng điểm",
    "url": "đường dẫn",
    "valid_until": "ngày hết hiệu lực",
    "username": "tên đăng nhập",
    "verdict": "kết quả kiểm tra",
    "version": "phiên bản",
    "withdrawn": "nhiệm vụ rút",
    "year": "năm",
    "form": "hình thức",
    "audience": "ai được xem",
    "adapted": "cách áp dụng",
    "result": "kết quả",
    "problem": "vấn đề trước đây",
    "way": "cách làm",
    "value": "kết quả",
    "target": "chỉ tiêu",
    "rank": "thứ hạng",
    "rank_of": "trên tổng số đơn vị",
    "conference_date": "ngày hội nghị",
    "participants": "thành phần",
    "agenda": "chương trình",
    "conclusion": "kết luận",
    "minutes": "biên bản",
    "minutes_name": "tệp biên bản",
    "signed_date": "ngày ký",
    "copy_name": "bản ký",
}
# The same field under another name where the entry is about a role: the title of a post.
_OF_A_ROLE = {"title": "chức danh"}
_MONEY = frozenset({"amount", "estimate"})
_NUMBER = re.compile(r"-?\d+\.\d+")
_NUMBERS = frozenset({"points", "share", "total", "value", "target", "numerator", "denominator"})
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

    called = FIELDS | _OF_A_ROLE if entry.action.startswith("role.") else FIELDS
    changes = [Change(called.get(n, n), said(before, n), said(after, n)) for n in names]
    return [change for change in changes if change.before != change.after]


def _value(entry: Entry, name: str, value: Any) -> str:
    if value is None or value == "" or value == [] or value == {}:
        return ""
    if isinstance(value, bool):
        return "có" if value else "không"
    if name in _MONEY and isinstance(value, int):
        return money_vi(value)
    if isinstance(value, list):
        return "; ".join(_value(entry, name, v) for v in value)
    if isinstance(value, dict):
        return "; ".join(f"{FIELDS.get(k, k)}: {_value(entry, k, v)}" for k, v in value.items())
    text = str(value)
    if name == "sha256":
        return text[:12]
    if name == "quorum" and _NUMBER.fullmatch(text):
        return percent_vi(Decimal(text))
    if name in _NUMBERS and _NUMBER.fullmatch(text):
        return number_vi(Decimal(text))
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
