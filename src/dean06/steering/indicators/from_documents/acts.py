"""PUBLIC through ``services``. Taking figures of a document over, taking that back, forgetting what a label means."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from dean06.kernel.common.actors import WHOLE_PROVINCE, Actor
from dean06.kernel.common.errors import NotFound
from dean06.kernel.common.pairs import Pair
from dean06.kernel.writing.services import Write, service
from dean06.steering.documents import queries as documents
from dean06.steering.indicators.catalogue import reading as catalogue
from dean06.steering.indicators.catalogue import units
from dean06.steering.indicators.errors import IndicatorNotFound, ReasonMissing
from dean06.steering.indicators.from_documents import heading, matching, reading
from dean06.steering.indicators.from_documents.words import fold, label_key
from dean06.steering.indicators.models import Indicator, LabelMapping, TakenFigure, Value
from dean06.steering.indicators.types import ImportedRow, IndicatorRef, Origin, PeriodRef, UnitRef
from dean06.steering.indicators.values import periods
from dean06.steering.indicators.values.saving import import_values

PERMISSION = "indicators.import_documents"
_SHORTEST_REASON = 10


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided about one figure: leave it out, or take it as an indicator of a unit.

    ``replace``: a stored value that differs is to be overwritten.
    """

    position: int
    code: str = ""
    unit: str = ""
    skip: bool = False
    replace: bool = False


@dataclass(frozen=True, slots=True)
class NotTaken:
    """A decision that was not carried out: ``problem`` is a stable code, ``message`` the sentence for the person."""

    position: int
    problem: str
    message: str


@dataclass(frozen=True, slots=True)
class Taking:
    """A figure on its way to be a value."""

    decision: Decision
    line: int
    printed: matching.Printed
    pair: Pair
    ref: IndicatorRef
    unit: UnitRef
    period: PeriodRef
    stated: bool


@service(permission=PERMISSION)
def take_figures(
    *,
    actor: Actor,
    write: Write,
    document_id: int,
    unit: str,
    last: dt.date,
    decisions: Sequence[Decision],
    now: dt.datetime | None = None,
) -> list[NotTaken]:
    """Take figures of a document over as accepted values; returns those that were not taken and why.

    ``unit`` (code) answers for the document, ``last`` is the day its figures hold for: each indicator's own period that
    bears this day's name is opened when needed. What a unit states for everything below it is stored as a stated total.
    A stored value that differs is only overwritten with ``replace``; one that is equal is left as it is. A figure that
    was decided before is not decided again, so repeating a call changes nothing. Labels are remembered.
    Needs the permission for the whole province. Raises ``NotFound``, ``UnitNotFound``, ``NotAllowed``.
    """
    write.authorise(agency=WHOLE_PROVINCE)
    document = documents.document(actor, document_id)
    home = units.unit(unit)
    moment = now or timezone.now()
    # The unit's row is locked by ``import_values``; the row of the figure itself is unique.
    decided = {row.position for row in reading.taken_of(document_id)}
    figures = {position: (line, printed) for position, line, _, printed in reading.printed_figures(document)}
    open_ones = [one for one in decisions if one.position in figures and one.position not in decided]
    refused: list[NotTaken] = []
    takings: list[Taking] = []
    refs = {ref.code: ref for ref in catalogue.in_force(last)}
    for decision in open_ones:
        line, printed = figures[decision.position]
        if decision.skip:
            _keep(document_id, decision.position, line, printed.label, actor, moment)
            continue
        taking = _judged(decision, line, printed, refs, home, last)
        if isinstance(taking, NotTaken):
            refused.append(taking)
        else:
            takings.append(taking)
    takings = _without_rivals(takings, refused)
    title = reading.title_of(document)
    stored = _stored(actor, takings, title, refused, moment)
    for taking in stored:
        _keep(document_id, taking.decision.position, taking.line, taking.printed.label, actor, moment, taking)
        _remember(taking, home, reading.document_kind(document), actor, moment)
    write.audit(
        "indicators.document_figures_taken",
        subject=f"documents.sourcedocument:{document_id}",
        details={
            "unit": home.code,
            "last": last.isoformat(),
            "asked": len(decisions),
            "taken": len(stored),
            "refused": len(refused),
        },
    )
    return refused


def _judged(
    decision: Decision,
    line: int,
    printed: matching.Printed,
    refs: dict[str, IndicatorRef],
    home: UnitRef,
    last: dt.date,
) -> Taking | NotTaken:
    pair = matching.counts(printed)
    if pair is None:
        sentence = f"{matching.why_no_value(printed)}: không lấy làm số liệu được."
        return NotTaken(decision.position, "NO_COUNTS", sentence)
    ref = refs.get(decision.code)
    if ref is None:
        sentence = f"Không có chỉ tiêu “{decision.code[:40]}” vào ngày {last:%d/%m/%Y}. Hãy chọn trong danh mục."
        return NotTaken(decision.position, "UNKNOWN_INDICATOR", sentence)
    if ref.is_rate != printed.is_ratio:
        sentence = (
            "Chỉ tiêu cần hai số đếm, văn bản chỉ in một; không tự tính số còn thiếu."
            if ref.is_rate
            else "Chỉ tiêu là một số đếm, văn bản in hai số; hãy chọn chỉ tiêu có mẫu số."
        )
        return NotTaken(decision.position, "OTHER_SHAPE", sentence)
    unit = units.unit(decision.unit) if decision.unit else home
    period = periods.period(heading.period_code(ref.frequency, last))
    reports = unit.id in units.reporter_table([ref], period.last)[ref.code]
    return Taking(decision, line, printed, pair, ref, unit, period, stated=not reports and _has_units_below(unit))


def _has_units_below(unit: UnitRef) -> bool:
    return any(one.parent_id == unit.id for one in units.everything())


def _without_rivals(takings: Sequence[Taking], refused: list[NotTaken]) -> list[Taking]:
    """One value cannot come from two different figures of a document: then neither is taken."""
    by_value: dict[tuple[str, int, int], list[Taking]] = {}
    for taking in takings:
        by_value.setdefault((taking.ref.code, taking.unit.id, taking.period.id), []).append(taking)
    kept = []
    for rivals in by_value.values():
        if len({rival.pair for rival in rivals}) > 1:
            lines = ", ".join(str(rival.line) for rival in rivals)
            sentence = (
                f"Hai số khác nhau (dòng {lines}) cùng nhận làm {rivals[0].ref.code} của {rivals[0].unit.short_name}. "
                "Hãy giữ một số, bỏ qua số kia."
            )
            refused += [NotTaken(rival.decision.position, "TWO_FIGURES", sentence) for rival in rivals]
        else:
            kept += rivals
    return kept


def _stored(
    actor: Actor, takings: Sequence[Taking], title: str, refused: list[NotTaken], now: dt.datetime
) -> list[Taking]:
    """Those that stand as values afterwards: equal before, or written now through the one way values are written."""
    there = reading.stored_pairs(
        {one.ref.code for one in takings}, {one.unit.id for one in takings}, {one.period.code for one in takings}
    )
    done: list[Taking] = []
    new: dict[str, list[Taking]] = {}
    for taking in takings:
        stored = there.get((taking.ref.code, taking.unit.id, taking.period.code))
        if stored == taking.pair:
            done.append(taking)
        elif stored is not None and not taking.decision.replace:
            sentence = (
                f"Đã có số {_words(stored)} cho {taking.period.label}, văn bản ghi {_words(taking.pair)}. "
                "Hãy chọn “Thay số đang có” hoặc bỏ qua."
            )
            refused.append(NotTaken(taking.decision.position, "DIFFERS", sentence))
        else:
            new.setdefault(taking.period.code, []).append(taking)
    for period, rows in new.items():
        once = {(row.unit.code, row.ref.code): row for row in rows}
        answers = import_values(
            actor=actor,
            period=period,
            rows=[_row(row, title) for row in once.values()],
            origin=Origin.DOCUMENT,
            reason=f"Lấy từ văn bản: {title}",
            now=now,
        )
        problems = {(answer.unit, answer.code): answer.message for answer in answers}
        for row in rows:
            if problem := problems.get((row.unit.code, row.ref.code)):
                refused.append(NotTaken(row.decision.position, "REFUSED", problem))
            else:
                done.append(row)
    return done


def _row(taking: Taking, title: str) -> ImportedRow:
    return ImportedRow(
        unit=taking.unit.code,
        code=taking.ref.code,
        numerator=taking.pair.numerator,
        denominator=taking.pair.denominator,
        stated=taking.stated,
        comment=f"Dòng {taking.line}, {title}"[:500],
    )


def _words(pair: Pair) -> str:
    return f"{pair.numerator:,}".replace(",", ".") + (
        "/" + f"{pair.denominator:,}".replace(",", ".") if pair.denominator is not None else ""
    )


def _keep(
    document_id: int,
    position: int,
    line: int,
    label: str,
    actor: Actor,
    now: dt.datetime,
    taking: Taking | None = None,
) -> None:
    """One row per figure of a document."""
    values = {
        "line": line,
        "label": label[:250],
        "skipped": taking is None,
        "at": now,
        "by_id": actor.user_id,
        "by_name": actor.name[:150],
    }
    if taking is not None:
        values |= {
            "indicator_id": taking.ref.id,
            "unit_id": taking.unit.id,
            "period_id": taking.period.id,
            "numerator": taking.pair.numerator,
            "denominator": taking.pair.denominator,
            "stated": taking.stated,
        }
    TakenFigure.objects.get_or_create(document_id=document_id, position=position, defaults=values)


def _remember(taking: Taking, home: UnitRef, kind: str, actor: Actor, now: dt.datetime) -> None:
    label = label_key(taking.printed.label)
    if not label:
        return
    LabelMapping.objects.update_or_create(
        label=label,
        counted=fold(taking.printed.unit)[:40],
        ratio=taking.printed.is_ratio,
        kind=kind,
        unit_id=home.id,
        defaults={
            "indicator_id": taking.ref.id,
            "printed": taking.printed.label[:250],
            "at": now,
            "by_id": actor.user_id,
            "by_name": actor.name[:150],
        },
    )


@service(permission=PERMISSION)
def reopen_figure(*, actor: Actor, write: Write, taken_id: int, reason: str, now: dt.datetime | None = None) -> None:
    """Take a decision about a figure back: it is open again, and the value that it made is cleared with the reason.

    A value that somebody changed since, or that another document gives too, stays.
    Raises ``NotFound``, ``ReasonMissing`` (shorter than ten letters, for a figure taken over), ``NotAllowed``.
    """
    write.authorise(agency=WHOLE_PROVINCE)
    row = (
        TakenFigure.objects.select_for_update(of=("self",))
        .select_related("indicator", "unit", "period")
        .filter(pk=taken_id)
        .first()
    )
    if row is None:
        raise NotFound()
    cleared = False
    if not row.skipped:
        if len(reason.strip()) < _SHORTEST_REASON:
            raise ReasonMissing()
        cleared = _clear(actor, row, reason.strip(), now)
    row.delete()
    write.audit(
        "indicators.document_figure_reopened",
        subject=f"documents.sourcedocument:{row.document_id}",
        details={"position": row.position, "cleared": cleared},
    )


def _clear(actor: Actor, row: TakenFigure, reason: str, now: dt.datetime | None) -> bool:
    """Whether the value was this figure's alone and is cleared."""
    if row.indicator is None or row.unit is None or row.period is None:
        return False
    same = {"indicator": row.indicator_id, "unit": row.unit_id, "period": row.period_id}
    value = Value.objects.filter(**same, breakdown="", origin=Origin.DOCUMENT).first()
    others = TakenFigure.objects.filter(**same, skipped=False).exclude(pk=row.pk).exists()
    if value is None or others or (value.numerator, value.denominator) != (row.numerator, row.denominator):
        return False
    entry = ImportedRow(row.unit.code, row.indicator.code, None, None, stated=row.stated)
    refused = import_values(
        actor=actor, period=row.period.code, rows=[entry], origin=Origin.DOCUMENT, reason=reason, now=now
    )
    return not refused


@service(permission=PERMISSION)
def change_mapping(
    *, actor: Actor, write: Write, mapping_id: int, code: str, now: dt.datetime | None = None
) -> LabelMapping:
    """Say that a remembered label means another indicator; values taken over before stay as they are.

    Raises ``NotFound``, ``IndicatorNotFound``.
    """
    write.authorise(agency=WHOLE_PROVINCE)
    row = LabelMapping.objects.select_for_update().filter(pk=mapping_id).first()
    if row is None:
        raise NotFound()
    indicator = Indicator.objects.filter(code=code.strip()).first()
    if indicator is None:
        raise IndicatorNotFound(indicator=code[:40])
    row.indicator = indicator
    row.at, row.by_id, row.by_name = now or timezone.now(), actor.user_id, actor.name[:150]
    row.save()
    write.audit("indicators.label_mapping_changed", subject=row, details={"indicator": indicator.code})
    return row


@service(permission=PERMISSION)
def forget_mapping(*, actor: Actor, write: Write, mapping_id: int) -> None:
    """Forget what a label means: the next document with it is matched by its words again. Raises ``NotFound``."""
    write.authorise(agency=WHOLE_PROVINCE)
    row = LabelMapping.objects.select_for_update().select_related("indicator").filter(pk=mapping_id).first()
    if row is None:
        raise NotFound()
    write.audit("indicators.label_mapping_forgotten", subject=row, details={"indicator": row.indicator.code})
    row.delete()


__all__ = [
    "Decision",
    "NotTaken",
    "change_mapping",
    "forget_mapping",
    "reopen_figure",
    "take_figures",
]
