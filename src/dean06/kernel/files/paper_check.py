"""Is an uploaded paper usable? Looked at at once, so that a bad photo is taken again now and not in a week.

Pure: bytes in, findings out. Figures below were set on generated scans and photos; ``ERROR`` findings make the paper
unusable, ``WARNING`` findings leave the choice to the person.
"""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy
import pypdfium2
from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from dean06.kernel.common.native import using_pdfium
from dean06.kernel.files import sniffing, types
from dean06.kernel.files.errors import FileRefused

#: Pages looked at for blankness and light; of a longer file the first ones and the last.
_MOST_LOOKED_AT = 6
#: Pages drawn for the look: longest side in pixels.
_LOOK_AT = 420
#: Longest side under which print of an A4 page can no longer be read (about 95 dots an inch), and at which it is fine.
_TOO_SMALL, _SMALL = 800, 1200
#: Grey levels, 0 black to 255 white: a page's 95th percentile below this is dark throughout.
_PAPER_DARK, _PAPER_DIM = 70, 110
#: Ink differs from the paper by this share of the paper's light; less ink than this share: nothing is written there.
_INK_STEP, _INK_SHARE = 0.16, 0.0008
#: Spread of light (standard deviation) of a page that is one tone, whatever the tone.
_FLAT = 3.0
#: Paper blown out to white on which something faint is left (spread of light above this): over-exposed, not blank.
_BURNT_LEVEL, _FAINT = 252, 0.4
#: Mean step between neighbours, relative to the spread of light, of pure noise.
_NOISE = 0.85
_MOST_PAGES = 300
_MOST_PIXELS = 120_000_000
_RETAKE = "Hãy đặt giấy phẳng nơi sáng đều, chụp thẳng từ trên xuống, lấy đủ bốn góc."


#: Findings that leave nothing to look at; a paper that is only poor may still be read by somebody.
UNREADABLE = frozenset({"ENCRYPTED", "DAMAGED", "ALL_BLANK", "NO_PAGES", "EMPTY"})


class Severity(StrEnum):
    """How bad."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class PaperFinding:
    """One thing about an uploaded paper; ``code`` is stable, ``sentence`` says what to do. ``page`` counts from 1."""

    code: str
    severity: Severity
    sentence: str
    page: int | None = None

    @property
    def is_error(self) -> bool:
        """The paper cannot be used as it is."""
        return self.severity == Severity.ERROR


def unreadable(data: bytes, filename: str) -> str:
    """What keeps anybody from reading the paper (locked, damaged, empty, blank throughout), in sentences; "" when it
    can be read, however badly."""
    return " ".join(one.sentence for one in check_paper(data, filename) if one.code in UNREADABLE)


@dataclass(frozen=True, slots=True)
class PaperReport:
    """Findings with what was seen: number of pages, found type ("" when refused)."""

    findings: tuple[PaperFinding, ...]
    pages: int
    media_type: str

    @property
    def is_usable(self) -> bool:
        """No error was found."""
        return not any(finding.is_error for finding in self.findings)


def check_paper(data: bytes, filename: str, *, limit_bytes: int | None = None) -> list[PaperFinding]:
    """What is wrong with an uploaded paper, worst first; empty when it is fine.

    Codes: EMPTY, TOO_LARGE, TYPE, DAMAGED, ENCRYPTED, HEIC, TOO_MANY_PAGES, NO_PAGES, BLANK_PAGE, ALL_BLANK, TOO_DARK,
    DIM, TOO_LIGHT, NOISE, TOO_SMALL, SMALL, ROTATED.
    """
    return list(report(data, filename, limit_bytes=limit_bytes).findings)


def report(data: bytes, filename: str, *, limit_bytes: int | None = None) -> PaperReport:
    """``check_paper`` with the number of pages and the type."""
    if not data:
        return _refused("EMPTY", "Tệp rỗng (0 byte). Hãy mở tệp trên máy để kiểm tra rồi chọn lại.")
    if limit_bytes is not None and len(data) > limit_bytes:
        most = limit_bytes // (1024 * 1024)
        return _refused("TOO_LARGE", f"Tệp lớn hơn {most} MB. Hãy chụp lại ở cỡ nhỏ hơn hoặc chia tệp.")
    if _is_heic(data):
        return _refused(
            "HEIC",
            "Ảnh dạng HEIC của iPhone chưa mở được. Trên iPhone vào Cài đặt, Camera, Định dạng, chọn “Tương thích "
            "nhất” rồi chụp lại; hoặc gửi ảnh dạng JPEG.",
        )
    try:
        with io.BytesIO(data) as content:
            kind = sniffing.sniff(content)
        sniffing.check_extension(kind, filename)
    except FileRefused as error:
        code = {"FILE_ENCRYPTED": "ENCRYPTED", "FILE_DAMAGED": "DAMAGED"}.get(error.code, "TYPE")
        return _refused(code, error.message)
    if kind == types.PDF:
        return _pdf(data)
    if kind in (types.JPEG, types.PNG, types.TIFF):
        return _image(data, kind.media_type)
    # Word and spreadsheet files have no page to look at; opening was all there is to check.
    return PaperReport((), 1, kind.media_type)


@using_pdfium
def _pdf(data: bytes) -> PaperReport:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            return _refused("ENCRYPTED", "Tệp PDF đang đặt mật khẩu. Hãy gỡ mật khẩu rồi tải lên lại.")
        return _refused("DAMAGED", "Tệp PDF bị hỏng hoặc tải chưa xong. Hãy mở thử trên máy rồi tải lên lại.")
    try:
        return _pdf_pages(document)
    except pypdfium2.PdfiumError:
        return _refused("DAMAGED", "Tệp PDF bị hỏng hoặc tải chưa xong. Hãy mở thử trên máy rồi tải lên lại.")
    finally:
        document.close()


def _pdf_pages(document: pypdfium2.PdfDocument) -> PaperReport:
    count = len(document)
    if not count:
        return _refused("NO_PAGES", "Tệp PDF không có trang nào. Hãy chọn lại tệp.")
    findings: list[PaperFinding] = []
    if count > _MOST_PAGES:
        findings.append(_finding("TOO_MANY_PAGES", Severity.ERROR, f"Tệp có {count} trang, nhiều hơn {_MOST_PAGES}."))
    blank = 0
    looked_at = _to_look_at(count)
    for index in looked_at:
        page = document[index]
        width, height = page.get_size()
        scale = min(_LOOK_AT / max(width, height, 1.0), 4.0)
        picture = page.render(scale=scale, grayscale=True).to_pil().convert("L")
        # A page that holds letters is typed, not photographed: pale or short is how it was written.
        has_text = page.get_textpage().count_chars() > 0
        seen = _look(picture, index + 1)
        if any(finding.code in {"BLANK_PAGE", "TOO_LIGHT"} for finding in seen) and not has_text:
            blank += 1
        findings += [] if has_text else seen
    if blank and blank == count:
        findings = [finding for finding in findings if finding.code not in {"BLANK_PAGE", "TOO_LIGHT"}]
        findings.append(
            _finding("ALL_BLANK", Severity.ERROR, "Tệp chỉ có trang trắng. Hãy quét lại đúng mặt có chữ của giấy tờ.")
        )
    return PaperReport(_sorted(findings), count, types.PDF.media_type)


def _image(data: bytes, media_type: str) -> PaperReport:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data)) as image:
                return _image_pages(image, media_type)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        return _refused(
            "TOO_LARGE", "Ảnh có quá nhiều điểm ảnh. Hãy chụp hoặc quét lại ở độ phân giải 300 dpi trở xuống."
        )
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError):
        return _refused(
            "DAMAGED", "Ảnh bị hỏng hoặc tải chưa xong. Hãy mở thử trên máy; nếu không xem được thì chụp lại."
        )


def _image_pages(image: Image.Image, media_type: str) -> PaperReport:
    if image.width * image.height > _MOST_PIXELS:
        raise Image.DecompressionBombError
    count = getattr(image, "n_frames", 1)
    size = (image.width, image.height)
    findings = _size(max(size))
    looked_at = set(_to_look_at(count))
    blank = 0
    # Only a file of several pages is stepped through: JPEG can then be read at a fraction of its size.
    frames: Any = ImageSequence.Iterator(image) if count > 1 else [image]
    for index, frame in enumerate(frames):
        if index not in looked_at:
            continue
        if count == 1 and image.format == "JPEG":
            image.draft("L", (_LOOK_AT * 2, _LOOK_AT * 2))
        turned = frame.getexif().get(0x0112, 1) not in (0, 1) if count == 1 else False
        grey = ImageOps.exif_transpose(frame).convert("L") if turned else _over_white(frame).convert("L")
        grey.thumbnail((_LOOK_AT, _LOOK_AT))
        seen = _look(grey, index + 1 if count > 1 else None)
        blank += any(finding.code in {"BLANK_PAGE", "TOO_LIGHT"} for finding in seen)
        findings += seen
        if not turned and grey.width > grey.height * 1.15 and not seen and _reads_sideways(grey):
            findings.append(
                _finding(
                    "ROTATED",
                    Severity.WARNING,
                    "Ảnh có vẻ nằm ngang hoặc xoay sai chiều. Hãy xoay ảnh cho chữ đứng thẳng rồi tải lên lại.",
                    index + 1 if count > 1 else None,
                )
            )
    if blank and blank == count:
        findings = [
            _finding(finding.code, Severity.ERROR, finding.sentence, finding.page)
            if finding.code == "BLANK_PAGE"
            else finding
            for finding in findings
        ]
    return PaperReport(_sorted(findings), count, media_type)


def _look(grey: Image.Image, page: int | None) -> list[PaperFinding]:
    """Light and ink of one page, a small grey picture."""
    levels = numpy.asarray(grey, dtype=numpy.int16)
    if levels.size == 0:
        return []
    bright, middle = (float(value) for value in numpy.percentile(levels, (95, 50)))
    spread = float(levels.std())
    ink = float((abs(levels - middle) > _INK_STEP * max(bright, 1.0)).mean())
    where = f"Trang {page}: " if page else ""
    if bright < _PAPER_DARK:
        return [
            _finding(
                "TOO_DARK",
                Severity.ERROR,
                f"{where}ảnh quá tối, không đọc được. Hãy bật đèn hoặc ra chỗ sáng. {_RETAKE}",
                page,
            )
        ]
    if spread < _FLAT or ink < _INK_SHARE:
        if middle >= _BURNT_LEVEL and spread > _FAINT:
            return [
                _finding(
                    "TOO_LIGHT",
                    Severity.ERROR,
                    f"{where}ảnh quá sáng hoặc chữ quá mờ, gần như mất chữ. Hãy tắt đèn nháy. {_RETAKE}",
                    page,
                )
            ]
        return [
            _finding(
                "BLANK_PAGE",
                Severity.WARNING,
                f"{where}trang không có chữ. Nếu đây là mặt trắng của giấy, hãy bỏ trang này; nếu không, hãy quét lại.",
                page,
            )
        ]
    across = float(abs(numpy.diff(levels, axis=1)).mean()) if levels.shape[1] > 1 else 0.0
    down = float(abs(numpy.diff(levels, axis=0)).mean()) if levels.shape[0] > 1 else 0.0
    if min(across, down) > spread * _NOISE:
        return [
            _finding(
                "NOISE",
                Severity.ERROR,
                f"{where}ảnh chỉ có nhiễu, không thấy giấy tờ. Hãy kiểm tra máy quét. {_RETAKE}",
                page,
            )
        ]
    if bright < _PAPER_DIM:
        return [_finding("DIM", Severity.WARNING, f"{where}ảnh hơi tối, có thể khó đọc. {_RETAKE}", page)]
    return []


def _size(longest: int) -> list[PaperFinding]:
    if longest < _TOO_SMALL:
        return [
            _finding(
                "TOO_SMALL",
                Severity.ERROR,
                f"Ảnh quá nhỏ (cạnh dài {longest} điểm ảnh), không đọc được chữ. Hãy gửi ảnh gốc từ máy chụp, "
                "không gửi ảnh xem trước hay ảnh chụp màn hình; cạnh dài cần từ 1.200 điểm ảnh.",
            )
        ]
    if longest < _SMALL:
        return [
            _finding(
                "SMALL",
                Severity.WARNING,
                f"Ảnh hơi nhỏ (cạnh dài {longest} điểm ảnh), chữ nhỏ có thể khó đọc. Nên dùng ảnh từ 1.200 điểm ảnh.",
            )
        ]
    return []


def _reads_sideways(grey: Image.Image) -> bool:
    """Lines of print make rows of ink and gaps: when the columns alternate more than the rows, print runs upwards."""
    levels = numpy.asarray(grey, dtype=numpy.float32)
    ink = (numpy.median(levels) - levels) > _INK_STEP * float(levels.max())
    rows, columns = ink.mean(axis=1), ink.mean(axis=0)
    return float(abs(numpy.diff(columns)).mean()) > 1.6 * float(abs(numpy.diff(rows)).mean())


def _over_white(frame: Image.Image) -> Image.Image:
    """A transparent picture as it would be printed."""
    if frame.mode not in {"RGBA", "LA"} and "transparency" not in frame.info:
        return frame
    solid = frame.convert("RGBA")
    paper = Image.new("RGBA", solid.size, "white")
    paper.alpha_composite(solid)
    return paper


def _to_look_at(count: int) -> list[int]:
    if count <= _MOST_LOOKED_AT:
        return list(range(count))
    return [*range(_MOST_LOOKED_AT - 1), count - 1]


def _is_heic(data: bytes) -> bool:
    brands = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif")
    return data[4:8] == b"ftyp" and data[8:12] in brands


def _refused(code: str, sentence: str) -> PaperReport:
    return PaperReport((_finding(code, Severity.ERROR, sentence),), 0, "")


def _finding(code: str, severity: Severity, sentence: str, page: int | None = None) -> PaperFinding:
    return PaperFinding(code, severity, sentence[0].upper() + sentence[1:], page)


def _sorted(findings: list[PaperFinding]) -> tuple[PaperFinding, ...]:
    order = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}
    return tuple(sorted(findings, key=lambda finding: (order[finding.severity], finding.page or 0)))
