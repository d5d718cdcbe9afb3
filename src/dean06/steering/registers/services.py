"""PUBLIC writes of the registers. Each is one transaction with history, audit row and event (see ``kernel.writing``).

A unit acts for itself (``registers.answer``), the steering office for everybody (``registers.edit``). All take ``now``
for back-dated demo data and tests; by default it is the present moment.
"""

from dean06.steering.registers.acts.campaigns import (
    close_campaign,
    count_campaign,
    edit_campaign,
    open_campaign,
    report_count,
)
from dean06.steering.registers.acts.inspections import (
    add_finding,
    cancel_inspection,
    close_inspection,
    conclude_inspection,
    edit_inspection,
    plan_inspection,
    recheck_finding,
    report_fix,
)
from dean06.steering.registers.acts.pilots import (
    finish_pilot,
    register_pilot,
    report_pilot,
    spread_pilot,
    start_pilot,
    stop_pilot,
)
from dean06.steering.registers.acts.recommendations import (
    answer_recommendation,
    decline_recommendation,
    raise_recommendation,
    send_recommendation,
    settle_recommendation,
)

__all__ = [
    "add_finding",
    "answer_recommendation",
    "cancel_inspection",
    "close_campaign",
    "close_inspection",
    "conclude_inspection",
    "count_campaign",
    "decline_recommendation",
    "edit_campaign",
    "edit_inspection",
    "finish_pilot",
    "open_campaign",
    "plan_inspection",
    "raise_recommendation",
    "recheck_finding",
    "register_pilot",
    "report_count",
    "report_fix",
    "report_pilot",
    "send_recommendation",
    "settle_recommendation",
    "spread_pilot",
    "start_pilot",
    "stop_pilot",
]
