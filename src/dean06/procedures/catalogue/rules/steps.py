"""The steps of a process as a graph: what is reachable, what ends, how long the longest way takes."""

from __future__ import annotations

from collections.abc import Mapping

from dean06.procedures.catalogue.pack_format import ActionKind, Process, TimeLimit, TimeUnit

#: Working hours of a day.
HOURS_A_DAY = 8
#: Actions that lead on; paying leads to the step that FINANCIAL names.
ONWARD = (ActionKind.FORWARD, ActionKind.VERIFY, ActionKind.FINANCIAL)
ENDING = (ActionKind.FINISH, ActionKind.STOP)


def edges(process: Process, kinds: tuple[ActionKind, ...] | None = None) -> dict[str, list[str]]:
    """Step → steps that its actions (of ``kinds``; all when ``None``) lead to; unknown targets are left out."""
    ids = {step.id for step in process.steps}
    return {
        step.id: [
            action.to
            for action in step.actions
            if action.to is not None
            and action.to in ids
            and action.to != step.id
            and (not kinds or action.kind in kinds)
        ]
        for step in process.steps
    }


def reachable(graph: Mapping[str, list[str]], start: str) -> set[str]:
    """Every step that can be reached from ``start``, itself included."""
    seen: set[str] = set()
    waiting = [start]
    while waiting:
        here = waiting.pop()
        if here in seen or here not in graph:
            continue
        seen.add(here)
        waiting.extend(graph[here])
    return seen


def reaching(process: Process, kinds: tuple[ActionKind, ...]) -> set[str]:
    """Every step from which a step with an action of ``kinds`` can be reached."""
    graph = edges(process)
    ends = {step.id for step in process.steps if any(action.kind in kinds for action in step.actions)}
    return {step for step in graph if reachable(graph, step) & ends}


def longest_path(process: Process) -> tuple[list[str], float] | None:
    """Steps and working hours of the longest way onward from the start; ``None`` where forward actions go in a circle.

    Giving back to an earlier step is not counted: the law's time does not grow by it.
    """
    graph = edges(process, ONWARD)
    hours = {step.id: step.hours for step in process.steps}
    best: dict[str, tuple[list[str], float]] = {}
    open_steps: set[str] = set()

    def from_step(step: str) -> tuple[list[str], float] | None:
        if step in best:
            return best[step]
        if step in open_steps:
            return None
        open_steps.add(step)
        tail: tuple[list[str], float] = ([], 0.0)
        for following in graph[step]:
            way = from_step(following)
            if way is None:
                return None
            tail = max(tail, way, key=lambda one: one[1])
        open_steps.discard(step)
        best[step] = ([step, *tail[0]], hours[step] + tail[1])
        return best[step]

    return from_step(process.start) if process.start in graph else ([], 0.0)


def legal_hours(limit: TimeLimit) -> float:
    """Working hours within the legal time limit.

    A working day has 8 working hours. Calendar days and months are turned into the working hours surely within them
    (5 of 7 days; 21 working days a month). ``same_day``, and "at once" (0): due the same day, or the next when received
    after 15:00, so one working day bounds the steps whatever the value says.
    """
    if limit.same_day or limit.value == 0:
        return HOURS_A_DAY
    match limit.unit:
        case TimeUnit.WORKING_HOUR:
            return limit.value
        case TimeUnit.WORKING_DAY:
            return limit.value * HOURS_A_DAY
        case TimeUnit.DAY:
            return limit.value * 5 // 7 * HOURS_A_DAY or HOURS_A_DAY
    return limit.value * 21 * HOURS_A_DAY
