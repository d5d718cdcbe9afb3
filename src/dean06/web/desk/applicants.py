"""PRIVATE. Who hands in a draft: from the registry where it knows him, else as the officer typed it.

What was typed and which files were taken in is kept in the session beside the number of the draft: it belongs to no
record before the case is handed in.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import MutableMapping
from typing import Any

from dean06.kernel.population import queries as population
from dean06.procedures.cases.types import ApplicantInput

_KEY = "desk_applicants"
_FILES = "desk_files"
#: Drafts of one session whose applicants are remembered.
_MOST = 40


def remember(session: MutableMapping[str, Any], draft_id: int, given: dict[str, Any]) -> None:
    """Keep what was typed, the latest ``_MOST`` drafts."""
    kept = dict(session.get(_KEY) or {})
    kept.pop(str(draft_id), None)
    kept[str(draft_id)] = {key: value for key, value in given.items() if isinstance(value, str | bool | int)}
    session[_KEY] = dict(list(kept.items())[-_MOST:])


def remembered(session: MutableMapping[str, Any], draft_id: int) -> dict[str, Any]:
    """What was typed for this draft in this session."""
    found = (session.get(_KEY) or {}).get(str(draft_id))
    return dict(found) if isinstance(found, dict) else {}


def keep_file(session: MutableMapping[str, Any], draft_id: int, requirement: str, file: dict[str, Any]) -> None:
    """A paper was taken in for this draft (id, name, quality); the newer one of a requirement stays."""
    kept = dict(session.get(_FILES) or {})
    files = dict(kept.pop(str(draft_id), {}))
    files[requirement] = file
    kept[str(draft_id)] = files
    session[_FILES] = dict(list(kept.items())[-_MOST:])


def kept_files(session: MutableMapping[str, Any], draft_id: int) -> dict[str, dict[str, Any]]:
    """Requirement → id, name and quality of the papers taken in for this draft."""
    found = (session.get(_FILES) or {}).get(str(draft_id))
    return dict(found) if isinstance(found, dict) else {}


def forget(session: MutableMapping[str, Any], draft_id: int) -> None:
    """The case was handed in."""
    for key in (_KEY, _FILES):
        kept = dict(session.get(key) or {})
        if kept.pop(str(draft_id), None) is not None:
            session[key] = kept


def registry_name(person_id: int | None) -> str:
    """Name and birth of somebody the registry knows, for the head of the form."""
    person = population.persons([person_id]).get(person_id) if person_id else None
    return f"{person.full_name}, sinh {person.birth_text}" if person else ""


def applicant(person_id: int | None, given: dict[str, Any]) -> ApplicantInput:
    """Who the case is for. The registry's values win over what was typed."""
    phone, email, address = (str(given.get(name) or "") for name in ("phone", "email", "address"))
    person = population.persons([person_id]).get(person_id) if person_id else None
    if person is not None:
        day = person.birth_day and person.birth_month
        return ApplicantInput(
            full_name=person.full_name,
            number=person.personal_id or "",
            birth_date=dt.date(person.birth_year, person.birth_month or 1, person.birth_day or 1) if day else None,
            person_id=person.person_id,
            phone=phone,
            email=email,
            address=address,
        )
    birth = str(given.get("birth") or "")
    return ApplicantInput(
        full_name=str(given.get("full_name") or ""),
        number=str(given.get("number") or ""),
        birth_date=dt.date.fromisoformat(birth) if len(birth) == 10 else None,
        is_organisation=bool(given.get("is_organisation")),
        phone=phone,
        email=email,
        address=address,
    )
