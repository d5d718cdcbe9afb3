"""PRIVATE. Communes as squares and as outlines, side by side, coloured by the same words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

from django.conf import settings

from dean06.kernel.units import queries as units
from dean06.steering.dashboards.figures.reading import Figure
from dean06.steering.dashboards.rules.judging import Verdict

#: What the colours of both drawings mean.
LEGEND = [(verdict.level, verdict.label) for verdict in Verdict]


def tiles(figures: Sequence[Figure], on: dt.date, url_of: Callable[[Figure], str]) -> list[dict[str, Any]]:
    """One square for each commune that has a place. One query."""
    places = units.tile_grid(settings.PROVINCE_CODE, on)
    return [
        {
            "column": places[figure.unit.unit_code][0],
            "row": places[figure.unit.unit_code][1],
            "label": figure.unit.name,
            "value": figure.short,
            "level": figure.verdict.level,
            "url": url_of(figure),
        }
        for figure in figures
        if figure.unit.unit_code in places
    ]


def outlines(figures: Sequence[Figure], on: dt.date, url_of: Callable[[Figure], str]) -> dict[str, Any] | None:
    """The same as a map, where the province imported outlines. One query."""
    drawn = units.area_map([figure.unit.unit_code for figure in figures if figure.unit.unit_code], on)
    if drawn is None:
        return None
    areas = [
        {
            "path": drawn.paths[figure.unit.unit_code],
            "label": figure.unit.name,
            "value": figure.text,
            "level": figure.verdict.level,
            "url": url_of(figure),
        }
        for figure in figures
        if figure.unit.unit_code in drawn.paths
    ]
    return {"view_box": drawn.view_box, "areas": areas}
