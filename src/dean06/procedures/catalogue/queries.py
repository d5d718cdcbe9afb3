"""PUBLIC reads of the catalogue. Procedures are public knowledge: no actor is needed and nothing is logged."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet, TextField
from django.db.models.functions import Cast

from dean06.kernel.common.vietnamese import search_key
from dean06.procedures.catalogue import checks, parsing
from dean06.procedures.catalogue.errors import ProcedureNotFound, VersionNotFound
from dean06.procedures.catalogue.life_events import LIFE_EVENTS
from dean06.procedures.catalogue.models import Procedure, ProcedureVersion
from dean06.procedures.catalogue.reading import pack_folders, read_pack, read_shared
from dean06.procedures.catalogue.registry import registry
from dean06.procedures.catalogue.rules.decisions import (
    asked_fields,
    check_decision,
    decision_fields,
    facts,
    made_labels,
)
from dean06.procedures.catalogue.rules.example_data import age_on
from dean06.procedures.catalogue.rules.guards import CHANNEL, holds, is_empty, value_at
from dean06.procedures.catalogue.rules.placeholders import fill, in_words, placeholders
from dean06.procedures.catalogue.rules.schemas import SchemaField, enum_labels, schema_at, schema_fields
from dean06.procedures.catalogue.siblings import known_schemas
from dean06.procedures.catalogue.types import (
    EffectSpec,
    Finding,
    LifeEvent,
    PackFiles,
    ProcedureLevel,
    ProcedureRef,
    PublishedPack,
)

__all__ = [
    "CHANNEL",
    "SchemaField",
    "age_on",
    "agencies",
    "asked_fields",
    "check_decision",
    "check_pack",
    "decision_fields",
    "effect_spec",
    "enum_labels",
    "facts",
    "fill",
    "holds",
    "in_words",
    "is_empty",
    "life_events",
    "made_labels",
    "pack",
    "pack_in_force",
    "packs_in_force",
    "placeholders",
    "procedure",
    "procedure_fields",
    "procedure_ref",
    "procedures",
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


def procedures(
    *,
    text: str = "",
    field: str = "",
    level: str = "",
    life_event: str = "",
    agency: str = "",
    has_pack: bool | None = None,
    on: dt.date | None = None,
) -> QuerySet[Procedure]:
    """Active procedures, each annotated ``has_pack``. ``text``: every word must occur, with or without marks, in code,
    title, field or keywords; ``has_pack``: a version in force ``on`` (any version when no day is given)."""
    versions = ProcedureVersion.objects.filter(procedure=OuterRef("pk"))
    if on is not None:
        versions = versions.filter(Q(valid_to=None) | Q(valid_to__gt=on), valid_from__lte=on)
    rows = Procedure.objects.filter(is_active=True).annotate(has_pack=Exists(versions))
    for word in search_key(text).split():
        rows = rows.filter(search_text__contains=word)
    if field:
        rows = rows.filter(field_name=field)
    if level:
        rows = rows.filter(level__in=(level, ProcedureLevel.BOTH))
    if agency:
        rows = rows.filter(agency_text=agency)
    if life_event:
        # JSON lists are searched as text: SQLite has no "contains" for them, and codes are plain words.
        rows = rows.annotate(_events=Cast("life_events", TextField())).filter(_events__contains=f'"{life_event}"')
    if has_pack is not None:
        rows = rows.filter(has_pack=has_pack)
    return rows.order_by("-has_pack", "field_name", "title", "code")


def life_events(on: dt.date | None = None) -> list[LifeEvent]:
    """Situations in life with the number of active procedures in each; those without any are left out."""
    counts = Counter(
        event
        for events in Procedure.objects.filter(is_active=True)
        .exclude(life_events=[])
        .values_list("life_events", flat=True)
        for event in events
    )
    return [LifeEvent(code, title, icon, counts[code]) for code, (title, icon) in LIFE_EVENTS.items() if counts[code]]


def procedure_fields() -> list[str]:
    """Names of the fields of active procedures, sorted."""
    return sorted(set(Procedure.objects.filter(is_active=True).values_list("field_name", flat=True)) - {""})


def agencies() -> list[str]:
    """Texts of the agencies that carry out active procedures, sorted."""
    return sorted(set(Procedure.objects.filter(is_active=True).values_list("agency_text", flat=True)) - {""})


# --- Packs as files ---------------------------------------------------------------------------------------------------


def read_packs(root: Path | None = None) -> list[PackFiles]:
    """Every pack under ``root`` (the setting ``PACKS_DIR``), by folder name. Raises ``PackUnreadable``."""
    return [read_pack(folder) for folder in pack_folders(root or settings.PACKS_DIR)]


def shared_definitions() -> dict[str, Any]:
    """``$defs`` that packs share: name → JSON Schema. Raises ``PackUnreadable``."""
    return read_shared(settings.PACKS_DIR)


def check_pack(files: PackFiles, *, on: dt.date, root: Path | None = None) -> list[Finding]:
    """Everything wrong in a pack, with what is registered here; ``root``: folder of the packs beside it."""
    return checks.findings(files, on=on, schemas=known_schemas(root))


def effect_spec(name: str) -> EffectSpec | None:
    """What was registered under the name, if anything."""
    return registry.effects.get(name)
