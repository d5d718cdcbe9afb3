"""What the pages show, made from counts: rows, bars, tiles. No queries of its own beyond names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse

from dean06.ecosystem.cleaning.counting import FOUR, QualityMatrix
from dean06.ecosystem.cleaning.rules.guide import ADVICE, SPLIT_KIND
from dean06.ecosystem.cleaning.rules.wording import NOTHING, ratio, share
from dean06.ecosystem.cleaning.types import ClassCounts, Criterion, Pair, ResultClass, Split
from dean06.ecosystem.matching.types import Tier
from dean06.kernel.common.vietnamese import format_number
from dean06.kernel.units import queries as units

UNKNOWN_UNIT = "Chưa rõ xã, phường"
#: Shares from which a tile is darker (per cent); the legend says so.
LEVELS = (50, 80, 90, 95, 99)
TIER_LABELS: dict[str, str] = {
    Tier.ID_NAME: "Khớp số định danh và họ tên",
    Tier.ID_DATE: "Khớp số định danh và ngày sinh",
    Tier.OLD_ID_NAME: "Khớp số CMND cũ và họ tên",
    Tier.NAME_DATE_UNIT: "Khớp họ tên, ngày sinh, xã",
    Tier.SCORED: "Tính điểm các dấu hiệu",
    Tier.NONE: "Chưa tìm được người",
}

STEP_LABELS: dict[str, str] = {
    "registry": "Lấy dữ liệu dân cư",
    "sector": "Lấy danh sách của ngành",
    "units": "Quy đổi xã, phường",
    "matching": "Đối khớp",
    "classes": "Xếp loại từng bản ghi",
    "keeping": "Ghi kết quả",
}


@dataclass(frozen=True, slots=True)
class Number:
    """A pair as a page prints it; ``url`` leads to the records behind what is missing."""

    pair: Pair
    text: str
    share: str
    kind: str
    url: str = ""
    label: str = ""


def number(pair: Pair, url: str = "", label: str = "") -> Number:
    """A pair with its words and mark; a share of nothing has neither."""
    return Number(pair, ratio(pair), share(pair), kind_of(pair), url, label)


def share_of(probability: float) -> str:
    """A probability as people read it; never "100%", which nobody can know."""
    per_cent = Decimal("99.9") if probability >= 0.999 else Decimal(str(round(probability * 100, 1)))
    return f"{format_number(per_cent)}%"


def kind_of(pair: Pair) -> str:
    """Mark of a share: the words beside it say the same."""
    if pair.share is None:
        return "neutral"
    return "success" if pair.share >= 0.95 else "warning" if pair.share >= 0.8 else "danger"


def records_url(sector: str, what: str, *, unit: str | None = None, having: bool = False) -> str:
    """The page of the records behind a number."""
    query = {"so": what, **({"xa": unit or "-"} if unit is not None else {}), **({"dat": "1"} if having else {})}
    return reverse("cleaning:records", args=[sector]) + "?" + urlencode(query)


def class_bars(counts: ClassCounts, *, linked: bool) -> list[dict[str, Any]]:
    """Records per class; classes without records are left out, the list of all classes is in the guide."""
    return [
        {
            "label": str(one.label),
            "value": counts.classes[one],
            "shown": format_number(counts.classes[one]),
            "kind": ADVICE[one].kind,
            "note": share(Pair(counts.classes[one], counts.total)),
            "url": reverse("cleaning:class", args=[counts.sector, one.value]) if linked else "",
        }
        for one in ResultClass
        if counts.classes[one]
    ]


def split_stats(counts: ClassCounts, *, linked: bool) -> list[dict[str, Any]]:
    """The first split, as reports count it."""
    return [
        {
            "label": str(one.label),
            "value": format_number(counts.split[one]),
            "note": share(Pair(counts.split[one], counts.total)),
            "kind": SPLIT_KIND[one],
            "url": records_url(counts.sector, one.value) if linked and counts.split[one] else "",
        }
        for one in Split
    ]


def tier_bars(tiers: Mapping[str, int]) -> list[dict[str, Any]]:
    """How the persons were found."""
    return [
        {"label": label, "value": tiers.get(tier, 0), "shown": format_number(tiers.get(tier, 0))}
        for tier, label in TIER_LABELS.items()
    ]


def timings(seconds: Mapping[str, float]) -> list[tuple[str, float]]:
    """Seconds that each step of a run took, under the words its page shows while it works."""
    return [(STEP_LABELS.get(step, step), taken) for step, taken in seconds.items()]


def quality_cells(matrix: QualityMatrix, sector: str, unit: str | None, *, linked: bool) -> list[Number]:
    """The four numbers of a list (of one commune); each leads to the records that do not meet it."""
    found = []
    for criterion in FOUR:
        pair = matrix.pair(sector, criterion, unit)
        url = records_url(sector, criterion.value, unit=unit) if linked and pair.rest else ""
        found.append(number(pair, url, str(criterion.label)))
    return found


def coverage(matrix: QualityMatrix, sector: str) -> Number | None:
    """Records of the list against the reference count, where somebody entered one."""
    pair = matrix.pair(sector, Criterion.COVERAGE)
    return number(pair, label=str(Criterion.COVERAGE.label)) if pair.denominator else None


def tiles(
    matrix: QualityMatrix, sector: str, criterion: str, names: Mapping[str, str], on: dt.date, *, linked: bool
) -> list[dict[str, Any]]:
    """One square a commune; communes without records have no colour and say so."""
    places = units.tile_grid(settings.PROVINCE_CODE, on)
    known = set(matrix.units(sector))
    found = []
    for code, (column, row) in places.items():
        pair = matrix.pair(sector, criterion, code)
        level = None if pair.share is None else sum(1 for step in LEVELS if pair.share * 100 >= step)
        found.append(
            {
                "column": column,
                "row": row,
                "label": names.get(code, code),
                # Whole per cent, never rounded up: two decimals do not fit a square on a phone; the table has them.
                "value": f"{100 * pair.numerator // pair.denominator}%" if pair.denominator else "–",
                "level": level,
                "url": records_url(sector, criterion, unit=code) if linked and code in known and pair.rest else "",
            }
        )
    return found


def tile_legend() -> list[tuple[int | str, str]]:
    """What the colours mean."""
    steps: list[tuple[int | str, str]] = [(0, f"dưới {LEVELS[0]}%")]
    steps += [(level, f"từ {step}%") for level, step in enumerate(LEVELS, 1)]
    return [*steps, ("none", NOTHING)]


def trend_points(found: list[tuple[dt.date, Pair | None]]) -> list[dict[str, Any]]:
    """Month by month; a month without a run is a gap, not a zero."""
    return [
        {
            "label": f"{month:%m/%Y}",
            "value": None if pair is None or pair.share is None else round(100 * pair.share, 2),
            "shown": "chưa có" if pair is None else ratio(pair),
        }
        for month, pair in found
    ]
