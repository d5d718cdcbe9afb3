"""Papers: one description of an official paper, written out as .docx or as PDF in the layout of NĐ 30/2020/NĐ-CP.

Main terms: ``Paper`` with its blocks (``types``), ``to_pdf``, ``to_docx``, QR codes out and in. It does not sign
(``kernel.signing``) and knows no case, person or agency.
"""

from __future__ import annotations

from dean06.kernel.common.papers.pdf import to_pdf
from dean06.kernel.common.papers.qr import UnreadableImage, qr_png, qr_svg, read_qr
from dean06.kernel.common.papers.scans import PageImage, images_to_pdf
from dean06.kernel.common.papers.stamps import stamp_pdf, stamp_size
from dean06.kernel.common.papers.types import (
    Appendix,
    Band,
    Block,
    Column,
    Heading,
    LetterHead,
    Lines,
    Paper,
    Picture,
    Signature,
    Spacer,
    Table,
    Text,
)
from dean06.kernel.common.papers.word import to_docx

__all__ = [
    "Appendix",
    "Band",
    "Block",
    "Column",
    "Heading",
    "LetterHead",
    "Lines",
    "PageImage",
    "Paper",
    "Picture",
    "Signature",
    "Spacer",
    "Table",
    "Text",
    "UnreadableImage",
    "images_to_pdf",
    "qr_png",
    "qr_svg",
    "read_qr",
    "stamp_pdf",
    "stamp_size",
    "to_docx",
    "to_pdf",
]
