"""A shown report as a ``Paper`` in the layout of NĐ 30/2020/NĐ-CP, Phụ lục I (``kernel.common.papers`` writes it)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dean06.kernel.common import papers
from dean06.steering.reports.output import charts
from dean06.steering.reports.types import Band, Block, Chart, Paragraph, Part, Shown, TableBlock

END_MARK = "./."
_SIZE = 14


@dataclass(frozen=True, slots=True)
class Letter:
    """What stands around the text: who issues, number and day (empty before issue), who signs, to whom it goes."""

    agency: str
    parent: str
    place: str
    symbol: str
    number: str = ""
    day: dt.date | None = None
    authority: str = ""
    signer_title: str = ""
    signer_name: str = ""
    recipients: tuple[str, ...] = ()

    @classmethod
    def of_frame(cls, frame: Mapping[str, Any], **more: Any) -> Letter:
        """From what the report keeps of its template."""
        signer = frame.get("signer", {})
        return cls(
            agency=frame.get("agency", ""),
            parent=frame.get("parent", ""),
            place=frame.get("place", ""),
            symbol=frame.get("symbol", "BC"),
            authority=signer.get("authority", ""),
            signer_title=signer.get("title", ""),
            recipients=tuple(frame.get("recipients", ())),
            **more,
        )


def paper(shown: Shown, letter: Letter) -> papers.Paper:
    """The report as a paper, with its charts drawn."""
    blocks: list[papers.Block] = []
    for part in shown.sections:
        blocks += _section(part)
    _end(blocks)
    number = letter.number or f"     /{letter.symbol}"
    return papers.Paper(
        kind="report",
        title=shown.title,
        subtitle=shown.subtitle,
        letter_head=papers.LetterHead(
            agency=letter.agency, parent=letter.parent, number=number, place=letter.place, day=letter.day
        ),
        blocks=tuple(blocks),
        signatures=(papers.Signature(letter.signer_title, letter.signer_name, letter.authority),),
        recipients=letter.recipients,
        appendices=tuple(_appendix(part, letter) for part in shown.appendices),
    )


def _section(part: Part) -> list[papers.Block]:
    blocks: list[papers.Block] = []
    if part.title:
        blocks.append(papers.Heading(part.title, part.level, centre=False))
    for block in part.blocks:
        blocks += _block(block)
    return blocks


def _appendix(part: Part, letter: Letter) -> papers.Appendix:
    number = f" số {letter.number}" if letter.number else ""
    day = f" ngày {letter.day:%d/%m/%Y}" if letter.day else ""
    note = f"(Kèm theo Báo cáo{number}{day} của {letter.agency})"
    blocks: list[papers.Block] = []
    for block in part.blocks:
        blocks += _block(block)
    return papers.Appendix(part.label, part.title, note, tuple(blocks), part.landscape)


def _block(block: Block) -> list[papers.Block]:
    if isinstance(block, Chart):
        picture = papers.Picture(charts.png(block), block.alt, 155, f"Biểu đồ: {block.title}")
        return [picture]
    if isinstance(block, TableBlock):
        return [_table(block)]
    return [_paragraph(block)] if block.style != "note" else []


def _paragraph(block: Paragraph) -> papers.Text | papers.Heading:
    if block.style == "heading":
        return papers.Heading(block.text, 3, centre=False)
    dash = "- " if block.style == "item" else ""
    return papers.Text(f"{dash}{block.text}", size=_SIZE)


def _table(block: TableBlock) -> papers.Table:
    columns = tuple(
        papers.Column(column.title, column.width, _ALIGN[column.align], column.group) for column in block.columns
    )
    rows = tuple(
        papers.Band(row.text) if isinstance(row, Band) else tuple(cell.text for cell in row.cells) for row in block.rows
    )
    return papers.Table(columns, rows, size=block.size, caption=block.caption)


def _end(blocks: list[papers.Block]) -> None:
    """The end mark after the last words of the body."""
    for index in range(len(blocks) - 1, -1, -1):
        last = blocks[index]
        if isinstance(last, papers.Text):
            blocks[index] = papers.Text(f"{last.text.rstrip().rstrip('.')}{END_MARK}", size=last.size)
            return


_ALIGN: Mapping[str, Any] = {"left": "left", "centre": "centre", "right": "right"}
