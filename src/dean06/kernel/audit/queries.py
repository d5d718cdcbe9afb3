"""PUBLIC. Reading the log. Every read asks for ``audit.view``; a search with conditions leaves a row itself."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone

from dean06.kernel.audit import services
from dean06.kernel.audit.actions import label
from dean06.kernel.audit.keys import load_signer
from dean06.kernel.audit.models import AuditRow, PendingRow, TreeHead
from dean06.kernel.audit.records import row_leaf, stored_head
from dean06.kernel.audit.signatures import Head, Verifier, leaf_statement
from dean06.kernel.audit.types import (
    Cursor,
    LogDetail,
    LogEntry,
    LogFilter,
    LogPage,
    LogStatus,
    Seal,
    SealState,
    SubjectEntry,
    SubjectPage,
)
from dean06.kernel.common.actors import Actor
from dean06.kernel.common.errors import InvalidInput, NotFound

#: Looking inside names and purposes cannot use an index, so it always looks at a stretch of time at most this long.
LONGEST_TEXT_SEARCH = timedelta(days=92)


def search_log(*, actor: Actor, wanted: LogFilter, after: Cursor | None = None, limit: int = 50) -> LogPage:
    """Rows that fit ``wanted``, newest first, older than ``after``; as quick with many million rows as with few.

    Raises ``NotAllowed``; ``InvalidInput`` when a search inside names or purposes has no time range of 92 days or less
    (unless actor id, subject, dossier or request id narrow it).
    """
    actor.require("audit.view")
    _check_text_search(wanted)
    if wanted.used and after is None:
        services.record_read(
            actor=actor, action="audit.searched", subject="audit:log", purpose="", details={"by": sorted(wanted.used)}
        )
    rows = list(_matching(wanted, after).select_related("leaf").order_by("-time", "-id")[: limit + 1])
    page = rows[:limit]
    older = Cursor(page[-1].time, page[-1].pk) if len(rows) > limit else None
    return LogPage([_entry(row) for row in page], older)


def log_detail(*, actor: Actor, row_id: int) -> LogDetail:
    """One row with its details and seal. Raises ``NotAllowed`` and ``NotFound``."""
    actor.require("audit.view")
    row = AuditRow.objects.select_related("leaf").filter(pk=row_id).first()
    if row is None:
        raise NotFound("Không có dòng nhật ký này.")
    return LogDetail(_entry(row), json.loads(row.details), _seal(row))


def rows_about(
    subject: str,
    *,
    reads: bool = True,
    without_actor: int | None = None,
    people_only: bool = False,
    since: datetime | None = None,
    after: Cursor | None = None,
    limit: int = 50,
) -> SubjectPage:
    """Looks at one record (``reads``; else changes of it), newest first, older than ``after``.

    For the person the record is about (``kernel.privacy``): the calling app checks that it is his. ``without_actor``
    leaves out one account's own rows, ``people_only`` those of the system. Goes along the index of ``subject``, so the
    cost follows the rows of this record, not those of the log.
    """
    rows = _matching(LogFilter(subject=subject, since=since), after).filter(is_read=reads)
    if without_actor is not None:
        rows = rows.exclude(actor_id=without_actor)
    if people_only:
        rows = rows.filter(actor_id__isnull=False)
    found = list(rows.order_by("-time", "-id")[: limit + 1])
    page = found[:limit]
    older = Cursor(page[-1].time, page[-1].pk) if len(found) > limit else None
    return SubjectPage([_subject_entry(row) for row in page], older)


def reads_by_day(actions: Collection[str], first: date, last: date) -> list[tuple[date, str, int]]:
    """(day, agency of who looked, number) of looks with a purpose, of these actions, from ``first`` to ``last``.

    Counts only, for figures of the apps above: nobody is named, so nobody need hold ``audit.view``. One query.
    """
    begin = timezone.make_aware(datetime.combine(first, time.min))
    end = timezone.make_aware(datetime.combine(last + timedelta(days=1), time.min))
    rows = AuditRow.objects.filter(action__in=actions, time__gte=begin, time__lt=end).exclude(purpose="")
    grouped = rows.order_by().annotate(day=TruncDate("time")).values("day", "actor_agency")
    return [(row["day"], row["actor_agency"], row["number"]) for row in grouped.annotate(number=Count("pk"))]


def log_status(*, actor: Actor) -> LogStatus:
    """How far the log is sealed. Raises ``NotAllowed``."""
    actor.require("audit.view")
    head = TreeHead.objects.order_by("-number").first()
    waiting = PendingRow.objects.order_by("row_id").values_list("row__time", flat=True).first()
    return LogStatus(head.size if head else 0, head.number if head else None, head.time if head else None, waiting)


def latest_head() -> Head | None:
    """The last signed head; it names nobody, so anyone may have it."""
    head = TreeHead.objects.order_by("-number").first()
    return stored_head(head) if head else None


def _check_text_search(wanted: LogFilter) -> None:
    narrowed = wanted.actor_id or wanted.subject or wanted.dossier or wanted.request_id
    if narrowed or not (wanted.purpose or wanted.actor_name):
        return
    if wanted.since is None or wanted.until is None or wanted.until - wanted.since > LONGEST_TEXT_SEARCH:
        sentence = (
            "Tìm theo tên hoặc mục đích cần khoảng thời gian không quá 92 ngày: hãy chọn từ ngày nào đến ngày nào."
        )
        raise InvalidInput(sentence, fields={"since": sentence})


def _matching(wanted: LogFilter, after: Cursor | None) -> QuerySet[AuditRow]:
    rows = AuditRow.objects.all()
    for field in ("actor_id", "subject", "action", "dossier", "request_id"):
        if value := getattr(wanted, field):
            rows = rows.filter(**{field: value})
    if wanted.actor_name:
        rows = rows.filter(actor_name__icontains=wanted.actor_name)
    if wanted.purpose:
        rows = rows.filter(purpose__icontains=wanted.purpose)
    if wanted.since:
        rows = rows.filter(time__gte=wanted.since)
    if wanted.until:
        rows = rows.filter(time__lt=wanted.until)
    if after:
        # The first condition is implied by the second; it is what lets the index be entered at the right place.
        rows = rows.filter(time__lte=after.time).filter(Q(time__lt=after.time) | Q(id__lt=after.row_id))
    return rows


def _entry(row: AuditRow) -> LogEntry:
    leaf = getattr(row, "leaf", None)
    return LogEntry(
        row_id=row.pk,
        time=row.time,
        actor_id=row.actor_id,
        actor_name=row.actor_name,
        actor_agency=row.actor_agency,
        action=row.action,
        action_label=label(row.action),
        subject=row.subject,
        is_read=row.is_read,
        purpose=row.purpose,
        dossier=row.dossier,
        request_id=row.request_id,
        position=leaf.position if leaf else None,
    )


def _subject_entry(row: AuditRow) -> SubjectEntry:
    return SubjectEntry(
        row_id=row.pk,
        time=row.time,
        actor_id=row.actor_id,
        actor_name=row.actor_name,
        actor_agency=row.actor_agency,
        action=row.action,
        action_label=label(row.action),
        is_read=row.is_read,
        purpose=row.purpose,
        dossier=row.dossier,
        details=json.loads(row.details),
    )


def _seal(row: AuditRow) -> Seal:
    leaf = getattr(row, "leaf", None)
    if leaf is None:
        return Seal(SealState.WAITING)
    stored = bytes(leaf.leaf_hash)
    signer = load_signer()
    # A leaf signed by an earlier key of this installation can only be checked on an export, with that key.
    forged = leaf.key_id == signer.key_id and not Verifier(signer.public_key).accepts(
        leaf.key_id, bytes(leaf.signature), leaf_statement(leaf.position, stored)
    )
    if forged or row_leaf(row, leaf.position) != stored:
        return Seal(SealState.DAMAGED, stored.hex())
    head = TreeHead.objects.filter(size__gte=leaf.position).order_by("size").first()
    return Seal(SealState.SEALED, stored.hex(), head.number if head else None, head.time if head else None)
