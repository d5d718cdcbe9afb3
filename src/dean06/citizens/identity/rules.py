"""Pure rules of signing in: whose word is accepted, who uses the account of a child, which level an act asks for."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from dean06.citizens.identity.types import Act, Assertion, Assurance, Level, Need
from dean06.kernel.common.vietnamese import compare_key

#: Below this age the parents or guardian use the account (NĐ 69/2024/NĐ-CP Đ.14 k.2).
OWN_ACCOUNT_AGE = 14
_GUARDED = (
    "Tài khoản của trẻ dưới 14 tuổi do cha, mẹ hoặc người giám hộ sử dụng. Hãy đăng nhập bằng tài khoản của cha, mẹ "
    "hoặc người giám hộ rồi chọn làm thủ tục cho con."
)
_UNKNOWN = (
    "Số định danh này chưa có trong dữ liệu dân cư của tỉnh nên chưa nộp trực tuyến tại đây được. Bạn vẫn nộp được tại "
    "bất kỳ bộ phận một cửa nào trong tỉnh."
)
_DIFFERS = (
    "Họ tên hoặc ngày sinh trên tài khoản định danh khác với dữ liệu dân cư. Hãy liên hệ công an xã nơi thường trú để "
    "đối chiếu và sửa."
)
_CLOSED = "Tài khoản này đã khóa theo dữ liệu dân cư. Nếu có nhầm lẫn, hãy liên hệ công an xã nơi thường trú."

#: Level 2 equals presenting the card (Luật Căn cước Đ.31-33), so an application needs it. Two factors: QĐ of the
#: national portal on signing in; the province may set other values (``AssuranceRule``).
SHIPPED: dict[str, Need] = {
    Act.VIEW.value: Need(Act.VIEW.value, Level.ONE, Assurance.ONE_FACTOR, "NĐ 69/2024/NĐ-CP"),
    Act.SUBMIT.value: Need(Act.SUBMIT.value, Level.TWO, Assurance.TWO_FACTORS, "Luật Căn cước 26/2023/QH15 Đ.31-33"),
    Act.WALLET.value: Need(Act.WALLET.value, Level.TWO, Assurance.TWO_FACTORS, "Luật Căn cước 26/2023/QH15 Đ.31-33"),
    Act.PAY.value: Need(Act.PAY.value, Level.ONE, Assurance.ONE_FACTOR, "NĐ 69/2024/NĐ-CP"),
}


@dataclass(frozen=True, slots=True)
class RegisterFacts:
    """What the register says of who bears the number."""

    full_name: str
    birth_year: int
    birth_month: int | None
    birth_day: int | None
    is_alive: bool
    number_holds: bool


def refusal(assertion: Assertion, register: RegisterFacts | None, today: dt.date) -> tuple[str, str]:
    """Why a sign-in is refused: code and sentence; two empty texts when it is accepted.

    The register's name and birth date must agree (as precisely as it knows them); the dead and annulled numbers are
    locked out (NĐ 69/2024/NĐ-CP); children under 14 use their parents' account.
    """
    if register is None:
        return "unknown", _UNKNOWN
    if compare_key(assertion.full_name) != compare_key(register.full_name) or not _same_birth(assertion, register):
        return "differs", _DIFFERS
    if not register.is_alive:
        return "deceased", _CLOSED
    if not register.number_holds:
        return "number", _CLOSED
    if age_on(assertion.birth_date, today) < OWN_ACCOUNT_AGE:
        return "child", _GUARDED
    return "", ""


def age_on(born: dt.date, day: dt.date) -> int:
    """Full years of age on ``day``."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def shortfall(need: Need, level: int, assurance: int) -> str:
    """What is missing for an act, as a sentence with what to do; empty when nothing is."""
    if level < need.level:
        return (
            f"Việc này cần tài khoản định danh điện tử mức độ {need.level}; tài khoản của bạn đang ở mức độ {level}. "
            "Hãy đến công an xã để nâng mức, hoặc nộp trực tiếp tại bộ phận một cửa."
        )
    if assurance < need.assurance:
        return (
            f"Việc này cần đăng nhập với xác thực mức {need.assurance}. Hãy đăng xuất rồi đăng nhập lại, xác nhận trên "
            "ứng dụng định danh."
        )
    return ""


def _same_birth(assertion: Assertion, register: RegisterFacts) -> bool:
    born = assertion.birth_date
    return (
        born.year == register.birth_year
        and register.birth_month in (None, born.month)
        and register.birth_day in (None, born.day)
    )
