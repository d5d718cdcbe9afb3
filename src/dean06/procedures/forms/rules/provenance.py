"""Whose data a filled-in value is. The register fills an object in ("applicant.…") as long as it is about the person
the application is for; once somebody writes another name or number over the register's, the rest of that object is
about somebody else, and the register's values of the first person are no answers any more.

Values that follow a number typed in (``population(mother.personal_id).full_name``) go with that number; this module
finds, of both kinds, the answers that were only ever the register's and must be asked again.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from dean06.kernel.common.vietnamese import compare_key
from dean06.procedures.forms.rules import nesting
from dean06.procedures.forms.rules.blueprint import Blueprint, Question, declared
from dean06.procedures.forms.types import Prefill

#: What says who a person is.
_IDENTITY = ("population.full_name", "population.personal_id")
_OWN = "population."


@dataclass(frozen=True, slots=True)
class Released:
    """Answers after a change of person: ``data`` without what was only the register's word about the first one;
    ``seen``: paths that stood on the page that was sent and were left as they were."""

    data: dict[str, Any]
    seen: tuple[str, ...]


def still_about(plan: Blueprint, data: Mapping[str, Any], prefill: Mapping[str, Prefill]) -> dict[str, Prefill]:
    """``prefill`` without what is not about the person in the form: beside a name or number that was written over
    (spelling aside) nothing of the register is filled in any more, save what is locked. Where name or number are locked
    the person cannot change."""
    ours = {path: question for path in prefill if (question := plan.at(path)) is not None and _is_own(question)}
    who = {path for path, question in ours.items() if question.ui.prefill in _IDENTITY}
    fixed = {_object(path) for path in who if prefill[path].locked}
    other = {path for path in who if _written_over(nesting.get(data, path), prefill[path].value)}
    changed = {_object(path) for path in other} - fixed
    gone = {
        path for path in ours if path not in other and not prefill[path].locked and _is_in(path, changed)
    }  # name and number written over keep their source: the page says that they were changed
    return {path: known for path, known in prefill.items() if path not in gone}


def person_changed(plan: Blueprint, before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """True if a page may have made the form one about somebody else: a name or number that the register fills in, or a
    number that other values follow, differs from what was there."""
    numbers = {
        question.ui.prefill.partition("(")[2].partition(")")[0]
        for question in plan.questions.values()
        if question.ui.prefill.startswith("population(")
    }
    for path, value in nesting.leaves(after):
        question = plan.at(path)
        if question is None or value == nesting.get(before, path):
            continue
        if question.ui.prefill in _IDENTITY:
            return True
        if declared(path) in numbers and not nesting.is_empty(nesting.get(before, path)):
            return True
    return False


def released(
    data: Mapping[str, Any], *, sent: Collection[str], before: Mapping[str, Prefill], after: Mapping[str, Prefill]
) -> Released:
    """``data`` after a page (controls ``sent``) changed what the State knows from ``before`` to ``after``."""
    kept: dict[str, Any] = nesting.copy(data)
    seen = []
    for path, known in before.items():
        now = after.get(path)
        if (now is not None and now.value == known.value) or nesting.get(kept, path) != known.value:
            continue
        if path in sent:
            seen.append(path)
        else:
            nesting.remove(kept, path)
    return Released(kept, tuple(seen))


def _is_own(question: Question) -> bool:
    return question.ui.prefill.startswith(_OWN)


def _object(path: str) -> str:
    return path.rpartition(".")[0]


def _is_in(path: str, objects: Collection[str]) -> bool:
    return any(path.startswith(f"{one}.") if one else "." not in path for one in objects)


def _written_over(typed: Any, known: Any) -> bool:
    """Another name or number; an emptied one is none."""
    if not isinstance(typed, str) or not typed.strip():
        return False
    return compare_key(typed) != compare_key(str(known))
