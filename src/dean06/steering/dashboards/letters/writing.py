"""PRIVATE. What stands in a letter: the same figures as on the reader's board, in words, and always something."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from dean06.kernel.common.actors import Actor
from dean06.steering.assignments.types import TABS, WorkClass
from dean06.steering.dashboards import queries
from dean06.steering.dashboards.figures.links import figure_url
from dean06.steering.dashboards.types import Board, LetterKind, RedFigure

#: How many red items of each kind a letter names.
MOST_NAMED = 8


@dataclass(frozen=True, slots=True)
class Item:
    """One red thing: what, the sentence about it, who answers, where to look."""

    title: str
    detail: str
    who: str
    url: str


@dataclass(frozen=True, slots=True)
class Section:
    """One kind of red things, with how many there are in all."""

    title: str
    items: Sequence[Item]
    total: int

    @property
    def more(self) -> int:
        """How many are not named."""
        return self.total - len(self.items)


@dataclass(frozen=True, slots=True)
class Written:
    """A letter ready to send or to look at."""

    kind: LetterKind
    subject: str
    text: str
    html: str
    quiet: bool
    #: What the letter was drawn from: the page that shows it beforehand draws the same.
    context: Mapping[str, Any]


def write(actor: Actor, kind: LetterKind, *, today: dt.date, name: str = "") -> Written:
    """The letter of a day for one reader. A constant number of reads. Raises ``NotAllowed`` without a board."""
    board = queries.board(actor, today=today, compared_days=7 if kind is LetterKind.WEEKLY else 1)
    sections = _sections(board)
    quiet = not any(section.total for section in sections)
    context = {
        "kind": kind,
        "name": name or actor.name,
        "today": today,
        "board": board,
        "place": settings.PROVINCE_NAME,
        "whole": board.whole_province,
        "headline": _headline(board, quiet),
        "tasks": [(tab.label, board.totals[tab], change_words(board.change.difference(tab))) for tab in TABS],
        "changes": _changes(board, kind),
        "sections": sections,
        "quiet": quiet,
        "since": "tuần trước" if kind is LetterKind.WEEKLY else "hôm qua",
        "site": settings.SITE_URL.rstrip("/"),
        "board_url": reverse("dashboards:board"),
        "choice_url": reverse("dashboards:letters"),
    }
    return Written(
        kind,
        _subject(board, kind, today),
        render_to_string("dashboards/letters/letter.txt", context).strip() + "\n",
        render_to_string("dashboards/letters/letter.html", context),
        quiet,
        context,
    )


def _subject(board: Board, kind: LetterKind, today: dt.date) -> str:
    parts = [f"{board.totals[WorkClass.OVERDUE]} nhiệm vụ quá hạn"]
    if board.figures is not None:
        parts.append(f"{board.figures.below} chỉ tiêu chưa đạt")
    return f"{kind.label} {today:%d/%m/%Y}: {', '.join(parts)}"


def _headline(board: Board, quiet: bool) -> str:
    """One sentence that is always true: what is wrong, or that nothing is."""
    red = board.totals[WorkClass.OVERDUE]
    figures = board.figures
    if quiet:
        known = f"{figures.met}/{figures.total} chỉ tiêu đạt mục tiêu, " if figures is not None else ""
        return f"Không có việc nào quá hạn, không có chỉ tiêu nào chưa đạt. Hiện có {known}{board.total} nhiệm vụ."
    parts = [f"{red}/{board.total} nhiệm vụ quá hạn"]
    if figures is not None:
        parts.append(f"{figures.below}/{figures.total} chỉ tiêu chưa đạt mục tiêu")
        if figures.without_data:
            parts.append(f"{figures.without_data} chỉ tiêu chưa có số liệu")
    parts += [f"{group.total} {group.title[0].lower()}{group.title[1:]}" for group in board.groups if group.total]
    return "; ".join(parts) + "."


def _changes(board: Board, kind: LetterKind) -> list[str]:
    """What changed, in sentences; that nothing did is a sentence too."""
    since = "tuần trước" if kind is LetterKind.WEEKLY else "hôm qua"
    if not board.change.known:
        return [f"Không có số liệu chụp ngày {board.change.day:%d/%m/%Y} nên không tính được thay đổi so với {since}."]
    found = [
        f"{tab.label}: {change_words(difference)} ({board.totals[tab]})"
        for tab in TABS
        if (difference := board.change.difference(tab))
    ]
    if board.figures is not None and board.figures.below_before is not None:
        difference = board.figures.below - board.figures.below_before
        if difference:
            found.append(f"Chỉ tiêu chưa đạt: {change_words(difference)} ({board.figures.below})")
        found += [
            f"{one.figure.ref.short_name}: {one.change}"
            for one in board.figures.red[:MOST_NAMED]
            if one.change and one.change != "không đổi"
        ]
    found += [f"{group.title}: {change_words(group.change)} ({group.total})" for group in board.groups if group.change]
    return found or [f"Không có gì thay đổi so với {since}; các số liệu dưới đây vẫn như cũ."]


def _sections(board: Board) -> list[Section]:
    overdue = [
        Item(
            item.row.title,
            f"quá hạn {item.row.days_late} ngày, xong {item.row.percent}%",
            ", ".join(filter(None, [", ".join(item.bodies[:3]) or item.row.lead, item.row.head])),
            reverse("assignments:detail", args=[item.row.id]),
        )
        for item in board.overdue[:MOST_NAMED]
    ]
    sections = [Section("Nhiệm vụ quá hạn", overdue, board.totals[WorkClass.OVERDUE])]
    if board.figures is not None:
        red = [_figure_item(one) for one in board.figures.red[:MOST_NAMED]]
        sections.append(Section("Chỉ tiêu chưa đạt mục tiêu", red, board.figures.red_total))
    for group in board.groups:
        items = [
            Item(
                row.title,
                "; ".join(filter(None, [row.detail, f"chậm {row.days_late} ngày" if row.days_late else ""])),
                ", ".join(filter(None, [row.who if row.who != row.title else "", row.head])),
                row.url,
            )
            for row in group.rows[:MOST_NAMED]
        ]
        sections.append(Section(group.title, items, group.total))
    return [section for section in sections if section.total]


def _figure_item(one: RedFigure) -> Item:
    figure = one.figure
    parts = [f"{figure.text} ({figure.counts})" if figure.counts else figure.text, f"mục tiêu {figure.target_text}"]
    if not figure.target_text:
        parts.pop()
    if one.below:
        parts.append(f"{one.below}/{one.judged} xã, phường chưa đạt, kém nhất {one.worst[0].unit.short_name}")
    if one.change:
        parts.append(one.change)
    who = f"{one.owner.name}, {one.owner.head_text}".removesuffix(", ") if one.owner else ""
    return Item(figure.ref.short_name, "; ".join(parts), who, figure_url(figure, focus=False))


def change_words(difference: int | None) -> str:
    """ "tăng 3", "giảm 2", "không đổi"; empty when unknown."""
    if difference is None:
        return ""
    return "không đổi" if not difference else f"{'tăng' if difference > 0 else 'giảm'} {abs(difference)}"
