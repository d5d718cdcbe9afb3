"""PUBLIC. What the catalogue returns, and the format of packs."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from django.db import models

from dean06.procedures.catalogue.pack_format import (
    Action,
    ActionKind,
    Certainty,
    Competence,
    Condition,
    DecisionField,
    EffectUse,
    ExampleForm,
    Fee,
    FeeExemption,
    FormUi,
    Guard,
    Leg,
    LegalBasis,
    Listing,
    Notice,
    PackFiles,
    PackMeta,
    Process,
    RequiredDocument,
    Result,
    ResultBlock,
    ResultKind,
    Step,
    Substitute,
    TimeLimit,
    TimeUnit,
    UiField,
    UiSection,
    Walk,
    WalkAct,
)

__all__ = [
    "Action",
    "ActionKind",
    "Certainty",
    "Competence",
    "Condition",
    "DecisionField",
    "EffectSpec",
    "EffectUse",
    "ExampleForm",
    "ExampleOutcome",
    "Fee",
    "FeeExemption",
    "Finding",
    "FormUi",
    "Guard",
    "ImportReport",
    "Leg",
    "LegalBasis",
    "LifeEvent",
    "Listing",
    "Notice",
    "OnlineLevel",
    "PackFiles",
    "PackMeta",
    "ProcedureLevel",
    "ProcedureRef",
    "Process",
    "PublishedPack",
    "RefusedRow",
    "RequiredDocument",
    "Result",
    "ResultBlock",
    "ResultKind",
    "Step",
    "Substitute",
    "TimeLimit",
    "TimeUnit",
    "UiField",
    "UiSection",
    "Walk",
    "WalkAct",
]


class ProcedureLevel(models.TextChoices):
    """At which level of government a procedure is decided."""

    PROVINCE = "province", "Cấp tỉnh"
    COMMUNE = "commune", "Cấp xã"
    BOTH = "both", "Cấp tỉnh và cấp xã"


class OnlineLevel(models.TextChoices):
    """NĐ 42/2022 Đ.11: the citizen never comes (full), or at least once (partial)."""

    FULL = "full", "Toàn trình"
    PARTIAL = "partial", "Một phần"
    NONE = "none", "Chưa trực tuyến"


@dataclass(frozen=True, slots=True)
class EffectSpec:
    """An effect that packs may name: parameters (name → required) and the names of its outputs."""

    name: str
    label: str
    parameters: dict[str, bool]
    outputs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ExampleOutcome:
    """What a form makes of an example: paths it refuses, papers it asks for, the fee in đồng."""

    errors: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    fee: int = 0


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong in a pack. ``code`` is stable; ``place`` is a key, path or line within ``file``."""

    code: str
    severity: Literal["error", "warning"]
    file: str
    place: str
    sentence: str

    @property
    def is_error(self) -> bool:
        return self.severity == "error"


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row of a national list that was not taken over, and why. ``row`` counts from 1 as in the file."""

    row: int
    code: str
    title: str
    reason: str


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import of the national list did."""

    created: int
    updated: int
    unchanged: int
    refused: tuple[RefusedRow, ...]


@dataclass(frozen=True, slots=True)
class LifeEvent:
    """A situation in life under which people look for procedures."""

    code: str
    title: str
    icon: str
    procedures: int = 0


@dataclass(frozen=True, slots=True)
class ProcedureRef:
    """A catalogue entry as other apps see it."""

    procedure_id: int
    code: str
    title: str
    field_code: str
    field_name: str
    level: str
    online_level: str
    has_fee: bool
    returns_paper: bool
    is_active: bool
    has_pack: bool


@dataclass(frozen=True, slots=True)
class PublishedPack:
    """A published version, parsed once and kept in memory (immutable)."""

    version_id: int
    procedure_id: int
    code: str
    title: str
    version: str
    valid_from: dt.date
    valid_to: dt.date | None
    sha256: str
    files: PackFiles

    @property
    def meta(self) -> PackMeta:
        return self.files.meta

    def step(self, step_id: str) -> Step:
        """The step of this id. Raises ``KeyError``."""
        found = {step.id: step for step in self.files.process.steps}
        return found[step_id]
