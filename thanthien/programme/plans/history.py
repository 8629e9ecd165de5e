"""The audit trail of a task as sentences an official would say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from thanthien.platform.audit.models import Entry

# Action → (what the person did, icon). `{subject}` is the part's agency or the proof's title.
# Who is given a part, and from where to where a day is moved, is said in `_told`.
_SAYINGS: dict[str, tuple[str, str]] = {
    "task.add": ("thêm nhiệm vụ này vào kế hoạch", "plus"),
    "task.import": ("nhận nhiệm vụ này từ kế hoạch", "file-text"),
    "task.amend": ("cập nhật nhiệm vụ theo kế hoạch sửa đổi", "file-text"),
    "task.change": ("sửa nhiệm vụ", "pencil"),
    "task.give": ("giao việc đột xuất", "bolt"),
    "charge.give": ("giao theo dõi nhiệm vụ: {subject}", "eye"),
    "charge.remove": ("thôi theo dõi nhiệm vụ: {subject}", "eye-off"),
    "task.withdraw": ("rút nhiệm vụ khỏi kế hoạch", "archive"),
    "task.restore": ("đưa nhiệm vụ trở lại kế hoạch", "arrow-back-up"),
    "part.take": ("nhận chủ trì cho {subject}", "building"),
    "part.start": ("bắt đầu phần việc của {subject}", "progress-check"),
    "part.done": ("báo phần việc của {subject} đã làm xong", "check"),
    "part.take_back": ("rút lại báo xong của {subject}", "arrow-back-up"),
    "part.accept": ("chấp nhận phần việc của {subject}", "checks"),
    "part.return": ("trả lại phần việc của {subject}", "alert-triangle"),
    "part.reopen": ("mở lại phần việc của {subject}", "refresh"),
    "note.add": ("ghi chú", "message"),
    "proof.add": ("thêm minh chứng “{subject}”", "paperclip"),
    "proof.change": ("sửa minh chứng “{subject}”", "pencil"),
    "proof.accept": ("chấp nhận minh chứng “{subject}”", "checks"),
    "proof.return": ("trả lại minh chứng “{subject}”", "alert-triangle"),
    "proof.withdraw": ("rút minh chứng “{subject}”", "archive"),
    "proof.restore": ("khôi phục minh chứng “{subject}”", "arrow-back-up"),
    "proof.reuse_allow": ("cho dùng lại minh chứng “{subject}”", "photo"),
}
_FIELDS = {
    "title": "nội dung",
    "group": "nhóm",
    "no": "số thứ tự",
    "product": "sản phẩm",
    "timing": "thời gian",
    "due_date": "hạn",
    "criterion": "tiêu chí",
    "lead": "cơ quan chủ trì",
    "support": "cơ quan phối hợp",
    "effective_date": "ngày diễn ra",
}
_SHOWN_AS_IS = 80  # characters; longer texts are only named


@dataclass(frozen=True, slots=True)
class Told:
    at: datetime
    who: str
    did: str
    icon: str
    changes: tuple[str, ...] = ()
    remark: str = ""


def tell(entries: Iterable[Entry]) -> list[Told]:
    """Entries as sentences without their subject: who, and what was done."""
    return [_told(entry) for entry in entries]


def _told(entry: Entry) -> Told:
    did, icon = _SAYINGS.get(entry.action, ("cập nhật nhiệm vụ", "info-circle"))
    if entry.action == "part.assign":
        officer = (entry.after or {}).get("assignee")
        did = (
            f"giao phần việc của {{subject}} cho {officer}"
            if officer
            else "bỏ tên người làm phần việc của {subject}"
        )
        icon = "user-check"
    if entry.action == "occurrence.move":
        did, icon = _moved(entry), "calendar"
    remark = (entry.after or {}).get("text", "") if entry.action == "note.add" else entry.remark
    return Told(
        at=entry.at,
        who=entry.actor_name,
        did=did.replace("{subject}", entry.subject),
        icon=icon,
        changes=tuple(_changes(entry)) if entry.action.endswith((".change", ".amend")) else (),
        remark=remark,
    )


def _moved(entry: Entry) -> str:
    """The subject of a move is the period and the task: "tháng 4: Họp giao ban", "đến 30/06/2026: Báo cáo"."""
    old, new = (_plain((values or {}).get("due_date")) for values in (entry.before, entry.after))
    period = entry.subject.partition(": ")[0]
    which = "" if period.startswith("đến ") else f" {period}"
    return f"dời hạn{which} từ {old} sang {new}"


def _changes(entry: Entry) -> Iterable[str]:
    before, after = entry.before or {}, entry.after or {}
    for name, words in _FIELDS.items():
        if name not in after:
            continue
        old, new = _plain(before.get(name)), _plain(after[name])
        if max(len(old), len(new)) > _SHOWN_AS_IS:
            yield f"Đã sửa {words}"
        else:
            yield f"{words[:1].upper()}{words[1:]}: {old or 'trống'} → {new or 'trống'}"


def _plain(value: Any) -> str:
    text = "" if value is None else str(value)
    if len(text) == 10 and text[4:5] == text[7:8] == "-":
        return "/".join(reversed(text.split("-")))
    return text
