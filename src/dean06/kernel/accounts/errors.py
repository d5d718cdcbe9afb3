"""PUBLIC. Refusals of accounts."""

from __future__ import annotations

from dean06.kernel.common.errors import Conflict, DomainError, InvalidInput


class SharedAccount(InvalidInput):
    """The name or e-mail belongs to a desk, not to a person."""

    code = "SHARED_ACCOUNT"


class EmailTaken(InvalidInput):
    code = "EMAIL_TAKEN"
    message = "Thư điện tử này đã có tài khoản. Mỗi người chỉ có một tài khoản."


class UnknownAgency(InvalidInput):
    code = "UNKNOWN_AGENCY"
    message = "Không có cơ quan nào mang mã này. Hãy chọn cơ quan trong danh sách."


class UnknownArea(InvalidInput):
    """The role cannot be given for this kind of area, or the area does not exist."""

    code = "UNKNOWN_AREA"
    message = "Vai trò này không cấp được cho phạm vi đã chọn."


class RolesConflict(DomainError):
    """The person would hold two permissions that exclude each other."""

    code = "ROLES_CONFLICT"
    message = "Người này đang giữ vai trò không được kiêm nhiệm với vai trò định cấp."
    status = 409


class AlreadyHeld(Conflict):
    code = "ROLE_ALREADY_HELD"
    message = "Người này đang giữ đúng vai trò và phạm vi đó. Hãy thu hồi trước khi cấp lại."


class WrongState(Conflict):
    """The step does not fit the account's state."""

    code = "ACCOUNT_WRONG_STATE"


class OwnAccount(DomainError):
    """Administrators do not change their own rights or close their own account."""

    code = "OWN_ACCOUNT"
    message = "Không ai tự làm việc này với tài khoản của chính mình. Hãy nhờ một quản trị khác."
    status = 403


class LastAdministrator(Conflict):
    code = "LAST_ADMINISTRATOR"
    message = "Đây là quản trị hệ thống cuối cùng. Hãy cấp vai trò này cho một người khác trước."


class SecondFactorRequired(DomainError):
    """The person must set up a second factor before anything else."""

    code = "SECOND_FACTOR_REQUIRED"
    message = "Tài khoản của bạn chưa có xác thực hai lớp. Hãy thiết lập trước khi làm việc."
    status = 403


class TooManyAttempts(DomainError):
    """A number or network address tried to sign in too often."""

    code = "TOO_MANY_ATTEMPTS"
    message = "Đã thử quá nhiều lần. Hãy thử lại sau ít phút."
    status = 429
