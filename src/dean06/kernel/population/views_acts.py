"""Pages of the acts: a form, the words of the law beside it, and the service behind it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from dean06.kernel.common.errors import DomainError, NotFound
from dean06.kernel.common.form_refusals import show_refusal
from dean06.kernel.common.requests import ActorRequest, actor_of
from dean06.kernel.population import act_table, cards, lookup_grants, services
from dean06.kernel.population.acts.common import CIVIL_STATUS
from dean06.kernel.population.errors import NotAllowedHere, PersonNotFound
from dean06.kernel.population.forms_acts import ActForm, BirthForm, CorrectForm, look_of
from dean06.kernel.population.models import Person
from dean06.kernel.population.rules.masking import TABLE, Sight, Viewer, masked_number, sight
from dean06.kernel.population.sheet import PART_OF
from dean06.kernel.population.views_person import household_for

#: Fields of an act that begin with today.
_TODAY = ("died_on", "married_on", "adopted_on", "started_on", "moved_on", "from_on", "ended_on", "issued_on")
_TODAY_TOO = ("split_on", "joined_on", "changed_on")


@never_cache
@require_http_methods(["GET", "POST"])
def person_act(request: ActorRequest, person_id: int, slug: str) -> HttpResponse:
    """One act about a person who was looked up."""
    page = act_table.PERSON_ACTS.get(slug)
    if page is None:
        raise NotFound()
    actor = actor_of(request, page.permission)
    given = lookup_grants.require_grant(actor, person_id)
    person = cards.load(person_id)
    if person is None:
        raise PersonNotFound()
    form = page.form(
        request.POST or None,
        request.FILES or None,
        about=person,
        look=look_of(actor, given.purpose, given.dossier),
        initial=_today(page.form),
    )
    sees = _sight_of(request, person)
    if isinstance(form, CorrectForm):
        if cards.viewer(actor, person) is Viewer.OTHER:
            raise NotAllowedHere(permission=page.permission)
        form.show_only(sees)
    if request.method == "POST" and form.is_valid() and _done(request, page, person, form):
        # Whoever the act was about stays open: the result is looked at.
        lookup_grants.grant(actor, person_id, given.purpose, given.dossier)
        return redirect("population:person", person_id)
    if request.method == "GET":
        lookup_grants.log_opening(actor, given, part=f"act:{slug}")
    context = {
        "page": page,
        "form": form,
        "person": person,
        "about": person.full_name,
        "facts": _facts(person, whole_birth=sees("birth_year")),
        "back_url": reverse("population:person", args=[person_id]),
    }
    return render(request, "population/act.html", context, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "POST"])
def household_act(request: ActorRequest, household_id: int, slug: str) -> HttpResponse:
    """One act about a household opened from a person looked up."""
    page = act_table.HOUSEHOLD_ACTS.get(slug)
    if page is None:
        raise NotFound()
    actor = actor_of(request, page.permission)
    household, given = household_for(request, household_id)
    form = page.form(
        request.POST or None,
        about=household,
        look=look_of(actor, given.purpose, given.dossier),
        initial=_today(page.form),
    )
    if request.method == "POST" and form.is_valid() and _done(request, page, household, form):
        return redirect("population:household", household_id)
    context = {
        "page": page,
        "form": form,
        "about": f"Hộ {household.number}",
        "facts": [
            ("Số hộ", household.number),
            ("Chủ hộ", household.head.full_name if household.head else ""),
            ("Địa chỉ", ", ".join(part for part in (household.address, household.village) if part)),
        ],
        "back_url": reverse("population:household", args=[household_id]),
    }
    return render(request, "population/act.html", context, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "POST"])
def birth(request: ActorRequest) -> HttpResponse:
    """A birth: parents by number and name, under a dossier."""
    actor = actor_of(request, CIVIL_STATUS)
    dossier = request.POST.get("dossier", "").strip()
    form = BirthForm(
        request.POST or None,
        look=look_of(actor, act_table.CIVIL_PURPOSE, dossier),
        initial={"home_of": "mother", "dossier": request.GET.get("ho-so", "")},
    )
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        try:
            child = services.register_birth(
                actor=actor,
                mother_id=given.pop("mother"),
                father_id=given.pop("father"),
                idempotency_key=given.pop("idempotency_key"),
                **{name: value for name, value in given.items() if name != "dossier"},
            )
        except DomainError as error:
            if not show_refusal(form, error, FIELD_OF):
                raise
        else:
            lookup_grants.grant(actor, child.pk, act_table.CIVIL_PURPOSE, dossier)
            messages.success(request, "Đã đăng ký khai sinh và cấp số định danh.")
            return redirect(reverse("population:person", args=[child.pk]) + "?muc=so-the")
    return render(request, "population/birth.html", {"form": form}, status=422 if form.errors else 200)


#: Fields of a form that stand for several values of the services.
FIELD_OF = {
    **dict.fromkeys(("birth_year", "birth_month", "birth_day"), "birth"),
    "household": "household_number",
    "second": "spouse",
    "child": "adopted_on",
    "persons": "person",
}


def _done(request: ActorRequest, page: act_table.ActPage, about: Any, form: ActForm) -> bool:
    given = dict(form.cleaned_data)
    if hasattr(form, "values"):
        given["values"] = form.values()
    try:
        page.run(request.actor, about, given, given.get("idempotency_key", ""))
    except DomainError as error:
        if not show_refusal(form, error, FIELD_OF):
            raise
        return False
    messages.success(request, page.said)
    return True


def _today(form: type[ActForm]) -> dict[str, Any]:
    today = timezone.localdate()
    return {name: today for name in (*_TODAY, *_TODAY_TOO) if name in form.base_fields and name != "died_on"}


def _sight_of(request: ActorRequest, person: Person) -> Callable[[str], bool]:
    """Whether the actor sees the whole of a field of the person."""
    viewer = cards.viewer(request.actor, person)

    def sees(name: str) -> bool:
        field = PART_OF.get(name, name)
        return field not in TABLE or sight(viewer, field) is Sight.WHOLE

    return sees


def _facts(person: Person, *, whole_birth: bool) -> list[tuple[str, str]]:
    parts = (person.birth_day, person.birth_month, person.birth_year) if whole_birth else (person.birth_year,)
    return [
        ("Họ tên", person.full_name),
        ("Số định danh", masked_number(person.personal_id) or "Không có số đang dùng"),
        ("Ngày sinh", "/".join(f"{part:02d}" for part in parts if part)),
    ]
