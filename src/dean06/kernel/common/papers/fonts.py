"""Liberation Serif, the free font with the measures of Times New Roman, kept here under the OFL; embedded in part."""

from __future__ import annotations

import functools
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from dean06.kernel.common.native import using_reportlab

REGULAR = "dean06-serif"
BOLD = f"{REGULAR}-bold"
ITALIC = f"{REGULAR}-italic"
BOLD_ITALIC = f"{REGULAR}-bold-italic"

_FOLDER = Path(__file__).parent / "data" / "fonts"
_FILES = {REGULAR: "Regular", BOLD: "Bold", ITALIC: "Italic", BOLD_ITALIC: "BoldItalic"}


@using_reportlab
@functools.cache
def load_fonts() -> None:
    """Read the four styles, once a process (some 40 ms)."""
    for name, style in _FILES.items():
        pdfmetrics.registerFont(TTFont(name, str(_FOLDER / f"LiberationSerif-{style}.ttf")))
    pdfmetrics.registerFontFamily(REGULAR, normal=REGULAR, bold=BOLD, italic=ITALIC, boldItalic=BOLD_ITALIC)


@functools.cache
def known_letters() -> frozenset[int]:
    """Code points that the font can draw."""
    load_fonts()
    return frozenset(pdfmetrics.getFont(REGULAR).face.charToGlyph)


def font(*, bold: bool = False, italic: bool = False) -> str:
    """Name of a style."""
    return {(False, False): REGULAR, (True, False): BOLD, (False, True): ITALIC, (True, True): BOLD_ITALIC}[
        bold, italic
    ]
