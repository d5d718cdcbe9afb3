"""The look of a visible signature: a small box of text, as a one-page PDF that is laid upon the signed page."""

from __future__ import annotations

import io
from collections.abc import Sequence

from reportlab.lib.colors import HexColor
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from dean06.kernel.common.native import using_reportlab
from dean06.kernel.common.papers import fonts
from dean06.kernel.common.papers.texts import clean

_SIZE, _LEADING, _PADDING = 7.5, 9.2, 4.0
_INK = HexColor("#8a1020")


@using_reportlab
def stamp_size(lines: Sequence[str], *, width: float) -> tuple[float, float]:
    """Width and height in points that ``lines`` need, not wider than ``width``."""
    return width, 2 * _PADDING + _LEADING * len(_broken(lines, width - 2 * _PADDING))


@using_reportlab
def stamp_pdf(lines: Sequence[str], *, width: float) -> bytes:
    """A PDF page of ``stamp_size`` with the lines, the first one bold. Points."""
    fonts.load_fonts()
    _, height = stamp_size(lines, width=width)
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(width, height), pageCompression=1)
    canvas.setStrokeColor(_INK)
    canvas.setFillColor(_INK)
    canvas.setLineWidth(0.5)
    canvas.rect(0.5, 0.5, width - 1, height - 1)
    y = height - _PADDING - _SIZE + 0.6
    for text, bold in _broken(lines, width - 2 * _PADDING):
        canvas.setFont(fonts.font(bold=bold), _SIZE)
        canvas.drawString(_PADDING, y, text)
        y -= _LEADING
    canvas.save()
    return out.getvalue()


def _broken(lines: Sequence[str], width: float) -> list[tuple[str, bool]]:
    fonts.load_fonts()
    found: list[tuple[str, bool]] = []
    for number, line in enumerate(lines):
        bold, current = number == 0, ""
        for word in clean(line).split():
            longer = f"{current} {word}".strip()
            if current and pdfmetrics.stringWidth(longer, fonts.font(bold=bold), _SIZE) > width:
                found.append((current, bold))
                current = word
            else:
                current = longer
        found.append((current, bold))
    return found
