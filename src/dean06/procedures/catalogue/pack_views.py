"""Pages for officers: read a pack, compare versions, publish, withdraw, import the national list."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_GET, require_http_methods

from dean06.kernel.common.errors import DomainError
from dean06.kernel.common.requests import actor_of
from dean06.procedures.catalogue import diagrams, parsing, presenting, queries, services
from dean06.procedures.catalogue.errors import PackUnreadable, VersionNotFound
from dean06.procedures.catalogue.forms import ImportForm, PublishForm, WithdrawForm
from dean06.procedures.catalogue.models import Procedure, ProcedureVersion
from dean06.procedures.catalogue.reading import pack_folders, read_pack
from dean06.procedures.catalogue.rules.differences import differences
from dean06.procedures.catalogue.types import ImportReport, PublishedPack

EDIT = "procedures.edit"


@require_GET
def pack(request: HttpRequest, code: str, version_id: int) -> HttpResponse:
    """A published version as an officer reads it: steps drawn, papers, fees, law, versions."""
    actor = actor_of(request)
    found = _version(code, version_id)
    files = found.files
    context = {
        "pack": found,
        "meta": files.meta,
        "files": files,
        "drawing": mark_safe(diagrams.svg(files.process, link="#buoc-")),  # noqa: S308 - made here, words escaped
        "steps": presenting.step_rows(files),
        "time": presenting.time_words(files.meta.time_limit),
        "documents": presenting.document_lines(files),
        "fees": presenting.fee_lines(files, found.valid_from),
        "laws": presenting.law_lines(files.meta),
        "sections": [
            {"section": section, "when": presenting.guard_words(files, section.when)} for section in files.ui.sections
        ],
        "effects": [
            {"label": spec.label if (spec := queries.effect_spec(use.name)) else use.name, "use": use}
            for use in files.effects.effects
        ],
        "versions": _versions(code),
        "may_edit": actor.can(EDIT),
    }
    return render(request, "catalogue/pack.html", context)


@require_GET
def compare(request: HttpRequest, code: str, old_id: int, new_id: int) -> HttpResponse:
    """What changed between two published versions."""
    actor_of(request)
    old, new = _version(code, old_id), _version(code, new_id)
    context = {"old": old, "new": new, "rows": differences(old.files, new.files)}
    return render(request, "catalogue/compare.html", context)


def _version(code: str, version_id: int) -> PublishedPack:
    try:
        found = queries.pack(version_id)
    except VersionNotFound as error:
        raise Http404 from error
    if found.code != code:
        raise Http404
    return found


def _versions(code: str) -> list[ProcedureVersion]:
    return list(ProcedureVersion.objects.filter(procedure__code=code).defer("content"))


@require_http_methods(["GET", "POST"])
def publish(request: HttpRequest) -> HttpResponse:
    """Packs in the folder of this installation, what state each is in, and the act of publishing one."""
    actor = actor_of(request, EDIT)
    form = PublishForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        folder = _folder(form.cleaned_data["folder"])
        try:
            version = services.publish_pack(
                actor=actor, pack=folder, decision=form.cleaned_data["decision"], now=timezone.now()
            )
        except DomainError as error:
            messages.error(request, error.message)
        else:
            messages.success(request, f"Đã công bố phiên bản {version.version} của thủ tục {version.procedure.code}.")
            return redirect("catalogue:publish")
    elif request.method == "POST":
        messages.error(request, "Chưa ghi quyết định công bố. Hãy ghi số, ngày của quyết định rồi bấm lại.")
    rows = _publishable()
    context = {"rows": rows, "waiting": sum(row["state"] == "new" for row in rows), "folder": settings.PACKS_DIR}
    return render(request, "catalogue/publish.html", context, status=422 if request.method == "POST" else 200)


def _folder(name: str) -> Path:
    """One of the folders listed; nothing else can be named from a page."""
    for folder in pack_folders(Path(settings.PACKS_DIR)):
        if folder.name == name:
            return folder
    raise Http404


def _publishable() -> list[dict[str, Any]]:
    published = {
        (code, version): digest
        for code, version, digest in ProcedureVersion.objects.values_list("procedure__code", "version", "sha256")
    }
    rows: list[dict[str, Any]] = []
    for folder in pack_folders(Path(settings.PACKS_DIR)):
        row: dict[str, Any] = {"folder": folder.name, "title": folder.name, "findings": [], "problem": ""}
        rows.append(row)
        try:
            files = read_pack(folder)
        except PackUnreadable as error:
            row.update(state="broken", problem=error.message)
            continue
        row.update(
            title=files.meta.title, code=files.meta.code, version=files.meta.version, from_day=files.meta.valid_from
        )
        known = published.get((files.meta.code, files.meta.version))
        if known is not None:
            same = known == parsing.sha256_of(parsing.canonical_json(files))
            row["state"] = "published" if same else "changed"
            continue
        row["findings"] = queries.check_pack(files, on=timezone.localdate(), root=Path(settings.PACKS_DIR))
        row["state"] = "broken" if any(one.is_error for one in row["findings"]) else "new"
    return sorted(rows, key=lambda row: ("new", "changed", "broken", "published").index(row["state"]))


@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, code: str) -> HttpResponse:
    """Stop taking new cases of a procedure from a day on."""
    actor = actor_of(request, EDIT)
    procedure = Procedure.objects.filter(code=code).first()
    if procedure is None:
        raise Http404
    form = WithdrawForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                services.withdraw_pack(actor=actor, code=code, now=timezone.now(), **form.cleaned_data)
            except DomainError as error:
                form.add_error(None, error.message)
            else:
                messages.success(
                    request, f"Thủ tục {code} ngừng tiếp nhận từ {form.cleaned_data['from_day']:%d/%m/%Y}."
                )
                return redirect("catalogue:procedure", code)
    return render(request, "catalogue/withdraw.html", {"form": form, "row": procedure}, status=status)


@require_http_methods(["GET", "POST"])
def import_list(request: HttpRequest) -> HttpResponse:
    """Take over a national list; rows that cannot be read are listed with the reason."""
    actor = actor_of(request, EDIT)
    form = ImportForm(request.POST or None, request.FILES or None)
    report: ImportReport | None = None
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            file = form.cleaned_data["file"]
            if file.size > settings.MAX_UPLOAD_BYTES:
                form.add_error("file", "Tệp quá lớn.")
            else:
                try:
                    report = services.import_catalogue(
                        actor=actor, data=file.read(), filename=file.name, now=timezone.now()
                    )
                    status = 200
                except DomainError as error:
                    form.add_error("file", error.message)
    return render(request, "catalogue/import.html", {"form": form, "report": report}, status=status)
