"""A sheet to walk with: officers go where there is no network, so the paper names who, where, what to look at."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Sequence

from dean06.ecosystem.worklists.acts.common import LIVE, moment
from dean06.ecosystem.worklists.errors import NothingChosen, TooMany
from dean06.ecosystem.worklists.models import Sheet
from dean06.ecosystem.worklists.reading.lists import village_map
from dean06.ecosystem.worklists.reading.records import village_order
from dean06.ecosystem.worklists.scope import RECORDS, WORK, findings_of, visible
from dean06.kernel.common.actors import Actor
from dean06.kernel.writing.services import Write, service

#: Lines of one sheet: three A4 pages, a day's walk.
MOST_LINES = 60


@service(permission=WORK)
def print_sheet(*, actor: Actor, write: Write, finding_ids: Sequence[int], now: dt.datetime | None = None) -> Sheet:
    """Make a sheet of open findings of one commune, in the order of villages; the numbering is kept for the entry.

    Each printing has its watermark, and the log says who took which records out on paper. Raises ``ItemNotFound``,
    ``NothingChosen``, ``TooMany``, ``NotAllowed``.
    """
    actor.require(RECORDS)
    now = moment(now)
    if not finding_ids:
        raise NothingChosen
    if len(finding_ids) > MOST_LINES:
        raise TooMany(f"Một phiếu in tối đa {MOST_LINES} người. Hãy chọn ít hơn hoặc in nhiều phiếu.", most=MOST_LINES)
    found = [row for row in findings_of(actor, finding_ids, WORK) if row.state in LIVE]
    if not found or len({row.unit_code for row in found}) > 1:
        raise NothingChosen("Phiếu chỉ gồm các bản ghi chưa xong của một xã, phường.")
    places = village_map(visible(actor, WORK).filter(pk__in=[row.pk for row in found]))
    ordered = sorted(found, key=lambda row: (village_order(places.get(row.pk, "")), row.pk))
    sheet = Sheet.objects.create(
        unit_code=ordered[0].unit_code,
        printed_by=actor.user_id,
        printed_by_name=actor.name[:160],
        printed_at=now,
        findings=[row.pk for row in ordered],
        watermark=f"PX-{now:%y%m%d}-{secrets.token_hex(3)}".upper(),
    )
    write.audit(
        "worklists.sheet_printed",
        subject=sheet,
        purpose="In phiếu đi xác minh",
        details={"findings": sheet.findings, "watermark": sheet.watermark},
    )
    return sheet
