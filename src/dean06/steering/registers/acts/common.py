"""What every act shares: the record locked, the right of a unit or of the steering office, the line of history."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TypeVar

from django.db import models
from django.db.models import F, QuerySet
from django.utils import timezone

from dean06.kernel.common.actors import Actor
from dean06.kernel.units import queries as territory
from dean06.kernel.writing.services import Write
from dean06.steering.registers.errors import RecordNotFound, RegisterRefused, StepRefused
from dean06.steering.registers.events import RecordChanged
from dean06.steering.registers.models import HistoryLine
from dean06.steering.registers.reading.scope import ANSWER, EDIT
from dean06.steering.registers.types import Register

Row = TypeVar("Row", bound=models.Model)

SHORTEST_REASON = 10
#: Further away no plan reaches.
_FURTHEST = dt.timedelta(days=5 * 366)


def moment(now: dt.datetime | None) -> dt.datetime:
    """The given moment, or the present one."""
    return now or timezone.now()


def locked(rows: QuerySet[Row], pk: int) -> Row:
    """The record among those that the actor sees, locked. Raises ``RecordNotFound``."""
    visible = rows.order_by().values("pk")
    found = rows.model._default_manager.select_for_update().filter(pk=pk, pk__in=visible).first()
    if found is None:
        raise RecordNotFound(record=pk)
    return found  # type: ignore[return-value]


def authorise(write: Write, *, agency: str) -> None:
    """The steering office for everybody, a unit for itself. Raises ``NotAllowed``."""
    if not write.actor.can(EDIT):
        write.authorise(agency=agency, permission=ANSWER)


def edits(actor: Actor) -> bool:
    """Whether the actor keeps the registers for the whole province."""
    return actor.can(EDIT)


def acts_for(actor: Actor, agency: str) -> bool:
    """Whether the actor may act for a body: as one of its people, or as the steering office."""
    return actor.can(EDIT) or actor.can(ANSWER, agency=agency)


def check_state(state: str, *allowed: str, sentence: str) -> None:
    """Raise ``StepRefused`` with the sentence unless the state is one of those allowed."""
    if state not in allowed:
        raise StepRefused(sentence)


def check(problems: dict[str, str]) -> None:
    """Raise ``RegisterRefused`` when a field is wrong."""
    if problems:
        raise RegisterRefused(fields=problems)


def reason_problem(text: str, what: str = "lý do") -> str:
    """A sentence when a reason is too short, else empty."""
    return "" if len(text.strip()) >= SHORTEST_REASON else f"Hãy ghi {what} (ít nhất {SHORTEST_REASON} ký tự)."


def days_problem(first: dt.date, last: dt.date | None, today: dt.date) -> str:
    """A sentence when days cannot be: the end before the start, or years away."""
    if last is not None and last < first:
        return "Ngày kết thúc phải từ ngày bắt đầu trở đi."
    if (last or first) - today > _FURTHEST:
        return "Ngày này quá xa. Hãy kiểm tra lại năm."
    return ""


def body_problems(codes: Iterable[str]) -> str:
    """A sentence naming codes that are no agency, else empty. One query."""
    wanted = [code for code in codes if code]
    unknown = sorted(set(wanted) - set(territory.get_agencies(wanted))) if wanted else []
    return f"Không có cơ quan nào mang mã {', '.join(unknown[:3])}. Hãy chọn trong danh sách gợi ý." if unknown else ""


def bump(record: models.Model) -> None:
    """Count a change, so that two people do not overwrite each other."""
    type(record)._default_manager.filter(pk=record.pk).update(version=F("version") + 1)


def check_version(present: int, given: int | None) -> None:
    """Raise ``StepRefused`` when the record changed since it was read."""
    if given is not None and given != present:
        raise StepRefused("Mục này vừa được người khác sửa. Hãy tải lại trang rồi sửa lại.")


def leave(
    write: Write,
    register: Register,
    record: models.Model,
    action: str,
    title: str,
    *,
    text: str = "",
    agency: str = "",
    now: dt.datetime,
    details: dict[str, object] | None = None,
) -> None:
    """The line of history, the audit row and the event of an act. ``agency``: the only unit that may read the line."""
    HistoryLine.objects.create(
        register=register,
        record_id=record.pk,
        agency_code=agency,
        at=now,
        title=title[:200],
        text=text.strip(),
        by_name=write.actor.name[:150],
        by_id=write.actor.user_id,
    )
    write.audit(action, subject=record, details=details or {})
    write.publish(RecordChanged(register=register.value, record=record.pk, act=action))
