"""Events that happen nowhere else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import ClassVar

from dean06.kernel.common.actors import Actor, Grant, system_actor
from dean06.kernel.events import services
from dean06.kernel.events.models import Delivery
from dean06.kernel.events.types import Event

NOW = datetime(2099, 3, 2, 1, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskIssued(Event):
    name: ClassVar[str] = "tests.task_issued"
    task_id: int
    due: date | None = None
    agencies: tuple[str, ...] = ()


def administrator(*permissions: str) -> Actor:
    return Actor(
        user_id=4,
        name="Lê Văn Quản",
        grants=tuple(Grant(permission, frozenset({"*"})) for permission in permissions),
    )


def issue(task_id: int = 1) -> None:
    services.publish(TaskIssued(task_id=task_id, due=date(2026, 3, 5), agencies=("H30.17",)), actor=system_actor("t"))


def only_delivery() -> Delivery:
    return Delivery.objects.get()
