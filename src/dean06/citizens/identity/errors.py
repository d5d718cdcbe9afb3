"""PUBLIC. Refusals at sign-in and of what needs a higher level."""

from __future__ import annotations

from dean06.kernel.common.errors import Conflict, DomainError, InvalidInput


class SignInRefused(DomainError):
    """The provider's word cannot be accepted. ``reason`` in ``details`` is a code."""

    code = "SIGN_IN_REFUSED"
    message = "Không đăng nhập được. Hãy thử lại; nếu vẫn không được, hãy đến bộ phận một cửa gần nhất."
    status = 403


class NoSuchProvider(DomainError):
    """No identity provider of this name is connected."""

    code = "IDENTITY_PROVIDER_UNKNOWN"
    message = "Cách đăng nhập này chưa được kết nối. Hãy chọn cách khác trên trang đăng nhập."
    status = 404


class SignInExpired(Conflict):
    """The way back from the provider does not belong to a sign-in that was begun here."""

    code = "SIGN_IN_EXPIRED"
    message = "Lượt đăng nhập này đã hết hạn hoặc đã dùng xong. Hãy bắt đầu lại từ trang đăng nhập."


class HigherLevelNeeded(DomainError):
    """The act asks for a higher level or assurance than the session has."""

    code = "HIGHER_LEVEL_NEEDED"
    message = "Việc này cần tài khoản định danh điện tử mức độ 2."
    status = 403


class WrongCode(InvalidInput):
    """The code of a confirmation is wrong, used or too old."""

    code = "CONTACT_CODE_WRONG"
    message = "Mã không đúng hoặc đã hết hạn. Hãy xem lại tin mới nhất, hoặc yêu cầu mã khác."


class TooManyCodes(DomainError):
    """More codes were asked for within the hour than are sent."""

    code = "CONTACT_TOO_MANY_CODES"
    message = "Bạn đã yêu cầu mã nhiều lần trong một giờ qua. Hãy thử lại sau."
    status = 429
