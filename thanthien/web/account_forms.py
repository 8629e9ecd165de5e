"""The forms of allauth in our words and our style; what they check stays allauth's."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import ChangePasswordForm as BaseChangePasswordForm
from allauth.account.forms import LoginForm as BaseLoginForm
from allauth.account.forms import ReauthenticateForm as BaseReauthenticateForm
from allauth.account.forms import ResetPasswordForm as BaseResetPasswordForm
from allauth.account.forms import ResetPasswordKeyForm as BaseResetPasswordKeyForm
from allauth.mfa.base.forms import AuthenticateForm as BaseAuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as BaseMFAReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm as BaseActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm as BaseAddWebAuthnForm
from allauth.mfa.webauthn.forms import EditWebAuthnForm as BaseEditWebAuthnForm
from django import forms

_LABELS = {
    "login": "Tên đăng nhập",
    "password": "Mật khẩu",
    "oldpassword": "Mật khẩu hiện tại",
    "password1": "Mật khẩu mới",
    "password2": "Nhập lại mật khẩu mới",
    "email": "Thư điện tử",
    "code": "Mã 6 chữ số, hoặc một mã dự phòng",
    "name": "Tên gợi nhớ của khóa",
    "passwordless": "Dùng khóa này thay cho mật khẩu",
}
_HINTS = {
    "password1": "Từ 10 ký tự, khác tên của anh/chị. Một câu ngắn dễ nhớ là tốt nhất.",
    "name": "Ví dụ: Điện thoại của tôi, khóa USB ở cơ quan.",
    "passwordless": "Đăng nhập bằng vân tay, khuôn mặt hoặc mã PIN của máy, không cần nhập mật khẩu.",
}


class OurWords:
    """Labels, hints and looks by the field's name, whichever form it stands in."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = _LABELS.get(name, field.label)
            field.help_text = _HINTS.get(name, "")
            tick = isinstance(field.widget, forms.CheckboxInput)
            field.widget.attrs.pop("placeholder", None)
            field.widget.attrs["class"] = "form-check-input" if tick else "form-control form-control-lg"
            field.error_messages["required"] = "Anh/chị chưa nhập ô này."


class LoginForm(OurWords, BaseLoginForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs.update(
            {"autofocus": True, "autocapitalize": "none", "spellcheck": "false", "maxlength": 60}
        )

    def clean_login(self) -> str:
        return str(super().clean_login()).strip().lower()


class ChangePasswordForm(OurWords, BaseChangePasswordForm):  # type: ignore[misc]
    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if cleaned.get("password1") and cleaned.get("password1") == cleaned.get("oldpassword"):
            self.add_error("password1", "Mật khẩu mới phải khác mật khẩu hiện tại.")
        return cleaned


class ReauthenticateForm(OurWords, BaseReauthenticateForm):  # type: ignore[misc]
    pass


class ResetPasswordForm(OurWords, BaseResetPasswordForm):  # type: ignore[misc]
    pass


class ResetPasswordKeyForm(OurWords, BaseResetPasswordKeyForm):  # type: ignore[misc]
    pass


class AuthenticateForm(OurWords, BaseAuthenticateForm):  # type: ignore[misc]
    pass


class MFAReauthenticateForm(OurWords, BaseMFAReauthenticateForm):  # type: ignore[misc]
    pass


class ActivateTOTPForm(OurWords, BaseActivateTOTPForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = "Mã 6 chữ số mà ứng dụng đang hiện"
        self.fields["code"].widget.attrs.update({"inputmode": "numeric", "maxlength": 6})


class AddWebAuthnForm(OurWords, BaseAddWebAuthnForm):  # type: ignore[misc]
    name = forms.CharField(required=False, label=_LABELS["name"])


class EditWebAuthnForm(OurWords, BaseEditWebAuthnForm):  # type: ignore[misc]
    name = forms.CharField(required=True, label=_LABELS["name"])
