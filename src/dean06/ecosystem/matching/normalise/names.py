"""Keys of a name, one for every way in which two spellings of it may agree.

``name``     the cleaned spelling: NFC, small letters, single spaces (identifies the spelling from here on)
``n_full``   the same name in any spelling habit: tone placement, i/y, Telex or VNI keystrokes read
``n_base``   without tone marks (circumflex, horn, breve, đ kept)
``n_plain``  without any diacritics
``n_bag``    the plain words in any order (given name first)
``n_glue``   the plain letters without spaces
``n_edges``  first and last word (middle name missing or different)
``n_tail``   all but the first word (other family name); ``n_head`` all but the last (siblings)
``n_given``  last word; ``n_family`` first word; ``n_short`` initials of all but the last word, and the last word
``words``    how many; ``flags`` 1: keystrokes were read, 2: no accent anywhere
``plain``    the plain text, for counting edits
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dean06.ecosystem.matching.normalise.hashing import mixed, multiset_keys, ordered_keys, pair_keys, segment_sums
from dean06.ecosystem.matching.normalise.words import KEYS, Words, WordTable

FLAG_KEYSTROKES = 1
FLAG_NO_ACCENT = 2

KEY_COLUMNS = (
    *("name", "n_full", "n_base", "n_plain", "n_bag", "n_glue", "n_edges", "n_tail", "n_head", "n_given", "n_family"),
    "n_short",
)
SCHEMA = pa.schema(
    [("spelling", pa.string())]
    + [(column_name, pa.int64()) for column_name in KEY_COLUMNS]
    + [("words", pa.int16()), ("flags", pa.int16()), ("plain", pa.string())]
)
# Letters, marks, digits (VNI keystrokes) and apostrophes make words; everything else parts them.
_NOT_WORD = r"[^\pL\pM\pN'\x{2bc}\x{2b9}\x{2bb}\x{2018}\x{2019}\x{201b}\x{2032}\x{b4}\x{60}\x{ff07}\p{Cf}]+"
# "Phạm Thị Nụ (Sáng)", "Lê Văn Bảy tức Bảy Cụt": what follows is another name.
_NOTE = r"\([^)]*\)?|\[[^\]]*\]?|\s+(?:tức|tuc|còn gọi là|con goi la|bí danh|bi danh)\s.*$"
_WORDS = WordTable()


def name_keys(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Spellings (one column, ``spelling``) → their keys (``SCHEMA``), row by row. A spelling without words has none."""
    spelling = batch.column("spelling")
    numbers, places, offsets, table = _split(spelling)
    count = np.diff(offsets)
    some = count > 0
    first, last = offsets[:-1][some], offsets[1:][some] - 1
    strict, full, base, plain, initial, letters, shift = (table.keys[key][numbers] for key in KEYS)
    is_last = np.zeros(len(numbers), dtype=bool)
    is_last[last] = True
    nothing = np.uint64(0)

    def spread(values: np.ndarray) -> np.ndarray:
        whole = np.zeros(len(count), dtype=np.int64)
        whole[some] = values
        return whole

    keys = {
        "name": ordered_keys(strict, places, offsets),
        "n_full": ordered_keys(full, places, offsets),
        "n_base": ordered_keys(base, places, offsets),
        "n_plain": ordered_keys(plain, places, offsets),
        "n_bag": multiset_keys(plain, offsets),
        "n_glue": _glued(letters, shift, offsets),
        "n_edges": spread(pair_keys(plain[first], plain[last])),
        "n_tail": ordered_keys(np.where(places == 0, nothing, plain), places, offsets),
        "n_head": ordered_keys(np.where(is_last, nothing, plain), places, offsets),
        "n_given": spread(mixed(plain[last])),
        "n_family": spread(mixed(plain[first])),
        "n_short": ordered_keys(np.where(is_last, plain, initial), places, offsets),
    }
    flags = (segment_sums(table.keystrokes[numbers], offsets) > 0) * FLAG_KEYSTROKES
    flags += (segment_sums(table.accented[numbers], offsets) == 0) * FLAG_NO_ACCENT
    texts = pa.ListArray.from_arrays(pa.array(offsets, pa.int32()), _texts(table, numbers))
    arrays = [spelling]
    arrays += [pa.array(keys[key], mask=~some) for key in KEY_COLUMNS]
    arrays += [pa.array(count.astype(np.int16)), pa.array(flags.astype(np.int16)), pc.binary_join(texts, " ")]
    return pa.RecordBatch.from_arrays(arrays, schema=SCHEMA)


def _split(spelling: pa.Array) -> tuple[np.ndarray, np.ndarray, np.ndarray, Words]:
    """The words of all spellings in one row, the place of each in its spelling, where each spelling begins."""
    small = pc.utf8_lower(pc.utf8_normalize(pc.fill_null(spelling, ""), "NFC"))
    small = pc.replace_substring_regex(pc.replace_substring_regex(small, _NOTE, " "), _NOT_WORD, " ")
    parts = pc.utf8_split_whitespace(pc.utf8_trim_whitespace(small))
    flat = pc.list_flatten(parts).dictionary_encode()
    distinct, table = _WORDS.numbers(flat.dictionary.to_pylist())
    where = flat.indices.to_numpy(zero_copy_only=False)
    numbers = distinct[where]
    parents = pc.list_parent_indices(parts).to_numpy(zero_copy_only=False).astype(np.int64)
    real = np.array([bool(text) for text in table.text[distinct]], dtype=bool)[where]  # not only signs
    needed = table.title[numbers]
    if needed.any():
        count = np.bincount(parents, minlength=len(spelling))
        leads = np.concatenate(([True], parents[1:] != parents[:-1]))
        real &= ~(leads & (needed > 0) & (count[parents] >= needed))
    if not real.all():
        numbers, parents = numbers[real], parents[real]
    offsets = np.zeros(len(spelling) + 1, dtype=np.int64)
    np.cumsum(np.bincount(parents, minlength=len(spelling)), out=offsets[1:])
    return numbers, np.arange(len(numbers)) - offsets[:-1][parents], offsets, table


def _texts(table: Words, numbers: np.ndarray) -> pa.Array:
    distinct, where = np.unique(numbers, return_inverse=True)
    return pa.array(table.text[distinct], pa.string()).take(pa.array(where))


def _glued(letters: np.ndarray, shift: np.ndarray, offsets: np.ndarray) -> np.ndarray:
    """One key for the letters of all words together, wherever the spaces stand."""
    count = np.diff(offsets)
    total = np.zeros(len(count), dtype=np.uint64)
    for place in range(int(count.max(initial=0))):
        rows = np.nonzero(count > place)[0]
        at = offsets[:-1][rows] + place
        total[rows] = total[rows] * shift[at] + letters[at]
    return mixed(total)
