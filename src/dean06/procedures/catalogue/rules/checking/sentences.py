"""Sentences of the result paper: what may stay empty needs a block that is left out with it.

"Người giúp đỡ là , điện thoại ." is signed by nobody twice. A label with its value beside it may stay empty; a
sentence may not.
"""

from __future__ import annotations

from dean06.procedures.catalogue.pack_format import Condition, Guard
from dean06.procedures.catalogue.rules.checking.base import Findings
from dean06.procedures.catalogue.rules.decisions import DECISION, decision_fields
from dean06.procedures.catalogue.rules.placeholders import is_alone, placeholders

_RESULT = "result.yaml"


def check_sentences(found: Findings) -> None:
    """A warning for each field that may be empty within a sentence of result.yaml."""
    guards = _guards(found)
    for number, block in enumerate(found.files.result.blocks if found.files.result else ()):
        sentences = [block.title, block.text, *(text for text in block.fields.values() if not is_alone(text))]
        for name in dict.fromkeys(name for text in sentences for name in placeholders(text)):
            if name in guards and not _is_covered(name, guards[name], block.when):
                found.warning(
                    "RESULT_GAP",
                    _RESULT,
                    f"blocks[{number}]",
                    f"“{{{name}}}” có thể bỏ trống nên câu này in ra bị khuyết: tách thành khối riêng có "
                    f"when: [{{field: {name}, op: present, value: true}}], hoặc để ở fields (nhãn: giá trị).",
                )


def _guards(found: Findings) -> dict[str, Guard | None]:
    """The fields that may be empty: with the guard under which they are filled in for sure, ``None`` where none is."""
    may: dict[str, Guard | None] = {}
    for section in found.files.ui.sections:
        for field in section.fields:
            leaf, guard = found.fields.get(field.field), (*section.when, *field.when)
            if leaf is not None and not leaf.required:
                may[field.field] = None
            elif guard:
                may[field.field] = guard
    for _, _, decided in decision_fields(found.files.process):
        name = f"{DECISION}.{decided.name}"
        if not decided.required:
            may[name] = None
        elif decided.when:
            may[name] = decided.when
    return may


def _is_covered(name: str, guard: Guard | None, when: Guard) -> bool:
    """The block is printed only where the field is filled in."""
    if any(one.field == name and not (one.op == "present" and one.value is False) and one.op != "ne" for one in when):
        return True
    return guard is not None and all(any(_implies(one, wanted) for one in when) for wanted in guard)


def _implies(given: Condition, wanted: Condition) -> bool:
    if given.field != wanted.field:
        return False
    if given == wanted:
        return True
    if wanted.op == "present" and wanted.value is True:
        return given.op in ("eq", "in", "gt", "gte", "lt", "lte")
    values = given.value if given.op == "in" else [given.value] if given.op == "eq" else []
    if not values:
        return False
    if wanted.op == "in":
        return all(one in wanted.value for one in values)
    if wanted.op == "eq":
        return all(one == wanted.value for one in values)
    if wanted.op == "ne":
        return wanted.value not in values
    return wanted.op == "not_in" and not any(one in wanted.value for one in values)
