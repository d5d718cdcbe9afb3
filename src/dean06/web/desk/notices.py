"""PRIVATE. What the applicant was told, and whether it arrived."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from dean06.kernel.accounts import queries as accounts
from dean06.kernel.notifications import queries as notifications

_KINDS = {"waiting": "neutral", "sent": "info", "failed": "danger", "read": "success"}


def notices_of(case: Any) -> list[dict[str, str]]:
    """Messages about the case to the applicant's account, the latest first; empty where he has none."""
    account = case.submitted_by_id or accounts.citizen_accounts([case.applicant_person_id]).get(
        case.applicant_person_id
    )
    if account is None:
        return []
    return [
        {
            "title": one.title,
            "note": f"{one.channel_label}, {timezone.localtime(one.at):%H:%M %d/%m/%Y}",
            "kind": _KINDS.get(one.state, "neutral"),
            "state": one.state_label,
        }
        for one in notifications.copies_to(account, f"cases.case:{case.pk}")
    ]
