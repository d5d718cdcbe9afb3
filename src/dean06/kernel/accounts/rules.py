"""Pure rules of accounts: what roles grant, which roles exclude each other, names that hide a shared account."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dean06.kernel.accounts.permissions import EVERYONE, INCOMPATIBLE, PERMISSIONS, permissions_of
from dean06.kernel.common.actors import WHOLE_PROVINCE, Grant


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
