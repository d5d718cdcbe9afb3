"""A walk looked at without running it: is each act a button of the step where the case then stands?"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

from dean06.procedures.catalogue.pack_format import ActionKind, PackFiles, Step, Walk
from dean06.procedures.catalogue.rules.decisions import ANSWER, DECISION, check_decision, facts
from dean06.procedures.catalogue.rules.guards import holds

_PERSON = re.compile(r"\{people\.([a-z][a-z0-9_]*)\.[a-z_]+\}")
#: State numbers of the national portal that a walk may end in, by what was done last.
_REFUSED, _WITHDRAWN, _STOPPED, _DONE, _RETURNED = 3, 7, 8, 9, 10


def with_numbers(data: Any, people: Mapping[str, Any]) -> Any:
    """Data of a walk with made-up numbers in place of ``{people.<key>.personal_id}``. Raises ``KeyError``."""
    order = list(people)
    if isinstance(data, dict):
        return {key: with_numbers(value, people) for key, value in data.items()}
    if isinstance(data, list):
        return [with_numbers(value, people) for value in data]
    if not isinstance(data, str):
        return data
    for key in _PERSON.findall(data):
        if key not in people:
            raise KeyError(key)
    return _PERSON.sub(lambda match: f"0421900{order.index(match.group(1)):05d}", data)


def walk_problem(files: PackFiles, walk: Walk, on: dt.date) -> str:
    """What is wrong with the acts of a walk, as a sentence; empty when they lead to ``final_state``."""
    steps = {step.id: step for step in files.process.steps}
    here: Step | None = None
    state = 1
    outputs: dict[str, Any] = {}
    paid_to: str | None = None
    for number, act in enumerate(walk.acts, start=1):
        where = f"việc thứ {number} (“{act.do}”)"
        if state in (_REFUSED, _WITHDRAWN, _STOPPED, _RETURNED):
            return f"{where}: hồ sơ đã kết thúc trước đó."
        match act.do:
            case "receive" if state == 1:
                here, state = steps.get(files.process.start), 4
            case "refuse" if state == 1:
                state = _REFUSED
            case "withdraw":
                state = _WITHDRAWN
            case "supplied" if state == 5:
                state = 4 if here else 1
            case "paid" if state in (1, 6, _DONE):
                if state == 6 and paid_to:
                    here = steps.get(paid_to)
                state = 4 if state == 6 else state
            case "returned" if state == _DONE:
                state = _RETURNED
            case "supplement" | "ask" if state == 1:
                state = 5
            case _:
                known = facts(walk.data, outputs)
                action = _action(here, act.do, known, walk.channel) if state == 4 else None
                if action is None:
                    return f"{where}: không có nút này ở bước “{here.title if here else 'tiếp nhận'}”."
                if action.kind == ActionKind.STOP and act.reason and act.reason not in action.reasons:
                    return f"{where}: lý do “{act.reason}” không được viện dẫn ở nút này."
                if here is not None and here.duty == "connector":
                    if set(act.fields) - set(here.answers):
                        return f"{where}: bước “{here.title}” không khai các kết quả này (answers)."
                    outputs |= {f"{ANSWER}.{name}": value for name, value in act.fields.items()}
                else:
                    values, errors = check_decision(action.fields, act.fields, known, walk.channel, on)
                    if errors:
                        return f"{where}: {' '.join(errors.values())}"
                    outputs |= {f"{DECISION}.{name}": value for name, value in values.items()}
                state = _STATE_AFTER.get(action.kind, 4)
                if action.kind == ActionKind.FINANCIAL:
                    paid_to = action.to
                else:
                    here = steps.get(action.to) if action.to else here
    return "" if state == walk.final_state else f"kết thúc ở trạng thái {state}, không phải {walk.final_state}."


_STATE_AFTER = {
    ActionKind.FINISH: _DONE,
    ActionKind.STOP: _STOPPED,
    ActionKind.SUPPLEMENT: 5,
    ActionKind.FINANCIAL: 6,
}


def _action(step: Step | None, do: str, known: Mapping[str, Any], channel: str) -> Any:
    for action in step.actions if step else ():
        named = f"answer:{action.on_answer}" if action.on_answer else action.id
        if do in (named, action.id) and holds(action.when, known, channel):
            return action
    return None
