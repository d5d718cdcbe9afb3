"""PRIVATE. Limits of this installation (``DATASETS_MAX_BYTES`` in the settings), for the reading core."""

from __future__ import annotations

from django.conf import settings

from dean06.ecosystem.datasets.reading.limits import DEFAULT_LIMITS, Limits


def limits() -> Limits:
    """The bounds that files are held to."""
    return Limits(file_bytes=getattr(settings, "DATASETS_MAX_BYTES", DEFAULT_LIMITS.file_bytes))
