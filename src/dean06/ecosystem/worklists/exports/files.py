"""Exports leave an audit row, so they walk the write path; they change nothing else."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings

from dean06.ecosystem.cleaning.types import ResultClass
from dean06.ecosystem.datasets import queries as datasets
from dean06.ecosystem.worklists import staff
from dean06.ecosystem.worklists.exports.campaign_report import report_document
from dean06.ecosystem.worklists.exports.spreadsheet import Table, workbook
from dean06.ecosystem.worklists.reading import campaigns, progress
from dean06.ecosystem.worklists.reading.records import person_lines
from dean06.ecosystem.worklists.rules.outlook_words import outlook_sentences
from dean06.ecosystem.worklists.rules.ranking import in_words, percent, thousands
from dean06.ecosystem.worklists.rules.visits import CORRECTABLE
from dean06.ecosystem.worklists.scope import COUNTS, RECORDS, VIEW, visible
from dean06.ecosystem.worklists.types import Pair, WorkState
from dean06.kernel.common.actors import Actor
from dean06.kernel.units import queries as units
from dean06.kernel.writing.services import Write, service

MOST_CORRECTIONS = 20_000
#: Communes named in the text of a report; the table has all.
NAMED = 5


@service(permission=COUNTS)
def campaign_xlsx(*, actor: Actor, write: Write, campaign_id: int, today: dt.date) -> bytes:
    """A campaign's ranking and daily counts. Counts only."""
    view = campaigns.view(actor, campaign_id, today=today)
    write.audit("worklists.exported", subject=view.campaign, details={"format": "xlsx"})
    ranking = Table(
        "Xếp hạng",
        (("Hạng", 8), ("Xã, phường", 30), ("Đầu kỳ", 12), ("Đã làm sạch", 12), ("Còn lại", 12), ("Tỷ lệ (%)", 12)),
        [
            (one.rank, one.score.name, one.score.start, one.score.cleaned, one.score.remaining, one.score.pair.share)
            for one in view.ranking
        ],
        notes=(f"{view.campaign.name}, theo {view.campaign.basis}: đã làm sạch {view.words}.",),
    )
    daily = Table(
        "Theo ngày",
        (("Ngày", 12), ("Đã làm sạch (lũy kế)", 20), ("Còn lại", 12), ("Ghi chú", 24)),
        [
            (point.day, point.cleaned, point.remaining, "" if point.cleaned is not None else "Không có số liệu")
            for point in view.points
        ],
    )
    rest = Table("Còn lại theo lý do", (("Lý do", 34), ("Số bản ghi", 12)), view.rest)
    return workbook([ranking, daily, rest])


@service(permission=COUNTS)
def campaign_docx(*, actor: Actor, write: Write, campaign_id: int, today: dt.date) -> bytes:
    """The report of a campaign in the reports' own words. Counts only."""
    view = campaigns.view(actor, campaign_id, today=today)
    write.audit("worklists.exported", subject=view.campaign, details={"format": "docx"})
    campaign = view.campaign
    body = units.get_agencies([actor.agency]).get(actor.agency) if actor.agency else None
    day = view.last_day or today
    rest = [f"{label}: {thousands(number)} bản ghi" for label, number in view.rest]
    results = [
        f"Tính đến ngày {day:%d/%m/%Y}, toàn tỉnh đã làm sạch {view.words} bản ghi chưa khớp có ở đầu đợt; "
        f"chỉ tiêu {thousands(view.target)} bản ghi."
    ]
    if view.accepted:
        results.append(f"{thousands(view.accepted)} bản ghi được duyệt giữ nguyên, có lý do.")
    if view.opened:
        results.append(f"Ngoài số đầu kỳ, trong đợt phát sinh {thousands(view.opened)} bản ghi chưa khớp.")
    working = [one for one in view.ranking if one.rank is not None]
    if working:
        results.append("Dẫn đầu: " + "; ".join(_named(one) for one in working[:NAMED]) + ".")
        if len(working) > NAMED:
            last = working[-min(NAMED, len(working) - NAMED) :]
            results.append("Thấp nhất: " + "; ".join(_named(one) for one in last) + ".")
    sections: list[tuple[str, list[str]]] = [("I. KẾT QUẢ", results)]
    left = [f"Còn lại {thousands(view.remaining)} bản ghi, gồm: " + "; ".join(rest) + "."] if rest else ["Không còn."]
    sections.append(("II. CÒN LẠI THEO LÝ DO", left))
    if view.outlook is not None and not view.outlook.done and not campaign.closed_at:
        sections.append(("III. DỰ BÁO", outlook_sentences(view.outlook, campaign.start_count or 0)))
    if campaign.closing_note:
        sections.append(("III. ĐÁNH GIÁ", [campaign.closing_note]))
    if view.missing_days:
        sections.append(("GHI CHÚ", [f"{view.missing_days} ngày trong đợt không có số liệu ngày."]))
    rows = [
        (
            str(one.rank or "–"),
            one.score.name,
            thousands(one.score.start),
            thousands(one.score.cleaned) if one.rank else "–",
            percent(one.score.pair) or "không có việc",
            thousands(one.score.remaining),
        )
        for one in view.ranking
    ]
    columns = (("Hạng", 14), ("Xã, phường", 52), ("Đầu kỳ", 22), ("Đã làm sạch", 25), ("Tỷ lệ", 25), ("Còn lại", 22))
    return report_document(
        office=body.name if body else "Tổ công tác triển khai Đề án 06",
        parent_office=f"Ủy ban nhân dân tỉnh {settings.PROVINCE_NAME}",
        province=settings.PROVINCE_NAME,
        day=today,
        title=f"Kết quả {campaign.name}",
        subtitle=f"(Theo {campaign.basis}; từ {campaign.starts_on:%d/%m/%Y} đến {campaign.ends_on:%d/%m/%Y})",
        sections=sections,
        tables=[("Kết quả theo xã, phường", columns, rows)],
    )


@service(permission=COUNTS)
def progress_xlsx(*, actor: Actor, write: Write, today: dt.date) -> bytes:
    """Progress of every list in every commune, this month and last. Counts only."""
    found = progress.view(actor, today=today)
    names = staff.commune_names(today)
    write.audit("worklists.exported", subject="worklists.progress:all", details={"format": "xlsx"})
    total = Table(
        "Toàn tỉnh",
        (
            ("Danh sách", 40),
            ("Đúng", 14),
            ("Tổng số", 14),
            ("Tỷ lệ (%)", 12),
            ("Tháng trước: đúng", 18),
            ("Tổng số", 14),
        ),
        [
            (
                line.name,
                *(line.now.numerator, line.now.denominator, line.now.share),
                *((line.before.numerator, line.before.denominator) if line.before else (None, None)),
            )
            for line in found
        ],
        notes=("Ô trống: chưa có số liệu. Số 0: có số liệu, chưa bản ghi nào đúng.",),
    )
    sheets = [total]
    for line in found:
        sheets.append(
            Table(
                line.code,
                (("Xã, phường", 30), ("Đúng", 12), ("Tổng số", 12), ("Tỷ lệ (%)", 12), ("Tháng trước (%)", 14)),
                [
                    (
                        names.get(unit, unit) if unit else staff.UNKNOWN_UNIT,
                        *((pair.numerator, pair.denominator, pair.share) if pair else (None, None, None)),
                        before.share if before else None,
                    )
                    for unit, pair, before in line.by_unit
                ],
            )
        )
    return workbook(sheets)


@service(permission=VIEW)
def corrections_xlsx(*, actor: Actor, write: Write, sector: str, unit: str | None, now: dt.datetime) -> bytes:
    """Values that visits found to be right, for the sector to enter: whole numbers, so the file names its taker."""
    actor.require(RECORDS)
    rows = visible(actor, VIEW).filter(sector=sector, work_item__state=WorkState.WAITING_SECTOR)
    if unit is not None:
        rows = rows.filter(unit_code=unit)
    found = list(rows.select_related("work_item__outcome").order_by("unit_code", "pk")[:MOST_CORRECTIONS])
    lines = person_lines(found)
    names = staff.commune_names(now.date())
    watermark = f"Xuất bởi {actor.name} lúc {now:%H:%M %d/%m/%Y}"
    write.audit(
        "worklists.corrections_exported",
        subject=f"worklists.sector:{sector}",
        purpose="Gửi ngành sửa danh sách",
        details={"sector": sector, "unit": unit or "", "rows": len(found), "findings": [row.pk for row in found][:500]},
    )
    fields = list(CORRECTABLE)
    columns = (
        *(("Mã bản ghi", 40), ("Xã, phường", 24), ("Họ tên trong danh sách", 28), ("Năm sinh", 10)),
        *(("Vấn đề", 22), ("Kết quả xác minh", 28)),
        *((CORRECTABLE[field], 22) for field in fields),
    )
    return workbook([Table(sector, columns, (_correction(row, lines, names, fields) for row in found), (watermark,))])


def sector_names() -> dict[str, str]:
    """Code → name of every list. Two queries."""
    return {sector.code: sector.name for sector in datasets.sectors(active_only=False)}


def _correction(row: Any, lines: dict[int, Any], names: dict[str, str], fields: list[str]) -> tuple[Any, ...]:
    line, item = lines[row.pk], row.work_item
    return (
        row.record_key,
        names.get(row.unit_code, row.unit_code),
        line.full_name,
        line.birth_year,
        str(ResultClass(row.result_class).label),
        item.outcome.label if item.outcome else "",
        *(item.corrections.get(field, "") for field in fields),
    )


def _named(one: Any) -> str:
    return f"{one.score.name} {in_words(Pair(one.score.cleaned, one.score.start))}"
