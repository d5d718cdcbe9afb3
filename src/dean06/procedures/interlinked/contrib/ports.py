"""What the software of another body can do, whatever carries it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.conf import settings
from django.utils.module_loading import import_string

DEMO = "dean06.procedures.interlinked.contrib.demo.DemoSoftware"


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A question. ``number``: the same number is the same question, however often it is sent."""

    number: str
    connector: str
    payload: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Ack:
    """What was said of a question at once. ``accepted`` false: it will not be dealt with as it is."""

    accepted: bool
    reference: str = ""
    code: str = ""
    message: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What was decided. ``answer`` is one of those that the question offered; ``reason`` a code of its reasons."""

    number: str
    answer: str
    outputs: Mapping[str, Any] = field(default_factory=dict)
    reason: str = ""
    note: str = ""


class Software(Protocol):
    """The software of one body. Every method raises ``SystemUnavailable`` when there is no answer to be had."""

    def send(self, message: Outgoing) -> Ack:
        """Ask. The same number again changes nothing and gives the same acknowledgement."""

    def answers(self, limit: int) -> Sequence[Answer]:
        """Decisions that were not confirmed yet, the oldest first."""

    def confirm(self, number: str) -> None:
        """Say that the decision is held here; it will not be given again. May be repeated."""


def configured(connector: str) -> Mapping[str, Any]:
    """The settings of a connector (``CONNECTORS``): ``backend``, and what that back end wants (``url``, ``token``)."""
    found: Mapping[str, Any] = getattr(settings, "CONNECTORS", {}).get(connector, {})
    return found


def software(connector: str) -> Software:
    """The software behind a connector: as ``CONNECTORS`` says, the demo one without it."""
    options = dict(configured(connector))
    backend = import_string(options.pop("backend", DEMO))
    made: Software = backend(connector, **options)
    return made


def is_demo(connector: str) -> bool:
    """True where no real software is configured."""
    return configured(connector).get("backend", DEMO) == DEMO
