"""Drives dossiers of one service through the real services, after the walk that its pack brings as an example.

A dossier is one transaction: a run that is killed leaves whole dossiers, and the next run goes on after the last one
(each has its idempotency key). People are invented for each dossier, since an effect changes them.
"""

from __future__ import annotations

import datetime as dt
import random
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from dean06.demo.simulation.counts import LATE, OPEN, Share
from dean06.demo.simulation.inventing import renamed
from dean06.kernel.calendar.queries import work_calendar
from dean06.kernel.common.actors import system_actor
from dean06.kernel.common.errors import DomainError, InvalidInput
from dean06.kernel.common.personal_id import prefix_of
from dean06.kernel.common.vietnamese import clean_line
from dean06.kernel.population.models import PersonNumber
from dean06.kernel.writing.models import IdempotencyKey
from dean06.procedures.cases.models import Case
from dean06.procedures.cases.types import State
from dean06.procedures.cases.walking import WALK_FROM, Walker, WalkReport
from dean06.procedures.catalogue.types import PublishedPack, Walk
from dean06.procedures.figures.types import Period

#: Own serial numbers of invented people: far from those that walks and the demo use.
_FIRST_SERIAL = 100_000
#: So many for each process that works at the same time.
_LANE = 100_000
#: So many dossiers that stay open are handed in by the same invented people.
_DOSSIERS_OF_ONE = 25
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_NUMBER = re.compile(r"\b\d{12}\b")
_NEAR = dt.timedelta(days=200)
_SERVICE = "demo.simulate_month"


class ServiceDriver:
    """Makes the dossiers of one service within a period."""

    def __init__(self, pack: PublishedPack, period: Period, *, seed: str, lane: int = 0) -> None:
        """``lane`` 0 to 7: processes that work at once use different ones, so that their people never meet."""
        self.pack, self.period, self.seed = pack, period, seed
        self.calendar = work_calendar()
        self.example = whole_walk(pack)
        self._numbers = Numbers(lane)
        self._open_cast: Cast | None = None
        self._chance = random.Random(f"{seed}:{pack.code}:{lane}")  # noqa: S311 - invented names, not secrets

    def drive(self, share: Share, index: int) -> int:
        """Make dossier ``index`` of a share unless it stands already; returns the id of its case."""
        key = f"{self.seed}:{self.pack.code}:{'online' if share.online else 'desk'}:{share.ending}:{index}"
        with transaction.atomic():
            row, first = IdempotencyKey.objects.get_or_create(actor_id=0, service=_SERVICE, key=key)
            if not first:
                return int(row.result_pk)
            case = self._walk(share, index)
            row.result_model, row.result_pk = Case._meta.label, str(case.pk)
            row.save(update_fields=["result_model", "result_pk"])
        return int(case.pk)

    def _walk(self, share: Share, index: int) -> Case:
        acts = self.example.acts
        if share.ending == OPEN:
            # Received at once: it must be within the period.
            until = acts[: until_received(self.example)]
            acts = tuple(act.model_copy(update={"after_hours": 0}) for act in until)
        if share.ending == LATE:
            waits = until_received(self.example)
            slow = acts[waits].model_copy(update={"after_hours": self._hours_past_due()})
            acts = (*acts[:waits], slow, *acts[waits + 1 :])
        start = self._start(share, index)
        cast = self._cast_for(share)
        data = moved(cast.data, timezone.localdate(start) - timezone.localdate(WALK_FROM))
        channel = "online" if share.online else "direct"
        example = self.example.model_copy(
            update={"acts": acts, "people": cast.people, "data": data, "channel": channel, "on_time": None}
        )
        walker = _Follower(self.pack, example, start, WalkReport(example.title), cast)
        walker.actor = system_actor(_SERVICE)
        try:
            walker.run()
        except DomainError as refusal:
            fields = refusal.details.get("fields") or {}
            said = "; ".join(f"{path}: {text}" for path, text in fields.items())
            raise InvalidInput(f"{self.pack.code}: {refusal.message} {said}") from refusal
        if walker.report.problems:
            raise InvalidInput(f"{self.pack.code}: {' '.join(walker.report.problems)}")
        if share.ending != OPEN and walker.case.state not in (State.DONE, State.RETURNED):
            raise InvalidInput(f"{self.pack.code}: hồ sơ mẫu không đi tới kết quả.")
        return walker.case

    def _cast_for(self, share: Share) -> Cast:
        """New people where an effect may change them; the same people hand in several dossiers that stay open."""
        cast = self._open_cast
        if share.ending != OPEN or cast is None or cast.used >= _DOSSIERS_OF_ONE:
            people, data = renamed(self.example.people, self.example.data, self._chance)
            cast = Cast(self._numbers.give(people), data)
        self._open_cast = cast if share.ending == OPEN else None
        cast.used += 1
        return cast

    def _start(self, share: Share, index: int) -> dt.datetime:
        """Finished ones are spread over the period's first part; open ones come on its last afternoon, not yet due."""
        if share.ending == OPEN:
            day = self.calendar.previous_working_day(self.period.last + dt.timedelta(days=1))
            hour, minute = 15, 30
        else:
            days = [
                self.period.first + dt.timedelta(days=number)
                for number in range((self.period.last - self.period.first).days + 1)
            ]
            working = [day for day in days if self.calendar.is_working_day(day)]
            room = max(1, len(working) - self._days_needed(share))
            day = working[index % room]
            hour, minute = 8, index % 50
        return timezone.make_aware(dt.datetime.combine(day, dt.time(hour, minute)))

    def _days_needed(self, share: Share) -> int:
        hours = sum(act.after_hours for act in self.example.acts)
        if share.ending == LATE:
            hours += self._hours_past_due()
        return int(hours // 8) + 2

    def _hours_past_due(self) -> float:
        limit = self.pack.meta.time_limit
        return max(limit.extended_value or 0, limit.value, 1) * 8 + 16


@dataclass(slots=True)
class Cast:
    """Invented people of an example with the form that names them; ``records`` once they are in the registry."""

    people: Mapping[str, Mapping[str, Any]]
    data: Mapping[str, Any]
    used: int = 0
    records: Mapping[str, Any] | None = None


class _Follower(Walker):
    """A walk whose end is not compared with the example: some stop half-way on purpose, some are late."""

    def __init__(self, pack: PublishedPack, example: Walk, now: dt.datetime, report: WalkReport, cast: Cast) -> None:
        super().__init__(pack, example, now, report)
        self.cast = cast

    def enrol(self) -> Mapping[str, Any]:
        if self.cast.records is None:
            self.cast.records = super().enrol()
        return self.cast.records

    def compare(self) -> None:
        return None


class Numbers:
    """Personal numbers for invented people, each given once."""

    def __init__(self, lane: int = 0) -> None:
        self._first = _FIRST_SERIAL + lane * _LANE
        self._last: dict[str, int] = {}

    def give(self, people: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
        """The people, each with a number of the right form that nobody has."""
        return {key: {**values, "personal_id": self._next(values)} for key, values in people.items()}

    def _next(self, values: Mapping[str, Any]) -> str:
        born = dt.date.fromisoformat(str(values["birth_date"]))
        prefix = prefix_of("042", str(values.get("sex") or "M"), born.year)
        if prefix not in self._last:
            lane = (f"{prefix}{self._first:06d}", f"{prefix}{self._first + _LANE:06d}")
            taken = PersonNumber.objects.filter(number__gte=lane[0], number__lt=lane[1])
            newest = taken.order_by("-number").values_list("number", flat=True).first()
            self._last[prefix] = int(newest[6:]) if newest else self._first - 1
        self._last[prefix] += 1
        return f"{prefix}{self._last[prefix]:06d}"


def whole_walk(pack: PublishedPack) -> Walk:
    """The pack's shortest example that ends with the result in time; one whose people are all invented anew each time
    goes before one that names a number."""
    whole = [walk for walk in pack.files.walks.values() if walk.final_state in (9, 10) and walk.on_time is not False]
    if not whole:
        raise InvalidInput(f"Gói {clean_line(pack.title)} không có ví dụ đi từ nộp hồ sơ tới kết quả.")
    return min(whole, key=lambda walk: (len(_NUMBER.findall(str(walk.data))), len(walk.acts), len(walk.people)))


def moved(value: Any, by: dt.timedelta) -> Any:
    """Days near the walk's own day move with the day of application; birthdays of years ago stay."""
    if isinstance(value, Mapping):
        return {key: moved(one, by) for key, one in value.items()}
    if isinstance(value, list):
        return [moved(one, by) for one in value]
    if isinstance(value, str) and _DAY.fullmatch(value):
        day = dt.date.fromisoformat(value)
        if abs(day - timezone.localdate(WALK_FROM)) <= _NEAR:
            return (day + by).isoformat()
    return value


def until_received(walk: Walk) -> int:
    """How many acts bring it to reception."""
    for number, act in enumerate(walk.acts, 1):
        if act.do == "receive":
            return number
    return 0
