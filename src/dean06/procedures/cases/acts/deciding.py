"""What an officer fills in with a button: checked, kept with the case as ``decision.<name>``, and on its timeline."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from dean06.kernel.writing.services import Write
from dean06.procedures.cases import fees
from dean06.procedures.cases.acts.common import Entry, Held, action_holds, facts_of, move, pack_of
from dean06.procedures.cases.errors import DecisionRefused, FeeNotPaid
from dean06.procedures.cases.models import Case, CasePause
from dean06.procedures.cases.types import Channel, State
from dean06.procedures.catalogue import queries as catalogue
from dean06.procedures.catalogue.types import Action, ActionKind, Step


def checked(case: Case, chosen: Action, given: Mapping[str, Any], now: dt.datetime) -> dict[str, Any]:
    """The cleaned values, name → value. Raises ``DecisionRefused`` with a sentence for each field."""
    values, errors = catalogue.check_decision(
        chosen.fields, given, facts_of(case), Channel(case.channel).word, timezone.localdate(now)
    )
    if errors:
        raise DecisionRefused(fields={f"decision.{name}": sentence for name, sentence in errors.items()})
    return values


def keep(held: Held, write: Write, chosen: Action, values: Mapping[str, Any], now: dt.datetime) -> None:
    """Keep the values in place of what these fields said before, and write who filled them in on the timeline. Officers
    only: what is decided in the end stands in the result."""
    if not chosen.fields:
        return
    case = held.case
    asked = {f"decision.{field.name}" for field in chosen.fields}
    rest = {name: value for name, value in case.outputs.items() if name not in asked}
    case.outputs = rest | {f"decision.{name}": value for name, value in values.items()}
    if values:
        said = "; ".join(f"{label}: {words}" for label, words in in_words(case, tuple(values)))
        # Names only: the log is no second place for what was decided about a person.
        entry = Entry(
            f"decided:{chosen.id}", "case.decided", note=said, is_public=False, details={"fields": sorted(values)}
        )
        move(held, write, now, entry)


def in_words(case: Case, names: tuple[str, ...] | None = None) -> list[tuple[str, str]]:
    """Label and words of what officers filled in so far (of ``names``, all without), in the order of the process."""
    pack = pack_of(case)
    labels = catalogue.made_labels(pack.files)
    found: dict[str, tuple[str, str]] = {}
    for _, _, field in catalogue.decision_fields(pack.files.process):
        key = f"decision.{field.name}"
        if key in case.outputs and (names is None or field.name in names):
            words = catalogue.in_words(case.outputs[key], labels.get(key))
            found[key] = (field.label, f"{words} đồng" if field.type == "money" else words)
    return list(found.values())


def answers_in_words(case: Case) -> list[tuple[str, str]]:
    """Label and words of what other software said beside its answers."""
    return [
        (label, catalogue.in_words(case.outputs[f"answer.{name}"]))
        for step in pack_of(case).files.process.steps
        for name, label in step.answers.items()
        if f"answer.{name}" in case.outputs
    ]


def require_paid(case: Case, step: Step, chosen: Action, now: dt.datetime) -> None:
    """A step whose payment leads on is left onward when that is paid, or nothing is due. Raises ``FeeNotPaid``."""
    if waits_for_money(case, step, chosen, now):
        asks = next(one for one in step.actions if one.kind == ActionKind.FINANCIAL and one.to)
        raise FeeNotPaid(
            f"Khoản thu của bước này chưa nộp nên chưa chuyển tiếp được. Hãy bấm “{asks.title}”; "
            "nộp đủ tiền thì hồ sơ tự chuyển tiếp."
        )


def waits_for_money(case: Case, step: Step, chosen: Action, now: dt.datetime) -> bool:
    """Whether ``chosen`` leads on from a step whose money is due by the pack's table and was not paid yet."""
    if chosen.kind not in (ActionKind.FORWARD, ActionKind.FINISH):
        return False
    if not any(one.kind == ActionKind.FINANCIAL and one.to and action_holds(case, one) for one in step.actions):
        return False
    if not any(line.amount for line in fees.lines(case, pack_of(case), "processing", now)):
        return False
    return not CasePause.objects.filter(case=case, state=State.FINANCIAL, ended_at__isnull=False).exists()
