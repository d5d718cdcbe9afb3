"""The registry of kinds of message, each with the label people see. Apps register theirs at start-up."""

from __future__ import annotations

_labels: dict[str, str] = {}


def register_kind(code: str, label: str) -> None:
    """Name a kind (``"assignments"``, ``"Nhiệm vụ"``). Raises ``ValueError`` when it has another label."""
    if _labels.setdefault(code, label) != label:
        raise ValueError(f"notification kind {code} has two labels")


def label_of(code: str) -> str:
    """The label of a kind; ``"Thông báo"`` for one that nobody registered."""
    return _labels.get(code, "Thông báo")
