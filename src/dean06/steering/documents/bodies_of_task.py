"""Bodies of a task, as printed and as today's agencies: ``[{"text", "agency", "choices", "note"}]``.

``agency`` is the code of today's body or group when the name leads to exactly one; otherwise ``None``, with the
candidates' codes in ``choices`` for a person to choose from.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from dean06.kernel.units import queries as units

BodyRow = dict[str, Any]


def body_rows(names: Iterable[str], *, on: dt.date, printed_on: dt.date | None) -> dict[str, BodyRow]:
    """Printed name → row, for all ``names`` at once. ``printed_on``: the day of the document, whose bodies it names."""
    distinct = sorted(set(names))
    resolved = units.resolve_agencies(distinct, on=on, printed_on=printed_on)
    return {
        name: {
            "text": name,
            "agency": resolution.agency.code if resolution.agency else None,
            "choices": [] if resolution.agency else [agency.code for agency in resolution.agencies[:10]],
            "note": resolution.note,
        }
        for name, resolution in zip(distinct, resolved, strict=True)
    }


def typed_bodies(
    names: Sequence[str], *, before: list[BodyRow], on: dt.date, printed_on: dt.date | None
) -> list[BodyRow]:
    """Rows for names as a person typed them; a name left untouched keeps the body it was given before."""
    typed = list(dict.fromkeys(name.strip() for name in names if name.strip()))
    kept = {row["text"]: row for row in before if row.get("agency")}
    fresh = body_rows([name for name in typed if name not in kept], on=on, printed_on=printed_on)
    return [kept.get(name) or fresh[name] for name in typed]
