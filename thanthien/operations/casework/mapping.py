"""Which column is which field, guessed from the names; `platform.columns` holds what a person confirmed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from thanthien.operations.casework.definition import definition, words_key

# field → its name on the page; the first three must have a column
FIELDS: dict[str, str] = {
    "code": "Mã hồ sơ",
    "procedure_name": "Tên thủ tục",
    "received_at": "Ngày tiếp nhận",
    "procedure_code": "Mã thủ tục",
    "applicant": "Người nộp",
    "address": "Địa chỉ",
    "phone": "Số điện thoại",
    "due_at": "Ngày hẹn trả",
    "term": "Thời hạn giải quyết",
    "state": "Trạng thái",
    "handled_at": "Ngày có kết quả",
    "handed_at": "Ngày trả kết quả",
    "closed_at": "Ngày dừng, từ chối",
    "reason": "Lý do dừng, từ chối",
    "asked_at": "Ngày yêu cầu bổ sung",
    "supplied_at": "Ngày bổ sung",
    "supplements": "Số lần yêu cầu bổ sung",
    "channel": "Hình thức nộp",
    "agency": "Cơ quan giải quyết",
    "handler": "Người giải quyết",
    "result_place": "Nơi trả kết quả",
}
REQUIRED = ("code", "procedure_name", "received_at")


def likeness(texts: Sequence[str]) -> int:
    """How many of a row's texts name a known field."""
    known = definition().columns
    return sum(words_key(text) in known for text in texts if text)


def guess(headers: Sequence[str]) -> dict[str, str]:
    """Field → header, by the words of data/casework.yaml; the first of two columns with one meaning."""
    known, found = definition().columns, dict[str, str]()
    for header in headers:
        field = known.get(words_key(header))
        if field is not None:
            found.setdefault(field, header)
    return found


def lacking(columns: Mapping[str, str]) -> list[str]:
    """The names of fields without which nothing can be read."""
    return [FIELDS[field] for field in REQUIRED if not columns.get(field)]
