"""Tells the story of the figures: history, the collected month, registers, reports."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.utils import timezone

from dean06.demo.figures.collecting import begin, collect
from dean06.demo.figures.history import Figures, take_over
from dean06.demo.figures.registering import register
from dean06.demo.figures.reporting import report
from dean06.demo.people import Cast
from dean06.kernel.common.actors import system_actor
from dean06.steering.indicators import services as catalogue


def tell_figures(cast: Cast, *, now: dt.datetime, say: Callable[[str], None]) -> None:
    """Load the catalogue, take over two years, collect the last month, fill the registers, write two reports."""
    today, system = timezone.localdate(now), system_actor("make_demo", "make_demo")
    say("Nạp danh mục chỉ tiêu, đơn vị báo cáo")
    catalogue.load_catalogue(actor=system, progress=lambda sentence: None)
    figures = Figures(str(cast.seed), today)
    count = take_over(figures, system, today)
    say(f"Hai năm số liệu chỉ tiêu: {count:,} số".replace(",", "."))
    reporters = {
        unit.agency
        for unit, refs in figures.owed(figures.collected).items()
        if any(not ref.is_computed for ref in refs)
    }
    cast.staff({agency for agency in reporters if not cast.has("agency_head", agency)})
    say(f"{len(reporters)} cơ quan nhập, gửi số liệu {figures.collected.label}; tỉnh duyệt")
    collect(figures, cast)
    begin(figures, cast, now)
    register(cast, now)
    say("Soạn, ký báo cáo tháng trước; bắt đầu báo cáo tháng này")
    report(figures, cast, now)
