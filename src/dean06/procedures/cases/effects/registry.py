"""The effects by name, and carrying out those of a pack. An effect gets plain values and gives plain outputs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from dean06.kernel.common.actors import Actor, Grant
from dean06.procedures.cases.types import EffectContext
from dean06.procedures.catalogue import queries as catalogue
from dean06.procedures.catalogue import services as catalogue_services
from dean06.procedures.catalogue.types import EffectSpec, EffectUse

Effect = Callable[[EffectContext], Mapping[str, Any]]
#: Says beforehand what the registry would refuse for good: parameter → sentence; changes nothing.
EffectCheck = Callable[[EffectContext], Mapping[str, str]]


@dataclass(slots=True)
class Effects:
    """One for the process; tests make their own."""

    functions: dict[str, Effect] = field(default_factory=dict)
    checks: dict[str, EffectCheck] = field(default_factory=dict)

    def register(self, spec: EffectSpec, function: Effect, check: EffectCheck | None = None) -> None:
        """Offer an effect. Raises ``ValueError`` when the name has another function."""
        if self.functions.setdefault(spec.name, function) is not function:
            raise ValueError(f"effect {spec.name} is registered twice")
        if check is not None:
            self.checks[spec.name] = check


effects = Effects()


def register_effect(spec: EffectSpec, function: Effect, check: EffectCheck | None = None) -> None:
    """Offer an effect to packs and to finished cases (from ``ready``). ``check`` is asked when a dossier is handed in
    and when it is received: what the registry knows to be wrong is said then, not when somebody signs."""
    effects.register(spec, function, check)
    catalogue_services.register_effect(spec)


def values_of(use: EffectUse, data: Mapping[str, Any], outputs: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters of an effect: ``=text`` is the text, ``effect.<name>`` an output so far, else a field of the form.
    Empty values are left out."""
    values = {}
    for name, source in use.values.items():
        if source.startswith("="):
            value: Any = source[1:]
        elif source.startswith("effect."):
            value = outputs.get(source.removeprefix("effect."))
        else:
            value = catalogue.value_at(data, source)
        if value not in (None, "", [], {}):
            values[name] = value
    return values


def deciding(actor: Actor, permission: str, agency: str) -> Actor:
    """The officer with the one permission of the registry added for the deciding agency: the decision is the
    authority. The system stays the system; its acts name the agency all the same."""
    if actor.is_system:
        return replace(actor, agency=agency)
    return replace(actor, agency=agency, grants=(*actor.grants, Grant(permission, frozenset({agency}))))
