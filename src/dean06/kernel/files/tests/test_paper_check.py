"""Papers as people really hand them in: a scan, a photo, and everything that goes wrong."""

from __future__ import annotations

import io
import time
from concurrent.futures import ThreadPoolExecutor

import numpy
import pytest
from PIL import Image, ImageDraw, ImageFilter, ImageFont
from pypdf import PdfReader, PdfWriter

from dean06.kernel.common.papers import LetterHead, PageImage, Paper, Text, images_to_pdf, to_pdf
from dean06.kernel.common.papers.fonts import _FOLDER
from dean06.kernel.files.queries import Severity, check_paper, paper_report


def page(size: tuple[int, int] = (1240, 1754), *, paper: int = 244, ink: int = 40, noise: float = 2.5) -> Image.Image:
    """A page of print as a scanner gives it: off-white, a little noise, edges not quite sharp."""
    image = Image.new("L", size, paper)
    draw = ImageDraw.Draw(image)
    font = ImageFont.truetype(str(_FOLDER / "LiberationSerif-Regular.ttf"), size[0] // 46)
    step = size[1] // 48
    chance = numpy.random.default_rng(7)
    sentence = "Ủy ban nhân dân xã xác nhận nội dung giấy chứng sinh của cháu bé là đúng, cấp ngày 05/11/2026."
    words = sentence.split()
    for number in range(6, 42):
        text = " ".join(chance.permutation(words)[: chance.integers(9, 16)])
        draw.text((size[0] // 10, number * step), text, fill=ink, font=font)
    grain = chance.normal(0, noise, (size[1], size[0]))
    seen = numpy.clip(numpy.asarray(image.filter(ImageFilter.GaussianBlur(0.6)), dtype=float) + grain, 0, 255)
    return Image.fromarray(seen.astype("uint8"))


def as_file(image: Image.Image, kind: str = "JPEG", **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def codes(data: bytes, name: str = "giay.jpg") -> list[str]:
    return [finding.code for finding in check_paper(data, name)]


def test_a_scan_and_a_photo_in_fair_light_are_fine() -> None:
    assert codes(as_file(page())) == []
    assert codes(as_file(page(paper=170, ink=60, noise=6))) == []
    assert codes(as_file(page(), "PNG"), "giay.png") == []
    assert codes(as_file(page().convert("1"), "TIFF"), "giay.tif") == []
    assert codes(images_to_pdf([PageImage(as_file(page()))], title="Giấy"), "giay.pdf") == []


def test_papers_handed_in_at_the_same_time_are_each_looked_at() -> None:
    scan = images_to_pdf([PageImage(as_file(page()))], title="Giấy")
    blank = images_to_pdf([PageImage(as_file(Image.new("L", (1240, 1754), 250)))], title="Giấy trắng")
    with ThreadPoolExecutor(max_workers=4) as pool:
        found = list(pool.map(lambda data: codes(data, "giay.pdf"), [scan, blank] * 6))
    assert found == [[], ["ALL_BLANK"]] * 6


def test_a_typed_pdf_is_fine_even_when_it_holds_one_short_line() -> None:
    paper = Paper(kind="t", title="GIẤY XÁC NHẬN", letter_head=LetterHead(), blocks=(Text("Đã nộp."),))
    assert codes(to_pdf(paper), "giay.pdf") == []


@pytest.mark.parametrize(
    ("image", "code"),
    [
        (Image.new("L", (1240, 1754), 0), "TOO_DARK"),
        (page(paper=48, ink=8), "TOO_DARK"),
        (page(paper=92, ink=20), "DIM"),
        (Image.new("L", (1240, 1754), 255), "BLANK_PAGE"),
        (Image.new("L", (1240, 1754), 228), "BLANK_PAGE"),
        (page(paper=255, ink=247, noise=0.4), "TOO_LIGHT"),
        (page((620, 877)), "SMALL"),
        (page((420, 594)), "TOO_SMALL"),
        (Image.fromarray(numpy.random.default_rng(1).integers(0, 256, (1754, 1240), dtype="uint8")), "NOISE"),
        (page().rotate(90, expand=True), "ROTATED"),
    ],
)
def test_a_bad_picture_is_told_with_what_to_do(image: Image.Image, code: str) -> None:
    found = check_paper(as_file(image, quality=92), "giay.jpg")
    assert found[0].code == code
    assert len(found[0].sentence) > 40


def test_a_photo_whose_camera_says_how_to_turn_it_is_not_called_rotated() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    assert codes(as_file(page().rotate(90, expand=True), exif=exif)) == []


def test_a_picture_cut_off_while_uploading_is_damaged() -> None:
    whole = as_file(page())
    assert codes(whole[: len(whole) // 3]) == ["DAMAGED"]


def test_an_iphone_picture_is_refused_with_the_setting_to_change() -> None:
    found = check_paper(b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + b"\0" * 2000, "IMG_0001.HEIC")
    assert found[0].code == "HEIC"
    assert "Tương thích nhất" in found[0].sentence


def test_a_locked_pdf_asks_for_removal_of_the_password() -> None:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(images_to_pdf([PageImage(as_file(page()))], title="x"))))
    writer.encrypt("1234", algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    assert codes(out.getvalue(), "giay.pdf") == ["ENCRYPTED"]


def test_a_broken_pdf_and_a_renamed_program_are_refused() -> None:
    assert codes(b"%PDF-1.7\nnothing more", "giay.pdf") == ["DAMAGED"]
    assert codes(b"MZ" + b"\0" * 500, "giay.pdf") == ["TYPE"]
    assert codes(b"", "giay.pdf") == ["EMPTY"]
    assert [one.code for one in check_paper(as_file(page()), "giay.jpg", limit_bytes=1000)] == ["TOO_LARGE"]


def test_one_blank_page_among_others_is_a_warning_and_only_blank_ones_an_error() -> None:
    blank = as_file(Image.new("L", (1240, 1754), 250))
    mixed = paper_report(images_to_pdf([PageImage(as_file(page())), PageImage(blank)], title="x"), "giay.pdf")
    assert [(one.code, one.severity, one.page) for one in mixed.findings] == [("BLANK_PAGE", Severity.WARNING, 2)]
    assert mixed.is_usable
    assert mixed.pages == 2
    only = paper_report(images_to_pdf([PageImage(blank)], title="x"), "giay.pdf")
    assert [one.code for one in only.findings] == ["ALL_BLANK"]
    assert not only.is_usable


def test_a_photo_of_five_megabytes_is_judged_within_a_second() -> None:
    big = as_file(page((3024, 4032), noise=12), quality=93)
    assert len(big) > 4_000_000
    started = time.perf_counter()
    assert codes(big) == []
    assert time.perf_counter() - started < 1.0
