"""Tasks by business state, for the tests of every app: each is made by the very services that people use.

``province()`` sets up a few invented bodies, ``people()`` one actor a role; ``issued()``, ``in_progress()``,
``reported_done()`` and ``accepted()`` give a task in that state.
"""

from __future__ import annotations

import datetime as dt
import itertools
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from dean06.kernel.accounts.tests.factories import make_actor
from dean06.kernel.common.actors import Actor
from dean06.kernel.units.models import Agency, AgencyAlias, AgencyGroup
from dean06.kernel.units.naming import name_key
from dean06.steering.assignments import services
from dean06.steering.assignments.models import Assignment
from dean06.steering.assignments.types import AssignmentDraft, DeadlineKind, EvidenceFile, PartyDraft

HEALTH, FINANCE, POLICE = "so-y-te", "so-tai-chinh", "cong-an-tinh"
COMMUNE_A, COMMUNE_B, COMMUNES = "ubnd-xa-mau-mot", "ubnd-xa-mau-hai", "nhom-ubnd-cap-xa"

_NAMES = {
    HEALTH: ("Sở Y tế", "department", "Lê Thị Mẫu"),
    FINANCE: ("Sở Tài chính", "department", "Trần Văn Mẫu"),
    POLICE: ("Công an tỉnh", "police_province", ""),
    COMMUNE_A: ("UBND xã Mẫu Một", "committee_commune", ""),
    COMMUNE_B: ("UBND xã Mẫu Hai", "committee_commune", ""),
    COMMUNES: ("UBND cấp xã", "group", ""),
}

#: A Monday, nine in the morning.
START = dt.datetime(2026, 3, 2, 9, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
_numbers = itertools.count(1)


def at(days: int, hour: int = 9) -> dt.datetime:
    """A moment ``days`` after ``START``'s day."""
    return START.replace(hour=hour) + dt.timedelta(days=days)


def day(days: int) -> dt.date:
    """The local day ``days`` after ``START``."""
    return (START + dt.timedelta(days=days)).date()


def province() -> None:
    """A few bodies and one group, in the database."""
    for code, (name, kind, head) in _NAMES.items():
        agency, _ = Agency.objects.get_or_create(
            code=code,
            defaults={
                "name": name,
                "short_name": name,
                "kind": kind,
                "name_key": name_key(name),
                "search_key": f" {name_key(name)} |",
                "head_name": head,
                "head_title": "Giám đốc" if head else "",
            },
        )
        AgencyAlias.objects.get_or_create(
            agency=agency, text=name, defaults={"kind": "official", "key": name_key(name), "accent_key": name.lower()}
        )
    group, _ = AgencyGroup.objects.get_or_create(agency=Agency.objects.get(code=COMMUNES))
    group.named_members.set(Agency.objects.filter(code__in=(COMMUNE_A, COMMUNE_B)))


@dataclass(frozen=True)
class People:
    """One actor a role."""

    steering: Actor
    leader: Actor
    health_head: Actor
    health: Actor
    finance_head: Actor
    commune_a: Actor
    commune_b: Actor


def people() -> People:
    """Stored persons with their roles."""
    return People(
        steering=make_actor("steering_officer"),
        leader=make_actor("provincial_leader"),
        health_head=make_actor("agency_head", HEALTH),
        health=make_actor("agency_officer", HEALTH),
        finance_head=make_actor("agency_head", FINANCE),
        commune_a=make_actor("agency_officer", COMMUNE_A),
        commune_b=make_actor("agency_officer", COMMUNE_B),
    )


def party(code: str | None, text: str = "") -> PartyDraft:
    """A body of ``province()``, or words that nobody could resolve."""
    return PartyDraft(text=text or (_NAMES[code][0] if code else "các đơn vị liên quan"), agency_code=code)


def clear_draft(**changes: object) -> AssignmentDraft:
    """A draft with all five lights on: the health department, due 30 days after ``START``."""
    draft = AssignmentDraft(
        text=f"Hoàn thành rà soát danh sách DS-{next(_numbers)} trên địa bàn tỉnh",
        leads=(party(HEALTH),),
        product="Báo cáo kết quả rà soát",
        deadline_kind=DeadlineKind.BY_DATE,
        due_date=day(30),
        head_name="Lê Thị Mẫu",
        head_position="Giám đốc",
    )
    return replace(draft, **changes)  # type: ignore[arg-type]


def evidence(name: str = "bien-ban.txt") -> EvidenceFile:
    """A small file that proves something."""
    return EvidenceFile(name, f"Biên bản số {next(_numbers)}".encode())


def issued(who: People, **changes: object) -> Assignment:
    """A task given on ``START``'s day."""
    issue = services.issue_assignments(actor=who.steering, drafts=[clear_draft(**changes)], now=START)
    return issue.assignments.get()


def in_progress(who: People, **changes: object) -> Assignment:
    """The health department has reported once."""
    task = issued(who, **changes)
    services.report_progress(
        actor=who.health, assignment_id=task.pk, percent=30, done="Đã lập danh sách", next_step="Đối chiếu", now=at(5)
    )
    task.refresh_from_db()
    return task


def reported_done(who: People, *, days: int = 20, **changes: object) -> Assignment:
    """The health department has reported the result with evidence."""
    task = in_progress(who, **changes)
    services.report_done(
        actor=who.health, assignment_id=task.pk, done="Đã hoàn thành rà soát", files=[evidence()], now=at(days)
    )
    task.refresh_from_db()
    return task


def accepted(who: People, *, days: int = 20, **changes: object) -> Assignment:
    """Done: accepted by the issuing side the day after."""
    task = reported_done(who, days=days, **changes)
    services.accept(actor=who.steering, assignment_id=task.pk, now=at(days + 1))
    task.refresh_from_db()
    return task
