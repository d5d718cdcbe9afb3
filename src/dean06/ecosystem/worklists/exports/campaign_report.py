"""The end report of a campaign as .docx, laid out after NĐ 30/2020/NĐ-CP (``common.official_word``)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from dean06.kernel.common.official_word import (
    MEDIA_TYPE,
    add_letter_head,
    add_line,
    add_row,
    add_table,
    add_text,
    content_of,
    fill,
    new_document,
)

__all__ = ["MEDIA_TYPE", "report_document"]


def report_document(
    *,
    office: str,
    parent_office: str,
    province: str,
    day: dt.date,
    title: str,
    subtitle: str,
    sections: Sequence[tuple[str, Sequence[str]]],
    tables: Sequence[tuple[str, Sequence[tuple[str, int]], Sequence[Sequence[str]]]],
) -> bytes:
    """File content. ``sections``: heading and paragraphs; ``tables``: title, (heading, width in mm)…, rows of texts."""
    document = new_document()
    add_letter_head(document, office=office, parent_office=parent_office, province=province, day=day)
    add_line(document, "BÁO CÁO", bold=True, size=14)
    add_line(document, title, bold=True, size=14)
    add_line(document, subtitle, italic=True, after=8)
    for heading, paragraphs in sections:
        add_line(document, heading, bold=True, size=14, after=3, centre=False)
        for text in paragraphs:
            add_text(document, text)
    for name, columns, rows in tables:
        add_line(document, name, bold=True, after=3, centre=False)
        table = add_table(document, columns)
        for texts in rows:
            fill(add_row(table), columns, texts, centred=[place for place in range(len(columns)) if place != 1])
        add_line(document, "")
    return content_of(document)
