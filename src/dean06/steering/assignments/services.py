"""PUBLIC writes of the task register. Each is one transaction with audit row and event (see ``kernel.writing``).

A task's story: ``issue_assignments`` (or ``create_draft`` → ``issue_draft``) → ``acknowledge`` → ``report_progress`` …
→ ``report_done`` → ``accept`` or ``return_result``. Beside it: deadline changes, urging, explanations, hand-over,
waiting for the centre. All take ``now`` for back-dated demo data and tests; by default it is the present moment.
"""

from dean06.steering.assignments.acts.closing import accept, cancel, collect, return_result
from dean06.steering.assignments.acts.deadlines import (
    decide_deadline_change,
    guidance_arrived,
    request_deadline_change,
    wait_for_centre,
)
from dean06.steering.assignments.acts.handing_over import decide_hand_over, offer_hand_over
from dean06.steering.assignments.acts.issuing import (
    amend_assignment,
    create_draft,
    edit_draft,
    issue_assignments,
    issue_draft,
)
from dean06.steering.assignments.acts.reporting import acknowledge, report_done, report_progress
from dean06.steering.assignments.acts.urging import answer_explanation, remind, request_explanation, urge

__all__ = [
    "accept",
    "acknowledge",
    "amend_assignment",
    "answer_explanation",
    "cancel",
    "collect",
    "create_draft",
    "decide_deadline_change",
    "decide_hand_over",
    "edit_draft",
    "guidance_arrived",
    "issue_assignments",
    "issue_draft",
    "offer_hand_over",
    "remind",
    "report_done",
    "report_progress",
    "request_deadline_change",
    "request_explanation",
    "return_result",
    "urge",
    "wait_for_centre",
]
