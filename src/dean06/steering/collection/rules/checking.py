"""What is wrong or strange about the figures of a unit, in sentences.

``REFUSE``: the cell cannot be kept at all. ``FIX``: it is kept, and must be put right before it is sent.
``EXPLAIN``: it is kept, and must have a comment before it is sent.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from dean06.kernel.common.pairs import Pair
from dean06.kernel.common.vietnamese import format_number
from dean06.steering.collection.rules.jumps import increments, jump
from dean06.steering.indicators.types import Accumulation

#: A comment shorter than this explains nothing.
SHORTEST_COMMENT = 5
#: Equal to last period: doubted from this many cases on; below, equal figures are nothing special.
COPIED_FROM = 10
#: A whole form is doubted when so many of its comparable rows, and this share of them, repeat the last period.
COPIED_ROWS, COPIED_SHARE = 5, 0.8


class Level(StrEnum):
    """What a finding means for the cell."""

    REFUSE = "refuse"
    FIX = "fix"
    EXPLAIN = "explain"


class Kind(StrEnum):
    """Stable names of the findings."""

    NOT_A_COUNT = "not_a_count"
    DENOMINATOR_MISSING = "denominator_missing"
    NUMERATOR_MISSING = "numerator_missing"
    ABOVE_WHOLE = "above_whole"
    FALLS = "falls"
    JUMPS = "jumps"
    COPIED = "copied"
    PARTS_DIFFER = "parts_differ"


@dataclass(frozen=True, slots=True)
class Finding:
    """One sentence about one cell."""

    level: Level
    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a figure besides itself: its definition and the unit's earlier figures, oldest first."""

    is_rate: bool
    accumulation: Accumulation
    history: Sequence[Pair] = ()
    #: The figure of the period just before; ``None`` when it has none.
    last: Pair | None = None
    #: A rate that may be above 100 %, such as accounts against a planned number.
    may_exceed: bool = False


def refusals(numerator: int | None, denominator: int | None, known: Known) -> list[Finding]:
    """Why the two counts cannot be kept. Both empty: nothing (the cell is cleared)."""
    if not known.is_rate:
        return []
    if numerator is None and denominator is None:
        return []
    if denominator is None:
        return [_refuse(Kind.DENOMINATOR_MISSING, "Có tử số nhưng thiếu mẫu số. Hãy nhập cả hai số.")]
    if numerator is None:
        return [_refuse(Kind.NUMERATOR_MISSING, "Có mẫu số nhưng thiếu tử số. Hãy nhập cả hai số.")]
    if numerator > denominator and not known.may_exceed:
        return [
            _refuse(
                Kind.ABOVE_WHOLE,
                f"Tử số {_n(numerator)} lớn hơn mẫu số {_n(denominator)}. Hãy xem lại: có thể hai số bị đổi chỗ.",
            )
        ]
    return []


def doubts(pair: Pair, known: Known) -> list[Finding]:
    """What must be explained about a figure that is kept."""
    found = []
    if known.accumulation == Accumulation.CUMULATIVE and known.last and pair.numerator < known.last.numerator:
        found.append(
            _explain(
                Kind.FALLS,
                f"Số lũy kế giảm từ {_n(known.last.numerator)} xuống {_n(pair.numerator)}. "
                "Nếu kỳ trước nhập sai, hãy ghi rõ ở ô ghi chú.",
            )
        )
    else:
        found += _jumps(pair, known)
    if is_copied(pair, known):
        found.append(
            _explain(
                Kind.COPIED, f"Trùng hoàn toàn với kỳ trước ({_pair(pair)}). Có phải chép từ kỳ trước? Hãy xác nhận."
            )
        )
    return found


def is_copied(pair: Pair, known: Known) -> bool:
    """The very counts of the period before, of something that happens anew each period."""
    return known.accumulation == Accumulation.FLOW and pair == known.last and pair.numerator >= COPIED_FROM


def parts_differ(whole: Pair | None, parts: Mapping[str, Pair], labels: Mapping[str, str]) -> list[Finding]:
    """The parts of a breakdown against their whole. ``labels``: every part that exists; missing parts make it open."""
    if not parts:
        return []
    if whole is None:
        return [Finding(Level.FIX, Kind.PARTS_DIFFER, "Có số của từng phần nhưng thiếu số chung. Hãy nhập số chung.")]
    complete = set(labels) <= set(parts)
    found = []
    for name, of_whole, of_parts in _both(whole, list(parts.values())):
        if of_parts > of_whole or (complete and of_parts != of_whole):
            found.append(
                Finding(
                    Level.FIX,
                    Kind.PARTS_DIFFER,
                    f"{name}: các phần ({', '.join(labels.get(key, key) for key in parts)}) cộng lại là "
                    f"{_n(of_parts)}, còn số chung là {_n(of_whole)}. Hãy sửa trước khi gửi.",
                )
            )
    return found


def copied_form(rows: Sequence[tuple[Pair, Known]]) -> str:
    """A sentence when the whole form repeats the last period, else ``""``."""
    comparable = [
        (pair, known)
        for pair, known in rows
        if known.accumulation == Accumulation.FLOW
        and known.last is not None
        and pair.numerator + (pair.denominator or 0)
    ]
    same = sum(pair == known.last for pair, known in comparable)
    if same < COPIED_ROWS or same < COPIED_SHARE * len(comparable):
        return ""
    return (
        f"{same} trên {len(comparable)} số phát sinh trong kỳ trùng với kỳ trước: có thể biểu được chép từ kỳ trước. "
        "Hãy kiểm tra trước khi gửi."
    )


def is_explained(comment: str) -> bool:
    """True when the comment says something."""
    return len(comment.strip()) >= SHORTEST_COMMENT


def _jumps(pair: Pair, known: Known) -> list[Finding]:
    series = [("Tử số" if known.is_rate else "Số liệu", pair.numerator, [one.numerator for one in known.history])]
    if known.is_rate and pair.denominator is not None:
        denominators = [one.denominator for one in known.history if one.denominator is not None]
        series.append(("Mẫu số", pair.denominator, denominators))
    found = []
    for name, value, history in series:
        added = known.accumulation == Accumulation.CUMULATIVE
        unusual = jump(max(value - history[-1], 0), increments(history)) if added and history else jump(value, history)
        if unusual is None:
            continue
        shown = f"{name} {'tăng thêm ' + _n(max(value - history[-1], 0)) if added else _n(value)}"
        verb = "tăng " if added else ""
        usual = (
            f"đều {verb}{_n(unusual.low)}"
            if unusual.low == unusual.high
            else f"{verb}từ {_n(unusual.low)} đến {_n(unusual.high)}"
        )
        level = "cao" if unusual.higher else "thấp"
        found.append(_explain(Kind.JUMPS, f"{shown} {level} bất thường: {unusual.periods} kỳ trước {usual}."))
    return found


def _both(whole: Pair, parts: Sequence[Pair]) -> list[tuple[str, int, int]]:
    rows = [("Tử số" if whole.denominator is not None else "Số liệu", whole.numerator, sum(p.numerator for p in parts))]
    if whole.denominator is not None:
        rows.append(("Mẫu số", whole.denominator, sum(p.denominator or 0 for p in parts)))
    return rows


def _refuse(kind: Kind, text: str) -> Finding:
    return Finding(Level.REFUSE, kind, text)


def _explain(kind: Kind, text: str) -> Finding:
    return Finding(Level.EXPLAIN, kind, text)


def _n(value: int) -> str:
    return format_number(value)


def _pair(pair: Pair) -> str:
    return _n(pair.numerator) if pair.denominator is None else f"{_n(pair.numerator)}/{_n(pair.denominator)}"
