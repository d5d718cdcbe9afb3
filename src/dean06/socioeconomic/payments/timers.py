"""PRIVATE. Work that comes round by itself: gateways that did not answer are asked, orders past their time close."""

from __future__ import annotations

import datetime as dt

from dean06.socioeconomic.payments import services
from dean06.socioeconomic.payments.stuck import GIVE_UP_AFTER, SILENT_AFTER


def ask_gateways(now: dt.datetime) -> int:
    """Ask about attempts that have had no answer; returns how many were answered."""
    return services.ask_silent(now, after=SILENT_AFTER, give_up=GIVE_UP_AFTER)


def expire_orders(now: dt.datetime) -> int:
    """Ask first (the money may be on its way), then close what is past its time; returns how many."""
    ask_gateways(now)
    return services.expire_due(now)
