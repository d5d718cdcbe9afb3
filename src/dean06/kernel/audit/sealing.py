"""Sealing: give every waiting row its place in the tree and sign the new root.

Rows are written without a lock; only sealing is one at a time, behind the ``Frontier`` row. It reads the waiting rows
and nothing older, so its cost follows what is new.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from dean06.kernel.audit import models
from dean06.kernel.audit.canonical import utc_text
from dean06.kernel.audit.errors import TreeDamaged
from dean06.kernel.audit.keys import load_signer
from dean06.kernel.audit.records import row_leaf
from dean06.kernel.audit.signatures import Signer, head_statement, leaf_statement
from dean06.kernel.audit.tree import Frontier

#: Rows under one head: bounds the transaction, and how far a check must look around a damaged row.
BATCH = 2_000


def seal_all(now: datetime) -> int:
    """Seal every row that waits; a head per ``BATCH`` rows. Returns how many rows were sealed.

    Raises ``TreeDamaged`` when the stored tree does not fit its last signed head, and the errors of the signing key.
    """
    signer = load_signer()
    total = 0
    while sealed := _seal_batch(signer, now):
        total += sealed
    return total


def _seal_batch(signer: Signer, now: datetime) -> int:
    with transaction.atomic():
        state, _ = models.Frontier.objects.select_for_update().get_or_create(pk=1)
        rows = list(models.AuditRow.objects.filter(pending__isnull=False).order_by("pending__row_id")[:BATCH])
        if not rows:
            return 0
        last = models.TreeHead.objects.order_by("-number").first()
        frontier = _sound_frontier(state, last)
        leaves = []
        for row in rows:
            position = frontier.size + 1
            leaf = row_leaf(row, position)
            frontier.append(leaf)
            signature = signer.sign(leaf_statement(position, leaf))
            leaves.append(
                models.AuditLeaf(position=position, row=row, leaf_hash=leaf, signature=signature, key_id=signer.key_id)
            )
        models.AuditLeaf.objects.bulk_create(leaves)
        models.PendingRow.objects.filter(row_id__in=[row.pk for row in rows]).delete()
        state.size, state.hashes = frontier.size, frontier.to_bytes()
        state.save(update_fields=["size", "hashes"])
        _sign_head(signer, frontier, number=last.number + 1 if last else 1, now=now)
        return len(rows)


def _sign_head(signer: Signer, frontier: Frontier, *, number: int, now: datetime) -> None:
    root = frontier.root()
    models.TreeHead.objects.create(
        number=number,
        size=frontier.size,
        root_hash=root,
        time=now,
        key_id=signer.key_id,
        signature=signer.sign(head_statement(number, frontier.size, root, utc_text(now))),
    )


def _sound_frontier(state: models.Frontier, last: models.TreeHead | None) -> Frontier:
    """The kept frontier if it gives the last signed root; otherwise one computed again from all leaves."""
    wanted = (last.size, bytes(last.root_hash)) if last else (0, Frontier().root())
    try:
        kept = Frontier.from_bytes(state.size, bytes(state.hashes))
    except ValueError:
        kept = Frontier()
    if (kept.size, kept.root()) == wanted:
        return kept
    leaves = models.AuditLeaf.objects.order_by("position").values_list("leaf_hash", flat=True)
    again = Frontier.of(bytes(leaf) for leaf in leaves.iterator(chunk_size=10_000))
    if (again.size, again.root()) != wanted:
        raise TreeDamaged()
    return again
