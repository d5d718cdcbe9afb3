"""The counts that a simulated month shall reach: a YAML file with one row for each service, cells as printed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from dean06.kernel.common.errors import InvalidInput

_NUMBERS = ("total", "online", "on_time", "late")


@dataclass(frozen=True, slots=True)
class ServiceCounts:
    """One row. ``None``: the cell is empty, which is not 0. ``rate`` as printed."""

    list: str
    number: int
    total: int | None
    online: int | None
    on_time: int | None
    late: int | None
    rate: str | None = None

    @property
    def listing(self) -> str:
        return f"{self.list}-{self.number}"


@dataclass(frozen=True, slots=True)
class Share:
    """How many dossiers to make of one kind: handed in online or not, and how they end."""

    online: bool
    ending: str
    count: int


#: Endings of a share.
ON_TIME, LATE, OPEN = "on_time", "late", "open"


def read_counts(path: Path) -> list[ServiceCounts]:
    """The rows of the file. Raises ``InvalidInput`` with the row that cannot be read."""
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as trouble:
        raise InvalidInput(f"Không đọc được tệp số đếm {path.name}.") from trouble
    rows = content.get("services") if isinstance(content, dict) else None
    if not isinstance(rows, list):
        raise InvalidInput(f"Tệp {path.name} thiếu danh sách “services”.")
    return [_row(number, row) for number, row in enumerate(rows, 1)]


def _row(number: int, row: Any) -> ServiceCounts:
    where = f"Dòng {number} của danh sách “services”"
    if not isinstance(row, dict) or not {"list", "number"} <= set(row):
        raise InvalidInput(f"{where} cần có list và number.")
    cells = {name: row.get(name) for name in _NUMBERS}
    for name, value in cells.items():
        if value is not None and (not isinstance(value, int) or isinstance(value, bool) or value < 0):
            raise InvalidInput(f"{where}: {name} phải là số nguyên không âm hoặc để trống.")
    return ServiceCounts(str(row["list"]), int(row["number"]), **cells, rate=row.get("rate"))


def shares(row: ServiceCounts) -> Sequence[Share]:
    """The dossiers that reach a row's counts. Cells that cannot hold together are reached as far as they can: no more
    of the online ones end than were handed in, and an empty total is at least the online ones.
    """
    online = row.online or 0
    total = max(row.total or 0, online)
    on_time = min(row.on_time or 0, online)
    late = min(row.late or 0, online - on_time)
    return (
        Share(True, ON_TIME, on_time),
        Share(True, LATE, late),
        Share(True, OPEN, online - on_time - late),
        Share(False, OPEN, total - online),
    )
