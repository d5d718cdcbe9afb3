"""From the area of a role to the codes of the agencies that it covers."""

from __future__ import annotations

from dean06.kernel.accounts.permissions import AreaKind
from dean06.kernel.common.actors import WHOLE_PROVINCE


def agencies_of_area(kind: str, code: str) -> frozenset[str]:
    """The agencies of an area: ``{"*"}`` for the province; an agency with all below it; the agencies of a commune."""
    if kind == AreaKind.PROVINCE:
        return frozenset({WHOLE_PROVINCE})
    # TEMPORARY until units.queries exists: descendants of an agency, agencies of a commune.
    return frozenset({code})
