"""PRIVATE. The shipped catalogue into the database. What the province edited is kept; repeated, it changes nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from dean06.kernel.common.actors import Actor
from dean06.kernel.writing.services import Write, service
from dean06.steering.indicators.catalogue import history
from dean06.steering.indicators.catalogue.acts import EDIT, close, known_agencies, new_version, version_fields
from dean06.steering.indicators.catalogue.definitions import Definition, TargetDraft, definition_errors, target_errors
from dean06.steering.indicators.catalogue.loading_units import UnitChanges, load_units
from dean06.steering.indicators.catalogue.parsing import Parsed, read_catalogue, read_rules
from dean06.steering.indicators.computed.registry import figures as declared_figures
from dean06.steering.indicators.errors import FileRefused
from dean06.steering.indicators.models import Indicator, IndicatorVersion, PeriodRule, Target

DATA = Path(__file__).parent.parent / "data"
_RULES = "ky_bao_cao.yaml"
_ONE_DAY = dt.timedelta(days=1)
_TARGET_FIELDS = ("valid_to", "minimum", "maximum", "basis", "certainty", "exclusions")


@dataclass(slots=True)
class LoadReport:
    """What loading did: numbers by kind of thing, and sentences about what was left alone or is missing."""

    units: UnitChanges = field(default_factory=UnitChanges)
    indicators: int = 0
    versions: int = 0
    corrected: int = 0
    targets: int = 0
    rules: int = 0
    kept: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def sentences(self) -> list[str]:
        """What a command prints."""
        found = [
            f"Đơn vị báo cáo: {self.units.created} mới, {self.units.updated} cập nhật, "
            f"{self.units.kept} giữ theo tỉnh sửa; {self.units.successions} liên kết kế thừa mới.",
            f"Chỉ tiêu: {self.indicators} mới, {self.versions} bản định nghĩa mới, {self.corrected} bản chỉnh lại; "
            f"{self.targets} mục tiêu mới hoặc chỉnh lại.",
            f"Quy tắc kỳ báo cáo: {self.rules} mới hoặc chỉnh lại.",
        ]
        if self.kept:
            found.append(f"Giữ nguyên vì tỉnh đã sửa: {', '.join(self.kept)}.")
        return found + self.notes


def shipped() -> list[Parsed]:
    """The indicators of ``data/``. Raises ``FileRefused`` naming what is wrong: the files are part of the software."""
    found: list[Parsed] = []
    for path in sorted(DATA.glob("nhom_*.yaml")):
        reading = read_catalogue(path.read_text(encoding="utf-8"))
        if reading.errors:
            place, sentence = reading.errors[0]
            raise FileRefused(f"{path.name}, {place}: {sentence}")
        found += reading.found
    return found


@service(permission=EDIT)
def load_catalogue(
    *,
    actor: Actor,
    write: Write,
    today: dt.date | None = None,
    figures: frozenset[str] | None = None,
    progress: Callable[[str], None] | None = None,
) -> LoadReport:
    """Load or refresh reporting units, indicators, targets and period rules from the tables shipped.

    ``figures``: keys that modules count (those declared, when not given); an indicator whose figure nobody counts is
    loaded as one that units report. Raises ``FileRefused``.
    """
    today = today or timezone.localdate()
    say = progress or (lambda _: None)
    if figures is None:
        figures = frozenset(figure.key for figure in declared_figures())
    report = LoadReport()
    say("Đơn vị báo cáo…")
    report.units = load_units(str(settings.PROVINCE_CODE), str(settings.PROVINCE_NAME), today)
    say("Chỉ tiêu và mục tiêu…")
    entries = shipped()
    agencies = known_agencies(*{entry.definition.owner for entry in entries})
    present = _present()
    missing: set[str] = set()
    for number, entry in enumerate(entries, 1):
        definition = _fitted(entry.definition, agencies, figures, missing)
        _load_indicator(entry, definition, number, present.get(definition.code), report, actor)
    if missing:
        report.notes.append(f"Chưa có mô-đun tính, đơn vị tự báo cáo: {', '.join(sorted(missing))}.")
    _load_rules(report)
    write.audit(
        "indicators.catalogue_loaded",
        subject="indicators.indicator:*",
        details={"indicators": report.indicators, "versions": report.versions, "units": report.units.created},
    )
    return report


def _present() -> dict[str, list[IndicatorVersion]]:
    found: dict[str, list[IndicatorVersion]] = {}
    for version in IndicatorVersion.objects.select_related("indicator").order_by("number"):
        found.setdefault(version.indicator.code, []).append(version)
    return found


def _fitted(definition: Definition, agencies: frozenset[str], figures: frozenset[str], missing: set[str]) -> Definition:
    """The shipped definition as it holds here: no owner that this province lacks, no figure that nobody counts."""
    if definition.owner and definition.owner not in agencies:
        definition = replace(definition, owner="")
    if definition.figure and definition.figure not in figures:
        missing.add(definition.figure)
        definition = replace(definition, figure="")
    return definition


def _load_indicator(
    entry: Parsed,
    definition: Definition,
    number: int,
    versions: list[IndicatorVersion] | None,
    report: LoadReport,
    actor: Actor,
) -> None:
    problems = definition_errors(definition, agencies=frozenset({definition.owner}))
    # Where the province has no such body, the province itself reports.
    problems.pop("owner", None)
    if problems:
        raise FileRefused(f"{definition.code}: {next(iter(problems.values()))}")
    now = timezone.now()
    if not versions:
        indicator = Indicator.objects.create(code=definition.code, order=definition.group * 1000 + number)
        version = new_version(indicator, 1, definition, actor=None)
        if entry.ends:
            close(version, entry.ends)
        history.record(history.INDICATOR, definition.code, "Nạp cùng phần mềm", actor=actor, now=now)
        report.indicators += 1
    elif any(version.created_by_id is not None for version in versions):
        indicator = versions[0].indicator
        report.kept.append(definition.code)
    else:
        indicator = versions[0].indicator
        _refresh(versions[-1], definition, entry.ends, report, actor, now)
    for draft in entry.targets:
        _load_target(indicator, definition, draft, report)


def _refresh(
    newest: IndicatorVersion,
    definition: Definition,
    ends: dt.date | None,
    report: LoadReport,
    actor: Actor,
    now: dt.datetime,
) -> None:
    before = history.definition_of(newest)
    if definition.valid_from > newest.valid_from:
        close(newest, definition.valid_from - _ONE_DAY)
        new_version(newest.indicator, newest.number + 1, definition, actor=None)
        report.versions += 1
    elif before.differs(definition):
        IndicatorVersion.objects.filter(pk=newest.pk).update(**version_fields(definition))
        report.corrected += 1
    else:
        if ends is not None and newest.valid_to is None:
            close(newest, ends)
            report.corrected += 1
        return
    history.record(
        history.INDICATOR,
        definition.code,
        "Chỉnh lại theo bản phần mềm mới",
        actor=actor,
        now=now,
        changed=history.changed_fields(before, definition),
    )


def _load_target(indicator: Indicator, definition: Definition, draft: TargetDraft, report: LoadReport) -> None:
    problems = target_errors(
        draft,
        is_rate=bool(definition.denominator),
        direction=definition.direction,
        may_exceed=definition.may_exceed,
    )
    if problems:
        raise FileRefused(f"{definition.code}: {next(iter(problems.values()))}")
    present = Target.objects.filter(
        indicator=indicator, level=draft.level, kind=draft.kind, unit__isnull=True, valid_from=draft.valid_from
    ).first()
    if present is None:
        Target.objects.create(
            indicator=indicator,
            level=draft.level,
            kind=draft.kind,
            valid_from=draft.valid_from,
            **{name: getattr(draft, name) for name in _TARGET_FIELDS},
        )
        report.targets += 1
    elif present.created_by_id is None and present.withdrawn_at is None:
        changed = [name for name in _TARGET_FIELDS if getattr(present, name) != getattr(draft, name)]
        for name in changed:
            setattr(present, name, getattr(draft, name))
        if changed:
            present.save(update_fields=changed)
            report.targets += 1


def _load_rules(report: LoadReport) -> None:
    """Rules of a kind are left alone as soon as the province set one of that kind."""
    edited = set(PeriodRule.objects.filter(edited=True).values_list("kind", flat=True))
    for draft in read_rules((DATA / _RULES).read_text(encoding="utf-8")):
        if draft.kind in edited:
            if (word := f"quy tắc kỳ {draft.kind}") not in report.kept:
                report.kept.append(word)
            continue
        wanted = {
            "valid_to": draft.valid_to,
            "cut_off_day": draft.cut_off_day,
            "due_day": draft.due_day,
            "due_month": draft.due_month,
            "basis": draft.basis,
            "certainty": draft.certainty,
        }
        present = PeriodRule.objects.filter(kind=draft.kind, valid_from=draft.valid_from).first()
        if present is None:
            PeriodRule.objects.create(kind=draft.kind, valid_from=draft.valid_from, **wanted)
            report.rules += 1
        elif any(getattr(present, name) != value for name, value in wanted.items()):
            PeriodRule.objects.filter(pk=present.pk).update(**wanted)
            report.rules += 1
