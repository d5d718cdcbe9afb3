"""PDF of a report: by LibreOffice from the very .docx where it is installed, else from the same paper by reportlab.

See docs/adr/0012-report-pdf.md.
"""

from __future__ import annotations

import logging
import shutil
import subprocess
import tempfile
from pathlib import Path

from dean06.kernel.common.papers import Paper, to_pdf

log = logging.getLogger(__name__)
_NAMES = ("soffice", "libreoffice")
#: Seconds after which a conversion is given up.
_LONGEST = 90


def has_libreoffice() -> bool:
    """Whether LibreOffice can be called."""
    return _program() is not None


def pdf(docx: bytes, paper: Paper) -> tuple[bytes, str]:
    """The report as PDF, and by what it was made ("libreoffice" or "reportlab")."""
    program = _program()
    if program is not None:
        made = _convert(program, docx)
        if made is not None:
            return made, "libreoffice"
    return to_pdf(paper), "reportlab"


def _program() -> str | None:
    return next((found for name in _NAMES if (found := shutil.which(name))), None)


def _convert(program: str, docx: bytes) -> bytes | None:
    """``None`` when LibreOffice fails: the report must come out all the same."""
    with tempfile.TemporaryDirectory(prefix="dean06-report-") as folder:
        place = Path(folder)
        (place / "bao-cao.docx").write_bytes(docx)
        # A profile of its own: two conversions at once would otherwise wait for each other's lock and fail.
        command = [
            program,
            f"-env:UserInstallation=file://{place / 'profile'}",
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            str(place),
            str(place / "bao-cao.docx"),
        ]
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=_LONGEST)  # noqa: S603
            return (place / "bao-cao.pdf").read_bytes()
        except (OSError, subprocess.SubprocessError):
            log.exception("LibreOffice could not convert a report; reportlab writes it instead")
            return None
