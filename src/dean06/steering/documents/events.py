"""PUBLIC facts about documents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from dean06.kernel.events.types import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentUploaded(Event):
    """A file was read and waits for review."""

    name: ClassVar[str] = "documents.uploaded"
    document_id: int
    tasks: int
    findings: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentIssued(Event):
    """Its tasks are live."""

    name: ClassVar[str] = "documents.issued"
    document_id: int
    tasks: int
