"""How the API says no: one shape (RFC 9457), a stable code for programs, a sentence in Vietnamese for people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse

MEDIA = "application/problem+json"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of refusal: its status, its name in both languages, and what a program should do."""

    status: int
    title: str
    title_en: str


# Codes never change their meaning; a new refusal gets a new code.
KINDS = {
    "unreadable": Kind(400, "Nội dung gửi lên không đọc được", "The request cannot be read"),
    "key_missing": Kind(401, "Thiếu khóa", "A key is needed"),
    "key_unknown": Kind(401, "Khóa không đúng", "No such key"),
    "key_expired": Kind(401, "Khóa đã hết hạn", "The key has expired"),
    "key_revoked": Kind(401, "Khóa đã bị thu hồi", "The key was revoked"),
    "scope_missing": Kind(403, "Khóa không có quyền này", "The key lacks the scope"),
    "other_unit": Kind(403, "Khóa của đơn vị khác", "The key is another unit's"),
    "unit_not_found": Kind(404, "Không có đơn vị này", "No such unit"),
    "not_found": Kind(404, "Không tìm thấy", "Not found"),
    "method_not_allowed": Kind(405, "Không dùng được cách gọi này", "Method not allowed"),
    "unit_merged": Kind(409, "Đơn vị đã sáp nhập", "The unit was merged into another"),
    "survey_closed": Kind(410, "Khảo sát không mở", "The survey is not open"),
    "too_large": Kind(413, "Nội dung gửi lên quá lớn", "The request is too large"),
    "invalid": Kind(422, "Nội dung gửi lên chưa đúng", "What was sent does not hold"),
    "cursor": Kind(422, "Dấu trang không đúng", "No such cursor"),
    "too_many": Kind(429, "Gọi quá nhiều lần", "Too many requests"),
    "too_many_codes": Kind(429, "Thử quá nhiều mã", "Too many unknown codes"),
    "broken": Kind(500, "Hệ thống đang trục trặc", "The server failed"),
    "full": Kind(507, "Máy chủ hết chỗ lưu", "The server has no room left"),
}
_BY_STATUS = {400: "unreadable", 413: "too_large", 500: "broken", 507: "full"}


class Problem(Exception):
    """Nothing was kept. `field` names what was wrong of what was sent; `wait` seconds until it may be tried again."""

    def __init__(self, code: str, detail: str, *, field: str = "", wait: int = 0) -> None:
        super().__init__(detail)
        self.code, self.detail, self.field, self.wait = code, detail, field, wait


def said(code: str, detail: str, *, errors: Sequence[tuple[str, str]] = (), wait: int = 0) -> HttpResponse:
    kind = KINDS[code]
    body: dict[str, Any] = {
        "type": f"{reverse('api:docs')}#{code}",
        "title": kind.title,
        "status": kind.status,
        "code": code,
        "detail": detail,
        "errors": [{"field": field, "message": message} for field, message in errors],
    }
    answer = JsonResponse(
        body, status=kind.status, content_type=MEDIA, json_dumps_params={"ensure_ascii": False}
    )
    if kind.status == 401:
        answer["WWW-Authenticate"] = "Bearer"
    if wait:
        answer["Retry-After"] = str(wait)
    return answer


def refuse(request: HttpRequest, status: int, reason: str) -> HttpResponse:
    """What the middleware and the handlers of errors answer to programs instead of their page."""
    return said(_BY_STATUS.get(status, "broken"), reason)
