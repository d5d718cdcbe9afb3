"""Effects of civil status: birth, death, marriage (Luật Hộ tịch 2014). The deciding committee is the office."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dean06.kernel.population import queries as population
from dean06.kernel.population import services as registry
from dean06.procedures.cases.effects.registry import deciding, register_effect
from dean06.procedures.cases.effects.values import (
    day_of,
    is_yes,
    maybe_person,
    past_day,
    person_of,
    text,
    today,
)
from dean06.procedures.cases.numbers_given import next_number
from dean06.procedures.cases.types import EffectContext
from dean06.procedures.catalogue.types import EffectSpec

CIVIL = "population.register_civil_status"


def register_birth(context: EffectContext) -> Mapping[str, Any]:
    """Register the child with its parents and home; gives the new number. A parent from another province is enrolled
    with the data that were declared (``mother``, ``father``: the whole group of the form); that the parents are married
    is then known from the dossier alone."""
    values = context.values
    mother, mother_is_new = _parent(context, "mother", "F", "người mẹ")
    father, father_is_new = _parent(context, "father", "M", "người cha")
    basis = text(context, "paternity_basis")
    if not basis and (mother_is_new or father_is_new) and _say_married(values, [mother, father]):
        basis = f"Cha mẹ đã đăng ký kết hôn, theo giấy tờ của hồ sơ {context.case.code}"
    child = registry.register_birth(
        actor=deciding(context.actor, CIVIL, context.case.deciding_agency),
        full_name=text(context, "full_name"),
        sex=text(context, "sex"),
        born_on=day_of(values.get("born_on"), "Ngày sinh của trẻ"),
        mother_id=mother,
        father_id=father,
        mother_name=text(context, "mother_name"),
        father_name=text(context, "father_name"),
        ethnicity=text(context, "ethnicity"),
        nationality=text(context, "nationality") or "VN",
        home_of=text(context, "home_of") or "mother",
        surname_by_custom=bool(values.get("surname_by_custom")),
        paternity_basis=basis,
        paper=context.case.code,
        agency=context.case.deciding_agency,
        now=context.now,
    )
    return {
        "person_id": child.pk,
        "personal_id": child.personal_id,
        "registered_on": today(context).isoformat(),
        "register_no": _register_no(context, "khai-sinh"),
    }


def _say_married(values: Mapping[str, Any], parents: list[int | None]) -> bool:
    """The form says that the parents are married, and the registry knows of no other marriage of either."""
    known = [population.prefill_values(one) for one in parents if one is not None]
    return is_yes(values.get("parents_married")) and not any(one.get("spouse_name") for one in known)


def _parent(context: EffectContext, name: str, sex: str, label: str) -> tuple[int | None, bool]:
    """Row of a parent in the registry, and whether it was made just now; ``None`` without a number."""
    number = context.values.get(f"{name}_number")
    declared = context.values.get(name)
    known = population.person_ref_by_number(str(number)) if number else None
    if known is not None or not number:
        return (known.person_id if known else None), False
    given = declared if isinstance(declared, Mapping) else {}
    if not (given.get("full_name") and given.get("birth_date")):
        return person_of(number, label).person_id, False
    made = registry.enrol_parent(
        actor=deciding(context.actor, CIVIL, context.case.deciding_agency),
        personal_id=str(number),
        full_name=str(given["full_name"]),
        sex=sex,
        birth_date=str(given["birth_date"]),
        nationality=str(given.get("nationality") or "VN"),
        ethnicity=str(given.get("ethnicity") or ""),
        old_address=str(given.get("address") or ""),
        paper=context.case.code,
        agency=context.case.deciding_agency,
        now=context.now,
    )
    return made.pk, True


def register_death(context: EffectContext) -> Mapping[str, Any]:
    """Register the death; the residence is deleted by ``end_residence``, which the police does."""
    values = context.values
    dead = person_of(values.get("person"), "người chết")
    head = maybe_person(values.get("new_head"), "chủ hộ mới")
    registry.register_death(
        actor=deciding(context.actor, CIVIL, context.case.deciding_agency),
        person_id=dead.person_id,
        died_on=day_of(values.get("died_on"), "Ngày chết"),
        new_head_id=head.person_id if head else None,
        paper=text(context, "paper") or context.case.code,
        agency=context.case.deciding_agency,
        now=context.now,
    )
    return {
        "person_id": dead.person_id,
        "registered_on": today(context).isoformat(),
        "register_no": _register_no(context, "khai-tu"),
    }


def register_marriage(context: EffectContext) -> Mapping[str, Any]:
    """Register the marriage of two people of the registry."""
    values = context.values
    first, second = person_of(values.get("first"), "bên nam"), person_of(values.get("second"), "bên nữ")
    registry.register_marriage(
        actor=deciding(context.actor, CIVIL, context.case.deciding_agency),
        first_id=first.person_id,
        second_id=second.person_id,
        married_on=past_day(context, values.get("married_on"), "Ngày kết hôn"),
        paper=context.case.code,
        agency=context.case.deciding_agency,
        now=context.now,
    )
    return {"registered_on": today(context).isoformat(), "register_no": _register_no(context, "ket-hon")}


def confirm_marital_status(context: EffectContext) -> Mapping[str, Any]:
    """Say what the registry holds of a person's marital status; changes nothing."""
    person = person_of(context.values.get("person"), "người được xác nhận")
    known = population.prefill_values(person.person_id)
    return {
        "marital_status": known.get("marital_status", ""),
        "spouse_name": known.get("spouse_name", ""),
        "confirmed_on": today(context).isoformat(),
    }


def _register_no(context: EffectContext, book: str) -> str:
    """Number of the entry in the committee's register of the year ("05/2026", NĐ 123/2015/NĐ-CP)."""
    year = today(context).year
    return f"{next_number(context.case.deciding_agency, year, book):02d}/{year}"


def register() -> None:
    """Called at start-up."""
    parents = dict.fromkeys(
        (
            "ethnicity", "nationality", "mother_number", "father_number", "mother_name", "father_name", "home_of",
            "surname_by_custom", "paternity_basis", "mother", "father", "parents_married",
        ),
        False,
    )  # fmt: skip
    for spec, function in (
        (
            EffectSpec(
                "register_birth",
                "Đăng ký khai sinh, cấp số định danh",
                {"full_name": True, "sex": True, "born_on": True, **parents},
                ("personal_id", "person_id", "registered_on", "register_no"),
            ),
            register_birth,
        ),
        (
            EffectSpec(
                "register_death",
                "Đăng ký khai tử",
                {"person": True, "died_on": True, "new_head": False, "paper": False},
                ("person_id", "registered_on", "register_no"),
            ),
            register_death,
        ),
        (
            EffectSpec(
                "register_marriage",
                "Đăng ký kết hôn",
                {"first": True, "second": True, "married_on": False},
                ("registered_on", "register_no"),
            ),
            register_marriage,
        ),
        (
            EffectSpec(
                "confirm_marital_status",
                "Xác nhận tình trạng hôn nhân theo dữ liệu dân cư",
                {"person": True},
                ("marital_status", "spouse_name", "confirmed_on"),
            ),
            confirm_marital_status,
        ),
    ):
        register_effect(spec, function)
