"""Who asks: the actor of a request, with the rights it holds and where.

``accounts`` builds an ``Actor`` from a signed-in person; commands act as ``system_actor``. Services receive the actor
first and ask it, so that apps below ``accounts`` can authorise without knowing accounts.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from dean06.kernel.common.errors import NotAllowed

#: Area that covers the whole province.
WHOLE_PROVINCE = "*"


@dataclass(frozen=True, slots=True)
class Grant:
    """One permission and the agencies (codes of ``units.Agency``) where it holds; ``{"*"}``: everywhere."""

    permission: str
    agencies: frozenset[str]


@dataclass(frozen=True, slots=True)
class Actor:
    """A person or the system. ``user_id`` is ``None`` only for the system; ``agency`` is the actor's own body."""

    user_id: int | None
    name: str
    agency: str | None = None
    grants: tuple[Grant, ...] = field(default=())
    #: One id for everything done in one request or command (shown in the audit search).
    request_id: str = ""
    is_system: bool = False
    #: ``population.Person`` of a citizen who acts for himself; ``None`` for officers and the system.
    person_id: int | None = None

    def can(self, permission: str, *, agency: str | None = None) -> bool:
        """True if and only if a grant of ``permission`` covers ``agency`` (any area when ``agency`` is ``None``)."""
        if self.is_system:
            return True
        return any(
            grant.permission == permission
            and (agency is None or WHOLE_PROVINCE in grant.agencies or agency in grant.agencies)
            for grant in self.grants
        )

    def can_any(self, permission: str, agencies: Iterable[str]) -> bool:
        """True if ``permission`` covers at least one of ``agencies``."""
        return any(self.can(permission, agency=agency) for agency in agencies)

    def agencies_for(self, permission: str) -> frozenset[str]:
        """The agencies where ``permission`` holds; contains ``WHOLE_PROVINCE`` when it holds everywhere."""
        if self.is_system:
            return frozenset({WHOLE_PROVINCE})
        return frozenset().union(*(grant.agencies for grant in self.grants if grant.permission == permission))

    def require(self, permission: str, *, agency: str | None = None) -> None:
        """Raise ``NotAllowed`` unless ``can``."""
        if not self.can(permission, agency=agency):
            raise NotAllowed(permission=permission, agency=agency)


def system_actor(name: str, request_id: str = "") -> Actor:
    """The actor of a command or timer, named after what runs (``"run_due"``, ``"make_demo"``)."""
    return Actor(user_id=None, name=name, request_id=request_id, is_system=True)
