"""All tasks of a document, whatever layout they come in."""

from __future__ import annotations

from dean06.steering.documents.recognition.header import Head
from dean06.steering.documents.recognition.outline import Node
from dean06.steering.documents.recognition.task_layouts import Found
from dean06.steering.documents.recognition.task_layouts.directives import find_directives
from dean06.steering.documents.recognition.task_layouts.labelled import find_labelled
from dean06.steering.documents.recognition.task_layouts.tables import find_table_tasks


def find_tasks(root: Node, head: Head) -> Found:
    """Labelled paragraphs and tables first; prose orders only where those have read nothing."""
    found = find_labelled(root, head.year)
    found.extend(find_table_tasks(root, head.year))
    structured = len(found.tasks) >= 2
    found.extend(find_directives(root, head.header.kind, head.year, set(found.lines), structured=structured))
    found.tasks.sort(key=lambda task: task.line)
    return found
