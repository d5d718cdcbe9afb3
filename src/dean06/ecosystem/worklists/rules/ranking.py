"""Ranks of communes in a campaign, and the words of counts. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from fractions import Fraction

from dean06.ecosystem.worklists.types import Pair, Ranked, UnitScore


def ranked(scores: Iterable[UnitScore]) -> list[Ranked]:
    """Best share first; equal shares have equal ranks (1, 2, 2, 4); communes without work come last, without a rank.

    Shares are compared as fractions, so that 1/3 and 333/1000 are not a tie. Among equals, more cleaned comes first.
    """
    listed = list(scores)
    working = [score for score in listed if score.start > 0]
    shares = {score.unit: Fraction(score.cleaned, score.start) for score in working}
    ordered = sorted(working, key=lambda score: (-shares[score.unit], -score.cleaned, score.name))
    times = Counter(shares.values())
    places: dict[Fraction, int] = {}
    for place, score in enumerate(ordered, 1):
        places.setdefault(shares[score.unit], place)
    found = [Ranked(places[shares[one.unit]], one, times[shares[one.unit]] > 1) for one in ordered]
    idle = sorted((score for score in listed if score.start <= 0), key=lambda score: score.name)
    return found + [Ranked(None, score) for score in idle]


def thousands(number: int) -> str:
    """1234567 → "1.234.567"."""
    return f"{number:,}".replace(",", ".")


def percent(pair: Pair) -> str:
    """ "96,20%", rounded half up to two decimals; "" of nothing.

    Where that would read 100 while a record is missing, or 0 while one is there, it gets more decimals instead.
    """
    if not pair.denominator:
        return ""
    for decimals in range(2, 8):
        scale = 100 * 10**decimals
        parts = (2 * pair.numerator * scale + pair.denominator) // (2 * pair.denominator)
        says_all = parts == scale and pair.numerator < pair.denominator
        says_none = parts == 0 and pair.numerator > 0
        if not (says_all or says_none):
            break
    whole, rest = divmod(parts, 10**decimals)
    return f"{thousands(whole)},{rest:0{decimals}d}%"


def in_words(pair: Pair) -> str:
    """As reports write it: "3.079.271/3.200.783 (96,20%)"; nothing of nothing is "chưa có số liệu"."""
    if not pair.denominator:
        return "chưa có số liệu"
    return f"{thousands(pair.numerator)}/{thousands(pair.denominator)} ({percent(pair)})"
