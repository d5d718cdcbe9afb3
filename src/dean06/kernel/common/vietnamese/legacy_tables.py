"""The code tables of Vietnamese before Unicode: TCVN3 (ABC, fonts .VnTime) and VNI-Windows (fonts VNI-Times).

Both are written here as they look when a program takes their bytes for Western European text (cp1252). Sources: TCVN
5712:1993 with the ABC font practice, and the published VNI-Windows character table.
"""

from __future__ import annotations

import re
from itertools import pairwise

from dean06.kernel.common.vietnamese.tones import Tone, compose
from dean06.kernel.common.vietnamese.unicode import to_nfc

__all__ = ["from_tcvn3", "from_vni", "to_tcvn3", "to_vni"]

# --- TCVN3: one byte a letter; accented capitals share the byte of the small letter (.VnTimeH draws them large) ---
_TCVN3_PAIRS = (
    "µà¸á¶ả·ã¹ạ¨ă»ằ¾ắ¼ẳ½ẵÆặ©âÇầÊấÈẩÉẫËậ®đÌèÐéÎẻÏẽÑẹªêÒềÕếÓểÔễÖệ×ìÝíØỉÜĩÞịßòãóáỏâõäọ«ôåồèốæổçỗéộ¬ơêờíớëởìỡîợ"
    "ïùóúñủòũôụ\u00adưõừøứöử÷ữùựúỳýýûỷüỹþỵ¡Ă¢Â£Ê¤Ô¥Ơ¦Ư§Đ"
)
TCVN3 = {_TCVN3_PAIRS[i]: _TCVN3_PAIRS[i + 1] for i in range(0, len(_TCVN3_PAIRS), 2)}
_TO_TCVN3 = {letter: byte for byte, letter in TCVN3.items()}
_TCVN3_TRANSLATION = str.maketrans(TCVN3)

# --- VNI: a base letter followed by a mark; the mark says tone and shape together ---
_VNI_TONES = {Tone.SAC: "ù", Tone.HUYEN: "ø", Tone.HOI: "û", Tone.NGA: "õ", Tone.NANG: "ï"}
_VNI_CIRCUMFLEX = {Tone.NGANG: "â", Tone.SAC: "á", Tone.HUYEN: "à", Tone.HOI: "å", Tone.NGA: "ã", Tone.NANG: "ä"}
_VNI_BREVE = {Tone.NGANG: "ê", Tone.SAC: "é", Tone.HUYEN: "è", Tone.HOI: "ú", Tone.NGA: "ü", Tone.NANG: "ë"}
_VNI_SINGLE = {"ơ": "ô", "ư": "ö", "đ": "ñ", "í": "í", "ì": "ì", "ỉ": "æ", "ĩ": "ó", "ị": "ò", "ỵ": "î"}


def _vni_table() -> dict[str, str]:
    """Small letter → VNI sequence."""
    table = dict(_VNI_SINGLE)
    for tone, mark in _VNI_TONES.items():
        table |= {compose(letter, tone): letter + mark for letter in "aeou"}
        table |= {compose("ơ", tone): "ô" + mark, compose("ư", tone): "ö" + mark}
        if tone is not Tone.NANG:
            table[compose("y", tone)] = "y" + mark
    for tone, mark in _VNI_CIRCUMFLEX.items():
        table |= {compose(letter, tone): plain + mark for letter, plain in zip("âêô", "aeo", strict=True)}
    table |= {compose("ă", tone): "a" + mark for tone, mark in _VNI_BREVE.items()}
    return table


_TO_VNI = _vni_table()
_TO_VNI |= {letter.upper(): sequence.upper() for letter, sequence in _TO_VNI.items()}
VNI: dict[str, str] = {}
for _letter, _sequence in _TO_VNI.items():
    # The case of the base decides; typists leave the mark small or large as it comes.
    VNI[_sequence] = _letter
    if len(_sequence) == 2:
        VNI.setdefault(_sequence[0] + _sequence[1].swapcase(), _letter)
_VNI_PATTERN = re.compile("|".join(sorted(map(re.escape, VNI), key=len, reverse=True)))


def _capitals_lost(original: str) -> bool:
    """True when every letter whose case TCVN3 keeps is a capital: the accented ones must have been capitals too."""
    certain = [char for char in original if char.isascii() and char.isalpha()] + [c for c in original if c in "¡¢£¤¥¦§"]
    return len(certain) >= 2 and not any(char.islower() for char in certain)


def from_tcvn3(text: str) -> str:
    """TCVN3 text (its bytes seen as cp1252) to Unicode.

    Capitals that TCVN3 cannot express are restored where the rest tells: a text or word in capitals, and names in which
    every other word begins with a capital.
    """
    whole_upper = _capitals_lost(text) and sum(char.isupper() and char.isascii() for char in text) >= 3

    def convert(match: re.Match[str]) -> str:
        original = match.group(0)
        word = original.translate(_TCVN3_TRANSLATION)
        ascii_letters = sum(char.isascii() and char.isalpha() for char in original)
        return word.upper() if whole_upper or (ascii_letters >= 2 and _capitals_lost(original)) else word

    converted = re.sub(r"[A-Za-z\u00a1-\u00fe]+", convert, text)
    return _restore_initials(text, converted)


def _restore_initials(original: str, converted: str) -> str:
    if len(original) != len(converted):
        return converted
    starts = [match.start() for match in re.finditer(r"(?<!\S)\S", converted)]
    sure = [i for i in starts if original[i].isascii() or original[i] in "¡¢£¤¥¦§"]
    if len(sure) < 2 or len(starts) > 6 or not all(converted[i].isupper() for i in sure):
        return converted
    letters = list(converted)
    for i in starts:
        letters[i] = letters[i].upper()
    return "".join(letters)


def from_vni(text: str) -> str:
    """VNI-Windows text (its bytes seen as cp1252) to Unicode."""
    return _VNI_PATTERN.sub(lambda match: VNI[match.group(0)], text)


def to_tcvn3(text: str) -> str:
    """Unicode to TCVN3 as seen in cp1252, for old software. The case of most accented capitals is lost."""
    return "".join(_TO_TCVN3.get(char) or _TO_TCVN3.get(char.lower(), char) for char in to_nfc(text))


def to_vni(text: str) -> str:
    """Unicode to VNI-Windows as seen in cp1252, for old software."""
    return "".join(_TO_VNI.get(char, char) for char in to_nfc(text))


# Clean words that look like TCVN3: units with a micro sign, Spanish abbreviations.
NOT_LEGACY = frozenset(("µm", "µg", "µl", "µs", "µv", "µa", "µf", "µmol", "mª", "nª"))
# European names hold these pairs too (Loïc, Seán, Raúl, Gaël, Hoà): alone they prove nothing.
_EUROPEAN_PAIRS = frozenset(["aï", "oï", "eï", "uï", "aë", "aé", "aè", "aú", "aü", "eá", "oá", "oà"])


def vni_evidence(text: str) -> int:
    """How many letter-and-mark pairs stand in ``text`` that no European or Unicode Vietnamese spelling has."""
    pairs = (a + b for a, b in pairwise(text) if a + b in VNI)
    return sum(pair.lower() not in _EUROPEAN_PAIRS for pair in pairs)


def tcvn3_evidence(text: str) -> int:
    """How many characters stand as only TCVN3 puts them: signs inside words, capitals after small letters."""
    count = 0
    for word in re.findall(r"[A-Za-z\u00a1-\u00fe]+", text):
        plain = [] if word.lower() in NOT_LEGACY else [char for char in word if char.isascii()]
        for index, char in enumerate(word):
            if char not in TCVN3 or not plain:
                continue
            after_small = index > 0 and word[index - 1].isascii() and word[index - 1].islower()
            among_capitals = len(plain) >= 2 and all(map(str.isupper, plain)) and char.islower()
            if not char.isalpha() or char in "µª" or (char.isupper() and after_small) or among_capitals:
                count += 1
    return count


def cp1258_evidence(text: str) -> int:
    """How many vowels in ``text`` are followed by what cp1258 uses as a combining tone mark (seen as cp1252)."""
    return len(re.findall(r"[aeiouyâêôãõý][ÌÒÞìò]", text, re.IGNORECASE))
