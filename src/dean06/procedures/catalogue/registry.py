"""PRIVATE. What apps above offer to packs: effects, connectors, walking a case, checking an example form."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from dean06.procedures.catalogue.pack_format import ExampleForm, PackFiles, Walk
from dean06.procedures.catalogue.types import EffectSpec, ExampleOutcome

#: ``checker(files, example)``: what the form does with the data of an example.
ExampleChecker = Callable[[PackFiles, ExampleForm], ExampleOutcome]
#: ``walker(files, name, walk)``: walks a case; sentences of what went wrong, none when all is well.
Walker = Callable[[PackFiles, str, Walk], Sequence[str]]


@dataclass
class Registry:
    """One for the process; tests make their own."""

    effects: dict[str, EffectSpec]
    connectors: dict[str, str]
    example_checker: ExampleChecker | None = None
    walker: Walker | None = None

    def add(self, table: dict[str, Any], name: str, value: Any) -> None:
        """Put ``value`` under ``name``; the same again changes nothing, another under that name is a mistake."""
        if table.setdefault(name, value) != value:
            raise ValueError(f"{name!r} is already registered otherwise")


registry = Registry(effects={}, connectors={})
