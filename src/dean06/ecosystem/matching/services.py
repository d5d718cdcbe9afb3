"""The one public entry of the engine: ``match`` two files.

Not a Django ``@service``: it reads and writes files only and changes no database, so there is nothing to authorise or
to audit here. The caller (``ecosystem.cleaning``) checks the right, writes the audit row and owns the files.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from dean06.ecosystem.matching.pipeline import run
from dean06.ecosystem.matching.types import DEFAULT_SEED, BackendName, MatchSummary

__all__ = ["match"]


def match(
    registry: Path,
    sector: Path,
    unit_map: Path,
    out: Path,
    *,
    backend: BackendName = "duckdb",
    seed: int = DEFAULT_SEED,
    progress: Callable[[str, float], None] | None = None,
    memory_limit: str = "2GB",
    threads: int | None = None,
    work: Path | None = None,
) -> MatchSummary:
    """Find the registered person of every record of a sector's file.

    ``registry``, ``sector``, ``unit_map``: Parquet files with the columns of ``types``; ``out``: a folder, made when
    absent, that gets links.parquet (one row a record), candidates.parquet and duplicates.parquet, each complete or not
    there at all. ``progress`` is called with a Vietnamese sentence and the share done (0..1). ``seed`` is the only
    source of chance. ``memory_limit`` bounds the tables of DuckDB, which spills to ``work`` (default: ``out``) in a
    private folder removed at the end, also after a crash.

    Raises ``UnreadableFile``, ``MissingColumns``, ``DuplicateKeys``, ``BackendUnavailable``; nothing is written then.
    """
    return run(
        registry=Path(registry),
        sector=Path(sector),
        unit_map=Path(unit_map),
        out=Path(out),
        backend_name=backend,
        seed=seed,
        progress=progress,
        memory_limit=memory_limit,
        threads=threads,
        work=Path(work) if work else None,
    )
