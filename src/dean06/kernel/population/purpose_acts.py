"""Changing the list of purposes."""

from __future__ import annotations

from dean06.kernel.common.actors import Actor
from dean06.kernel.population.models import LookupPurpose
from dean06.kernel.writing.services import Write, service


@service(permission="population.decide_change")
def save_purpose(
    *, actor: Actor, write: Write, code: str, label: str, legal_basis: str = "", is_active: bool = True
) -> LookupPurpose:
    """Add a purpose, or change the one of this code (also a shipped one). Raises ``NotAllowed``."""
    row, _ = LookupPurpose.objects.update_or_create(
        code=code.upper(),
        defaults={"label": label.strip(), "legal_basis": legal_basis.strip(), "is_active": is_active},
    )
    write.audit("population.purpose_saved", subject=row, details={"code": row.code, "is_active": is_active})
    return row
