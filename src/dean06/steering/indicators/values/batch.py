"""PRIVATE. Figures of one unit and period while they are judged, and what is then written for one unit or many."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from dean06.kernel.common.pairs import Pair
from dean06.steering.indicators.catalogue import reading, units
from dean06.steering.indicators.models import IndicatorVersion, ReportingUnit, Value, ValueChange
from dean06.steering.indicators.rules import entering
from dean06.steering.indicators.types import Entry, IndicatorRef, Origin, PeriodRef, Refused, ValueState

_RANK = {ValueState.DRAFT: 0, ValueState.SENT: 1, ValueState.ACCEPTED: 2}
_TYPED = frozenset({Origin.ENTERED, Origin.IMPORTED})
_FIELDS = (
    "numerator",
    "denominator",
    "state",
    "origin",
    "stated",
    "comment",
    "updated_at",
    "updated_by_id",
    "updated_by_name",
)

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Terms:
    """Under which terms figures are saved: period, how, in which state, why, by whom, when."""

    period: PeriodRef
    origin: Origin
    state: ValueState
    reason: str
    by_id: int | None
    by_name: str
    now: dt.datetime
    #: Figures of before the platform counted them: what it counted itself is not touched all the same.
    history: bool = False


@dataclass(frozen=True, slots=True)
class Definitions:
    """Definitions on the last day of the period, who reports them, and which units have others below them."""

    refs: Mapping[str, IndicatorRef]
    reporters: Mapping[str, frozenset[int]]
    parents: frozenset[int]

    @classmethod
    def load(cls, codes: Iterable[str], on: dt.date) -> Definitions:
        """Four queries."""
        versions = IndicatorVersion.objects.filter(units.valid_on(on), indicator__code__in=set(codes))
        found = [reading.indicator_ref(row) for row in versions.select_related("indicator")]
        parents = ReportingUnit.objects.filter(parent__isnull=False).values_list("parent_id", flat=True).distinct()
        return cls(
            {ref.code: ref for ref in found}, units.reporter_table(found, on), frozenset(pk for pk in parents if pk)
        )


@dataclass(slots=True)
class Written:
    """What is to be written for any number of units: all of it in a handful of statements."""

    new: list[Value] = field(default_factory=list)
    changed: list[Value] = field(default_factory=list)
    cleared: list[int] = field(default_factory=list)
    history: list[ValueChange] = field(default_factory=list)

    def store(self) -> None:
        """Write it; the history row of every change with it."""
        if self.cleared:
            Value.objects.filter(pk__in=self.cleared).delete()
        Value.objects.bulk_create(self.new, batch_size=2_000)
        if self.changed:
            Value.objects.bulk_update(self.changed, _FIELDS, batch_size=500)
        ValueChange.objects.bulk_create(self.history, batch_size=2_000)


@dataclass(slots=True)
class Batch:
    """The figures of one unit for one period."""

    body: ReportingUnit
    terms: Terms
    definitions: Definitions
    rows: dict[Key, Value]
    wanted: dict[Key, tuple[Entry, Pair | None, bool]] = field(default_factory=dict)
    refused: list[Refused] = field(default_factory=list)

    def take(self, entries: Iterable[tuple[Entry, bool]]) -> None:
        """Judge entries, each with whether it is a stated total; the whole comes before its parts."""
        for entry, stated in sorted(entries, key=lambda found: bool(found[0].breakdown)):
            self._take(entry, stated)
        self._check_parts_given()

    def _take(self, entry: Entry, stated: bool) -> None:
        key = (entry.code, entry.breakdown)
        stated = stated or self._states(entry)
        refusal = self._forbidden(entry, stated)
        if refusal is None and key in self.wanted:
            refusal = entering.refuse(entry, "TWICE", "Chỉ tiêu này có hai dòng trong một lần nhập. Hãy bỏ một dòng.")
        pair = None
        if refusal is None:
            read = entering.read_entry(entry, self.definitions.refs[entry.code])
            if isinstance(read, Refused):
                refusal = read
            else:
                pair = read
                if entry.breakdown and pair is not None:
                    refusal = entering.part_refusal(entry, pair, self._pair((entry.code, "")))
        if refusal is not None:
            self.refused.append(refusal)
        else:
            self.wanted[key] = (entry, pair, stated)

    def _forbidden(self, entry: Entry, stated: bool) -> Refused | None:
        """Why this unit may not give this figure for this period in this way."""
        ref = self.definitions.refs.get(entry.code)
        period = self.terms.period
        if ref is None:
            return entering.refuse(
                entry,
                "UNKNOWN_INDICATOR",
                f"Không có chỉ tiêu “{entry.code[:40]}” trong kỳ này. Hãy tải lại biểu mẫu mới nhất.",
            )
        if period.locked:
            return entering.refuse(
                entry, "PERIOD_LOCKED", f"Kỳ {period.label} đã khóa. Muốn sửa, đề nghị cơ quan thường trực mở kỳ."
            )
        if self.terms.origin in _TYPED:
            if ref.is_computed and not self.terms.history:
                return entering.refuse(entry, "COMPUTED", "Số liệu này do hệ thống tính từ nghiệp vụ, không nhập tay.")
            if ref.frequency != period.kind and not stated:
                wanted = ref.frequency.label.lower()
                return entering.refuse(entry, "WRONG_PERIOD", f"Chỉ tiêu này báo cáo theo kỳ: {wanted}.")
        if not stated and not self._reports(entry):
            return entering.refuse(
                entry, "NOT_A_REPORTER", f"{self.body.short_name} không phải báo cáo chỉ tiêu này trong kỳ này."
            )
        return self._closed(entry)

    def _reports(self, entry: Entry) -> bool:
        return self.body.pk in self.definitions.reporters.get(entry.code, frozenset())

    def _states(self, entry: Entry) -> bool:
        """A document's figure of a unit that does not report it is a total for everything below the unit."""
        below = self.body.pk in self.definitions.parents
        return self.terms.origin == Origin.DOCUMENT and below and not self._reports(entry)

    def _closed(self, entry: Entry) -> Refused | None:
        """Why the stored figure may not be changed in this way any more."""
        row = self.rows.get((entry.code, entry.breakdown))
        if row is None or self.terms.origin == Origin.COMPUTED:
            return None
        if row.origin == Origin.COMPUTED:
            return entering.refuse(entry, "COMPUTED", "Số liệu này do hệ thống tính từ nghiệp vụ, không nhập tay.")
        stored = ValueState(row.state)
        if _RANK[stored] > _RANK[self.terms.state]:
            problem, said = (
                ("ALREADY_SENT", "đã gửi") if stored == ValueState.SENT else ("ALREADY_ACCEPTED", "đã duyệt")
            )
            return entering.refuse(
                entry, problem, f"Số liệu {said}, không sửa được nữa. Đề nghị cơ quan thường trực trả lại để sửa."
            )
        if stored == ValueState.ACCEPTED and not self.terms.reason:
            return entering.refuse(entry, "REASON_MISSING", "Số liệu đã duyệt: muốn sửa phải ghi lý do.")
        return None

    def _pair(self, key: Key) -> Pair | None:
        """The figure of a key as it will stand afterwards."""
        if key in self.wanted:
            return self.wanted[key][1]
        row = self.rows.get(key)
        return Pair(row.numerator, row.denominator) if row else None

    def _check_parts_given(self) -> None:
        """Refuse parts that do not make up the whole.

        A draft may be changed cell by cell, so there only a call with the whole and all its parts is judged; what is
        sent or accepted must add up in any case.
        """
        for code in {code for code, breakdown in self.wanted if breakdown}:
            keys = frozenset(key for key, _ in self.definitions.refs[code].breakdown)
            given = {key for given_code, key in self.wanted if given_code == code and key}
            if self.terms.state == ValueState.DRAFT and not (given == keys and (code, "") in self.wanted):
                continue
            parts = {key: pair for key in keys if (pair := self._pair((code, key))) is not None}
            problem = entering.check_parts(self._pair((code, "")), parts, keys)
            if problem:
                for key in sorted(given):
                    entry, _, _ = self.wanted.pop((code, key))
                    self.refused.append(entering.refuse(entry, "PARTS_DIFFER", problem))

    def write_to(self, written: Written) -> list[str]:
        """Add what differs from what is stored, with its history; returns the codes of the indicators that change."""
        terms, codes = self.terms, set()
        for key, (entry, pair, stated) in self.wanted.items():
            row = self.rows.get(key)
            comment = entry.comment.strip()
            if pair is None:
                if row is not None:
                    written.cleared.append(row.pk)
                    written.history.append(self._change(entry, row, None))
                    codes.add(entry.code)
                continue
            wanted = (pair.numerator, pair.denominator, comment, terms.state, stated)
            if row and (row.numerator, row.denominator, row.comment, row.state, row.stated) == wanted:
                continue
            written.history.append(self._change(entry, row, pair))
            codes.add(entry.code)
            target = row or Value(
                indicator_id=self.definitions.refs[entry.code].id,
                unit_id=self.body.pk,
                period_id=terms.period.id,
                breakdown=entry.breakdown,
            )
            target.numerator, target.denominator = pair.numerator, pair.denominator
            target.state, target.origin, target.comment, target.stated = terms.state, terms.origin, comment, stated
            target.updated_at, target.updated_by_id, target.updated_by_name = terms.now, terms.by_id, terms.by_name
            (written.changed if row else written.new).append(target)
        return sorted(codes)

    def _change(self, entry: Entry, row: Value | None, after: Pair | None) -> ValueChange:
        terms = self.terms
        return ValueChange(
            indicator_id=self.definitions.refs[entry.code].id,
            unit_id=self.body.pk,
            period_id=terms.period.id,
            breakdown=entry.breakdown,
            numerator_before=row.numerator if row else None,
            denominator_before=row.denominator if row else None,
            numerator_after=after.numerator if after else None,
            denominator_after=after.denominator if after else None,
            state=terms.state,
            origin=terms.origin,
            comment=entry.comment.strip(),
            reason=terms.reason,
            at=terms.now,
            by_id=terms.by_id,
            by_name=terms.by_name,
        )


def stored_rows(unit_ids: Iterable[int], period: PeriodRef, codes: Iterable[str]) -> dict[int, dict[Key, Value]]:
    """What is stored of these indicators for these units and the period, by unit. One query."""
    found: dict[int, dict[Key, Value]] = {}
    rows = Value.objects.filter(unit__in=list(unit_ids), period=period.id, indicator__code__in=set(codes))
    for row in rows.select_related("indicator"):
        found.setdefault(row.unit_id, {})[row.indicator.code, row.breakdown] = row
    return found
