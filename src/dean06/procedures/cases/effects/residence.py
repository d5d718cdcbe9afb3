"""Effects of residence: permanent, temporary, stay, absence, removal (Luật Cư trú 2020). The police is the office."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dean06.kernel.common.errors import InvalidInput
from dean06.kernel.common.vietnamese import compare_key
from dean06.kernel.population import queries as population
from dean06.kernel.population import services as registry
from dean06.kernel.population.queries import PersonRef
from dean06.procedures.cases.effects.registry import deciding, register_effect
from dean06.procedures.cases.effects.values import (
    applicant_or,
    day_of,
    is_yes,
    maybe_person,
    members,
    past_day,
    person_of,
    text,
    today,
)
from dean06.procedures.cases.types import EffectContext
from dean06.procedures.catalogue.types import EffectSpec

RESIDENCE = "population.register_residence"
#: What a pack gives of a person who may come from another province, beside the number (``person``).
_ARRIVES = ("full_name", "birth_date", "sex", "ethnicity", "nationality", "old_address")


def register_permanent_residence(context: EffectContext) -> Mapping[str, Any]:
    """Move the applicant and who comes along into the household of ``head``, or into one of their own.

    ``head`` is a number: of somebody who lives there already (they join, the head or owner consents), or of a mover.
    Who comes from another province and is not in the registry yet is enrolled, where the pack gives the person's data
    (``full_name``, ``birth_date``, ``sex``); who is there must bear the name and birth date that were declared.
    """
    values = context.values
    own = {name: values.get(name) for name in _ARRIVES} | {"personal_id": values.get("person")}
    mover = _arriving(context, own, "người đăng ký") or applicant_or(context, "person", "người đăng ký")
    relations = {
        _arriving(context, one, "người cùng chuyển")
        or person_of(one.get("personal_id"), "người cùng chuyển").person_id: one
        for one in members(context, "members")
    }
    movers = [mover, *(one for one in relations if one != mover)]
    head = maybe_person(values.get("head"), "chủ hộ")
    head_id = head.person_id if head else None
    household_id = None
    if head_id is not None and head_id not in movers:
        home = population.household_of(head_id)
        if home is None:
            raise InvalidInput(
                "Chủ hộ đã khai chưa đứng tên hộ nào tại nơi đến. Hãy kiểm tra lại số định danh của chủ hộ."
            )
        household_id, head_id = home.household_id, None
    roles = {pk: str(one.get("relation") or "other") for pk, one in relations.items()}
    if text(context, "relation"):
        roles[mover] = text(context, "relation")
    household = registry.register_permanent_residence(
        actor=deciding(context.actor, RESIDENCE, context.case.deciding_agency),
        person_ids=movers,
        village=text(context, "village"),
        address=text(context, "address"),
        household_id=household_id,
        head_id=head_id,
        roles=roles,
        old_heads=_old_heads(movers, text(context, "old_head")),
        owner_consents=is_yes(values.get("owner_consents")),
        guardian_consents=is_yes(values.get("guardian_consents")),
        moved_on=past_day(context, values.get("moved_on"), "Ngày chuyển đến"),
        paper=context.case.code,
        agency=context.case.deciding_agency,
        now=context.now,
    )
    return {
        "household_id": household.pk,
        "household_no": household.number,
        "people": len(movers),
        "registered_on": today(context).isoformat(),
    }


def check_permanent_residence(context: EffectContext) -> Mapping[str, str]:
    """Whether somebody moves out as the head of a household in which others stay (the registry says so, whatever the
    form says), and the person named to head it next may do so."""
    values = context.values
    numbers = [values.get("person"), *(one.get("personal_id") for one in members(context, "members"))]
    known = [population.person_ref_by_number(str(number)) for number in numbers if number]
    movers = {one.person_id for one in known if one is not None}
    if not values.get("person") and context.case.applicant_person_id is not None:
        movers.add(context.case.applicant_person_id)
    left = population.left_behind(movers, today(context))
    if not left:
        return {}
    chosen = population.person_ref_by_number(text(context, "old_head")) if values.get("old_head") else None
    for home in left:
        if chosen is not None and chosen.person_id in {one.person_id for one in home.may_head}:
            continue
        head = f"{home.head_name} đang là chủ hộ ở nơi cũ và" if home.head_name else "nơi cũ chưa có chủ hộ mà"
        said = f"Theo dữ liệu dân cư, {head} trong hộ còn {home.stay} người ở lại."
        if len(left) > 1:
            return {"old_head": f"{said} Mỗi hồ sơ chỉ ghi được chủ hộ mới cho một hộ: hãy nộp riêng cho từng hộ."}
        people = "; ".join(f"{one.full_name}, số định danh {one.personal_id or 'chưa có'}" for one in home.may_head)
        if "leaves_head" in values and not is_yes(values["leaves_head"]):
            return {"leaves_head": f"{said} Hãy chọn “Có”, rồi chọn chủ hộ mới trong số: {people}."}
        return {"old_head": f"{said} Hãy chọn chủ hộ mới trong số: {people}."}
    return {}


def register_temporary_residence(context: EffectContext) -> Mapping[str, Any]:
    """Register the applicant and who lives with him, each a residence of his own. Who comes from another province is
    enrolled first, where the pack gives the person's data; of whom only a number is known the dossier and its result
    alone tell, and how many they are is given back."""
    values = context.values
    own = {name: values.get(name) for name in _ARRIVES} | {"personal_id": values.get("person")}
    given = [(own, "người đăng ký"), *((one, "người cùng tạm trú") for one in members(context, "members"))]
    known = [_arriving(context, one, label) for one, label in given if one.get("personal_id")]
    found = [] if values.get("person") else [applicant_or(context, "person", "người đăng ký")]
    until = day_of(values.get("until"), "Ngày hết tạm trú")
    people = list(dict.fromkeys([*found, *(one for one in known if one is not None)]))
    for one in people:
        registry.register_temporary_residence(
            actor=deciding(context.actor, RESIDENCE, context.case.deciding_agency),
            person_id=one,
            village=text(context, "village"),
            address=text(context, "address"),
            from_on=past_day(context, values.get("from_on"), "Ngày bắt đầu tạm trú"),
            until=until,
            paper=context.case.code,
            agency=context.case.deciding_agency,
            now=context.now,
        )
    return {
        "people": len(people),
        "not_in_register": known.count(None),
        "valid_until": until.isoformat(),
        "registered_on": today(context).isoformat(),
    }


def notify_stay(context: EffectContext) -> Mapping[str, Any]:
    """Note the stay of every guest. Guests from other provinces are not in the register: the dossier alone tells of
    them, and their number is given back."""
    values = context.values
    numbers = [str(one.get("personal_id") or "") for one in members(context, "people")]
    known = [population.person_ref_by_number(number) if number else None for number in numbers]
    guests = [one.person_id for one in known if one is not None]
    if not numbers:
        guests = [applicant_or(context, "person", "người lưu trú")]
    until = day_of(values.get("until"), "Ngày đi")
    for one in dict.fromkeys(guests):
        registry.notify_stay(
            actor=deciding(context.actor, RESIDENCE, context.case.deciding_agency),
            person_id=one,
            village=text(context, "village"),
            address=text(context, "address"),
            from_on=past_day(context, values.get("from_on"), "Ngày đến"),
            until=until,
            agency=context.case.deciding_agency,
            now=context.now,
        )
    return {
        "people": len(set(guests)),
        "not_in_register": known.count(None),
        "registered_on": today(context).isoformat(),
    }


def declare_absence(context: EffectContext) -> Mapping[str, Any]:
    """Note that a resident is away."""
    values = context.values
    until = day_of(values.get("until"), "Ngày về")
    registry.declare_absence(
        actor=deciding(context.actor, RESIDENCE, context.case.deciding_agency),
        person_id=applicant_or(context, "person", "người khai báo"),
        destination=text(context, "destination"),
        from_on=past_day(context, values.get("from_on"), "Ngày đi"),
        until=until,
        agency=context.case.deciding_agency,
        now=context.now,
    )
    return {"valid_until": until.isoformat(), "registered_on": today(context).isoformat()}


def end_residence(context: EffectContext) -> Mapping[str, Any]:
    """Delete the permanent residence of a person, also of one who died."""
    values = context.values
    head = maybe_person(values.get("new_head"), "chủ hộ mới")
    registry.end_residence(
        actor=deciding(context.actor, RESIDENCE, context.case.deciding_agency),
        person_id=applicant_or(context, "person", "người bị xóa đăng ký thường trú"),
        ended_on=past_day(context, values.get("ended_on"), "Ngày xóa đăng ký"),
        reason=text(context, "reason") or f"Theo hồ sơ {context.case.code}",
        new_head_id=head.person_id if head else None,
        agency=context.case.deciding_agency,
        now=context.now,
    )
    return {"ended_on": today(context).isoformat()}


def split_household(context: EffectContext) -> Mapping[str, Any]:
    """The applicant and named members leave their household and form one at the same address."""
    values = context.values
    person = applicant_or(context, "person", "người đề nghị tách hộ")
    home = population.household_of(person)
    if home is None:
        raise InvalidInput("Người đề nghị chưa thuộc hộ nào nên không tách hộ được.")
    others = [person_of(one.get("personal_id"), "người cùng tách hộ").person_id for one in members(context, "members")]
    old_head = maybe_person(values.get("old_head"), "chủ hộ cũ")
    household = registry.split_household(
        actor=deciding(context.actor, RESIDENCE, context.case.deciding_agency),
        household_id=home.household_id,
        member_ids=list(dict.fromkeys([person, *others])),
        head_id=person,
        old_head_id=old_head.person_id if old_head else None,
        owner_consents=is_yes(values.get("owner_consents")),
        paper=context.case.code,
        agency=context.case.deciding_agency,
        now=context.now,
    )
    return {"household_no": household.number, "registered_on": today(context).isoformat()}


def _old_heads(movers: list[int], number: str) -> dict[int, int]:
    """Who heads the household that a mover leaves as its head: the person named in the form."""
    head = maybe_person(number, "chủ hộ mới ở nơi đi")
    if head is None:
        return {}
    homes = [population.household_of(one) for one in movers]
    return {home.household_id: head.person_id for home in homes if home is not None}


def _arriving(context: EffectContext, data: Mapping[str, Any], label: str) -> int | None:
    """The person of a number: of the registry where he is known, else enrolled with the data that were declared;
    ``None`` without a number or data to enrol. Raises ``InvalidInput``, ``ActRefused``."""
    number, name, born = (str(data.get(key) or "") for key in ("personal_id", "full_name", "birth_date"))
    if not number:
        return None
    known = population.person_ref_by_number(number)
    if known is not None:
        if (name or born) and not _is_same(known, name, born):
            sentence = (
                f"Họ tên hoặc ngày sinh đã khai của {label} không khớp với người mang số định danh này trong dữ liệu "
                "dân cư. Hãy đối chiếu lại với thẻ căn cước."
            )
            raise InvalidInput(sentence, fields={"person": sentence})
        return known.person_id
    if not (name and born and data.get("sex")):
        return None
    made = registry.enrol_arrival(
        actor=deciding(context.actor, RESIDENCE, context.case.deciding_agency),
        personal_id=number,
        full_name=name,
        sex=str(data["sex"]),
        birth_date=born,
        nationality=str(data.get("nationality") or "VN"),
        ethnicity=str(data.get("ethnicity") or ""),
        old_address=str(data.get("old_address") or ""),
        paper=context.case.code,
        arrived_on=past_day(
            context, context.values.get("moved_on") or context.values.get("from_on"), "Ngày chuyển đến"
        ),
        agency=context.case.deciding_agency,
        now=context.now,
    )
    return made.pk


def _is_same(known: PersonRef, name: str, born: str) -> bool:
    """Name and birth date as declared agree with the record, as far as both are known; a part not declared counts as
    agreeing."""
    mine = [known.birth_year, known.birth_month, known.birth_day]
    theirs = [int(part) for part in born.split("-")] if born else []
    days = all(own is None or own == other for own, other in zip(mine, theirs, strict=False))
    return days and (not name or compare_key(known.full_name) == compare_key(name))


_CHECKS = {"register_permanent_residence": check_permanent_residence}


def register() -> None:
    """Called at start-up."""
    place = {"commune": False, "village": False, "address": False}
    for name, label, parameters, outputs, function in (
        (
            "register_permanent_residence",
            "Đăng ký thường trú",
            {
                "person": False, **place, **dict.fromkeys(_ARRIVES, False),
                "head": False, "relation": False, "members": False, "owner_consents": False,
                "guardian_consents": False, "moved_on": False, "old_head": False, "leaves_head": False,
            },
            ("household_no", "household_id", "people", "registered_on"),
            register_permanent_residence,
        ),
        (
            "register_temporary_residence",
            "Đăng ký tạm trú",
            {
                "person": False, **place, **dict.fromkeys(_ARRIVES, False), "from_on": False, "until": True,
                "members": False,
            },
            ("people", "not_in_register", "valid_until", "registered_on"),
            register_temporary_residence,
        ),
        (
            "notify_stay",
            "Ghi nhận lưu trú",
            {"person": False, "people": False, **place, "from_on": False, "until": True},
            ("people", "not_in_register", "registered_on"),
            notify_stay,
        ),
        (
            "declare_absence",
            "Ghi nhận tạm vắng",
            {"person": False, "destination": True, "from_on": False, "until": True},
            ("valid_until", "registered_on"),
            declare_absence,
        ),
        (
            "end_residence",
            "Xóa đăng ký thường trú",
            {"person": False, "ended_on": False, "reason": False, "new_head": False},
            ("ended_on",),
            end_residence,
        ),
        (
            "split_household",
            "Tách hộ",
            {"person": False, "members": False, "old_head": False, "owner_consents": False},
            ("household_no", "registered_on"),
            split_household,
        ),
    ):  # fmt: skip
        register_effect(EffectSpec(name, label, parameters, outputs), function, _CHECKS.get(name))
