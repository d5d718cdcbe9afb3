"""A row of the log as it is hashed and exported: one dictionary, one spelling."""

from __future__ import annotations

import json
from typing import Any

from dean06.kernel.audit.canonical import canonical_json, utc_text
from dean06.kernel.audit.models import AuditRow, TreeHead
from dean06.kernel.audit.signatures import Head
from dean06.kernel.audit.tree import leaf_hash


def row_record(row: AuditRow, position: int) -> dict[str, Any]:
    """Everything the leaf of ``row`` at ``position`` vouches for."""
    return {
        "position": position,
        "row_id": row.pk,
        "time": utc_text(row.time),
        "actor_id": row.actor_id,
        "actor_name": row.actor_name,
        "actor_agency": row.actor_agency,
        "action": row.action,
        "subject": row.subject,
        "is_read": row.is_read,
        "purpose": row.purpose,
        "dossier": row.dossier,
        "request_id": row.request_id,
        "details": json.loads(row.details),
    }


def row_leaf(row: AuditRow, position: int) -> bytes:
    """The leaf hash of ``row`` at ``position``."""
    return leaf_hash(canonical_json(row_record(row, position)).encode())


def stored_head(head: TreeHead) -> Head:
    """A stored head in the form that travels."""
    return Head(
        head.number,
        head.size,
        bytes(head.root_hash),
        utc_text(head.time),
        head.key_id,
        bytes(head.signature),
    )
