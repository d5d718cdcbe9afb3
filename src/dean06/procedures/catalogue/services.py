"""PUBLIC writes of the catalogue: publish and withdraw packs, import the national list; and the registries of packs."""

from __future__ import annotations

from dean06.procedures.catalogue.importing import import_catalogue
from dean06.procedures.catalogue.publishing import publish_pack, withdraw_pack
from dean06.procedures.catalogue.registry import ExampleChecker, Walker, registry
from dean06.procedures.catalogue.types import EffectSpec

__all__ = [
    "import_catalogue",
    "publish_pack",
    "register_connector",
    "register_effect",
    "register_example_checker",
    "register_walker",
    "withdraw_pack",
]


def register_effect(spec: EffectSpec) -> None:
    """Offer an effect to packs (from ``ready()`` of the app that carries it out). Raises ``ValueError`` if taken."""
    registry.add(registry.effects, spec.name, spec)


def register_connector(name: str, label: str) -> None:
    """Offer another body's software to packs. Raises ``ValueError`` if taken."""
    registry.add(registry.connectors, name, label)


def register_example_checker(checker: ExampleChecker) -> None:
    """The app that draws forms says what a form makes of an example (errors, papers, fee)."""
    registry.example_checker = checker


def register_walker(walker: Walker) -> None:
    """The app that runs cases walks the examples ``walk-*.json`` for ``pack check --walk``."""
    registry.walker = walker
