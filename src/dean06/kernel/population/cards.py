"""A person's card: the fields of the registry drawn through the masking table."""

from __future__ import annotations

from collections.abc import Callable

from dean06.kernel.common.actors import WHOLE_PROVINCE, Actor
from dean06.kernel.population.lookup_types import CardLine, PersonCard, birth_text
from dean06.kernel.population.models import Person
from dean06.kernel.population.rules.masking import Sight, Viewer, masked_number, sight, viewer_of
from dean06.kernel.population.types import HouseholdRole, LifeStatus, MaritalStatus, NumberKind, Sex
from dean06.kernel.units import queries as units

_DUTIES = ("population.decide_change", "population.register_residence", "population.register_civil_status")
#: Whole text and part of it, for a person.
Draw = Callable[[Person], tuple[str, str]]


def load(person_id: int) -> Person | None:
    """The person with what a card shows."""
    return (
        Person.objects.select_related(
            "permanent_unit", "current_unit", "birth_unit", "household", "father", "mother", "spouse"
        )
        .filter(pk=person_id)
        .first()
    )


def viewer(actor: Actor, person: Person) -> Viewer:
    """In which duty the actor looks at this person."""
    held = {code for code in _DUTIES if actor.can(code)}
    areas = actor.agencies_for("population.register_residence")
    here = WHOLE_PROVINCE in areas or bool(
        person.permanent_unit and any(units.agency_unit(agency) == person.permanent_unit.code for agency in areas)
    )
    return viewer_of(held, lives_in_area=here)


def draw(actor: Actor, person: Person) -> PersonCard:
    """The card as this actor sees it; fields that the duty does not show are not even named."""
    who = viewer(actor, person)
    lines = []
    for name, (label, values) in _FIELDS.items():
        how_much = sight(who, name)
        if how_much is Sight.NONE:
            continue
        whole, part = values(person)
        is_masked = how_much is Sight.PART and part != whole
        lines.append(CardLine(name, label, part if is_masked else whole, is_masked))
    return PersonCard(person.pk, person.full_name, who.value, tuple(lines))


def _numbers(person: Person) -> tuple[str, str]:
    old = list(person.numbers.filter(kind=NumberKind.OLD_ID).order_by("pk").values_list("number", flat=True))
    return ", ".join(old), ", ".join(masked_number(number) for number in old)


def _address(person: Person) -> tuple[str, str]:
    unit = person.permanent_unit.name if person.permanent_unit else ""
    detail = person.permanent_address or person.permanent_village
    return ", ".join(part for part in (detail, unit) if part), unit


def _household(person: Person) -> tuple[str, str]:
    if person.household is None:
        return "", ""
    role = HouseholdRole(person.household_role).label if person.household_role else ""
    text = f"Hộ số {person.household.number}" + (f" ({role.lower()})" if role else "")
    return text, text


def _same(text: str) -> tuple[str, str]:
    return text, text


_FIELDS: dict[str, tuple[str, Draw]] = {
    "personal_id": ("Số định danh", lambda p: (p.personal_id or "", masked_number(p.personal_id))),
    "old_ids": ("Số chứng minh nhân dân cũ", _numbers),
    "full_name": ("Họ, chữ đệm và tên", lambda p: _same(p.full_name)),
    "other_names": ("Tên gọi khác", lambda p: _same(p.other_names)),
    "sex": ("Giới tính", lambda p: _same(Sex(p.sex).label)),
    "birth_date": ("Ngày sinh", lambda p: (birth_text(p.birth_year, p.birth_month, p.birth_day), str(p.birth_year))),
    "birth_unit": ("Nơi đăng ký khai sinh", lambda p: _same(p.birth_unit.name if p.birth_unit else "")),
    "ethnicity": ("Mã dân tộc", lambda p: _same(p.ethnicity)),
    "nationality": ("Quốc tịch", lambda p: _same(p.nationality)),
    "marital_status": ("Tình trạng hôn nhân", lambda p: _same(MaritalStatus(p.marital_status).label)),
    "life_status": ("Tình trạng", lambda p: _same(LifeStatus(p.life_status).label)),
    "permanent_residence": ("Nơi thường trú", _address),
    "current_residence": ("Nơi ở hiện tại", lambda p: _same(p.current_unit.name if p.current_unit else "")),
    "household": ("Hộ gia đình", _household),
    "parents": ("Cha, mẹ", lambda p: _same("; ".join(name for name in (p.father_name, p.mother_name) if name))),
    "spouse": ("Vợ, chồng", lambda p: _same(p.spouse.full_name if p.spouse else "")),
}
