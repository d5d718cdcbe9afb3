"""PUBLIC. Writing audit rows, sealing them, exporting them.

This app lies beneath ``writing``, so its own few services walk the write path by hand.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from dean06.kernel.audit import sealing
from dean06.kernel.audit.canonical import canonical_json
from dean06.kernel.audit.export import export_lines
from dean06.kernel.audit.models import AuditRow
from dean06.kernel.common.actors import Actor


def record(
    *,
    actor: Actor,
    action: str,
    subject: str,
    purpose: str = "",
    details: Mapping[str, Any] | None = None,
    dossier: str = "",
) -> None:
    """Append one row about a change, in the running transaction: if that rolls back, so does the row.

    ``subject`` is ``"app.model:id"``; ``details`` holds codes and counts (JSON values, dates, decimals). Raises
    ``TypeError`` or ``ValueError`` when they cannot be written as canonical JSON.
    """
    _append(actor, action, subject, purpose, dossier, details, is_read=False)


def record_read(
    *,
    actor: Actor,
    subject: str,
    purpose: str,
    dossier: str = "",
    details: Mapping[str, Any] | None = None,
    action: str = "data.read",
) -> None:
    """Append one row about a look at data: who, about whom, on what purpose, under which dossier."""
    _append(actor, action, subject, purpose, dossier, details, is_read=True)


def seal(now: datetime) -> int:
    """Give every waiting row its place in the tree and sign the new root; returns how many rows were sealed.

    A timer calls it each minute. Raises ``TreeDamaged`` when the stored tree no longer fits its last signed head, and
    ``SigningKeyMissing`` or ``SigningKeyUnusable``.
    """
    return sealing.seal_all(now)


def export(*, actor: Actor, now: datetime) -> Iterator[bytes]:
    """The lines of an export, which also holds the row about itself. Raises ``NotAllowed`` and what ``seal`` raises."""
    actor.require("audit.export")
    record(actor=actor, action="audit.exported", subject="audit:export")
    seal(now)
    return export_lines(now)


def _append(
    actor: Actor,
    action: str,
    subject: str,
    purpose: str,
    dossier: str,
    details: Mapping[str, Any] | None,
    *,
    is_read: bool,
) -> None:
    AuditRow.objects.create(
        actor_id=actor.user_id,
        actor_name=_text(actor.name)[:255],
        actor_agency=actor.agency or "",
        action=action,
        subject=_text(subject),
        purpose=_text(purpose),
        dossier=_text(dossier),
        request_id=_text(actor.request_id)[:64],
        details=canonical_json(dict(details or {})),
        is_read=is_read,
    )


def _text(value: str) -> str:
    # PostgreSQL cannot keep NUL in text, and no honest value has one.
    return value.replace("\x00", "")
