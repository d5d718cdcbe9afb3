"""Pages that only tests have: the citizen's way and the officer's way through the form of the birth registration, as
the portal and the desk include them. ``urlpatterns`` are those of the site with these two in front.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template import engines
from django.urls import include, path
from django.utils import timezone

from dean06.procedures.catalogue import queries as catalogue
from dean06.procedures.forms import queries, services

PAGE = """{% extends "design/base.html" %}
{% block head %}{% include "procedure_forms/head_assets.html" %}{% endblock %}
{% block title %}{{ form.pack.title }}{% endblock %}{% block heading %}{{ form.pack.title }}{% endblock %}
{% block content %}<form method="post" novalidate data-unsaved>{% csrf_token %}
<input type="hidden" name="revision" value="{{ draft.revision|stringformat:'d' }}">
{% if review %}{% include "procedure_forms/review.html" with change_url="?trang=" %}
{% elif step %}{% include "procedure_forms/page_citizen.html" %}
{% else %}{% include "procedure_forms/long_officer.html" %}{% endif %}</form>{% endblock %}
{% block scripts %}{% include "procedure_forms/script_assets.html" %}{% endblock %}"""


def citizen(request: HttpRequest, draft_id: int) -> HttpResponse:
    """One page of the citizen's way; saves at every step."""
    actor: Any = request.actor  # type: ignore[attr-defined]
    draft = services.draft(actor, draft_id)
    pack = catalogue.pack(draft.version_id)
    wanted = request.GET.get("trang", "")
    if request.method == "POST":
        data = queries.merge_post(pack, draft.data, request.POST)
        act = queries.page_act(request.POST)
        here = _drawn(pack, actor, draft.person_id, data, "online", checked=True)
        draft = services.save_draft(
            actor=actor, draft_id=draft.pk, data=data, section=wanted, revision=int(request.POST["revision"])
        )
        step = queries.step(here, wanted)
        assert step is not None
        if act.kind == "next" and not queries.errors_on(here, step):
            following = queries.next_step(here, step.id)
            return redirect(f"{request.path}?trang={following.id if following else 'xem-lai'}")
        if act.kind == "back":
            before = queries.previous_step(here, step.id)
            return redirect(f"{request.path}?trang={before.id if before else ''}")
        if act.kind == "next":
            errors = queries.errors_on(here, step)
            return _page(request, form=here, step=step, errors_here=errors, draft=draft)
    form = _drawn(pack, actor, draft.person_id, draft.data, "online", checked=wanted == "xem-lai")
    if wanted == "xem-lai":
        return _page(request, form=form, review=queries.review(form), draft=draft)
    return _page(request, form=form, step=queries.step(form, wanted), draft=draft)


def officer(request: HttpRequest, draft_id: int) -> HttpResponse:
    """The whole form on one page."""
    actor: Any = request.actor  # type: ignore[attr-defined]
    draft = services.draft(actor, draft_id)
    pack = catalogue.pack(draft.version_id)
    sent = request.method == "POST"
    if sent:
        data = queries.merge_post(pack, draft.data, request.POST)
        draft = services.save_draft(actor=actor, draft_id=draft.pk, data=data, section="", revision=draft.revision)
    form = _drawn(pack, actor, draft.person_id, draft.data, "direct", checked=sent, audience="officer")
    return _page(request, form=form, draft=draft)


def _drawn(pack: Any, actor: Any, person_id: int | None, data: Any, channel: str, *, checked: bool, **more: Any) -> Any:
    known = queries.prefill(pack, actor=actor, person_id=person_id, data=data)
    full = queries.with_prefill(data, known)
    found = queries.check(pack, full, prefill=known, channel=channel, on=timezone.localdate())
    errors, warnings = (found.errors, found.warnings) if checked else ({}, {})
    return queries.form(pack, full, prefill=known, errors=errors, warnings=warnings, channel=channel, **more)


def _page(request: HttpRequest, **context: Any) -> HttpResponse:
    return HttpResponse(engines["django"].from_string(PAGE).render(context, request))


urlpatterns = [
    path("thu/cong-dan/<int:draft_id>/", citizen, name="sample_citizen"),
    path("thu/can-bo/<int:draft_id>/", officer, name="sample_officer"),
    path("", include("dean06.config.urls")),
]
