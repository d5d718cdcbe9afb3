"""PRIVATE. Pages of the wall of an operations centre: few figures, large, no names of people and nothing to press."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from dean06.kernel.common.actors import Actor
from dean06.steering.assignments.types import WorkClass
from dean06.steering.dashboards.figures.reading import Figure, closed_periods, sheet
from dean06.steering.dashboards.types import Board, RedGroup
from dean06.steering.indicators import queries as indicators
from dean06.steering.indicators.types import Level

#: Figures on one page: what can be read from five metres.
A_PAGE = 6
#: Indicators that get a map of their own.
MOST_MAPS = 4


@dataclass(frozen=True, slots=True)
class WallMap:
    """One indicator over all communes."""

    figure: Figure
    places: Sequence[Figure]
    below: int
    judged: int


@dataclass(frozen=True, slots=True)
class Wall:
    """Everything the wall shows in turn."""

    board: Board
    figures: Sequence[Sequence[Figure]]
    maps: Sequence[WallMap]

    @property
    def groups(self) -> list[RedGroup]:
        """Red groups with something in them."""
        return [group for group in self.board.groups if group.total]

    @property
    def overdue(self) -> int:
        """Overdue tasks."""
        return self.board.totals[WorkClass.OVERDUE]


def wall(actor: Actor, board: Board, *, today: dt.date) -> Wall:
    """The wall beside a board that was read already. Raises ``NotAllowed``."""
    if board.figures is None:
        return Wall(board, (), ())
    home, over = board.figures.unit, closed_periods(today)
    refs = indicators.in_force(today)
    targets = indicators.targets(today)
    own = sheet(actor, refs, [home], over, targets).of_unit(home.id)
    known = [figure for figure in own if figure.amount is not None]
    known.sort(key=lambda figure: (not figure.below, figure.target is None))
    maps = []
    wanted = [one for one in board.figures.red if one.judged][:MOST_MAPS]
    if wanted:
        communes = indicators.units(today, Level.COMMUNE)
        table = sheet(actor, [one.figure.ref for one in wanted], communes, over, targets)
        maps = [WallMap(one.figure, table.of(one.figure.ref.code), one.below, one.judged) for one in wanted]
    pages = [known[start : start + A_PAGE] for start in range(0, min(len(known), 4 * A_PAGE), A_PAGE)]
    return Wall(board, pages, maps)
