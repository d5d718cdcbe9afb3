"""PRIVATE. A scan that comes in: good enough to keep, and as a PDF that can be signed."""

from __future__ import annotations

from dean06.citizens.wallet.errors import PaperUnusable
from dean06.kernel.common.papers import PageImage, UnreadableImage, images_to_pdf
from dean06.kernel.files.queries import PaperFinding, check_paper

_PDF = b"%PDF-"


def usable_scan(data: bytes, filename: str, *, accept_warnings: bool) -> list[PaperFinding]:
    """What was found about a scan that is kept. Raises ``PaperUnusable`` with each sentence on errors, and on warnings
    that nobody accepted.
    """
    found = check_paper(data, filename)
    against = [finding for finding in found if finding.is_error or not accept_warnings]
    if against:
        text = " ".join(dict.fromkeys(finding.sentence for finding in against))
        raise PaperUnusable(
            text, codes=[finding.code for finding in against], only_warnings=not any(one.is_error for one in against)
        )
    return found


def scanned_pdf(data: bytes, *, title: str) -> bytes:
    """The scan as a PDF: as it is, or its pictures on A4 pages. Raises ``PaperUnusable``."""
    if data.lstrip()[:5] == _PDF:
        return data
    try:
        return images_to_pdf([PageImage(data)], title=title)
    except UnreadableImage as error:
        raise PaperUnusable("Chỉ sao y được ảnh quét hoặc tệp PDF. Hãy quét giấy tờ rồi tải lên lại.") from error
