"""Which findings wait for a person and in which order; who must read a case; what two readings come to.

The two-person rule is this platform's (and matching practice): no text of law was found that sets it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from dean06.ecosystem.review.types import DecisionState, Verdict

#: Classes whose correction changes data of somebody: each is looked at, however sure the link.
CHANGING_CLASSES = frozenset({"SAI_HO_TEN", "SAI_NGAY_SINH", "SAI_GIOI_TINH", "TRUNG_SO", "TRUNG_NGUOI"})
#: Classes that mean "one person stands more than once", or one number on several people.
SHARED_CLASSES = frozenset({"TRUNG_SO", "TRUNG_NGUOI"})
#: From this probability on a link needs no person; up to its complement neither.
DECISIVE = 0.99
#: One in so many ordinary decisions gets a second reader too, so that agreement is measured on all kinds of cases and
#: standing in the second queue does not betray the first verdict.
CONTROL_SHARE = 10
#: Minutes a case belongs to the reader who took it.
LEASE_MINUTES = 15
#: Hours a skipped case is not offered again to the one who skipped it.
SKIP_HOURS = 12


def needs_person(result_class: str, probability: float | None, candidates: int) -> bool:
    """Whether a finding waits for a decision: a changing class, ``CHO_XAC_MINH``, or a link that is not decisive.

    ``candidates``: how many people the engine thinks possible. A record that nobody resembles has nothing to compare:
    it goes to the commune's list, not here.
    """
    if result_class in CHANGING_CLASSES or result_class == "CHO_XAC_MINH":
        return candidates > 0
    return candidates > 0 and probability is not None and 1 - DECISIVE < probability < DECISIVE


def uncertainty(probability: float | None) -> int:
    """0 (sure either way) to 10 (even odds): a decision there teaches most. An unknown probability counts as even."""
    value = 0.5 if probability is None else min(max(probability, 0.0), 1.0)
    return round(10 * (1 - abs(2 * value - 1)))


def needs_second(result_class: str, verdict: Verdict, *, changes_data: bool, control: bool) -> bool:
    """Whether a verdict must be read by a second person before it holds.

    A link that corrects data, and every verdict on a number or person that stands more than once, do; a confirmation
    that two people differ does not, except in the control sample. Sending to the commune decides nothing.
    """
    if verdict is Verdict.UNCLEAR:
        return False
    if result_class in SHARED_CLASSES:
        return True
    return control or (verdict is Verdict.SAME and changes_data)


def in_control_sample(sector: str, record_key: str) -> bool:
    """True for about one record in ``CONTROL_SHARE``, always the same ones, unpredictable without the key."""
    digest = hashlib.sha256(f"{sector}|{record_key}".encode()).digest()
    return int.from_bytes(digest[:4], "big") % CONTROL_SHARE == 0


@dataclass(frozen=True, slots=True)
class Said:
    """One reading: the verdict and whom it is about."""

    verdict: Verdict
    person_id: int | None

    @property
    def claim(self) -> tuple[bool, int | None]:
        """What is decided: a link to a person, or none. "Different" and "nobody" both refuse the link."""
        return (True, self.person_id) if self.verdict is Verdict.SAME else (False, None)


@dataclass(frozen=True, slots=True)
class Outcome:
    """Where readings lead; ``by`` is the index of the reading that the decision takes over."""

    state: DecisionState
    by: int = 0


def outcome(readings: Sequence[Said], *, second_needed: bool) -> Outcome:
    """The state of a decision after its readings (one, two or three, in order).

    Two that agree hold. Two that differ, or one of them "unclear", wait for a third; the third's word holds.
    """
    if len(readings) >= 3:
        return Outcome(DecisionState.FINAL, 2)
    if len(readings) == 2:
        first, second = readings
        agreed = first.claim == second.claim and Verdict.UNCLEAR not in (first.verdict, second.verdict)
        return Outcome(DecisionState.FINAL if agreed else DecisionState.DISPUTED)
    return Outcome(DecisionState.SECOND if second_needed else DecisionState.FINAL)
