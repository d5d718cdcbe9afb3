"""Pages of runs and numbers. Names of people appear only on the pages of records and findings."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from dean06.ecosystem.cleaning import communes, counting, exports, queries, services, showing
from dean06.ecosystem.cleaning.errors import RunNotFound
from dean06.ecosystem.cleaning.forms import MatrixFilter, advice_rows
from dean06.ecosystem.cleaning.models import Run
from dean06.ecosystem.cleaning.rules.guide import ADVICE, CRITERION_ADVICE
from dean06.ecosystem.cleaning.scope import RUN, VIEW, VIEW_RECORDS, scope_of
from dean06.ecosystem.cleaning.types import ClassCounts, Criterion, Pair, ResultClass, RunState, Split
from dean06.ecosystem.datasets import queries as datasets
from dean06.ecosystem.datasets.types import SectorRef
from dean06.kernel.common.errors import NotFound
from dean06.kernel.common.requests import ActorRequest, actor_of


@require_safe
def overview(request: ActorRequest) -> HttpResponse:
    """Every list the actor may see, in the words of the reports."""
    actor = actor_of(request, VIEW)
    scope = scope_of(actor, VIEW)
    matrix = counting.quality_matrix(actor, timezone.localdate())
    active = {row.sector: row for row in Run.objects.filter(state__in=(RunState.WAITING, RunState.RUNNING))}
    rows: list[dict[str, Any]] = []
    for sector in datasets.sectors():
        counts = queries.class_counts(actor, sector.code)
        whole = scope.sees_sector(sector.code)
        if not whole and not (counts and counts.total):
            continue
        rows.append(
            {
                "sector": sector,
                "counts": counts,
                "matched": showing.number(counts.matched) if counts else None,
                "bar": [_bar(sector, counts)] if counts else [],
                "quality": showing.quality_cells(matrix, sector.code, None, linked=False) if counts else [],
                "run": queries.latest_run(sector.code) if counts else None,
                "active": active.get(sector.code) if whole else None,
            }
        )
    total = sum((row["counts"].matched for row in rows if row["counts"]), Pair(0, 0))
    context = {
        "rows": [row for row in rows if row["counts"]],
        "waiting": [row for row in rows if not row["counts"]],
        "total": showing.number(total),
        "bars": [bar for row in rows for bar in row["bar"]],
        "whole": scope.everything,
    }
    return render(request, "cleaning/overview.html", context)


@require_safe
def guide(request: ActorRequest) -> HttpResponse:
    """What each class and criterion means, who must act, what to do."""
    actor_of(request, VIEW)
    criteria = [(one.label, CRITERION_ADVICE[one]) for one in Criterion]
    return render(request, "cleaning/guide.html", {"rows": advice_rows(), "criteria": criteria})


@require_safe
def sector(request: ActorRequest, sector: str) -> HttpResponse:
    """One list: the split, the classes, the communes, quality, runs."""
    actor = actor_of(request, VIEW)
    described = datasets.sector(sector)
    scope = scope_of(actor, VIEW)
    counts = queries.class_counts(actor, sector)
    if not scope.sees_sector(sector) and not (counts and counts.total):
        raise NotFound
    today = timezone.localdate()
    sees_people = _sees_people(request, sector)
    matrix = counting.quality_matrix(actor, today, sector=sector)
    latest = queries.latest_run(sector)
    context = {
        "sector": described,
        "counts": counts,
        "matched": showing.number(counts.matched) if counts else None,
        "split": showing.split_stats(counts, linked=sees_people) if counts else [],
        "bars": showing.class_bars(counts, linked=True) if counts else [],
        "quality": showing.quality_cells(matrix, sector, None, linked=sees_people),
        "coverage": showing.coverage(matrix, sector),
        "communes": _communes(request, sector) if counts else [],
        "run": latest,
        "empty_columns": ", ".join(latest.counts.get("empty_columns", [])) if latest else "",
        "runs": [(one, showing.ratio(one.matched)) for one in queries.runs(actor, sector, limit=10)],
        "version": datasets.latest_version(sector) if scope.sees_sector(sector) else None,
        "can_run": actor.can(RUN, agency=described.agency),
        "sees_people": sees_people,
        "trend": showing.trend_points(counting.trend(actor, sector, Criterion.CORRECT, today)),
    }
    return render(request, "cleaning/sector.html", context)


@require_safe
def result_class(request: ActorRequest, sector: str, result_class: str) -> HttpResponse:
    """One class of a list: what it means, who must act, and how many in each commune."""
    actor = actor_of(request, VIEW)
    if result_class not in ResultClass.values:
        raise NotFound
    described, counts = datasets.sector(sector), queries.class_counts(actor, sector)
    if counts is None or not counts.total:
        raise NotFound
    sees_people = _sees_people(request, sector)
    names = communes.names(timezone.localdate())
    rows = []
    for unit, classes in queries.unit_counts(actor, sector).items():
        pair = Pair(classes[result_class], sum(classes.values()))
        if pair.numerator:
            url = showing.records_url(sector, result_class, unit=unit) if sees_people else ""
            rows.append((names.get(unit, unit) or showing.UNKNOWN_UNIT, showing.number(pair, url)))
    rows.sort(key=lambda row: (-row[1].pair.numerator, row[0]))
    context = {
        "sector": described,
        "result_class": ResultClass(result_class),
        "advice": ADVICE[result_class],
        "number": showing.number(Pair(counts.classes[result_class], counts.total)),
        "rows": rows,
        "all_url": showing.records_url(sector, result_class) if sees_people else "",
        "sees_people": sees_people,
    }
    return render(request, "cleaning/class.html", context)


@require_safe
def records(request: ActorRequest, sector: str) -> HttpResponse:
    """The records behind a number."""
    actor = actor_of(request, VIEW_RECORDS)
    described = datasets.sector(sector)
    what, unit = request.GET.get("so", ""), request.GET.get("xa")
    having = request.GET.get("dat") == "1"
    number = request.GET.get("page", "1")
    found = queries.records_behind(
        actor,
        sector=sector,
        what=what,
        unit="" if unit == "-" else unit,
        having=having,
        page=int(number) if number.isdigit() else 1,
        purpose=f"Làm sạch dữ liệu: {described.name}",
    )
    names = communes.names(timezone.localdate())
    context = {
        "sector": described,
        "page": found,
        "paged": Paginator(range(found.total), 50).get_page(found.page),
        "rows": [(row, names.get(row.unit_code, row.unit_code), ResultClass(row.result_class)) for row in found.rows],
        "title": _title(what, having),
        "unit": None if unit is None else names.get(unit, showing.UNKNOWN_UNIT),
        "advice": ADVICE.get(what),
    }
    return render(request, "cleaning/records.html", context)


@require_safe
def matrix(request: ActorRequest) -> HttpResponse:
    """Lists × criteria; each number leads to its commune table."""
    actor = actor_of(request, VIEW)
    today = timezone.localdate()
    found = counting.quality_matrix(actor, today)
    rows = [
        {
            "sector": one,
            "as_of": found.as_of[one.code],
            "cells": showing.quality_cells(found, one.code, None, linked=_sees_people(request, one.code)),
            "coverage": showing.coverage(found, one.code),
        }
        for one in datasets.sectors()
        if one.code in found.as_of
    ]
    criteria = [(one.label, CRITERION_ADVICE[one]) for one in Criterion]
    context = {"rows": rows, "criteria": criteria, "four": [one.label for one in counting.FOUR], "today": today}
    return render(request, "cleaning/matrix.html", context)


@require_safe
def quality(request: ActorRequest, sector: str) -> HttpResponse:
    """One list: communes × criteria, the tile grid of a criterion, its months."""
    actor = actor_of(request, VIEW)
    described, today = datasets.sector(sector), timezone.localdate()
    found = counting.quality_matrix(actor, today, sector=sector)
    if not found.cells:
        raise NotFound
    form = MatrixFilter(request.GET)
    chosen = Criterion((form.is_valid() and form.cleaned_data["tieu_chi"]) or Criterion.CORRECT)
    sees_people = _sees_people(request, sector)
    names = communes.names(today)
    rows = [
        (names.get(unit, unit) or showing.UNKNOWN_UNIT, showing.quality_cells(found, sector, unit, linked=sees_people))
        for unit in found.units(sector)
    ]
    context = {
        "sector": described,
        "tabs": [(one.label, f"?tieu_chi={one.value}", None, one is chosen) for one in counting.FOUR],
        "criterion": chosen,
        "meaning": CRITERION_ADVICE[chosen],
        "rows": sorted(rows, key=lambda row: (row[0] == showing.UNKNOWN_UNIT, row[0])),
        "totals": showing.quality_cells(found, sector, None, linked=False),
        "four": [one.label for one in counting.FOUR],
        "tiles": showing.tiles(found, sector, chosen, names, today, linked=sees_people),
        "legend": showing.tile_legend(),
        "trend": showing.trend_points(counting.trend(actor, sector, chosen, today)),
        "as_of": found.as_of[sector],
        "whole": queries.sees_sector(actor, sector),
    }
    return render(request, "cleaning/quality.html", context)


@require_safe
def run(request: ActorRequest, run_id: int) -> HttpResponse:
    """A run: progress while it works (a part of the page that renews itself), counts when done."""
    actor = actor_of(request, VIEW)
    found = queries.run(run_id)
    if not queries.sees_sector(actor, found.sector):
        raise RunNotFound(run=run_id)
    described = datasets.sector(found.sector)
    counts = None
    if found.state == RunState.DONE:
        counts = ClassCounts(found.sector, found.id, None, found.counts["classes"], found.counts["split"])
    latest = queries.latest_run(found.sector)
    row = Run.objects.get(pk=run_id)
    context = {
        "run": found,
        "here": f"Lần đối khớp {found.id}",
        "sector": described,
        "version": datasets.version(found.version_id),
        "can_run": actor.can(RUN, agency=described.agency),
        "restartable": found.restartable or services.is_dead(row, timezone.now()),
        "percent": found.done * 100 // (found.total or 1),
        "counts": counts,
        "matched": showing.number(counts.matched) if counts else None,
        "split": showing.split_stats(counts, linked=False) if counts else [],
        "bars": showing.class_bars(counts, linked=bool(latest and latest.id == run_id)) if counts else [],
        "tiers": showing.tier_bars(found.counts.get("tiers", {})) if counts else [],
        "timings": showing.timings(found.counts.get("timings", {})) if counts else [],
        "is_latest": bool(latest and latest.id == run_id),
        "may_decide": actor.can("review.decide"),
    }
    if request.htmx and found.is_active:
        return render(request, "cleaning/_progress.html", context)
    response = render(request, "cleaning/run.html", context)
    if request.htmx:
        # The work has ended: show the whole page anew.
        response["HX-Refresh"] = "true"
    return response


@require_POST
def run_act(request: ActorRequest, run_id: int, act: str) -> HttpResponse:
    """Stop a run, or start it again."""
    actor = actor_of(request, RUN)
    if act == "huy":
        services.cancel_run(actor=actor, run_id=run_id)
        messages.info(request, "Đã yêu cầu hủy. Kết quả của lần trước vẫn giữ nguyên.")
    elif act == "chay-lai":
        services.restart_run(actor=actor, run_id=run_id)
        messages.success(request, "Đã xếp hàng chạy lại.")
    else:
        raise NotFound
    return redirect("cleaning:run", run_id)


@require_POST
def start(request: ActorRequest, sector: str) -> HttpResponse:
    """Match the newest confirmed version of a list."""
    actor = actor_of(request, RUN)
    version = datasets.latest_version(sector)
    if version is None:
        raise NotFound("Danh sách này chưa có bản dữ liệu nào được nhận. Hãy nộp danh sách trước.")
    made = services.start_run(actor=actor, sector=sector, version_id=version.id)
    return redirect("cleaning:run", made.pk)


@require_safe
def export(request: ActorRequest) -> HttpResponse:
    """Counts of all lists the actor may see, as a spreadsheet; no records, no names."""
    actor = actor_of(request, VIEW)
    content = exports.counts_xlsx(actor=actor, today=timezone.localdate())
    return HttpResponse(
        content,
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        headers={"Content-Disposition": f'attachment; filename="lam-sach-{timezone.localdate():%Y%m%d}.xlsx"'},
    )


def _sees_people(request: ActorRequest, sector: str) -> bool:
    """Whether the pages of records open for this actor: leaders see numbers only."""
    if not request.actor.can(VIEW_RECORDS):
        return False
    scope = scope_of(request.actor, VIEW_RECORDS)
    return scope.sees_sector(sector) or bool(scope.units)


def _communes(request: ActorRequest, sector: str) -> list[dict[str, Any]]:
    names = communes.names(timezone.localdate())
    rows = []
    for unit, classes in queries.unit_counts(request.actor, sector).items():
        total = sum(classes.values())
        matched = classes[ResultClass.KHOP_DUNG] + classes[ResultClass.KHOP_SAU_CHUAN_HOA]
        worst = max((one for one in ResultClass if one.value not in _CLEAN), key=lambda one: classes[one])
        rows.append(
            {
                "unit": unit,
                "name": names.get(unit, unit) or showing.UNKNOWN_UNIT,
                "number": showing.number(Pair(matched, total)),
                "worst": worst if classes[worst] else None,
                "worst_count": classes[worst],
            }
        )
    return sorted(rows, key=lambda row: (row["unit"] == "", -row["number"].pair.rest, row["name"]))


_CLEAN = {ResultClass.KHOP_DUNG.value, ResultClass.KHOP_SAU_CHUAN_HOA.value}


def _bar(described: SectorRef, counts: ClassCounts) -> dict[str, Any]:
    pair = counts.matched
    return {
        "label": described.name,
        "value": 100 * (pair.share or 0),
        "shown": showing.share(pair),
        "kind": showing.kind_of(pair),
    }


def _title(what: str, having: bool) -> str:
    if what in ResultClass.values:
        return str(ResultClass(what).label)
    if what in Split.values:
        return str(Split(what).label)
    label = Criterion(what).label if what in Criterion.values else what
    return f"{'Đạt' if having else 'Chưa đạt'} tiêu chí “{label}”"
