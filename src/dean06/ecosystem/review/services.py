"""PUBLIC writes of review. Each is one transaction with audit row and event (see ``kernel.writing``).

A case's story: ``take_next`` (leased to one reader) → ``decide``, or ``skip`` → for what changes data a second reader
and, when they differ, a third → the decision holds, feeds the next run (``decisions_for_run``), leaves values for the
sector's correction file (``build_batch`` … ``confirm_batch``). ``undo_last`` takes back one's own last verdict.

When the registry seems wrong: ``request_corrections`` → ``take_request`` → ``approve_request`` (a proposal to the
registry, decided there by others), ``report_done``, ``refuse_request`` or ``return_request`` → ``complete_request``.

``fill_queue`` and ``follow_resolved`` keep the queue in step with ``cleaning``. All take ``now``, for demo data.
"""

from dean06.ecosystem.review.acts.approving import approve_request, close_request, report_done
from dean06.ecosystem.review.acts.batching import build_batch, confirm_batch, export_batch, mark_batch_sent
from dean06.ecosystem.review.acts.deciding import decide
from dean06.ecosystem.review.acts.filling import decisions_for_run, fill_queue, follow_resolved
from dean06.ecosystem.review.acts.leasing import skip, take, take_next
from dean06.ecosystem.review.acts.requesting import (
    complete_request,
    refuse_request,
    request_corrections,
    return_request,
    take_request,
)
from dean06.ecosystem.review.acts.undoing import undo_last

__all__ = [
    "approve_request",
    "build_batch",
    "close_request",
    "complete_request",
    "confirm_batch",
    "decide",
    "decisions_for_run",
    "export_batch",
    "fill_queue",
    "follow_resolved",
    "mark_batch_sent",
    "refuse_request",
    "report_done",
    "request_corrections",
    "return_request",
    "skip",
    "take",
    "take_next",
    "take_request",
    "undo_last",
]
