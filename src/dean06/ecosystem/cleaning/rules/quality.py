"""The criteria "đúng, đủ, sạch, sống" of one record, as conditions over facts; each number is records of records.

- đúng (correct): number, name, birth date and sex equal the registry's, spelling habits aside.
- đủ (complete): every mandatory field of the list is filled. How much of the people is in the list at all is counted
  apart (``coverage``): records against the reference count that somebody entered for the list.
- sạch (clean): no format error, no duplicate, no contradiction in itself (an empty field is a matter of đủ).
- sống (live): verified against the registry, no death or move that the list should show by now, and the list itself
  not older than its N days. N is the list's own setting (``SectorRef.live_days``).

The denominators are all records of the list in the commune. Source: project's reading of the four criteria that all
provincial reports name; the thresholds are data.
"""

from __future__ import annotations

import datetime as dt

from dean06.ecosystem.cleaning.rules.conditions import Facts, When, when
from dean06.ecosystem.cleaning.types import Criterion

#: Criteria counted record by record.
CRITERIA: dict[Criterion, When] = {
    Criterion.CORRECT: when(
        id_given="valid|padded|invalid",
        id_owner="person",
        link="sure",
        name="same|folded",
        birth="same|coarser|absent",
        sex="same|absent",
    ),
    Criterion.COMPLETE: when(mandatory="filled"),
    Criterion.CLEAN: when(
        format="good", contradiction="no", shared_id="no", shared_person="no", id_given="none|padded|valid"
    ),
    Criterion.LIVE: when(link="sure", event="none", age="fresh"),
}


def meets(criterion: Criterion, facts: Facts) -> bool:
    """True if a record with these facts counts in the numerator of ``criterion``."""
    return CRITERIA[criterion].holds(facts)


def event_word(happened_on: dt.date | None, *, shown: bool, today: dt.date, days: int) -> str:
    """``missed`` when the list does not show a life event for longer than ``days`` days.

    ``shown``: the list agrees with the registry about it (or nothing happened). An event of unknown day counts as old.
    """
    if shown:
        return "none"
    if happened_on is not None and (today - happened_on).days <= days:
        return "none"
    return "missed"


def age_word(data_as_of: dt.date, *, today: dt.date, days: int) -> str:
    """``stale`` when the list is of a day more than ``days`` days ago."""
    return "stale" if (today - data_as_of).days > days else "fresh"
