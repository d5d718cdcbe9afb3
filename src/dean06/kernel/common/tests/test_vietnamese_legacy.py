"""Text of before Unicode and misread Unicode: repaired when sure, never touched when clean."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dean06.kernel.common.vietnamese import decode, detect, has_lost_letters, repair
from dean06.kernel.common.vietnamese.legacy_tables import to_tcvn3, to_vni


def words(listed: str) -> list[str]:
    return listed.split()


FAMILIES = words(
    """
    Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Lò Lô Vi Hà Cà Kha Ốc Rơ A Y Đinh Mạc
    Sùng Giàng Vàng Thào Lầu Cứ Hạ Chẩu Quàng Tòng Lường Cầm Bạc Vừ Ksor Siu Rahlan Rmah Nay Kpă Bhuốc Hốih
    Alăng Zơrâm Bríu
    """
)
MIDDLES = words(
    """
    Văn Thị Đức Hữu Ngọc Thanh Minh Quốc Xuân Thúy Như Bá Công Đình Gia Khánh Kim Mỹ Á Bé Mí
    """
)
GIVENS = words(
    """
    An Ánh Ân Bình Châu Dũng Đạt Giàu Hằng Hòa Hoà Khoẻ Lý Lí Mạnh Nguyệt Oanh Phúc Quỳnh Sỹ Thủy Thuỷ Ứng Vượng
    Xuyến Ý Mị Páo Dế Cổ Lìa Bé Tí Cò Kê Cê Dê Hô Sáu Bảy Cả Út
    """
)
UPLAND = [
    "H'Hen Niê",
    "Y Blok Êban",
    "Lò Văn Ứơng",
    "A Lăng Bhuốc",
    "K'Brể",
    "H’Bia Ayũn",
    "Y Moan Ênuôl",
    "H'Yến Mlô",
    "Kră Jăn K'Ôn",
]
UPLAND += [
    "Rơ Châm Hơn",
    "Zơ Râm Bê",
    "Hồ Pả Lăng",
    "Cil Múp Ha Nhép",
    "Bnướch Bao",
    "Y Ê",
    "H' Wê",
    "K'Sô",
    "Mấu Hồng Thái",
]
FOREIGN = words(
    """
    José Müller François Zoë Noël Chloé André Jürgen Åsa Søren Peña Núñez João Gonçalves Loïc Naïm Anaïs Gaël
    Maël Raúl Seán Beáta Göran Łukasz Šimon Dvořák Émile Hélène Élan Çelik Öz Ümit Ñu Aïda Thaïs Saïd Lévi René
    Mª Nª Bê Cécé Bù Hôn Gérôme Pospíšil Þór Straße O’Brien D'Été Mêlée Noé Léo Théa Häns Bö Sö Nã Leão São Camões Õnne
    Jõgi Nguyen Moïse Cléo Kê Æsa
    """
)
CLEAN_TEXTS = [
    "Ủy ban nhân dân tỉnh ban hành Kế hoạch số 12/KH-UBND ngày 05/02/2024.",
    "Diện tích 25 m², dày 5 µm, nhiệt độ 37 °C – theo Điều 7 § 2.",
    "Đơn vị © 2024 «Hà Nội» ½ ngày ±5% giá £3",
    "The quick brown fox; déjà vu, naïve façade, piñata, crème brûlée à la carte",
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Ho va ten khong dau: Nguyen Van An",
    "Lê… “Bà Ã” ‘XÃ’ BÃ… HÀ… Ê-đê",
    "Tiền: 5.000 đ × 2 = 10.000 đ; ¼; 1ª; nº 5",
    "Xã Thuận Hoà, huyện Kỳ Anh; tổ 3¹, ghi chú²",
]

clean_words = st.sampled_from(FAMILIES + MIDDLES + GIVENS)
vietnamese_names = st.builds(
    lambda family, middles, given: " ".join([family, *middles, given]),
    st.sampled_from(FAMILIES),
    st.lists(st.sampled_from(MIDDLES), max_size=2),
    st.sampled_from(GIVENS),
)
foreign_names = st.lists(st.sampled_from(FOREIGN), min_size=1, max_size=4).map(" ".join)
mixed_names = st.lists(st.one_of(clean_words, st.sampled_from(FOREIGN + UPLAND)), min_size=1, max_size=4).map(" ".join)
casing = st.sampled_from([str, str.upper, str.lower, str.title])
normal_forms = st.sampled_from(["NFC", "NFD"])


@settings(max_examples=600)
@given(st.one_of(vietnamese_names, foreign_names, mixed_names, st.sampled_from(UPLAND)), casing, normal_forms)
def test_a_clean_name_is_never_changed(name, case, form) -> None:
    name = unicodedata.normalize(form, case(name))
    assert repair(name).text == name


@given(st.lists(st.one_of(clean_words, st.sampled_from(FOREIGN)), min_size=1, max_size=1).map(" ".join), casing)
def test_a_single_clean_word_is_never_changed(word, case) -> None:
    assert repair(case(word)).text == case(word)


@pytest.mark.parametrize("text", CLEAN_TEXTS)
def test_clean_sentences_are_never_changed(text: str) -> None:
    for line in (text, text.upper(), unicodedata.normalize("NFD", text)):
        result = repair(line)
        assert (result.text, result.encoding, result.changed) == (line, "unicode", False)


# Words of ordinary official prose; every sentence drawn from them has several accented words.
PROSE = words(
    """
    ủy ban nhân dân tỉnh triển khai thực hiện kế hoạch đề án phát triển ứng dụng dữ liệu về dân cư định danh và
    xác thực điện tử phục vụ chuyển đổi số quốc gia trên địa bàn huyện xã phường thị trấn hồ sơ được tiếp nhận
    giải quyết đúng hạn trường hợp khỏe thủy người dân đăng ký cấp thẻ căn cước mới bảo hiểm y tế học sinh giáo
    viên bệnh viện đất đai thuế nghiệp hướng dẫn yêu cầu
    """
)
sentences = st.lists(st.sampled_from(sorted(set(PROSE))), min_size=9, max_size=30, unique=True).map(" ".join)
accented = sentences.filter(lambda text: sum(not word.isascii() for word in text.split()) >= 6)


def as_cp1252(data: bytes) -> str:
    """What a Western program shows for ``data`` (undefined bytes as control characters)."""
    return "".join(bytes([value]).decode("cp1252", errors="ignore") or chr(value) for value in data)


ENCODERS = {
    "tcvn3": to_tcvn3,
    "vni": to_vni,
    "utf8_mojibake": lambda text: as_cp1252(text.encode()),
    "utf8_double_mojibake": lambda text: as_cp1252(as_cp1252(text.encode()).encode()),
}


@pytest.mark.parametrize("encoding", list(ENCODERS))
@given(text=accented, upper=st.booleans())
def test_damaged_prose_comes_back_exactly(encoding: str, text: str, upper: bool) -> None:
    text = text.upper() if upper else text
    result = repair(ENCODERS[encoding](text))
    assert (result.text, result.encoding, result.changed) == (text, encoding, True)
    assert result.original == ENCODERS[encoding](text)


@given(accented)
def test_utf8_read_as_latin_1_comes_back_exactly(text: str) -> None:
    assert repair(text.encode().decode("latin-1")).text == text


NAMES = [
    "Nguyễn Văn Đức",
    "Trần Thị Ánh Nguyệt",
    "Phạm Hồng Ứng",
    "NGUYỄN VĂN ĐỨC",
    "Lê Thị Thủy",
    "Hà Huy Tập",
    "Võ Thị Sáu",
]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("encoding", list(ENCODERS))
def test_damaged_names_come_back_exactly(name: str, encoding: str) -> None:
    assert repair(ENCODERS[encoding](name)).text == name


@pytest.mark.parametrize(
    ("damaged", "meant", "encoding"),
    [
        ("Nguyá»…n VÄƒn", "Nguyễn Văn", "utf8_mojibake"),
        ("JosÃ©", "José", "utf8_mojibake"),
        ("HÃ  Ná»™i", "Hà Nội", "utf8_mojibake"),
        ("Nguyeãn Vaên A", "Nguyễn Văn A", "vni"),
        ("NguyÔn V¨n A", "Nguyễn Văn A", "tcvn3"),
        ("CéNG HßA X· HéI CHñ NGHÜA VIÖT NAM", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "tcvn3"),
        ("NguyêÞn Vãn Ðýìc", "Nguyễn Văn Đức", "cp1258"),
        ("trƣờng Ƣơng", "trường Ương", "lookalike"),
        ("Lﾃｪ", "Lê", "shift_jis_mojibake"),
        ("C盻冢g hﾃｲa xﾃ｣ h盻冓", "Cộng hòa xã hội", "shift_jis_mojibake"),
    ],
)
def test_known_damage_is_repaired(damaged: str, meant: str, encoding: str) -> None:
    result = repair(damaged)
    assert (result.text, result.encoding, result.original) == (meant, encoding, damaged)


def test_a_doubtful_reading_is_reported_but_not_applied() -> None:
    found = detect("Loïc")
    assert (found.encoding, found.repaired) == ("vni", "Lọc") and found.confidence < 0.5
    assert repair("Loïc").text == "Loïc"


def test_letters_lost_for_good_are_reported() -> None:
    assert has_lost_letters("Nguy?n V?n A") and has_lost_letters("Nguy\ufffdn")
    assert not has_lost_letters("Đã làm chưa? Chưa.") and not has_lost_letters("Nguyễn Văn A")
    lost = detect("Nguy盻\ufffdn Vﾄハ")
    assert lost.encoding == "shift_jis_mojibake" and repair("Nguy盻\ufffdn Vﾄハ").changed is False


TEXT = "Cộng hòa xã hội chủ nghĩa Việt Nam\nĐộc lập - Tự do - Hạnh phúc\nỦy ban nhân dân huyện Đức Thọ"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode(), "utf-8"),
        (TEXT.encode("utf-8-sig"), "utf-8"),
        (TEXT.encode("utf-16"), "utf-16"),
        (TEXT.encode("utf-16-le"), "utf-16-le"),
        (TEXT.encode("utf-16-be"), "utf-16-be"),
        (TEXT.encode("utf-32"), "utf-32"),
        (to_vni(TEXT).encode("cp1252"), "vni"),
    ],
)
def test_files_of_unknown_encoding_are_read(data: bytes, encoding: str) -> None:
    decoded = decode(data)
    assert (decoded.text, decoded.encoding) == (TEXT, encoding) and decoded.confidence >= 0.5


def test_single_byte_files_are_read() -> None:
    decoded = decode(to_tcvn3(TEXT.lower()).encode("latin-1"))
    assert (decoded.text, decoded.encoding) == (TEXT.lower(), "tcvn3")
    composed = unicodedata.normalize("NFD", "Nguyễn Văn Đức ở huyện Kỳ Anh đã nộp hồ sơ")
    # cp1258 writes â ê ô ă ơ ư whole and the tone as a mark of its own.
    for shape, whole in (
        ("a\u0302", "â"),
        ("e\u0302", "ê"),
        ("o\u0302", "ô"),
        ("a\u0306", "ă"),
        ("o\u031b", "ơ"),
        ("u\u031b", "ư"),
    ):
        composed = composed.replace(shape[0] + "\u0323" + shape[1], whole + "\u0323").replace(shape, whole)
    decoded = decode(composed.encode("cp1258"))
    assert (decoded.text, decoded.encoding) == ("Nguyễn Văn Đức ở huyện Kỳ Anh đã nộp hồ sơ", "cp1258")
    western = decode("Société générale à Paris".encode("cp1252"))
    assert western.text == "Société générale à Paris" and western.confidence < 0.5


@given(st.binary(max_size=200))
def test_no_bytes_break_the_decoder(data: bytes) -> None:
    decoded = decode(data)
    assert isinstance(decoded.text, str) and 0 <= decoded.confidence <= 1


@given(st.text(max_size=100))
def test_no_text_breaks_the_detector(text: str) -> None:
    result = repair(text)
    assert result.original == text and (result.changed or result.text == text)
