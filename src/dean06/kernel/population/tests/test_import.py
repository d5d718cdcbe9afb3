"""Registry files come in whole, once, and go on after a stop; what cannot be taken is named row by row."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.db.models import Count

from dean06.kernel.accounts.tests.factories import make_actor
from dean06.kernel.audit.models import AuditRow
from dean06.kernel.common.errors import DomainError, InvalidInput, NotAllowed
from dean06.kernel.population import projection
from dean06.kernel.population.bulk import database, importing, loading
from dean06.kernel.population.bulk.refusals import ImportFailed, ImportFileGone, RegistryFileRefused
from dean06.kernel.population.bulk.work import import_folder
from dean06.kernel.population.models import (
    Household,
    ImportBatch,
    ImportRefusal,
    LifeEvent,
    Person,
    PersonNumber,
    PopulationCount,
    Residence,
)
from dean06.kernel.population.tests import factories, registry_files
from dean06.kernel.population.tests.registry_files import AS_OF, family, number, row, write

TODAY = dt.date(2026, 11, 17)


@pytest.fixture
def province(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path / "data"
    settings.DATA_DIR.mkdir()
    factories.place()
    registry_files.old_list()


def take_in(path: Path, as_of: dt.date = AS_OF) -> ImportBatch:
    batch = importing.start(actor=make_actor("registry_officer"), path=path, as_of=as_of, today=TODAY)
    return importing.run(batch.pk)


def by_tail(tail: int) -> Person:
    return Person.objects.get(personal_id__endswith=f"{tail:06d}")


@pytest.mark.django_db
@pytest.mark.parametrize("suffix", ["parquet", "csv"])
def test_a_family_comes_in_with_its_ties_numbers_and_counts(province: None, tmp_path: Path, suffix: str) -> None:
    batch = take_in(write(tmp_path / f"dan-cu.{suffix}", family()))
    assert (batch.rows_total, batch.rows_new, batch.rows_refused, batch.rows_noted) == (5, 5, 0, 0)
    him, her, child, lodger, dead = (by_tail(tail) for tail in (1, 2, 3, 4, 5))
    assert (child.father, child.mother, him.spouse, her.spouse) == (him, her, her, him)
    assert child.household == him.household and him.household is not None and him.household.head == him
    assert lodger.full_name == "H'Hen Niê" and lodger.name_key == "h'hen nie"
    assert (lodger.birth_month, lodger.current_unit.code) == (None, factories.THERE)  # type: ignore[union-attr]
    assert Residence.objects.get().person == lodger
    assert (dead.life_status, dead.died_on) == ("dead", dt.date(2024, 5, 6))
    held = set(him.numbers.values_list("number", "kind", "status"))
    assert held == {
        (him.personal_id, "personal_id", "active"),
        (number("M", 1981, 77), "personal_id", "annulled"),
        ("183456789", "old_id", "active"),
        ("184000111", "old_id", "active"),
    }
    living = PopulationCount.objects.filter(residence="permanent").values_list("count", flat=True)
    assert sum(living) == 4
    actions = list(AuditRow.objects.filter(action__startswith="population.import").values_list("action", flat=True))
    assert actions == ["population.import_started", "population.imported"]
    assert not import_folder(batch.pk).joinpath("work.duckdb").exists()


@pytest.mark.django_db
def test_what_came_in_can_be_rebuilt_from_its_events(province: None, tmp_path: Path) -> None:
    take_in(write(tmp_path / "a.parquet", family()))
    for person in Person.objects.all():
        before = Person.objects.filter(pk=person.pk).values().get()
        projection.rebuild(person)
        after = Person.objects.filter(pk=person.pk).values().get()
        ignored = {"version", "updated_at"}
        assert {k: v for k, v in after.items() if k not in ignored} == {
            k: v for k, v in before.items() if k not in ignored
        }


@pytest.mark.django_db
def test_the_same_file_again_changes_nothing(province: None, tmp_path: Path) -> None:
    path = write(tmp_path / "a.parquet", family())
    first = take_in(path)
    counts = [model.objects.count() for model in (Person, LifeEvent, PersonNumber, Household)]
    assert take_in(path).pk == first.pk
    assert [model.objects.count() for model in (Person, LifeEvent, PersonNumber, Household)] == counts
    # The same people in another file: known, and as they were.
    again = take_in(write(tmp_path / "b.csv", family()), dt.date(2026, 11, 2))
    assert (again.rows_new, again.rows_changed, again.rows_same) == (0, 0, 5)
    assert [model.objects.count() for model in (Person, LifeEvent, PersonNumber, Household)] == counts


@pytest.mark.django_db
def test_a_later_file_writes_events_for_differences_only(province: None, tmp_path: Path) -> None:
    take_in(write(tmp_path / "a.parquet", family()))
    later = family()
    later[0]["permanent_village"] = "Thôn 5"
    later[2] |= {"life_status": "dead", "died_on": dt.date(2026, 11, 10)}
    later.append(row(9, "Võ Thị Mới", "F", 2000))
    batch = take_in(write(tmp_path / "b.parquet", later), dt.date(2026, 11, 15))
    assert (batch.rows_new, batch.rows_changed, batch.rows_same) == (1, 2, 3)
    new = LifeEvent.objects.exclude(kind="enrolled").order_by("kind")
    assert [(event.kind, event.occurred_on, event.facts) for event in new] == [
        ("death", dt.date(2026, 11, 10), {"life_status": "dead", "died_on": "2026-11-10"}),
        ("permanent_move", dt.date(2026, 11, 15), {"permanent_village": "Thôn 5"}),
    ]
    assert by_tail(3).permanent_village == "Thôn 5" and by_tail(3).version == 2
    assert sum(PopulationCount.objects.filter(residence="permanent").values_list("count", flat=True)) == 4
    # An older file does not bring back what was before.
    older = take_in(write(tmp_path / "c.csv", family()), dt.date(2026, 11, 5))
    assert older.rows_changed == 0
    assert by_tail(3).permanent_village == "Thôn 5"
    assert ImportRefusal.objects.filter(batch=older, code="NEWER_IN_REGISTRY", taken=True).count() == 2


REFUSED: list[tuple[str, str, dict[str, Any]]] = [
    ("PERSONAL_ID_MISSING", "personal_id", {"personal_id": None}),
    ("CMND_9", "personal_id", {"personal_id": "183456789"}),
    ("NOT_12_DIGITS", "personal_id", {"personal_id": "04219000000"}),
    ("SEX_MISMATCH", "personal_id", {"sex": "M"}),
    ("YEAR_MISMATCH", "personal_id", {"birth_year": 1991}),
    ("CENTURY_MISMATCH", "personal_id", {"birth_year": 2090 - 100 + 10, "personal_id": number("F", 1900, 50)}),
    ("NAME_MISSING", "full_name", {"full_name": " "}),
    ("NAME_NOT_A_NAME", "full_name", {"full_name": "Nguyễn Văn 2"}),
    ("SEX_UNKNOWN", "sex", {"sex": "X"}),
    ("YEAR_MISSING", "birth_year", {"birth_year": None}),
    ("DATE_INCOMPLETE", "birth_day", {"birth_month": None}),
    ("DATE_IMPOSSIBLE", "birth_day", {"birth_month": 2, "birth_day": 30}),
    ("UNIT_UNKNOWN", "permanent_unit", {"permanent_unit": "99999"}),
    ("UNIT_UNKNOWN", "permanent_unit", {"permanent_unit": registry_files.OLD_COMMUNE}),
    ("UNIT_UNKNOWN", "previous_unit", {"previous_unit": factories.HERE}),
    ("UNIT_UNKNOWN", "birth_unit", {"birth_unit": "99999"}),
    ("SINCE_OUT_OF_RANGE", "permanent_since", {"permanent_since": dt.date(2027, 1, 1)}),
    ("ROLE_UNKNOWN", "household_role", {"household_no": "9", "household_role": "uncle"}),
    ("ROLE_MISSING", "household_role", {"household_no": "9"}),
    ("HOUSEHOLD_MISSING", "household_no", {"household_role": "head"}),
    ("MARITAL_STATUS_UNKNOWN", "marital_status", {"marital_status": "?"}),
    ("LIFE_STATUS_UNKNOWN", "life_status", {"life_status": "?"}),
    ("DEATH_CONTRADICTION", "died_on", {"died_on": dt.date(2024, 1, 1)}),
    ("DEATH_OUT_OF_RANGE", "died_on", {"life_status": "dead", "died_on": dt.date(1980, 1, 1)}),
    ("OLD_ID_MALFORMED", "old_ids", {"old_ids": "12345"}),
    ("ANNULLED_ID_MALFORMED", "annulled_ids", {"annulled_ids": "12345"}),
    ("REFERENCE_MALFORMED", "mother_id", {"mother_id": "12"}),
    ("NUMBER_TAKEN", "annulled_ids", {"annulled_ids": number("M", 1980, 1)}),
    ("DUPLICATE_IN_FILE", "personal_id", {"personal_id": number("F", 1982, 2), "birth_year": 1982}),
    ("TWO_HEADS", "household_role", {"household_no": "000000001", "household_role": "head"}),
]


@pytest.mark.django_db
def test_each_flaw_is_named_with_row_and_column_and_the_rest_goes_in(province: None, tmp_path: Path) -> None:
    rows = family() + [row(1000 + place, "Phan Thị Sai") | flaw for place, (_, _, flaw) in enumerate(REFUSED)]
    batch = take_in(write(tmp_path / "a.parquet", rows))
    found = {(one.row, one.code, one.column) for one in batch.refusals.filter(taken=False)}
    for place, (code, column, _) in enumerate(REFUSED):
        assert (6 + place, code, column) in found, (code, column)
    assert batch.rows_refused == len(REFUSED)
    assert Person.objects.count() == 5
    for refusal in batch.refusals.all():
        assert refusal.message.endswith((".", ":")) or "để trống" in refusal.message
        assert not any(char.isdigit() and len(refusal.message) > 250 for char in refusal.message)


@pytest.mark.django_db
def test_a_tie_to_nobody_is_left_out_and_noted(province: None, tmp_path: Path) -> None:
    her = number("F", 1982, 2)
    rows = [
        *family(),
        row(20, "Phan Thị Một", father_id=number("M", 1960, 999)),
        row(21, "Phan Thị Hai", father_id=her),
        row(22, "Phan Văn Ba", "M", 1975, mother_id=her),
        row(23, "Phan Văn Bốn", "M", 1975, spouse_id=her, marital_status="married"),
    ]
    batch = take_in(write(tmp_path / "a.parquet", rows))
    notes = set(batch.refusals.filter(taken=True).values_list("row", "code"))
    assert notes == {
        (6, "REFERENCE_UNKNOWN"),
        (7, "PARENT_SEX"),
        (8, "PARENT_YOUNGER"),
        (9, "SPOUSE_NOT_MUTUAL"),
    }
    assert batch.rows_noted == 4 and Person.objects.count() == 9
    assert by_tail(20).father is None and by_tail(23).spouse is None


@pytest.mark.django_db
def test_broken_lines_and_odd_values_of_a_csv_are_listed(province: None, tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", family())
    text = path.read_text(encoding="utf-8").splitlines()
    text.insert(3, "một,dòng,thiếu cột")
    text[1] = text[1].replace(",2012,", ",hai nghìn,")
    path.write_text("\n".join(text) + "\n", encoding="utf-8")
    batch = take_in(path)
    codes = dict(batch.refusals.filter(taken=False).values_list("code", "row"))
    assert codes["MALFORMED_LINE"] == 3
    assert codes["NOT_A_NUMBER"] == 1
    assert Person.objects.count() == 4
    assert by_tail(1).events.get().facts["full_name"] == "Nguyễn Văn Chồng"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.parquet", b"not a parquet file"),
        ("a.csv", "họ tên;năm sinh\n".encode()),
        ("b.csv", b"\xff\xfe\x00rubbish"),
        ("c.csv", b""),
    ],
)
def test_a_file_that_is_none_is_refused_and_leaves_nothing(
    province: None, tmp_path: Path, name: str, content: bytes
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(RegistryFileRefused):
        take_in(path)
    batch = ImportBatch.objects.get()
    assert batch.state == "failed" and batch.error
    assert Person.objects.count() == 0


@pytest.mark.django_db
def test_only_registry_officers_import_and_only_up_to_today(province: None, tmp_path: Path) -> None:
    path = write(tmp_path / "a.parquet", family())
    with pytest.raises(NotAllowed):
        importing.start(actor=make_actor("data_steward", "SYT"), path=path, as_of=AS_OF, today=TODAY)
    with pytest.raises(InvalidInput):
        importing.start(
            actor=make_actor("registry_officer"), path=path, as_of=TODAY + dt.timedelta(days=1), today=TODAY
        )
    assert not ImportBatch.objects.exists()


@pytest.mark.django_db
def test_a_number_that_was_annulled_does_not_come_back(province: None, tmp_path: Path) -> None:
    take_in(write(tmp_path / "a.parquet", family()))
    batch = take_in(write(tmp_path / "b.parquet", [row(77, "Kẻ Dùng Lại", "M", 1981)]), dt.date(2026, 11, 2))
    assert batch.refusals.get(taken=False).code == "NUMBER_ANNULLED"
    assert Person.objects.count() == 5


class Killed(BaseException):
    """As a kill -9: nothing of the program catches it."""


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("at", range(1, 15, 2))
def test_an_import_killed_anywhere_goes_on_and_ends_the_same(
    province: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    monkeypatch.setattr(loading, "CHUNK", 2)
    monkeypatch.setattr(loading, "ONE_GO", 0)
    path = write(tmp_path / "a.parquet", [*family(), row(8, "Sai", birth_month=13)])
    calls = [0]
    insert = database.insert

    def fragile(*arguments: Any) -> None:
        insert(*arguments)
        calls[0] += 1
        if calls[0] == at:
            raise Killed

    batch = importing.start(actor=make_actor("registry_officer"), path=path, as_of=AS_OF, today=TODAY)
    with monkeypatch.context() as patched, pytest.raises(Killed):
        patched.setattr(database, "insert", fragile)
        importing.run(batch.pk)
        raise Killed  # fewer chunks than ``at``: nothing to kill
    done = importing.run(batch.pk)
    assert done.state == "done"
    assert Person.objects.count() == 5
    assert LifeEvent.objects.values("person_id").annotate(n=Count("pk")).filter(n=1).count() == 5
    assert PersonNumber.objects.count() == 8
    assert Household.objects.get().head == by_tail(1)
    assert by_tail(3).father == by_tail(1)
    assert ImportRefusal.objects.count() == 1
    # Everything that was taken away for the load is back: a second person with the number is refused.
    with pytest.raises(Exception, match=r"(?i)unique"):
        Person.objects.create(
            personal_id=by_tail(1).personal_id,
            full_name="X",
            name_key="x",
            sex="M",
            birth_year=1980,
            marital_status="single",
        )


@pytest.mark.django_db
def test_a_failure_keeps_no_data_in_its_message(
    province: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path / "a.parquet", family())
    batch = importing.start(actor=make_actor("registry_officer"), path=path, as_of=AS_OF, today=TODAY)

    def broken(*arguments: Any) -> None:
        raise RuntimeError("duplicate key (personal_id)=(042080000001)")

    monkeypatch.setattr(database, "insert", broken)
    with pytest.raises(ImportFailed) as caught:
        importing.run(batch.pk)
    assert "042080000001" not in str(caught.value) and caught.value.__cause__ is None
    batch.refresh_from_db()
    assert batch.state == "failed" and "042080" not in batch.error


@pytest.mark.django_db
def test_a_file_that_changed_after_the_start_is_not_taken(province: None, tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", family())
    batch = importing.start(actor=make_actor("registry_officer"), path=path, as_of=AS_OF, today=TODAY)
    path.write_text("personal_id,full_name,sex,birth_year\n", encoding="utf-8")
    with pytest.raises(ImportFileGone):
        importing.run(batch.pk)
    assert issubclass(ImportFileGone, DomainError) and not Person.objects.exists()
