"""How people sign in: allauth with our words, no self-registration, lockout by django-axes.

What happens to an account is written to the audit log from the hooks of allauth's adapter, which
allauth calls itself at these moments; so no signal is needed and no password ever passes by here.
The clock is read here because the library, not an action's caller, decides when a hook runs.
"""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal.httpkit import clean_client_ip
from allauth.mfa.adapter import DefaultMFAAdapter
from axes.handlers.proxy import AxesProxyHandler
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.utils import timezone

from thanthien.platform.people.actions import record_account_event, set_password
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import home_unit
from thanthien.platform.people.sealing import seal, unseal

# What allauth announces to the owner of an account, by template name, and how the audit log calls it.
_ANNOUNCED = {
    "mfa/email/totp_activated": "second_step.app_on",
    "mfa/email/totp_deactivated": "second_step.app_off",
    "mfa/email/webauthn_added": "second_step.key_on",
    "mfa/email/webauthn_removed": "second_step.key_off",
    "mfa/email/recovery_codes_generated": "second_step.codes",
}
_TRY_LATER = "Anh/chị thử quá nhiều lần. Hãy chờ vài phút rồi thử lại."


def username_of(request: HttpRequest, credentials: dict[str, Any] | None) -> str:
    """For django-axes: the account tried, the same word whether asked before, during or after the try."""
    given = credentials or {}
    name = given.get("username") or given.get("login") or request.POST.get("login", "")
    return str(name).strip().lower()[:255]


def client_ip(request: HttpRequest) -> str | None:
    """The address of the browser, past as many proxies as PROXY_COUNT trusts; None where it is none.

    As allauth does it, but without making an object of all headers for the one that is read.
    """
    passed, trusted = (
        request.META.get("HTTP_X_FORWARDED_FOR", "").split(","),
        settings.ALLAUTH_TRUSTED_PROXY_COUNT,
    )
    said = passed[-trusted] if 0 < trusted <= len(passed) else ""
    address: str | None = clean_client_ip(said or request.META.get("REMOTE_ADDR") or "")
    return address


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are opened by the coordinator or the city, never by strangers."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": "Tên đăng nhập hoặc mật khẩu chưa đúng. Anh/chị kiểm tra lại giúp.",
        "account_inactive": "Tài khoản này đã khóa. Anh/chị liên hệ điều phối viên của đơn vị.",
        "enter_current_password": "Mật khẩu hiện tại chưa đúng.",
        "incorrect_password": "Mật khẩu chưa đúng. Anh/chị nhập lại giúp.",
        "incorrect_code": "Mã chưa đúng hoặc đã hết hạn. Anh/chị nhập mã mới nhất.",
        "invalid_or_expired_key": "Đường dẫn đã hết hạn hoặc đã dùng.",
        "invalid_password_reset": "Đường dẫn đặt lại mật khẩu không còn dùng được.",
        "too_many_login_attempts": _TRY_LATER,
        "rate_limited": _TRY_LATER,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def clean_username(self, username: str, shallow: bool = False) -> str:
        return username.strip().lower()

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return "/"

    def add_message(self, request: HttpRequest, level: int, *args: Any, **kwargs: Any) -> None:
        """Being in, or out, is plain to see: those two messages are left away."""
        template = str(args[0]) if args else str(kwargs.get("message_template", ""))
        if not template.endswith(("/logged_in.txt", "/logged_out.txt")) or level >= messages.WARNING:
            super().add_message(request, level, *args, **kwargs)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """django-axes counts wrong passwords, in the database and across processes; allauth's own count,

        by name alone and in memory, would let a stranger lock people out, so it is not asked here. It still
        guards the second step, where the password was right already.
        """
        request.was_locked_out = not AxesProxyHandler.is_allowed(  # type: ignore[attr-defined]
            request, {"username": credentials.get("username")}
        )

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Audit wrong passwords of accounts that exist, and the moment of the lockout; then be silent."""
        if getattr(request, "was_locked_out", False):
            return
        person = Person.objects.filter(username__iexact=credentials.get("username") or "").first()
        if person is not None:
            locked = getattr(request, "axes_locked_out", False)
            _tell(request, person, "sign_in.locked" if locked else "sign_in.failed", actor=None)

    def login(self, request: HttpRequest, user: Person) -> None:
        super().login(request, user)
        _tell(request, user, "sign_in.in", actor=user)

    def logout(self, request: HttpRequest) -> None:
        person = request.user
        if isinstance(person, Person):
            _tell(request, person, "sign_in.out", actor=person)
        super().logout(request)

    def set_password(self, user: Person, password: str) -> None:
        """Called for one's own new password alone: a change, or a reset by the link that was mailed."""
        set_password(
            actor=user,
            at=timezone.now(),
            unit=home_unit(user),
            person=user,
            password=password,
            must_change=False,
        )

    def send_notification_mail(self, template_prefix: str, user: Person, *args: Any, **kwargs: Any) -> None:
        if template_prefix in _ANNOUNCED:
            _tell(self.request, user, _ANNOUNCED[template_prefix], actor=user)
        super().send_notification_mail(template_prefix, user, *args, **kwargs)


def _tell(request: HttpRequest, person: Person, action: str, *, actor: Person | None) -> None:
    record_account_event(
        actor=actor,
        at=timezone.now(),
        person=person,
        action=action,
        remark=f"từ địa chỉ {client_ip(request)}",
    )


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "Mã chưa đúng hoặc đã hết hạn. Anh/chị nhập mã mới nhất trong ứng dụng.",
        "cannot_delete_authenticator": "Chưa tắt được xác thực hai bước.",
        "cannot_generate_recovery_codes": "Anh/chị bật xác thực hai bước trước, rồi mới tạo mã dự phòng.",
    }

    def encrypt(self, text: str) -> str:
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(encrypted_text)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {**super().get_public_key_credential_rp_entity(), "name": "Thân Thiện"}

    def get_totp_label(self, user: Person) -> str:
        return user.username

    def generate_authenticator_name(self, user: Person, type: Any) -> str:
        return "Khóa bảo mật"
