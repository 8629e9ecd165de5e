"""How people sign in: allauth with our words, no self-registration, lockout by django-axes."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import LoginForm as BaseLoginForm
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest

from thanthien.platform.people.models import Person


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are opened by the coordinator or the city, never by strangers."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": "Tên đăng nhập hoặc mật khẩu chưa đúng. Anh/chị kiểm tra lại giúp.",
        "account_inactive": "Tài khoản này đã khóa. Anh/chị liên hệ điều phối viên của đơn vị.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def clean_username(self, username: str, shallow: bool = False) -> str:
        return username.strip().lower()


class LoginForm(BaseLoginForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        login, password = self.fields["login"], self.fields["password"]
        login.label, password.label = "Tên đăng nhập", "Mật khẩu"
        login.widget.attrs.update(
            {"class": "form-control form-control-lg", "autofocus": True, "placeholder": ""}
        )
        password.widget.attrs.update({"class": "form-control form-control-lg", "placeholder": ""})
        self.fields.pop("remember", None)

    def clean_login(self) -> str:
        return str(super().clean_login()).strip().lower()


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {**super().get_public_key_credential_rp_entity(), "name": "Thân Thiện"}

    def get_totp_label(self, user: Person) -> str:
        return user.username
