"""PRIVATE. Who hands in: the card is scanned or typed, the registry says field by field whether it agrees."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dean06.kernel.common.actors import Actor
from dean06.kernel.common.citizen_card_qr import CardReading
from dean06.kernel.population import queries as population
from dean06.kernel.population.queries import Agreement, Verification, VerifyOutcome
from dean06.procedures.forms.types import PURPOSE
from dean06.web.desk.reception_forms import birth_parts


@dataclass(frozen=True, slots=True)
class Chip:
    """One field beside the registry: agrees, differs, or was not compared."""

    label: str
    agrees: bool | None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """What the comparison said, for the page. ``person_id`` only where everything agrees and nothing forbids."""

    kind: str
    title: str
    chips: tuple[Chip, ...]
    sentences: tuple[str, ...]
    person_id: int | None = None
    may_go_on: bool = True


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence above the form."""

    kind: str
    text: str


def verify(actor: Actor, given: dict[str, Any], dossier: str) -> Result:
    """Compare the applicant with the registry; leaves its audit rows. Raises what ``population.verify`` raises."""
    year, month, day = birth_parts(given["birth"])
    found = population.verify(
        actor,
        personal_id=given["number"],
        full_name=given["full_name"],
        birth_year=year,
        birth_month=month,
        birth_day=day,
        purpose=PURPOSE,
        dossier=dossier,
    )
    return _result(found, given["number"])


def _result(found: Verification, number: str) -> Result:
    chips = tuple(
        Chip(label, agreement.agrees, "" if agreement is Agreement.SAME else agreement.label.lower())
        for label, agreement in (("Họ tên", found.full_name), ("Ngày sinh", found.birth_date))
        if agreement is not Agreement.NOT_ASKED
    )
    if found.outcome is VerifyOutcome.UNKNOWN:
        return Result("warning", found.outcome.label, (), found.sentences)
    if found.outcome is VerifyOutcome.DIFFERS:
        sentences = (
            "Hãy xem lại thẻ. Nếu thẻ đúng mà dữ liệu dân cư sai, vẫn tiếp nhận được; "
            "ô lấy từ dân cư sẽ không điền sẵn, và nên hướng dẫn người dân đề nghị sửa dữ liệu.",
        )
        return Result("danger", found.outcome.label, chips, sentences)
    if found.status == "dead":
        return Result("danger", "Không tiếp nhận được", chips, found.sentences, may_go_on=False)
    person = population.person_ref_by_number(number)
    kind = "warning" if found.sentences else "success"
    return Result(kind, found.outcome.label, chips, found.sentences, person.person_id if person else None)


def from_card(card: CardReading) -> dict[str, str]:
    """What a scanned card fills into the form."""
    return {"number": card.number, "full_name": card.full_name, "birth": card.birth}


def card_notes(card: CardReading) -> list[Note]:
    """What the officer should know about the reading."""
    notes = [Note("warning" if note.is_warning else "info", note.sentence) for note in card.notes]
    if card.suggested_name:
        notes.append(Note("info", f"Họ tên trên thẻ có lẽ là “{card.suggested_name}”. Hãy so với thẻ rồi nhập."))
    return notes
