"""PRIVATE. The history of the catalogue: what changed, in words, when, by whom, why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from dean06.kernel.common.actors import Actor
from dean06.steering.indicators.catalogue.definitions import LABELS, Definition
from dean06.steering.indicators.models import CatalogueChange, IndicatorVersion
from dean06.steering.indicators.types import Accumulation, Certainty, Counted, Direction, Level, PeriodKind

INDICATOR, RULE, UNIT = "indicator", "rule", "unit"
_CHOICES = {
    "counted": Counted,
    "direction": Direction,
    "accumulation": Accumulation,
    "frequency": PeriodKind,
    "certainty": Certainty,
}


def record(
    subject: str,
    code: str,
    title: str,
    *,
    actor: Actor,
    now: dt.datetime,
    reason: str = "",
    changed: Iterable[tuple[str, str, str]] = (),
) -> None:
    """Add one line. ``changed``: label, before, after."""
    CatalogueChange.objects.create(
        subject=subject,
        code=code,
        title=title[:250],
        fields=[list(one) for one in changed],
        reason=reason[:300],
        at=now,
        by_id=actor.user_id,
        by_name=actor.name[:150],
    )


def lines_of(subject: str, code: str) -> Sequence[CatalogueChange]:
    """The history of one subject, newest first."""
    return list(CatalogueChange.objects.filter(subject=subject, code=code).order_by("-at", "-pk"))


def changed_fields(before: Definition, after: Definition) -> list[tuple[str, str, str]]:
    """Label, before and after of what differs between two definitions, as people read it."""
    return [
        (LABELS[name], in_words(name, getattr(before, name)), in_words(name, getattr(after, name)))
        for name in before.differs(after)
    ]


def in_words(name: str, value: Any) -> str:
    """The value of a field of a definition as a page shows it."""
    if name in _CHOICES:
        return str(dict(_CHOICES[name].choices).get(value, value))
    if name == "levels":
        return ", ".join(str(dict(Level.choices).get(level, level)) for level in value)
    if name == "breakdown":
        return "; ".join(label for _, label in value)
    if name == "may_exceed":
        return "Có" if value else "Không"
    if isinstance(value, tuple):
        return ", ".join(value)
    return str(value)


def definition_of(version: IndicatorVersion) -> Definition:
    """A stored version in the shape in which definitions are compared; its ``indicator`` was selected."""
    return Definition(
        code=version.indicator.code,
        valid_from=version.valid_from,
        name=version.name,
        short_name=version.short_name,
        group=version.group,
        numerator=version.numerator,
        denominator=version.denominator,
        counted=version.counted,
        direction=version.direction,
        accumulation=version.accumulation,
        frequency=version.frequency,
        levels=tuple(version.levels.split("|")) if version.levels else (),
        kinds=tuple(version.kinds.split("|")) if version.kinds else (),
        owner=version.owner,
        figure=version.figure,
        breakdown=tuple((key, label) for key, label in version.breakdown),
        may_exceed=version.may_exceed,
        legal_basis=version.legal_basis,
        certainty=version.certainty,
        exclusions=version.exclusions,
        note=version.note,
    )
