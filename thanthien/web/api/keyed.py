"""Who asks by program: anybody, counted by address, or a key, counted by key."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils import timezone

from thanthien.platform.keys.actions import Counted, count_use
from thanthien.platform.keys.models import Key, Scope
from thanthien.platform.keys.queries import key_by_secret
from thanthien.platform.units.models import Unit
from thanthien.web.api.problems import Problem
from thanthien.web.limits import MINUTE, note

READS = 240  # a minute of one address without a key
_OVER = {
    Key.Standing.EXPIRED: ("key_expired", "Khóa này đã hết hạn. Đơn vị cấp khóa tạo được khóa mới."),
    Key.Standing.REVOKED: ("key_revoked", "Khóa này đã bị thu hồi nên không còn dùng được."),
}


def bearer(request: HttpRequest) -> str:
    """The key in the header `Authorization: Bearer …`; "" where there is none."""
    kind, _, secret = request.headers.get("Authorization", "").partition(" ")
    return secret.strip() if kind.lower() == "bearer" else ""


def let_in(request: HttpRequest, secret: str) -> tuple[Key | None, Counted | None]:
    """Count this request, on the key where one is given, else on the address. Raises Problem."""
    if not secret:
        _count_address(request)
        return None, None
    at = timezone.now()
    key = key_by_secret(secret)
    if key is None:
        _count_address(request)  # guessing keys costs as much as reading
        raise Problem("key_unknown", "Khóa này không đúng. Kiểm tra lại khóa mà đơn vị đã cấp.")
    over = _OVER.get(Key.Standing(key.standing(timezone.localdate(at))))
    if over is not None:
        raise Problem(*over)
    if request.method in {"GET", "HEAD"} and not key.allows(Scope.READ):
        _count_address(request)
    counted = count_use(at=at, key=key)
    if counted.wait:
        words = "Khóa này đã dùng hết số lần được phép. Chờ đến lúc ghi ở Retry-After rồi gọi lại."
        raise Problem("too_many", words, wait=counted.wait)
    return key, counted


def _count_address(request: HttpRequest) -> None:
    if note(request, "api") > READS:
        words = "Có quá nhiều lượt gọi từ địa chỉ này. Chờ một phút rồi gọi lại."
        raise Problem("too_many", words, wait=MINUTE)


def require_scope(key: Key | None, scope: Scope, unit: Unit) -> Key:
    """The key, where it may do this in that unit. Raises Problem."""
    if key is None:
        raise Problem("key_missing", "Việc này cần khóa do đơn vị cấp, gửi ở tiêu đề Authorization: Bearer.")
    if key.unit_id != unit.pk:
        raise Problem("other_unit", "Khóa này do đơn vị khác cấp nên không dùng được ở đây.")
    if not key.allows(scope):
        raise Problem("scope_missing", f"Khóa này không có quyền “{scope.label}” ({scope.value}).")
    return key
