"""Pages of a person and a household: what the registry says of them on any day, as far as one's duty shows it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dean06.kernel.audit import services as audit
from dean06.kernel.common.requests import ActorRequest, actor_of
from dean06.kernel.design.fields import DateField
from dean06.kernel.population import act_table, cards, lookup_grants, past
from dean06.kernel.population.errors import HouseholdNotFound, LookupNeeded, PersonNotFound
from dean06.kernel.population.models import ChangeProposal, Household, LookupGrant, Person
from dean06.kernel.population.purposes import label_of
from dean06.kernel.population.rules.masking import Sight, Viewer, sight
from dean06.kernel.population.sheet import Sheet
from dean06.kernel.population.types import HouseholdRole, IdStatus, LifeStatus, ProposalState

TABS = {
    "thong-tin": "Thông tin",
    "cu-tru": "Cư trú và hộ",
    "quan-he": "Quan hệ gia đình",
    "so-the": "Số và thẻ",
    "lich-su": "Lịch sử",
}
_DUTIES = {
    Viewer.REGISTRY: "cán bộ cơ sở dữ liệu dân cư",
    Viewer.RESIDENCE_HERE: "công an nơi cư trú",
    Viewer.CIVIL_STATUS: "công chức hộ tịch",
    Viewer.OTHER: "nơi khác: chỉ thấy thông tin tối thiểu",
}


class DayForm(forms.Form):
    """Which day to look at."""

    ngay = DateField(label="Xem tại ngày", required=False, help_text="")


@never_cache
@require_safe
def person(request: ActorRequest, person_id: int) -> HttpResponse:
    """One person, on today or a past day."""
    actor = actor_of(request, "population.search")
    given = lookup_grants.require_grant(actor, person_id)
    row = cards.load(person_id)
    if row is None:
        raise PersonNotFound()
    today = timezone.localdate()
    form = DayForm(request.GET if request.GET.get("ngay") else None)
    day = (form.is_valid() and form.cleaned_data["ngay"]) or today
    day = min(day, today)
    tab = request.GET.get("muc", "")
    tab = tab if tab in TABS else "thong-tin"
    lookup_grants.log_opening(actor, given, part=tab if day == today else f"{tab}:{day.isoformat()}")
    on = past.person_on(person_id, day)
    sheet = Sheet(actor, row, on) if on else None
    on_day = f"&ngay={day:%d/%m/%Y}" if day != today else ""
    context = {
        "person": row,
        "sheet": sheet,
        "lines": _lines(sheet, tab),
        "tab": tab,
        "tabs": [(label, f"?muc={slug}{on_day}", None, slug == tab) for slug, label in TABS.items()],
        "day": day,
        "is_past": day != today,
        "form": form,
        "duty": _DUTIES[sheet.viewer] if sheet else "",
        "status": _status(row),
        "grant": given,
        "purpose": label_of(given.purpose),
        "household_url": _household_url(sheet, on_day),
        "groups": _acts(request, row),
        "waiting": ChangeProposal.objects.filter(person=row, state=ProposalState.WAITING).order_by("pk"),
    }
    return render(request, "population/person.html", context)


@never_cache
@require_safe
def household(request: ActorRequest, household_id: int) -> HttpResponse:
    """Who lives or lived in a household; opened from the page of one of them."""
    actor = actor_of(request, "population.search")
    today = timezone.localdate()
    form = DayForm(request.GET if request.GET.get("ngay") else None)
    day = min((form.is_valid() and form.cleaned_data["ngay"]) or today, today)
    given = _grant_to_household(request, household_id)
    on = past.household_on(household_id, day)
    viewer = _viewer_of(request, given.person_id)
    if sight(viewer, "household") is not Sight.WHOLE:
        raise HouseholdNotFound()
    audit.record_read(
        actor=actor,
        action="population.household_opened",
        subject=f"population.household:{household_id}",
        purpose=given.purpose,
        dossier=given.dossier,
        details={"people": len(on.members)},
    )
    members = [
        {
            "url": reverse("population:person", args=[member.person_id]),
            "name": member.name,
            "role": HouseholdRole(member.role).label if member.role else "",
            "birth": member.state["birth_year"],
            "sex": "Nam" if member.state["sex"] == "M" else "Nữ",
        }
        for member in on.members
    ]
    if on.members:
        lookup_grants.pass_on(actor, given, [member.person_id for member in on.members])
    context = {
        "household": on.household,
        "members": members,
        "day": day,
        "is_past": day != today,
        "form": form,
        "opened_from": Person.objects.filter(pk=given.person_id).first(),
        "acts": [
            (page, reverse("population:household_act", args=[household_id, page.slug]))
            for page in act_table.offered(actor, act_table.HOUSEHOLD_ACTS, on.household)
        ],
    }
    return render(request, "population/household.html", context)


def household_for(request: ActorRequest, household_id: int) -> tuple[Household, LookupGrant]:
    """A household that the actor opened from a person looked up. Raises ``LookupNeeded``, ``HouseholdNotFound``."""
    given = _grant_to_household(request, household_id)
    found = Household.objects.select_related("head").filter(pk=household_id).first()
    if found is None:
        raise HouseholdNotFound()
    return found, given


def _grant_to_household(request: ActorRequest, household_id: int) -> LookupGrant:
    """The leave for one of the people who live or lived there."""
    given = (
        LookupGrant.objects.filter(user_id=request.actor.user_id or 0, expires_at__gt=timezone.now())
        .filter(person__in=_people_of(household_id))
        .order_by("-granted_at")
        .first()
    )
    if given is None:
        raise LookupNeeded()
    return given


def _people_of(household_id: int) -> Any:
    now_or_once = Person.objects.filter(household=household_id) | Person.objects.filter(
        events__left_household=household_id
    )
    return now_or_once.values("pk")


def _viewer_of(request: ActorRequest, person_id: int) -> Viewer:
    row = cards.load(person_id)
    if row is None:
        raise PersonNotFound()
    return cards.viewer(request.actor, row)


def _lines(sheet: Sheet | None, tab: str) -> list[tuple[str, str]]:
    if sheet is None:
        return []
    drawn = {"thong-tin": sheet.general, "cu-tru": sheet.residence, "quan-he": sheet.relatives}.get(tab)
    return drawn() if drawn else []


def _household_url(sheet: Sheet | None, on_day: str) -> str:
    if sheet is None or not sheet.state["household"] or sheet.sees("household") is not Sight.WHOLE:
        return ""
    return reverse("population:household", args=[sheet.state["household"]]) + (on_day.replace("&", "?", 1))


def _status(row: Person) -> tuple[str, str]:
    """(text, kind of badge) of the record today."""
    if row.id_status == IdStatus.MERGED:
        return "Đã gộp vào hồ sơ khác", "warning"
    if row.life_status != LifeStatus.ALIVE:
        return LifeStatus(row.life_status).label, "neutral"
    if row.id_status == IdStatus.ANNULLED:
        return "Số định danh đã hủy", "danger"
    return "Còn sống", "success"


def _acts(request: ActorRequest, row: Person) -> list[tuple[str, list[tuple[act_table.ActPage, str]]]]:
    groups: dict[str, list[tuple[act_table.ActPage, str]]] = {}
    for page in act_table.offered(request.actor, act_table.PERSON_ACTS, row):
        groups.setdefault(page.group, []).append((page, reverse("population:person_act", args=[row.pk, page.slug])))
    return list(groups.items())
