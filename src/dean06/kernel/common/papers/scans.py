"""Photos and scans put on A4 pages of a PDF, so that a scan can be signed like any paper."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image, ImageOps, ImageSequence
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from dean06.kernel.common.papers.qr import UnreadableImage

#: Longest side of a page image in pixels: A4 at 250 dots an inch, enough to read small print.
_LONGEST = 2900
#: Space kept free on top for the signature, in points.
_MARGIN, _TOP = 14, 48


@dataclass(frozen=True, slots=True)
class PageImage:
    """A picture of one page: PNG, JPEG or (several pages) TIFF content."""

    data: bytes


def images_to_pdf(images: Sequence[PageImage], *, title: str, code: str = "") -> bytes:
    """A PDF with one A4 page per picture, upright as the camera says. Raises ``UnreadableImage``, ``ValueError``."""
    if not images:
        raise ValueError("no pictures")
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, pageCompression=1, lang="vi-VN")
    canvas.setTitle(title)
    canvas.setCreator("dean06")
    if code:
        canvas.setKeywords(code)
    for picture in images:
        try:
            with Image.open(io.BytesIO(picture.data)) as opened:
                for frame in ImageSequence.Iterator(opened):
                    _page(canvas, frame)
        except Exception as error:  # Pillow fails in many ways, all meaning this
            raise UnreadableImage(str(error)) from error
    canvas.save()
    return out.getvalue()


def _page(canvas: Canvas, frame: Image.Image) -> None:
    upright = ImageOps.exif_transpose(frame)
    upright = upright.convert("L" if upright.mode in {"1", "L", "I;16"} else "RGB")
    upright.thumbnail((_LONGEST, _LONGEST))
    size = landscape(A4) if upright.width > upright.height else A4
    canvas.setPageSize(size)
    room = (size[0] - 2 * _MARGIN, size[1] - _MARGIN - _TOP)
    scale = min(room[0] / upright.width, room[1] / upright.height)
    width, height = upright.width * scale, upright.height * scale
    packed = io.BytesIO()
    # JPEG is embedded as it is: a page takes some 300 KB, and the writer does not pack it again.
    upright.save(packed, "JPEG", quality=82)
    packed.seek(0)
    canvas.drawImage(ImageReader(packed), (size[0] - width) / 2, _MARGIN + (room[1] - height) / 2, width, height)
    canvas.showPage()
