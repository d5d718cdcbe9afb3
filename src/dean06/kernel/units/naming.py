"""Keys under which differently printed names meet. Pure functions, no database.

Documents print one body in many ways: "Sở TT&TT", "Sở TTTT", "VPUBND", "Văn phòng UBND tỉnh", "CA H. Kỳ Anh".
``name_key`` folds a printed name to what all of them share; ``accent_key`` keeps the accents of proper names, so that
"xã Kỳ Hòa" is not taken for "xã Kỳ Hoa"; ``group_key`` makes "các huyện, thành phố, thị xã" order-free.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dean06.kernel.common.vietnamese import ascii_fold, clean_line, fold_i_y

#: Phrases that papers shorten, folded, longest first: either spelling becomes the short one.
_CONTRACTIONS: tuple[tuple[tuple[str, ...], str], ...] = tuple(
    sorted(
        (
            (tuple(phrase.split()), short)
            for phrase, short in (
                ("uy ban nhan dan", "ubnd"),
                ("ubnd", "ubnd"),
                ("hoi dong nhan dan", "hdnd"),
                ("uy ban mat tran to quoc", "ubmttq"),
                ("mat tran to quoc", "mttq"),
                ("doan dai bieu quoc hoi", "ddbqh"),
                ("doan dbqh", "ddbqh"),
                ("van phong", "vp"),
                ("vp dkdd", "vpdkdd"),
                ("cong an", "ca"),
                ("bao hiem xa hoi", "bhxh"),
                ("thanh pho", "tp"),
                ("thi xa", "tx"),
                ("thi tran", "tt"),
                ("trung tam", "tt"),
                ("chi nhanh", "cn"),
                ("dang ky dat dai", "dkdd"),
                ("dang ki dat dai", "dkdd"),
                ("ngan hang nha nuoc", "nhnn"),
                ("kho bac nha nuoc", "kbnn"),
                ("phuc vu hanh chinh cong", "pvhcc"),
                ("phuc vu hcc", "pvhcc"),
                ("quan ly khu kinh te", "qlkkt"),
                ("quan ly kkt", "qlkkt"),
                ("toa an nhan dan", "tand"),
                ("vien kiem sat nhan dan", "vksnd"),
                ("chi huy quan su", "chqs"),
                ("viet nam", "vn"),
                ("de an 06 cp", "da06"),
                ("de an 06", "da06"),
                ("da 06", "da06"),
                ("to cong tac", "tct"),
                ("thi hanh an dan su", "thads"),
                ("lien hiep phu nu", "lhpn"),
                ("trung uong", "tw"),
                ("kham benh chua benh", "kcb"),
                ("kham chua benh", "kcb"),
                ("cong nghe thong tin", "cntt"),
            )
        ),
        key=lambda pair: -len(pair[0]),
    )
)
#: One- and two-letter forms of unit kinds, read so only right after a word that expects a unit.
_KIND_LETTERS = {"h": "huyen", "p": "phuong", "x": "xa"}
_EXPECTS_UNIT = frozenset({"ubnd", "ca", "hdnd", "pvhcc", "vpdkdd", "cn", "dkdd"})
#: Words that name kinds of body or of unit: their accents say nothing.
_GENERIC = frozenset((
    "ubnd", "hdnd", "ca", "vp", "tt", "cn", "dkdd", "vpdkdd", "pvhcc", "xa", "phuong", "huyen", "tinh", "tp",
    "tx", "quan", "so", "ban", "cap", "dac", "khu", "cac",
))  # fmt: skip
_NOISE = re.compile(r"^[\s\-–—+*•·()\d.,;:]*(?=[^\W\d_])|[\s\-–—.,;:*]+$")
_WORDS = re.compile(r"[^\W_]+")

#: Phrases that count as one word when groups are compared.
_GROUP_PHRASES = (
    "lien quan", "doan the", "dia phuong", "don vi", "co quan", "to chuc", "doanh nghiep", "cap huyen",
    "cap xa", "cap tinh", "tin dung", "co so", "chinh quyen", "mot cua", "bo phan", "vien thong", "cung cap",
    "dich vu", "giao duc", "cong chung", "van tai", "chinh tri", "ngan hang", "thuong mai", "nganh doc",
    "truong hoc", "nha mang", "dao tao", "chuyen mon", "chu tri", "duoc giao", "kinh doanh", "hanh nghe",
    "benh vien", "cac cap", "tren dia ban", "tat ca", "toan the",
)  # fmt: skip
#: Words without weight in the name of a group.
_GROUP_FILLERS = frozenset((
    "cac", "co", "cua", "thuoc", "tai", "trendiaban", "trong", "tatca", "toanthe", "nhung", "khac", "tinh",
    "captinh", "dong", "nay", "thuc", "hien", "trien", "khai",
))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a printed name: without accents, and with them in one canonical form."""

    folded: str
    accented: str


def fold(text: str) -> str:
    """Lower case without accents; đ becomes d. Other characters stay."""
    return ascii_fold(text).lower()


def fold_words(text: str) -> str:
    """Folded words joined by single spaces, signs dropped: what search columns hold and queries are turned into."""
    return " ".join(_WORDS.findall(fold(text)))


def has_accents(text: str) -> bool:
    """True if the text was typed with Vietnamese accents at all."""
    return fold(text) != clean_line(text).lower()


def name_key(text: str) -> str:
    """The key under which all printed forms of one name meet: ``"Sở TT&TT"`` and ``"Sở TTTT"`` give ``"sotttt"``."""
    return _joined(words_of(text))


def accent_key(text: str) -> str:
    """Like ``name_key`` with the accents of proper names kept: tells "xã Yên Hòa" from "xã Yên Hoa"."""
    return _joined_accented(words_of(text))


def group_key(text: str) -> str:
    """Order-free key of a group name without filler words: "các Sở, ngành, ban" and "sở, ban, ngành cấp tỉnh" agree."""
    folded = " ".join(word.folded for word in words_of(text))
    for phrase in _GROUP_PHRASES:
        folded = re.sub(rf"\b{phrase}\b", phrase.replace(" ", ""), folded)
    return "g:" + " ".join(sorted({word for word in folded.split() if word not in _GROUP_FILLERS}))


def candidate_keys(text: str, province: str) -> list[tuple[str, str]]:
    """(key, accent key) pairs to try, surest first: as printed, without the province's name, without "tỉnh" at the end.

    ``province`` is the short name of the province served ("Hà Tĩnh"); another province's name is never cut off.
    """
    words = words_of(text)
    pairs = [(_joined(cut), _joined_accented(cut)) for cut in _without_province(words, tuple(fold(province).split()))]
    return list(dict.fromkeys(pair for pair in pairs if pair[0]))


def words_of(text: str) -> list[Word]:
    """Words of a name after clearing list marks, dropping "và" and contracting known phrases."""
    text = _NOISE.sub("", clean_line(text))
    raw = [_word(match) for match in _WORDS.findall(text)]
    return list(_spell_kinds(_contracted([word for word in raw if word.folded != "va"])))


def _word(printed: str) -> Word:
    """One spelling of i and y and one tone placement: "Kì", "Kỳ" and "kỳ" are one word, "hoà" is "hòa"."""
    accented = fold_i_y(printed)
    return Word(ascii_fold(accented), accented)


def _contracted(words: Sequence[Word]) -> list[Word]:
    """Replace phrases by their short form, again until nothing changes ("văn phòng đăng ký đất đai" in two steps)."""
    while True:
        shorter = list(_contract_once(words))
        if shorter == list(words):
            return shorter
        words = shorter


def _contract_once(words: Sequence[Word]) -> Iterator[Word]:
    position = 0
    while position < len(words):
        for phrase, short in _FOLDED_CONTRACTIONS:
            if tuple(word.folded for word in words[position : position + len(phrase)]) == phrase:
                yield Word(short, short)
                position += len(phrase)
                break
        else:
            yield words[position]
            position += 1


def _spell_kinds(words: Sequence[Word]) -> Iterator[Word]:
    for position, word in enumerate(words):
        previous = words[position - 1].folded if position else ""
        if word.folded in _KIND_LETTERS and previous in _EXPECTS_UNIT and position + 1 < len(words):
            kind = _KIND_LETTERS[word.folded]
            yield Word(kind, kind)
        else:
            yield word


def _without_province(words: list[Word], province: tuple[str, ...]) -> Iterator[list[Word]]:
    yield words
    folded = tuple(word.folded for word in words)
    province = tuple(fold_i_y(word) for word in province)
    if folded[-len(province) :] == province and len(words) > len(province) + 1:
        words, folded = words[: -len(province)], folded[: -len(province)]
        yield words
    for tail in (("cap", "tinh"), ("tinh",)):
        if folded[-len(tail) :] == tail and len(words) > len(tail):
            yield words[: -len(tail)]
            break


def _joined(words: Sequence[Word]) -> str:
    return "".join(word.folded for word in words)


def _joined_accented(words: Sequence[Word]) -> str:
    return "".join(word.folded if word.folded in _GENERIC else word.accented for word in words)


_FOLDED_CONTRACTIONS = tuple((tuple(fold_i_y(word) for word in phrase), short) for phrase, short in _CONTRACTIONS)


def edit_distance(left: str, right: str, limit: int) -> int:
    """Number of typing errors (insert, drop, replace, swap of neighbours) between two keys; ``limit + 1`` when more."""
    if abs(len(left) - len(right)) > limit:
        return limit + 1
    before_last: list[int] = []
    last = list(range(len(right) + 1))
    for row, a in enumerate(left, 1):
        current = [row]
        for column, b in enumerate(right, 1):
            best = min(last[column] + 1, current[-1] + 1, last[column - 1] + (a != b))
            if row > 1 and column > 1 and a == right[column - 2] and left[row - 2] == b:
                best = min(best, before_last[column - 2] + 1)
            current.append(best)
        if min(current) > limit:
            return limit + 1
        before_last, last = last, current
    return min(last[-1], limit + 1)
