"""Text from before Unicode, and Unicode read wrongly: detection and repair.

Old files come in TCVN3 or VNI fonts, databases hold cp1258, card readers and web forms deliver UTF-8 that somebody read
as cp1252 or Shift-JIS. A wrong repair of a clean name is worse than none, so a text is converted only when

* the conversion explains it: what changes becomes possible Vietnamese (``syllables``), and most of it was not before;
* something in it cannot be clean text at all (a sign inside a word, a pair of letters no language has), or five
  different words speak for it;
* no other conversion does equally well.

Judge paragraph by paragraph (a document may mix fonts), before ``clean_text``, which drops the soft hyphen that is
TCVN3's ư. The original text stays in ``Repair.original`` for the log.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from dean06.kernel.common.vietnamese.legacy_tables import (
    NOT_LEGACY,
    cp1258_evidence,
    from_tcvn3,
    from_vni,
    tcvn3_evidence,
    vni_evidence,
)
from dean06.kernel.common.vietnamese.syllables import is_syllable
from dean06.kernel.common.vietnamese.unicode import to_nfc

__all__ = ["Decoded", "Detection", "Encoding", "Repair", "decode", "detect", "has_lost_letters", "repair"]

Encoding = Literal[
    "unicode", "tcvn3", "vni", "cp1258", "utf8_mojibake", "utf8_double_mojibake", "shift_jis_mojibake", "lookalike"
]

# A repair is made from this confidence on; below it the candidate is only reported.
REPAIR_FROM = 0.5


@dataclass(frozen=True, slots=True)
class Detection:
    """What a text seems to be. ``repaired`` is the text after conversion (unchanged for "unicode"), confidence 0..1."""

    encoding: Encoding
    repaired: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Repair:
    """A text ready for use, and what it was. ``encoding`` is "unicode" when nothing had to be repaired."""

    text: str
    original: str
    encoding: Encoding

    @property
    def changed(self) -> bool:
        """True when the text was converted."""
        return self.text != self.original


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text read from bytes: which encoding was found and how sure (0..1) that is."""

    text: str
    encoding: str
    confidence: float


# Letters that only Unicode Vietnamese has: a text that holds one was not read through a Western code page.
_SURELY_UNICODE = re.compile("[\u0102\u0103\u0110\u0111\u0128\u0129\u0168\u0169\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9]")
_QUOTES = "\"'()[]{}<>.,;:!?/\\-–—…“”‘’\u00a0"


def _tokens(text: str) -> list[str]:
    return [token for part in re.split(r"[\s\-/]+", text) if (token := part.strip(_QUOTES + "0123456789%*#&+="))]


# --- UTF-8 read as something else ---
def _western_byte(char: str) -> int | None:
    """The byte that a Western code page shows as ``char``; undefined bytes of cp1252 show as C1 controls."""
    code = ord(char)
    if code < 256 and not 0x80 <= code < 0xA0:
        return code
    try:
        return char.encode("cp1252")[0]
    except UnicodeEncodeError:
        return code if code < 256 else None


def _western_bytes(text: str) -> bytes | None:
    values = [_western_byte(char) for char in text]
    known = [value for value in values if value is not None]
    return bytes(known) if len(known) == len(values) else None


def _undo_western(text: str) -> str | None:
    """UTF-8 that was read as cp1252 or latin-1, read rightly; ``None`` when the bytes are no UTF-8."""
    data = _western_bytes(text)
    try:
        return None if data is None or data.isascii() else data.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _undo_cp1258(text: str) -> str | None:
    try:
        return text.encode("cp1258").decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return None


_JAPANESE = re.compile("[\uff61-\uff9f\u3000-\u30ff\u4e00-\u9fff]")


def _undo_shift_jis(text: str) -> str | None:
    if not _JAPANESE.search(text):
        return None
    try:
        return text.encode("cp932").decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return None


# Letters of Vietnamese and of the European languages whose names a province meets, and the Vietnamese combining marks.
_PLAUSIBLE = re.compile(
    "[\u00aa\u00b5\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u017f\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9"
    "\u0300-\u0303\u0306\u0309\u031b\u0323]"
)


def _plausible(text: str) -> bool:
    """True when ``text`` holds no control characters and no letters of other scripts or of phonetic notation."""
    for char in text:
        if char < "\x80":
            if char < " " and char not in "\n\r\t":
                return False
        elif unicodedata.category(char)[0] in "LMC" and not _PLAUSIBLE.match(char):
            return False
    return True


_GARBAGE = re.compile(
    "[\u00c2-\u00f4][\u0080-\u009f\u00a1-\u00bf\u0192\u02c6\u02dc\u2020-\u2022\u2030\u20ac\u2122ŠšŒœŽžŸ‚„…‹›]"
)


def _garbage(text: str) -> int:
    """Number of words with a sign in their middle or end that only a misread byte puts there (``VÄƒn``, ``JosÃ©``)."""
    return len(_GARBAGE.findall(text))


def _mojibake(text: str) -> Iterator[tuple[str, Encoding]]:
    """What ``text`` may have been before it was misread; the deepest candidate first."""
    # A space-trimming program turns the second byte of "à" (no-break space) into a space or drops it.
    western = () if _SURELY_UNICODE.search(text) else (text, re.sub(r"Ã(?: |$)", "Ã\u00a0", text))
    for variant in western:
        once = _undo_western(variant)
        if once is None:
            continue
        twice = _undo_western(once)
        if twice is not None:
            thrice = _undo_western(twice)
            if thrice is not None:
                yield thrice, "utf8_double_mojibake"
            yield twice, "utf8_double_mojibake"
        yield once, "utf8_mojibake"
        break
    for undo, name in ((_undo_cp1258, "utf8_mojibake"), (_undo_shift_jis, "shift_jis_mojibake")):
        converted = undo(text)
        if converted is not None and converted != text:
            yield converted, name  # type: ignore[misc]


def _detect_mojibake(text: str) -> Detection | None:
    before = sum(map(is_syllable, _tokens(text)))
    for candidate, encoding in _mojibake(text):
        if not _plausible(candidate) or _garbage(candidate):
            continue
        after = sum(map(is_syllable, _tokens(to_nfc(candidate))))
        evidence = _garbage(text) if encoding != "shift_jis_mojibake" else 1
        if after > before or (after == before and evidence and not _all_clean(text)):
            return Detection(encoding, to_nfc(candidate), 0.99 if after > before else 0.9)
    return None


def _all_clean(text: str) -> bool:
    return all(map(is_syllable, _tokens(text)))


# --- fonts of before Unicode ---
def _from_cp1258(text: str) -> str | None:
    data = _western_bytes(text)
    try:
        return None if data is None else to_nfc(data.decode("cp1258"))
    except UnicodeDecodeError:
        return None


_FONTS: tuple[tuple[Encoding, Callable[[str], str | None], Callable[[str], int]], ...] = (
    ("tcvn3", from_tcvn3, tcvn3_evidence),
    ("vni", from_vni, vni_evidence),
    ("cp1258", _from_cp1258, cp1258_evidence),
)


def _is_acronym(word: str) -> bool:
    return len(word) > 1 and word.isupper() and not re.search("[AEIOUY]", unicodedata.normalize("NFD", word))


def _judge_font(text: str, converted: str, evidence: int) -> tuple[float, float]:
    """Confidence 0..1 that ``converted`` is what the writer meant, and its gain in possible syllables."""
    before, after = _tokens(text), _tokens(converted)
    if len(before) != len(after):
        # A sign at the edge of a word (§, ®, ·) was a letter: compare by blanks alone.
        before, after = text.split(), converted.split()
        if len(before) != len(after):
            return 0.0, 0.0
    changed = [
        (old, new)
        for old, new in zip(before, after, strict=True)
        if (old != new or not old.isascii()) and not _is_acronym(new) and old.lower() not in NOT_LEGACY
    ]
    if not changed:
        return 0.0, 0.0
    valid_after = sum(is_syllable(_core(new)) for _, new in changed)
    valid_before = sum(is_syllable(_core(old)) for old, _ in changed)
    gain = (valid_after - valid_before) / len(changed)
    share_after = valid_after / len(changed)
    share_all = sum(is_syllable(_core(new)) for new in after) / len(after)
    confidence = min(share_after, share_all) * min(1.0, gain + 0.3)
    needed = 0.8 if len(changed) >= 5 else 1.0
    # Without a sure sign, only many different words that all become possible tell a text from a few foreign names.
    evident = evidence > 0 or len({old.lower() for old, _ in changed}) >= 5
    sure = evident and gain >= 0.4 and share_after >= needed and share_all >= 0.7
    return (confidence if sure else min(confidence, REPAIR_FROM - 0.01)), gain


def _core(word: str) -> str:
    return word.strip(_QUOTES + "0123456789%*#&+=")


def _detect_font(text: str) -> Detection | None:
    candidates = []
    for encoding, convert, evidence in _FONTS:
        converted = convert(text)
        if converted is None or converted == text:
            continue
        confidence, gain = _judge_font(text, converted, evidence(text))
        candidates.append((confidence, gain, encoding, converted))
    if not candidates:
        return None
    candidates.sort(key=lambda candidate: candidate[:2], reverse=True)
    confidence, _, encoding, converted = candidates[0]
    if len(candidates) > 1 and candidates[1][0] >= REPAIR_FROM and confidence - candidates[1][0] < 0.1:
        confidence = REPAIR_FROM - 0.01  # two readings, no winner
    return Detection(encoding, converted, round(confidence, 3)) if confidence > 0 else None


# --- public ---
# PDF fonts of the 2000s map ư to U+01A3 (ƣ, "oi"), a letter no Vietnamese or European name has.
_LOOKALIKES = str.maketrans({"ƣ": "ư", "Ƣ": "Ư"})


def detect(text: str) -> Detection:
    """What code page ``text`` was really in. The best candidate is reported even when it is too unsure to use:
    ``repair`` takes it only from confidence 0.5 on.
    """
    if text.isascii():
        return Detection("unicode", text, 1.0)
    if "ƣ" in text or "Ƣ" in text:
        return Detection("lookalike", text.translate(_LOOKALIKES), 0.99)
    nfc = to_nfc(text)
    mojibake = _detect_mojibake(text)
    if mojibake is not None:
        return mojibake
    if _SURELY_UNICODE.search(nfc) or _all_clean(nfc):
        return Detection("unicode", text, 1.0)
    if _JAPANESE.search(text) and re.search(r"[A-Za-z]", text):
        # Some bytes have no Shift-JIS character and are gone: reported, never repaired.
        return Detection("shift_jis_mojibake", text, 0.4)
    return _detect_font(text) or Detection("unicode", text, 0.6)


def has_lost_letters(text: str) -> bool:
    """True when letters are gone for good: ``Nguy?n V?n A`` or U+FFFD. Only asking again (or a look-up) helps."""
    return "\ufffd" in text or re.search(r"[^\W\d_]\?+[^\W\d_]", text) is not None


def repair(text: str) -> Repair:
    """``text`` in Unicode: converted when ``detect`` is sure, otherwise exactly as it came."""
    found = detect(text)
    if found.encoding == "unicode" or found.confidence < REPAIR_FROM:
        return Repair(text, text, "unicode")
    return Repair(found.repaired, text, found.encoding)


_BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)


def _utf16_without_mark(data: bytes) -> str | None:
    """ASCII characters of UTF-16 have a zero byte on one side; no single-byte text holds zero bytes."""
    if len(data) < 4 or len(data) % 2 or b"\x00" not in data:
        return None
    even, odd = data[0::2].count(0), data[1::2].count(0)
    return ("utf-16-le" if odd > even else "utf-16-be") if max(even, odd) >= len(data) // 2 * 0.15 else None


def decode(data: bytes) -> Decoded:
    """The text of a file of unknown encoding: UTF-8/16/32, else TCVN3, VNI or cp1258, else cp1252. Never raises.

    UTF-8 that was itself made from misread text is repaired too. A confidence under 0.5 means: ask the user.
    """
    for mark, name in _BOMS:
        if data.startswith(mark):
            return Decoded(data.decode(name, errors="replace"), name.removesuffix("-sig"), 0.99)
    wide = _utf16_without_mark(data)
    if wide is not None:
        return Decoded(data.decode(wide, errors="replace"), wide, 0.9)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_single_byte(data)
    repaired = repair(text)
    return Decoded(repaired.text, "utf-8" if repaired.encoding == "unicode" else repaired.encoding, 0.99)


def _decode_single_byte(data: bytes) -> Decoded:
    western = "".join(bytes([value]).decode("cp1252", errors="ignore") or chr(value) for value in data)
    found = _detect_font(western)
    if found is not None and found.confidence >= REPAIR_FROM:
        return Decoded(found.repaired, found.encoding, found.confidence)
    return Decoded(western, "cp1252", 0.3)
