"""Where the pages of a case are: the apps above, which draw them, say so at start-up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

Link = Callable[[int, str], str]


@dataclass(slots=True)
class Links:
    """Functions from (case id, code) to the path of a page on this site."""

    citizen: Link | None = None
    officer: Link | None = None
    look_up: Link | None = None


links = Links()


def register_case_links(
    *, citizen: Link | None = None, officer: Link | None = None, look_up: Link | None = None
) -> None:
    """Offer the citizen's page, the officer's page, the public look-up page of a case (from ``ready``)."""
    links.citizen = citizen or links.citizen
    links.officer = officer or links.officer
    links.look_up = look_up or links.look_up


def citizen_link(case_id: int, code: str) -> str:
    """Path of the applicant's page; "" while nobody draws one."""
    return links.citizen(case_id, code) if links.citizen else ""


def officer_link(case_id: int, code: str) -> str:
    """Path of the officer's page; "" while nobody draws one."""
    return links.officer(case_id, code) if links.officer else ""


def look_up_link(case_id: int, code: str) -> str:
    """Path of the public look-up, with the code filled in; "" while nobody draws one."""
    return links.look_up(case_id, code) if links.look_up else ""
