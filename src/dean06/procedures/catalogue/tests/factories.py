"""Published packs for the tests of every app: ``publish("1.001193")`` publishes the pack of the repository."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.db import transaction

from dean06.procedures.catalogue import parsing, publishing
from dean06.procedures.catalogue.pack_format import PackFiles
from dean06.procedures.catalogue.reading import pack_folders, read_pack
from dean06.procedures.catalogue.types import PublishedPack

PUBLISHED_AT = dt.datetime(2026, 1, 5, 2, 0, tzinfo=dt.UTC)


@lru_cache
def pack_files(code: str) -> PackFiles:
    """The pack of the repository with this procedure code. Raises ``LookupError``."""
    for folder in pack_folders(Path(settings.PACKS_DIR)):
        if folder.name == code or folder.name.startswith(f"{code}-"):
            files = read_pack(folder)
            if files.meta.code == code:
                return files
    raise LookupError(f"no pack of procedure {code} in {settings.PACKS_DIR}")


def publish(*codes: str) -> list[PublishedPack]:
    """Publish these packs (all of the repository without codes) as they are, and return them in that order."""
    wanted = codes or tuple(read_pack(folder).meta.code for folder in pack_folders(Path(settings.PACKS_DIR)))
    return [publish_files(pack_files(code)) for code in wanted]


def publish_files(files: PackFiles) -> PublishedPack:
    """Publish a pack made in a test, without its being checked."""
    with transaction.atomic():
        version = publishing.store(files, decision="QĐ mẫu", now=PUBLISHED_AT, write=None)
    found = parsing.published(version.pk)
    assert found is not None
    return found
