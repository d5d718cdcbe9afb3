"""Names, places and other words: encoding, invisible characters, spaces. What is sound Vietnamese is left alone.

The font of a column is a property of the column (``TextPlan``): one name of three syllables may not prove TCVN3, ten
thousand do. A value that has letters only Unicode has is Unicode whatever its neighbours are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dean06.ecosystem.datasets.reading.values import flags
from dean06.ecosystem.datasets.reading.values.distinct import NOTHING, Cache, Repaired, apply_rule, mask, spread
from dean06.ecosystem.datasets.types import Flag
from dean06.kernel.common.vietnamese import (
    clean_line,
    find_key_residue,
    has_lost_letters,
    is_syllable,
    repair,
    strip_invisible,
    to_nfc,
    unify_d,
)
from dean06.kernel.common.vietnamese.legacy_tables import from_tcvn3, from_vni

_FLAG_OF = {
    "tcvn3": Flag.TCVN3,
    "vni": Flag.VNI,
    "cp1258": Flag.CP1258,
    "utf8_mojibake": Flag.MOJIBAKE,
    "utf8_double_mojibake": Flag.MOJIBAKE,
    "shift_jis_mojibake": Flag.MOJIBAKE,
    "lookalike": Flag.LOOKALIKE,
}
_UNICODE_ONLY = re.compile("[ĂăĐđĨĩŨũƠơƯưẠ-ỹ]")
_CELL_ERROR = re.compile(r"#(?:N/A|REF!|VALUE!|NAME\?|DIV/0!|NULL!|NUM!|GETTING_DATA)")
_EDGES = "\"'()[]{}<>.,;:!?/\\-–—…“”‘’\u00a0" + "0123456789%*#&+="


def from_cp1258(text: str) -> str:
    """Windows-1258 text (its bytes seen as cp1252) to Unicode; unchanged when it cannot be that."""
    try:
        return to_nfc(text.encode("cp1252").decode("cp1258"))
    except UnicodeError:
        return text


_CONVERT: dict[str, Callable[[str], str]] = {"tcvn3": from_tcvn3, "vni": from_vni, "cp1258": from_cp1258}


@dataclass(frozen=True, slots=True)
class TextPlan:
    """How a column is written. ``font``: "" for Unicode, else a key of the fonts; ``names``: look for typing keys."""

    font: str = ""
    names: bool = False


def plan_text(samples: Iterable[str], *, names: bool = False) -> TextPlan:
    """The font of a column: the one that explains most of its values, when hardly any speaks against it."""
    votes: dict[str, int] = {}
    unicode_only = 0
    for text in {text for text in samples if not text.isascii()}:
        if _UNICODE_ONLY.search(to_nfc(text)):
            unicode_only += 1
            continue
        encoding = repair(text).encoding
        if encoding in _CONVERT:
            votes[encoding] = votes.get(encoding, 0) + 1
    if votes:
        font, count = max(votes.items(), key=lambda vote: vote[1])
        if count >= 3 and count > 4 * unicode_only and count > 4 * (sum(votes.values()) - count):
            return TextPlan(font, names)
    return TextPlan("", names)


def repair_text(text: str, plan: TextPlan) -> tuple[str | None, int]:
    """One value in Unicode, composed, with single spaces; and what had to be done. See ``Flag``."""
    if text in NOTHING:
        return None, 0
    if _CELL_ERROR.fullmatch(text.strip()):
        return None, flags.bit(Flag.CELL_ERROR)
    found: list[Flag] = []
    result = text
    if re.match(r"\s*'+\w", result):
        result = result.lstrip().lstrip("'")
        found.append(Flag.APOSTROPHE)
    result, encoding = _to_unicode(result, plan)
    if encoding:
        found.append(encoding)
    if to_nfc(result) != result:
        result = to_nfc(result)
        found.append(Flag.COMPOSED)
    visible = "".join(char for char in strip_invisible(result) if char >= " " or char in "\t\n\r")
    if visible != result:
        result = visible
        found.append(Flag.INVISIBLE)
    spaced = " ".join(result.split())
    if spaced != result:
        result = spaced
        found.append(Flag.SPACES)
    if unify_d(result) != result:
        result = unify_d(result)
        found.append(Flag.LOOKALIKE)
    if has_lost_letters(result):
        found.append(Flag.LETTERS_LOST)
    elif plan.names and find_key_residue(result):
        found.append(Flag.TELEX)
    return (result, flags.bits(found)) if result else (None, 0)


def _to_unicode(text: str, plan: TextPlan) -> tuple[str, Flag | None]:
    if text.isascii():
        return text, None
    if plan.font and not _UNICODE_ONLY.search(to_nfc(text)):
        converted = _CONVERT[plan.font](text)
        return (converted, _FLAG_OF[plan.font]) if converted != text else (text, None)
    done = repair(text)
    return (done.text, _FLAG_OF[done.encoding]) if done.changed else (text, None)


@lru_cache(maxsize=100_000)
def is_sound_word(word: str, plan: TextPlan) -> bool:
    """True for a word (no blanks in it) that ``repair_text`` leaves alone, alone and beside other such words."""
    if word.startswith(("'", "#")) or not word.isprintable() or word in NOTHING:
        return False
    if "?" in word and re.search(r"[^\W\d_]\?|\?[^\W\d_]", word):
        return False
    if word.isascii():
        return not (plan.names and len(word) > 2 and _may_be_keys(word))
    if plan.font or clean_line(word) != word or to_nfc(word) != word or unify_d(word) != word:
        return False
    core = word.strip(_EDGES)
    parts = [part for part in re.split(r"[-/.,;:()]+", core) if part]
    return bool(parts) and all(
        part.isascii() or (is_syllable(part) and (part.islower() or part.isupper() or part.istitle())) for part in parts
    )


def _may_be_keys(word: str) -> bool:
    core = word.strip(_EDGES) or word
    return not is_syllable(core) and find_key_residue(word) is not None


def sound_words(words: pa.Array, plan: TextPlan) -> np.ndarray:
    """For each text of a column (single blanks, trimmed): is every word of it sound?"""
    lists = pc.split_pattern(words, " ")
    coded = lists.flatten().dictionary_encode()
    sound = np.fromiter(
        (is_sound_word(word, plan) for word in coded.dictionary.to_pylist()), dtype=bool, count=len(coded.dictionary)
    )
    wrong = np.concatenate(([0], np.cumsum(~sound[coded.indices.to_numpy()])))
    offsets = lists.offsets.to_numpy()
    return wrong[offsets[1:]] == wrong[offsets[:-1]]


def repair_text_column(raw: pa.Array, plan: TextPlan, cache: Cache) -> Repaired:
    """``repair_text`` for a column."""
    coded = raw.dictionary_encode()
    words = coded.dictionary
    bits = np.zeros(len(words), dtype=np.int64)
    spaced = mask(pc.match_substring_regex(words, r"^\s|\s$|\s\s|[^\S ]"))
    plain = words
    if spaced.any():
        single = pc.replace_substring_regex(words, r"[ \t\r\n]{2,}|[\t\r\n]", " ")
        plain = pc.if_else(pa.array(spaced), pc.utf8_trim(single, " "), words)
    empty = mask(pc.equal(plain, ""))
    sound = sound_words(plain, plan) | empty
    bits[spaced & sound & ~empty] |= flags.bit(Flag.SPACES)
    if plan.font and not sound.all():
        plain, converted = _convert_column(plain, ~sound, plan)
        bits[converted] |= flags.bit(_FLAG_OF[plan.font])
        bits[converted & spaced] |= flags.bit(Flag.SPACES)
        sound |= converted
    plain, bits = apply_rule(_where(sound, plain, words), ~sound, lambda text: repair_text(text, plan), cache, bits)
    return spread(plain, bits, coded.indices)


@lru_cache(maxsize=100_000)
def _convert_word(word: str, plan: TextPlan) -> tuple[str, str, bool, bool]:
    """A word out of an old font: as it is, as in a text of capitals, whether it changed, and whether all is well."""
    if word.isascii():
        return word, word, False, is_sound_word(word, plan)
    initial_lost = plan.font == "tcvn3" and not word[0].isascii() and word[0] not in "¡¢£¤¥¦§"
    if initial_lost or _UNICODE_ONLY.search(to_nfc(word)):
        return word, word, False, False
    text = _CONVERT[plan.font](word)
    upper = text.upper() if plan.font == "tcvn3" else text
    return text, upper, text != word, is_sound_word(text, TextPlan(names=plan.names))


def _convert_column(words: pa.Array, wanted: np.ndarray, plan: TextPlan) -> tuple[pa.Array, np.ndarray]:
    """Texts of an old font converted word by word, where that gives what converting the whole text would.

    Returns the column and which texts were converted; the rest is left to ``repair_text``.
    """
    lists = pc.split_pattern(words, " ")
    coded = lists.flatten().dictionary_encode()
    found = [_convert_word(word, plan) for word in coded.dictionary.to_pylist()]
    indices, offsets = coded.indices, lists.offsets.to_numpy()
    place = indices.to_numpy()

    def any_in(flag: np.ndarray) -> np.ndarray:
        count = np.concatenate(([0], np.cumsum(flag[place])))
        return count[offsets[1:]] > count[offsets[:-1]]

    changed = any_in(np.array([one[2] for one in found], dtype=bool))
    doubtful = any_in(~np.array([one[3] for one in found], dtype=bool))
    # from_tcvn3 takes a text whose plain letters are all capitals for one of capitals.
    capitals = ~mask(pc.match_substring_regex(words, "[a-z]")) & mask(
        pc.match_substring_regex(words, "[A-Z].*[A-Z].*[A-Z]")
    )
    normal, upper = (pa.array([one[kind] for one in found], pa.string()).take(indices) for kind in (0, 1))
    flat = pc.if_else(pa.array(np.repeat(capitals, np.diff(offsets))), upper, normal)
    joined = pc.binary_join(pa.ListArray.from_arrays(lists.offsets, flat), " ")
    done = wanted & changed & ~doubtful
    return pc.if_else(pa.array(done), joined, words), done


def _where(condition: np.ndarray, first: pa.Array, second: pa.Array) -> pa.Array:
    return first if first is second else pc.if_else(pa.array(condition), first, second)
