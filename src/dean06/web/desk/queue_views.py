"""The officer's queue: what is to be done next, what turns red; search by anything a scanner types; acts on several."""

from __future__ import annotations

import uuid
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, F, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from dean06.kernel.common.errors import DomainError
from dean06.kernel.common.requests import ActorRequest
from dean06.procedures.cases import queries as cases
from dean06.procedures.cases import services as case_services
from dean06.procedures.cases.types import OPEN, Channel, State
from dean06.procedures.catalogue import queries as catalogue
from dean06.web.desk.offices import names, offices_of, staff
from dean06.web.desk.queue_rows import COLUMNS, rows_of
from dean06.web.desk.queue_tabs import BY_SLUG, TABS, Asker, horizon_of
from dean06.web.desk.scanning import ScanKind, read_scan
from dean06.web.desk.words import STATE_SHORT

VIEW, RECEIVE, ASSIGN = "cases.view", "cases.receive", "cases.assign"
PAGE_SIZE = 40
#: Cases done in one go: more than this is no look any more.
MOST_AT_ONCE = 50
_LIVE = [*sorted(OPEN), State.DONE]
KEYS = [("j", "xuống"), ("k", "lên"), ("Enter", "mở"), ("x", "chọn"), ("/", "ô tìm")]


class FilterForm(forms.Form):
    """What narrows a group."""

    thu_tuc = forms.ChoiceField(label="Thủ tục", required=False)
    kenh = forms.TypedChoiceField(
        label="Cách nộp", choices=[("", "Mọi cách"), *Channel.choices], coerce=int, required=False, empty_value=None
    )
    trang_thai = forms.TypedChoiceField(
        label="Trạng thái",
        choices=[("", "Mọi trạng thái"), *[(int(state), STATE_SHORT[state]) for state in _LIVE]],
        coerce=int,
        required=False,
        empty_value=None,
    )
    nguoi = forms.TypedChoiceField(label="Người thụ lý", coerce=int, required=False, empty_value=None)

    def __init__(self, *args: Any, people: list[tuple[int, str]], packs: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["thu_tuc"].choices = [("", "Mọi thủ tục"), *packs]  # type: ignore[attr-defined]
        self.fields["nguoi"].choices = [("", "Mọi người"), (0, "Chưa ai nhận"), *people]  # type: ignore[attr-defined]

    def narrowed(self) -> Q:
        """The filter; a field that cannot be read narrows nothing."""
        self.is_valid()
        given, wanted = self.cleaned_data, Q()
        if given.get("thu_tuc"):
            wanted &= Q(procedure_code=given["thu_tuc"])
        if given.get("kenh") is not None:
            wanted &= Q(channel=given["kenh"])
        if given.get("trang_thai") is not None:
            wanted &= Q(state=given["trang_thai"])
        if given.get("nguoi") is not None:
            wanted &= Q(assignee_id=given["nguoi"] or None)
        return wanted


@require_safe
def queue(request: ActorRequest) -> HttpResponse:
    """The groups; the chosen one as rows, least time first."""
    request.actor.require(VIEW)
    now = timezone.now()
    asker = Asker(request.actor.user_id or 0, offices_of(request.actor, VIEW), now, horizon_of(now))
    counts = _counts(request, asker)
    tab = BY_SLUG.get(request.GET.get("nhom", "")) or next((one for one in TABS if counts[one.slug]), TABS[0])
    people = _people(asker.offices)
    form = FilterForm(request.GET, people=people, packs=_packs())
    narrowed = form.narrowed()
    found = _of_tab(request, tab.which(asker) & narrowed).order_by(F("next_due_at").asc(nulls_last=True), "pk")
    page = Paginator(found.values(*COLUMNS), PAGE_SIZE).get_page(request.GET.get("page"))
    rows = rows_of(page.object_list, now, [row["id"] for row in page.object_list] if tab.slug == "chuyen-den" else ())
    kept = {name: value for name, value in request.GET.items() if name in form.fields and value}
    batch = _batch(request, tab.batch)
    offices = names(asker.offices)
    counters = cases.counters(request.actor)
    context = {
        "tab": tab,
        "tabs": [
            (one.label, "?" + urlencode({"nhom": one.slug, **kept}), counts[one.slug], one is tab) for one in TABS
        ],
        "tally": _tally(counters),
        "tally_total": counters.total,
        "rows": rows,
        "page": page,
        "form": form,
        "filtered": bool(kept),
        "clear_url": "?" + urlencode({"nhom": tab.slug}),
        "empty_text": "Không có hồ sơ nào khớp bộ lọc." if kept else tab.empty,
        "office_name": ", ".join(offices[code] for code in asker.offices),
        "batch": batch,
        "batch_key": uuid.uuid4().hex,
        "here": request.get_full_path(),
        "officers": people,
        "keys": KEYS if batch else KEYS[:3] + KEYS[4:],
        "can_receive": request.actor.can(RECEIVE),
        "can_oversee": True,
        "typed": "",
    }
    return render(request, "desk/queue.html", context)


@require_safe
def search(request: ActorRequest) -> HttpResponse:
    """One dossier opens at once; several are listed."""
    request.actor.require(VIEW)
    typed = request.GET.get("ma", "")
    scan = read_scan(typed)
    if scan.kind is ScanKind.NOTHING:
        return redirect("desk:queue")
    wanted: dict[str, Any] = {
        ScanKind.CASE_CODE: {"code": scan.value},
        ScanKind.CARD: {"applicant_number": scan.value},
        ScanKind.NUMBER: {"applicant_number": scan.value},
        ScanKind.WORDS: {"text": scan.value},
    }[scan.kind]
    found = list(cases.cases(request.actor, **wanted).values(*COLUMNS)[: PAGE_SIZE + 1])
    if len(found) == 1:
        return redirect("desk:case", found[0]["id"])
    shown = typed if scan.kind in (ScanKind.CASE_CODE, ScanKind.WORDS) else scan.value
    context = {
        "typed": shown[:100],
        "rows": rows_of(found[:PAGE_SIZE], timezone.now()),
        "more": len(found) > PAGE_SIZE,
        "card_name": scan.card.full_name if scan.card else "",
        "tab": {"label": "Hồ sơ tìm được"},
        "keys": KEYS[:3] + KEYS[4:],
    }
    return render(request, "desk/search.html", context)


@require_POST
def batch(request: ActorRequest) -> HttpResponse:
    """The same act on each ticked case; each is done or refused on its own, and what was refused is named."""
    request.actor.require(VIEW)
    chosen = _chosen(request)
    act = request.POST.get("act", "")
    key = request.POST.get("idempotency_key", "")[:40] or uuid.uuid4().hex
    if not chosen:
        messages.warning(request, "Chưa chọn hồ sơ nào.")
        return _back(request)
    if act == "assign" and not request.POST.get("user_id", "").isdigit():
        messages.warning(request, "Hãy chọn người được giao.")
        return _back(request)
    done = 0
    for case_id, revision in chosen:
        try:
            _run(request, act, case_id, revision, f"{key}:{case_id}")
        except DomainError as error:
            if error.status == 403:
                raise
            code = cases.ref(case_id).code if error.status != 404 else str(case_id)
            messages.error(request, f"{code}: {error.message}")
        else:
            done += 1
    if done:
        messages.success(request, f"Xong {done} hồ sơ.")
    return _back(request)


def _run(request: ActorRequest, act: str, case_id: int, revision: int, key: str) -> None:
    common: dict[str, Any] = {"actor": request.actor, "case_id": case_id, "revision": revision, "idempotency_key": key}
    if act == "take":
        case_services.take_case(**common)
    elif act == "assign":
        case_services.assign_case(user_id=int(request.POST["user_id"]), **common)
    elif act == "return":
        case_services.return_result(**common)
    else:
        raise DomainError("Không rõ việc cần làm. Hãy tải lại trang.")


def _chosen(request: ActorRequest) -> list[tuple[int, int]]:
    """Ids with the revisions that the page showed."""
    found = []
    for text in request.POST.getlist("ho_so")[:MOST_AT_ONCE]:
        case_id, _, revision = text.partition(":")
        if case_id.isdigit() and revision.isdigit():
            found.append((int(case_id), int(revision)))
    return found


def _back(request: ActorRequest) -> HttpResponse:
    back = request.POST.get("back", "")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return redirect(back if safe and back.startswith("/") else reverse("desk:queue"))


def _of_tab(request: ActorRequest, which: Q) -> QuerySet[Any]:
    return cases.cases(request.actor).filter(which, state__in=_LIVE)


def _counts(request: ActorRequest, asker: Asker) -> dict[str, int]:
    """How many stand in each group. Two queries: offers to other agencies join another table."""
    of_cases = [tab for tab in TABS if tab.slug != "chuyen-den"]
    mine = Q(duty_agency__in=asker.offices) | Q(assignee_id=asker.user_id)
    counted = (
        _of_tab(request, mine)
        .order_by()
        .aggregate(**{tab.slug.replace("-", "_"): Count("pk", filter=tab.which(asker)) for tab in of_cases})
    )
    counts = {tab.slug: counted[tab.slug.replace("-", "_")] for tab in of_cases}
    counts["chuyen-den"] = _of_tab(request, BY_SLUG["chuyen-den"].which(asker)).count()
    return counts


def _people(offices: tuple[str, ...]) -> list[tuple[int, str]]:
    found: dict[int, str] = {}
    for office in offices[:3]:
        found.update(staff(VIEW, office))
    return sorted(found.items(), key=lambda pair: pair[1])


def _packs() -> list[tuple[str, str]]:
    today = timezone.localdate()
    return [(pack.code, pack.title) for pack in catalogue.packs_in_force(today)]


def _batch(request: ActorRequest, offered: tuple[str, ...]) -> tuple[str, ...]:
    """Of the acts of a group, those that the reader may do somewhere."""
    needs = {"take": ("cases.process", "cases.approve", RECEIVE), "assign": (ASSIGN,), "return": (RECEIVE,)}
    return tuple(act for act in offered if any(request.actor.can(permission) for permission in needs[act]))


def _tally(counters: Any) -> list[tuple[str, int, str]]:
    link = reverse("desk:office")
    return [
        (STATE_SHORT[state], counters.by_state[state], f"{link}#trang-thai")
        for state in State
        if counters.by_state.get(state)
    ]
