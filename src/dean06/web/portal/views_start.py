"""Where a citizen begins: situations in life, search, and the page of a procedure. Open to visitors."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from dean06.citizens.identity import queries as identity
from dean06.citizens.identity import services as identity_services
from dean06.citizens.identity.types import Act
from dean06.kernel.common.actors import Actor
from dean06.procedures.catalogue import queries as catalogue
from dean06.procedures.catalogue.errors import ProcedureNotFound
from dean06.procedures.catalogue.types import PublishedPack
from dean06.procedures.forms import queries as forms
from dean06.web.portal import overview, words
from dean06.web.portal.access import citizen_or_none

MOST_FOUND = 30


@login_not_required
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """What do you want to do? For who is signed in, first what waits for him."""
    actor = citizen_or_none(request)
    today = timezone.localdate()
    text = " ".join(request.GET.get("q", "")[:100].split())
    found = list(catalogue.procedures(text=text, on=today)[:MOST_FOUND]) if text else []
    context: dict[str, Any] = {
        "text": text,
        "found": found,
        "events": catalogue.life_events(today),
        "mine": overview.of(actor) if actor else None,
    }
    return render(request, "portal/home.html", context)


@login_not_required
@require_GET
def life_event(request: HttpRequest, code: str) -> HttpResponse:
    """The procedures of a situation in life."""
    today = timezone.localdate()
    event = next((one for one in catalogue.life_events(today) if one.code == code), None)
    if event is None:
        raise Http404
    rows = list(catalogue.procedures(life_event=code, on=today)[:100])
    packs = {pack.code: pack for pack in catalogue.packs_in_force(today)}
    listed = [(row, packs.get(row.code), _time(packs.get(row.code))) for row in rows]
    listed.sort(key=lambda one: (one[1] is None, len(one[1].meta.legs) == 0 if one[1] else True))
    return render(request, "portal/life_event.html", {"event": event, "procedures": listed})


@login_not_required
@require_GET
def start(request: HttpRequest, code: str) -> HttpResponse:
    """One procedure: what it is for, what you need, what we have, fee, days; and the way in."""
    today = timezone.localdate()
    pack = catalogue.pack_in_force(code, today)
    if pack is None:
        try:
            entry = catalogue.procedure(code)
        except ProcedureNotFound as refusal:
            raise Http404 from refusal
        return render(request, "portal/start_offline.html", {"procedure": entry})
    actor = citizen_or_none(request)
    context: dict[str, Any] = {
        "pack": pack,
        "meta": pack.meta,
        "time": words.time_words(pack.meta.time_limit),
        "online": words.online_words(pack.meta),
        "needs": forms.required_documents(pack, {}, "online"),
        "conditional": _conditional(pack),
        "fees": [fee for fee in pack.files.fees.fees if _in_force(fee, today)],
        "laws": pack.meta.legal_basis,
        "citizen": actor,
        "wrong_item": request.GET.get("muc", "")[:60],
    }
    if actor is not None:
        context |= _for_citizen(request, actor, pack)
    return render(request, "portal/start.html", context)


@login_not_required
@require_POST
def large_type(request: HttpRequest) -> HttpResponse:
    """Large letters on or off: for this session, and for good when signed in."""
    on = request.POST.get("bat") == "1"
    request.session[identity_services.LARGE_TYPE] = on
    actor = citizen_or_none(request)
    if actor is not None and identity.account(actor) is not None:
        identity_services.set_large_type(actor=actor, on=on)
    back = request.POST.get("ve", "")
    safe = back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return redirect(back if safe else "portal:home")


def _for_citizen(request: HttpRequest, actor: Actor, pack: PublishedPack) -> dict[str, Any]:
    """Whether he may apply online, for whom, what is open already and how much he need not type."""
    known = forms.prefill(pack, actor=actor, person_id=actor.person_id, dossier=f"Xem thủ tục {pack.code}")
    return {
        "lacking": identity.shortfall_of(request, Act.SUBMIT),
        "diet": forms.diet(pack, forms.with_prefill({}, known), known),
        "questions": forms.questions(pack, known),
        "known": len({one.label for one in known.values() if one.source == "population"}) and len(known),
        "drafts": [one for one in overview.drafts(actor) if one.procedure_code == pack.code],
        "wards": overview.wards(actor),
    }


def _conditional(pack: PublishedPack) -> list[Any]:
    """Papers that depend on the answers."""
    return [document for document in pack.files.documents.documents if document.when]


def _in_force(fee: Any, today: Any) -> bool:
    return fee.valid_from <= today and (fee.valid_to is None or today < fee.valid_to)


def _time(pack: PublishedPack | None) -> str:
    return words.time_words(pack.meta.time_limit) if pack else ""
