"""PRIVATE. A file of the catalogue: what it would change is shown first; then the good rows are taken over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from dean06.kernel.common.actors import Actor
from dean06.kernel.common.errors import DomainError
from dean06.kernel.writing.services import Write, service
from dean06.steering.indicators.catalogue import history
from dean06.steering.indicators.catalogue.acts import (
    EDIT,
    add_indicator,
    add_target,
    change_indicator,
    known_agencies,
)
from dean06.steering.indicators.catalogue.definitions import (
    SHORTEST_REASON,
    TargetDraft,
    definition_errors,
    target_errors,
    version_problem,
)
from dean06.steering.indicators.catalogue.parsing import Parsed, Reading
from dean06.steering.indicators.errors import CatalogueRefused
from dean06.steering.indicators.models import IndicatorVersion, ReportingUnit, Target


@dataclass(frozen=True, slots=True)
class Step:
    """What one indicator of the file would do. ``changed``: label, before, after; ``version``: the one it follows."""

    parsed: Parsed
    new: bool
    version: int
    changed: Sequence[tuple[str, str, str]]
    targets: Sequence[TargetDraft]

    @property
    def code(self) -> str:
        """Code of the indicator."""
        return self.parsed.definition.code

    @property
    def does_nothing(self) -> bool:
        """Whether the file says what the catalogue says already."""
        return not self.new and not self.changed and not self.targets


@dataclass(slots=True)
class Plan:
    """Steps of the good rows, how many change nothing, and what is wrong with the others."""

    steps: list[Step] = field(default_factory=list)
    same: int = 0
    errors: list[tuple[str, str]] = field(default_factory=list)


def plan(reading: Reading) -> Plan:
    """Hold a file against the catalogue; nothing is written. A handful of queries."""
    found = Plan(errors=list(reading.errors))
    newest: dict[str, IndicatorVersion] = {}
    for version in IndicatorVersion.objects.select_related("indicator").order_by("number"):
        newest[version.indicator.code] = version
    agencies = known_agencies(*{one.definition.owner for one in reading.found})
    units = dict(ReportingUnit.objects.values_list("pk", "code"))
    targets = _present_targets(units)
    seen: set[str] = set()
    for parsed in reading.found:
        code = parsed.definition.code
        if code in seen:
            found.errors.append((code, "Mã này có hai lần trong tệp; dòng sau không được nhận."))
            continue
        seen.add(code)
        step, problems = _step(parsed, newest.get(code), agencies, targets, set(units.values()))
        found.errors += [(code, problem) for problem in problems]
        if step is not None and step.does_nothing:
            found.same += 1
        elif step is not None:
            found.steps.append(step)
    return found


def _present_targets(units: dict[int, str]) -> dict[tuple[str, str, str, str, dt.date], Target]:
    rows = Target.objects.filter(withdrawn_at__isnull=True).select_related("indicator")
    return {
        (row.indicator.code, row.level, row.kind, units.get(row.unit_id or 0, ""), row.valid_from): row for row in rows
    }


def _step(
    parsed: Parsed,
    version: IndicatorVersion | None,
    agencies: frozenset[str],
    targets: dict[tuple[str, str, str, str, dt.date], Target],
    units: set[str],
) -> tuple[Step | None, list[str]]:
    definition = parsed.definition
    problems = definition_errors(definition, agencies=agencies)
    changed: Sequence[tuple[str, str, str]] = ()
    if version is not None:
        before = history.definition_of(version)
        changed = history.changed_fields(before, definition)
        if changed:
            problems |= version_problem(definition, before)
    if problems:
        return None, list(problems.values())
    new_targets, wrong = [], []
    for draft in parsed.targets:
        key = (definition.code, draft.level, draft.kind, draft.unit, draft.valid_from)
        present = targets.get(key)
        if present is not None:
            if (present.minimum, present.maximum, present.valid_to) != (draft.minimum, draft.maximum, draft.valid_to):
                wrong.append(
                    f"Mục tiêu từ {draft.valid_from:%d/%m/%Y} khác mục tiêu đang có: hãy rút mục tiêu cũ trước."
                )
            continue
        errors = target_errors(
            draft,
            is_rate=bool(definition.denominator),
            direction=definition.direction,
            may_exceed=definition.may_exceed,
        )
        if draft.unit and draft.unit not in units:
            errors["unit"] = f"Không có đơn vị báo cáo mang mã “{draft.unit}”."
        wrong += [f"Mục tiêu từ {draft.valid_from:%d/%m/%Y}: {sentence}" for sentence in errors.values()]
        if not errors:
            new_targets.append(draft)
    step = Step(parsed, version is None, version.number if version else 0, changed, new_targets)
    return step, wrong


@dataclass(slots=True)
class ImportReport:
    """What was taken over, and what was refused at the last moment."""

    added: int = 0
    changed: int = 0
    targets: int = 0
    refused: list[tuple[str, str]] = field(default_factory=list)


@service(permission=EDIT)
def import_catalogue(*, actor: Actor, write: Write, steps: Sequence[Step], reason: str) -> ImportReport:
    """Take over the steps of a plan: new indicators, new versions, new targets. A row that is refused stops no other.

    Raises ``CatalogueRefused`` without a reason.
    """
    if len(reason.strip()) < SHORTEST_REASON:
        raise CatalogueRefused(fields={"reason": f"Hãy ghi lý do nhập (ít nhất {SHORTEST_REASON} ký tự)."})
    report = ImportReport()
    for step in steps:
        try:
            if step.new:
                add_indicator(actor=actor, definition=step.parsed.definition, reason=reason)
                report.added += 1
            elif step.changed:
                change_indicator(
                    actor=actor, definition=step.parsed.definition, base_version=step.version, reason=reason
                )
                report.changed += 1
            for draft in step.targets:
                add_target(actor=actor, draft=draft)
                report.targets += 1
        except DomainError as error:
            sentences = (error.details.get("fields") or {"": error.message}).values()
            report.refused += [(step.code, sentence) for sentence in sentences]
    write.audit(
        "indicators.catalogue_imported",
        subject="indicators.indicator:*",
        details={"added": report.added, "changed": report.changed, "targets": report.targets},
    )
    return report
