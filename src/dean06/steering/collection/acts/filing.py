"""A filled-in template comes back: the good cells are kept as a draft, the others are listed with their address."""

from __future__ import annotations

import datetime as dt
from typing import Any

from dean06.kernel.common.actors import Actor
from dean06.kernel.common.vietnamese import format_number
from dean06.kernel.writing.services import Write, service
from dean06.steering.collection.acts.common import Place, check_open, locked, moment, place_of
from dean06.steering.collection.acts.entering import CellInput, Entered, Key, enter_values, version_of
from dean06.steering.collection.errors import FileRefused
from dean06.steering.collection.exchange.reading import FileCell, FileContent, read_template
from dean06.steering.collection.models import ImportedFile
from dean06.steering.collection.rules.steps import check_editable
from dean06.steering.collection.types import State
from dean06.steering.indicators import queries as indicators
from dean06.steering.indicators.errors import PeriodNotFound, UnitNotFound
from dean06.steering.indicators.types import Origin


@service(permission="collection.enter")
def take_file(
    *,
    actor: Actor,
    write: Write,
    unit: str,
    period: str,
    name: str,
    content: bytes,
    now: dt.datetime | None = None,
) -> ImportedFile:
    """Read the template of this unit and period. Raises ``FileRefused`` for a file that is no template, of another
    version, unit or period; ``PeriodIsLocked``, ``StepRefused``. Cells are refused one by one.
    """
    now = moment(now)
    place = place_of(actor, unit, period)
    write.authorise(agency=place.unit.agency)
    check_open(place.period)
    submission = locked(place)
    check_editable(State(submission.state) if submission else State.OPEN)
    found = read_template(content)
    _check_place(found, place)
    fresh = _changed(actor, place, found)
    came = enter_values(
        actor=actor,
        unit=unit,
        period=period,
        cells=[cell for _, cell in fresh],
        origin=Origin.IMPORTED,
        reason=f"Từ tệp {name}"[:300],
        now=now,
    )
    row = ImportedFile.objects.create(
        unit_id=place.unit.id,
        period_id=place.period.id,
        name=name[:200],
        at=now,
        by_id=actor.user_id,
        by_name=actor.name[:150],
        saved=len(came.saved),
        refused=_listed(found, came, {cell.key: one for one, cell in fresh}),
    )
    write.audit("collection.file_read", subject=row, details={"saved": row.saved, "refused": len(row.refused)})
    return row


def _check_place(found: FileContent, place: Place) -> None:
    if found.unit != place.unit.code:
        raise FileRefused(
            f"Tệp này là của {_name_of(found.unit)}, không phải của {place.unit.short_name}. Hãy chọn đúng tệp."
        )
    if found.period != place.period.code:
        raise FileRefused(
            f"Tệp này là của kỳ {_label_of(found.period)}, không phải {place.period.label}. Hãy tải tệp mẫu của kỳ này."
        )


def _name_of(code: str) -> str:
    try:
        return indicators.unit(code).short_name
    except UnitNotFound:
        return "một đơn vị khác"


def _label_of(code: str) -> str:
    try:
        return indicators.period(code).label
    except PeriodNotFound:
        return "khác"


def _changed(actor: Actor, place: Place, found: FileContent) -> list[tuple[FileCell, CellInput]]:
    """The cells that differ from what is stored. What a colleague saved after the template was made is compared."""
    present = indicators.values_of(actor, place.unit.id, place.period)
    changed = []
    for one in found.cells:
        code, _, part = one.key.partition("/")
        row = present.get((code, part))
        if row is None and one.numerator is None and one.denominator is None and not one.comment:
            continue
        if row is not None and (row.numerator, row.denominator, row.comment) == (
            one.numerator,
            one.denominator,
            one.comment,
        ):
            continue
        # One's own earlier import is no colleague's figure.
        base = version_of(row) if row is not None and row.by_id == actor.user_id else one.base
        changed.append((one, CellInput(code, one.numerator, one.denominator, part, one.comment, base=base)))
    return changed


def _listed(found: FileContent, came: Entered, cells: dict[Key, FileCell]) -> list[dict[str, Any]]:
    listed = [{"cell": one.address, "code": one.key, "value": one.value, "text": one.text} for one in found.problems]
    for refused in came.refused:
        listed.append(_row(cells[refused.key], refused.text))
    for conflict in came.conflicts:
        theirs = (
            "đã xóa số này"
            if conflict.numerator is None
            else f"đã nhập {_pair(conflict.numerator, conflict.denominator)}"
        )
        text = (
            f"{conflict.by_name or 'Người khác'} {theirs} sau khi tệp mẫu được tải. Hãy thống nhất rồi nhập trên trang."
        )
        listed.append(_row(cells[conflict.key], text))
    return listed


def _row(cell: FileCell, text: str) -> dict[str, Any]:
    return {"cell": cell.address, "code": cell.key, "value": _pair(cell.numerator, cell.denominator), "text": text}


def _pair(numerator: int | None, denominator: int | None) -> str:
    first = "" if numerator is None else format_number(numerator)
    return first if denominator is None else f"{first}/{format_number(denominator)}"
