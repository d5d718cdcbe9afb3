"""PRIVATE. A pack as canonical text and back, and the versions kept in memory."""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache

from dean06.procedures.catalogue.models import ProcedureVersion
from dean06.procedures.catalogue.pack_format import PackFiles
from dean06.procedures.catalogue.types import PublishedPack

#: Version id → the parsed version. A version never changes but for its end, so nothing here grows old; the end is
#: asked of the database wherever it matters (``pack_in_force``).
_published: dict[int, PublishedPack] = {}


def canonical_json(files: PackFiles) -> str:
    """The one text of a pack: JSON without blanks, keys in the order of the files (that order has meaning)."""
    return json.dumps(files.model_dump(mode="json"), ensure_ascii=False, separators=(",", ":"))


def sha256_of(content: str) -> str:
    """SHA-256 over the canonical text, in hexadecimal."""
    return hashlib.sha256(content.encode()).hexdigest()


@lru_cache(maxsize=256)
def _parsed(sha256: str, content: str) -> PackFiles:
    return PackFiles.model_validate_json(content)


def published(version_id: int) -> PublishedPack | None:
    """The version from memory, else from the database; ``None`` when there is none."""
    found = _published.get(version_id)
    if found is None:
        row = ProcedureVersion.objects.select_related("procedure").filter(pk=version_id).first()
        if row is None:
            return None
        found = _published[version_id] = _of(row)
    return found


def _of(row: ProcedureVersion) -> PublishedPack:
    files = _parsed(row.sha256, row.content)
    return PublishedPack(
        version_id=row.pk,
        procedure_id=row.procedure_id,
        code=row.procedure.code,
        title=files.meta.title,
        version=row.version,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        sha256=row.sha256,
        files=files,
    )


def forget(version_id: int) -> None:
    """Drop one version: its end changed, or its id is new (ids of rolled-back rows come again on SQLite)."""
    _published.pop(version_id, None)
