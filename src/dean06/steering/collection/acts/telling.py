"""Who is told of what. One notification per person and occasion: the dedupe key names the occasion."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.urls import reverse

from dean06.kernel.accounts import queries as accounts
from dean06.kernel.common.actors import Actor
from dean06.kernel.notifications import services as notifications
from dean06.steering.collection.access import ACCEPT, ENTER, SEND
from dean06.steering.collection.acts.common import Place
from dean06.steering.collection.models import Submission
from dean06.steering.collection.types import UnitStatus
from dean06.steering.indicators.types import PeriodRef

KIND = "collection"


def sent(submission: Submission, place: Place, *, actor: Actor) -> None:
    """Those who accept learn that figures came."""
    people = accounts.users_with_permission(ACCEPT, agency=place.unit.agency)
    _tell(
        [person.user_id for person in people],
        actor,
        key=f"sent:{submission.pk}:{submission.acts.count()}",
        title=f"Số liệu chờ duyệt: {place.label}",
        text=f"{submission.sent_by_name} đã gửi.",
        url=review_url(place),
    )


def accepted(submission: Submission, place: Place, *, actor: Actor) -> None:
    """The unit learns that its figures are final."""
    _tell_unit(place, actor, f"accepted:{submission.pk}:{submission.acts.count()}", "đã được duyệt", "")


def returned(submission: Submission, place: Place, reason: str, *, actor: Actor) -> None:
    """The unit learns what to correct."""
    _tell_unit(place, actor, f"returned:{submission.pk}:{submission.acts.count()}", "bị trả lại", reason)


def reopened(submission: Submission, place: Place, reason: str, *, actor: Actor) -> None:
    """The unit may correct what was accepted."""
    _tell_unit(place, actor, f"reopened:{submission.pk}:{submission.acts.count()}", "được mở lại để sửa", reason)


def exempted(place: Place, reason: str, *, actor: Actor, key: int) -> None:
    """The unit owes nothing this time."""
    _tell_unit(place, actor, f"exempt:{key}", "được miễn báo cáo", reason)


def exemption_withdrawn(place: Place, reason: str, *, actor: Actor, key: int) -> None:
    """The unit owes its figures again."""
    _tell_unit(place, actor, f"exempt-withdrawn:{key}", "phải báo cáo trở lại", reason)


def reminded(period: PeriodRef, rows: Sequence[UnitStatus], words: str, occasion: str, *, actor: Actor) -> None:
    """One message per agency, naming its units: the officers of a department answer for its facilities too."""
    of_agency: dict[str, list[UnitStatus]] = {}
    for row in rows:
        of_agency.setdefault(row.unit.agency, []).append(row)
    for agency, units in of_agency.items():
        one = units[0]
        names = ", ".join(row.unit.short_name for row in units[:5]) + (" và đơn vị khác" if len(units) > 5 else "")
        late = f", chậm {one.late_days} ngày" if one.late_days else ""
        _tell(
            [person.user_id for person in accounts.users_of_agency(agency, ENTER)],
            actor,
            key=f"remind:{period.code}:{occasion}:{agency}",
            title=f"{words}: số liệu {period.label[:1].lower()}{period.label[1:]}",
            text=f"{names}: hạn nộp {one.due_on:%d/%m/%Y}{late}, đã có {one.filled}/{one.expected} chỉ tiêu.",
            url=reverse("collection:entry", args=[period.code, one.unit.code])
            if len(units) == 1
            else reverse("collection:duties"),
        )


def told_province(period: PeriodRef, late: Sequence[UnitStatus], *, actor: Actor) -> None:
    """Those who accept learn who is late, the day after the due day."""
    names = ", ".join(row.unit.short_name for row in late[:10]) + ("…" if len(late) > 10 else "")
    _tell(
        [person.user_id for person in accounts.users_with_permission(ACCEPT)],
        actor,
        key=f"late:{period.code}",
        title=f"{len(late)} đơn vị chưa nộp số liệu {period.label[:1].lower()}{period.label[1:]}",
        text=names,
        url=reverse("collection:late", args=[period.code]),
    )


def digest(agency: str, week: str, title: str, text: str, *, actor: Actor) -> int:
    """The head's list of what the agency owes; returns how many people were told for the first time."""
    people = [person.user_id for person in accounts.users_of_agency(agency, SEND)]
    return _tell(people, actor, key=f"digest:{week}:{agency}", title=title, text=text, url=reverse("collection:duties"))


def review_url(place: Place) -> str:
    """The page of the submission."""
    return reverse("collection:submission", args=[place.period.code, place.unit.code])


def _tell_unit(place: Place, actor: Actor, key: str, verb: str, text: str) -> None:
    _tell(
        [person.user_id for person in accounts.users_of_agency(place.unit.agency, ENTER)],
        actor,
        key=key,
        title=f"Số liệu {place.label} {verb}",
        text=text,
        url=review_url(place),
    )


def _tell(people: Iterable[int], actor: Actor, *, key: str, title: str, text: str, url: str) -> int:
    told = notifications.notify(
        user_ids=[user_id for user_id in people if user_id != actor.user_id],
        kind=KIND,
        title=title,
        body=text,
        url=url,
        dedupe_key=f"collection:{key}"[:120],
    )
    return len(told)
