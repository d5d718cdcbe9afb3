"""PUBLIC. What a paper consists of. Texts are plain: no markup, a line feed begins a new line."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Literal

Align = Literal["left", "centre", "right"]


@dataclass(frozen=True, slots=True)
class LetterHead:
    """Head of a paper. Without ``agency`` (an application by a citizen) quốc hiệu stands alone in the middle.

    ``parent``: the body above, printed over the agency. ``number``: what follows "Số: " ("05/GTN-TTPVHCC").
    """

    agency: str = ""
    parent: str = ""
    number: str = ""
    place: str = ""
    day: dt.date | None = None
    #: Code of a statutory form, printed in the corner: "Mẫu số 01".
    form: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph of running text: justified, first line indented 1.27 cm unless centred or ``indent`` is off."""

    text: str
    bold: bool = False
    italic: bool = False
    centre: bool = False
    indent: bool = True
    #: Points; NĐ 30/2020 allows 13 to 14 for the body.
    size: int = 13


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside the paper; ``level`` 1 is bold capitals as given, 2 bold, 3 bold italic.

    ``centre``: level 1 stands in the middle unless it is ``False``; the others never do.
    """

    text: str
    level: int = 1
    centre: bool = True


@dataclass(frozen=True, slots=True)
class Lines:
    """Label → value, one a line. ``numbered``: 1., 2., 3. before the labels. An empty value prints a dotted line."""

    rows: tuple[tuple[str, str], ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table. ``width`` is a share of the table's width: only the ratio to the others counts.

    Neighbours of one ``group`` stand under a heading of that name.
    """

    title: str
    width: float = 1.0
    align: Align = "left"
    group: str = ""


@dataclass(frozen=True, slots=True)
class Band:
    """A bold row of a table that goes across all columns: the heading of the rows below it."""

    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table; its heading repeats on each page. Each row has one text per column."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...] | Band, ...]
    size: int = 12
    caption: str = ""

    def __post_init__(self) -> None:
        if not self.columns:
            raise ValueError("a table needs a column")
        for number, row in enumerate(self.rows, 1):
            if not isinstance(row, Band) and len(row) != len(self.columns):
                raise ValueError(f"row {number}: {len(row)} texts for {len(self.columns)} columns")


@dataclass(frozen=True, slots=True)
class Spacer:
    """Empty space, in millimetres."""

    mm: float = 4.0


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture (PNG) in the middle, ``width`` millimetres wide; ``alt`` says what it shows to those who do not see."""

    png: bytes
    alt: str
    width: float = 150.0
    caption: str = ""


Block = Text | Heading | Lines | Table | Spacer | Picture


@dataclass(frozen=True, slots=True)
class Appendix:
    """A part after the signature, on pages of its own: "Phụ lục I", its heading, "(Kèm theo …)"."""

    label: str
    title: str
    note: str = ""
    blocks: tuple[Block, ...] = ()
    landscape: bool = True


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs. ``authority``: "TM. ỦY BAN NHÂN DÂN"; ``title``: "CHỦ TỊCH"; ``note``: "(Ký, ghi rõ họ tên)"."""

    title: str
    name: str = ""
    authority: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """An official paper. ``title``: TÊN LOẠI in capitals; ``subtitle``: trích yếu.

    ``kind`` is a code of the calling app (kept in the file's properties). Signatures stand side by side, the last
    one on the right. ``recipients``: lines of Nơi nhận. ``qr``: text of a QR code at the end, under it ``qr_caption``.
    """

    kind: str
    title: str
    letter_head: LetterHead = LetterHead()
    subtitle: str = ""
    addressee: str = ""
    blocks: tuple[Block, ...] = ()
    signatures: tuple[Signature, ...] = ()
    recipients: tuple[str, ...] = ()
    qr: str = ""
    qr_caption: str = ""
    #: Small print at the foot of every page.
    footer: str = ""
    landscape: bool = False
    appendices: tuple[Appendix, ...] = ()
    #: Code by which the paper is verified; kept in the file's properties (``signing`` sets it).
    code: str = ""

    def with_code(self, code: str, *, address: str, caption: str) -> Paper:
        """The same paper with its verification code and the QR code that leads to ``address``."""
        return replace(self, code=code, qr=address, qr_caption=caption)
