"""Names of persons and of parents: keys decide first, edits are counted only where no key agrees."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from rapidfuzz.distance import DamerauLevenshtein
from rapidfuzz.process import cpdist

from dean06.ecosystem.matching.levels import Name, Parent
from dean06.ecosystem.matching.normalise.names import FLAG_KEYSTROKES, FLAG_NO_ACCENT

Column = npt.NDArray[np.int64]
#: More edits than this are another name.
MOST_EDITS = 2
#: Two slips need this many letters to be two slips of one name rather than another short name.
LETTERS_FOR_TWO_SLIPS = 9


def name_levels(
    record: Mapping[str, Column], person: Mapping[str, Column], record_text: pa.Array, person_text: pa.Array
) -> npt.NDArray[np.int8]:
    """The level of each pair of names. The mappings hold the key columns, ``words`` and ``flags``."""
    level = np.full(len(record["name"]), -1, dtype=np.int8)

    def equal(column: str) -> npt.NDArray[np.bool_]:
        return record[column] == person[column]

    def assign(condition: npt.NDArray[np.bool_], value: Name) -> None:
        level[(level < 0) & condition] = value

    several = np.minimum(record["words"], person["words"]) > 1
    edges = equal("n_edges") & several
    assign((record["words"] == 0) | (person["words"] == 0), Name.MISSING)
    assign(equal("name"), Name.EQUAL)
    plain = equal("n_plain")
    assign(equal("n_full"), Name.PLACEMENT)
    assign(plain & equal("n_base"), Name.TONE)
    assign(plain, Name.DIACRITICS)
    assign(equal("n_glue"), Name.GLUED)
    assign(equal("n_bag"), Name.ORDER)
    assign(edges & (record["words"] != person["words"]), Name.MIDDLE_MISSING)
    assign(equal("n_short") & several & equal("n_given"), Name.INITIALS)
    open_pairs = np.nonzero(level < 0)[0]
    if len(open_pairs):
        edits, letters = edit_counts(record_text.take(pa.array(open_pairs)), person_text.take(pa.array(open_pairs)))
        level[open_pairs[edits == 1]] = Name.SLIP
        level[open_pairs[(edits == 2) & (letters >= LETTERS_FOR_TWO_SLIPS)]] = Name.TWO_SLIPS
    assign(edges, Name.MIDDLE_OTHER)
    assign(equal("n_tail") & several, Name.FAMILY_OTHER)
    assign(equal("n_head") & several, Name.GIVEN_OTHER)
    assign(equal("n_given"), Name.GIVEN_ONLY)
    assign(equal("n_family"), Name.FAMILY_ONLY)
    level[level < 0] = Name.OTHER
    known = level != Name.MISSING
    keystrokes = known & ((record["flags"] & FLAG_KEYSTROKES) > 0)
    bare = known & ~keystrokes & ((record["flags"] & FLAG_NO_ACCENT) > 0)
    level[keystrokes] = _KEYSTROKES[level[keystrokes]]
    level[bare] = _BARE[level[bare]]
    return level


_BARE = np.arange(max(Name) + 1, dtype=np.int8)
_BARE[[Name.PLACEMENT, Name.TONE, Name.DIACRITICS]] = Name.BARE
for _name in ("EQUAL", "GLUED", "ORDER", "MIDDLE_MISSING", "INITIALS", "SLIP", "TWO_SLIPS", "MIDDLE_OTHER"):
    _BARE[Name[_name]] = Name[f"BARE_{_name}"]
for _name in ("FAMILY_OTHER", "GIVEN_OTHER", "GIVEN_ONLY", "FAMILY_ONLY", "OTHER"):
    _BARE[Name[_name]] = Name[f"BARE_{_name}"]
_KEYSTROKES = np.full(max(Name) + 1, Name.KEYSTROKES_OTHER, dtype=np.int8)
_KEYSTROKES[[Name.EQUAL, Name.PLACEMENT, Name.TONE, Name.DIACRITICS, Name.GLUED]] = Name.KEYSTROKES
_KEYSTROKES[[Name.ORDER, Name.MIDDLE_MISSING, Name.INITIALS, Name.SLIP, Name.TWO_SLIPS]] = Name.KEYSTROKES_NEAR


def parent_levels(record: Mapping[str, Column], person: Mapping[str, Column]) -> npt.NDArray[np.int8]:
    """The level of each pair of names of a parent, by keys alone (``n_full``, ``n_bag``, ``n_edges``, ``n_given``;
    0 is no name)."""
    level = np.full(len(record["n_full"]), int(Parent.OTHER), dtype=np.int8)
    for column, value in (
        ("n_given", Parent.GIVEN),
        ("n_edges", Parent.NEAR),
        ("n_bag", Parent.PLAIN),
        ("n_full", Parent.EQUAL),
    ):
        level[record[column] == person[column]] = value
    level[(record["n_full"] == 0) | (person["n_full"] == 0)] = Parent.MISSING
    return level


def edit_counts(left: pa.Array, right: pa.Array) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
    """Edits (insert, drop, replace, swap neighbours) between texts, above ``MOST_EDITS`` as ``MOST_EDITS + 1``; and
    the letters of the shorter text."""
    lengths = np.minimum(_lengths(left), _lengths(right))
    far = np.abs(_lengths(left) - _lengths(right)) > MOST_EDITS
    edits = np.full(len(left), MOST_EDITS + 1, dtype=np.int32)
    near = np.nonzero(~far)[0]
    if len(near):
        where = pa.array(near)
        edits[near] = cpdist(
            left.take(where).to_pylist(),
            right.take(where).to_pylist(),
            scorer=DamerauLevenshtein.distance,
            score_cutoff=MOST_EDITS,
            dtype=np.int32,
            workers=1,
        )
    return edits, lengths


def _lengths(texts: pa.Array) -> npt.NDArray[np.int32]:
    return pc.utf8_length(texts).to_numpy(zero_copy_only=False).astype(np.int32)
