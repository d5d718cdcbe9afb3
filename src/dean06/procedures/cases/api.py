"""API of dossiers: the public look-up, a citizen's own dossiers, state and course of one for officers.

No operation gives anything of the form, and none a name or number of a person.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Path, Query, Router, Schema

from dean06.kernel.accounts import services as accounts
from dean06.kernel.common.requests import actor_of
from dean06.procedures.cases import queries
from dean06.procedures.cases.errors import CaseNotFound
from dean06.procedures.cases.models import CaseEvent
from dean06.procedures.cases.types import CaseRef, LookedUp, State

router = Router()

#: Beside the ordinary refusals: too often, and nothing that fits.
_LIMITED = {"x-limited": True, "responses": {404: {"$ref": "#/components/responses/NotFound"}}}

Code = Annotated[str, Query(min_length=1, max_length=50, description="Mã hồ sơ trên giấy tiếp nhận")]


class StepOut(Schema):
    """A state that the dossier came to."""

    at: dt.datetime
    state_label: str


class LookedUpOut(Schema):
    """State and days of a dossier, and what is asked of the applicant; ``to_pay`` in đồng."""

    code: str
    procedure_title: str
    state: int
    state_label: str
    submitted_at: dt.datetime
    received_at: dt.datetime | None
    due_at: dt.datetime | None
    finished_at: dt.datetime | None
    returned_at: dt.datetime | None
    receiving_agency: str
    deciding_agency: str
    asked: list[str]
    answer_by: dt.date | None
    to_pay: int
    end_sentence: str
    steps: list[StepOut]

    @classmethod
    def of(cls, found: LookedUp) -> LookedUpOut:
        """From what the look-up found."""
        values = {name: getattr(found, name) for name in cls.model_fields if name not in ("steps", "asked")}
        steps = [StepOut(at=at, state_label=label) for at, label in found.steps]
        return cls(**values, asked=list(found.asked), steps=steps)


class CaseOut(Schema):
    """A dossier: codes, states, days."""

    code: str
    procedure_code: str
    procedure_title: str
    state: int
    state_label: str
    channel: int
    receiving_agency: str
    deciding_agency: str
    submitted_at: dt.datetime
    received_at: dt.datetime | None
    due_at: dt.datetime | None
    finished_at: dt.datetime | None
    returned_at: dt.datetime | None
    leg: str

    @classmethod
    def of(cls, ref: CaseRef) -> CaseOut:
        """From the public form of a case."""
        return cls(**cls.values(ref))

    @staticmethod
    def values(ref: CaseRef) -> dict[str, Any]:
        """The fields by name."""
        names = [name for name in CaseOut.model_fields if name != "state_label"]
        return {name: getattr(ref, name) for name in names} | {"state_label": State(ref.state).label}


class CasesOut(Schema):
    """A citizen's dossiers, the latest first."""

    items: list[CaseOut]


class EntryOut(Schema):
    """An entry of the timeline: what happened, between which states, at which office, and whose time it took
    (``minutes`` of working time since the entry before)."""

    at: dt.datetime
    act: str
    from_state: int | None
    to_state: int
    step: str
    agency: str
    minutes: int
    party: str

    @classmethod
    def of(cls, entry: CaseEvent) -> EntryOut:
        """From a row of the timeline; who acted and what he wrote stay out."""
        same = {name: getattr(entry, name) for name in cls.model_fields if name != "step"}
        return cls(**same, step=entry.to_step)


class ClockOut(Schema):
    """The legal clock now, in working minutes; ``left_minutes`` is negative when late."""

    due_at: dt.datetime | None
    used_minutes: int
    total_minutes: int
    left_minutes: int | None
    is_paused: bool
    is_late: bool


class CourseOut(CaseOut):
    """One dossier as officers follow it."""

    step: str
    clock: ClockOut
    timeline: list[EntryOut]


@router.get("lookup", response=LookedUpOut, auth=None, summary="Tra cứu hồ sơ", openapi_extra=_LIMITED)
def look_up(
    request: HttpRequest,
    code: Code,
    birth_date: Annotated[dt.date, Query(description="Ngày sinh của người nộp hồ sơ")],
) -> LookedUpOut:
    """Tình trạng hồ sơ theo mã và ngày sinh, không cần đăng nhập; giới hạn số lần cho mỗi địa chỉ mạng."""
    return LookedUpOut.of(
        queries.look_up(code, birth_date, address=accounts.client_address(request), now=timezone.now())
    )


@router.get("mine", response=CasesOut, summary="Hồ sơ của tôi")
def mine(request: HttpRequest) -> CasesOut:
    """Hồ sơ của công dân đang đăng nhập, mới nhất trước, nhiều nhất 100 hồ sơ."""
    actor = actor_of(request, "cases.apply")
    return CasesOut(items=[CaseOut.of(ref) for ref in queries.my_cases(actor)])


@router.get("{code}", response=CourseOut, summary="Tình trạng, quá trình giải quyết một hồ sơ")
def course(request: HttpRequest, code: Annotated[str, Path(max_length=50)]) -> CourseOut:
    """Cho cán bộ của cơ quan tiếp nhận, giải quyết hồ sơ; không có dữ liệu của tờ khai."""
    actor = actor_of(request, "cases.view")
    ref = queries.by_code(code)
    if ref is None:
        raise CaseNotFound()
    found = queries.row(actor, ref.case_id)
    clock = queries.clock(found, timezone.now())
    return CourseOut(
        **CaseOut.values(ref),
        step=ref.step,
        clock=ClockOut(**{name: getattr(clock, name) for name in ClockOut.model_fields}),
        timeline=[EntryOut.of(entry) for entry in queries.timeline(actor, ref.case_id)],
    )
