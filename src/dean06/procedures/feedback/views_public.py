"""Pages for everybody: send, look up, read published answers, rate."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dean06.kernel.accounts import queries as accounts
from dean06.kernel.common.actors import Actor, system_actor
from dean06.kernel.common.errors import DomainError
from dean06.kernel.common.form_refusals import show_refusal
from dean06.kernel.common.limiting import check_rate, client_address
from dean06.kernel.common.requests import ActorRequest, actor_of
from dean06.kernel.units import queries as units
from dean06.kernel.units.types import AgencyKind
from dean06.procedures.cases import queries as cases
from dean06.procedures.feedback import queries, services
from dean06.procedures.feedback.errors import FeedbackNotFound, LooksLikeSpam
from dean06.procedures.feedback.forms import DeskRateForm, FiveForm, LookUpForm, SendForm, opened_at
from dean06.procedures.feedback.models import Feedback
from dean06.procedures.feedback.rules import LONGEST_TITLE
from dean06.procedures.feedback.types import State

#: Agencies that citizens deal with.
_KINDS = (
    AgencyKind.DEPARTMENT, AgencyKind.COMMITTEE_COMMUNE, AgencyKind.COMMITTEE_PROVINCE, AgencyKind.POLICE_PROVINCE,
    AgencyKind.POLICE_COMMUNE, AgencyKind.ONE_STOP_PROVINCE, AgencyKind.ONE_STOP_COMMUNE, AgencyKind.LAND_OFFICE,
    AgencyKind.VERTICAL, AgencyKind.ENTERPRISE,
)  # fmt: skip
_SESSION_KEY = "feedback_looked_up"


def agencies() -> list[tuple[str, str]]:
    """Code and name of the agencies to choose from."""
    return [(one.code, one.name) for one in units.current_agencies(on=timezone.localdate(), kinds=_KINDS)]


def _sender(request: HttpRequest) -> Actor:
    """A citizen sends as himself, everybody else as a visitor."""
    actor: Actor | None = getattr(request, "actor", None)
    return actor if actor is not None and actor.person_id is not None else system_actor("Người gửi phản ánh")


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Published answers, and the ways to send and look up."""
    actor: Actor | None = getattr(request, "actor", None)
    page = Paginator(queries.published(), 20).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "answer_days": queries.clock_on(timezone.localdate()).answer_days,
        "own": queries.own(actor)[:20] if actor is not None and actor.person_id is not None else [],
        "is_officer": actor is not None and actor.can("feedback.view"),
    }
    return render(request, "feedback/home.html", context)


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def send(request: HttpRequest) -> HttpResponse:
    """The form; afterwards the code to look up by."""
    actor = _sender(request)
    initial: dict[str, Any] = {
        "opened": opened_at(timezone.now()),
        "case_code": request.GET.get("ho-so", "")[:50],
        "title": request.GET.get("tieu-de", "")[:LONGEST_TITLE],
        "body": request.GET.get("noi-dung", "")[:1000],
    }
    if actor.person_id is not None and actor.user_id is not None:
        person = accounts.person(actor.user_id)
        initial |= {"sender_name": person.full_name if person else ""}
    form = SendForm(request.POST or None, request.FILES or None, agencies=agencies(), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            check_rate(request, "feedback.send", most=10, seconds=3600, refusal=LooksLikeSpam)
            form.check_sender(timezone.now())
            sent = services.send_feedback(
                actor=actor,
                given=form.given(),
                attachment=form.cleaned_data["attachment"],
                idempotency_key=form.key(),
            )
        except DomainError as refusal:
            if not show_refusal(form, refusal):
                raise
        else:
            _remember(request, sent)
            return redirect("feedback:sent")
    return render(request, "feedback/send.html", {"form": form}, status=422 if form.errors else 200)


def _remember(request: HttpRequest, found: Feedback) -> None:
    """This session has proved that it knows the code and the number."""
    request.session[_SESSION_KEY] = found.pk


def _remembered(request: HttpRequest) -> Feedback:
    found = Feedback.objects.filter(pk=request.session.get(_SESSION_KEY, 0)).first()
    if found is None:
        raise FeedbackNotFound
    return found


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def sent(request: HttpRequest) -> HttpResponse:
    """The sender's own feedback, after sending it or looking it up; supplementing it when asked."""
    found = _remembered(request)
    error = ""
    if request.method == "POST":
        try:
            services.supplement_feedback(
                actor=_sender(request), code=found.code, phone=found.phone, text=request.POST.get("text", "")
            )
        except DomainError as refusal:
            error = refusal.message
        else:
            messages.success(request, "Đã gửi bổ sung.")
            return redirect("feedback:sent")
    context = {
        "found": found,
        "steps": found.steps.filter(is_public=True),
        "error": error,
        "text": request.POST.get("text", ""),
        "asks": found.state == State.SUPPLEMENT,
        "agency": _agency_name(found.agency),
    }
    return render(request, "feedback/sent.html", context, status=422 if error else 200)


def _agency_name(code: str) -> str:
    found = units.get_agencies([code]).get(code) if code else None
    return found.name if found else ""


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def look_up(request: HttpRequest) -> HttpResponse:
    """Find one's own feedback by code and telephone number."""
    form = LookUpForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            check_rate(request, "feedback.look_up", most=20, seconds=600, refusal=LooksLikeSpam)
            found = queries.look_up(form.cleaned_data["code"], form.cleaned_data["phone"])
        except DomainError as refusal:
            form.add_error(None, refusal.message)
        else:
            _remember(request, found)
            return redirect("feedback:sent")
    return render(request, "feedback/look_up.html", {"form": form}, status=422 if form.errors else 200)


@login_not_required
@require_safe
def published(request: HttpRequest, code: str) -> HttpResponse:
    """One published answer."""
    found = queries.published_one(code)
    return render(request, "feedback/published.html", {"found": found, "agency": _agency_name(found.agency)})


@login_not_required
@require_POST
def react(request: HttpRequest, code: str) -> HttpResponse:
    """Useful or not: one voice per account or browser."""
    check_rate(request, "feedback.react", most=30, seconds=600, refusal=LooksLikeSpam)
    actor = _sender(request)
    if actor.user_id is None and not request.session.session_key:
        request.session["feedback_reader"] = True
        request.session.save()
    who = f"account:{actor.user_id}" if actor.user_id is not None else f"session:{request.session.session_key}"
    services.react(actor=actor, code=code, who=who, liked=request.POST.get("liked") == "1")
    messages.success(request, "Đã ghi nhận. Xin cảm ơn ông/bà.")
    return redirect("feedback:published", code)


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def rate_at_desk(request: HttpRequest) -> HttpResponse:
    """The tablet of a desk: a tap, the dossier's code and the applicant's birth date."""
    form = DeskRateForm(request.POST or None, initial={"code": request.GET.get("ho-so", "")[:50]})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            check_rate(request, "feedback.desk", most=120, seconds=3600, refusal=LooksLikeSpam)
            # Counted here, before the write: a refused write would take its count back.
            cases.look_up(data["code"], data["birth_date"], address=client_address(request))
            services.rate_at_desk(
                actor=system_actor("Máy đánh giá tại quầy"),
                case_code=data["code"],
                birth_date=data["birth_date"],
                rating=form.rating(),
            )
        except DomainError as refusal:
            form.add_error(None, refusal.message)
        else:
            return redirect(reverse("feedback:rate_at_desk") + "?xong=1")
    context = {"form": form, "done": request.GET.get("xong") == "1" and request.method == "GET"}
    return render(request, "feedback/rate_at_desk.html", context, status=422 if form.errors else 200)


@require_POST
def rate(request: ActorRequest, case_id: int) -> HttpResponse:
    """One tap of a signed-in applicant; goes back to the page it came from."""
    actor = actor_of(request, "feedback.give")
    after = request.POST.get("next", "")
    if not (after.startswith("/") and url_has_allowed_host_and_scheme(after, allowed_hosts=None)):
        after = reverse("feedback:home")
    form = FiveForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Hãy chọn một mức đánh giá.")
        return redirect(after)
    try:
        services.rate_case(actor=actor, case_id=case_id, rating=form.rating())
    except DomainError as refusal:
        if refusal.status in (403, 404):
            raise
        messages.error(request, refusal.message)
    else:
        messages.success(request, "Đã ghi nhận đánh giá. Xin cảm ơn ông/bà.")
    return redirect(after)
