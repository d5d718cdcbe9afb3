"""Writing a report together: sections, comments, figures written over, numbers linked."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from dean06.kernel.common.actors import Actor
from dean06.kernel.common.vietnamese import clean_text
from dean06.kernel.writing.services import Write, service
from dean06.steering.indicators import queries as indicators
from dean06.steering.reports import access, drawing, templating
from dean06.steering.reports.errors import ReasonMissing, ReportNotFound, SectionConflict, StepRefused, UnknownFigure
from dean06.steering.reports.framing import frame_of
from dean06.steering.reports.language import parsing
from dean06.steering.reports.models import Comment, Overtyped, Report, Section, SectionVersion, Step
from dean06.steering.reports.types import Figure, Part, ReportState, Shown

#: Saves of one person that follow each other within this time are one version.
_ONE_VERSION = dt.timedelta(minutes=10)
_LONGEST = 60_000


@service(permission=access.WRITE)
def create_report(*, actor: Actor, write: Write, unit: str, period: str, now: dt.datetime | None = None) -> Report:
    """The report of a unit for a period, with the texts of its template; the one there is, if there is one.

    Raises ``NotAllowed`` for other bodies' reports, ``TemplateNotFound``, ``PeriodNotFound``.
    """
    moment = now or timezone.now()
    of, when = indicators.unit(unit), indicators.period(period)
    write.authorise(agency=of.agency)
    template = templating.template_for(when.kind, of.level)
    report, first = Report.objects.get_or_create(
        unit_id=of.id,
        period_id=when.id,
        defaults={
            "kind": when.kind,
            "unit_name": of.name,
            "period_code": when.code,
            "period_label": when.label,
            "agency_code": of.agency,
            "template_code": template.code,
            "template_version": template.version,
            "frame": frame_of(template, of),
            "title": template.body["title"],
            "subtitle": " ".join(template.body["subtitle"].split()),
            "created_at": moment,
            "created_by_id": actor.user_id,
            "created_by_name": actor.name[:150],
            "updated_at": moment,
        },
    )
    if first:
        _fill(report, template, moment)
    write.audit("report.created", subject=report, details={"period": when.code, "unit": of.code, "first": first})
    return report


def _fill(report: Report, template: templating.Template, now: dt.datetime) -> None:
    sections = [
        Section(
            report=report,
            key=str(row["key"]),
            order=number,
            level=int(row.get("level", 1)),
            title=str(row.get("title") or ""),
            text=str(row.get("text") or "").strip(),
            updated_at=now,
        )
        for number, row in enumerate(template.body["sections"])
    ]
    made = Section.objects.bulk_create(sections)
    SectionVersion.objects.bulk_create(
        SectionVersion(section=one, revision=1, text=one.text, at=now, by_name="Mẫu báo cáo", original=True)
        for one in made
    )
    Step.objects.create(
        report=report, title="Lập báo cáo từ mẫu", text=template.name, at=now, by_name=report.created_by_name
    )


@service(permission=access.WRITE)
def save_section(
    *, actor: Actor, write: Write, section_id: int, text: str, revision: int, now: dt.datetime | None = None
) -> Section:
    """Keep a section's text, written on ``revision``.

    Raises ``SectionConflict`` with both texts when somebody else saved meanwhile (nothing changes), ``StepRefused``
    for a frozen report.
    """
    moment = now or timezone.now()
    report, section = access.lock_section(actor, section_id)
    write.authorise(agency=report.agency_code)
    _must_be_draft(report)
    text = clean_text(text.replace("\r\n", "\n"))[:_LONGEST].strip()
    if text == section.text:
        write.audited = True  # nothing changed: an autosave that found nothing new leaves no row
        return section
    if section.revision != revision:
        raise SectionConflict(
            section=section.pk,
            revision=section.revision,
            theirs=section.text,
            mine=text,
            by=section.updated_by_name,
        )
    section.text, section.revision = text, section.revision + 1
    section.updated_at, section.updated_by_id, section.updated_by_name = moment, actor.user_id, actor.name[:150]
    section.save()
    _keep_version(section, actor, moment)
    Report.objects.filter(pk=report.pk).update(updated_at=moment)
    write.audit("report.section_saved", subject=report, details={"section": section.key, "revision": section.revision})
    return section


def _keep_version(section: Section, actor: Actor, now: dt.datetime) -> None:
    last = section.versions.order_by("-revision").first()
    recent = last is not None and not last.original and last.by_id == actor.user_id and now - last.at < _ONE_VERSION
    if recent and last is not None:
        last.revision, last.text = section.revision, section.text
        last.save(update_fields=["revision", "text"])
        return
    SectionVersion.objects.create(
        section=section,
        revision=section.revision,
        text=section.text,
        at=now,
        by_id=actor.user_id,
        by_name=actor.name[:150],
    )


@service(permission=access.WRITE)
def restore_version(*, actor: Actor, write: Write, version_id: int, now: dt.datetime | None = None) -> Section:
    """Bring an earlier text back as the newest. Raises ``ReportNotFound``, ``StepRefused``."""
    moment = now or timezone.now()
    version = SectionVersion.objects.filter(pk=version_id).first()
    if version is None:
        raise ReportNotFound
    report, section = access.lock_section(actor, version.section_id)
    write.authorise(agency=report.agency_code)
    _must_be_draft(report)
    section.text, section.revision = version.text, section.revision + 1
    section.updated_at, section.updated_by_id, section.updated_by_name = moment, actor.user_id, actor.name[:150]
    section.save()
    _keep_version(section, actor, moment)
    write.audit("report.section_saved", subject=report, details={"section": section.key, "from": version.revision})
    return section


@service(permission=access.VIEW)
def comment(*, actor: Actor, write: Write, section_id: int, text: str, now: dt.datetime | None = None) -> Comment:
    """Leave a remark on a section; who may see the report may remark. Raises ``ReasonMissing``, ``ReportNotFound``."""
    report, section = access.lock_section(actor, section_id)
    said = clean_text(text).strip()[:1000]
    if not said:
        raise ReasonMissing("Hãy ghi nội dung góp ý.", fields={"text": "Hãy ghi nội dung góp ý."})
    made = Comment.objects.create(
        section=section, text=said, at=now or timezone.now(), by_id=actor.user_id, by_name=actor.name[:150]
    )
    write.audit("report.commented", subject=report, details={"section": section.key, "comment": made.pk})
    return made


@service(permission=access.VIEW)
def resolve_comment(*, actor: Actor, write: Write, comment_id: int, now: dt.datetime | None = None) -> Comment:
    """Say that a remark was dealt with; resolved again, it changes nothing. Raises ``ReportNotFound``."""
    found = Comment.objects.filter(pk=comment_id).first()
    if found is None:
        raise ReportNotFound
    report, _ = access.lock_section(actor, found.section_id)
    found.refresh_from_db()
    if found.resolved_at is None:
        found.resolved_at, found.resolved_by_name = now or timezone.now(), actor.name[:150]
        found.save(update_fields=["resolved_at", "resolved_by_name"])
    write.audit("report.comment_resolved", subject=report, details={"comment": found.pk})
    return found


@service(permission=access.WRITE)
def overtype(
    *,
    actor: Actor,
    write: Write,
    section_id: int,
    key: str,
    shown: str,
    reason: str,
    now: dt.datetime | None = None,
) -> Overtyped:
    """Write another value over a figure of a section; marked wherever it is shown, and told to the signer.

    Raises ``ReasonMissing``, ``UnknownFigure`` when the section has no such figure, ``StepRefused``.
    """
    moment = now or timezone.now()
    report, section = access.lock_section(actor, section_id)
    write.authorise(agency=report.agency_code)
    _must_be_draft(report)
    value, why = clean_text(shown).strip()[:200], clean_text(reason).strip()[:500]
    if not value:
        raise ReasonMissing("Hãy ghi giá trị thay thế.", fields={"shown": "Hãy ghi giá trị thay thế."})
    if not why:
        raise ReasonMissing("Hãy ghi lý do ghi đè số liệu.", fields={"reason": "Hãy ghi lý do ghi đè số liệu."})
    part = drawing.one_section(actor, report, section, today=timezone.localdate(moment))
    figure = next((found for found in _figures(part) if found.key == key), None)
    if figure is None:
        raise UnknownFigure(key=key)
    section.overtyped.filter(key=key, removed_at=None).update(removed_at=moment, removed_by_name=actor.name[:150])
    made = Overtyped.objects.create(
        section=section,
        key=key[:120],
        shown=value,
        computed=(figure.computed or figure.shown)[:200],
        reason=why,
        at=moment,
        by_id=actor.user_id,
        by_name=actor.name[:150],
    )
    Report.objects.filter(pk=report.pk).update(updated_at=moment)
    write.audit(
        "report.figure_overtyped",
        subject=report,
        details={"section": section.key, "figure": key, "computed": made.computed, "shown": value},
    )
    return made


@service(permission=access.WRITE)
def restore_figure(*, actor: Actor, write: Write, overtyped_id: int, now: dt.datetime | None = None) -> Overtyped:
    """Take the written-over value away: the computed one stands again. Raises ``ReportNotFound``, ``StepRefused``."""
    found = Overtyped.objects.filter(pk=overtyped_id).first()
    if found is None:
        raise ReportNotFound
    report, section = access.lock_section(actor, found.section_id)
    write.authorise(agency=report.agency_code)
    _must_be_draft(report)
    found.refresh_from_db()
    if found.removed_at is None:
        found.removed_at, found.removed_by_name = now or timezone.now(), actor.name[:150]
        found.save(update_fields=["removed_at", "removed_by_name"])
    write.audit("report.figure_restored", subject=report, details={"section": section.key, "figure": found.key})
    return found


@service(permission=access.WRITE)
def link_number(
    *,
    actor: Actor,
    write: Write,
    section_id: int,
    at: int,
    typed: str,
    key: str,
    now: dt.datetime | None = None,
) -> Section:
    """Put a live figure in the place of a number typed by hand (``typed``, at character ``at`` of the section's text).

    Raises ``UnknownFigure`` when the text changed meanwhile or the key names no figure, ``StepRefused``.
    """
    moment = now or timezone.now()
    report, section = access.lock_section(actor, section_id)
    write.authorise(agency=report.agency_code)
    _must_be_draft(report)
    wanted = parsing.read_placeholder(key)
    if wanted is None or wanted.is_block or section.text[at : at + len(typed)] != typed or not typed:
        raise UnknownFigure("Đoạn văn vừa thay đổi hoặc mã số liệu không đúng. Hãy tải lại trang rồi chọn lại.")
    changed = f"{section.text[:at]}{{{{ {wanted.key} }}}}{section.text[at + len(typed) :]}"
    trial = Section(
        report=report, key=section.key, level=section.level, title=section.title, text=changed, pk=section.pk
    )
    part = drawing.one_section(actor, report, trial, today=timezone.localdate(moment))
    if not any(figure.key == wanted.key for figure in _figures(part)):
        raise UnknownFigure(f"Không có số liệu “{wanted.key}”. Hãy chọn trong danh sách gợi ý.")
    section.text, section.revision = changed, section.revision + 1
    section.updated_at, section.updated_by_id, section.updated_by_name = moment, actor.user_id, actor.name[:150]
    section.save()
    _keep_version(section, actor, moment)
    write.audit("report.number_linked", subject=report, details={"section": section.key, "figure": wanted.key})
    return section


def _figures(part: Part) -> list[Figure]:
    shown = Shown("", "", (part,))
    return [figure for _, figure in shown.figures()]


def _must_be_draft(report: Report) -> None:
    if report.state != ReportState.DRAFT:
        raise StepRefused("Báo cáo đã chốt nên không sửa được. Muốn sửa, hãy mở lại báo cáo và ghi lý do.")
