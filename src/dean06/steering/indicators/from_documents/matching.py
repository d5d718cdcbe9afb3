"""PURE. Which indicator a printed figure may be: words, counted unit, shape of the figure. It only suggests.

The words of an indicator's name weigh by how rare they are in the catalogue; a word in the figure's own label counts in
full, one in the passage around it less. A figure of another counted unit, or of another shape (two counts for a rate,
one for a plain count), is never suggested. What a person confirmed for the same label goes first.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from dean06.kernel.common.pairs import Pair
from dean06.steering.indicators.from_documents.words import counted_of, fold, has, terms
from dean06.steering.indicators.types import Accumulation, Counted, IndicatorRef, PeriodKind

__all__ = ["Lexicon", "Memory", "Printed", "Suggestion", "counts", "suggest", "why_no_value"]

#: Suggestions below this are noise; at most so many are shown.
#: A count without a word of what is counted must fit better than two counts, which are rarer.
LEAST, LEAST_COUNT, LEAST_BARE, MOST = 30, 35, 45, 5
REMEMBERED, REMEMBERED_ELSEWHERE = 100, 85
_SCALE = {"nghin dong": 1_000, "trieu dong": 1_000_000, "ty dong": 1_000_000_000}
_NOT = re.compile(r"\b(?:chua|con lai|khong dat|qua han)\b")
_TARGET = re.compile(r"\b(?:phan dau|muc tieu|chi tieu de ra|vuot chi tieu|chi tieu uy ban)\b")
_SINCE = re.compile(r"\b(?:den nay|luy ke|tinh den|tu dau nam|tu khi|tu truoc den)\b")
_WITHIN = re.compile(r"\btrong (?:thang|ky|tuan|nam|quy)\b")
_PART = re.compile(r"^\W*cap (?:tinh|huyen|xa|thon)\b|: cap (?:tinh|huyen|xa|thon)\b")


@dataclass(frozen=True, slots=True)
class Printed:
    """A figure as it was read. ``around``: the sentence it stands in, ``before``: what its passage says before that."""

    label: str
    subject: str = ""
    around: str = ""
    before: str = ""
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    value: Decimal | None = None
    rate: Decimal | None = None
    unit: str = ""

    @property
    def is_ratio(self) -> bool:
        """True when both counts are printed."""
        return self.numerator is not None and self.denominator is not None


@dataclass(frozen=True, slots=True)
class Memory:
    """A mapping that a person confirmed; ``near``: of the same unit and kind of document."""

    code: str
    by: str
    near: bool = True


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An indicator for a figure with 0-100 points, why, and what to look at before accepting."""

    code: str
    score: int
    reason: str
    cautions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """One indicator with the words of its name and of its counts."""

    ref: IndicatorRef
    name: frozenset[str]
    counts: frozenset[str]
    negative: bool


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The catalogue by words."""

    entries: tuple[Entry, ...]
    weights: dict[str, float] = field(default_factory=dict)

    @classmethod
    def of(cls, refs: Iterable[IndicatorRef]) -> Lexicon:
        """Words of all definitions, each weighed by its rarity."""
        entries = tuple(
            Entry(
                ref,
                terms(f"{ref.name} . {ref.short_name}"),
                terms(f"{ref.numerator} . {ref.denominator}"),
                has(ref.name, _NOT),
            )
            for ref in refs
        )
        seen = Counter(term for entry in entries for term in entry.name | entry.counts)
        return cls(entries, {term: math.log((len(entries) + 1) / times) + 0.2 for term, times in seen.items()})

    def weight(self, found: Iterable[str]) -> float:
        """How much words mean together; a word that no definition has means little."""
        return sum(self.weights.get(term, 0.0) for term in found)


def counts(printed: Printed) -> Pair | None:
    """The two counts (or the one) as printed; ``None`` for a rate alone. Nothing is computed from a rate."""
    scale = _SCALE.get(fold(printed.unit), 1)
    if printed.is_ratio:
        numbers = [printed.numerator, printed.denominator]
    elif printed.unit.strip() == "%":
        return None
    else:
        numbers = [printed.value if printed.value is not None else printed.numerator]
    whole = []
    for number in numbers:
        if number is None or number < 0 or number * scale != int(number * scale):
            return None
        whole.append(int(number * scale))
    return Pair(whole[0], whole[1] if len(whole) == 2 else None)


def why_no_value(printed: Printed) -> str:
    """Why a figure cannot become a value; empty when it can."""
    if counts(printed) is not None:
        return ""
    if printed.rate is not None or printed.unit.strip() == "%":
        return "Chỉ có tỷ lệ, không có số đếm"
    return "Không phải số đếm nguyên"


def suggest(
    printed: Printed, lexicon: Lexicon, *, memory: Memory | None = None, kind: PeriodKind | None = None
) -> list[Suggestion]:
    """Indicators the figure may be, best first; empty when nothing fits. ``kind``: period the document is about."""
    pair = counts(printed)
    if pair is None:
        return []
    figure = _Read.of(printed, pair)
    found: list[tuple[float, Suggestion]] = []
    # A printed counted unit that no indicator has: nothing can agree.
    if figure.counted or not printed.unit:
        least = LEAST if printed.is_ratio else LEAST_COUNT if figure.counted else LEAST_BARE
        for entry in lexicon.entries:
            if entry.ref.is_rate != printed.is_ratio or (figure.counted and entry.ref.counted not in figure.counted):
                continue
            score = min(_score(figure, entry, lexicon), 99)
            if score >= least:
                reason = _reason(figure, entry)
                cautions = tuple(_cautions(figure, entry.ref, kind))
                found.append((score, Suggestion(entry.ref.code, round(score), reason, cautions)))
    found.sort(key=lambda one: -one[0])
    listed = [one for _, one in found]
    remembered = _remembered(figure, lexicon, memory, kind)
    if remembered is not None:
        listed = [remembered, *(one for one in listed if one.code != remembered.code)]
    return listed[:MOST]


@dataclass(frozen=True, slots=True)
class _Read:
    """A figure with its words, folded once for all indicators."""

    printed: Printed
    pair: Pair
    counted: frozenset[Counted]
    label: frozenset[str]
    near: frozenset[str]
    far: frozenset[str]
    negative: bool
    target: bool
    within: bool
    since: bool
    part: bool

    @classmethod
    def of(cls, printed: Printed, pair: Pair) -> _Read:
        label, near = terms(printed.label), terms(printed.around) or terms(printed.label)
        return cls(
            printed,
            pair,
            counted_of(printed.unit, printed.label, printed.around),
            label,
            near,
            terms(printed.before) - near - label,
            has(printed.label, _NOT),
            has(printed.label, _TARGET),
            has(printed.label, _WITHIN),
            has(f"{printed.label} . {printed.around}", _SINCE),
            has(printed.subject or printed.label, _PART),
        )


def _remembered(figure: _Read, lexicon: Lexicon, memory: Memory | None, kind: PeriodKind | None) -> Suggestion | None:
    if memory is None:
        return None
    entry = next((one for one in lexicon.entries if one.ref.code == memory.code), None)
    if entry is None or entry.ref.is_rate != figure.printed.is_ratio:
        return None
    reason = f"{memory.by} đã xác nhận nhãn này" + ("" if memory.near else " trong văn bản của đơn vị khác")
    score = REMEMBERED if memory.near else REMEMBERED_ELSEWHERE
    return Suggestion(memory.code, score, reason, tuple(_cautions(figure, entry.ref, kind)))


def _score(figure: _Read, entry: Entry, lexicon: Lexicon) -> float:
    """How much of the indicator's name the text says, and how much of the text is about the indicator."""
    said = entry.name | entry.counts
    total = lexicon.weight(entry.name) or 1.0
    in_label = entry.name & figure.label
    in_near = (entry.name & figure.near) - figure.label
    recall = lexicon.weight(in_label) + 0.7 * lexicon.weight(in_near) + 0.4 * lexicon.weight(entry.name & figure.far)
    known, around = lexicon.weight(figure.label), lexicon.weight(figure.near)
    precision = lexicon.weight(figure.label & said) / known if known else 0.0
    focus = lexicon.weight(figure.near & said) / around if around else 0.0
    score = 100 * (0.55 * recall / total + 0.2 * precision + 0.25 * focus)
    if not figure.counted:
        score *= 0.9
    if figure.negative != entry.negative:
        score *= 0.6
    if figure.target:
        score *= 0.5
    if entry.ref.accumulation == Accumulation.FLOW:
        score *= 1.1 if figure.within else 0.85 if figure.since else 1.0
    return score * 0.7 if figure.part else score


def _reason(figure: _Read, entry: Entry) -> str:
    """The words of the indicator's name that the document says too, as the name writes them; the counted unit."""
    there = figure.label | figure.near | figure.far
    runs: list[list[str]] = [[]]
    for word in entry.ref.name.replace(",", " ,").split():
        if (found := terms(word)) and found & there:
            runs[-1].append(word)
        elif runs[-1]:
            runs.append([])
    # A single word ("người") says something only where nothing longer is shared.
    longest = max(len(run) for run in runs)
    kept = [" ".join(run) for run in runs if run and (len(run) > 1 or longest == 1)]
    phrases = sorted(kept, key=len, reverse=True)[:3]
    said = f"Cùng nói về “{'”, “'.join(phrases)}”" if phrases else "Câu chứa số nói về cùng nội dung"
    return f"{said}; cùng đơn vị tính: {entry.ref.counted.label}" if figure.counted else said


def _cautions(figure: _Read, ref: IndicatorRef, kind: PeriodKind | None) -> Sequence[str]:
    printed, pair = figure.printed, figure.pair
    found = []
    if figure.part:
        found.append(f"Số này chỉ của {printed.subject or 'một cấp'}, không phải của toàn đơn vị")
    if pair.denominator and printed.rate is not None:
        computed = Decimal(pair.numerator) * 100 / Decimal(pair.denominator)
        if abs(computed - printed.rate) > Decimal("0.6"):
            found.append("Tỷ lệ in trong văn bản không khớp hai số đếm")
    if pair.denominator is not None and pair.numerator > pair.denominator and not ref.may_exceed:
        found.append("Tử số lớn hơn mẫu số")
    if ref.accumulation == Accumulation.FLOW:
        if figure.since and not figure.within:
            found.append("Văn bản có thể nêu số lũy kế, chỉ tiêu tính số phát sinh trong kỳ")
        elif kind is not None and kind != ref.frequency:
            found.append(f"Chỉ tiêu tính theo {str(ref.frequency.label).lower()}, văn bản nói về kỳ khác")
    if figure.target:
        found.append("Có thể là mục tiêu, không phải kết quả")
    return found
