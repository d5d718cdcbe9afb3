"""Is a word a possible Vietnamese syllable? A grammar of onset, rime and tone, not a word list.

Vietnamese words are single syllables of a very regular build: an onset of 28 spellings, a rime of about 160, one of six
tones; rimes that end in c, ch, p or t carry only sắc or nặng. A text damaged by a wrong code page breaks these rules at
once, which is what the detectors in ``legacy`` and ``telex`` measure. Rare names of other peoples (Bhuốc, Knul, H'Hen)
need not pass: the grammar answers "is this ordinary Vietnamese", not "is this allowed".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from dean06.kernel.common.vietnamese.tones import Tone, split_tone

__all__ = ["Syllable", "is_syllable", "parse_syllable", "syllable_share"]

# Longest first, so that "ngh" is tried before "ng" and "n".
ONSETS = (
    *("ngh", "ch", "gh", "gi", "kh", "ng", "nh", "ph", "qu", "th", "tr"),
    *("b", "c", "d", "đ", "g", "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "x"),
    "",
)


def _spellings(text: str) -> frozenset[str]:
    return frozenset(text.split())


RIMES = _spellings(
    """
    a ac ach ai am an ang anh ao ap at au ay
    ăc ăk ăm ăn ăng ăp ăt
    âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et
    ê êch êm ên ênh êp êt êu
    i ia ich im in inh ip it iu
    iêc iêm iên iêng iêp iêt iêu
    o oc oi om on ong op ot ooc oong
    oa oac oach oai oam oan oang oanh oao oap oat oay
    oăc oăm oăn oăng oăt
    oe oen oeo oet
    ô ôc ôi ôm ôn ông ôp ôt ôông
    ơ ơi ơm ơn ơp ơt
    u ua uc ui um un ung up ut
    uâ uân uâng uât uây uê uêch uên uênh uơ
    uôc uôi uôm uôn uông uôt
    uy uya uych uyên uyêt uynh uyp uyt uyu
    ư ưa ưc ưi ưm ưn ưng ưt ưu
    ươc ươi ươm ươn ương ươp ươt ươu
    y yên yêm yêng yêt yêu
    """
)
_FRONT = "eêiy"
_CHECKED = ("c", "ch", "k", "p", "t")
# After "qu" the rime loses its own u (quang = q + uang); after "gi" its own i (gin = gi + in, giêng = gi + iêng).
_AFTER_QU = _spellings(
    """
    a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây e en eo et ê êch ên ênh êt êu
    i ich in inh it iu y ych ynh yêt yên yt yp ôc ơ ơi ơn
    """
)
_GI_SHORT = _spellings("gi gin gip git giêc giên giêng giêt gim")


@dataclass(frozen=True, slots=True)
class Syllable:
    """Onset, rime (without tone mark) and tone, all in small letters."""

    onset: str
    rime: str
    tone: Tone


def _spelling_fits(onset: str, rime: str) -> bool:
    front = rime[:1] in _FRONT
    if onset in ("k", "gh", "ngh"):
        return front and not (onset != "k" and rime.startswith("y"))
    if rime == "ăk":
        return onset in ("đ", "l")  # Đắk Lắk keeps its old spelling
    if onset in ("c", "g", "ng"):
        return not front
    if onset == "qu":
        return rime in _AFTER_QU
    if rime.startswith("yê") or (rime == "y" and onset in ("kh", "ng", "nh", "ch", "gi", "tr")):
        return not onset
    return not (not onset and rime.startswith("iê"))


@lru_cache(maxsize=65536)
def parse_syllable(word: str) -> Syllable | None:
    """The parts of a possible syllable (NFC, any case, either tone style), or ``None``.

    A word with marks on two letters, or a stop-final rime with a tone that cannot go with it ("bàt"), is not possible.
    """
    small = word.lower()
    bare, tone = split_tone(small)
    if not bare or len(bare) > 7 or len(bare) != len(word) or sum(1 for char in small if split_tone(char)[1]) > 1:
        return None
    if bare in _GI_SHORT:
        return _checked("gi", bare[1:], tone)
    for onset in ONSETS:
        if bare.startswith(onset):
            rime = bare[len(onset) :]
            allowed = rime in _AFTER_QU if onset == "qu" else rime in RIMES
            if allowed and _spelling_fits(onset, rime):
                return _checked(onset, rime, tone)
    return None


def _checked(onset: str, rime: str, tone: Tone) -> Syllable | None:
    if rime.endswith(_CHECKED) and tone not in (Tone.SAC, Tone.NANG):
        return None
    return Syllable(onset, rime, tone)


def is_syllable(word: str) -> bool:
    """True when ``word`` could be an ordinary Vietnamese syllable with its diacritics."""
    return parse_syllable(word) is not None


_WORDS = re.compile(r"[^\W\d_]+")


def syllable_share(text: str) -> float:
    """Share (0..1) of the words of a text that are possible syllables; 0 for a text without words."""
    words = _WORDS.findall(text)
    return sum(map(is_syllable, words)) / len(words) if words else 0.0
