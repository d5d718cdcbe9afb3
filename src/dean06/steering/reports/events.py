"""PUBLIC facts about reports: ids and codes only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from dean06.kernel.events.types import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFrozen(Event):
    """The figures of a report stand."""

    name: ClassVar[str] = "reports.frozen"
    report_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportSigned(Event):
    """Somebody who did not write it approved it."""

    name: ClassVar[str] = "reports.signed"
    report_id: int
    overtyped: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportIssued(Event):
    """The report has its number; its file is kept."""

    name: ClassVar[str] = "reports.issued"
    report_id: int
    agency: str
    period: str
