"""PRIVATE. Saving figures: every entry is judged alone, the good ones are kept, every change leaves a row."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils import timezone

from dean06.kernel.common.actors import Actor
from dean06.kernel.common.errors import NotAllowed
from dean06.kernel.common.pairs import Pair
from dean06.kernel.writing.services import Write, service
from dean06.steering.indicators.catalogue import reading, units
from dean06.steering.indicators.errors import UnitNotFound
from dean06.steering.indicators.events import ValuesSaved
from dean06.steering.indicators.models import IndicatorVersion, ReportingUnit, Value, ValueChange
from dean06.steering.indicators.rules import entering
from dean06.steering.indicators.types import Entry, IndicatorRef, Origin, PeriodRef, Refused, ValueState
from dean06.steering.indicators.values import periods

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


@service(permission="indicators.view")
def save_values(
    *,
    actor: Actor,
    write: Write,
    unit: str,
    period: str,
    entries: Sequence[Entry],
    origin: Origin = Origin.ENTERED,
    reason: str = "",
    state: ValueState = ValueState.DRAFT,
    now: dt.datetime | None = None,
) -> list[Refused]:
    """Save figures of one unit (its code) for one period (its code); returns the entries that were refused and why.

    A refused entry never stops the good ones. What is the same as before changes nothing, so repeating a call is
    harmless (give no ``idempotency_key``: its second answer would be empty). An entry of two ``None`` clears a figure.
    ``DOCUMENT`` for a unit that does not report the figure itself is the total that the document states for it.
    Typed figures need ``collection.enter`` (``send``, ``accept`` when saved in that state) for the unit's agency,
    those of documents ``indicators.import_documents``, computed ones come from the system only.
    Raises ``UnitNotFound``, ``PeriodNotFound``, ``NotAllowed``.
    """
    body = lock_unit(unit)
    _authorise(actor, write, body, Origin(origin), ValueState(state))
    batch = _Batch(
        body=body,
        period=_current(period),
        origin=Origin(origin),
        state=ValueState(state),
        reason=reason.strip()[:300],
        by_id=actor.user_id,
        by_name=actor.name[:150],
        now=now or timezone.now(),
    )
    batch.load({entry.code for entry in entries})
    # The whole comes first: parts are judged against it.
    for entry in sorted(entries, key=lambda entry: bool(entry.breakdown)):
        batch.take(entry)
    batch.check_parts_given()
    changed = batch.store()
    write.audit(
        "indicators.values_saved",
        subject=body,
        details={
            "period": period,
            "origin": str(batch.origin),
            "state": str(batch.state),
            "changed": len(changed),
            "refused": len(batch.refused),
            "indicators": changed[:200],
        },
    )
    if changed:
        write.publish(ValuesSaved(unit=body.code, period=period, indicators=changed))
    return batch.refused


def lock_unit(code: str) -> ReportingUnit:
    """A unit whose figures nobody else changes until the transaction ends. Raises ``UnitNotFound``."""
    row = ReportingUnit.objects.select_for_update(no_key=True).filter(code=code).first()
    if row is None:
        raise UnitNotFound(unit=code[:90])
    return row


def _current(code: str) -> PeriodRef:
    """The period as it is now, read after the unit was locked: see ``states.lock_period``."""
    return periods.period(code)


def _authorise(actor: Actor, write: Write, body: ReportingUnit, origin: Origin, state: ValueState) -> None:
    if origin == Origin.COMPUTED:
        if not actor.is_system:
            raise NotAllowed()
        return
    permission = {
        ValueState.DRAFT: "collection.enter",
        ValueState.SENT: "collection.send",
        ValueState.ACCEPTED: "collection.accept",
    }[state]
    if origin == Origin.DOCUMENT:
        permission = "indicators.import_documents"
    write.authorise(permission=permission, agency=body.agency_code)


@dataclass(slots=True)
class _Batch:
    """One call of ``save_values`` while its entries are judged."""

    body: ReportingUnit
    period: PeriodRef
    origin: Origin
    state: ValueState
    reason: str
    by_id: int | None
    by_name: str
    now: dt.datetime
    refs: dict[str, IndicatorRef] = field(default_factory=dict)
    reporting: frozenset[str] = frozenset()
    has_below: bool = False
    rows: dict[Key, Value] = field(default_factory=dict)
    wanted: dict[Key, tuple[Entry, Pair | None]] = field(default_factory=dict)
    refused: list[Refused] = field(default_factory=list)

    def load(self, codes: set[str]) -> None:
        """Definitions on the last day of the period, who reports them, and what is stored. A handful of queries."""
        on = self.period.last
        versions = IndicatorVersion.objects.filter(units.valid_on(on), indicator__code__in=codes)
        self.refs = {
            ref.code: ref for ref in (reading.indicator_ref(row) for row in versions.select_related("indicator"))
        }
        table = units.reporter_table(self.refs.values(), on)
        self.reporting = frozenset(code for code, ids in table.items() if self.body.pk in ids)
        self.has_below = ReportingUnit.objects.filter(parent=self.body).exists()
        stored = Value.objects.filter(unit=self.body, period=self.period.id, indicator__code__in=codes)
        for row in stored.select_related("indicator"):
            self.rows[row.indicator.code, row.breakdown] = row

    def take(self, entry: Entry) -> None:
        """Judge one entry: it is wanted or refused."""
        key = (entry.code, entry.breakdown)
        refusal = self._forbidden(entry)
        if refusal is None and key in self.wanted:
            refusal = entering.refuse(entry, "TWICE", "Chỉ tiêu này có hai dòng trong một lần nhập. Hãy bỏ một dòng.")
        if refusal is None:
            pair = entering.read_entry(entry, self.refs[entry.code])
            if isinstance(pair, Refused):
                refusal = pair
            elif entry.breakdown and pair is not None:
                refusal = entering.part_refusal(entry, pair, self.pair((entry.code, "")))
        if refusal is not None:
            self.refused.append(refusal)
        else:
            self.wanted[key] = (entry, pair)

    def _forbidden(self, entry: Entry) -> Refused | None:
        """Why this unit may not give this figure for this period in this way."""
        ref = self.refs.get(entry.code)
        if ref is None:
            return entering.refuse(
                entry,
                "UNKNOWN_INDICATOR",
                f"Không có chỉ tiêu “{entry.code[:40]}” trong kỳ này. Hãy tải lại biểu mẫu mới nhất.",
            )
        if self.period.locked:
            return entering.refuse(
                entry, "PERIOD_LOCKED", f"Kỳ {self.period.label} đã khóa. Muốn sửa, đề nghị cơ quan thường trực mở kỳ."
            )
        if self.origin in _TYPED:
            if ref.is_computed:
                return entering.refuse(entry, "COMPUTED", "Số liệu này do hệ thống tính từ nghiệp vụ, không nhập tay.")
            if ref.frequency != self.period.kind:
                wanted = ref.frequency.label.lower()
                return entering.refuse(entry, "WRONG_PERIOD", f"Chỉ tiêu này báo cáo theo kỳ: {wanted}.")
        if entry.code not in self.reporting and not self._states(entry):
            return entering.refuse(
                entry, "NOT_A_REPORTER", f"{self.body.short_name} không phải báo cáo chỉ tiêu này trong kỳ này."
            )
        return self._closed(entry)

    def _states(self, entry: Entry) -> bool:
        """The figure is a total that a document states for everything below the unit."""
        return self.origin == Origin.DOCUMENT and self.has_below and entry.code not in self.reporting

    def _closed(self, entry: Entry) -> Refused | None:
        """Why the stored figure may not be changed in this way any more."""
        row = self.rows.get((entry.code, entry.breakdown))
        if row is None or self.origin == Origin.COMPUTED:
            return None
        if row.origin == Origin.COMPUTED:
            return entering.refuse(entry, "COMPUTED", "Số liệu này do hệ thống tính từ nghiệp vụ, không nhập tay.")
        stored = ValueState(row.state)
        if _RANK[stored] > _RANK[self.state]:
            problem, said = (
                ("ALREADY_SENT", "đã gửi") if stored == ValueState.SENT else ("ALREADY_ACCEPTED", "đã duyệt")
            )
            return entering.refuse(
                entry, problem, f"Số liệu {said}, không sửa được nữa. Đề nghị cơ quan thường trực trả lại để sửa."
            )
        if stored == ValueState.ACCEPTED and not self.reason:
            return entering.refuse(entry, "REASON_MISSING", "Số liệu đã duyệt: muốn sửa phải ghi lý do.")
        return None

    def pair(self, key: Key) -> Pair | None:
        """The figure of a key as it will stand after this call."""
        if key in self.wanted:
            return self.wanted[key][1]
        row = self.rows.get(key)
        return Pair(row.numerator, row.denominator) if row else None

    def check_parts_given(self) -> None:
        """Refuse parts that do not make up the whole.

        A draft may be changed cell by cell, so there only a call with the whole and all its parts is judged; what is
        sent or accepted must add up in any case.
        """
        for code in {code for code, breakdown in self.wanted if breakdown}:
            keys = frozenset(key for key, _ in self.refs[code].breakdown)
            given = {key for given_code, key in self.wanted if given_code == code and key}
            if self.state == ValueState.DRAFT and not (given == keys and (code, "") in self.wanted):
                continue
            parts = {key: pair for key in keys if (pair := self.pair((code, key))) is not None}
            problem = entering.check_parts(self.pair((code, "")), parts, keys)
            if problem:
                for key in given:
                    entry, _ = self.wanted.pop((code, key))
                    self.refused.append(entering.refuse(entry, "PARTS_DIFFER", problem))

    def store(self) -> list[str]:
        """Write what differs, with its history; returns the codes of the indicators that changed."""
        new, changed, cleared, history = [], [], [], []
        for key, (entry, pair) in self.wanted.items():
            row = self.rows.get(key)
            comment = entry.comment.strip()
            if pair is None:
                if row is not None:
                    cleared.append(row.pk)
                    history.append(self._change(entry, row, None))
                continue
            if row is not None and self._same(row, pair, comment, entry):
                continue
            history.append(self._change(entry, row, pair))
            target = row or Value(
                indicator_id=self.refs[entry.code].id,
                unit=self.body,
                period_id=self.period.id,
                breakdown=entry.breakdown,
            )
            target.numerator, target.denominator = pair.numerator, pair.denominator
            target.state, target.origin, target.comment = self.state, self.origin, comment
            target.stated = self._states(entry)
            target.updated_at, target.updated_by_id, target.updated_by_name = self.now, self.by_id, self.by_name
            (changed if row else new).append(target)
        if cleared:
            Value.objects.filter(pk__in=cleared).delete()
        Value.objects.bulk_create(new)
        if changed:
            Value.objects.bulk_update(changed, _FIELDS)
        ValueChange.objects.bulk_create(history)
        codes = {ref.id: code for code, ref in self.refs.items()}
        return sorted({codes[row.indicator_id] for row in history})

    def _same(self, row: Value, pair: Pair, comment: str, entry: Entry) -> bool:
        stored = (row.numerator, row.denominator, row.comment, row.state, row.stated)
        return stored == (pair.numerator, pair.denominator, comment, self.state, self._states(entry))

    def _change(self, entry: Entry, row: Value | None, after: Pair | None) -> ValueChange:
        return ValueChange(
            indicator_id=self.refs[entry.code].id,
            unit=self.body,
            period_id=self.period.id,
            breakdown=entry.breakdown,
            numerator_before=row.numerator if row else None,
            denominator_before=row.denominator if row else None,
            numerator_after=after.numerator if after else None,
            denominator_after=after.denominator if after else None,
            state=self.state,
            origin=self.origin,
            comment=entry.comment.strip(),
            reason=self.reason,
            at=self.now,
            by_id=self.by_id,
            by_name=self.by_name,
        )
