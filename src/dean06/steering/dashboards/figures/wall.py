"""PRIVATE. Pages of the wall of an operations centre: few figures, large, no names of people and nothing to press."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dean06.steering.assignments.types import WorkClass
from dean06.steering.dashboards.figures.reading import Figure
from dean06.steering.dashboards.types import Board, RedGroup

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


def wall(board: Board) -> Wall:
    """The wall of a board: nothing more is read."""
    if board.figures is None:
        return Wall(board, (), ())
    known = [figure for figure in board.figures.own if figure.amount is not None]
    known.sort(key=lambda figure: (not figure.below, figure.target is None))
    pages = [known[start : start + A_PAGE] for start in range(0, min(len(known), 4 * A_PAGE), A_PAGE)]
    wanted = [one for one in board.figures.red if one.judged][:MOST_MAPS]
    return Wall(board, pages, [WallMap(one.figure, one.places, one.below, one.judged) for one in wanted])
