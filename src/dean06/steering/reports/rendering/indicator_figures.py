"""The fields of an indicator as figures, and its one sentence: ``{{ DVC-01.rate }}``, ``{{ DVC-01.sentence }}``."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dean06.steering.indicators import queries as indicators
from dean06.steering.indicators.types import Accumulation, Cell, Direction, IndicatorRef, Pair, TargetRef, UnitRef
from dean06.steering.reports.language import words
from dean06.steering.reports.rendering import links
from dean06.steering.reports.rendering.facts import Facts
from dean06.steering.reports.types import Figure, Span

#: Fields a text may name, with what they are called in the list of figures.
FIELDS = {
    "sentence": "Cả câu",
    "rate": "Tỷ lệ",
    "numerator": "Tử số",
    "denominator": "Mẫu số",
    "value": "Số lượng",
    "pair": "Tử số/mẫu số",
    "rest": "Số còn lại",
    "change": "Tăng, giảm so với kỳ trước",
    "target": "Mục tiêu",
    "status": "Đạt hay chưa đạt mục tiêu",
    "name": "Tên chỉ tiêu",
    "note": "Ghi chú tạm tính",
}


@dataclass(frozen=True, slots=True)
class Reading:
    """An indicator with all that is said of it: this period, the one before, the target."""

    ref: IndicatorRef
    unit: UnitRef
    period: str
    cell: Cell | None
    before: Cell | None
    target: TargetRef | None
    since: str

    @property
    def pair(self) -> Pair | None:
        """The counts, ``None`` without any value."""
        return self.cell.pair if self.cell is not None else None

    @property
    def rate(self) -> str:
        """``85,5%``, or words."""
        if self.pair is None:
            return words.NO_VALUE
        value = words.percent(self.pair)
        return words.percent_text(value) if value is not None else words.NO_CASES

    @property
    def reached(self) -> bool | None:
        """Whether the target is reached; ``None`` where that cannot be said."""
        return indicators.reached(self.ref, self.target, self.pair) if self.pair is not None else None

    @property
    def counted(self) -> str:
        """The unit of the counts: người, hồ sơ…"""
        return self.ref.counted.label

    def text(self, field: str) -> str:
        """A field in words; "chưa có số liệu" without a value. Raises ``KeyError`` for an unknown field."""
        pair = self.pair
        if field in ("name", "target", "status", "note", "change"):
            return {
                "name": self.ref.name,
                "target": self._target_words(),
                "status": self._status_words(),
                "note": self._note_words(),
                "change": self._change_words() or "chưa so sánh được với kỳ trước",
            }[field]
        if field not in FIELDS or field == "sentence":
            raise KeyError(field)
        if pair is None:
            return words.NO_VALUE
        if field == "rate":
            return self.rate
        if field in ("numerator", "value"):
            return words.number(pair.numerator)
        if pair.denominator is None:
            return words.NO_VALUE
        if field == "denominator":
            return words.number(pair.denominator)
        if field == "pair":
            return f"{words.number(pair.numerator)}/{words.number(pair.denominator)}"
        return words.number(max(pair.denominator - pair.numerator, 0))

    def _target_words(self) -> str:
        if self.target is None:
            return "chưa giao mục tiêu"
        return words.target_text(self.target.minimum, self.target.maximum, is_rate=self.ref.is_rate, unit=self.counted)

    def _status_words(self) -> str:
        reached = self.reached
        if reached is None:
            return ""
        return "đạt mục tiêu" if reached else "chưa đạt mục tiêu"

    @property
    def of_another_period(self) -> bool:
        """The figure is of a longer period that ended before: a yearly one in a month."""
        return self.cell is not None and self.cell.pair is not None and self.cell.period != self.period

    @property
    def comparable(self) -> bool:
        """As many units are in this figure as in that of the period before: a missing one is no fall."""
        now, before = self.cell, self.before
        if now is None or before is None:
            return False
        return now.expected - now.reported == before.expected - before.reported

    def _note_words(self) -> str:
        if self.cell is None:
            return ""
        if self.of_another_period:
            return f"số liệu {words.of_period(self.cell.period)}"
        if self.cell.split:
            return "chưa gồm phần của đơn vị cũ đã chia tách"
        if not self.cell.provisional:
            return ""
        return words.reporting_note(self.cell.reported, self.cell.expected) or "số liệu tạm tính"

    def _change_words(self) -> str:
        if self.pair is None or self.before is None or self.before.pair is None or self.of_another_period:
            return ""
        if not self.comparable:
            return ""
        if self.ref.is_rate:
            return words.rate_change(self.pair, self.before.pair, self.since)
        cumulative = self.ref.accumulation == Accumulation.CUMULATIVE
        return words.count_change(
            self.pair.numerator, self.before.pair.numerator, self.counted, self.since, cumulative=cumulative
        )

    def figure(self, field: str) -> Figure:
        """A field as a figure that leads to its rows."""
        pair = self.pair
        elsewhere = "" if self.unit.code == "" else self.unit.name
        return Figure(
            key=f"{self.ref.code}.{field}",
            label=f"{self.ref.short_name or self.ref.name}: {FIELDS[field].lower()}",
            shown=self.text(field),
            unit=elsewhere,
            period=self.period,
            numerator=pair.numerator if pair is not None else None,
            denominator=pair.denominator if pair is not None else None,
            url=links.of_indicator(self.ref.code, self.unit.code, self.period),
            note=self._note_words(),
            provisional=bool(self.cell is not None and self.cell.provisional),
        )

    def span(self, field: str) -> Span:
        """The same as a piece of text."""
        figure = self.figure(field)
        return Span(figure.shown, figure)


def read(facts: Facts, code: str, *, unit: UnitRef | None = None, last_period: bool = False) -> Reading | None:
    """What is known of an indicator for the report's unit (or another); ``None`` for a code not in force."""
    ref = facts.refs.get(code)
    if ref is None:
        return None
    wanted = unit or facts.unit
    period = facts.previous if last_period else facts.period
    return Reading(
        ref=ref,
        unit=wanted,
        period=period.code if period is not None else "",
        cell=facts.cell(code, unit=unit, before=last_period),
        before=None if last_period else facts.cell(code, unit=unit, before=True),
        target=facts.target(code, unit),
        since=facts.since,
    )


def sentence(of: Reading) -> list[Span]:
    """One sentence on an indicator: value, change, target, who is missing. Every number in it is a figure."""
    name, pair = of.ref.name, of.pair
    if pair is None:
        return [Span(f"{name}: "), of.span("value"), Span(".")]
    if pair.denominator is None:
        spans = [Span(f"{name}: "), of.span("value"), Span(f" {of.counted}")]
    elif pair.denominator == 0:
        return [Span(f"{name}: "), of.span("rate"), Span(".")]
    else:
        verb = "đạt tỷ lệ" if of.ref.direction != Direction.LOWER else "chiếm tỷ lệ"
        spans = [Span(f"{name}: "), of.span("pair"), Span(f" {of.counted}, {verb} "), of.span("rate")]
    if of.text("change") and of._change_words():
        spans += [Span("; "), of.span("change")]
    status = of.text("status")
    if of.target is not None and status:
        # No brackets: a number in brackets after a change is what the change started from.
        spans += [Span(f"; {status} "), of.span("target")]
    note = of.text("note")
    if note:
        spans += [Span(" ("), of.span("note"), Span(")")]
    return [*spans, Span(".")]


def readings(facts: Facts, refs: Iterable[IndicatorRef]) -> list[Reading]:
    """What is known of several indicators for the report's unit."""
    return [found for ref in refs if (found := read(facts, ref.code)) is not None]
