"""PRIVATE. Forms of the other packs by procedure code: legs of interlinked services name them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from dean06.procedures.catalogue import parsing
from dean06.procedures.catalogue.errors import PackUnreadable
from dean06.procedures.catalogue.models import ProcedureVersion
from dean06.procedures.catalogue.reading import pack_folders, read_pack


def known_schemas(root: Path | None) -> dict[str, dict[str, Any]]:
    """Of the packs beside (under ``root``); of the published ones where there is no folder."""
    if root is None:
        ids = ProcedureVersion.objects.filter(valid_to=None).values_list("pk", flat=True)
        found = [parsing.published(key) for key in ids]
        return {pack.code: pack.files.form_schema for pack in found if pack is not None}
    schemas: dict[str, dict[str, Any]] = {}
    for folder in pack_folders(root):
        try:
            files = read_pack(folder)
        except PackUnreadable:
            continue
        schemas[files.meta.code] = files.form_schema
    return schemas
