"""A paper says the same words as PDF and as .docx, in the layout of NĐ 30/2020, with every Vietnamese letter right."""

from __future__ import annotations

import datetime as dt
import io
import re
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pypdfium2
import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageFilter
from pypdf import PdfReader

from dean06.kernel.common.papers import (
    Column,
    Heading,
    LetterHead,
    Lines,
    Paper,
    Signature,
    Spacer,
    Table,
    Text,
    UnreadableImage,
    qr_png,
    qr_svg,
    read_qr,
    to_docx,
    to_pdf,
)
from dean06.kernel.common.papers.texts import agency_lines, place_and_day

ADDRESS = "https://dean06.example/kiem-tra/7KQM-2PDX-9RTA"
RECEIPT = Paper(
    kind="form01",
    title="GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ",
    subtitle="Đăng ký khai sinh",
    letter_head=LetterHead(
        agency="Ủy ban nhân dân xã Kỳ Khang",
        parent="Tỉnh Hà Tĩnh",
        number="05/TNHS",
        place="Kỳ Khang",
        day=dt.date(2026, 2, 5),
        form="Mẫu số 01",
    ),
    addressee="Bà Nguyễn Thị Hường",
    blocks=(
        Text("Bộ phận một cửa đã nhận đủ giấy tờ của hồ sơ này."),
        Lines((("Họ và tên", "Nguyễn Thị Hường"), ("Số điện thoại", ""))),
        Heading("Giấy tờ đã nhận"),
        Table((Column("STT", 0.4, "centre"), Column("Tên giấy tờ", 3)), (("1", "Giấy chứng sinh"),)),
        Spacer(),
    ),
    signatures=(Signature("Người tiếp nhận", "Trần Quốc Tuấn", note="(Ký, ghi rõ họ tên)"),),
    recipients=("Như trên;", "Lưu: VT."),
    qr=ADDRESS,
    qr_caption="Mã kiểm tra: 7KQM-2PDX-9RTA",
    footer="Hồ sơ H27.1-260205-0001",
)


def words_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    return " ".join(page.get_textpage().get_text_range() for page in document)


def squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def word_text(docx: bytes) -> str:
    document = Document(io.BytesIO(docx))
    parts = [paragraph.text for paragraph in document.paragraphs]
    for table in document.tables:
        parts += [cell.text for row in table.rows for cell in row.cells]
    return squeezed(" ".join(parts))


def test_a_receipt_says_the_same_as_pdf_and_as_word() -> None:
    expected = [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "TỈNH HÀ TĨNH",
        "Số: 05/TNHS",
        "Kỳ Khang, ngày 05 tháng 02 năm 2026",
        "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ",
        "Kính gửi: Bà Nguyễn Thị Hường",
        "Giấy chứng sinh",
        "NGƯỜI TIẾP NHẬN",
        "Trần Quốc Tuấn",
        "Nơi nhận:",
        "Mẫu số 01",
    ]
    pdf, word = squeezed(words_of(to_pdf(RECEIPT))), word_text(to_docx(RECEIPT))
    for text in expected:
        assert text in pdf
        assert text in word


def test_the_qr_code_of_a_printed_paper_is_read_back() -> None:
    page = pypdfium2.PdfDocument(to_pdf(RECEIPT))[0].render(scale=200 / 72).to_pil()
    blurred = page.convert("L").rotate(2, fillcolor=255).filter(ImageFilter.GaussianBlur(0.8))
    out = io.BytesIO()
    blurred.save(out, "JPEG", quality=60)
    assert read_qr(out.getvalue()) == [ADDRESS]


def test_qr_codes_go_out_as_picture_and_drawing_and_what_is_no_picture_is_refused() -> None:
    assert read_qr(qr_png("Thủy – 0123")) == ["Thủy – 0123"]
    svg = qr_svg(ADDRESS, label="Mã kiểm tra")
    assert svg.startswith("<svg")
    assert "style" not in svg
    assert read_qr(_png(Image.new("L", (300, 300), 255))) == []
    with pytest.raises(UnreadableImage):
        read_qr(b"no picture")


def test_the_file_says_title_language_and_embeds_its_fonts() -> None:
    reader = PdfReader(io.BytesIO(to_pdf(RECEIPT)))
    assert reader.metadata is not None
    assert reader.metadata.title == "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ Đăng ký khai sinh"
    assert reader.trailer["/Root"]["/Lang"] == "vi-VN"
    fonts = [font.get_object() for page in reader.pages for font in page["/Resources"]["/Font"].values()]
    used = [font for font in fonts if "Liberation" in font["/BaseFont"]]
    assert used
    assert all("/FontFile2" in font["/FontDescriptor"] for font in used)
    assert all("/ToUnicode" in font for font in used)


def test_a_long_table_repeats_its_heading_and_pages_are_numbered_from_the_second() -> None:
    rows = tuple((str(number), f"Giấy tờ số {number}") for number in range(1, 151))
    long = replace(RECEIPT, blocks=(Table((Column("STT", 0.4), Column("Tên giấy tờ", 3)), rows),))
    document = pypdfium2.PdfDocument(to_pdf(long))
    texts = [page.get_textpage().get_text_range() for page in document]
    assert len(texts) > 2
    assert all("Tên giấy tờ" in text for text in texts[:-1])
    everything = squeezed(" ".join(texts))
    assert all(f"Giấy tờ số {number}" in everything for number in (1, 75, 150))
    for number, page in enumerate(document, 1):
        top = page.get_textpage().get_text_bounded(left=250, right=345, bottom=842 - 45, top=842).strip()
        assert top == ("" if number == 1 else str(number))


def test_a_table_follows_its_heading_on_the_same_page() -> None:
    rows = tuple((str(number), "Giấy tờ") for number in range(1, 90))
    paper = replace(RECEIPT, blocks=(Heading("Danh sách"), Table((Column("STT"), Column("Tên")), rows)))
    first = pypdfium2.PdfDocument(to_pdf(paper))[0].get_textpage().get_text_range()
    assert "Danh sách" in first
    assert "Giấy tờ" in first


def test_one_cell_taller_than_a_page_does_not_stop_the_paper() -> None:
    tall = "\n".join(f"dòng {number}" for number in range(150))
    paper = replace(RECEIPT, blocks=(Table((Column("Nội dung"),), ((tall,),)),))
    assert "dòng 149" in words_of(to_pdf(paper))


def test_an_application_of_a_citizen_has_the_motto_in_the_middle_and_two_signatures() -> None:
    paper = replace(
        RECEIPT,
        letter_head=LetterHead(place="Kỳ Khang", day=dt.date(2026, 11, 5)),
        signatures=(Signature("Người được đăng ký", "Lê Thị Mai"), Signature("Người khai", "Lê Văn Hòa")),
    )
    for text in (squeezed(words_of(to_pdf(paper))), word_text(to_docx(paper))):
        assert "NGƯỜI KHAI" in text
        assert "Lê Thị Mai" in text
        assert "Kỳ Khang, ngày 05 tháng 11 năm 2026" in text


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (dt.date(2026, 2, 5), "Hà Tĩnh, ngày 05 tháng 02 năm 2026"),
        (dt.date(2026, 11, 22), "Hà Tĩnh, ngày 22 tháng 11 năm 2026"),
        (dt.date(2026, 3, 1), "Hà Tĩnh, ngày 01 tháng 3 năm 2026"),
    ],
)
def test_days_are_written_as_the_decree_asks(day: dt.date, said: str) -> None:
    assert place_and_day("Hà Tĩnh", day) == said


def test_the_name_of_a_committee_breaks_after_its_generic_part() -> None:
    assert agency_lines("Ủy ban nhân dân xã Kỳ Khang") == "ỦY BAN NHÂN DÂN\nXÃ KỲ KHANG"
    assert agency_lines("Sở Nội vụ") == "SỞ NỘI VỤ"


def test_text_of_people_is_never_markup_and_broken_letters_are_composed() -> None:
    paper = replace(
        RECEIPT, blocks=(Text('<b>Không</b> & "phải" mã'), Text(unicodedata.normalize("NFD", "Thủy Nguyễn\0")))
    )
    text = squeezed(words_of(to_pdf(paper)))
    assert '<b>Không</b> & "phải" mã' in text
    assert "Thủy Nguyễn" in text
    assert "Thủy Nguyễn" in word_text(to_docx(paper))


def test_papers_written_at_the_same_time_do_not_mix() -> None:
    names = [f"Nguyễn Thị {word} {number}" for number in range(12) for word in ("Hường", "Thủy", "Quỳnh", "Bưởi")]

    with ThreadPoolExecutor(max_workers=6) as pool:
        made = list(pool.map(lambda name: to_pdf(replace(RECEIPT, addressee=name)), names))
    assert all(name in squeezed(words_of(pdf)) for name, pdf in zip(names, made, strict=True))


_ONSETS = ["", "b", "ch", "d", "đ", "gh", "kh", "ngh", "nh", "ph", "qu", "th", "tr", "x"]
_NUCLEI = ["a", "ă", "â", "e", "ê", "i", "o", "ô", "ơ", "u", "ư", "y", "iê", "uô", "ươ"]
_CODAS = ["", "c", "ch", "m", "n", "ng", "nh", "p", "t"]
_TONES = ["", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"]


@st.composite
def syllables(draw: st.DrawFn) -> str:
    """Any syllable the writing system can spell, in one of the two ways of encoding it."""
    body = draw(st.sampled_from(_ONSETS)) + draw(st.sampled_from(_NUCLEI)) + draw(st.sampled_from(_TONES))
    word = unicodedata.normalize("NFC", body + draw(st.sampled_from(_CODAS)))
    word = draw(st.sampled_from([word, word.upper(), word.capitalize()]))
    return unicodedata.normalize(draw(st.sampled_from(["NFC", "NFD"])), word)


@settings(max_examples=60)
@given(st.lists(syllables(), min_size=1, max_size=60))
def test_every_syllable_comes_back_from_the_pdf(words: list[str]) -> None:
    text = " ".join(words)
    pdf = to_pdf(Paper(kind="t", title="A", blocks=(Text(text, indent=False), Text(text, bold=True, italic=True))))
    expected = unicodedata.normalize("NFC", text)
    found = squeezed("".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages))
    assert re.sub(r"\s", "", found).count(re.sub(r"\s", "", expected)) >= 2


def _png(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()
