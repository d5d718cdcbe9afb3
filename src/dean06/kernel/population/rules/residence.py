"""Residence and households: Luật Cư trú 68/2020/QH14."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from dean06.kernel.population.errors import ActRefused, Reason
from dean06.kernel.population.rules.dates import anniversary
from dean06.kernel.population.rules.law import limit
from dean06.kernel.population.rules.persons import Subject, check_living, is_of_full_age


def check_temporary(from_on: dt.date, until: dt.date, *, same_unit: bool) -> None:
    """Điều 27: outside the commune of permanent residence, from 30 days to two years. Raises ``ActRefused``."""
    if same_unit:
        raise ActRefused(Reason.SAME_PLACE, field="address")
    _check_order(from_on, until)
    least, most = limit("temporary_least_days", from_on), limit("temporary_most_years", from_on)
    if least and until < from_on + dt.timedelta(days=least.value):
        raise ActRefused(Reason.TERM_TOO_SHORT, field="until", days=least.value, source=least.source)
    if most and until > anniversary(from_on, most.value):
        raise ActRefused(Reason.TERM_TOO_LONG, field="until", most=f"{most.value:02d} năm", source=most.source)


def check_stay(from_on: dt.date, until: dt.date) -> None:
    """Điều 2 khoản 6: a stay is shorter than 30 days. Raises ``ActRefused``."""
    _check_order(from_on, until)
    below = limit("stay_below_days", from_on)
    if below and until >= from_on + dt.timedelta(days=below.value):
        most = f"dưới {below.value} ngày; lâu hơn thì đăng ký tạm trú"
        raise ActRefused(Reason.TERM_TOO_LONG, field="until", most=most, source=below.source)


def check_absence(from_on: dt.date, until: dt.date) -> None:
    """Điều 31: declared with its term. Raises ``ActRefused``."""
    _check_order(from_on, until)


def _check_order(from_on: dt.date, until: dt.date) -> None:
    if until < from_on:
        raise ActRefused(Reason.DAY_ORDER, field="until")


def check_new_head(head: Subject | None, members: Collection[Subject], on: dt.date, household: str = "của hộ") -> None:
    """Điều 10: the head is a living member, of full age where any member is. ``household``: which one, as the refusal
    of a missing head says it after "chủ hộ". Raises ``ActRefused``."""
    if head is None:
        raise ActRefused(Reason.HEAD_MISSING, field="head", household=household)
    if head.id not in {member.id for member in members}:
        raise ActRefused(Reason.HEAD_NOT_MEMBER, field="head")
    check_living(head, "head")
    adults = [member for member in members if member.life_status == "alive" and is_of_full_age(member, on)]
    if adults and head not in adults:
        term = limit("full_age", on)
        raise ActRefused(Reason.HEAD_NOT_FIT, field="head", years=term.value if term else 18)


def check_minors(
    movers: Collection[Subject],
    on: dt.date,
    *,
    parents: dict[int, tuple[int | None, int | None]],
    there: Collection[int],
    guardian_consents: bool,
) -> None:
    """Điều 12: a minor lives with a parent, or elsewhere with the consent of parents or guardian.

    ``there``: people who will live in the place, the movers included. Raises ``ActRefused``.
    """
    if guardian_consents:
        return
    for mover in movers:
        known = [parent for parent in parents.get(mover.id, (None, None)) if parent is not None]
        if not is_of_full_age(mover, on) and not any(parent in there for parent in known):
            raise ActRefused(Reason.MINOR_ALONE, field="guardian_consents", name=mover.name)


def check_place(village: str, address: str) -> None:
    """A village or an address is given. Raises ``ActRefused``."""
    if not (village.strip() or address.strip()):
        raise ActRefused(Reason.ADDRESS_MISSING, field="address")


def card_expiry(birth: dt.date, issued_on: dt.date, ages: Collection[int] = (14, 25, 40, 60)) -> dt.date | None:
    """Luật Căn cước 2023 Điều 21: a card is valid until the next of these ages, or the one after it when it was issued
    within two years before; without end after the last."""
    for age in sorted(ages):
        end = anniversary(birth, age)
        if issued_on < anniversary(birth, age - 2):
            return end
    return None
