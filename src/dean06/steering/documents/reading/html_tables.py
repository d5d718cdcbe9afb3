"""HTML tables inside converted text (``<table>…</table>``), with row and column spans."""

from __future__ import annotations

from lxml import etree

from dean06.steering.documents.reading.blocks import Row, Table
from dean06.steering.documents.reading.markup import strip_markup

_MAX_SPAN = 60


def read_html_table(markup: str, line: int) -> Table | None:
    """The table that the mark-up describes; ``line`` is where it begins. ``None`` when it has no cells."""
    parser = etree.HTMLParser(no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(f"<html><body>{markup}</body></html>", parser)
    except etree.XMLSyntaxError:
        return None
    rows: list[Row] = []
    covered: dict[int, int] = {}
    for tr in root.iter("tr") if root is not None else ():
        cells: list[str] = []
        spans: list[int] = []

        def skip(cells: list[str] = cells, spans: list[int] = spans) -> None:
            while covered.get(len(cells), 0) > 0:
                covered[len(cells)] -= 1
                cells.append("")
                spans.append(1)

        for cell in tr.iterchildren("td", "th"):
            skip()
            width, height = _span(cell.get("colspan")), _span(cell.get("rowspan"))
            inner = etree.tostring(cell, encoding="unicode", with_tail=False)
            first = len(cells)
            cells += [strip_markup(_without_own_tag(inner)), *[""] * (width - 1)]
            spans += [height, *[1] * (width - 1)]
            for column in range(first, first + width):
                if height > 1:
                    covered[column] = height - 1
        skip()
        if any(cells):
            number = line + max((tr.sourceline or 1) - 1, 0)
            rows.append(Row(number, tuple(cells), tuple(spans) if any(span > 1 for span in spans) else ()))
    return Table(line=line, rows=tuple(rows)) if rows else None


def _span(text: str | None) -> int:
    return min(max(int(text), 1), _MAX_SPAN) if text and text.strip().isdecimal() else 1


def _without_own_tag(markup: str) -> str:
    start, end = markup.find(">") + 1, markup.rfind("<")
    return markup[start:end] if 0 < start <= end else ""
