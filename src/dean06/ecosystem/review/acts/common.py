"""What the acts share: the present moment, the decision that lives, what a reader has before the eyes."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from dean06.ecosystem.cleaning.types import CandidateRef
from dean06.ecosystem.review import registry, sources
from dean06.ecosystem.review.errors import DataChanged
from dean06.ecosystem.review.models import Decision, ReviewCase
from dean06.ecosystem.review.types import CaseState, DecisionState

#: States in which a case waits for a reader, and the reading it waits for.
WAITING: dict[str, int] = {CaseState.OPEN: 1, CaseState.COMMUNE: 1, CaseState.SECOND: 2, CaseState.DISPUTED: 3}


def moment(now: dt.datetime | None) -> dt.datetime:
    """The given moment, or the present one."""
    return now or timezone.now()


def free_for(user_id: int | None, now: dt.datetime) -> Q:
    """Cases that nobody else has on the screen."""
    return Q(leased_until__isnull=True) | Q(leased_until__lte=now) | Q(leased_to=user_id)


def living_decision(case: ReviewCase) -> Decision | None:
    """The decision that still waits for readings, if any."""
    return case.decisions.filter(state__in=(DecisionState.SECOND, DecisionState.DISPUTED)).first()


def has_read(case: ReviewCase, user_id: int | None) -> bool:
    """True when this person's verdict already counts in the living decision."""
    decision = living_decision(case)
    return decision is not None and decision.readings.filter(reviewer_id=user_id or 0, undone_at__isnull=True).exists()


@dataclass(frozen=True, slots=True)
class Seen:
    """A record and its candidates as they are now, with the fingerprints of both."""

    record: sources.RecordView
    candidates: list[CandidateRef]
    people: dict[int, sources.PersonView]

    @property
    def person_ids(self) -> list[int]:
        """The candidates that the registry still has, in the order shown."""
        return [one.person_id for one in self.candidates if one.person_id in self.people]

    def prints(self, person_ids: Iterable[int] | None = None) -> dict[str, object]:
        """What a decision keeps: ``{"record": digest, "persons": {id: digest}}``."""
        wanted = self.person_ids if person_ids is None else person_ids
        return {"record": self.record.print, "persons": {str(one): self.people[one].print for one in wanted}}

    @property
    def digest(self) -> str:
        """One digest of everything on the page; sent back with the form."""
        text = self.record.print + "".join(f"{one}:{self.people[one].print}" for one in self.person_ids)
        return hashlib.sha256(text.encode()).hexdigest()[:32]


def look(case: ReviewCase, today: dt.date) -> Seen:
    """Read the record and its candidates. Raises ``DataChanged`` when the record is no longer there."""
    record = sources.record_of(case, today)
    if record is None:
        raise DataChanged("Bản ghi này không còn trong danh sách của ngành. Hãy chạy đối khớp lại.")
    found = sources.candidates_of(case)
    return Seen(record, found, registry.people([one.person_id for one in found]))


def is_current(decision: Decision, record_print: str | None, person_prints: dict[int, str]) -> bool:
    """True while the record and every person the decision is about are as they were when it was made."""
    kept = decision.prints.get("persons", {})
    return decision.prints.get("record") == record_print and all(
        person_prints.get(int(person)) == digest for person, digest in kept.items()
    )


def end(decision: Decision, state: DecisionState, now: dt.datetime) -> None:
    """End a decision; its history stays."""
    decision.state, decision.ended_at = state, now
    decision.save(update_fields=["state", "ended_at"])
