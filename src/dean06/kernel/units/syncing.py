"""PRIVATE. Makes a table equal to the rows wanted with few statements: the base of an idempotent load."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.db import connection, models

Row = TypeVar("Row", bound=models.Model)

BATCH = 2000


@dataclass(frozen=True, slots=True)
class Changes:
    """How many rows one table gained, changed and lost."""

    created: int = 0
    updated: int = 0
    deleted: int = 0

    def __add__(self, other: Changes) -> Changes:
        return Changes(self.created + other.created, self.updated + other.updated, self.deleted + other.deleted)


def sync(
    existing: Iterable[Row],
    wanted: Iterable[Row],
    *,
    key: Callable[[Row], Hashable],
    fields: Sequence[str],
    delete: bool = True,
) -> Changes:
    """Create what is missing, update ``fields`` where they differ, delete (if asked) what is no longer wanted."""
    old = {key(row): row for row in existing}
    new: dict[Hashable, Row] = {}
    for row in wanted:
        new.setdefault(key(row), row)
    missing = [row for row_key, row in new.items() if row_key not in old]
    changed = []
    for row_key, row in new.items():
        present = old.get(row_key)
        if present is not None and any(getattr(present, name) != getattr(row, name) for name in fields):
            row.pk = present.pk
            changed.append(row)
    stale = [row.pk for row_key, row in old.items() if row_key not in new] if delete else []
    rows = missing or changed or list(old.values())[:1]
    if not rows:
        return Changes()
    manager = type(rows[0])._default_manager
    manager.bulk_create(missing, batch_size=BATCH)
    if changed:
        manager.bulk_update(changed, fields, batch_size=500)
    for start in range(0, len(stale), 500):
        manager.filter(pk__in=stale[start : start + 500]).delete()
    return Changes(len(missing), len(changed), len(stale))


def refresh_statistics(*tables: type[models.Model]) -> None:
    """Tell the planner of PostgreSQL about freshly loaded tables; autovacuum would come minutes later."""
    if connection.vendor == "postgresql":
        names = ", ".join(connection.ops.quote_name(model._meta.db_table) for model in tables)
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {names}")
