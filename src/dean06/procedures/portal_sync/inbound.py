"""PRIVATE. Dossiers handed in at the national portal become cases here, once each."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from dean06.kernel.common.actors import Actor, system_actor
from dean06.kernel.common.errors import DomainError
from dean06.kernel.files import services as files
from dean06.kernel.population import queries as population
from dean06.kernel.writing.services import Write, service
from dean06.procedures.cases import services as cases
from dean06.procedures.cases.types import ApplicantInput, Channel, Delivery, DocumentInput, DocumentSource
from dean06.procedures.portal_sync.contrib.ports import Portal
from dean06.procedures.portal_sync.errors import InboundRefused
from dean06.procedures.portal_sync.models import InboundDossier
from dean06.procedures.portal_sync.types import InboundState

_DELIVERIES = {"1": Delivery.DESK, "2": Delivery.ONLINE, "3": Delivery.POST}
MOST_PAPERS = 40


def fetch(portal: Portal, now: dt.datetime, limit: int) -> int:
    """Take in, then confirm, one dossier after the other. Raises ``PortalUnavailable``."""
    taken = 0
    for payload in portal.waiting(limit):
        number = str(payload.get("MaHoSoCong") or "")
        if not number:
            continue
        row = InboundDossier.objects.filter(portal_id=number).first() or _take(number, payload, now)
        portal.confirm(number, case_code=row.case_code, problem=row.problem)
        if row.confirmed_at is None:
            taken += row.state == InboundState.TAKEN
            InboundDossier.objects.filter(pk=row.pk).update(confirmed_at=now)
    return taken


def _take(number: str, payload: Mapping[str, Any], now: dt.datetime) -> InboundDossier:
    actor = system_actor("portal_sync.fetch")
    try:
        with transaction.atomic():
            return take_in(actor=actor, portal_id=number, payload=payload, now=now)
    except DomainError as refusal:
        return turn_away(actor=actor, portal_id=number, payload=payload, refusal=refusal, now=now)


@service(permission="cases.receive")
def take_in(
    *, actor: Actor, write: Write, portal_id: str, payload: Mapping[str, Any], now: dt.datetime
) -> InboundDossier:
    """Make the case and remember the portal's number, in one transaction. Raises any refusal of ``submit_case``."""
    code = str(payload.get("MaTTHC") or "")
    case = cases.submit_case(
        actor=actor,
        procedure_code=code,
        data=_object(payload.get("DuLieu"), "DuLieu"),
        channel=Channel.ONLINE,
        applicant=_applicant(payload),
        documents=[_document(actor, paper) for paper in _papers(payload)],
        delivery=_DELIVERIES.get(str(payload.get("HinhThucTra")), Delivery.DESK),
        delivery_address=str(payload.get("DiaChiNhan") or ""),
        now=now,
    )
    row = InboundDossier.objects.create(
        portal_id=portal_id,
        state=InboundState.TAKEN,
        procedure_code=code,
        case_id=case.pk,
        case_code=case.code,
        taken_at=now,
    )
    write.audit("portal_sync.taken_in", subject=row, details={"portal": portal_id, "case": case.code})
    return row


@service(permission="cases.receive")
def turn_away(
    *,
    actor: Actor,
    write: Write,
    portal_id: str,
    payload: Mapping[str, Any],
    refusal: DomainError,
    now: dt.datetime,
) -> InboundDossier:
    """Remember why a dossier could not be taken, so that the portal can tell the applicant."""
    fields = refusal.details.get("fields") or {}
    sentences = [str(text) for text in fields.values()] if isinstance(fields, dict) else []
    row = InboundDossier.objects.create(
        portal_id=portal_id,
        state=InboundState.REFUSED,
        procedure_code=str(payload.get("MaTTHC") or "")[:40],
        problem_code=refusal.code,
        problem=" ".join([refusal.message, *sentences])[:2000],
        taken_at=now,
    )
    write.audit("portal_sync.turned_away", subject=row, details={"portal": portal_id, "reason": refusal.code})
    return row


def _applicant(payload: Mapping[str, Any]) -> ApplicantInput:
    """Who the portal signed in. Linked to the registry only when number, name and birth date say the same."""
    number = str(payload.get("SoDinhDanh") or "")
    name = str(payload.get("ChuHoSo") or "")
    birth = _date(payload.get("NgaySinh"))
    if not name:
        raise InboundRefused("Hồ sơ từ Cổng không ghi họ tên chủ hồ sơ.")
    person = population.person_ref_by_number(number) if len(number) == 12 else None
    if person is not None and birth is not None:
        same = (person.birth_year, person.birth_month or birth.month, person.birth_day or birth.day)
        if same != (birth.year, birth.month, birth.day):
            person = None
    return ApplicantInput(
        full_name=name,
        number=number,
        birth_date=birth,
        person_id=person.person_id if person else None,
        phone=str(payload.get("SoDienThoai") or "")[:20],
        email=str(payload.get("ThuDienTu") or "")[:254],
        address=str(payload.get("DiaChi") or "")[:300],
        is_organisation=str(payload.get("LoaiDoiTuong")) == "2",
    )


def _papers(payload: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    papers = payload.get("TaiLieuNop") or []
    if not isinstance(papers, list) or len(papers) > MOST_PAPERS:
        raise InboundRefused(f"Danh sách giấy tờ (TaiLieuNop) không đọc được hoặc có hơn {MOST_PAPERS} tệp.")
    return [_object(paper, "TaiLieuNop") for paper in papers]


def _document(actor: Actor, paper: Mapping[str, Any]) -> DocumentInput:
    name = str(paper.get("TenTepDinhKem") or "tep")
    try:
        content = base64.b64decode(str(paper.get("NoiDung") or ""), validate=True)
    except (binascii.Error, ValueError) as trouble:
        raise InboundRefused(f"Nội dung tệp “{name}” không đọc được.") from trouble
    stored = files.store_upload(actor=actor, data=content, filename=name)
    return DocumentInput(
        requirement=str(paper.get("MaThanhPhan") or ""), source=DocumentSource.OUTSIDE, file_id=stored.pk
    )


def _object(value: Any, name: str) -> Mapping[str, Any]:
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise InboundRefused(f"Trường {name} trong hồ sơ từ Cổng không đúng dạng.")
    return value


def _date(value: Any) -> dt.date | None:
    """``yyyyMMdd``; ``None`` for anything else."""
    text = str(value or "")
    try:
        return dt.date(int(text[:4]), int(text[4:6]), int(text[6:8])) if len(text) == 8 and text.isdigit() else None
    except ValueError:
        return None
