"""The export: JSON Lines that anyone can check with the public key and nothing else.

One canonical JSON object per line: a header, the rows from position 1 with each signed head right after the last row it
covers, and an end line that signs the digest of all bytes before it. Written as a stream: memory does not grow.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import datetime

from dean06.kernel.audit.canonical import canonical_json, utc_text
from dean06.kernel.audit.keys import load_signer
from dean06.kernel.audit.models import AuditLeaf, TreeHead
from dean06.kernel.audit.records import row_record, stored_head
from dean06.kernel.audit.signatures import end_statement, to_text
from dean06.kernel.audit.verification import FORMAT, VERSION


def export_lines(now: datetime) -> Iterator[bytes]:
    """The lines of an export of everything sealed so far, each with its line end."""
    signer = load_signer()
    last = TreeHead.objects.order_by("-number").first()
    rows, heads = (last.size, last.number) if last else (0, 0)
    digest = hashlib.sha256()
    header = {
        "kind": "header",
        "format": FORMAT,
        "version": VERSION,
        "time": utc_text(now),
        "rows": rows,
        "heads": heads,
    }
    for line in _lines(header, rows, heads):
        digest.update(line)
        yield line
    signature = signer.sign(end_statement(rows, heads, digest.hexdigest()))
    yield _line(
        {
            "kind": "end",
            "rows": rows,
            "heads": heads,
            "digest": digest.hexdigest(),
            "key_id": signer.key_id,
            "signature": to_text(signature),
        }
    )


def _lines(header: dict[str, object], rows: int, heads: int) -> Iterator[bytes]:
    yield _line(header)
    waiting = (stored_head(head) for head in TreeHead.objects.filter(number__lte=heads).order_by("number").iterator())
    head = next(waiting, None)
    leaves = AuditLeaf.objects.filter(position__lte=rows).order_by("position").select_related("row")
    for leaf in leaves.iterator(chunk_size=2_000):
        yield _line(
            {
                **row_record(leaf.row, leaf.position),
                "kind": "row",
                "leaf_hash": bytes(leaf.leaf_hash).hex(),
                "key_id": leaf.key_id,
                "signature": to_text(bytes(leaf.signature)),
            }
        )
        while head and head.size <= leaf.position:
            yield _line(head.as_dict())
            head = next(waiting, None)
    while head:
        yield _line(head.as_dict())
        head = next(waiting, None)


def _line(values: dict[str, object]) -> bytes:
    return canonical_json(values).encode() + b"\n"
