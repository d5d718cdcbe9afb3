"""What officers fill in with a button: names that nothing else has, kinds and limits that fit."""

from __future__ import annotations

import datetime as dt

from dean06.procedures.catalogue.pack_format import Action, ActionKind, DecisionField, Step
from dean06.procedures.catalogue.rules.checking.base import Findings, Known
from dean06.procedures.catalogue.rules.decisions import ANSWER, DECISION, decision_fields

_FILE = "process.yaml"


def check_fields(found: Findings, step: Step, action: Action) -> None:
    """Findings about the fields of one action."""
    place = f"steps.{step.id}.{action.id}"
    if not action.fields:
        return
    if step.duty == "connector":
        found.error("DECISION_OF_NOBODY", _FILE, place, "bước do hệ thống bên ngoài quyết định thì không có ô để điền.")
    if action.kind == ActionKind.SUPPLEMENT:
        found.error("DECISION_KIND", _FILE, place, "nút yêu cầu bổ sung không có ô để điền.")
    names = [field.name for field in action.fields]
    for twice in sorted({one for one in names if names.count(one) > 1}):
        found.error("DECISION_TWICE", _FILE, f"{place}.{twice}", "hai ô của nút này có cùng tên.")
    for field in action.fields:
        _check_field(found, field, f"{place}.{field.name}")


def _check_field(found: Findings, field: DecisionField, place: str) -> None:
    found.guard(field.when, _FILE, place, later=True)
    if (field.type == "choice") is not bool(field.choices):
        found.error("DECISION_CHOICES", _FILE, place, "ô chọn (choice) phải có choices, ô loại khác thì không.")
    for limit in (field.min, field.max):
        if limit is not None and not _fits(field, limit):
            found.error("DECISION_LIMIT", _FILE, place, f"giới hạn “{limit}” không hợp với loại ô {field.type}.")
    low, high = field.min, field.max
    if isinstance(low, int) and isinstance(high, int) and low > high:
        found.error("DECISION_LIMIT", _FILE, place, "min lớn hơn max.")
    if isinstance(low, dt.date) and isinstance(high, dt.date) and low > high:
        found.error("DECISION_LIMIT", _FILE, place, "min sau max.")


def _fits(field: DecisionField, limit: object) -> bool:
    if field.type == "date":
        return limit == "today" or isinstance(limit, dt.date)
    return field.type != "choice" and isinstance(limit, int)


def check_names(found: Findings, known: Known) -> None:
    """No clash with the form or with outputs of effects; one name is of one kind wherever it is asked."""
    taken = {
        name
        for use in found.files.effects.effects
        if use.name in known.effects
        for name in known.effects[use.name].outputs
    }
    kinds: dict[str, str] = {}
    for step, action, field in decision_fields(found.files.process):
        place = f"steps.{step}.{action}.{field.name}"
        if field.name in taken:
            found.error("DECISION_NAME", _FILE, place, f"“{field.name}” đã là tên một kết quả của effects.yaml.")
        if kinds.setdefault(field.name, field.type) != field.type:
            found.error("DECISION_NAME", _FILE, place, "ô này có ở nút khác với loại khác.")
    for group in {name.partition(".")[0] for name in found.made} & {DECISION, ANSWER}:
        if found.node(group) is not None:
            found.error("DECISION_NAME", _FILE, group, f"biểu mẫu đã có nhóm “{group}”; hãy đổi tên nhóm đó.")
