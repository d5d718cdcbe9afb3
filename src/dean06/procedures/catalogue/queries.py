"""PUBLIC reads of the catalogue. Procedures are public knowledge: no actor is needed and nothing is logged."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Q

from dean06.procedures.catalogue import parsing
from dean06.procedures.catalogue.errors import ProcedureNotFound, VersionNotFound
from dean06.procedures.catalogue.models import Procedure, ProcedureVersion
from dean06.procedures.catalogue.reading import pack_folders, read_pack, read_shared
from dean06.procedures.catalogue.registry import registry
from dean06.procedures.catalogue.rules.guards import CHANNEL, holds, is_empty, value_at
from dean06.procedures.catalogue.rules.placeholders import fill, in_words, placeholders
from dean06.procedures.catalogue.rules.schemas import SchemaField, enum_labels, schema_at, schema_fields
from dean06.procedures.catalogue.types import EffectSpec, PackFiles, ProcedureRef, PublishedPack

__all__ = [
    "CHANNEL",
    "SchemaField",
    "effect_spec",
    "enum_labels",
    "fill",
    "holds",
    "in_words",
    "is_empty",
    "pack",
    "pack_in_force",
    "packs_in_force",
    "placeholders",
    "procedure",
    "read_pack",
    "read_packs",
    "schema_at",
    "schema_fields",
    "shared_definitions",
    "value_at",
]


def pack(version_id: int) -> PublishedPack:
    """A published version by id, kept in memory. Raises ``VersionNotFound``."""
    found = parsing.published(version_id)
    if found is None:
        raise VersionNotFound(version_id=version_id)
    return found


def pack_in_force(code: str, on: dt.date) -> PublishedPack | None:
    """The version of a procedure that applies to what is handed in on a day."""
    version_id = _in_force(on).filter(procedure__code=code).values_list("pk", flat=True).first()
    return pack(version_id) if version_id is not None else None


def packs_in_force(on: dt.date) -> list[PublishedPack]:
    """Every version that applies on a day, by code."""
    return [pack(key) for key in _in_force(on).order_by("procedure__code").values_list("pk", flat=True)]


def _in_force(on: dt.date) -> Any:
    """Versions of active procedures whose period holds the day (``valid_to`` itself is outside)."""
    return ProcedureVersion.objects.filter(
        Q(valid_to=None) | Q(valid_to__gt=on), valid_from__lte=on, procedure__is_active=True
    )


def procedure(code: str) -> ProcedureRef:
    """A catalogue entry. Raises ``ProcedureNotFound``."""
    row = Procedure.objects.filter(code=code).first()
    if row is None:
        raise ProcedureNotFound(f"Không có thủ tục mã “{code}” trong danh mục.", procedure=code)
    return procedure_ref(row)


def procedure_ref(row: Procedure) -> ProcedureRef:
    """The public view of a row; ``has_pack`` costs a query unless the row was annotated with it."""
    annotated: Mapping[str, Any] = vars(row)
    has_pack = annotated["has_pack"] if "has_pack" in annotated else row.versions.exists()
    return ProcedureRef(
        procedure_id=row.pk,
        code=row.code,
        title=row.title,
        field_code=row.field_code,
        field_name=row.field_name,
        level=row.level,
        online_level=row.online_level,
        has_fee=row.has_fee,
        returns_paper=row.returns_paper,
        is_active=row.is_active,
        has_pack=bool(has_pack),
    )


# --- Packs as files ---------------------------------------------------------------------------------------------------


def read_packs(root: Path | None = None) -> list[PackFiles]:
    """Every pack under ``root`` (the setting ``PACKS_DIR``), by folder name. Raises ``PackUnreadable``."""
    return [read_pack(folder) for folder in pack_folders(root or settings.PACKS_DIR)]


def shared_definitions() -> dict[str, Any]:
    """``$defs`` that packs share: name → JSON Schema. Raises ``PackUnreadable``."""
    return read_shared(settings.PACKS_DIR)


def effect_spec(name: str) -> EffectSpec | None:
    """What was registered under the name, if anything."""
    return registry.effects.get(name)
