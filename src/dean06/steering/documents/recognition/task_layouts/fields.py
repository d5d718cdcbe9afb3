"""Labelled values → the fields of a task."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dean06.steering.documents.recognition.bodies import split_bodies, split_responsibility, starts_body
from dean06.steering.documents.recognition.deadlines import read_deadline
from dean06.steering.documents.recognition.labels import Labelled
from dean06.steering.documents.recognition.statuses import read_status
from dean06.steering.documents.types import Task


def apply_labels(task: Task, labels: Iterable[Labelled], year: int | None) -> None:
    """Fills the task from its labels; what is printed twice is joined, never overwritten."""
    for label in _parted(labels, year):
        match label.kind:
            case "lead" | "both":
                who = split_responsibility(label.value)
                _add(task.lead, who.lead)
                _add(task.coordinating, who.coordinating)
                if label.kind == "both" and not who.coordinating and len(who.lead) > 1:
                    # One list for both: nobody can tell who leads.
                    task.uncertain.append("lead")
            case "partner":
                _add(task.coordinating, split_bodies(label.value))
            case "deadline":
                _deadline(task, label, year)
            case "product":
                task.result = _joined(task.result, label.value)
            case "progress":
                task.result = _joined(task.result, label.value)
                task.status = read_status(label.value)
            case "basis":
                task.assigned_by = _joined(task.assigned_by, label.value.rstrip("."))
            case "text":
                task.text = _joined(task.text, label.value) or ""


def _parted(labels: Iterable[Labelled], year: int | None) -> Iterator[Labelled]:
    """ "Sở A; Sở B; trước ngày 15/10" under one label: the date among the bodies is the deadline."""
    for label in labels:
        pieces = [piece.strip() for piece in label.value.split(";")]
        if label.kind not in {"lead", "partner", "both"} or len(pieces) < 2:
            yield label
            continue
        dates = [piece for piece in pieces if not starts_body(piece) and read_deadline(piece, year=year).deadline.date]
        yield Labelled(label.kind, label.label, "; ".join(piece for piece in pieces if piece not in dates))
        yield from (Labelled("deadline", "", piece) for piece in dates)


def _deadline(task: Task, label: Labelled, year: int | None) -> None:
    value = label.value
    if label.label.lower().startswith("hoàn thành ") and value:
        value = f"{label.label.split(' ', 2)[-1]} {value}"
    read = read_deadline(value, year=year)
    if task.deadline.text is None:
        task.deadline = read.deadline
        if read.uncertain:
            task.uncertain.append("deadline")


def _add(names: list[str], more: list[str]) -> None:
    names.extend(name for name in more if name not in names)


def _joined(first: str | None, second: str) -> str | None:
    second = second.strip()
    return f"{first}\n{second}" if first and second else (second or first)
