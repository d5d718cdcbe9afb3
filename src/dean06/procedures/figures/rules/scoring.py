"""From a pair of counts to points of index 766. Source: QĐ 766/QĐ-TTg of 23/6/2022; bands as the portal shows them."""

from __future__ import annotations

from dean06.procedures.figures.types import Pair

#: From so many points (of 100) on: how the portal calls it. [likely]
BANDS: tuple[tuple[float, str], ...] = (
    (90, "Xuất sắc"),
    (80, "Tốt"),
    (70, "Khá"),
    (50, "Trung bình"),
    (0, "Yếu"),
)


def score(pair: Pair, max_points: float, full_from: float | None) -> float | None:
    """Points for a rate, rounded to two places; ``None`` when there is nothing to count.

    ``full_from`` (percent): from that rate on the full points, below it ``rate × max / full_from``.
    """
    rate = pair.rate
    if rate is None:
        return None
    percent = min(rate, 1.0) * 100
    share = percent / full_from if full_from else percent / 100
    return round(min(share, 1.0) * max_points, 2)


def band(points: float, reachable: float) -> str:
    """The band of ``points`` out of ``reachable``, as if out of 100; empty when nothing could be scored."""
    if not reachable:
        return ""
    percent = points / reachable * 100
    return next(name for least, name in BANDS if percent >= least)
