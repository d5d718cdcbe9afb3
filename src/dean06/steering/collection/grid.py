"""PRIVATE. The form of one unit and period as the pages show it: rows with figures, last period, target, sentences."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from dean06.kernel.common.actors import Actor
from dean06.kernel.common.pairs import Pair
from dean06.kernel.common.vietnamese import format_number
from dean06.steering.collection import standing
from dean06.steering.collection.acts.common import Place, place_of
from dean06.steering.collection.history import Histories, known_of
from dean06.steering.collection.models import Remark, Submission
from dean06.steering.collection.rules.checking import (
    Finding,
    Known,
    Level,
    copied_form,
    doubts,
    is_explained,
    parts_differ,
)
from dean06.steering.collection.rules.steps import EDITABLE
from dean06.steering.collection.types import Act, State
from dean06.steering.indicators import queries as indicators
from dean06.steering.indicators.types import IndicatorRef, TargetRef, ValueRow

#: The five utility groups of Đề án 06.
GROUPS = {
    1: "Giải quyết thủ tục hành chính, dịch vụ công trực tuyến",
    2: "Phát triển kinh tế - xã hội",
    3: "Công dân số",
    4: "Hệ sinh thái kết nối, khai thác, làm giàu dữ liệu dân cư",
    5: "Chỉ đạo, điều hành",
}


@dataclass(slots=True)
class Row:
    """One line of the form: an indicator, or a part of it."""

    ref: IndicatorRef
    breakdown: str
    label: str
    value: ValueRow | None
    last: Pair | None
    known: Known
    target: TargetRef | None = None
    findings: list[Finding] = field(default_factory=list)
    remark: str = ""

    @property
    def key(self) -> str:
        """Name of the row in forms: "CODE" or "CODE/part"."""
        return f"{self.ref.code}/{self.breakdown}" if self.breakdown else self.ref.code

    @property
    def pair(self) -> Pair | None:
        """The figure, ``None`` when there is none."""
        return Pair(self.value.numerator, self.value.denominator) if self.value else None

    @property
    def version(self) -> str:
        """See ``entering.version_of``."""
        return self.value.updated_at.isoformat() if self.value else ""

    @property
    def no_cases(self) -> bool:
        """Entered as "không phát sinh": 0 of 0."""
        return self.pair == Pair(0, 0) if self.ref.is_rate else False

    @property
    def unexplained(self) -> bool:
        """Something must be done before sending."""
        comment = self.value.comment if self.value else ""
        return any(one.level is Level.FIX or not is_explained(comment) for one in self.findings)

    @property
    def shown(self) -> str:
        """The figure in words: "12/40 (30,0%)"."""
        return pair_text(self.pair)

    @property
    def last_shown(self) -> str:
        """The figure of the period before."""
        return pair_text(self.last)

    @property
    def last_counts(self) -> str:
        """The same without the rate: "10/40"."""
        return counts_text(self.last)

    @property
    def last_rate(self) -> str:
        """The rate of the period before: "25%"."""
        return rate_text(self.last) if self.last and self.last.denominator else ""

    @property
    def change(self) -> str:
        """What changed since the last period: percentage points of a rate, cases of a count."""
        return change_text(self.pair, self.last)

    @property
    def target_shown(self) -> str:
        """The target: "≥ 80%", "≤ 5 ngày"."""
        return target_text(self.ref, self.target)


@dataclass(slots=True)
class Grid:
    """The whole form."""

    place: Place
    submission: Submission | None
    state: State
    rows: list[Row]
    exempt: bool = False

    @property
    def groups(self) -> list[tuple[str, list[Row]]]:
        """Rows under the utility group of their indicator, in order."""
        found: dict[int, list[Row]] = {}
        for row in self.rows:
            found.setdefault(row.ref.group, []).append(row)
        return [(GROUPS[number], found[number]) for number in sorted(found)]

    @property
    def editable(self) -> bool:
        """Whether figures may be typed now."""
        return self.state in EDITABLE and not self.place.period.locked

    @property
    def wholes(self) -> list[Row]:
        """The rows that are owed: indicators, not their parts."""
        return [row for row in self.rows if not row.breakdown]

    @property
    def filled(self) -> int:
        """How many indicators have a figure."""
        return sum(row.value is not None for row in self.wholes)

    @property
    def missing(self) -> list[Row]:
        """Indicators without a figure."""
        return [row for row in self.wholes if row.value is None]

    @property
    def doubted(self) -> list[Row]:
        """Rows with a sentence that still wants a comment or a correction."""
        return [row for row in self.rows if row.unexplained]

    @property
    def explained(self) -> list[Row]:
        """Rows with a sentence and a comment that answers it."""
        return [row for row in self.rows if row.findings and not row.unexplained]

    @property
    def copied(self) -> str:
        """A sentence when the form as a whole repeats the last period."""
        return copied_form([(row.pair, row.known) for row in self.rows if row.pair is not None])

    @property
    def due_on(self) -> dt.date:
        """The day it is due."""
        return standing.due_on(self.place.period)


def grid(actor: Actor, unit: str, period: str) -> Grid:
    """The form that the actor may see. Raises ``SubmissionNotFound``, ``NothingOwed``. About ten queries."""
    return grid_of(actor, place_of(actor, unit, period))


def grid_of(actor: Actor, place: Place) -> Grid:
    """The form of a place the actor was let into."""
    submission = Submission.objects.filter(unit_id=place.unit.id, period_id=place.period.id).first()
    present = indicators.values_of(actor, place.unit.id, place.period)
    histories = Histories(actor, place.unit, place.period)
    targets = indicators.targets(place.period.last)
    remarks = latest_remarks(submission)
    rows = []
    for ref in place.refs:
        for part, label in (("", ""), *ref.breakdown):
            row = Row(
                ref=ref,
                breakdown=part,
                label=label,
                value=present.get((ref.code, part)),
                last=histories.last(ref.code, part),
                known=known_of(ref, part, histories),
                target=None if part else targets.of(ref.code, place.unit),
                remark=remarks.get((ref.code, part), ""),
            )
            if row.pair is not None:
                row.findings = doubts(row.pair, row.known)
            rows.append(row)
    _compare_parts(rows)
    exempt = place.unit.id in standing.exempt_units(place.period)
    return Grid(place, submission, State(submission.state) if submission else State.OPEN, rows, exempt)


def latest_remarks(submission: Submission | None) -> Mapping[tuple[str, str], str]:
    """What the province said to single figures when it last returned the submission."""
    if submission is None:
        return {}
    act = submission.acts.filter(act__in=(Act.RETURN, Act.ACCEPT)).order_by("-pk").first()
    if act is None or act.act != Act.RETURN:
        return {}
    return {(one.code, one.breakdown): one.text for one in Remark.objects.filter(act=act)}


def _compare_parts(rows: list[Row]) -> None:
    wholes = {row.ref.code: row for row in rows if not row.breakdown}
    for code, whole in wholes.items():
        parts = {row.breakdown: row.pair for row in rows if row.ref.code == code and row.breakdown and row.pair}
        whole.findings = [*whole.findings, *parts_differ(whole.pair, parts, dict(whole.ref.breakdown))]


def pair_text(pair: Pair | None) -> str:
    """ "12/40 (30%)", "1.204", "không phát sinh", or "" without a figure."""
    counts = counts_text(pair)
    return f"{counts} ({rate_text(pair)})" if pair is not None and pair.denominator else counts


def counts_text(pair: Pair | None) -> str:
    """ "12/40", "1.204", "không phát sinh", or "" without a figure."""
    if pair is None:
        return ""
    if pair == Pair(0, 0):
        return "không phát sinh"
    first = format_number(pair.numerator)
    return first if pair.denominator is None else f"{first}/{format_number(pair.denominator)}"


def rate_text(pair: Pair) -> str:
    """The rate with at most two decimals: "99,98%"; nearly all is never shown as all."""
    assert pair.denominator
    share = Decimal(pair.numerator) * 100 / Decimal(pair.denominator)
    shown = share.quantize(Decimal("0.01"), ROUND_HALF_UP)
    if shown == 100 and pair.numerator < pair.denominator:
        shown = Decimal("99.99")
    return f"{format_number(shown)}%"


def change_text(pair: Pair | None, last: Pair | None) -> str:
    """ "+1,25 điểm %", "−12", "không đổi"; "" when one of the two is missing or was 0 of 0."""
    if pair is None or last is None or (pair.denominator is None) != (last.denominator is None):
        return ""
    if pair.denominator is None:
        return _signed(Decimal(pair.numerator - last.numerator), "")
    if pair.rate is None or last.rate is None:
        return ""
    points = (pair.rate - last.rate) * 100
    exact = Decimal(points.numerator) / Decimal(points.denominator)
    return _signed(exact.quantize(Decimal("0.01"), ROUND_HALF_UP), " điểm %")


def target_text(ref: IndicatorRef, target: TargetRef | None) -> str:
    """ "≥ 80%", "25-30%", "≤ 0"."""
    if target is None:
        return ""
    sign = "%" if ref.is_rate else ""
    if target.maximum is not None:
        return f"{format_number(target.minimum)}-{format_number(target.maximum)}{sign}"
    return f"{'≤' if ref.direction == 'lower' else '≥'} {format_number(target.minimum)}{sign}"


def _signed(value: Decimal, unit: str) -> str:
    if value == 0:
        return "không đổi"
    return f"{'+' if value > 0 else '−'}{format_number(abs(value))}{unit}"
