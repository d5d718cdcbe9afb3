"""Comparing our books of a day with a gateway's statement."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from dean06.socioeconomic.payments.types import Compared, CompareRow, Difference


def compare(ours: Iterable[CompareRow], theirs: Iterable[CompareRow]) -> list[Compared]:
    """Every transaction of either side exactly once, by its id; a line that the statement repeats is a difference of
    its own. Differences come first.
    """
    mine = {row.transaction_id: row for row in ours}
    seen: Counter[str] = Counter()
    found: list[Compared] = []
    for row in theirs:
        seen[row.transaction_id] += 1
        match = mine.get(row.transaction_id)
        if seen[row.transaction_id] > 1:
            kind, amount = Difference.REPEATED, match.amount if match else None
        elif match is None:
            kind, amount = Difference.MISSING_HERE, None
        else:
            kind = Difference.MATCHED if match.amount == row.amount else Difference.AMOUNT
            amount = match.amount
        code = (match.order_code if match else "") or row.order_code
        found.append(Compared(kind, row.transaction_id, amount, row.amount, code))
    found += [
        Compared(Difference.MISSING_THERE, row.transaction_id, row.amount, None, row.order_code)
        for row in mine.values()
        if row.transaction_id not in seen
    ]
    return sorted(found, key=lambda one: one.difference == Difference.MATCHED)
