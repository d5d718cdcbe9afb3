"""PRIVATE. Loads the agencies of the province served: those of the tables and those that follow from its units."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from django.conf import settings

from dean06.kernel.units import data_files, territorial
from dean06.kernel.units.models import (
    AdminUnit,
    AdminUnitSuccession,
    Agency,
    AgencyAlias,
    AgencyArea,
    AgencyGroup,
    AgencySuccession,
)
from dean06.kernel.units.naming import accent_key, fold_words, group_key, name_key
from dean06.kernel.units.syncing import Changes, sync
from dean06.kernel.units.territorial import AgencyFacts, UnitFacts, UnitLink
from dean06.kernel.units.types import AgencyKind, AliasKind, Certainty, UnitLevel

_FIELDS = (
    "name", "short_name", "kind", "unit_id", "identifier", "valid_from", "valid_to", "source", "certainty", "name_key",
)  # fmt: skip


def load_agencies() -> Changes:
    """Everything about agencies, in the order of their references. Names edited by the province are kept."""
    province = str(settings.PROVINCE_CODE)
    units = _province_units(province)
    links = _links(units)
    derived = [
        facts
        for unit in sorted(units.values(), key=lambda unit: unit.pk)
        for facts in territorial.bodies_of(unit, settings.PROVINCE_NAME)
    ]
    table = data_files.AGENCY_FILES.get(province)
    listed = list(data_files.rows(table)) if table else []
    changes = _load_bodies(listed, derived)
    pks = dict(Agency.objects.values_list("code", "pk"))
    _load_parents(listed, derived, pks)
    changes += _load_aliases(listed, derived, pks)
    changes += _load_successions(bool(listed), units, links, pks)
    changes += _load_groups(bool(listed), pks)
    changes += _load_areas(derived, units, links, pks)
    refresh_search_keys()
    return changes


def _province_units(province: str) -> dict[int, UnitFacts]:
    """Units of the province by primary key: its districts, and its communes before and after."""
    under_province = AdminUnit.objects.filter(parent__code=province, parent__level=UnitLevel.PROVINCE)
    under_district = AdminUnit.objects.filter(parent__parent__code=province)
    rows = [*under_province.select_related("parent"), *under_district.select_related("parent")]
    return {
        unit.pk: UnitFacts(
            pk=unit.pk,
            name=unit.name,
            short_name=unit.short_name,
            kind=unit.kind,
            level=unit.level,
            is_current=unit.is_current,
            parent_pk=unit.parent_id,
            parent_name=unit.parent.name if unit.parent and unit.parent.level == UnitLevel.DISTRICT else "",
        )
        for unit in rows
        if not unit.is_stand_in
    }


def _links(units: dict[int, UnitFacts]) -> list[UnitLink]:
    rows = AdminUnitSuccession.objects.order_by("old__code", "new__code").values_list("old_id", "new_id", "partial")
    return [UnitLink(old, new, partial) for old, new, partial in rows if old in units and new in units]


def _load_bodies(listed: list[dict[str, str]], derived: list[AgencyFacts]) -> Changes:
    edited = {agency.code: agency for agency in Agency.objects.filter(name_edited=True)}
    provinces = {
        unit.code: unit.pk for unit in AdminUnit.objects.filter(level=UnitLevel.PROVINCE, valid_to__isnull=True)
    }
    wanted = [_listed_body(row, provinces) for row in listed] + [_derived_body(facts) for facts in derived]
    for agency in wanted:
        if kept := edited.get(agency.code):
            agency.name, agency.short_name, agency.name_key = kept.name, kept.short_name, kept.name_key
    # Bodies that the province added, or that left the tables, stay: tasks may point at them.
    return sync(Agency.objects.all(), wanted, key=lambda agency: agency.code, fields=_FIELDS, delete=False)


def _listed_body(row: dict[str, str], provinces: dict[str, int]) -> Agency:
    return Agency(
        code=row["code"],
        name=row["name"],
        short_name=row["short_name"],
        kind=row["kind"],
        unit_id=provinces.get(row["unit"]),
        identifier=row["identifier"],
        valid_from=data_files.day(row["valid_from"]),
        valid_to=data_files.day(row["valid_to"]),
        source=row["source"],
        certainty=row["certainty"],
        name_key=fold_words(row["name"]),
    )


def _derived_body(facts: AgencyFacts) -> Agency:
    return Agency(
        code=facts.code,
        name=facts.name,
        short_name=facts.short_name,
        kind=facts.kind,
        unit_id=facts.unit_pk,
        valid_from=facts.valid_from,
        valid_to=facts.valid_to,
        source=facts.source,
        certainty=facts.certainty,
        name_key=fold_words(facts.name),
    )


def _load_parents(listed: list[dict[str, str]], derived: list[AgencyFacts], pks: dict[str, int]) -> None:
    wanted = {row["code"]: pks.get(row["parent"]) for row in listed}
    wanted |= {facts.code: pks.get(facts.parent) for facts in derived}
    changed = []
    for agency in Agency.objects.filter(code__in=wanted).only("code", "parent_id"):
        if agency.parent_id != wanted[agency.code]:
            agency.parent_id = wanted[agency.code]
            changed.append(agency)
    Agency.objects.bulk_update(changed, ["parent_id"], batch_size=500)


def _load_aliases(listed: list[dict[str, str]], derived: list[AgencyFacts], pks: dict[str, int]) -> Changes:
    return sync(
        AgencyAlias.objects.filter(is_local=False),
        (alias for alias in _aliases(listed, derived, pks)),
        key=lambda alias: (alias.agency_id, alias.text),
        fields=("kind", "key", "accent_key", "valid_from", "valid_to"),
    )


def _aliases(listed: list[dict[str, str]], derived: list[AgencyFacts], pks: dict[str, int]) -> Iterator[AgencyAlias]:
    local = set(AgencyAlias.objects.filter(is_local=True).values_list("agency_id", "text"))
    seen: set[tuple[int, str]] = set(local)

    def once(
        pk: int, text: str, kind: str, start: dt.date | None = None, end: dt.date | None = None
    ) -> Iterable[AgencyAlias]:
        if (pk, text) not in seen:
            seen.add((pk, text))
            yield make_alias(pk, text, kind, start, end)

    for row in listed:
        kind = AliasKind.GROUP if row["kind"] == AgencyKind.GROUP else AliasKind.OFFICIAL
        yield from once(pks[row["code"]], row["name"], kind)
        yield from once(
            pks[row["code"]], row["short_name"], AliasKind.GROUP if kind == AliasKind.GROUP else AliasKind.SHORT
        )
    for facts in derived:
        yield from once(pks[facts.code], facts.name, AliasKind.OFFICIAL)
        yield from once(pks[facts.code], facts.short_name, AliasKind.SHORT)
        for text, alias_kind in facts.aliases:
            yield from once(pks[facts.code], text, alias_kind)
    if listed:
        for row in data_files.rows("agency_aliases.csv"):
            start, end = data_files.day(row["valid_from"]), data_files.day(row["valid_to"])
            yield from once(pks[row["agency"]], row["text"], row["kind"], start, end)


def make_alias(
    agency_pk: int, text: str, kind: str, valid_from: dt.date | None = None, valid_to: dt.date | None = None
) -> AgencyAlias:
    """An unsaved alias with its keys; groups have order-free keys."""
    key = group_key(text) if kind == AliasKind.GROUP else name_key(text)
    return AgencyAlias(
        agency_id=agency_pk,
        text=text,
        kind=kind,
        key=key,
        accent_key=key if kind == AliasKind.GROUP else accent_key(text),
        valid_from=valid_from,
        valid_to=valid_to,
    )


def _load_successions(
    with_table: bool, units: dict[int, UnitFacts], links: list[UnitLink], pks: dict[str, int]
) -> Changes:
    wanted = [
        AgencySuccession(
            old_id=pks[link.old],
            new_id=pks[link.new],
            is_main=link.is_main,
            effective_on=link.effective_on,
            certainty=link.certainty,
            source="",
        )
        for link in (*territorial.committee_successions(units, links), *territorial.police_successions(units, links))
        if link.old in pks and link.new in pks
    ]
    for row in data_files.rows("agency_successions.csv") if with_table else ():
        wanted.append(
            AgencySuccession(
                old_id=pks[row["old"]],
                new_id=pks[row["new"]],
                is_main=row["main"] == "1",
                effective_on=dt.date.fromisoformat(row["effective_on"]),
                certainty=row["certainty"],
                source=row["source"],
            )
        )
    return sync(
        AgencySuccession.objects.all(),
        wanted,
        key=lambda link: (link.old_id, link.new_id),
        fields=("is_main", "effective_on", "certainty", "source"),
        delete=False,
    )


def _load_groups(with_table: bool, pks: dict[str, int]) -> Changes:
    if not with_table:
        return Changes()
    rows = list(data_files.rows("agency_groups.csv"))
    changes = sync(
        AgencyGroup.objects.all(),
        [
            AgencyGroup(
                agency_id=pks[row["agency"]],
                member_kinds=row["member_kinds"],
                is_open=row["open"] == "1",
                note=row["note"],
            )
            for row in rows
        ],
        key=lambda group: group.agency_id,
        fields=("member_kinds", "is_open", "note"),
        delete=False,
    )
    groups = dict(AgencyGroup.objects.values_list("agency_id", "pk"))
    through = AgencyGroup.named_members.through
    through.objects.bulk_create(
        [
            through(agencygroup_id=groups[pks[row["agency"]]], agency_id=pks[member])
            for row in rows
            for member in row["members"].split("|")
            if member
        ],
        ignore_conflicts=True,
    )
    return changes


def _load_areas(
    derived: list[AgencyFacts], units: dict[int, UnitFacts], links: list[UnitLink], pks: dict[str, int]
) -> Changes:
    wanted = [
        AgencyArea(agency_id=pks[facts.code], unit_id=facts.unit_pk, certainty=facts.certainty)
        for facts in derived
        if facts.kind != AgencyKind.LAND_OFFICE_BRANCH
    ]
    wanted += [
        AgencyArea(agency_id=pks[code], unit_id=unit_pk, partial=partial, certainty=Certainty.LIKELY)
        for code, unit_pk, partial in territorial.branch_areas(units, links)
    ]
    return sync(
        AgencyArea.objects.all(),
        wanted,
        key=lambda area: (area.agency_id, area.unit_id),
        fields=("partial", "certainty"),
        delete=False,
    )


def refresh_search_keys(agency_pks: Iterable[int] | None = None) -> None:
    """Rebuild the searchable text of agencies from their names and aliases."""
    agencies = Agency.objects.prefetch_related("aliases")
    if agency_pks is not None:
        agencies = agencies.filter(pk__in=agency_pks)
    changed = []
    for agency in agencies:
        texts = dict.fromkeys(
            fold_words(text) for text in (agency.name, *(alias.text for alias in agency.aliases.all()))
        )
        key = "".join(f" {text} |" for text in texts)
        if agency.search_key != key:
            agency.search_key = key
            changed.append(agency)
    Agency.objects.bulk_update(changed, ["search_key"], batch_size=500)
