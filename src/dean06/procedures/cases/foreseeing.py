"""What the registry would refuse when the decision is signed, said while it can still be mended: when a dossier is
handed in and when it is received."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from dean06.kernel.common.actors import Actor
from dean06.procedures.cases.effects.registry import effects, values_of
from dean06.procedures.cases.errors import FormRefused
from dean06.procedures.cases.models import Case
from dean06.procedures.cases.read_models import ref_of
from dean06.procedures.cases.types import Channel, EffectContext
from dean06.procedures.catalogue import queries as catalogue
from dean06.procedures.catalogue.types import EffectUse, PublishedPack


def check_foreseen(case: Case, pack: PublishedPack, actor: Actor, now: dt.datetime) -> None:
    """Ask the effects of the pack that can tell beforehand. Raises ``FormRefused``: field → sentence, the sentences in
    the message too (the desk has no form before it when it receives)."""
    channel = Channel(case.channel).word
    found: dict[str, str] = {}
    for use in pack.files.effects.effects:
        check = effects.checks.get(use.name)
        if check is None or not catalogue.holds(use.when, case.data, channel):
            continue
        values = values_of(use, case.data, {})
        found |= _at_fields(use, check(EffectContext(ref_of(case, pack), actor, values, now)))
    if found:
        raise FormRefused(" ".join(dict.fromkeys(found.values())), fields=found)


def _at_fields(use: EffectUse, problems: Mapping[str, Any]) -> dict[str, str]:
    """Parameter → sentence becomes field → sentence."""
    return {use.values.get(name, name): sentence for name, sentence in problems.items()}
