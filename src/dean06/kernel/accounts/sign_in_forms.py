"""The forms of django-allauth with our words; codes of the second factor are counted like passwords."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account_forms
from allauth.account.adapter import get_adapter
from allauth.core import context
from allauth.mfa.base import forms as mfa_forms
from allauth.mfa.totp import forms as totp_forms
from allauth.mfa.webauthn import forms as webauthn_forms
from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts

from dean06.kernel.accounts.models import User

_EMAIL = "Thư điện tử công vụ"


class _Worded(forms.Form):
    """Labels, hints and no placeholders: a placeholder is not a label."""

    labels: dict[str, str] = {}
    hints: dict[str, str] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = self.labels.get(name, field.label)
            field.help_text = self.hints.get(name, "")
            field.widget.attrs.pop("placeholder", None)


class _NewPassword(_Worded):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].help_text = " ".join(password_validators_help_texts())

    def clean(self) -> dict[str, Any]:
        # Instead of allauth's own comparison, whose sentence has no Vietnamese translation.
        first, second = self.cleaned_data.get("password1"), self.cleaned_data.get("password2")
        if first and second and first != second:
            self.add_error("password2", "Hai lần nhập mật khẩu mới chưa giống nhau.")
        return self.cleaned_data


class LoginForm(_Worded, account_forms.LoginForm):
    labels = {"login": _EMAIL, "password": "Mật khẩu"}


class ReauthenticateForm(_Worded, account_forms.ReauthenticateForm):
    labels = {"password": "Mật khẩu"}


class ResetPasswordForm(_Worded, account_forms.ResetPasswordForm):
    labels = {"email": _EMAIL}


class ResetPasswordKeyForm(_NewPassword, account_forms.ResetPasswordKeyForm):
    labels = {"password1": "Mật khẩu mới", "password2": "Nhập lại mật khẩu mới"}


class ChangePasswordForm(_NewPassword, account_forms.ChangePasswordForm):
    labels = {
        "oldpassword": "Mật khẩu hiện tại",
        "password1": "Mật khẩu mới",
        "password2": "Nhập lại mật khẩu mới",
    }


class _CountedCode(_Worded):
    """Counts every code tried against the account and the network address, in the database."""

    user: User
    labels = {"code": "Mã xác thực"}
    hints = {"code": "Mã 6 chữ số trên ứng dụng xác thực, hoặc một mã dự phòng."}

    def clean_code(self) -> str:
        adapter = get_adapter()
        adapter.count_attempt(context.request, self.user.email)
        code: str = super().clean_code()  # type: ignore[misc]
        adapter.attempt_succeeded(context.request, self.user.email)
        return code


class AuthenticateForm(_CountedCode, mfa_forms.AuthenticateForm):
    pass


class MfaReauthenticateForm(_CountedCode, mfa_forms.ReauthenticateForm):
    pass


class ActivateTOTPForm(_Worded, totp_forms.ActivateTOTPForm):
    labels = {"code": "Mã xác thực"}
    hints = {"code": "Mã 6 chữ số mà ứng dụng vừa hiện."}


class AddWebAuthnForm(_Worded, webauthn_forms.AddWebAuthnForm):
    labels = {"name": "Tên khóa", "passwordless": "Đăng nhập chỉ bằng khóa này, không cần mật khẩu"}
    hints = {"passwordless": "Khóa phải tự kiểm tra người dùng bằng vân tay, khuôn mặt hoặc mã PIN."}


class EditWebAuthnForm(_Worded, webauthn_forms.EditWebAuthnForm):
    labels = {"name": "Tên khóa"}
