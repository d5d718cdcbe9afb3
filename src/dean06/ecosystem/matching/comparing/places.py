"""Commune and village together."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from dean06.ecosystem.matching.levels import Place

Column = npt.NDArray[np.int64]


def place_levels(
    record: Mapping[str, Column], person: Mapping[str, Column], share: npt.NDArray[np.float64]
) -> npt.NDArray[np.int8]:
    """The level of each pair of places; keys of 0 are unknown.

    ``record``: ``unit_text`` (the text of the file), ``unit`` (today's commune it mostly became), ``village``;
    ``person``: ``unit``, ``village``, and first and last of the previous communes as old codes (``old_low``,
    ``old_high``) and as today's (``prev_low``, ``prev_high``). ``share``: how much of the record's commune became the
    person's one; 0 when none of it did.
    """
    level = np.full(len(share), int(Place.OTHER), dtype=np.int8)
    text, unit = record["unit_text"], record["unit"]
    villages = (record["village"] != 0) & (person["village"] != 0)
    same_village = villages & (record["village"] == person["village"])
    level[same_village] = Place.OTHER_UNIT_VILLAGE
    previous = (text == person["old_low"]) | (text == person["old_high"])
    previous |= (unit == person["prev_low"]) | (unit == person["prev_high"])
    level[previous] = Place.PREVIOUS
    for inside, plain, same, other in (
        ((share > 0) & (share < 1), Place.SPLIT, Place.SPLIT_VILLAGE, Place.SPLIT_OTHER_VILLAGE),
        (share >= 1, Place.UNIT, Place.UNIT_VILLAGE, Place.UNIT_OTHER_VILLAGE),
    ):
        level[inside] = plain
        level[inside & villages] = other
        level[inside & same_village] = same
    unknown = (unit == 0) | (person["unit"] == 0)
    level[unknown] = Place.MISSING
    level[unknown & villages] = Place.VILLAGE_OTHER
    level[unknown & same_village] = Place.VILLAGE_ONLY
    return level
