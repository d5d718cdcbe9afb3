"""Reception, before the form: which procedure, whose draft, who hands in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dean06.kernel.common.citizen_card_qr import CardUnreadable, read_citizen_card
from dean06.kernel.common.errors import DomainError
from dean06.kernel.common.requests import ActorRequest
from dean06.procedures.catalogue import queries as catalogue
from dean06.procedures.catalogue.errors import NotInForce
from dean06.procedures.catalogue.types import PublishedPack
from dean06.procedures.forms import queries as forms
from dean06.procedures.forms import services as drafts
from dean06.web.desk import applicants, reception_who
from dean06.web.desk.packs import about, limit_words
from dean06.web.desk.reception_forms import ResumeForm, VerifyForm

RECEIVE = "cases.receive"
#: Procedures offered above all others: what this officer started last.
_RECENT = 6


@dataclass(frozen=True, slots=True)
class Choice:
    """A procedure to choose."""

    code: str
    title: str
    note: str


@require_safe
def choose(request: ActorRequest) -> HttpResponse:
    """By words, by life event, what was done last; a citizen's draft by its code."""
    request.actor.require(RECEIVE)
    today = timezone.localdate()
    packs = {pack.code: pack for pack in catalogue.packs_in_force(today)}
    q = " ".join(request.GET.get("q", "").split())[:100]
    found = list(catalogue.procedures(text=q)[:60]) if q else []
    mine = drafts_of(request)
    context = {
        "q": q,
        "found": [_choice(packs[row.code]) for row in found if row.code in packs],
        "without_pack": [row for row in found if row.code not in packs],
        "drafts": mine,
        "recent": [_choice(packs[code]) for code in _recent(request) if code in packs][:_RECENT],
        "life_events": _by_life_event(packs),
        "resume_form": ResumeForm(),
    }
    return render(request, "desk/reception.html", context)


@require_POST
def resume(request: ActorRequest) -> HttpResponse:
    """Open a citizen's draft: from here on it is filled in with an officer's help."""
    request.actor.require(RECEIVE)
    form = ResumeForm(request.POST)
    if not form.is_valid():
        for errors in form.errors.values():
            messages.error(request, str(errors[0]))
        return redirect("desk:reception")
    try:
        draft = drafts.resume_draft(
            actor=request.actor,
            resume_code=form.cleaned_data["code"],
            birth_date=form.cleaned_data["birth"],
        )
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("desk:reception")
    return redirect("desk:reception_form", draft.pk)


@require_http_methods(["GET", "POST"])
def who(request: ActorRequest, code: str) -> HttpResponse:
    """Who hands in: scan the card, compare with the registry, go on to the form."""
    request.actor.require(RECEIVE)
    pack = in_force(code)
    form, result, notes, scan_error = VerifyForm(), None, [], ""
    if request.method == "POST" and request.POST.get("desk-act") == "scan":
        try:
            card = read_citizen_card(request.POST.get("scan", ""))
        except CardUnreadable as error:
            scan_error = error.message
        else:
            notes = reception_who.card_notes(card)
            form = VerifyForm(initial=reception_who.from_card(card))
    elif request.method == "POST":
        form = VerifyForm(request.POST)
        if form.is_valid():
            given = form.cleaned_data
            result = reception_who.verify(request.actor, given, dossier="")
            if result.person_id or (result.may_go_on and "go_on" in request.POST):
                return _begin(request, pack, given, result.person_id)
    context = {
        "pack": pack,
        "about": about(pack),
        "form": form,
        "result": result,
        "notes": notes,
        "scan_error": scan_error,
        "may_go_on": bool(result and result.may_go_on),
    }
    wrong = bool(form.errors or scan_error or (result and not result.person_id))
    return render(request, "desk/reception_who.html", context, status=422 if wrong else 200)


def in_force(code: str) -> PublishedPack:
    """The pack that applies today. Raises ``NotInForce``."""
    pack = catalogue.pack_in_force(code, timezone.localdate())
    if pack is None:
        raise NotInForce(f"Thủ tục mã “{code}” chưa nhận hồ sơ trên hệ thống vào hôm nay.", procedure=code)
    return pack


def drafts_of(request: ActorRequest) -> list[Any]:
    """What this officer has under way."""
    return list(forms.drafts_of(request.actor))[:10]


def _begin(request: ActorRequest, pack: PublishedPack, given: dict[str, Any], person_id: int | None) -> HttpResponse:
    """A draft of the officer for this applicant; who is not in the registry is remembered beside it."""
    draft = drafts.save_draft(
        actor=request.actor,
        procedure_code=pack.code,
        data={},
        for_person_id=person_id,
        birth_date=given["birth"],
    )
    applicants.remember(request.session, draft.pk, given)
    recent = [pack.code, *[code for code in _recent(request) if code != pack.code]]
    request.session[_RECENT_KEY] = recent[:_RECENT]
    return redirect(reverse("desk:reception_form", args=[draft.pk]))


def _by_life_event(packs: dict[str, PublishedPack]) -> list[dict[str, Any]]:
    """Situations in life with the procedures that can be handed in here; what belongs to none stands last."""
    events, placed = [], set()
    for event in catalogue.life_events():
        here = [pack for pack in packs.values() if event.code in pack.meta.life_events]
        placed |= {pack.code for pack in here}
        events.append({"code": event.code, "title": event.title, "procedures": here})
    rest = [pack for pack in packs.values() if pack.code not in placed]
    events.append({"code": "khac", "title": "Việc khác", "procedures": rest})
    return [event for event in events if event["procedures"]]


_RECENT_KEY = "desk_recent"


def _recent(request: ActorRequest) -> list[str]:
    kept = request.session.get(_RECENT_KEY)
    return kept if isinstance(kept, list) else []


def _choice(pack: PublishedPack) -> Choice:
    return Choice(pack.code, pack.title, f"{pack.meta.field_name}, {limit_words(pack.meta.time_limit)}")
