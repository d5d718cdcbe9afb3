"""The answer of another body's software, which decides a connector step."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from dean06.kernel.common.actors import Actor
from dean06.kernel.common.vietnamese import clean_line
from dean06.kernel.writing.services import Write, service
from dean06.procedures.cases.acts.common import PROCESS, action_holds, lock, moment, require, require_state, step_of
from dean06.procedures.cases.acts.processing import carry_out
from dean06.procedures.cases.errors import IllegalMove, NoSuchAction
from dean06.procedures.cases.models import Case
from dean06.procedures.cases.types import State

#: Outputs of our effects that name rows of the registry.
_OURS = frozenset({"person_id", "household_id"})


@service(permission=PROCESS)
def answer_connector(
    *,
    actor: Actor,
    write: Write,
    case_id: int,
    connector: str,
    answer: str,
    outputs: Mapping[str, Any] | None = None,
    reason: str = "",
    note: str = "",
    now: dt.datetime | None = None,
) -> Case:
    """Another body's software answered: the action of the step whose ``on_answer`` is this answer is carried out.

    ``outputs`` join the case's and may be printed as ``{answer.<name>}``. An answer with STOP cites ``reason`` (else
    the only one of the action). Raises ``CaseNotFound``, ``NotAllowed``, ``IllegalMove`` when the case does
    not wait for this connector (a repeated answer), ``NoSuchAction`` for an answer the pack does not know.
    """
    now = moment(now)
    held = lock(case_id)
    case, step = held.case, step_of(held.case)
    if not actor.is_system:
        require(actor, PROCESS, case.deciding_agency)
    require_state(case, State.PROCESSING)
    if step is None or step.duty != "connector" or step.connector != connector:
        raise IllegalMove("Hồ sơ không còn chờ hệ thống này trả lời.", connector=connector)
    chosen = next((one for one in step.actions if one.on_answer == answer and action_holds(case, one)), None)
    if chosen is None:
        raise NoSuchAction(
            f"Thủ tục không có bước cho câu trả lời “{clean_line(answer)[:60]}” của hệ thống này.", connector=connector
        )
    case.outputs = {**case.outputs, **_named(outputs or {})}
    if not reason and len(chosen.reasons) == 1:
        reason = chosen.reasons[0]
    carry_out(held, write, actor, chosen, now, reason=reason, note=note)
    write.audit("case.connector_answered", subject=case, details={"connector": connector, "action": chosen.id})
    return case


def _named(outputs: Mapping[str, Any]) -> dict[str, Any]:
    """As the case keeps them: ``answer.<name>``, beside the plain name that results and legs know. Names of legs stay;
    records of the registry are never taken from outside."""
    legs = {name: value for name, value in outputs.items() if name.startswith("leg.")}
    said = {name: value for name, value in outputs.items() if "." not in name and name not in _OURS}
    return {**legs, **said, **{f"answer.{name}": value for name, value in said.items()}}
