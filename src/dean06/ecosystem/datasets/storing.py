"""PRIVATE. Where the rows of datasets lie: one folder a version under ``DATA_DIR``, for the server's account only.

A version is written into ``<id>.part`` and renamed when whole, so that a folder without that ending is complete.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from django.conf import settings

RECORDS = "records.parquet"
BAD_ROWS = "bad_rows.parquet"
CHANGES = "changes.parquet"
PART = ".part"


def root() -> Path:
    """The private folder of all datasets (0700), made when missing."""
    folder = Path(settings.DATA_DIR) / "datasets"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder.chmod(0o700)
    return folder


def folder_of(version_id: int) -> Path:
    """The folder of a version that is complete, if it exists."""
    return root() / str(version_id)


def file_of(version_id: int, name: str) -> Path:
    """One of a version's files."""
    return folder_of(version_id) / name


def begin(version_id: int) -> Path:
    """An empty folder to write a version into; what an earlier try left is removed."""
    part = root() / f"{version_id}{PART}"
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(mode=0o700)
    return part


def finish(version_id: int) -> None:
    """The folder begun becomes the version's."""
    shutil.rmtree(folder_of(version_id), ignore_errors=True)
    (root() / f"{version_id}{PART}").rename(folder_of(version_id))


def abandon(version_id: int) -> None:
    """Remove a half-made folder."""
    shutil.rmtree(root() / f"{version_id}{PART}", ignore_errors=True)


def remove(version_id: int) -> None:
    """Remove a version's rows, whole and half-made."""
    abandon(version_id)
    shutil.rmtree(folder_of(version_id), ignore_errors=True)
