"""The printed code of a task: NV-<year>-<number>, at least four digits (NV-2026-0001)."""

from __future__ import annotations


def assignment_code(year: int, number: int) -> str:
    """The code of the ``number``-th task issued or drafted in ``year``. Raises ``ValueError`` for a number below 1."""
    if number < 1:
        raise ValueError("numbers start at 1")
    return f"NV-{year}-{number:04d}"
