"""A small made-up world for review: two communes with their bodies, a list of the insurance, people, findings.

``World`` is filled with ``person``, ``record`` and ``finding``, then ``ready()`` writes the version's and the run's
files and fills the queue, as a finished run would.
"""

from __future__ import annotations

import datetime as dt
import itertools
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.parquet as pq
from django.utils import timezone

from dean06.ecosystem.cleaning import results
from dean06.ecosystem.cleaning.models import Finding, Run
from dean06.ecosystem.cleaning.tests import factories as lists
from dean06.ecosystem.cleaning.types import FindingState, RunState
from dean06.ecosystem.datasets.models import DatasetVersion, Sector
from dean06.ecosystem.review import services
from dean06.ecosystem.review.models import ReviewCase
from dean06.ecosystem.review.rules.deciding import in_control_sample
from dean06.kernel.accounts.tests.factories import make_actor
from dean06.kernel.common.actors import Actor, system_actor
from dean06.kernel.common.vietnamese import search_key
from dean06.kernel.population import projection
from dean06.kernel.population.models import Person, PersonNumber
from dean06.kernel.population.tests.factories import person as registered
from dean06.kernel.units.models import AdminUnit, Agency
from dean06.kernel.units.naming import name_key

ONE, TWO = "99901", "99902"
INSURANCE, TAX = "insurance", "tax"
INSURER, TAX_OFFICE = "bhxh-tinh", "thue-tinh"
POLICE_ONE, POLICE_TWO, COMMITTEE_ONE = "ca-xa-mau-mot", "ca-xa-mau-hai", "ubnd-xa-mau-mot"

#: First day of the communes.
SINCE = dt.date(2025, 7, 1)

#: A Monday, nine in the morning.
START = dt.datetime(2026, 3, 2, 9, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))

_AGENCIES = {
    INSURER: ("Bảo hiểm xã hội tỉnh", "vertical", None),
    TAX_OFFICE: ("Thuế tỉnh", "vertical", None),
    POLICE_ONE: ("Công an xã Mẫu Một", "police_commune", ONE),
    POLICE_TWO: ("Công an xã Mẫu Hai", "police_commune", TWO),
    COMMITTEE_ONE: ("UBND xã Mẫu Một", "committee_commune", ONE),
}
_CANDIDATE = pa.schema(
    {"record_id": pa.int64(), "person_id": pa.int64(), "probability": pa.float64(), "reasons": pa.string()}
)
_RECORD = pa.schema({"record_id": pa.int64(), "uncertain": pa.bool_(), "probability": pa.float64()})


def at(minutes: int = 0, days: int = 0) -> dt.datetime:
    """A moment after ``START``."""
    return START + dt.timedelta(minutes=minutes, days=days)


def units() -> dict[str, AdminUnit]:
    """A province with two communes, and the bodies that serve them."""
    province, _ = AdminUnit.objects.get_or_create(
        code="99",
        valid_from=SINCE,
        defaults={
            "name": "Tỉnh Mẫu", "short_name": "Mẫu", "level": "province", "kind": "tinh",
            "short_key": "mau", "name_key": "tinh mau", "path_key": "",
        },
    )  # fmt: skip
    found = {}
    for code, own in ((ONE, "Mẫu Một"), (TWO, "Mẫu Hai")):
        found[code], _ = AdminUnit.objects.get_or_create(
            code=code,
            valid_from=SINCE,
            defaults={
                "name": f"Xã {own}", "short_name": own, "level": "commune", "kind": "xa", "parent": province,
                "short_key": search_key(own), "name_key": search_key(f"xa {own}"), "path_key": "",
            },
        )  # fmt: skip
    for code, (name, kind, unit) in _AGENCIES.items():
        Agency.objects.get_or_create(
            code=code,
            defaults={
                "name": name, "short_name": name, "kind": kind, "unit": found.get(unit or ""),
                "name_key": name_key(name), "search_key": f" {name_key(name)} |",
            },
        )  # fmt: skip
    return found


@dataclass(frozen=True)
class People:
    """One actor a duty; readers of the insurance are three different persons."""

    first: Actor
    second: Actor
    third: Actor
    tax: Actor
    police: Actor
    police_two: Actor
    civil: Actor
    registry: Actor
    other_registry: Actor


def people() -> People:
    """Stored persons with their roles."""
    return People(
        first=make_actor("data_steward", INSURER),
        second=make_actor("data_steward", INSURER),
        third=make_actor("data_steward", INSURER),
        tax=make_actor("data_steward", TAX_OFFICE),
        police=make_actor("commune_police", POLICE_ONE),
        police_two=make_actor("commune_police", POLICE_TWO),
        civil=make_actor("civil_status_officer", COMMITTEE_ONE),
        registry=make_actor("registry_officer"),
        other_registry=make_actor("registry_officer"),
    )


@dataclass
class World:
    """The insurance's list against a few registered people."""

    communes: dict[str, AdminUnit] = field(default_factory=units)
    code: str = INSURANCE
    agency: str = INSURER
    rows: list[dict[str, Any]] = field(default_factory=list)
    candidates: list[dict[str, Any]] = field(default_factory=list)
    wanted: list[dict[str, Any]] = field(default_factory=list)
    sector: Sector = field(init=False)
    version: DatasetVersion = field(init=False)
    run: Run = field(init=False)

    def __post_init__(self) -> None:
        self.sector = lists.sector(self.code, self.agency)

    def person(
        self, name: str = "Võ Văn Hòa", born: tuple[int, int | None, int | None] = (1987, 4, 5), **other: Any
    ) -> Person:
        """A registered person of the first commune, as the first load of the registry leaves one."""
        old = other.pop("old_id", "")
        year, month, day = born
        facts = {
            "birth_month": month,
            "birth_day": day,
            "permanent_unit": projection.unit_key(other.pop("unit", ONE), SINCE),
            "permanent_village": "Thôn 3",
            "father_name": "Võ Văn Ba",
            "mother_name": "Trần Thị Tư",
            **other,
        }
        made = registered(name, sex=facts.pop("sex", "M"), born=year, unit=None, **facts)
        if old:
            PersonNumber.objects.create(number=old, kind="old_id", person=made)
        return made

    def record(
        self,
        persons: list[tuple[Person, float]],
        *,
        result_class: str = "CHO_XAC_MINH",
        unit: str = ONE,
        key: str = "",
        **said: Any,
    ) -> str:
        """A record that may be one of ``persons`` (with probabilities); by default it says what the first one's entry
        says. Returns its key."""
        number = len(self.rows) + 1
        key = key or next(
            name
            for name in (f"khoa-{self.code}-{number}-{again}" for again in itertools.count())
            if not in_control_sample(self.code, name)
        )
        likely = persons[0][0] if persons else None
        same = ("personal_id", "full_name", "birth_year", "birth_month", "birth_day", "sex")
        values = {name: getattr(likely, name) for name in same} if likely else {}
        values |= {"record_id": number, "record_key": key, "row_no": number, "unit_text": unit, **said}
        self.rows.append(values)
        self.candidates += [
            {"record_id": number, "person_id": one.pk, "probability": chance, "reasons": "NAME_TONE"}
            for one, chance in persons
        ]
        self.wanted.append(
            {
                "record_key": key, "record_id": number, "result_class": result_class, "unit_code": unit,
                "person_id": likely.pk if likely else None, "probability": persons[0][1] if persons else None,
            }
        )  # fmt: skip
        return key

    def ready(self) -> World:
        """Version, run, findings and queue as after a finished run. May be called again after changes."""
        self.version = lists.version(self.sector, self.rows)
        now = timezone.now()
        self.run = Run.objects.create(
            sector=self.code, version_id=self.version.pk, state=RunState.DONE, finished_at=now, results="thử"
        )
        folder = results.results_folder(self.run.pk)
        folder.mkdir(parents=True, exist_ok=True)
        pq.write_table(pa.Table.from_pylist(self.candidates, _CANDIDATE), folder / results.CANDIDATES)
        sure = [
            {"record_id": one["record_id"], "uncertain": True, "probability": one["probability"]} for one in self.wanted
        ]
        pq.write_table(pa.Table.from_pylist(sure, _RECORD), folder / results.RECORDS)
        for one in self.wanted:
            Finding.objects.update_or_create(
                sector=self.code,
                record_key=one["record_key"],
                defaults={
                    **one, "version_id": self.version.pk, "last_run": self.run, "opened_on": timezone.localdate(),
                    "state": FindingState.OPEN,
                },
            )  # fmt: skip
        self.fill()
        return self

    def fill(self) -> None:
        """The queue after the run."""
        services.fill_queue(actor=system_actor("test"), sector=self.code)

    def case(self, key: str) -> ReviewCase:
        """The case of a record."""
        return ReviewCase.objects.get(sector=self.code, record_key=key)

    def change(self, key: str, **said: Any) -> None:
        """Say something else in the next version."""
        next(row for row in self.rows if row["record_key"] == key).update(said)


#: A key that is in the control sample; keys of ``World.record`` are not, unless asked for.
CONTROL = "khoa-mau-3"
