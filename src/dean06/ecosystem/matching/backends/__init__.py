"""Where the relational steps run. A step is SQL both machines read, or a function from Arrow batch to Arrow batch."""

from __future__ import annotations

from pathlib import Path

from dean06.ecosystem.matching.backends.base import Backend
from dean06.ecosystem.matching.types import BackendName

__all__ = ["Backend", "open_backend"]


def open_backend(name: BackendName, *, work: Path, memory_limit: str, threads: int | None) -> Backend:
    """A backend ready for work in the private folder ``work``. Spark is optional, so imported only when asked for."""
    if name == "spark":
        from dean06.ecosystem.matching.backends.spark import SparkBackend

        return SparkBackend(work=work, memory_limit=memory_limit, threads=threads)
    from dean06.ecosystem.matching.backends.duck import DuckBackend

    return DuckBackend(work=work, memory_limit=memory_limit, threads=threads)
