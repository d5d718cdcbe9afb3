"""Where django-allauth asks the platform: who may sign up, lock-out, sentences in Vietnamese, sealed secrets."""

from __future__ import annotations

import base64
import hashlib
import logging
import time
from datetime import datetime
from smtplib import SMTPException
from typing import Any

from allauth.account import app_settings as account_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context as allauth_context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.encoding import force_bytes

from dean06.kernel.accounts import sign_ins, throttle
from dean06.kernel.accounts.models import User

logger = logging.getLogger(__name__)

_REAUTHENTICATION = {
    "reauthenticate": "Dùng mật khẩu",
    "mfa_reauthenticate": "Dùng mã xác thực",
    "mfa_reauthenticate:webauthn": "Dùng khóa bảo mật",
}
_WRONG_CODE = "Mã không đúng hoặc đã hết hạn. Hãy nhập mã mới nhất trên ứng dụng."


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in by e-mail for accounts that an administrator made; attempts are counted in the database."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": "Tài khoản đang bị khóa.",
        "email_password_mismatch": "Thư điện tử hoặc mật khẩu không đúng.",
        "enter_current_password": "Hãy nhập mật khẩu hiện tại.",
        "incorrect_code": _WRONG_CODE,
        "incorrect_password": "Mật khẩu không đúng.",
        "invalid_or_expired_key": "Đường dẫn không đúng hoặc đã hết hạn.",
        "invalid_login": "Thông tin đăng nhập không đúng.",
        "invalid_password_reset": "Đường dẫn đặt lại mật khẩu không đúng hoặc đã được dùng.",
        "too_many_login_attempts": "Đăng nhập sai quá nhiều lần. Hãy thử lại sau.",
        "unknown_email": "Thư điện tử này chưa có tài khoản.",
        "same_as_current": "Giá trị mới phải khác giá trị đang dùng.",
        "rate_limited": "Bạn thao tác quá nhanh. Hãy chờ ít phút rồi thử lại.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        self.count_attempt(request, credentials.get("email", ""))

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        user = super().authenticate(request, **credentials)
        if user:
            # With a second factor to come, the account's failures stay counted until that is right: else a known
            # password would allow any number of guesses at the code.
            whole = not self._second_factor_follows(request, user)
            self.attempt_succeeded(request, credentials.get("email", ""), whole=whole)
        return user

    def reauthenticate(self, user: AbstractBaseUser, password: str) -> bool:
        assert isinstance(user, User)
        found = self.authenticate(allauth_context.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk

    def count_attempt(self, request: HttpRequest, email: str) -> None:
        """Count an attempt to sign in as ``email``. Raises ``ValidationError`` while such attempts are refused."""
        now = timezone.now()
        until = throttle.begin_attempt(email, self.get_client_ip(request), now)
        if until:
            raise ValidationError(_wait_sentence(until, now), code="too_many_login_attempts")
        if throttle.account_locked_until(email, now):
            sign_ins.record_lock(email)

    def attempt_succeeded(self, request: HttpRequest, email: str, *, whole: bool = True) -> None:
        """Give the attempt back; ``whole`` false: to the network address only."""
        throttle.attempt_succeeded(email, self.get_client_ip(request), timezone.now(), whole=whole)

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any) -> HttpResponse:
        sign_ins.record_sign_in(request, user)
        return super().post_login(request, user, **kwargs)

    def get_client_ip(self, request: HttpRequest) -> str:
        # The test client's force_login makes a request without an address.
        return super().get_client_ip(request) if request.META else "127.0.0.1"

    def is_reauthentication_required(self, *, app: str) -> bool:
        """Not within minutes of having signed in: who just typed the password is not asked for it again."""
        request = allauth_context.request
        records = get_authentication_records(request, request.user)
        if any(time.time() - record["at"] < account_settings.REAUTHENTICATION_TIMEOUT for record in records):
            return False
        return super().is_reauthentication_required(app=app)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        methods = super().get_reauthentication_methods(user)
        return [method | {"description": _REAUTHENTICATION[method["id"]]} for method in methods]

    def send_password_reset_mail(self, user: AbstractBaseUser, email: str, context: dict[str, Any]) -> None:
        # Through the outbox: it is sent again when the mail server is down, and the page answers equally fast
        # whether or not the address has an account.
        assert isinstance(user, User)
        if user.person_id is None:
            sign_ins.request_password_link(user)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        # A mail server that is down must not stop a sign-in, nor tell by an error which addresses have accounts.
        try:
            super().send_mail(template_prefix, email, context)
        except (SMTPException, OSError) as error:
            logger.error("mail %s not sent: %s", template_prefix, type(error).__name__)

    def _second_factor_follows(self, request: HttpRequest, user: AbstractBaseUser) -> bool:
        return not request.user.is_authenticated and SecondFactorAdapter().is_mfa_enabled(user, STRONG_TYPES)


#: Kinds of authenticator that count as a second factor by themselves; recovery codes only stand in for one.
STRONG_TYPES = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


def _wait_sentence(until: datetime, now: datetime) -> str:
    minutes = max(1, -int((now - until).total_seconds() // 60))
    return f"Đăng nhập sai quá nhiều lần. Hãy thử lại sau {minutes} phút, hoặc nhờ quản trị hệ thống mở khóa."


def _sealer() -> MultiFernet:
    """Seals with the installation's secret; opens with earlier secrets too (``SECRET_KEY_FALLBACKS``)."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = (hashlib.sha256(b"dean06.accounts.second-factor:" + force_bytes(secret)).digest() for secret in secrets)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])


class SecondFactorAdapter(DefaultMFAAdapter):
    """Second-factor secrets are not readable in a copy of the database; the last factor cannot be taken off."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "add_email_blocked": "Không thêm được thư điện tử khi đã bật xác thực hai lớp.",
        "cannot_delete_authenticator": (
            "Đây là lớp xác thực thứ hai duy nhất của bạn. Hãy thêm ứng dụng hoặc khóa bảo mật khác trước khi bỏ."
        ),
        "cannot_generate_recovery_codes": "Hãy bật xác thực hai lớp trước khi tạo mã dự phòng.",
        "incorrect_code": _WRONG_CODE,
        "unverified_email": "Thư điện tử của tài khoản chưa được xác nhận.",
    }

    def encrypt(self, text: str) -> str:
        return _sealer().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _sealer().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        if settings.DEMO or authenticator.type not in STRONG_TYPES:
            return True
        others = Authenticator.objects.filter(user_id=authenticator.user_id, type__in=STRONG_TYPES)
        return others.exclude(pk=authenticator.pk).exists()

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return f"Khóa bảo mật {count + 1}"

    def get_public_key_credential_user_entity(self, user: AbstractBaseUser) -> dict[str, Any]:
        assert isinstance(user, User)
        return super().get_public_key_credential_user_entity(user) | {"display_name": user.full_name}

    def _get_site_name(self) -> str:
        return f"dean06 {settings.PROVINCE_NAME}" if allauth_context.request else "dean06"
