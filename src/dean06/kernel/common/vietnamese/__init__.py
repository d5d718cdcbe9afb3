"""Vietnamese text as an administration meets it: names from cards, figures from reports, files from old machines.

The story of a text that comes in, one module a step:

1. ``legacy``: is it Unicode at all, or TCVN3, VNI, mojibake? Repaired only when sure; ``telex`` only suggests.
2. ``unicode``: one code sequence per letter (NFC, Đ, apostrophes, no invisible characters, single spaces).
3. ``tones``: one place for the tone mark (hòa, not hoà); ``syllables``: is a word a possible Vietnamese syllable?
4. ``fold``: keys to search and compare by; ``names`` and ``collation``: splitting, printing and sorting personal names.
5. ``numbers``, ``number_words``, ``dates``: what a document prints and how; ``number_search`` finds its figures.

Everything is a pure function on ``str``; nothing reads the clock, the database or the network.
"""

from dean06.kernel.common.vietnamese.collation import (
    collation_key,
)
from dean06.kernel.common.vietnamese.dates import (
    DateMention,
    Precision,
    find_dates,
    format_date,
    format_date_long,
    half_bounds,
    month_bounds,
    parse_date,
    parse_day,
    quarter_bounds,
    year_bounds,
)
from dean06.kernel.common.vietnamese.fold import (
    ascii_fold,
    compare_key,
    loose_key,
    search_key,
)
from dean06.kernel.common.vietnamese.legacy import (
    Decoded,
    Detection,
    Encoding,
    Repair,
    decode,
    detect,
    has_lost_letters,
    repair,
)
from dean06.kernel.common.vietnamese.names import (
    NameParts,
    display_name,
    name_sort_key,
    split_name,
)
from dean06.kernel.common.vietnamese.number_search import (
    NumberMention,
    RatioMention,
    find_numbers,
    find_ratios,
)
from dean06.kernel.common.vietnamese.number_words import (
    number_to_words,
    read_number_words,
)
from dean06.kernel.common.vietnamese.numbers import (
    PrintedNumber,
    format_number,
    format_percent,
    parse_number,
    parse_ratio,
)
from dean06.kernel.common.vietnamese.syllables import (
    Syllable,
    is_syllable,
    parse_syllable,
    syllable_share,
)
from dean06.kernel.common.vietnamese.telex import (
    KeyResidue,
    find_key_residue,
    read_key_word,
)
from dean06.kernel.common.vietnamese.tones import (
    Tone,
    canonical_tones,
    compose,
    fold_i_y,
    split_tone,
    to_new_tones,
    to_old_tones,
)
from dean06.kernel.common.vietnamese.unicode import (
    clean_line,
    clean_text,
    normalize_spaces,
    strip_invisible,
    to_nfc,
    unify_apostrophes,
    unify_d,
)

__all__ = [
    "DateMention",
    "Decoded",
    "Detection",
    "Encoding",
    "KeyResidue",
    "NameParts",
    "NumberMention",
    "Precision",
    "PrintedNumber",
    "RatioMention",
    "Repair",
    "Syllable",
    "Tone",
    "ascii_fold",
    "canonical_tones",
    "clean_line",
    "clean_text",
    "collation_key",
    "compare_key",
    "compose",
    "decode",
    "detect",
    "display_name",
    "find_dates",
    "find_key_residue",
    "find_numbers",
    "find_ratios",
    "fold_i_y",
    "format_date",
    "format_date_long",
    "format_number",
    "format_percent",
    "half_bounds",
    "has_lost_letters",
    "is_syllable",
    "loose_key",
    "month_bounds",
    "name_sort_key",
    "normalize_spaces",
    "number_to_words",
    "parse_date",
    "parse_day",
    "parse_number",
    "parse_ratio",
    "parse_syllable",
    "quarter_bounds",
    "read_key_word",
    "read_number_words",
    "repair",
    "search_key",
    "split_name",
    "split_tone",
    "strip_invisible",
    "syllable_share",
    "to_new_tones",
    "to_nfc",
    "to_old_tones",
    "unify_apostrophes",
    "unify_d",
    "year_bounds",
]
