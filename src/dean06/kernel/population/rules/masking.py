"""Who sees which field of a person, as one table: duty × field → whole, in part, or not at all. Pure.

Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15: data are shown as far as the purpose needs. Whoever decides about the registry
sees all; the commune police see all of those who live in their commune, and of others no more than to know them by;
the civil-status officer sees what the civil-status books hold.
"""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum


class Viewer(StrEnum):
    """The duty in which somebody looks, from wide to narrow."""

    REGISTRY = "registry"
    RESIDENCE_HERE = "residence_here"
    CIVIL_STATUS = "civil_status"
    OTHER = "other"


class Sight(StrEnum):
    """How much of a value is shown."""

    WHOLE = "whole"
    PART = "part"
    NONE = "none"


_W, _P, _N = Sight.WHOLE, Sight.PART, Sight.NONE
#: Field → what REGISTRY, RESIDENCE_HERE, CIVIL_STATUS, OTHER see of it.
TABLE: dict[str, tuple[Sight, Sight, Sight, Sight]] = {
    "personal_id": (_W, _W, _W, _P),
    "old_ids": (_W, _W, _P, _N),
    "full_name": (_W, _W, _W, _W),
    "other_names": (_W, _W, _W, _N),
    "sex": (_W, _W, _W, _W),
    "birth_date": (_W, _W, _W, _P),
    "birth_unit": (_W, _W, _W, _N),
    "ethnicity": (_W, _W, _W, _N),
    "nationality": (_W, _W, _W, _N),
    "marital_status": (_W, _W, _W, _N),
    "life_status": (_W, _W, _W, _W),
    "permanent_residence": (_W, _W, _P, _P),
    "current_residence": (_W, _W, _N, _N),
    "household": (_W, _W, _N, _N),
    "parents": (_W, _W, _W, _N),
    "spouse": (_W, _W, _W, _N),
}


def viewer_of(permissions: Collection[str], *, lives_in_area: bool) -> Viewer:
    """The widest duty that these permissions give towards a person who lives in the viewer's area, or not."""
    if "population.decide_change" in permissions:
        return Viewer.REGISTRY
    if "population.register_residence" in permissions and lives_in_area:
        return Viewer.RESIDENCE_HERE
    if "population.register_civil_status" in permissions:
        return Viewer.CIVIL_STATUS
    return Viewer.OTHER


def sight(viewer: Viewer, field: str) -> Sight:
    """How much of ``field`` the viewer sees. Raises ``KeyError`` for a field that the table lacks."""
    return TABLE[field][list(Viewer).index(viewer)]


def masked_number(number: str | None) -> str:
    """The last four digits, the others hidden: "••••••••1234"; empty for none."""
    return "•" * max(len(number) - 4, 0) + number[-4:] if number else ""
