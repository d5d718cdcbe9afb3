"""What waits in the registry of the demo: a birth and a move registered, a correction and an export to decide."""

from __future__ import annotations

import datetime as dt

from dean06.demo.cleaning_story import COMMUNE, COMMUNE_POLICE
from dean06.demo.evidence import evidence_file
from dean06.demo.people import Cast
from dean06.kernel.population import queries
from dean06.kernel.population import services as population
from dean06.kernel.population.bulk import exporting
from dean06.kernel.population.models import Person
from dean06.kernel.population.types import LifeStatus, ProposalKind, Sex


def tell_registry(cast: Cast, *, today: dt.date) -> None:
    """A child is registered in Kỳ Khang; its police propose a correction; an export waits for the second officer."""
    people = Person.objects.filter(permanent_unit__code=COMMUNE, life_status=LifeStatus.ALIVE).order_by("pk")
    mother = people.filter(sex=Sex.FEMALE, birth_year__range=(today.year - 45, today.year - 19)).first()
    if mother is not None:
        population.register_birth(
            actor=cast.actor("civil_status_officer"),
            full_name=f"{mother.full_name.split()[0]} Minh Khôi",
            sex=Sex.MALE,
            born_on=today - dt.timedelta(days=9),
            mother_id=mother.pk,
        )
    person = people.exclude(birth_day=None).filter(birth_year__lt=today.year - 20).last()
    if person is not None:
        first, *middle, given = person.full_name.split()
        population.propose_change(
            actor=cast.actor("commune_police", COMMUNE_POLICE),
            kind=ProposalKind.CORRECT,
            person_id=person.pk,
            values={"full_name": " ".join((first, *middle, "Thị" if person.sex == Sex.FEMALE else "Văn", given))},
            reason="Giấy khai sinh ghi đủ chữ đệm, dữ liệu thu thập thiếu.",
            evidence=("giay-khai-sinh-mau.docx", evidence_file("Bản chụp giấy khai sinh", today)),
        )
    exporting.request_export(
        actor=cast.actor("registry_officer"),
        purpose_code=queries.CLEANING,
        purpose="Đối chiếu danh sách cử tri của xã",
        legal_basis="Văn bản mẫu",
        columns=["personal_id", "full_name", "birth_year", "permanent_village"],
        unit_code=COMMUNE,
        today=today,
    )
