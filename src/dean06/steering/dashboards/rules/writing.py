"""How figures are written: counts beside rates, Vietnamese separators, no rounding that claims what was not reached."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from django.utils import numberformat

from dean06.kernel.common.pairs import Pair
from dean06.steering.dashboards.rules.judging import amount
from dean06.steering.indicators.types import Certainty, Counted, IndicatorRef, TargetRef

NOTHING = "–"
_BILLION, _MILLION = 10**9, 10**6


def plain(value: Decimal | int, places: int | None = None) -> str:
    """``1.234,5``: at most two decimals, or at most ``places``, none that are zero."""
    text = f"{round(Decimal(value), 2 if places is None else places):f}"
    written = numberformat.format(text, ",", grouping=3, thousand_sep=".", force_grouping=True)
    return written.rstrip("0").rstrip(",") if "," in written else written


def rounded(percent: Fraction, places: int = 2) -> Decimal:
    """A percentage to ``places`` decimals, half up; but what is not quite 100 is never written as 100, nor what is not
    quite nothing as 0. To two decimals it is the figure that reports print (``indicators.queries.percent``).
    """
    step = Decimal(1).scaleb(-places)
    value = (Decimal(percent.numerator) / Decimal(percent.denominator)).quantize(step, rounding=ROUND_HALF_UP)
    for edge in (0, 100):
        if value == edge and percent != edge:
            return value + (step if percent > edge else -step)
    return value


def shown(pair: Pair | None, ref: IndicatorRef) -> str:
    """The figure itself: "95,12%", "1.234 hồ sơ", "không phát sinh", "chưa có số liệu"."""
    if pair is None:
        return "chưa có số liệu"
    if pair.denominator == 0:
        return "không phát sinh"
    if pair.rate is not None:
        return f"{plain(rounded(pair.rate * 100))}%"
    return (
        f"{money(pair.numerator)}" if ref.counted is Counted.MONEY else f"{plain(pair.numerator)} {ref.counted.label}"
    )


def short(pair: Pair | None, ref: IndicatorRef) -> str:
    """For a square or a cell: "95,1", "1.234", "1,2 tỷ"; "kps" has no cases, "–" no value."""
    if pair is None:
        return NOTHING
    if pair.denominator == 0:
        return "kps"
    if pair.rate is not None:
        return plain(rounded(pair.rate * 100, 1))
    if ref.counted is Counted.MONEY:
        return money(pair.numerator).removesuffix(" đồng")
    return plain(pair.numerator)


def counts(pair: Pair | None, ref: IndicatorRef) -> str:
    """The two counts behind a rate, with what is counted: "4.576/4.608 hồ sơ"; empty for a plain count."""
    if pair is None or pair.denominator is None:
        return ""
    if ref.counted is Counted.MONEY and pair.denominator >= _MILLION:
        size, word = (_BILLION, "tỷ") if pair.denominator >= _BILLION else (_MILLION, "triệu")
        return f"{plain(Decimal(pair.numerator) / size)}/{plain(Decimal(pair.denominator) / size)} {word} đồng"
    return f"{plain(pair.numerator)}/{plain(pair.denominator)} {ref.counted.label}"


def money(value: int) -> str:
    """Đồng in the words of reports: "1,25 tỷ đồng", "3,4 triệu đồng"."""
    if abs(value) >= _BILLION:
        return f"{plain(Decimal(value) / _BILLION)} tỷ đồng"
    if abs(value) >= _MILLION:
        return f"{plain(Decimal(value) / _MILLION)} triệu đồng"
    return f"{plain(value)} đồng"


def change(now: Pair | None, before: Pair | None) -> Fraction | None:
    """Percentage points for a rate, the difference for a count; ``None`` when either is unknown or has no cases."""
    new, old = amount(now), amount(before)
    return None if new is None or old is None else new - old


def change_words(difference: Fraction | None, ref: IndicatorRef) -> str:
    """ "tăng 1,2 điểm %", "giảm 12 hồ sơ", "không đổi"; empty when unknown."""
    if difference is None:
        return ""
    if difference == 0:
        return "không đổi"
    verb = "tăng" if difference > 0 else "giảm"
    size = abs(difference)
    if ref.is_rate:
        return f"{verb} {plain(rounded(size))} điểm %"
    if ref.counted is Counted.MONEY:
        return f"{verb} {money(int(size))}"
    return f"{verb} {plain(int(size))} {ref.counted.label}"


def change_sign(difference: Fraction | None, ref: IndicatorRef) -> str:
    """For a narrow column: "+1,2", "−12", "0"; "–" when unknown."""
    if difference is None:
        return NOTHING
    if difference == 0:
        return "0"
    sign, size = "+" if difference > 0 else "−", abs(difference)
    if ref.is_rate:
        return sign + plain(rounded(size))
    return sign + (money(int(size)).removesuffix(" đồng") if ref.counted is Counted.MONEY else plain(int(size)))


def target_words(target: TargetRef | None, ref: IndicatorRef) -> str:
    """ "≥ 95%", "25–30%", "≤ 0 người"; empty without a target."""
    if target is None:
        return ""
    unit = "%" if ref.is_rate else f" {ref.counted.label}"
    if target.maximum is not None:
        return f"{plain(target.minimum)}–{plain(target.maximum)}{unit}"
    sign = "≤" if ref.direction.value == "lower" else "≥"
    return f"{sign} {plain(target.minimum)}{unit}"


def certainty_words(certainty: Certainty) -> str:
    """The mark beside a basis that is not confirmed; empty for one that is."""
    return "" if certainty is Certainty.SURE else certainty.label.lower()
