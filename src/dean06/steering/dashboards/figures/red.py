"""PRIVATE. The red part of the morning board beyond tasks: indicators under target, silent units, overdue findings,
recommendations without an answer, connections that are down; each with who must answer and yesterday's count."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from django.urls import reverse

from dean06.kernel.common.actors import Actor, system_actor
from dean06.kernel.common.pairs import Pair
from dean06.procedures.interlinked import queries as interlinked
from dean06.procedures.interlinked.types import SystemState
from dean06.steering.collection import queries as collection
from dean06.steering.dashboards.figures.heads import Answerer, answerers
from dean06.steering.dashboards.figures.links import list_url, register_url, status_url, unit_url
from dean06.steering.dashboards.figures.reading import Figure, closed_periods, sheets
from dean06.steering.dashboards.figures.scope import Scope, home_unit, scope
from dean06.steering.dashboards.models import FigureExplanation, Snapshot, SnapshotFigure
from dean06.steering.dashboards.rules import writing
from dean06.steering.dashboards.rules.judging import Verdict
from dean06.steering.dashboards.types import FigureBoard, RedFigure, RedGroup, RedRow
from dean06.steering.indicators import queries as indicators
from dean06.steering.indicators.types import Direction, IndicatorRef, Level, PeriodKind, PeriodRef, UnitRef
from dean06.steering.registers import queries as registers

#: How many of each kind the board lists; the rest is one click away.
MOST_FIGURES, MOST_ROWS, MOST_WORST = 10, 6, 3
SILENT, FINDINGS, RECOMMENDATIONS, SYSTEMS = "silent", "findings", "recommendations", "systems"
#: Key of the number of indicators that the province misses.
BELOW = "below"


def figure_board(actor: Actor, *, today: dt.date, snapshot: Snapshot | None) -> FigureBoard | None:
    """Indicators that are red today; ``None`` for an actor without a unit or the right. A constant number of reads."""
    found = _read(actor, today, snapshot)
    if found is None:
        return None
    home, period, before, everything = found
    shown = sorted((one for one in everything if one.is_red), key=lambda one: one.order)
    own = [one.figure for one in everything]
    return FigureBoard(
        unit=home,
        period=period,
        red=shown[:MOST_FIGURES],
        red_total=len(shown),
        below=sum(figure.verdict is Verdict.BELOW for figure in own),
        met=sum(figure.verdict is Verdict.MET for figure in own),
        without_data=sum(figure.verdict is Verdict.NO_DATA for figure in own),
        total=len(own),
        below_before=_count(before, BELOW),
        own=own,
    )


def all_figures(actor: Actor, *, today: dt.date) -> list[RedFigure]:
    """Every indicator of the actor's board, red or not: what the morning's snapshot keeps."""
    found = _read(actor, today, None)
    return found[3] if found else []


def _read(
    actor: Actor, today: dt.date, snapshot: Snapshot | None
) -> tuple[UnitRef, PeriodRef, dict[str, SnapshotFigure], list[RedFigure]] | None:
    if not actor.can("indicators.view"):
        return None
    within = scope(actor)
    home = home_unit(within, actor, today)
    if home is None:
        return None
    over = closed_periods(today)
    refs = _refs(within, home, today)
    communes = indicators.units(today, Level.COMMUNE) if within.everything or home.level == Level.AGENCY else []
    targets = indicators.targets(today)
    # Only where a commune has a target can one miss it: nothing else is added up for the communes.
    aimed = {ref.code for ref in refs if within.owns(ref) and any(targets.of(ref.code, one) for one in communes)}
    own, figures = sheets(
        actor, [(refs, [home]), ([ref for ref in refs if ref.code in aimed], communes)], over, targets
    )
    before = _before(snapshot) if within.everything else {}
    questions = _open_questions(within)
    bodies = answerers([*(ref.owner for ref in refs), *(unit.agency for unit in [home, *communes])])
    everything = [
        _red(own.get(ref.code, home.id), figures.of(ref.code) if ref.code in aimed else [], bodies, before, questions)
        for ref in refs
    ]
    return home, over[PeriodKind.MONTH], before, everything


def _refs(within: Scope, home: UnitRef, today: dt.date) -> list[IndicatorRef]:
    """For the province every indicator; for a body those that it reports or owns."""
    refs = indicators.in_force(today)
    if within.everything:
        return refs
    reporters = indicators.reporter_table(refs, today)
    return [ref for ref in refs if home.id in reporters.get(ref.code, ()) or within.owns(ref)]


def _red(
    figure: Figure,
    others: Sequence[Figure],
    bodies: Mapping[str, Answerer],
    before: Mapping[str, SnapshotFigure],
    questions: Mapping[str, list[FigureExplanation]],
) -> RedFigure:
    """``others``: the communes, where they have a target; none for the board of a commune."""
    ref, unit = figure.ref, figure.unit
    missed = [one for one in others if one.below]
    sign = -1 if ref.direction == Direction.LOWER else 1
    worst = sorted(missed, key=lambda one: sign * (one.amount or 0))[:MOST_WORST]
    # The head of a commune or department answers for its own board; who owns the indicator for the province's.
    answers = ref.owner if unit.level == Level.PROVINCE or others else unit.agency
    return RedFigure(
        figure=figure,
        below=len(missed),
        judged=sum(one.verdict in (Verdict.BELOW, Verdict.MET) for one in others),
        worst=worst,
        owner=bodies.get(answers),
        worst_heads=[bodies.get(one.unit.agency) for one in worst],
        change=_since_yesterday(figure, len(missed), before.get(f"indicator:{ref.code}")),
        open_questions=len(questions.get(ref.code, ())),
        places=others,
    )


def _since_yesterday(figure: Figure, below: int, before: SnapshotFigure | None) -> str:
    """In words; empty when yesterday is unknown. A new period is said, not compared."""
    if before is None:
        return ""
    if before.period != figure.period.code:
        return "kỳ mới, chưa so được với hôm qua"
    old = None if before.numerator is None else Pair(before.numerator, before.denominator)
    words = writing.change_words(writing.change(figure.pair, old), figure.ref)
    difference = below - before.count
    if difference:
        units = f"{'thêm' if difference > 0 else 'bớt'} {abs(difference)} đơn vị dưới mục tiêu"
        return f"{words}; {units}" if words and words != "không đổi" else units
    return words


def groups(actor: Actor, *, today: dt.date, snapshot: Snapshot | None) -> list[RedGroup]:
    """Silent units, findings, recommendations, connections: what the actor may see of each."""
    before = _before(snapshot) if actor.can("indicators.view", agency="*") else {}
    found = [
        _silent(actor, today, before) if actor.can("indicators.view") else None,
        _findings(actor, today, before) if actor.can("registers.view") else None,
        _recommendations(actor, today, before) if actor.can("registers.view") else None,
        _systems(actor, before),
    ]
    return [group for group in found if group is not None]


def counted(actor: Actor, today: dt.date) -> dict[str, int]:
    """What the morning's snapshot keeps of the groups, and how many indicators the province misses."""
    kept = {group.key: group.total for group in groups(actor, today=today, snapshot=None)}
    board = figure_board(actor, today=today, snapshot=None)
    return kept if board is None else kept | {BELOW: board.below}


def _silent(actor: Actor, today: dt.date, before: Mapping[str, SnapshotFigure]) -> RedGroup:
    """Units whose figures of the last month or week are due and have not come."""
    over = closed_periods(today, (PeriodKind.WEEK, PeriodKind.MONTH))
    late = [(status, period) for period in over.values() for status in collection.late_units(actor, period, today)]
    late.sort(key=lambda one: (-one[0].late_days, one[0].unit.name))
    bodies = answerers(status.unit.agency for status, _ in late[:MOST_ROWS])
    rows = [
        RedRow(
            title=status.unit.name,
            detail=f"{period.label}: mới có {status.filled}/{status.expected} chỉ tiêu, hạn {status.due_on:%d/%m/%Y}",
            who=body.name if (body := bodies.get(status.unit.agency)) else "",
            head=body.head_text if body else "",
            days_late=status.late_days,
            url=unit_url(status.unit.code),
        )
        for status, period in late[:MOST_ROWS]
    ]
    return RedGroup(SILENT, "Đơn vị chưa gửi số liệu", rows, len(late), _count(before, SILENT), status_url(over))


def _findings(actor: Actor, today: dt.date, before: Mapping[str, SnapshotFigure]) -> RedGroup:
    found = registers.overdue_findings(actor, today)
    bodies = answerers(row.unit_code for row in found[:MOST_ROWS])
    rows = [
        RedRow(
            title=row.text,
            detail=f"{row.inspection}, phải khắc phục trước hết ngày {row.fix_by:%d/%m/%Y}",
            who=row.unit,
            head=body.head_text if (body := bodies.get(row.unit_code)) else "",
            days_late=row.days_late,
            url=register_url("inspection", row.inspection_id),
        )
        for row in found[:MOST_ROWS]
    ]
    return RedGroup(
        FINDINGS,
        "Kết quả kiểm tra quá hạn khắc phục",
        rows,
        len(found),
        _count(before, FINDINGS),
        list_url("findings"),
    )


def _recommendations(actor: Actor, today: dt.date, before: Mapping[str, SnapshotFigure]) -> RedGroup:
    """Recommendations past the day an answer was due; those without a day are told apart in the register."""
    found = [row for row in registers.open_recommendations(actor, today) if row.overdue and row.due_on]
    rows = [
        RedRow(
            title=row.text,
            detail=f"Gửi {row.to_whom}, hẹn trả lời {row.due_on:%d/%m/%Y}, đã {row.age_days} ngày",
            who=row.sent_by,
            head="",
            days_late=(today - row.due_on).days if row.due_on else 0,
            url=register_url("recommendation", row.id),
        )
        for row in found[:MOST_ROWS]
    ]
    before_count = _count(before, RECOMMENDATIONS)
    title = "Kiến nghị quá hạn trả lời"
    return RedGroup(RECOMMENDATIONS, title, rows, len(found), before_count, list_url("recommendations"))


def _systems(actor: Actor, before: Mapping[str, SnapshotFigure]) -> RedGroup | None:
    """Connections that are down or blocked. Whether a system answers is no secret of its users: read by the system for
    whoever sees the whole board; nobody else is shown it."""
    if not actor.can("board.view", agency="*"):
        return None
    down = [
        one
        for one in interlinked.systems(system_actor("Bảng điều hành"))
        if one.state in (SystemState.DOWN, SystemState.BLOCKED)
    ]
    rows = [
        RedRow(
            title=one.label,
            detail=one.blocked_note or one.problem or f"{one.waiting + one.failed} việc đang chờ",
            who=one.body,
            head="",
            days_late=0,
            url=reverse("interlinked:systems") if actor.can("interlinked.view") else "",
            since=one.since,
            badge=one.state_label,
        )
        for one in down[:MOST_ROWS]
    ]
    return RedGroup(SYSTEMS, "Hệ thống mất kết nối", rows, len(down), _count(before, SYSTEMS), "")


def _before(snapshot: Snapshot | None) -> dict[str, SnapshotFigure]:
    return {row.key: row for row in snapshot.figures.all()} if snapshot else {}


def _count(before: Mapping[str, SnapshotFigure], key: str) -> int | None:
    return before[key].count if key in before else None


def _open_questions(within: Scope) -> dict[str, list[FigureExplanation]]:
    rows = FigureExplanation.objects.filter(answered_at=None)
    if not within.everything:
        rows = rows.filter(agency_code__in=within.agencies)
    found: dict[str, list[FigureExplanation]] = {}
    for row in rows.order_by("due_on", "id"):
        found.setdefault(row.indicator_code, []).append(row)
    return found
