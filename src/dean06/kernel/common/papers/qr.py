"""QR codes: out by segno, in by zxing-cpp."""

from __future__ import annotations

import io

import segno
import zxingcpp
from PIL import Image

#: An image larger than this (pixels) is no photo of a paper.
_MOST_PIXELS = 80_000_000
_READ_AT = 2400


class UnreadableImage(ValueError):
    """The bytes are no image that can be opened."""


def qr_svg(text: str, *, label: str = "") -> str:
    """An SVG of the code, black on white, without size of its own (CSS gives it); ``label``: what it says."""
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(
        out, kind="svg", xmldecl=False, svgns=True, omitsize=True, border=3, light="white", title=label or None
    )
    return out.getvalue().decode("utf-8").strip()


def qr_png(text: str, *, scale: int = 6) -> bytes:
    """A PNG of the code, ``scale`` pixels a module."""
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="png", scale=scale, border=3)
    return out.getvalue()


def read_qr(data: bytes) -> list[str]:
    """Texts of the QR codes in an image (PNG, JPEG, TIFF…), each once. Raises ``UnreadableImage``."""
    try:
        with Image.open(io.BytesIO(data)) as image:
            if image.width * image.height > _MOST_PIXELS:
                raise UnreadableImage("image too large")
            grey = image.convert("L")
    except UnreadableImage:
        raise
    except Exception as error:  # Pillow fails in many ways, all meaning this
        raise UnreadableImage(str(error)) from error
    if max(grey.size) > _READ_AT:
        small = grey.copy()
        small.thumbnail((_READ_AT, _READ_AT))
        return _texts(small) or _texts(grey)
    return _texts(grey)


def _texts(image: Image.Image) -> list[str]:
    found = zxingcpp.read_barcodes(image, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))
    return list(dict.fromkeys(code.text for code in found if code.valid))
