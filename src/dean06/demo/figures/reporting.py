"""Two reports: last month's, issued; this month's, being written, with a number typed over that cannot be right."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from dean06.demo.clock import at
from dean06.demo.figures.history import Figures
from dean06.demo.people import Cast
from dean06.steering.indicators import queries as indicators
from dean06.steering.indicators.types import PeriodRef
from dean06.steering.reports import queries as reports
from dean06.steering.reports import services as writing
from dean06.steering.reports.models import Report, Section

_PRAISE = (
    "Các chỉ tiêu chủ yếu tăng so với kỳ trước. Việc gửi số liệu đúng ngày có tiến bộ, song còn đơn vị chậm nhiều kỳ "
    "liền; thanh toán trực tuyến ở một số xã chưa có chuyển biến."
)


def report(figures: Figures, cast: Cast, now: dt.datetime) -> None:
    """Write, sign and issue the report before; begin the present one."""
    issued_at = now - dt.timedelta(days=25)
    with at(issued_at):
        _issued(cast, figures.months[-2], issued_at)
    _being_written(cast, figures.collected, now)


def _issued(cast: Cast, period: PeriodRef, now: dt.datetime) -> None:
    office, leader = cast.actor("steering_officer"), cast.actor("provincial_leader")
    made = _begun(cast, period, now)
    writing.freeze(actor=office, report_id=made.pk, now=now)
    checked = writing.check(actor=office, report_id=made.pk, now=now)
    for row in checked.findings:
        writing.explain_finding(
            actor=office,
            report_id=made.pk,
            number=row["number"],
            explanation="Đã đối chiếu với số liệu đơn vị gửi, số trong báo cáo là đúng.",
            now=now,
        )
    if Report.objects.get(pk=made.pk).state == "frozen":
        writing.check(actor=office, report_id=made.pk, now=now)
    writing.sign(actor=leader, report_id=made.pk, now=now)
    writing.issue(actor=office, report_id=made.pk, now=now)


def _being_written(cast: Cast, period: PeriodRef, now: dt.datetime) -> None:
    office, leader = cast.actor("steering_officer"), cast.actor("provincial_leader")
    made = _begun(cast, period, now - dt.timedelta(hours=3))
    sections = list(Section.objects.filter(report=made).order_by("order"))
    remarks = next((one for one in sections if one.title.startswith("III")), sections[-1])
    written = writing.save_section(
        actor=office,
        section_id=remarks.pk,
        text=f"{remarks.text}\n\n{_PRAISE}".strip(),
        revision=remarks.revision,
        now=now - dt.timedelta(hours=2),
    )
    writing.comment(
        actor=leader,
        section_id=written.pk,
        text="Nêu tên năm xã có tỷ lệ thanh toán trực tuyến thấp nhất và nguyên nhân.",
        now=now - dt.timedelta(hours=1),
    )
    _type_over(cast, made, now)


def _type_over(cast: Cast, made: Report, now: dt.datetime) -> None:
    """A rate that does not fit its two counts: the checker must find it."""
    office = cast.actor("steering_officer")
    shown = reports.shown(office, made.pk, today=timezone.localdate(now))
    part, rate = next((part, figure) for part, figure in shown.figures() if figure.shown.endswith("%"))
    writing.overtype(
        actor=office,
        section_id=Section.objects.get(report=made, key=part.key).pk,
        key=rate.key,
        shown="99,9%",
        reason="Theo số liệu đơn vị báo qua điện thoại.",
        now=now,
    )


def _begun(cast: Cast, period: PeriodRef, now: dt.datetime) -> Report:
    return writing.create_report(
        actor=cast.actor("steering_officer"), unit=indicators.province().code, period=period.code, now=now
    )
