"""Building and falsifying logs."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from dean06.kernel.audit import services
from dean06.kernel.audit.canonical import canonical_json
from dean06.kernel.audit.keys import load_signer
from dean06.kernel.audit.signatures import (
    Head,
    Signer,
    Verifier,
    end_statement,
    head_statement,
    leaf_statement,
    public_pem,
    to_text,
)
from dean06.kernel.audit.tree import Frontier, leaf_hash
from dean06.kernel.common.actors import Actor, Grant, system_actor

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
PROOF = {"kind", "leaf_hash", "key_id", "signature"}


def officer(*permissions: str, user_id: int = 7) -> Actor:
    return Actor(
        user_id=user_id,
        name="Trần Thị Hòa",
        agency="H30.17",
        grants=tuple(Grant(permission, frozenset({"*"})) for permission in permissions),
        request_id=f"req-{user_id}",
    )


def write_rows(count: int, *, actor: Actor | None = None) -> None:
    for number in range(count):
        services.record(
            actor=actor or officer(),
            action="assignment.issued",
            subject=f"assignments.assignment:{number}",
            details={"percent": number, "note": "đã giao"},
        )


def export_to(path: Path) -> Path:
    actor = system_actor("export_audit")
    path.write_bytes(b"".join(services.export(actor=actor, now=NOW)))
    return path


def own_verifier() -> Verifier:
    return Verifier(load_signer().public_key)


def own_key_file(folder: Path) -> Path:
    path = folder / "public.pem"
    path.write_text(public_pem(load_signer().public_key), encoding="ascii")
    return path


def parse(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_bytes().splitlines()]


def rewrite(path: Path, change: Callable[[list[dict[str, Any]]], list[dict[str, Any]] | None]) -> Path:
    """Apply ``change`` to the parsed lines and write them back in the right spelling."""
    lines = parse(path)
    lines = change(lines) or lines
    path.write_bytes(b"".join(canonical_json(line).encode() + b"\n" for line in lines))
    return path


def rows_of(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [line for line in lines if line["kind"] == "row"]


def rehash(row: dict[str, Any]) -> None:
    """What a forger without the key can do: make the leaf hash fit the new content."""
    content = {name: value for name, value in row.items() if name not in PROOF}
    row["leaf_hash"] = leaf_hash(canonical_json(content).encode()).hex()


def rebuild(lines: list[dict[str, Any]], signer: Signer) -> list[dict[str, Any]]:
    """What a forger with a key can do: a whole new consistent export over the (changed) rows, one head at the end."""
    rows, frontier = rows_of(lines), Frontier()
    for position, row in enumerate(rows, start=1):
        row["position"] = position
        rehash(row)
        leaf = bytes.fromhex(row["leaf_hash"])
        row["key_id"], row["signature"] = signer.key_id, to_text(signer.sign(leaf_statement(position, leaf)))
        frontier.append(leaf)
    time = "2026-03-02T01:00:00.000000Z"
    signature = signer.sign(head_statement(1, frontier.size, frontier.root(), time))
    head = Head(1, frontier.size, frontier.root(), time, signer.key_id, signature)
    rebuilt = [{**lines[0], "rows": len(rows), "heads": 1}, *rows, head.as_dict()]
    body = b"".join(canonical_json(line).encode() + b"\n" for line in rebuilt)
    digest = hashlib.sha256(body).hexdigest()
    end = {
        "kind": "end",
        "rows": len(rows),
        "heads": 1,
        "digest": digest,
        "key_id": signer.key_id,
        "signature": to_text(signer.sign(end_statement(len(rows), 1, digest))),
    }
    return [*rebuilt, end]


def other_signer() -> Signer:
    return Signer(Ed25519PrivateKey.generate())
