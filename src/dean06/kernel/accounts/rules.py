"""Pure rules of accounts: what roles grant, which exclude each other, shared names, idle and moved people, lock-out."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from dean06.kernel.accounts.permissions import EVERYONE, INCOMPATIBLE, PERMISSIONS, permissions_of
from dean06.kernel.common.actors import WHOLE_PROVINCE, Grant
from dean06.kernel.common.vietnamese.fold import search_key
from dean06.kernel.common.vietnamese.unicode import clean_line


@dataclass(frozen=True, slots=True)
class Holding:
    """A role and the agencies (codes) that its area comes to; ``{"*"}`` is the whole province."""

    role: str
    agencies: frozenset[str]


def grants_of(holdings: Iterable[Holding]) -> tuple[Grant, ...]:
    """The grants of a person with ``holdings``: per permission the union of the areas of the roles that hold it.

    What everyone holds covers the whole province, since it concerns the person alone. Sorted by permission.
    """
    areas: dict[str, frozenset[str]] = {code: frozenset({WHOLE_PROVINCE}) for code in EVERYONE}
    for holding in holdings:
        for code in permissions_of(holding.role):
            areas[code] = areas.get(code, frozenset()) | holding.agencies
    return tuple(Grant(code, areas[code]) for code in sorted(areas) if areas[code])


def conflicts(roles: Iterable[str]) -> list[str]:
    """Why a person may not hold ``roles`` together (Vietnamese reasons); empty when they may.

    Source: separation of duties, level-3 systems (TT 12/2022/TT-BTTTT); the pairs are in ``permissions.INCOMPATIBLE``.
    """
    held = {row.code for row in PERMISSIONS.values() if row.roles & set(roles)}
    return [reason for first, second, reason in INCOMPATIBLE if first in held and second in held]


# --- Named people only -------------------------------------------------------------------------------------------

#: First parts of an e-mail address (folded, without dots and digits) that belong to a desk, not to a person.
_DESK_ADDRESSES = re.compile(
    r"(vanthu|vanphong|hanhchinh|tiepnhan|traketqua|motcua|bophan|phong|ban|so|ubnd|hdnd|vp|vpub|to|trungtam|tt|"
    r"congan|conganxa|donvi|coquan|lienhe|hotro|admin|administrator|quantri|root|system|hethong|info|support|contact|"
    r"test|demo|user|canbo|chuyenvien|lanhdao|giamdoc|chutich|ketoan|tonghop)"
)
#: The same with the name of a unit after it: "phongtaichinh", "motcuakyanh", "ubndxathachha".
_DESK_BEGINNINGS = re.compile(r"(vanthu|vanphong|motcua|bophan|phong[a-z]{2}|ubnd|hdnd|trungtam|congan|tiepnhan)")
#: What the name of a desk or unit opens with; with its marks, since Bàn, Tô and Văn are family names.
_DESK_NAME = re.compile(
    r"(văn phòng|phòng|bộ phận|một cửa|sở|ban|tổ|trung tâm|chi cục|chi nhánh|cục|công an|cán bộ|chuyên viên|"
    r"lãnh đạo|thủ trưởng|quản trị|hệ thống|tài khoản|đơn vị|cơ quan|ủy ban|uỷ ban|hội đồng|văn thư$|"
    r"văn thư (sở|phòng|ban|ubnd|xã|phường|văn phòng|ủy ban))\b"
)
#: The same typed without marks, as far as no person is called so.
_DESK_NAME_FOLDED = re.compile(
    r"(bo phan|mot cua|ubnd|hdnd|uy ban|trung tam|chi cuc|chi nhanh|cong an|quan tri|he thong|tai khoan|don vi|"
    r"co quan|admin\w*|system|test|demo)\b"
)
_HUMAN_NAME = re.compile(r"[^\W\d_]+(['’-]?[^\W\d_]+)*( [^\W\d_]+(['’-]?[^\W\d_]+)*)+")


def shared_account_sign(full_name: str, email: str) -> str | None:
    """Why this looks like an account of a desk instead of a person (a Vietnamese sentence), or ``None``.

    Source: no shared accounts (security rules for one-stop systems; domain notes on accounts and logs).
    """
    name = clean_line(full_name).casefold()
    if _DESK_NAME.match(name) or _DESK_NAME_FOLDED.match(search_key(name)):
        return f"“{full_name}” là tên bộ phận. Tài khoản chỉ cấp cho từng người: hãy ghi họ và tên của người sử dụng."
    if not _HUMAN_NAME.fullmatch(full_name):
        return f"“{full_name}” chưa phải họ và tên đầy đủ của một người. Hãy ghi cả họ và tên, không ghi số, ký hiệu."
    local = re.sub(r"[^a-z]", "", search_key(email.partition("@")[0]))
    given_name = search_key(name).split(" ")[-1]
    # phongnv@ may well be Mr Nguyễn Văn Phong.
    if _DESK_ADDRESSES.fullmatch(local) or (_DESK_BEGINNINGS.match(local) and not local.startswith(given_name)):
        return f"Thư điện tử {email} dùng chung cho một bộ phận. Hãy ghi hộp thư công vụ riêng của người dùng."
    return None


# --- Review: idle, moved, due ------------------------------------------------------------------------------------

IDLE_DAYS = 45


class Verdict(StrEnum):
    """What the review says of an account."""

    FINE = "fine"
    LOCK_IDLE = "lock_idle"
    LOCK_MOVED = "lock_moved"


@dataclass(frozen=True, slots=True)
class AccountFacts:
    """What the review needs to know. ``own_agencies``: the person's agency and all below it; ``held_areas``: one set of
    agencies per local role in force."""

    last_used_on: date
    own_agencies: frozenset[str] = frozenset()
    held_areas: tuple[frozenset[str], ...] = ()


def judge_account(facts: AccountFacts, today: date) -> Verdict:
    """Close an account not used for more than 45 days, or whose local roles all lie outside the person's agency.

    A role is inside when its area and the person's agency overlap (the agency itself, above or below it). Source: S0,
    weaknesses of account management: surplus accounts, accounts of people without the duty.
    """
    if (today - facts.last_used_on).days > IDLE_DAYS:
        return Verdict.LOCK_IDLE
    if facts.own_agencies and facts.held_areas and not any(area & facts.own_agencies for area in facts.held_areas):
        return Verdict.LOCK_MOVED
    return Verdict.FINE


def quarter_start(day: date) -> date:
    """The first day of the quarter of ``day``."""
    return date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)


def is_review_due(last_reviewed_on: date | None, opened_on: date, today: date) -> bool:
    """True when the account was neither reviewed nor opened in the quarter of ``today``: each quarter all are."""
    return max(last_reviewed_on or opened_on, opened_on) < quarter_start(today)


# --- Lock-out after failed attempts ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Throttle:
    """``free`` failures cost nothing; then each doubles the wait. One failure is forgiven every ``forgive_every``."""

    free: int
    first_wait: timedelta
    longest_wait: timedelta
    forgive_every: timedelta


#: One account: five tries, then 1, 2, 4 … 60 minutes; about one guess an hour in the long run.
ACCOUNT_THROTTLE = Throttle(5, timedelta(minutes=1), timedelta(hours=1), timedelta(hours=1))
#: One network address, which a whole office may share: fifty tries, then 1, 2, 4 … 60 minutes.
ADDRESS_THROTTLE = Throttle(50, timedelta(minutes=1), timedelta(hours=1), timedelta(minutes=2))


#: A failure counts until it is forgiven whole; sums of parts may be a hair above the whole number.
_ROUNDING = 1e-6


def failures_left(failures: float, calm: timedelta, throttle: Throttle) -> float:
    """The failures that still count after a ``calm`` without attempts (the time of a lock is no calm)."""
    return max(0.0, failures - max(calm, timedelta()) / throttle.forgive_every)


def locked_until(failures: float, now: datetime, throttle: Throttle) -> datetime | None:
    """Until when the next attempt is refused after ``failures`` in a row, or ``None`` while they are free."""
    over = math.ceil(failures - _ROUNDING) - throttle.free
    if over < 0:
        return None
    return now + min(throttle.first_wait * 2 ** min(over, 20), throttle.longest_wait)
