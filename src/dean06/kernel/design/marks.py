"""Geometry of the small SVG marks (tile grid, area map, bars, sparkline, trend): numbers in, coordinates as text out.

Coordinates leave as text with a decimal point, because a template would print them with the Vietnamese comma.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils import numberformat

TILE = 60
GAP = 4
SPARK_WIDTH, SPARK_HEIGHT, SPARK_PAD = 96, 28, 4
TREND_LEFT, TREND_RIGHT, TREND_TOP, TREND_BOTTOM = 56, 624, 20, 208


def shown(value: float | int | Decimal | None, decimals: int | None = None) -> str:
    """A number as Vietnamese readers write it: ``1.234,5``; missing values are words, never a zero.

    At most two decimals, or exactly ``decimals``. Independent of the settings: Django's own Vietnamese formats do
    not group digits.
    """
    if value is None:
        return "chưa có"
    places = 2 if decimals is None else decimals
    rounded = round(value, places) if isinstance(value, Decimal) else round(float(value), places)
    text = numberformat.format(f"{rounded:f}", ",", decimals, grouping=3, thousand_sep=".", force_grouping=True)
    return text.rstrip("0").rstrip(",") if decimals is None and "," in text else text


def coordinate(value: float) -> str:
    """``value`` for an SVG attribute."""
    return f"{value:.1f}".removesuffix(".0")


def tile_layout(tiles: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Squares on a grid, each from ``column`` and ``row`` (from 0). ``level`` defaults to ``none`` (no figure)."""
    laid = []
    for tile in tiles:
        x, y = int(tile["column"]) * (TILE + GAP), int(tile["row"]) * (TILE + GAP)
        value = tile.get("value")
        laid.append(
            {
                "label": tile["label"],
                "short": tile.get("short") or short_name(tile["label"]),
                "value": value if isinstance(value, str) else shown(value) if value is not None else "–",
                "level": "none" if tile.get("level") is None else tile["level"],
                "url": tile.get("url"),
                "x": str(x),
                "y": str(y),
                "right": x + TILE,
                "bottom": y + TILE,
                "middle": str(x + TILE // 2),
                "name_y": str(y + 22),
                "value_y": str(y + 43),
            }
        )
    width = max((tile["right"] for tile in laid), default=TILE)
    height = max((tile["bottom"] for tile in laid), default=TILE)
    return {
        "tiles": laid,
        "view_box": f"-2 -2 {width + 4} {height + 4}",
        "side": str(TILE),
        "wide": width > 9 * (TILE + GAP),
    }


def area_layout(areas: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Outlines of one drawing with the words that a reader of the screen hears; ``level`` as of a tile."""
    return [
        {
            **area,
            "value": value
            if isinstance(value := area.get("value"), str)
            else shown(value)
            if value is not None
            else "–",
            "level": "none" if area.get("level") is None else area["level"],
        }
        for area in areas
    ]


def short_name(name: str) -> str:
    """A name cut to what a square holds: prefixes of kind go, long names become ``Kỳ Kh.``-like."""
    for prefix in ("Phường ", "Xã ", "Thị trấn ", "Đặc khu ", "Thị xã ", "Thành phố ", "Huyện "):
        if name.startswith(prefix):
            name = name.removeprefix(prefix)
            break
    if len(name) <= 9:
        return name
    *first, last = name.split()
    return f"{' '.join(word[0] + '.' for word in first)} {last}"[:10] if first else name[:9] + "…"


def bar_layout(rows: Iterable[Mapping[str, Any]], largest: float | None = None) -> list[dict[str, Any]]:
    """Widths on a track of 1,000 units. ``largest`` (default: the largest value or target) fills the track."""
    rows = list(rows)
    numbers = [number for row in rows for number in (row.get("value"), row.get("target")) if number is not None]
    top = float(largest) if largest else float(max(numbers, default=0)) or 1.0
    return [
        {
            **row,
            "shown": row.get("shown") or shown(row.get("value")),
            "width": coordinate(1000 * min(max(float(row.get("value") or 0), 0), top) / top),
            "target_x": coordinate(1000 * min(float(row["target"]) / top, 0.998))
            if row.get("target") is not None
            else None,
        }
        for row in rows
    ]


def _scale(low: float, high: float, start: float, end: float, value: float) -> float:
    return (start + end) / 2 if high == low else start + (end - start) * (value - low) / (high - low)


def _segments(points: Sequence[tuple[float, float] | None]) -> list[str]:
    """Runs of known points as ``points`` attributes: a line must not be drawn over a gap in the figures."""
    runs: list[list[str]] = [[]]
    for point in points:
        if point is None:
            runs.append([])
        else:
            runs[-1].append(f"{coordinate(point[0])},{coordinate(point[1])}")
    return [" ".join(run) for run in runs if len(run) > 1]


def sparkline_layout(values: Sequence[float | None]) -> dict[str, Any]:
    """A word-sized line; ``words`` says the same to those who do not see it."""
    known = [value for value in values if value is not None]
    if not known:
        return {"segments": [], "last": None, "last_text": "chưa có", "words": "chưa có số liệu"}
    low, high = min(known), max(known)
    step = (SPARK_WIDTH - 2 * SPARK_PAD) / max(len(values) - 1, 1)
    points = [
        None
        if value is None
        else (SPARK_PAD + step * index, _scale(low, high, SPARK_HEIGHT - SPARK_PAD, SPARK_PAD, value))
        for index, value in enumerate(values)
    ]
    last = next(point for point in reversed(points) if point is not None)
    words = f"từ {shown(known[0])} đến {shown(known[-1])}, thấp nhất {shown(low)}, cao nhất {shown(high)}"
    return {
        "segments": _segments(points),
        "last": (coordinate(last[0]), coordinate(last[1])),
        "last_text": shown(known[-1]),
        "words": words,
    }


def ticks(low: float, high: float, count: int = 4) -> list[float]:
    """Round values covering ``low``…``high`` (steps of 1, 2, 2.5 or 5 times a power of ten)."""
    if high == low:
        low, high = (low - 1, high + 1) if low else (0.0, 1.0)
    rough = (high - low) / count
    power = 10 ** math.floor(math.log10(rough))
    step = next(factor * power for factor in (1, 2, 2.5, 5, 10) if factor * power >= rough * 0.999)
    first = math.floor(low / step + 1e-9)
    last = math.ceil(high / step - 1e-9)
    return [round(index * step, 10) for index in range(first, last + 1)]


def trend_layout(points: Sequence[Mapping[str, Any]], target: float | None = None) -> dict[str, Any]:
    """A line over periods with axis, optional target, and the same rows for the table beside it.

    ``target`` is one for all periods; a point's own ``target`` makes a line of steps. ``hollow`` points are not final.
    """
    rows = [{**point, "shown": point.get("shown") or shown(point.get("value"))} for point in points]
    known = [float(row["value"]) for row in rows if row.get("value") is not None]
    own = [None if row.get("target") is None else float(row["target"]) for row in rows]
    span = known + ([float(target)] if target is not None else []) + [value for value in own if value is not None]
    if not span:
        nothing: dict[str, Any] = {"ticks": [], "segments": [], "dots": [], "periods": [], "steps": []}
        return nothing | {"rows": rows, "words": "chưa có số liệu"}
    marks = ticks(min(span), max(span))

    def height(value: float) -> float:
        return _scale(marks[0], marks[-1], TREND_BOTTOM, TREND_TOP, value)

    step = (TREND_RIGHT - 24 - TREND_LEFT - 24) / max(len(rows) - 1, 1)
    across = [TREND_LEFT + 24 + step * index for index in range(len(rows))]
    placed = [
        None if row.get("value") is None else (x, height(float(row["value"])))
        for x, row in zip(across, rows, strict=True)
    ]
    last = max((index for index, point in enumerate(placed) if point), default=-1)
    every = max(1, math.ceil(len(rows) / 8))
    return {
        "ticks": [{"y": coordinate(height(mark)), "text": shown(mark)} for mark in marks],
        "segments": _segments(placed),
        "dots": [
            {
                "x": coordinate(point[0]),
                "y": coordinate(point[1]),
                "label": row["label"],
                "shown": row["shown"],
                "last": index == last,
                "hollow": bool(row.get("hollow")),
                "dy": "-10" if point[1] > TREND_TOP + 16 else "20",
            }
            for index, (point, row) in enumerate(zip(placed, rows, strict=True))
            if point
        ],
        "periods": [
            {"x": coordinate(x), "text": row["label"]}
            for index, (x, row) in enumerate(zip(across, rows, strict=True))
            if index % every == 0
        ],
        "steps": _steps(own, across, step, height),
        "has_targets": any(value is not None for value in own),
        "target_y": coordinate(height(float(target))) if target is not None else None,
        "target_text": shown(target) if target is not None else "",
        "rows": rows,
        "words": "; ".join(f"{row['label']}: {row['shown']}" for row in rows),
    }


def _steps(
    targets: Sequence[float | None], across: Sequence[float], step: float, height: Callable[[float], float]
) -> list[dict[str, Any]]:
    """The target as steps: each run of periods without a gap is one line, and each new height says its number."""
    lines: list[dict[str, Any]] = []
    before: float | None = None
    for value, x in zip(targets, across, strict=True):
        if value is not None:
            y = coordinate(height(value))
            left, right = coordinate(max(x - step / 2, TREND_LEFT)), coordinate(min(x + step / 2, TREND_RIGHT))
            if before is None:
                lines.append({"points": [], "labels": []})
            if before != value:
                lines[-1]["labels"].append(
                    {"x": coordinate(max(x - step / 2, TREND_LEFT) + 4), "y": y, "text": shown(value)}
                )
            lines[-1]["points"].append(f"{left},{y} {right},{y}")
        before = value
    return [{"points": " ".join(line["points"]), "labels": line["labels"]} for line in lines]
