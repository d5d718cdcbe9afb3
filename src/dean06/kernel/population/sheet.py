"""A person on a day as a page shows it: masked by the viewer's duty, in sections; and the history as a timeline."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from dean06.kernel.common.actors import Actor
from dean06.kernel.population import cards
from dean06.kernel.population.models import LifeEvent, Person
from dean06.kernel.population.past import PersonOn
from dean06.kernel.population.projection import unit_of
from dean06.kernel.population.rules.changes import FIELD_LABELS
from dean06.kernel.population.rules.dates import BirthDate
from dean06.kernel.population.rules.ethnic_groups import ethnic_name
from dean06.kernel.population.rules.masking import TABLE, Sight, Viewer, masked_number, sight
from dean06.kernel.population.rules.state import BLANK, State
from dean06.kernel.population.types import (
    EventKind,
    HouseholdRole,
    IdStatus,
    LifeStatus,
    MaritalStatus,
    NumberKind,
    NumberStatus,
    ResidenceKind,
    Sex,
)
from dean06.kernel.units import queries as units

#: Fields of the state that are parts of a field of the masking table.
PART_OF = {
    **dict.fromkeys(("birth_year", "birth_month", "birth_day"), "birth_date"),
    **dict.fromkeys(
        ("permanent_unit", "permanent_village", "permanent_address", "permanent_since"), "permanent_residence"
    ),
    **dict.fromkeys(("father", "mother", "father_name", "mother_name"), "parents"),
    "current_unit": "current_residence",
    "household_role": "household",
    "died_on": "life_status",
    "id_status": "life_status",
    "merged_into": "life_status",
}
_CHOICES: dict[str, Any] = {
    "sex": Sex,
    "marital_status": MaritalStatus,
    "life_status": LifeStatus,
    "id_status": IdStatus,
    "household_role": HouseholdRole,
}
_KIND_COLOURS = {
    EventKind.DEATH: "danger",
    EventKind.ID_ANNULLED: "danger",
    EventKind.CORRECTION: "warning",
    EventKind.MERGED: "warning",
    EventKind.UNMERGED: "warning",
    EventKind.BIRTH: "success",
    EventKind.MARRIAGE: "success",
}


#: Parts of a birth date are told together, row numbers not at all.
_NOT_TOLD = frozenset({"household", "permanent_since", "birth_year", "birth_month", "birth_day", "merged_into"})


@dataclass(frozen=True, slots=True)
class Names:
    """Names behind the row numbers and unit codes of states; one query each."""

    people: Mapping[int, str]
    units: Mapping[tuple[str, dt.date], str]


def names_in(states: Iterable[Mapping[str, Any]]) -> Names:
    """Names of all people and units that the states speak of."""
    people, keys = set(), set()
    for state in states:
        people |= {state[name] for name in ("father", "mother", "spouse", "merged_into") if state.get(name)}
        keys |= {unit_of(state[name]) for name in ("birth_unit", "permanent_unit", "current_unit") if state.get(name)}
    known = [key for key in keys if key]
    pks = units.unit_ids(known)
    refs = units.unit_refs(pks.values())
    return Names(
        dict(Person.objects.filter(pk__in=people).values_list("pk", "full_name")),
        {key: refs[pk].path for key, pk in pks.items() if pk in refs},
    )


def said(name: str, value: Any, names: Names) -> str:
    """A value of the state in words."""
    if value in (None, ""):
        return ""
    if name in _CHOICES:
        return str(_CHOICES[name](value).label)
    if name in ("birth_unit", "permanent_unit", "current_unit"):
        key = unit_of(value)
        return names.units.get(key, key[0]) if key else ""
    if name in ("father", "mother", "spouse", "merged_into"):
        return names.people.get(value, "hồ sơ đã có")
    if name == "ethnicity":
        return ethnic_name(value)
    if name == "nationality":
        return _said_nation(value)
    if name in ("died_on", "permanent_since"):
        return f"{dt.date.fromisoformat(value):%d/%m/%Y}"
    return f"số {value}" if name == "household" else str(value)


class Sheet:
    """What one viewer may see of one person on one day."""

    def __init__(self, actor: Actor, person: Person, on: PersonOn) -> None:
        self.viewer: Viewer = cards.viewer(actor, person)
        self.on = on
        self.state: State = on.state
        self.names = names_in([on.state])

    def general(self) -> list[tuple[str, str]]:
        """Who the person is."""
        state = self.state
        birth = BirthDate(state["birth_year"], state["birth_month"], state["birth_day"])
        lines = [
            ("personal_id", "Số định danh", state["personal_id"] or "", masked_number(state["personal_id"])),
            ("full_name", "Họ, chữ đệm và tên", state["full_name"], ""),
            ("other_names", "Tên gọi khác", state["other_names"], ""),
            ("sex", "Giới tính", self._said("sex"), ""),
            ("birth_date", "Ngày sinh", birth.text, str(birth.year)),
            ("birth_unit", "Nơi đăng ký khai sinh", self._said("birth_unit"), ""),
            ("ethnicity", "Dân tộc", ethnic_name(state["ethnicity"]), ""),
            ("nationality", "Quốc tịch", _said_nation(state["nationality"]), ""),
            ("marital_status", "Tình trạng hôn nhân", self._said("marital_status"), ""),
            ("life_status", "Tình trạng", self._life(), ""),
        ]
        return self._seen(lines)

    def residence(self) -> list[tuple[str, str]]:
        """Where the person lives."""
        state = self.state
        place = ", ".join(part for part in (state["permanent_address"], state["permanent_village"]) if part)
        unit = self._said("permanent_unit")
        lines = [
            ("permanent_residence", "Nơi thường trú", ", ".join(p for p in (place, unit) if p), unit),
            ("current_residence", "Nơi ở hiện tại", self._said("current_unit"), ""),
            ("household", "Quan hệ với chủ hộ", self._said("household_role"), ""),
        ]
        if state["permanent_since"] and self.sees("permanent_residence") is Sight.WHOLE:
            lines.insert(1, ("permanent_residence", "Thường trú từ ngày", self._said("permanent_since"), ""))
        return self._seen(lines)

    def relatives(self) -> list[tuple[str, str]]:
        """Parents and spouse by name."""
        state = self.state
        lines = [
            ("parents", "Cha", state["father_name"] or self._said("father"), ""),
            ("parents", "Mẹ", state["mother_name"] or self._said("mother"), ""),
            ("spouse", "Vợ, chồng", self._said("spouse"), ""),
        ]
        guardians = ", ".join(row.guardian.full_name for row in self.on.guardianships)
        return self._seen([*lines, ("parents", "Người giám hộ", guardians, "")])

    def numbers(self) -> list[tuple[str, str, str, str, str]]:
        """(number, kind, status, since, until) of every number, annulled ones too."""
        rows = []
        for held in self.on.numbers:
            how_much = self.sees("personal_id" if held.kind == NumberKind.PERSONAL_ID else "old_ids")
            if how_much is Sight.NONE:
                continue
            number = held.number if how_much is Sight.WHOLE else masked_number(held.number)
            rows.append(
                (
                    number,
                    NumberKind(held.kind).label,
                    NumberStatus(held.status).label,
                    _day(held.issued_on),
                    _day(held.annulled_on),
                )
            )
        return rows

    def cards(self) -> list[tuple[str, str, str, str]]:
        """(kind, issued, holds until, revoked) of the cards, for those who see the number."""
        if self.sees("personal_id") is not Sight.WHOLE:
            return []
        return [
            (
                card.get_kind_display(),
                _day(card.issued_on),
                _day(card.expires_on) or "Không thời hạn",
                _day(card.revoked_on if card.revoked_on and card.revoked_on <= self.on.day else None),
            )
            for card in self.on.cards
        ]

    def spells(self) -> list[tuple[str, str, str, str]]:
        """(kind, place, from, until) of temporary residence, stays, absence on the day."""
        if self.sees("current_residence") is not Sight.WHOLE:
            return []
        return [
            (
                ResidenceKind(spell.kind).label,
                ", ".join(
                    part for part in (spell.address, spell.village, spell.unit.name if spell.unit else "") if part
                ),
                _day(spell.started_on),
                _day(spell.until) + (" (đã hết hạn)" if spell.until and spell.until < self.on.day else ""),
            )
            for spell in self.on.residences
        ]

    def timeline(self) -> list[dict[str, Any]]:
        """Events, latest first, with what they changed as far as the viewer may see it."""
        rows = list(
            LifeEvent.objects.filter(person=self.on.person_id, occurred_on__lte=self.on.day).order_by(
                "-occurred_on", "-pk"
            )
        )
        names = names_in([row.facts for row in rows])
        bodies = units.get_agencies({row.agency for row in rows if row.agency})
        items = []
        for row in rows:
            body = bodies.get(row.agency)
            parts = [
                "Áp dụng cho mọi ngày trước đó" if row.kind == EventKind.CORRECTION else "",
                self._changes(row.facts, names),
                f"Căn cứ: {row.paper}" if row.paper else "",
                f"Lý do: {row.reason}" if row.reason else "",
            ]
            items.append(
                {
                    "time": row.occurred_on,
                    "title": EventKind(row.kind).label,
                    "text": ". ".join(part for part in parts if part),
                    "actor": " · ".join(
                        part
                        for part in (
                            body.name if body else "",
                            f"ghi ngày {timezone.localtime(row.recorded_at):%d/%m/%Y}",
                            "hai người duyệt" if row.approved_by else "",
                        )
                        if part
                    ),
                    "kind": _KIND_COLOURS.get(EventKind(row.kind), "info"),
                }
            )
        return items

    def sees(self, name: str) -> Sight:
        """How much of a field of the state the viewer sees."""
        field = PART_OF.get(name, name)
        return sight(self.viewer, field) if field in TABLE else Sight.WHOLE

    def _changes(self, facts: Mapping[str, Any], names: Names) -> str:
        """What an event set, as far as the viewer may see it, in one sentence."""
        told = [self._change(name, value, names) for name, value in facts.items() if name in BLANK]
        if facts.get("birth_year") and self.sees("birth_date") is Sight.WHOLE:
            birth = BirthDate(facts["birth_year"], facts.get("birth_month"), facts.get("birth_day"))
            told.insert(1, f"ngày sinh: {birth.text}")
        sentence = "; ".join(detail for detail in told if detail)
        return sentence[:1].upper() + sentence[1:]

    def _change(self, name: str, value: Any, names: Names) -> str:
        if self.sees(name) is not Sight.WHOLE or name in _NOT_TOLD:
            return ""
        text = said(name, value, names)
        label = FIELD_LABELS.get(name, name)
        return f"{label}: {text}" if text else ""

    def _said(self, name: str) -> str:
        return said(name, self.state[name], self.names)

    def _life(self) -> str:
        parts = [self._said("life_status")]
        if self.state["died_on"]:
            parts.append(f"ngày {self._said('died_on')}")
        if self.state["id_status"] != IdStatus.ACTIVE:
            parts.append(f"hồ sơ: {self._said('id_status').lower()}")
        return ", ".join(parts)

    def _seen(self, lines: list[tuple[str, str, str, str]]) -> list[tuple[str, str]]:
        shown = []
        for name, label, whole, part in lines:
            how_much = self.sees(name)
            if how_much is Sight.WHOLE:
                shown.append((label, whole))
            elif how_much is Sight.PART:
                shown.append((label, part))
        return shown


def _said_nation(code: str) -> str:
    return "Việt Nam" if code in ("VN", "VNM") else code


def _day(day: dt.date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""
