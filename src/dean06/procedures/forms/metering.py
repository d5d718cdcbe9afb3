"""PRIVATE. The form-diet meter and the step-failure funnel, from what was handed in; no personal data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, Sum

from dean06.kernel.common.actors import WHOLE_PROVINCE, Actor
from dean06.kernel.units import queries as units
from dean06.procedures.catalogue import queries as catalogue
from dean06.procedures.catalogue.types import PublishedPack
from dean06.procedures.forms.models import FormTally, SubmittedForm, TallyKind
from dean06.procedures.forms.rules.blueprint import blueprint
from dean06.procedures.forms.rules.diet import DUTY_PERCENT

PERMISSION = "cases.figures"


@dataclass(frozen=True, slots=True)
class Measured:
    """Sums over handed-in forms. A share is computed from the sums, so that totals are right."""

    cases: int = 0
    paper_items: int = 0
    asked: int = 0
    prefilled: int = 0

    @property
    def saved_percent(self) -> int | None:
        """Items of the paper forms that nobody typed, a whole percent rounded down; ``None``: nothing handed in."""
        return max(0, (self.paper_items - self.asked) * 100 // self.paper_items) if self.paper_items else None

    @property
    def below_duty(self) -> bool:
        return self.saved_percent is not None and self.saved_percent < DUTY_PERCENT

    @property
    def asked_each(self) -> float | None:
        """Items typed per form, to one decimal."""
        return round(self.asked / self.cases, 1) if self.cases else None

    @property
    def prefilled_each(self) -> float | None:
        """Items filled in by the State per form, to one decimal."""
        return round(self.prefilled / self.cases, 1) if self.cases else None


@dataclass(frozen=True, slots=True)
class FormLine:
    """One form: what its paper asks for, what the electronic form asks, what was measured."""

    code: str
    title: str
    paper_name: str
    paper_items: int
    questions: int
    #: Questions that a register, the personal store or the account can answer.
    bound: int
    measured: Measured

    @property
    def designed_percent(self) -> int:
        """Share saved when every source answers: what the form itself promises before anybody used it."""
        return max(0, (self.paper_items - (self.questions - self.bound)) * 100 // self.paper_items)

    @property
    def below_duty(self) -> bool:
        """Measured where there is something to measure, else as designed."""
        return self.measured.below_duty if self.measured.cases else self.designed_percent < DUTY_PERCENT


@dataclass(frozen=True, slots=True)
class AgencyLine:
    """One agency that received."""

    code: str
    name: str
    measured: Measured


@dataclass(frozen=True, slots=True)
class FunnelStep:
    """A section of a form: drafts that came so far, and those that stopped there."""

    title: str
    reached: int
    stopped: int
    share: int


@dataclass(frozen=True, slots=True)
class FieldTrouble:
    """A field that was refused, with how often."""

    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Funnel:
    """Where people stop in one form."""

    started: int
    sent: int
    steps: tuple[FunnelStep, ...]
    fields: tuple[FieldTrouble, ...]


def forms(actor: Actor, *, first: dt.date, last: dt.date, on: dt.date) -> list[FormLine]:
    """Every form in force on a day with what was handed in from ``first`` to ``last``; worst first."""
    sums = _sums(actor, "procedure_code", first, last)
    lines = [_form_line(pack, sums.get(pack.code, Measured())) for pack in catalogue.packs_in_force(on)]
    return sorted(lines, key=lambda one: (not one.below_duty, -one.measured.cases, one.title))


def agencies(actor: Actor, *, first: dt.date, last: dt.date) -> list[AgencyLine]:
    """Every agency that received in the period; least saved first."""
    sums = _sums(actor, "agency", first, last)
    names = units.get_agencies(sums)
    lines = [AgencyLine(code, names[code].name if code in names else code, found) for code, found in sums.items()]
    return sorted(lines, key=lambda one: (one.measured.saved_percent or 0, one.name))


def total(actor: Actor, *, first: dt.date, last: dt.date) -> Measured:
    """The sum of the period."""
    rows = _rows(actor, first, last).aggregate(
        cases=Count("pk"), paper=Sum("paper_items"), typed=Sum("asked"), known=Sum("prefilled")
    )
    return Measured(rows["cases"], rows["paper"] or 0, rows["typed"] or 0, rows["known"] or 0)


def funnel(pack: PublishedPack, *, first: dt.date, last: dt.date) -> Funnel:
    """Where drafts of a form stopped and which fields were refused, in the months of a period."""
    rows = (
        FormTally.objects.filter(procedure_code=pack.code, month__gte=first.replace(day=1), month__lte=last)
        .values_list("kind", "name")
        .annotate(number=Sum("count"))
    )
    counts = {(kind, name): number for kind, name, number in rows}
    started = counts.get((TallyKind.STARTED, ""), 0)
    steps = [
        FunnelStep(
            section.title,
            reached := counts.get((TallyKind.REACHED, section.id), 0),
            counts.get((TallyKind.STOPPED, section.id), 0),
            reached * 100 // started if started else 0,
        )
        for section in pack.files.ui.sections
    ]
    plan = blueprint(pack)
    troubles = sorted(
        (
            FieldTrouble(plan.questions[name].label if name in plan.questions else plan.label_of(name), number)
            for (kind, name), number in counts.items()
            if kind == TallyKind.ERROR
        ),
        key=lambda one: (-one.count, one.label),
    )
    return Funnel(started, counts.get((TallyKind.SENT, ""), 0), tuple(steps), tuple(troubles[:30]))


def _form_line(pack: PublishedPack, measured: Measured) -> FormLine:
    questions = [one for one in blueprint(pack).questions.values() if one.section is not None]
    bound = sum(bool(one.ui.prefill) for one in questions)
    meta = pack.meta
    return FormLine(pack.code, pack.title, meta.paper_form_name, meta.paper_form_items, len(questions), bound, measured)


def _rows(actor: Actor, first: dt.date, last: dt.date):  # type: ignore[no-untyped-def]
    """Forms received by the agencies whose figures the actor may see."""
    actor.require(PERMISSION)
    areas: Collection[str] = actor.agencies_for(PERMISSION)
    rows = SubmittedForm.objects.filter(day__range=(first, last))
    return rows if WHOLE_PROVINCE in areas else rows.filter(agency__in=areas)


def _sums(actor: Actor, key: str, first: dt.date, last: dt.date) -> dict[str, Measured]:
    rows = _rows(actor, first, last).values_list(key)
    summed = rows.annotate(Count("pk"), Sum("paper_items"), Sum("asked"), Sum("prefilled"))
    return {name: Measured(cases, paper, typed, known) for name, cases, paper, typed, known in summed}
