"""PRIVATE. From a printed name to today's body. Wrong is worse than empty: what stays open is said to be open.

Order of the search for one name: (1) a known name with the same key, as printed, then without the province's name;
(2) the name of a group; (3) for bodies other than committees, police and branches, a name within a typing error.
Then time: a body that works on the day is meant itself, one that ended leads to those that took over.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property

from django.conf import settings
from django.db.models import Q

from dean06.kernel.units.models import Agency, AgencyAlias, AgencyGroup, AgencySuccession
from dean06.kernel.units.naming import candidate_keys, edit_distance, group_key, has_accents
from dean06.kernel.units.types import AgencyKind, AgencyRef, AliasKind, Resolution, ResolutionKind

#: Bodies named after units: one letter tells two of them apart, so their names are never read loosely.
TERRITORIAL = frozenset(
    {
        AgencyKind.COMMITTEE_DISTRICT,
        AgencyKind.COMMITTEE_COMMUNE,
        AgencyKind.POLICE_DISTRICT,
        AgencyKind.POLICE_COMMUNE,
        AgencyKind.ONE_STOP_COMMUNE,
        AgencyKind.LAND_OFFICE_BRANCH,
    }
)
#: What papers add behind a body without meaning another: "Sở … theo lĩnh vực quản lý", "… triển khai thực hiện".
_QUALIFIER = re.compile(
    r"[\s,]+(?:theo|triển khai|thực hiện|chủ trì|tham mưu|đơn vị quản lý|là cơ quan)\b.*$", re.I | re.S
)
_NEAR_SHORTEST = 10
_NEAR_TWO_ERRORS_FROM = 18


def resolve(texts: Sequence[str], *, on: dt.date, printed_on: dt.date | None) -> list[Resolution]:
    """Resolve many names with a bounded number of queries, whatever their number."""
    return Resolver(texts).resolve_all(on, printed_on)


class Resolver:
    """Holds what is known about the names asked for; the rest is read once, only if some name needs it."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = list(texts)
        self.heads = {text: head for text in self.texts if (head := _QUALIFIER.sub("", text)) != text}
        asked = {*self.texts, *self.heads.values()}
        self.keys = {text: candidate_keys(text, settings.PROVINCE_NAME) for text in asked}
        wanted = {key for pairs in self.keys.values() for key, _ in pairs} | {group_key(text) for text in asked}
        self.by_key: dict[str, list[AgencyAlias]] = {}
        for alias in AgencyAlias.objects.filter(key__in=wanted).select_related("agency").order_by("pk"):
            self.by_key.setdefault(alias.key, []).append(alias)

    def resolve_all(self, on: dt.date, printed_on: dt.date | None) -> list[Resolution]:
        return [self._resolve(text, on, printed_on) for text in self.texts]

    def _resolve(self, text: str, on: dt.date, printed_on: dt.date | None) -> Resolution:
        for key, accents in self.keys[text]:
            if matches := self.by_key.get(key):
                return self._by_name(text, matches, accents, on, printed_on)
        # One word ("Sở") names no group, though fillers dropped it would be the key of "các sở".
        if " " in text.strip() and (groups := self.by_key.get(group_key(text))):
            return self._group(text, groups[0].agency, on, printed_on)
        if head := self.heads.get(text):
            result = self._resolve(head, on, printed_on)
            if result.kind in {ResolutionKind.EXACT, ResolutionKind.SUCCESSOR}:
                return replace(result, text=text)
        if near := self._near(text):
            names = {alias.agency_id: alias.text for alias in near}
            result = self._decide(text, near, on, printed_on)
            note = f"Đọc là “{next(iter(names.values()))}” (bản in có thể sai chính tả). {result.note}".strip()
            return replace(result, note=note)
        return Resolution(ResolutionKind.UNKNOWN, text, note="Không nhận ra cơ quan này. Hãy tìm và chọn.")

    def _by_name(
        self, text: str, matches: list[AgencyAlias], accents: str, on: dt.date, printed_on: dt.date | None
    ) -> Resolution:
        if has_accents(text):
            same = [alias for alias in matches if alias.accent_key == accents]
            if not same and any(alias.agency.kind in TERRITORIAL for alias in matches):
                names = ", ".join(dict.fromkeys(alias.text for alias in matches))
                found = self._ends(matches, on)
                return Resolution(
                    ResolutionKind.AMBIGUOUS,
                    text,
                    agencies=_refs(found),
                    note=f"Dấu không khớp với tên đã biết: {names}. Hãy chọn.",
                )
            matches = same or matches
        return self._decide(text, matches, on, printed_on)

    def _decide(self, text: str, matches: list[AgencyAlias], on: dt.date, printed_on: dt.date | None) -> Resolution:
        typed = [alias for alias in matches if alias.kind != AliasKind.LOOSE]
        loose = not typed
        agencies = _distinct(typed or matches)
        if printed_on:
            agencies = [agency for agency in agencies if _works(agency, printed_on)] or agencies
        working = [agency for agency in agencies if _works(agency, on)]
        if len(agencies) == 1 or (working and not (loose and not printed_on)):
            chosen = working or agencies
            if len(chosen) == 1:
                return self._one(text, chosen[0], matches, on)
            return self._ambiguous(text, chosen, chosen)
        ends = self._union(agencies, on)
        if len(ends) == 1:
            kind = ResolutionKind.EXACT if ends[0] in agencies else ResolutionKind.SUCCESSOR
            via = tuple(agency for agency in agencies if agency not in ends)
            return Resolution(kind, text, agencies=_refs(ends), via=_refs(via) if kind == "successor" else ())
        if not ends:
            return self._ended(text, agencies[0])
        same_ends = {tuple(sorted(agency.pk for agency in self.world.ends(agency, on))) for agency in agencies}
        if len(same_ends) == 1:
            return self._successor(text, agencies, ends, on)
        return self._ambiguous(text, agencies, [*working, *(agency for agency in ends if agency not in working)])

    def _one(self, text: str, agency: Agency, matches: list[AgencyAlias], on: dt.date) -> Resolution:
        if agency.kind == AgencyKind.GROUP:
            return self._group(text, agency, on, None)
        if _works(agency, on):
            former = next((a for a in matches if a.agency_id == agency.pk and a.kind == AliasKind.FORMER_NAME), None)
            note = f"Tên cũ của {agency.name}." if former else ""
            return Resolution(ResolutionKind.EXACT, text, agencies=(_ref(agency),), note=note)
        if agency.valid_from and agency.valid_from > on:
            return Resolution(
                ResolutionKind.UNKNOWN,
                text,
                note=f"{agency.name} chỉ hoạt động từ {agency.valid_from:%d/%m/%Y}, sau ngày {on:%d/%m/%Y}.",
            )
        ends = self.world.ends(agency, on)
        return self._successor(text, [agency], ends, on) if ends else self._ended(text, agency)

    def _successor(self, text: str, old: list[Agency], ends: list[Agency], on: dt.date) -> Resolution:
        until = old[0].valid_to
        ended = f"{old[0].name} hoạt động đến {until:%d/%m/%Y}" if until else f"{old[0].name} không còn hoạt động"
        if len(ends) == 1:
            note = f"{ended}; nay là {ends[0].name}."
        else:
            note = f"{ended}; công việc chuyển cho {len(ends)} cơ quan, chọn theo địa bàn hoặc nội dung."
        parts = [agency for agency in self.world.parts(old[0], on) if agency not in ends]
        if parts:
            note += f" Một phần chuyển cho {', '.join(agency.short_name for agency in parts)}."
        return Resolution(
            ResolutionKind.SUCCESSOR, text, agencies=_refs(ends), via=_refs(old), parts=_refs(parts), note=note
        )

    def _ended(self, text: str, agency: Agency) -> Resolution:
        note = f"{agency.name} không còn hoạt động và chưa rõ cơ quan nào tiếp nhận công việc."
        return Resolution(ResolutionKind.UNKNOWN, text, via=(_ref(agency),), note=note)

    def _ambiguous(self, text: str, meant: list[Agency], candidates: list[Agency]) -> Resolution:
        names = ", ".join(agency.name for agency in meant[:4])
        note = f"Tên này có thể là: {names}. Hãy chọn."
        ended = tuple(agency for agency in meant if agency not in candidates)
        return Resolution(ResolutionKind.AMBIGUOUS, text, agencies=_refs(candidates), via=_refs(ended), note=note)

    def _group(self, text: str, group: Agency, on: dt.date, printed_on: dt.date | None) -> Resolution:
        now = self.world.ends(group, on) or [group]
        rule = self.world.groups.get(now[0].pk)
        members = self.world.members(rule, on) if rule else []
        note = rule.note if rule else ""
        if now[0] != group:
            note = f"{group.name} không còn; nay là {now[0].name}. {note}".strip()
        return Resolution(
            ResolutionKind.GROUP,
            text,
            agencies=_refs(now[:1]),
            via=() if now[0] == group else (_ref(group),),
            members=_refs(members),
            is_open_group=rule is None or rule.is_open,
            note=note,
        )

    def _union(self, agencies: Iterable[Agency], on: dt.date) -> list[Agency]:
        return list(dict.fromkeys(end for agency in agencies for end in self.world.ends(agency, on)))

    def _ends(self, matches: Iterable[AgencyAlias], on: dt.date) -> list[Agency]:
        return self._union(_distinct(matches), on)

    def _near(self, text: str) -> list[AgencyAlias]:
        """Aliases of one agency within one or two typing errors; empty when none or several agencies are that near."""
        best: dict[int, list[AgencyAlias]] = {}
        for key, _ in self.keys[text]:
            if len(key) < _NEAR_SHORTEST:
                continue
            limit = 2 if len(key) >= _NEAR_TWO_ERRORS_FROM else 1
            for alias in self._near_names:
                if alias.key[:2] == key[:2] and _digits(alias.key) == _digits(key):
                    distance = edit_distance(key, alias.key, limit)
                    if distance <= limit:
                        best.setdefault(distance, []).append(alias)
        nearest = best[min(best)] if best else []
        return nearest if len({alias.agency_id for alias in nearest}) == 1 else []

    @cached_property
    def _near_names(self) -> list[AgencyAlias]:
        names = AgencyAlias.objects.exclude(kind__in=(AliasKind.LOOSE, AliasKind.GROUP))
        names = names.exclude(agency__kind__in=TERRITORIAL).exclude(Q(key__contains="khuvuc"))
        return [alias for alias in names.select_related("agency") if len(alias.key) >= _NEAR_SHORTEST]

    @cached_property
    def world(self) -> World:
        return World()


class World:
    """All agencies with their successions and groups: a few hundred rows, read in four queries."""

    def __init__(self) -> None:
        self.agencies = {agency.pk: agency for agency in Agency.objects.defer("search_key")}
        self.links: dict[int, list[tuple[int, bool]]] = {}
        rows = AgencySuccession.objects.order_by("-is_main", "new__name").values_list("old_id", "new_id", "is_main")
        for old, new, is_main in rows:
            self.links.setdefault(old, []).append((new, is_main))

    @cached_property
    def groups(self) -> dict[int, AgencyGroup]:
        return {group.agency_id: group for group in AgencyGroup.objects.prefetch_related("named_members")}

    def ends(self, agency: Agency, on: dt.date) -> list[Agency]:
        """Bodies that do the agency's work on the day: itself, else its main successors, else (none is main) all."""
        found: dict[int, Agency] = {}
        seen = set()
        queue = [agency.pk]
        while queue:
            pk = queue.pop(0)
            if pk in seen:
                continue
            seen.add(pk)
            present = self.agencies[pk]
            if _works(present, on):
                found[pk] = present
            elif present.valid_to and present.valid_to < on:
                links = self.links.get(pk, [])
                main = [new for new, is_main in links if is_main]
                queue += main or [new for new, _ in links]
        return list(found.values())

    def parts(self, agency: Agency, on: dt.date) -> list[Agency]:
        """Bodies that took over only a part, beside a main successor."""
        links = self.links.get(agency.pk, [])
        if not any(is_main for _, is_main in links):
            return []
        return [end for new, is_main in links if not is_main for end in self.ends(self.agencies[new], on)]

    def members(self, group: AgencyGroup, on: dt.date) -> list[Agency]:
        """Agencies that a group means on a day, by kind and name; an open group has at most its named examples."""
        kinds = set(group.kinds)
        named = {member.pk for member in group.named_members.all()}
        rows = [
            agency
            for agency in self.agencies.values()
            if (agency.kind in kinds or agency.pk in named) and _works(agency, on)
        ]
        order = {kind: position for position, kind in enumerate(group.kinds)}
        return sorted(rows, key=lambda agency: (order.get(agency.kind, 99), agency.name_key))


def _works(agency: Agency, on: dt.date) -> bool:
    return (agency.valid_from is None or agency.valid_from <= on) and (agency.valid_to is None or on <= agency.valid_to)


def _distinct(matches: Iterable[AgencyAlias]) -> list[Agency]:
    return list({alias.agency_id: alias.agency for alias in matches}.values())


def _digits(text: str) -> str:
    return "".join(character for character in text if character.isdigit())


def _ref(agency: Agency) -> AgencyRef:
    return AgencyRef(agency.code, agency.name, agency.short_name, agency.kind, agency.valid_to, agency.valid_from)


def _refs(agencies: Iterable[Agency]) -> tuple[AgencyRef, ...]:
    return tuple(_ref(agency) for agency in agencies)
