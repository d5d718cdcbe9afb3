"""Tables and charts that a line of a section stands for: ``{{ table.indicators A B }}``, ``{{ chart.worst A 10 }}``."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from dean06.steering.indicators import queries as indicators
from dean06.steering.indicators.types import TargetRef
from dean06.steering.reports.language import words
from dean06.steering.reports.rendering import indicator_figures, links
from dean06.steering.reports.rendering.facts import Facts
from dean06.steering.reports.types import Band, Bar, Block, Chart, Column, Paragraph, Row, Span, TableBlock

_COLUMNS = (
    Column("STT", 12, "centre"),
    Column("Chỉ tiêu", 62),
    Column("Kết quả", 34, "right"),
    Column("Tỷ lệ", 22, "right"),
    Column("Mục tiêu", 22, "right"),
)
_PERIODS_BACK = 12


def indicators_table(facts: Facts, arguments: Sequence[str]) -> list[Block]:
    """A small table of the indicators named."""
    found = indicator_figures.readings(facts, [facts.refs[code] for code in arguments if code in facts.refs])
    rows: list[Row | Band] = [
        Row(
            (
                Span(str(number)),
                Span(f"{reading.ref.name} ({reading.counted})"),
                reading.span("pair" if reading.ref.is_rate else "value"),
                reading.span("rate") if reading.ref.is_rate else Span(""),
                Span(reading.text("target") if reading.target is not None else ""),
            )
        )
        for number, reading in enumerate(found, 1)
    ]
    return [TableBlock(_COLUMNS, tuple(rows))] if rows else []


def ends(facts: Facts, arguments: Sequence[str], *, worst: bool) -> list[Block]:
    """Bars of the best or worst communes of an indicator, with its target."""
    code = arguments[0]
    wanted = int(arguments[1]) if len(arguments) > 1 else 10
    ref = facts.refs[code]
    ranked = [row for row in facts.ranking(code) if row.rank is not None and row.cell.pair is not None]
    shown = list(reversed(ranked))[:wanted] if worst else ranked[:wanted]
    bars = []
    for row in shown:
        rate = words.percent(row.cell.pair) if ref.is_rate and row.cell.pair is not None else None
        value = float(rate) if rate is not None else float(row.cell.pair.numerator if row.cell.pair else 0)
        text = words.percent_text(rate) if rate is not None else words.number(int(value))
        url = links.of_indicator(code, row.unit.code, facts.period.code)
        bars.append(Bar(row.unit.short_name or row.unit.name, value, text, url, "danger" if row.below_target else ""))
    if not bars:
        return [Paragraph((Span(f"{ref.name}: chưa có số liệu để vẽ biểu đồ."),))]
    target = facts.target(code)
    word = "thấp nhất" if worst else "cao nhất"
    title = f"{ref.name}: {words.counted(len(bars))} đơn vị {word}"
    return [Chart(title, "%" if ref.is_rate else ref.counted.label, tuple(bars), _line_at(target))]


def trend(facts: Facts, arguments: Sequence[str]) -> list[Block]:
    """Bars of an indicator over the last twelve periods."""
    code = arguments[0]
    ref = facts.refs[code]
    periods = indicators.periods_back(facts.period, _PERIODS_BACK)
    cells = indicators.series(facts.actor, [code], facts.unit.id, periods)[code]
    bars = []
    for period, cell in zip(periods, cells, strict=True):
        rate = words.percent(cell.pair) if cell.pair is not None and ref.is_rate else None
        if cell.pair is None or (ref.is_rate and rate is None):
            text = words.NO_VALUE if cell.pair is None else words.NO_CASES
            bars.append(Bar(period.label, None, text))
            continue
        value = float(rate) if rate is not None else float(cell.pair.numerator)
        text = words.percent_text(rate) if rate is not None else words.number(cell.pair.numerator)
        bars.append(Bar(period.label, value, text, links.of_indicator(code, facts.unit.code, period.code)))
    if not any(bar.value is not None for bar in bars):
        return [Paragraph((Span(f"{ref.name}: chưa có số liệu để vẽ biểu đồ."),))]
    unit = "%" if ref.is_rate else ref.counted.label
    return [
        Chart(f"{ref.name} qua {words.counted(len(bars))} kỳ gần nhất", unit, tuple(bars), _line_at(facts.target(code)))
    ]


def _line_at(target: TargetRef | None) -> float | None:
    return float(target.minimum) if target is not None else None


TABLES: dict[str, Callable[[Facts, Sequence[str]], list[Block]]] = {"indicators": indicators_table}
CHARTS: dict[str, Callable[[Facts, Sequence[str]], list[Block]]] = {
    "best": lambda facts, arguments: ends(facts, arguments, worst=False),
    "worst": lambda facts, arguments: ends(facts, arguments, worst=True),
    "trend": trend,
}
