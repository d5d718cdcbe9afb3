"""PRIVATE. Put the visible stamp and the signature (PAdES-B-B, ETSI EN 319 142-1) into a PDF."""

from __future__ import annotations

import binascii
import datetime as dt
import io
import uuid
from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

import pypdfium2
from django.conf import settings
from pyhanko.pdf_utils.content import PdfContent
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import AxisAlignment, BoxConstraints, Margins, SimpleBoxLayoutRule
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, Signer
from pyhanko.stamp import StaticStampStyle

from dean06.kernel.common.native import using_pdfium
from dean06.kernel.common.papers import stamp_pdf, stamp_size
from dean06.kernel.signing.errors import NotSignable
from dean06.kernel.signing.running import run

_WIDTH, _MARGIN = 190.0, 8.0
#: Bytes kept free for the signature: a chain of three certificates of 4096-bit RSA keys fits.
_RESERVED = 24_576
#: How a damaged file shows itself in the libraries that read it.
_UNREADABLE = (
    *(PdfError, SigningError, pypdfium2.PdfiumError),
    *(ValueError, KeyError, IndexError, AttributeError, TypeError),
)


def signed_pdf(
    pdf: bytes, *, signer: Signer, lines: Sequence[str], reason: str, agency_name: str, now: dt.datetime
) -> bytes:
    """``pdf`` with a visible stamp of ``lines`` on the first page, top right, and the agency's signature appended.

    What was there stays byte for byte (incremental update); only a file that lenient readers alone open, as some
    scanners write them, is written anew first. Raises ``NotSignable``.
    """
    try:
        return _sign(pdf, signer, lines, reason, agency_name, now)
    except _UNREADABLE:
        try:
            return _sign(_written_anew(pdf), signer, lines, reason, agency_name, now)
        except _UNREADABLE as error:
            raise NotSignable() from error


def said_time(now: dt.datetime) -> str:
    """A moment as stamps show it: "05/11/2026 09:31:20 +07:00"."""
    local = now.astimezone(ZoneInfo(settings.TIME_ZONE))
    offset = local.strftime("%z")
    return f"{local:%d/%m/%Y %H:%M:%S} {offset[:3]}:{offset[3:]}"


class _AtTime(PdfSigner):
    """Writes the given moment as time of signing, not the clock's: a demo plays past months, tests fixed days."""

    moment: dt.datetime

    def init_signing_session(self, pdf_out: Any, existing_fields_only: bool = False) -> Any:
        session = super().init_signing_session(pdf_out, existing_fields_only)
        session.system_time = self.moment.astimezone(ZoneInfo(settings.TIME_ZONE))
        return session


class _Page(PdfContent):
    """The stamp's page as the look of the signature."""

    def __init__(self, pdf: bytes) -> None:
        self.pdf = pdf
        super().__init__()

    def render(self) -> bytes:
        picture = self._ensure_writer.import_page_as_xobject(PdfFileReader(io.BytesIO(self.pdf)), page_ix=0)
        name = b"/Import" + binascii.hexlify(uuid.uuid4().bytes)
        self.resources.xobject[name.decode("ascii")] = picture
        left, low, right, high = picture.get_object()["/BBox"]
        self.box = BoxConstraints(width=abs(left - right), height=abs(low - high))
        return name + b" Do"


def _sign(pdf: bytes, signer: Signer, lines: Sequence[str], reason: str, agency_name: str, now: dt.datetime) -> bytes:
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf), strict=False)
    if writer.prev.encrypted:
        raise NotSignable()
    left, low, right, high = _first_page_box(writer.prev)
    width = min(_WIDTH, abs(right - left) - 2 * _MARGIN)
    _, height = stamp_size(lines, width=width)
    x, y = max(left, right) - _MARGIN, max(low, high) - _MARGIN
    used = {name for name, _, _ in fields.enumerate_sig_fields(writer.prev)}
    number = next(n for n in range(1, len(used) + 2) if f"ChuKy{n}" not in used)
    pdf_signer = _AtTime(
        PdfSignatureMetadata(
            field_name=f"ChuKy{number}",
            md_algorithm="sha256",
            subfilter=fields.SigSeedSubFilter.PADES,
            name=agency_name,
            reason=reason,
            location=settings.PROVINCE_NAME,
        ),
        signer=signer,
        stamp_style=StaticStampStyle(
            background=_Page(stamp_pdf(lines, width=width)),
            background_layout=SimpleBoxLayoutRule(
                x_align=AxisAlignment.ALIGN_MID, y_align=AxisAlignment.ALIGN_MID, margins=Margins.uniform(0)
            ),
            border_width=0,
        ),
        new_field_spec=fields.SigFieldSpec(
            f"ChuKy{number}", on_page=0, box=(round(x - width), round(y - height), round(x), round(y))
        ),
    )
    pdf_signer.moment = now
    signed: io.BytesIO = run(pdf_signer.async_sign_pdf(writer, bytes_reserved=_RESERVED))
    return signed.getvalue()


@using_pdfium
def _written_anew(pdf: bytes) -> bytes:
    out = io.BytesIO()
    damaged, fresh = pypdfium2.PdfDocument(pdf), pypdfium2.PdfDocument.new()
    try:
        if not len(damaged):
            raise ValueError("no pages")
        fresh.import_pages(damaged)
        fresh.save(out)
    finally:
        damaged.close()
        fresh.close()
    return out.getvalue()


def _first_page_box(reader: PdfFileReader) -> tuple[float, float, float, float]:
    page = reader.find_page_for_modification(0)[0].get_object()
    while "/MediaBox" not in page:
        page = page["/Parent"]
    left, low, right, high = (float(side) for side in page["/MediaBox"])
    return left, low, right, high
