"""Vietnamese text as an administration meets it: names from cards, figures from reports, files from old machines.

The story of a text that comes in, one module a step:

1. ``legacy``: is it Unicode at all, or TCVN3, VNI, mojibake? Repaired only when sure; Telex residue is suggested, not changed.
2. ``unicode``: one code sequence per letter (NFC, Đ, apostrophes, no invisible characters, single spaces).
3. ``tones``: one place for the tone mark (hòa, not hoà); ``syllables``: is a word a possible Vietnamese syllable?
4. ``fold``: keys to search and compare by; ``names`` and ``collation``: splitting, printing and sorting personal names.
5. ``numbers``, ``number_words`` and ``dates``: what a document prints, with how it was printed.

Everything is a pure function on ``str``; nothing reads the clock, the database or the network.
"""

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
from dean06.kernel.common.vietnamese.number_words import (
    number_to_words,
    read_number_words,
)
from dean06.kernel.common.vietnamese.numbers import (
    NumberMention,
    PrintedNumber,
    RatioMention,
    find_numbers,
    find_ratios,
    format_number,
    format_percent,
    parse_number,
    parse_ratio,
)

__all__ = [
    "DateMention",
    "NumberMention",
    "Precision",
    "PrintedNumber",
    "RatioMention",
    "find_dates",
    "find_numbers",
    "find_ratios",
    "format_date",
    "format_date_long",
    "format_number",
    "format_percent",
    "half_bounds",
    "month_bounds",
    "number_to_words",
    "parse_date",
    "parse_day",
    "parse_number",
    "parse_ratio",
    "quarter_bounds",
    "read_number_words",
    "year_bounds",
]
