"""PUBLIC writes of worklists. Each is one transaction with audit row and event (see ``kernel.writing``).

A finding's story: ``assign`` or ``take`` → ``record_visit`` … → ``fix`` (checked at once), ``send_to_sector`` or
``send_to_registry`` → ``recheck`` → clean; or ``propose_close`` → ``decide_close`` by a second person. ``hand_back``
puts it back on the commune's list. All that act on one item take the ``version`` that was seen.

Campaigns: ``open_campaign`` → ``start_campaign`` (freezes the start) → ``count_campaign`` daily → ``close_campaign``.
``follow_sector`` and ``follow_answer`` keep items in step with ``cleaning`` and ``review``. All take ``now`` for demo
data and tests.
"""

from dean06.ecosystem.worklists.acts.assigning import MOST_AT_ONCE, assign, hand_back, take
from dean06.ecosystem.worklists.acts.campaigning import (
    change_campaign,
    close_campaign,
    count_campaign,
    open_campaign,
    start_campaign,
)
from dean06.ecosystem.worklists.acts.following import follow_answer, follow_sector
from dean06.ecosystem.worklists.acts.settling import (
    decide_close,
    fix,
    propose_close,
    recheck,
    send_to_registry,
    send_to_sector,
)
from dean06.ecosystem.worklists.acts.sheets import print_sheet
from dean06.ecosystem.worklists.acts.visiting import edit_outcome, record_visit
from dean06.ecosystem.worklists.rules.campaigns import CampaignPlan

__all__ = [
    "MOST_AT_ONCE",
    "CampaignPlan",
    "assign",
    "change_campaign",
    "close_campaign",
    "count_campaign",
    "decide_close",
    "edit_outcome",
    "fix",
    "follow_answer",
    "follow_sector",
    "hand_back",
    "open_campaign",
    "print_sheet",
    "propose_close",
    "recheck",
    "record_visit",
    "send_to_registry",
    "send_to_sector",
    "start_campaign",
    "take",
]
