"""A worker: plans, writes down, tries, writes down what it was told; until it is killed or the work is done."""

from __future__ import annotations

import json
import os
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db import OperationalError, connections
from operations import carry_out, plan
from staging import CIVIL, Stage

from dean06.kernel.common.errors import DomainError

#: A worker that stops by itself did all that was asked.
WORK_DONE = 0


class Diary:
    """What one slot's workers planned and were told, one line each, on disk before the next thing is done.

    A kill takes no written line back: the lines are with the operating system.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def write(self, line: dict[str, Any]) -> None:
        os.write(self._file, json.dumps(line).encode() + b"\n")

    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.path.read_text().splitlines()]


def unfinished(lines: list[dict[str, Any]]) -> dict[str, Any] | None:
    """The plan whose outcome nobody was told, if the last worker died over one."""
    return lines[-1]["plan"] if lines and "plan" in lines[-1] else None


def outcomes(lines: list[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Each plan with what its caller was told in the end."""
    wanted: dict[str, Any] = {}
    for line in lines:
        if "plan" in line:
            wanted = line["plan"]
        else:
            yield wanted, line["told"]


def attempt(stage: Stage, wanted: dict[str, Any]) -> dict[str, Any]:
    """Carry a plan out, some twice; what the caller is told. A refusal is an answer; anything else is a finding."""
    try:
        told = carry_out(stage, wanted)
        if wanted.get("again"):
            second = carry_out(stage, wanted)
            if second != told:
                return {"outcome": "broken", "error": f"pressed twice, told {told} and {second}"}
    except DomainError as refusal:
        return {"outcome": "refused", "code": refusal.code}
    except OperationalError as trouble:
        # The database itself said no (SQLite: the lock was not had in time): the caller is told to try again.
        return {"outcome": "busy", "error": str(trouble)[:200]}
    except Exception as error:
        return {"outcome": "broken", "error": f"{type(error).__name__}: {error}"[:500]}
    return {"outcome": "done", **told}


def work(stage: Stage, folder: Path, slot: int, slots: int, seed: int, quota: int) -> None:
    """Go on where the last worker of this slot was killed, until the slot has its quota of answers."""
    diary = Diary(folder / f"slot-{slot}.jsonl")
    lines = diary.lines()
    done = sum("told" in line for line in lines)
    handed_in = sum(line.get("plan", {}).get("do", "").startswith("submit_") for line in lines)
    chance = random.Random(f"{seed}:{slot}:{len(lines)}")
    mine = stage.mothers[slot::slots]

    def next_mother() -> int | None:
        return mine[handed_in].pk if handed_in < len(mine) else None

    retried = unfinished(lines)
    while done < quota:
        wanted = retried or plan(stage, chance, f"chaos:{seed}:{slot}:{done}", next_mother)
        # Money at the gateway: who got no answer looks at his bank first and does not pay again by himself.
        if retried and wanted["do"] == "pay_online":
            diary.write({"told": {"outcome": "unknown"}})
            retried, done = None, done + 1
            continue
        if not retried:
            handed_in += wanted["do"].startswith("submit_")
            diary.write({"plan": wanted})
        retried = None
        told = attempt(stage, wanted)
        if told["outcome"] == "busy":
            retried = wanted
            connections.close_all()
            continue
        diary.write({"told": told})
        done += 1
    os._exit(WORK_DONE)


def warm_up(stage: Stage, folder: Path, mother: int) -> None:
    """One dossier from beginning to end before the workers are forked, so that each starts with fonts, templates and
    packs in memory: the kills shall hit work, not starting."""
    diary = Diary(folder / "slot-warm.jsonl")
    case: dict[str, Any] = {"mother": mother, "agency": CIVIL}
    for number, kind in enumerate((*_WHOLE_LIFE, "deliver", "timers", "send")):
        wanted = {"do": kind, "key": f"chaos:warm:{number}", **case}
        diary.write({"plan": wanted})
        told = attempt(stage, wanted)
        diary.write({"told": told})
        case |= {name: value for name, value in told.items() if name == "case"}


_WHOLE_LIFE = ("submit_online", "receive", "take", "submit", "sign", "return")


def tell_rest(stage: Stage, folder: Path) -> int:
    """After the last kill: nothing may stay without an answer. Returns how many were carried out again."""
    again = 0
    for path in sorted(folder.glob("slot-*.jsonl")):
        diary = Diary(path)
        left = unfinished(diary.lines())
        if left is not None:
            diary.write({"told": attempt(stage, left) if left["do"] != "pay_online" else {"outcome": "unknown"}})
            again += 1
    return again


__all__ = ["WORK_DONE", "Diary", "outcomes", "tell_rest", "warm_up", "work"]
