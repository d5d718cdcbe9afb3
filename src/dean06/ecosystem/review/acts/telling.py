"""Whom an act is told to: people of the body that must act now."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone

from dean06.ecosystem.datasets import queries as datasets
from dean06.ecosystem.review.models import CorrectionRequest, ReviewCase
from dean06.ecosystem.review.scopes import DECIDE, HANDLE
from dean06.ecosystem.review.types import Queue
from dean06.kernel.accounts import queries as accounts
from dean06.kernel.notifications import services as notifications
from dean06.kernel.units import queries as units
from dean06.kernel.units.errors import UnitNotFound
from dean06.kernel.units.types import AgencyKind

KIND = "review"
#: Kind of body that answers each queue in a commune.
ANSWERING: dict[str, AgencyKind] = {
    Queue.POLICE: AgencyKind.POLICE_COMMUNE,
    Queue.JUSTICE: AgencyKind.COMMITTEE_COMMUNE,
}


def body_of_commune(unit_code: str, queue: str) -> str:
    """Code of the commune's body that answers ``queue``; empty when the commune or its body is not known."""
    try:
        found = units.agencies_of_area(unit_code, timezone.localdate()) if unit_code else []
    except UnitNotFound:
        return ""
    return next((agency.code for agency in found if agency.kind == ANSWERING[Queue(queue)]), "")


def commune_asked(case: ReviewCase) -> None:
    """The commune's police: something waits for a visit. Once a day, however many cases."""
    agency = body_of_commune(case.unit_code, Queue.POLICE)
    people = accounts.users_of_agency(agency, DECIDE) if agency else []
    notifications.notify(
        user_ids=[person.user_id for person in people],
        kind=KIND,
        title="Có bản ghi cần xác minh tại xã",
        body="Người đối soát chưa kết luận được từ dữ liệu. Mở danh sách để xác minh và trả lời.",
        url=f"{reverse('review:queue')}?trang_thai=commune",
        dedupe_key=f"review.commune:{case.unit_code}:{timezone.localdate():%Y%m%d}",
    )


def request_sent(request: CorrectionRequest, *, again: bool = False) -> None:
    """The body that must answer; the registry officers when no body of the commune is known."""
    people = (
        accounts.users_of_agency(request.agency, HANDLE)
        if request.agency
        else accounts.users_with_permission("population.decide_change")
    )
    _tell(
        [person.user_id for person in people],
        "Phiếu đề nghị sửa dữ liệu dân cư đã được bổ sung" if again else "Có phiếu đề nghị sửa dữ liệu dân cư",
        f"Trả lời trước hết ngày {request.due_on:%d/%m/%Y}.",
        request,
        f"review.request:{request.pk}:{'again' if again else 'sent'}:{request.due_on:%Y%m%d}",
    )


def request_due(request: CorrectionRequest) -> None:
    """The same people, shortly before the day."""
    people = accounts.users_of_agency(request.agency, HANDLE) if request.agency else []
    _tell(
        [person.user_id for person in people],
        "Phiếu đề nghị sửa dữ liệu dân cư sắp hết hạn trả lời",
        f"Hạn trả lời: ngày {request.due_on:%d/%m/%Y}.",
        request,
        f"review.request:{request.pk}:due:{request.due_on:%Y%m%d}",
    )


def request_answered(request: CorrectionRequest, words: str) -> None:
    """The person who sent it and the stewards of the sector."""
    agency = datasets.sector(request.sector).agency
    people = {person.user_id for person in accounts.users_of_agency(agency, DECIDE)}
    if request.sent_by is not None:
        people.add(request.sent_by)
    _tell(sorted(people), f"Phiếu đề nghị sửa số {request.pk}: {words}", request.answer, request, None)


def _tell(people: list[int], title: str, body: str, request: CorrectionRequest, key: str | None) -> None:
    notifications.notify(
        user_ids=people,
        kind=KIND,
        title=title,
        body=body,
        url=reverse("review:request", args=[request.pk]),
        subject=f"review.correctionrequest:{request.pk}",
        dedupe_key=key,
    )
