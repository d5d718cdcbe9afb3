"""Demo software of every body: its own tables stand for the other side, so that all processes see the same."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db.models import Q
from django.utils import timezone

from dean06.procedures.interlinked.contrib import demo_rules
from dean06.procedures.interlinked.contrib.ports import Ack, Answer, Outgoing
from dean06.procedures.interlinked.errors import SystemUnavailable
from dean06.procedures.interlinked.models import DemoItem, DemoMood


class DemoSoftware:
    """Answers after a while, as its rule table says; can be told to be down, slow, to answer twice, to refuse."""

    def __init__(self, connector: str) -> None:
        self._connector = connector

    def send(self, message: Outgoing) -> Ack:
        """Take the message; the same number again changes nothing."""
        mood = self._mood()
        now = timezone.now()
        minutes = demo_rules.minutes_of(self._connector) if mood.minutes is None else mood.minutes
        said = demo_rules.decide(self._connector, message.payload, mood.always)
        values: dict[str, Any] = {
            "connector": self._connector,
            "payload": message.payload,
            "taken_at": now,
            "answer_at": now + dt.timedelta(minutes=minutes),
            "answer": said.answer,
            "outputs": said.outputs,
            "reason": said.reason,
            "note": said.note,
        }
        item, _ = DemoItem.objects.get_or_create(number=message.number, defaults=values)
        return Ack(True, reference=f"{self._connector.upper()}-{item.pk:06d}")

    def answers(self, limit: int) -> Sequence[Answer]:
        """What is ready and not confirmed; with ``answers_twice`` once more after that."""
        mood = self._mood()
        wanted = Q(confirmed_at=None)
        if mood.answers_twice:
            wanted |= Q(repeated=False)
        found = DemoItem.objects.filter(wanted, connector=self._connector, answer_at__lte=timezone.now())
        items = list(found.order_by("answer_at", "pk")[:limit])
        DemoItem.objects.filter(pk__in=[one.pk for one in items if one.confirmed_at]).update(repeated=True)
        return [Answer(str(one.number), one.answer, one.outputs, one.reason, one.note) for one in items]

    def confirm(self, number: str) -> None:
        """The decision is held; may be repeated."""
        self._mood()
        DemoItem.objects.filter(number=number, confirmed_at=None).update(confirmed_at=timezone.now())

    def _mood(self) -> DemoMood:
        mood = DemoMood.objects.filter(connector=self._connector).first() or DemoMood(connector=self._connector)
        if mood.is_down:
            raise SystemUnavailable(connector=self._connector)
        return mood
