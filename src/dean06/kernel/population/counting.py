"""Counts of people and households, kept so that statistics never look at a person: recounted for the units touched."""

from __future__ import annotations

from collections.abc import Collection

from django.db import connection, transaction

from dean06.kernel.population.models import HouseholdCount, LifeEvent, Person, PopulationCount, Residence

#: One statement for each kind of residence; ``{only}`` narrows it to units.
_PEOPLE = {
    "permanent": """
        SELECT permanent_unit_id, 'permanent', sex, birth_year, count(*) FROM population_person
        WHERE life_status = 'alive' AND id_status <> 'merged' AND permanent_unit_id IS NOT NULL {only}
        GROUP BY permanent_unit_id, sex, birth_year""",
    "current": """
        SELECT coalesce(current_unit_id, permanent_unit_id) AS u, 'current', sex, birth_year, count(*)
        FROM population_person WHERE life_status = 'alive' AND id_status <> 'merged'
        AND coalesce(current_unit_id, permanent_unit_id) IS NOT NULL {only}
        GROUP BY u, sex, birth_year""",
    "temporary": """
        SELECT r.unit_id, 'temporary', p.sex, p.birth_year, count(*)
        FROM (SELECT DISTINCT person_id, unit_id FROM population_residence
              WHERE kind = 'temporary' AND ended_on IS NULL AND unit_id IS NOT NULL {only}) r
        JOIN population_person p ON p.id = r.person_id
        WHERE p.life_status = 'alive' AND p.id_status <> 'merged'
        GROUP BY r.unit_id, p.sex, p.birth_year""",
}
_LOCK = 0x636F_756E
_ONLY = {
    "permanent": "AND permanent_unit_id IN ({units})",
    # The index stands on the permanent unit; those who live elsewhere are few and have no index of their own.
    "current": "AND (current_unit_id IN ({units}) OR (current_unit_id IS NULL AND permanent_unit_id IN ({units})))",
    "temporary": "AND unit_id IN ({units})",
}
_HOUSEHOLDS = """
    SELECT u, size, count(*) FROM (
        SELECT permanent_unit_id AS u, household_id, count(*) AS size FROM population_person
        WHERE life_status = 'alive' AND id_status <> 'merged' AND household_id IS NOT NULL
        AND permanent_unit_id IS NOT NULL {only}
        GROUP BY permanent_unit_id, household_id) homes
    GROUP BY u, size"""


def recount(units: Collection[int] | None) -> None:
    """Count these units (ids) afresh, or every unit when ``None``; inside one transaction."""
    if units is not None and not units:
        return
    some = ", ".join(str(int(unit)) for unit in sorted(units)) if units is not None else ""
    with transaction.atomic():
        _one_at_a_time()
        people, homes = PopulationCount.objects.all(), HouseholdCount.objects.all()
        if units is not None:
            people, homes = people.filter(unit_id__in=units), homes.filter(unit_id__in=units)
        people.delete()
        homes.delete()
        with connection.cursor() as cursor:
            for kind, sql in _PEOPLE.items():
                only = _ONLY[kind].format(units=some) if some else ""
                cursor.execute(
                    "INSERT INTO population_populationcount (unit_id, residence, sex, birth_year, count) "
                    + sql.format(only=only)
                )
            only = _ONLY["permanent"].format(units=some) if some else ""
            cursor.execute(
                "INSERT INTO population_householdcount (unit_id, size, count) " + _HOUSEHOLDS.format(only=only)
            )


def _one_at_a_time() -> None:
    """Two recounts of one unit must not meet; SQLite has one writer anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def units_of(person_ids: Collection[int]) -> set[int]:
    """Every unit where one of these people has or had a residence: after an event all of them are counted afresh."""
    found: set[int | None] = set()
    for row in Person.objects.filter(pk__in=person_ids).values_list("permanent_unit_id", "current_unit_id"):
        found.update(row)
    found.update(Residence.objects.filter(person_id__in=person_ids).values_list("unit_id", flat=True))
    named = set()
    for facts in LifeEvent.objects.filter(person_id__in=person_ids).values_list("facts", flat=True):
        for name in ("permanent_unit", "current_unit", "temporary_unit"):
            if isinstance(value := facts.get(name), list):
                named.add((value[0], value[1]))
    model = Person._meta.get_field("permanent_unit").related_model
    for pk, code, since in model.objects.filter(code__in={code for code, _ in named}).values_list(  # type: ignore[union-attr, attr-defined]
        "pk", "code", "valid_from"
    ):
        if (code, since.isoformat()) in named:
            found.add(pk)
    return {unit for unit in found if unit is not None}
