"""Who may open a file: the app of the record it belongs to says so. Whoever is not told may not."""

from __future__ import annotations

from collections.abc import Callable

from dean06.kernel.common.actors import Actor
from dean06.kernel.files.models import StoredFile

#: Called with the actor and the owner label (``"assignments.assignment:17"``).
OwnerCheck = Callable[[Actor, str], bool]

_checks: dict[str, OwnerCheck] = {}


def register_owner_check(prefix: str, check: OwnerCheck) -> None:
    """Let ``check`` decide for files whose owner label is ``prefix`` or begins with ``prefix:`` (from ``ready``).

    Raises ``ValueError`` when another check has the prefix.
    """
    if _checks.setdefault(prefix, check) != check:
        raise ValueError(f"two owner checks for {prefix}")


def may_open(actor: Actor, file: StoredFile) -> bool:
    """True if and only if the actor is the system; or holds ``files.view`` and the owner's app agrees, or, for a file
    that belongs to no record yet, uploaded it."""
    if actor.is_system:
        return True
    if not actor.can("files.view"):
        return False
    if not file.owner:
        return file.uploaded_by_id is not None and file.uploaded_by_id == actor.user_id
    check = _checks.get(file.owner.partition(":")[0])
    return check is not None and check(actor, file.owner)
