"""The state of a person on any day: the sum of events, with corrections for all days and changes from a day on."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from dean06.kernel.population import projection
from dean06.kernel.population.errors import Reason, StaleRecord
from dean06.kernel.population.models import LifeEvent, Person
from dean06.kernel.population.projection import Registration
from dean06.kernel.population.rules.state import BLANK, Happening, later_setter, setter_of, state_on
from dean06.kernel.population.tests import factories
from dean06.kernel.population.tests.factories import NOW
from dean06.kernel.population.tests.helpers import refused
from dean06.kernel.population.types import EventKind


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


BIRTH = Happening(1, "birth", day("1990-03-15"), {"full_name": "Lê Văn A", "sex": "M", "birth_year": 1990})
MOVE = Happening(2, "permanent_move", day("2015-06-01"), {"permanent_village": "Thôn 1", "household": 7})
RENAMED = Happening(3, "change", day("2018-01-10"), {"full_name": "Lê Văn B", "other_names": "Lê Văn A"})
FIXED = Happening(4, "correction", day("2020-02-02"), {"full_name": "Lê Văn Á"}, corrects=1)
LIFE = [BIRTH, MOVE, RENAMED, FIXED]


@pytest.mark.parametrize(
    ("on", "name", "household"),
    [
        ("1990-03-15", "Lê Văn Á", None),
        ("2015-05-31", "Lê Văn Á", None),
        ("2015-06-01", "Lê Văn Á", 7),
        ("2018-01-09", "Lê Văn Á", 7),
        ("2018-01-10", "Lê Văn B", 7),
        ("2026-01-01", "Lê Văn B", 7),
    ],
)
def test_a_correction_holds_for_all_days_and_a_change_from_its_day_on(on, name, household) -> None:
    state = state_on(LIFE, day(on))
    assert state is not None
    assert (state["full_name"], state["household"]) == (name, household)


def test_nothing_is_known_before_the_first_event() -> None:
    assert state_on(LIFE, day("1990-03-14")) is None
    assert state_on([], day("2026-01-01")) is None


def test_the_state_as_it_was_known_on_an_earlier_day() -> None:
    times = {1: 1, 2: 2, 3: 3, 4: 9}
    life = [
        Happening(e.id, e.kind, e.occurred_on, e.facts, e.corrects, dt.datetime(2020, 1, times[e.id], tzinfo=dt.UTC))
        for e in LIFE
    ]
    before_the_correction = dt.datetime(2020, 1, 5, tzinfo=dt.UTC)
    assert state_on(life, day("2016-01-01"), before_the_correction)["full_name"] == "Lê Văn A"
    assert state_on(life, day("2016-01-01"))["full_name"] == "Lê Văn Á"


def test_a_corrected_day_moves_its_event() -> None:
    death = Happening(5, "death", day("2021-05-05"), {"life_status": "dead", "died_on": "2021-05-05"})
    fixed = Happening(6, "correction", day("2021-08-01"), {"died_on": "2021-05-03", "occurred_on": "2021-05-03"}, 5)
    assert state_on([BIRTH, death, fixed], day("2021-05-03"))["life_status"] == "dead"
    assert state_on([BIRTH, death, fixed], day("2021-05-02"))["life_status"] == "alive"


def test_an_event_recorded_late_takes_its_place_by_its_day() -> None:
    late = Happening(9, "permanent_move", day("2016-01-01"), {"permanent_village": "Thôn 2"})
    earlier = Happening(8, "permanent_move", day("2017-01-01"), {"permanent_village": "Thôn 3"})
    assert state_on([BIRTH, earlier, late], day("2016-06-01"))["permanent_village"] == "Thôn 2"
    assert state_on([BIRTH, earlier, late], day("2018-01-01"))["permanent_village"] == "Thôn 3"
    assert later_setter([BIRTH, earlier], ["permanent_village"], day("2016-01-01")).id == 8
    assert later_setter([BIRTH, earlier], ["full_name"], day("2016-01-01")) is None


def test_a_correction_goes_to_the_event_that_set_the_value() -> None:
    assert setter_of(LIFE, "full_name", day("2026-01-01")).id == 3
    assert setter_of(LIFE, "full_name", day("2016-01-01")).id == 1
    assert setter_of(LIFE, "ethnicity", day("2026-01-01")).id == 1


names = st.sampled_from(["full_name", "ethnicity", "permanent_village"])
changes = st.lists(st.tuples(st.integers(0, 3000), names, st.sampled_from("ABC")), max_size=12)


@given(changes, st.integers(0, 3000))
def test_the_state_on_a_day_depends_on_earlier_days_only(changed, on) -> None:
    start = day("2000-01-01")
    events = [Happening(0, "birth", start, {"full_name": "X"})] + [
        Happening(number, "change", start + dt.timedelta(days=days), {name: value})
        for number, (days, name, value) in enumerate(changed, start=1)
    ]
    asked = start + dt.timedelta(days=on)
    so_far = [event for event in events if event.occurred_on <= asked]
    assert state_on(events, asked) == state_on(so_far, dt.date.max)
    assert state_on(reversed(events), asked) == state_on(events, asked)


@pytest.mark.django_db
def test_the_stored_person_is_the_sum_of_the_events(who) -> None:
    person = factories.person()
    assert projection.differences(person) == {}
    Person.objects.filter(pk=person.pk).update(full_name="Kẻ Sửa Trộm", permanent_unit=None)
    person.refresh_from_db()
    assert set(projection.differences(person)) == {"full_name", "permanent_unit"}
    projection.rebuild(person)
    assert projection.differences(Person.objects.get(pk=person.pk)) == {}


@pytest.mark.django_db
def test_every_column_that_events_write_is_in_the_reducer() -> None:
    own = {"id", "name_key", "version", "updated_at"}
    assert {field.name for field in Person._meta.concrete_fields} - own == set(BLANK)


@pytest.mark.django_db
def test_two_writers_of_one_person_do_not_overwrite_each_other(who) -> None:
    mine = factories.person()
    theirs = Person.objects.get(pk=mine.pk)
    by = Registration(now=NOW, actor_id=None)
    projection.record(mine, kind=EventKind.CHANGE, day=NOW.date(), facts={"ethnicity": "02"}, by=by)
    with pytest.raises(StaleRecord), transaction.atomic():
        projection.record(theirs, kind=EventKind.CHANGE, day=NOW.date(), facts={"ethnicity": "03"}, by=by)
    assert Person.objects.get(pk=mine.pk).ethnicity == "02"


@pytest.mark.django_db
def test_history_is_not_overwritten_from_behind(who) -> None:
    person = factories.person(born=dt.date(1990, 1, 1))
    by = Registration(now=NOW, actor_id=None)
    projection.record(person, kind=EventKind.CHANGE, day=NOW.date(), facts={"full_name": "Lê Văn Mới"}, by=by)
    earlier = NOW.date() - dt.timedelta(days=10)
    with refused(Reason.LATER_EVENT):
        projection.record(person, kind=EventKind.CHANGE, day=earlier, facts={"full_name": "Lê Văn Cũ"}, by=by)


def _raw(statement: str):
    def run() -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement)

    run.__name__ = statement
    return run


@pytest.mark.django_db
@pytest.mark.parametrize(
    "attack",
    [
        lambda: LifeEvent.objects.update(reason="khác"),
        lambda: LifeEvent.objects.all().delete(),
        _raw("UPDATE population_lifeevent SET kind = 'death'"),
        _raw("DELETE FROM population_lifeevent WHERE id > 0"),
    ],
)
def test_nobody_changes_or_deletes_a_life_event(who, attack) -> None:
    factories.person()
    before = list(LifeEvent.objects.values_list())
    with pytest.raises(IntegrityError), transaction.atomic():
        attack()
    assert list(LifeEvent.objects.values_list()) == before


@pytest.mark.django_db
def test_replace_and_truncate_are_refused_too(who) -> None:
    factories.person()
    before = list(LifeEvent.objects.values_list())
    # PostgreSQL truncates no table with foreign keys still to be checked.
    connection.check_constraints()
    statement = (
        "TRUNCATE population_lifeevent CASCADE"
        if connection.vendor == "postgresql"
        else "INSERT OR REPLACE INTO population_lifeevent SELECT * FROM population_lifeevent"
    )
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert list(LifeEvent.objects.values_list()) == before


@pytest.mark.django_db(transaction=True)
def test_a_test_database_can_still_be_emptied_and_is_guarded_afterwards() -> None:
    factories.place()
    factories.person()
    call_command("flush", interactive=False, verbosity=0)
    assert not LifeEvent.objects.exists()
    factories.place()
    factories.person()
    with pytest.raises(IntegrityError), transaction.atomic():
        LifeEvent.objects.update(reason="khác")
