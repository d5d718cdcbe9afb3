"""PRIVATE. What the task register asks of ``units``: names, members of groups, heads of bodies."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from dean06.kernel.units import queries as units
from dean06.kernel.units.errors import AgencyNotFound
from dean06.kernel.units.types import AgencyHead, AgencyKind, AgencyRef
from dean06.steering.assignments.errors import UnknownBody

#: The view that answers a search picker.
SEARCH_URL = "units:picker"


@dataclass(frozen=True, slots=True)
class Body:
    """An agency or group as the register needs it. ``members`` are empty for a single body and for an open group."""

    code: str
    name: str
    is_group: bool
    members: tuple[tuple[str, str], ...] = ()
    head_name: str = ""
    head_title: str = ""

    @property
    def doing(self) -> tuple[tuple[str, str], ...]:
        """Code and name of every body that must do its part."""
        return self.members if self.is_group else ((self.code, self.name),)


def bodies(codes: Iterable[str], *, on: dt.date) -> dict[str, Body]:
    """Bodies by code, groups with their members on the day ``on``. Raises ``UnknownBody`` for a code that is none."""
    wanted = list(dict.fromkeys(codes))
    found = units.get_agencies(wanted)
    unknown = [code for code in wanted if code not in found]
    if unknown:
        raise UnknownBody(f"Không có cơ quan nào mang mã {', '.join(unknown)}. Hãy tìm theo tên.", codes=unknown)
    heads = units.agency_heads(wanted)
    return {code: _body(found[code], heads.get(code), on) for code in wanted}


def _body(agency: AgencyRef, head: AgencyHead | None, on: dt.date) -> Body:
    is_group = agency.kind == AgencyKind.GROUP
    members = units.group_members(agency.code, on) if is_group else ()
    return Body(
        code=agency.code,
        name=agency.short_name or agency.name,
        is_group=is_group,
        members=tuple((member.code, member.short_name or member.name) for member in members),
        head_name=head.name if head else "",
        head_title=head.title if head else "",
    )


def name_of(code: str) -> str:
    """The short name of a body; what is no code is returned as it is."""
    agency = units.get_agencies([code]).get(code)
    return (agency.short_name or agency.name) if agency else code


def names_of(codes: Iterable[str]) -> dict[str, str]:
    """Short names by code; codes that are none are absent. One query."""
    return {code: agency.short_name or agency.name for code, agency in units.get_agencies(codes).items()}


def resolve(text: str, *, on: dt.date) -> str:
    """The code of the body or group that ``text`` (a code, or a name as printed) means on a day.

    Raises ``UnknownBody`` naming the candidates when it means none or several: never a guess.
    """
    if text in units.get_agencies([text]):
        return text
    found = units.resolve_agency(text, on=on)
    if found.agency is not None:
        return found.agency.code
    candidates = found.agencies or tuple(units.search_agencies(text, limit=5, on=on))
    if candidates:
        names = "; ".join(agency.name for agency in candidates[:5])
        raise UnknownBody(f"Chưa rõ “{text}” là cơ quan nào. Có thể là: {names}. Hãy ghi đầy đủ tên.")
    raise UnknownBody(f"Không tìm thấy cơ quan “{text}”. Hãy kiểm tra lại tên.")


def head_of(code: str) -> tuple[str, str, str]:
    """Name, title and telephone of the head of a body; empty where nobody entered them."""
    head = units.agency_heads([code]).get(code)
    return (head.name, head.title, head.phone) if head else ("", "", "")


def known_agency(code: str) -> AgencyRef:
    """The agency. Raises ``UnknownBody``."""
    try:
        return units.agency(code)
    except AgencyNotFound as error:
        raise UnknownBody(error.message) from error
