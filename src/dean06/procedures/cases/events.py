"""PUBLIC facts about cases: ids and codes only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from dean06.kernel.events.types import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseMoved(Event):
    """A case came into being (``before`` 0), changed its state, or changed its step. ``act`` as in the timeline."""

    name: ClassVar[str] = "cases.moved"
    case_id: int
    code: str
    before: int
    after: int
    step: str = ""
    act: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectorAsked(Event):
    """A step of ``connector`` was reached: the case waits for the answer of another body's software."""

    name: ClassVar[str] = "cases.connector_asked"
    case_id: int
    code: str
    connector: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultIssued(Event):
    """The result paper was made and signed. ``paper_id``: the ``CasePaper``."""

    name: ClassVar[str] = "cases.result_issued"
    case_id: int
    code: str
    paper_id: int
