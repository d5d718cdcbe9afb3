"""Who may do what with whose figures: role × unit × act, as a table. "." done, "-" refused without a trace."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from dean06.kernel.accounts.tests.factories import make_actor
from dean06.kernel.audit.models import AuditRow
from dean06.kernel.common.actors import Actor
from dean06.kernel.common.errors import DomainError
from dean06.steering.collection import queries, services
from dean06.steering.collection.grid import grid
from dean06.steering.collection.models import Exemption, Submission
from dean06.steering.collection.tests import factories as make
from dean06.steering.collection.tests.factories import AN, BINH, MONEY, MONTH, World, at, cell
from dean06.steering.indicators.models import Value

REASON = "Lý do đủ dài của phép thử"

Act = Callable[[Actor, str], Any]
#: Act → (state of the figures before, what is done). Every act would succeed for the right person.
ACTS: dict[str, tuple[str, Act]] = {
    "look": ("sent", lambda who, unit: grid(who, unit, MONTH)),
    "enter": ("entered", lambda who, unit: make.enter(who, cell(MONEY, "77"), unit=unit)),
    "send": ("entered", lambda who, unit: services.send(actor=who, unit=unit, period=MONTH, now=at(12))),
    "accept": ("sent", lambda who, unit: services.accept(actor=who, unit=unit, period=MONTH)),
    "many": ("sent", lambda who, unit: services.accept_many(actor=who, units=[unit], period=MONTH)),
    "return": ("sent", lambda who, unit: services.return_to_unit(actor=who, unit=unit, period=MONTH, reason=REASON)),
    "reopen": ("accepted", lambda who, unit: services.reopen(actor=who, unit=unit, period=MONTH, reason=REASON)),
    "exempt": ("entered", lambda who, unit: services.exempt(actor=who, unit=unit, period=MONTH, reason=REASON)),
    "remind": ("entered", lambda who, unit: services.remind(actor=who, units=[unit], period=MONTH, now=at(16))),
    "lock": ("accepted", lambda who, unit: services.lock_period(actor=who, period=MONTH, reason=REASON)),
}
WHO = ("an_head", "an", "binh_head", "binh", "health_head", "steering", "leader", "controller", "auditor", "admin")
#: The act on the figures of An, by each of ``WHO``.
TABLE = """
look    . . - - - . . . - -
enter   . . - - - - - - - -
send    . - - - - - - - - -
accept  - - - - - . - - - -
many    - - - - - . - - - -
return  - - - - - . - - - -
reopen  - - - - - . - - - -
exempt  - - - - - . - - - -
remind  - - - - - . - - - -
lock    - - - - - . - - - -
"""
EXPECTED = {row.split()[0]: dict(zip(WHO, row.split()[1:], strict=True)) for row in TABLE.strip().splitlines()}


def people(world: World) -> dict[str, Actor]:
    others = {
        "controller": make_actor("procedure_controller"),
        "auditor": make_actor("auditor"),
        "admin": make_actor("administrator"),
    }
    return {name: others.get(name) or getattr(world, name) for name in WHO}


def trace() -> tuple[Any, ...]:
    return (
        list(Submission.objects.order_by("pk").values_list("unit__code", "state", "reason")),
        list(Value.objects.order_by("pk").values_list("numerator", "state")),
        Exemption.objects.count(),
        AuditRow.objects.filter(action__startswith="collection.").count(),
    )


@pytest.mark.parametrize("act", list(ACTS))
def test_each_act_is_done_by_whom_it_should_and_refused_to_all_others(act: str, world: World) -> None:
    state, do = ACTS[act]
    getattr(make, state)(world)
    wrong = []
    # Whoever may, comes last: after that the figures are in another state.
    for name, who in sorted(people(world).items(), key=lambda item: EXPECTED[act][item[0]] == "."):
        before = trace()
        try:
            do(who, AN)
        except DomainError as refusal:
            if EXPECTED[act][name] == "." and act != "enter":
                wrong.append(f"{name}: {refusal}")
            if refusal.status not in (403, 404):
                wrong.append(f"{name}: refused with {refusal.status}")
            if trace() != before:
                wrong.append(f"{name}: refused and something changed")
        else:
            if EXPECTED[act][name] == "-":
                wrong.append(f"{name} did it")
    assert not wrong


def test_each_person_sees_the_standing_of_the_own_units_only(world: World) -> None:
    make.sent(world)
    seen = {name: {row.unit.code for row in queries.status(who, MONTH)} for name, who in _viewers(world).items()}
    everything = {AN, BINH, "ubnd-xa-cat", "so-y-te", "so-tai-chinh", "benh-vien-mau"}
    assert seen == {
        "an": {AN},
        "binh_head": {BINH},
        "health_head": {"so-y-te", "benh-vien-mau"},
        "steering": everything,
        "leader": everything,
    }


def test_what_is_still_being_typed_is_the_units_own(world: World) -> None:
    make.entered(world)
    assert grid(world.an_head, AN, MONTH).filled == 4
    assert grid(world.steering, AN, MONTH).filled == 0
    make.services.send(actor=world.an_head, unit=AN, period=MONTH, now=at(12))
    assert grid(world.steering, AN, MONTH).filled == 4


def _viewers(world: World) -> dict[str, Actor]:
    return {name: getattr(world, name) for name in ("an", "binh_head", "health_head", "steering", "leader")}
