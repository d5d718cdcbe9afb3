"""Blocks → what the document says: header, sections, tasks, services, figures, recommendations, recipients.

Rules one can read, one subject a file. No language model, no network, no database.
"""

from __future__ import annotations

from dean06.steering.documents.reading.blocks import Paragraph, Source
from dean06.steering.documents.recognition.figures import find_figures
from dean06.steering.documents.recognition.header import read_header
from dean06.steering.documents.recognition.outline import Node, build_outline
from dean06.steering.documents.recognition.recipients import find_recipients
from dean06.steering.documents.recognition.recommendations import find_recommendations
from dean06.steering.documents.recognition.sections import sections
from dean06.steering.documents.recognition.services import find_services
from dean06.steering.documents.recognition.tasks import find_tasks
from dean06.steering.documents.types import ReadDocument

__all__ = ["recognise"]


def recognise(source: Source) -> ReadDocument:
    """Everything the rules recognise; lines that none of them claims are listed in ``unrecognised``."""
    head = read_header(source.blocks)
    recipients, claimed = find_recipients(source.blocks)
    body = source.blocks[head.body_start :]
    root = build_outline(body)
    tasks = find_tasks(root, head)
    services, service_lines = find_services(root)
    recommendations, request_lines = find_recommendations(root)
    document = ReadDocument(
        header=head.header,
        sections=sections(root),
        tasks=tasks.tasks,
        services=services,
        recommendations=recommendations,
        recipients=recipients,
    )
    document.figures = find_figures(source, document)
    claimed |= tasks.lines | service_lines | request_lines | {figure.line for figure in document.figures}
    claimed |= {block.line for block in source.blocks[: head.body_start]}
    claimed |= {node.line for node in root.walk() if node.is_heading}
    document.unrecognised = sorted(_all_lines(root) - claimed)
    return document


def _all_lines(root: Node) -> set[int]:
    lines: set[int] = set()
    for node in root.walk():
        if isinstance(node.block, Paragraph):
            lines.add(node.line)
        elif node.table is not None:
            lines |= {row.line for row in node.table.rows if any(cell.strip() for cell in row.cells)}
    return lines
