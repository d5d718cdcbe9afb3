"""A chart as PNG for files: bars drawn by reportlab with the paper's own letters, turned into dots by pdfium.

The page draws the same numbers as SVG (``kernel.design`` bars). See docs/adr/0011-report-charts.md.
"""

from __future__ import annotations

import io

import pypdfium2
from reportlab.lib import colors
from reportlab.pdfgen.canvas import Canvas

from dean06.kernel.common.native import using_pdfium, using_reportlab
from dean06.kernel.common.papers import fonts
from dean06.kernel.common.papers.texts import clean
from dean06.steering.reports.types import Chart

_WIDTH, _LABEL, _VALUE = 460.0, 150.0, 70.0
_ROW, _BAR, _TOP = 17.0, 10.0, 8.0
#: Dots per point: about 216 to the inch, sharp in print, some 40 kB a chart.
_SCALE = 3
_BLUE, _RED, _TRACK = colors.HexColor("#1f4e8c"), colors.HexColor("#b42318"), colors.HexColor("#e6eaf0")


def png(chart: Chart) -> bytes:
    """The chart as a picture; bars below target are red and hatched by their value's mark, never by colour alone."""
    return _dots(_drawn(chart))


@using_reportlab
def _drawn(chart: Chart) -> bytes:
    fonts.load_fonts()
    height = _TOP + _ROW * len(chart.bars) + (18 if chart.target is not None else 6)
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(_WIDTH, height))
    track = _WIDTH - _LABEL - _VALUE
    known = [bar.value for bar in chart.bars if bar.value is not None]
    largest = max([*known, chart.target or 0.0, 0.0]) or 1.0
    for index, bar in enumerate(chart.bars):
        bottom = height - _TOP - _ROW * (index + 1) + (_ROW - _BAR) / 2
        canvas.setFillColor(colors.black)
        canvas.setFont(fonts.REGULAR, 10)
        canvas.drawRightString(_LABEL - 6, bottom + 1.5, _short(clean(bar.label)))
        canvas.setFillColor(_TRACK)
        canvas.rect(_LABEL, bottom, track, _BAR, stroke=0, fill=1)
        if bar.value is not None:
            canvas.setFillColor(_RED if bar.kind == "danger" else _BLUE)
            canvas.rect(_LABEL, bottom, track * bar.value / largest, _BAR, stroke=0, fill=1)
        canvas.setFillColor(colors.black)
        mark = " ▼" if bar.kind == "danger" else ""
        canvas.drawString(_LABEL + track + 6, bottom + 1.5, clean(f"{bar.shown}{mark}"))
    if chart.target is not None:
        x = _LABEL + track * chart.target / largest
        canvas.setStrokeColor(colors.black)
        canvas.setLineWidth(1)
        canvas.setDash(3, 2)
        canvas.line(x, height - _TOP + 2, x, 14)
        canvas.setFont(fonts.ITALIC, 9)
        canvas.drawCentredString(x, 4, "Mục tiêu")
    canvas.save()
    return out.getvalue()


@using_pdfium
def _dots(page: bytes) -> bytes:
    document = pypdfium2.PdfDocument(page)
    try:
        picture = document[0].render(scale=_SCALE).to_pil()
    finally:
        document.close()
    image = io.BytesIO()
    picture.save(image, "PNG", optimize=True)
    return image.getvalue()


def _short(label: str) -> str:
    return label if len(label) <= 28 else f"{label[:27]}…"
