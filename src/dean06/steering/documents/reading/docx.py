"""Reads .docx: the final text (tracked changes accepted), generated list labels, foot-notes, text boxes, tables.

The parts are parsed with lxml, entities off; macros, locked files and zip bombs are refused before (``archives``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from zipfile import ZipFile

from lxml import etree

from dean06.steering.documents.errors import CorruptDocument
from dean06.steering.documents.reading.archives import open_archive, read_part
from dean06.steering.documents.reading.blocks import Block, Paragraph, Row, Source, Table
from dean06.steering.documents.reading.docx_numbering import Numbering, W
from dean06.steering.documents.reading.docx_styles import Style, Styles, flag, font_of, list_of, outline_level
from dean06.steering.documents.reading.joining import LABEL_START, begins_item, join_broken
from dean06.steering.documents.reading.markup import clean
from dean06.steering.documents.reading.repairing import Repairer

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_SKIP = {
    f"{W}{name}"
    for name in ("del", "moveFrom", "delText", "instrText", "rPr", "pPr", "commentRangeStart", "annotationRef")
} | {f"{_MC}Fallback"}
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_SHAPES = {f"{W}drawing", f"{W}pict", f"{W}object"}


def read_docx(data: bytes) -> Source:
    """The source of a Word file. Raises ``CorruptDocument`` when its main part is missing or is no XML."""
    with open_archive(data) as archive:
        parts = _Parts(archive)
        reader = _Reader(parts)
        body = parts.document.find(f"{W}body")
        if body is None:
            raise CorruptDocument()
        reader.read_blocks(body)
        blocks = join_broken(reader.blocks)
    return Source(format="docx", blocks=tuple(blocks), warnings=tuple(reader.repairer.warnings()))


def _parse(content: bytes | None) -> etree._Element | None:
    if content is None:
        return None
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True, remove_comments=True
    )
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise CorruptDocument() from error


class _Parts:
    """The XML parts of a Word file that hold text."""

    def __init__(self, archive: ZipFile) -> None:
        main = "word/document.xml"
        if main not in archive.namelist():
            main = next((name for name in archive.namelist() if re.fullmatch(r"word/document\d*\.xml", name)), main)
        document = _parse(read_part(archive, main))
        if document is None:
            raise CorruptDocument()
        self.document = document
        self.numbering = Numbering(_parse(read_part(archive, "word/numbering.xml")))
        self.styles = Styles(_parse(read_part(archive, "word/styles.xml")))
        self.notes = _notes(_parse(read_part(archive, "word/footnotes.xml")), "footnote")
        self.endnotes = _notes(_parse(read_part(archive, "word/endnotes.xml")), "endnote")


def _notes(root: etree._Element | None, name: str) -> dict[str, etree._Element]:
    if root is None:
        return {}
    return {
        note.get(f"{W}id", ""): note for note in root.iter(f"{W}{name}") if note.get(f"{W}type") in {None, "normal"}
    }


@dataclass(slots=True)
class _Text:
    """The words of one paragraph while its runs are walked."""

    parts: list[str]
    notes: list[tuple[str, etree._Element]]
    boxes: list[etree._Element]
    bold: int = 0
    plain: int = 0

    @property
    def text(self) -> str:
        return "".join(self.parts)


class _Reader:
    """Walks the body once; counts paragraphs and table rows for their line numbers."""

    def __init__(self, parts: _Parts) -> None:
        self.parts = parts
        self.repairer = Repairer()
        self.blocks: list[Block] = []
        self.line = 0
        self.note_count = 0

    def read_blocks(self, container: etree._Element) -> None:
        """Paragraphs and tables of a body, a content control or a text box, in order."""
        for element in container:
            if element.tag == f"{W}p":
                self._paragraph(element)
            elif element.tag == f"{W}tbl":
                self._table(element)
            elif element.tag in {f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}moveTo", f"{W}customXml", f"{W}smartTag"}:
                self.read_blocks(element)

    def _paragraph(self, element: etree._Element) -> None:
        self.line += 1
        line = self.line
        words, style, label = self._words(element)
        notes, boxes = words.notes, words.boxes
        pieces = _pieces(words.text)
        heading = style.outline
        bold = words.bold > 0 and words.plain == 0
        for index, piece in enumerate(pieces):
            text = self.repairer.fix(clean(f"{label} {piece}" if index == 0 and label else piece))
            if text and text != label:
                self.blocks.append(Paragraph(line=line, text=text, heading=heading if index == 0 else None, bold=bold))
        for number, note in notes:
            self._note(number, note)
        for box in boxes:
            self.read_blocks(box)

    def _note(self, number: str, note: etree._Element) -> None:
        self.line += 1
        texts = [clean(self._words(paragraph)[0].text.replace("\n", " ")) for paragraph in note.iter(f"{W}p")]
        text = " ".join(text for text in texts if text)
        if text:
            self.blocks.append(Paragraph(line=self.line, text=text, footnote=number))

    def _words(self, element: etree._Element) -> tuple[_Text, Style, str]:
        properties = element.find(f"{W}pPr")
        style_element = properties.find(f"{W}pStyle") if properties is not None else None
        style = self.parts.styles.of(style_element.get(f"{W}val") if style_element is not None else None)
        num_id, level = (style.num_id, style.level)
        if properties is not None:
            own_outline = outline_level(properties)
            if own_outline is not None:
                style = replace(style, outline=own_outline)
            own_num, own_level = list_of(properties)
            num_id = own_num if own_num is not None else num_id
            level = own_level if own_level is not None else (0 if own_num is not None else level)
        words = _Text([], [], [])
        self._walk(element, words, style)
        has_text = bool(words.text.strip())
        label = self.parts.numbering.label(num_id, level) if num_id and has_text else ""
        return words, style, label.strip()

    def _walk(self, element: etree._Element, words: _Text, style: Style) -> None:
        for child in element:
            tag = child.tag
            if tag in _SKIP or not isinstance(tag, str):
                continue
            if tag == f"{W}r":
                self._run(child, words, style)
            elif tag in _SHAPES:
                words.boxes.extend(_text_boxes(child))
            else:
                self._walk(child, words, style)

    def _run(self, run: etree._Element, words: _Text, style: Style) -> None:
        properties = run.find(f"{W}rPr")
        bold, caps, font = style.bold, style.caps, style.font
        if properties is not None:
            if flag(properties, "vanish", False):
                return
            bold, caps = flag(properties, "b", bold), flag(properties, "caps", caps)
            font = font_of(properties) or font
        for child in run:
            tag = child.tag
            text = ""
            if tag == f"{W}t":
                text = self.repairer.fix_font(child.text or "", font)
                text = text.upper() if caps else text
            elif tag in {f"{W}tab", f"{W}ptab"}:
                text = "\t"
            elif tag in {f"{W}br", f"{W}cr"}:
                text = " " if child.get(f"{W}type") in {"page", "column"} else "\n"
            elif tag == f"{W}noBreakHyphen":
                text = "-"
            elif tag in {f"{W}footnoteReference", f"{W}endnoteReference"}:
                text = self._reference(child, words)
            elif tag == f"{_MC}AlternateContent" or tag in _SHAPES:
                words.boxes.extend(_text_boxes(child))
            if text:
                words.parts.append(text)
                if text.strip():
                    if bold:
                        words.bold += len(text.strip())
                    else:
                        words.plain += len(text.strip())

    def _reference(self, element: etree._Element, words: _Text) -> str:
        notes = self.parts.notes if element.tag == f"{W}footnoteReference" else self.parts.endnotes
        note = notes.get(element.get(f"{W}id", ""))
        if note is None:
            return ""
        self.note_count += 1
        words.notes.append((str(self.note_count), note))
        return str(self.note_count).translate(_SUPERSCRIPTS)

    def _table(self, element: etree._Element) -> None:
        start = self.line + 1
        rows, notes = self._rows(element)
        if rows and max(len(row.cells) for row in rows) == 1 and self._is_frame(element):
            # A frame around running text, not a table.
            for cell in element.iter(f"{W}tc"):
                self.read_blocks(cell)
                return
        if any(cell for row in rows for cell in row.cells):
            self.blocks.append(Table(line=start, rows=tuple(rows)))
        for number, note in notes:
            self._note(number, note)

    @staticmethod
    def _is_frame(element: etree._Element) -> bool:
        return sum(1 for _ in element.iterchildren(f"{W}tr")) == 1 and sum(1 for _ in element.iter(f"{W}p")) > 3

    def _rows(self, element: etree._Element) -> tuple[list[Row], list[tuple[str, etree._Element]]]:
        rows: list[tuple[int, list[str], list[str]]] = []
        notes: list[tuple[str, etree._Element]] = []
        for tr in _table_rows(element):
            self.line += 1
            cells: list[str] = []
            merges: list[str] = []
            before = tr.find(f"{W}trPr/{W}gridBefore")
            if before is not None:
                skipped = min(int(before.get(f"{W}val", "0") or 0), 60)
                cells += [""] * skipped
                merges += [""] * skipped
            for tc in _cells(tr):
                properties = tc.find(f"{W}tcPr")
                span, merge = _merge(properties)
                continued = merge == "continue"
                cells.append("" if continued else self._cell_text(tc, notes))
                merges.append(merge)
                cells += [""] * (span - 1)
                merges += [merge if continued else ""] * (span - 1)
            rows.append((self.line, cells, merges))
        return [Row(line, tuple(cells), _spans(rows, index)) for index, (line, cells, _) in enumerate(rows)], notes

    def _cell_text(self, tc: etree._Element, notes: list[tuple[str, etree._Element]]) -> str:
        texts: list[str] = []
        for element in tc.iter(f"{W}p", f"{W}tr"):
            if element.tag == f"{W}tr" or any(parent.tag == f"{W}txbxContent" for parent in element.iterancestors()):
                continue
            words, _, label = self._words(element)
            notes.extend(words.notes)
            text = clean(f"{label} {words.text}" if label else words.text)
            if text:
                texts.append(text)
        return self.repairer.fix("\n".join(texts))


def _table_rows(table: etree._Element) -> Iterator[etree._Element]:
    for child in table:
        if child.tag == f"{W}tr":
            properties = child.find(f"{W}trPr")
            if properties is None or properties.find(f"{W}del") is None:
                yield child
        elif child.tag in {f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}customXml"}:
            yield from _table_rows(child)


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    for child in row:
        if child.tag == f"{W}tc":
            yield child
        elif child.tag in {f"{W}sdt", f"{W}sdtContent", f"{W}customXml"}:
            yield from _cells(child)


def _merge(properties: etree._Element | None) -> tuple[int, str]:
    """Columns a cell spans, and ``restart``/``continue`` of a vertical merge."""
    if properties is None:
        return 1, ""
    grid, merge = properties.find(f"{W}gridSpan"), properties.find(f"{W}vMerge")
    value = grid.get(f"{W}val", "1") if grid is not None else "1"
    span = min(max(int(value), 1), 60) if value.isdigit() else 1
    return span, "" if merge is None else (merge.get(f"{W}val") or "continue")


def _spans(rows: list[tuple[int, list[str], list[str]]], index: int) -> tuple[int, ...]:
    """The height of each cell of a row, empty when nothing is merged vertically."""
    merges = rows[index][2]
    if "restart" not in merges:
        return ()
    heights = []
    for column, merge in enumerate(merges):
        height = 1
        while (
            merge == "restart"
            and index + height < len(rows)
            and column < len(rows[index + height][2])
            and rows[index + height][2][column] == "continue"
        ):
            height += 1
        heights.append(height)
    return tuple(heights)


def _text_boxes(element: etree._Element) -> list[etree._Element]:
    """The contents of text boxes, each once (not again from the fallback drawing)."""
    found: list[etree._Element] = []
    for content in element.iter(f"{W}txbxContent"):
        if not any(parent.tag == f"{_MC}Fallback" for parent in content.iterancestors()):
            found.append(content)
    return found


def _pieces(text: str) -> list[str]:
    """A paragraph with line breaks inside: a break before an item or a label parts paragraphs, others are spaces."""
    pieces: list[str] = []
    for line in text.split("\n"):
        stripped = line.strip()
        if (
            pieces
            and stripped
            and not (begins_item(stripped) or LABEL_START.match(stripped))
            and not pieces[-1].isupper()
        ):
            pieces[-1] = f"{pieces[-1]} {line}"
        else:
            pieces.append(line)
    return [piece for piece in pieces if piece.strip()]
