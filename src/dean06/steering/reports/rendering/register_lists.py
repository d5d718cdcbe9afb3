"""Blocks of the four registers: recommendations, inspections, pilot models, campaigns."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Sequence

from django.urls import NoReverseMatch, reverse

from dean06.steering.registers import queries as registers
from dean06.steering.reports.language import words
from dean06.steering.reports.rendering.facts import Facts
from dean06.steering.reports.types import Block, Figure, Paragraph, Span


def recommendations(facts: Facts, arguments: Sequence[str]) -> list[Block]:
    """What was asked of whom and is not settled, by addressee, the oldest first."""
    by_addressee = defaultdict(list)
    for row in registers.open_recommendations(facts.actor, facts.period.last):
        by_addressee[row.to_whom].append(row)
    blocks: list[Block] = []
    for number, (addressee, rows) in enumerate(by_addressee.items(), 1):
        blocks.append(_plain(f"{number}. Đối với {addressee}:"))
        for row in rows:
            since = f" (đã gửi ngày {row.sent_on:%d/%m/%Y}, chưa có trả lời)" if row.sent_on and row.waits else ""
            blocks.append(_item(f"{_bare(row.text)}{since}."))
    return blocks or [_plain("Không có kiến nghị, đề xuất mới.")]


def inspections(facts: Facts, arguments: Sequence[str]) -> list[Block]:
    """The inspections of the period with what is still to be mended."""
    rows = registers.inspections_in(facts.actor, facts.period.first, facts.period.last)
    blocks: list[Block] = []
    for row in rows:
        url = _address("registers:inspection", row.id)
        open_ones = _figure(facts, f"registers.findings {row.id}", "tồn tại chưa khắc phục", row.open_findings, url)
        spans = [Span(f"{row.title} tại {words.join(list(row.units))} (chủ trì: {row.lead})")]
        if row.findings:
            spans += [Span("; tồn tại chưa khắc phục: "), Span(open_ones.shown, open_ones)]
        blocks.append(Paragraph((*spans, Span(".")), "item"))
    late = registers.overdue_findings(facts.actor, facts.today)
    if late:
        blocks.append(_plain("Tồn tại đã quá hạn khắc phục:"))
        blocks += [_item(f"{row.unit}: {_bare(row.text)} (hạn {row.fix_by:%d/%m/%Y}).") for row in late]
    return blocks or [_plain("Trong kỳ không tổ chức cuộc kiểm tra nào.")]


def pilots(facts: Facts, arguments: Sequence[str]) -> list[Block]:
    """The pilot models that run, with what was measured."""
    blocks: list[Block] = []
    for row in registers.pilots(facts.actor, facts.period.last):
        measured = row.measured
        spans = [Span(f"{row.name} ({row.agency}): {str(row.state.label).lower()}")]
        if measured is not None and measured.denominator != 0:
            rate = words.percent(measured)
            shown = words.percent_text(rate) if rate is not None else words.number(measured.numerator)
            figure = Figure(
                f"registers.pilot {row.id}",
                f"{row.name}: kết quả đo",
                shown,
                row.agency,
                facts.period.code,
                measured.numerator,
                measured.denominator,
                _address("registers:pilot", row.id),
            )
            spans += [Span(", kết quả đo được "), Span(figure.shown, figure)]
        blocks.append(Paragraph((*spans, Span(".")), "item"))
    return blocks or [_plain("Chưa có mô hình điểm nào được đăng ký.")]


def campaigns(facts: Facts, arguments: Sequence[str]) -> list[Block]:
    """The campaigns under way: how far, and when they will be through at this pace."""
    blocks: list[Block] = []
    for row in registers.campaigns(facts.actor, facts.period.last):
        done = Figure(
            f"registers.campaign {row.kind}-{row.id}",
            f"{row.name}: đã thực hiện",
            f"{words.number(row.done)}/{words.number(row.target)}",
            facts.unit.name,
            facts.period.code,
            row.done,
            row.target,
            row.url,
        )
        rate = words.percent(row.pair)
        spans = [Span(f"{row.name} (đến hết ngày {_day(row.ends_on)}): "), Span(done.shown, done)]
        spans.append(Span(f" {row.unit_label}"))
        if rate is not None:
            percent = Figure(
                f"registers.campaign_rate {row.kind}-{row.id}",
                f"{row.name}: tỷ lệ",
                words.percent_text(rate),
                facts.unit.name,
                facts.period.code,
                row.done,
                row.target,
                row.url,
            )
            spans += [Span(", đạt tỷ lệ "), Span(percent.shown, percent)]
        if row.on_course is not None:
            spans.append(Span("; kịp tiến độ" if row.on_course else "; chậm so với tiến độ"))
        blocks.append(Paragraph((*spans, Span(".")), "item"))
    return blocks or [_plain("Không có đợt cao điểm nào đang thực hiện.")]


def _figure(facts: Facts, key: str, label: str, count: int, url: str) -> Figure:
    return Figure(key, label, words.counted(count), facts.unit.name, facts.period.code, numerator=count, url=url)


def _address(name: str, pk: int) -> str:
    try:
        return reverse(name, args=[pk])
    except NoReverseMatch:
        return ""


def _day(day: dt.date) -> str:
    return f"{day:%d/%m/%Y}"


def _plain(text: str) -> Paragraph:
    return Paragraph((Span(text),))


def _item(text: str) -> Paragraph:
    return Paragraph((Span(text),), "item")


def _bare(text: str) -> str:
    return text.strip().rstrip(".;")


LISTS: dict[str, Callable[[Facts, Sequence[str]], list[Block]]] = {
    "recommendations": recommendations,
    "inspections": inspections,
    "pilots": pilots,
    "campaigns": campaigns,
}
