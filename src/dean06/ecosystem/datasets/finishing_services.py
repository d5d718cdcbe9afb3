"""PRIVATE. What the long work writes into the database, each in one write: the system acts, the log says so."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import F

from dean06.ecosystem.datasets.confirming import make_present
from dean06.ecosystem.datasets.errors import WrongState
from dean06.ecosystem.datasets.locking import locked_version
from dean06.ecosystem.datasets.masking import mask
from dean06.ecosystem.datasets.models import ColumnMapping, ColumnProfile, DatasetVersion, SectorField
from dean06.ecosystem.datasets.reading.intake import Reading
from dean06.ecosystem.datasets.reading.survey import Finding, Survey
from dean06.ecosystem.datasets.rules import needs_a_look
from dean06.ecosystem.datasets.survey_samples import Shown, shown_samples
from dean06.ecosystem.datasets.types import VersionState
from dean06.kernel.common.actors import Actor
from dean06.kernel.writing.services import Write, service


@service(permission="datasets.confirm")
def columns_wait(*, actor: Actor, write: Write, version_id: int, found: Survey | None, sheets: list[str]) -> None:
    """The first look is done: a person says which sheet, or what the columns are."""
    version = locked_version(version_id, (VersionState.RECEIVED,))
    if found is None:
        version.layout = {"sheets": sheets}
    else:
        _keep_survey(version, found, {})
    version.state, version.step, version.heartbeat_at, version.attempts = VersionState.COLUMNS, "", None, 0
    version.save()
    write.audit("dataset.surveyed", subject=version, details={"columns": len(found.labels) if found else 0})


@service(permission="datasets.confirm")
def recognised_by_memory(*, actor: Actor, write: Write, version_id: int, found: Survey, mapping_id: int) -> None:
    """The heading is known: its columns are what they were confirmed to be, and reading goes on."""
    version = locked_version(version_id, (VersionState.RECEIVED,))
    kept = ColumnMapping.objects.get(pk=mapping_id)
    ColumnMapping.objects.filter(pk=mapping_id).update(times_used=F("times_used") + 1)
    known = set(version.dataset.sector.fields.values_list("code", flat=True))
    _keep_survey(version, found, {int(place): code for place, code in kept.fields.items() if code in known})
    version.state, version.remembered = VersionState.READING, True
    version.save()
    write.audit("dataset.columns_confirmed", subject=version, details={"remembered": True, "mapping": mapping_id})


@service(permission="datasets.confirm")
def reading_finished(
    *, actor: Actor, write: Write, version_id: int, attempt: int, reading: Reading, previous_id: int | None
) -> None:
    """The file is read: its counts, profiles and findings. Nothing serious: the version counts from now on.

    Raises ``WrongState`` when the version was withdrawn or taken over meanwhile.
    """
    version = locked_version(version_id, (VersionState.READING,))
    if version.attempts != attempt:
        raise WrongState(version=version_id)
    findings = [*reading.findings, *_missing_fields(version)]
    version.findings = [finding.as_dict() for finding in findings]
    version.rows, version.bad_rows = reading.rows, reading.bad_rows
    version.other_rows = {"empty": reading.empty_rows, "deleted": reading.deleted_rows}
    version.bad_reasons, version.flag_counts = reading.bad_reasons, reading.flag_counts
    version.previous_id = previous_id
    counts = reading.changes if previous_id else {"added": reading.rows}
    version.added, version.gone, version.changed = (counts.get(kind, 0) for kind in ("added", "gone", "changed"))
    version.progress = version.progress_of = reading.file_rows
    version.step, version.heartbeat_at, version.error, version.error_code = "", None, "", ""
    version.state = VersionState.REVIEW
    version.save()
    _keep_profiles(version, reading)
    if needs_a_look(version.findings):
        details = {"rows": reading.rows, "bad_rows": reading.bad_rows, "findings": len(findings)}
        write.audit("dataset.read", subject=version, details=details)
    else:
        make_present(version, write)


@service(permission="datasets.confirm")
def reading_failed(*, actor: Actor, write: Write, version_id: int, code: str, message: str) -> None:
    """The file cannot be read; the sentence says why and what to do."""
    version = locked_version(version_id)
    if version.state in (VersionState.RECEIVED, VersionState.READING):
        version.state, version.error_code, version.error = VersionState.FAILED, code, message
        version.step, version.heartbeat_at = "", None
        version.save(update_fields=["state", "error_code", "error", "step", "heartbeat_at"])
    write.audit("dataset.failed", subject=version, details={"code": code})


def _keep_survey(version: DatasetVersion, found: Survey, chosen: Mapping[int, str]) -> None:
    """Layout and columns as the first look found them; ``chosen``: fields by memory, else what was proposed."""
    fields = {field.code: field for field in version.dataset.sector.fields.all()}
    version.header_signature = found.signature
    version.layout = {
        "format": found.opened.format.value,
        "encoding": found.opened.encoding,
        "delimiter": found.opened.delimiter,
        "sheet": found.opened.sheet,
        "sheets": found.opened.sheets,
        "heading_rows": list(found.heading.rows),
        "first_row": found.heading.first_row,
        "titles": [title[:200] for title in found.heading.titles[:5]],
        "rows": found.total,
    }
    version.findings = [finding.as_dict() for finding in found.findings]
    version.progress_of = found.total
    version.columns.all().delete()
    samples = shown_samples(found, list(fields.values()), chosen, version.received_at.year)
    ColumnProfile.objects.bulk_create(
        ColumnProfile(
            version=version,
            position=position,
            header=label[:300],
            field=chosen.get(position, proposal.field) if chosen else proposal.field,
            proposed=proposal.field,
            confidence=1.0 if chosen.get(position) else proposal.confidence,
            evidence=["MEMORY"] if chosen.get(position) else list(proposal.evidence),
            samples=[_masked(sample, fields.get(proposal.field)) for sample in samples[position]],
        )
        for position, (label, proposal) in enumerate(zip(found.labels, found.proposals, strict=True))
        if found.heading.labels[position] or any(text.strip() for text in found.samples[position])
    )


def _masked(sample: Shown, field: SectorField | None) -> dict[str, Any]:
    if field is not None and not field.personal:
        return {"before": sample.before, "after": sample.after, "flags": list(sample.flags)}
    return {"before": mask(sample.before), "after": mask(sample.after), "flags": list(sample.flags)}


def _keep_profiles(version: DatasetVersion, reading: Reading) -> None:
    fields = {field.code: field for field in version.dataset.sector.fields.all()}
    columns = list(version.columns.all())
    for column in columns:
        profile = reading.profiles.get(column.position)
        if profile is not None:
            column.profile = profile.as_dict()
            field = fields.get(column.field)
            column.samples = [
                _masked(Shown(one.before, one.after, one.flags), field) for one in profile.examples
            ] or column.samples
    version.columns.bulk_update(columns, ["profile", "samples"])


def _missing_fields(version: DatasetVersion) -> list[Finding]:
    """Mandatory fields of the sector that no column holds; parts of a name or a date count as the whole."""
    present = set(version.columns.exclude(field="").values_list("field", flat=True))
    stand_ins = {
        "full_name": {"given_name"},
        "birth_date": {"birth_year", "birth_date_male", "birth_date_female"},
        "unit": {"unit_code", "address"},
    }
    found = []
    for field in version.dataset.sector.fields.filter(mandatory=True):
        if field.code not in present and not stand_ins.get(field.code, set()) & present:
            text = f"Danh sách không có cột “{field.label}” mà ngành này phải có (tiêu chí “đủ”)."
            found.append(Finding("MANDATORY_MISSING", "warning", text))
    return found
