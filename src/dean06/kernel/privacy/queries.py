"""PUBLIC. Who looked at a person's data: for that person, and for parents and guardians of minors."""

from __future__ import annotations

from datetime import datetime

from dean06.kernel.accounts import queries as accounts
from dean06.kernel.audit import queries as audit
from dean06.kernel.audit import services as audit_services
from dean06.kernel.audit.types import SubjectEntry
from dean06.kernel.common.actors import Actor
from dean06.kernel.common.errors import NotFound
from dean06.kernel.population import queries as population
from dean06.kernel.privacy import marks
from dean06.kernel.privacy.audit_actions import OPENED
from dean06.kernel.privacy.types import Look, Looks
from dean06.kernel.units import queries as units

#: What was looked at, where the label of the act would not tell a layman.
_WHAT = {
    "population.person_shown": "Thông tin dân cư (hiện trong kết quả tra cứu)",
    "population.person_verified": "Đối chiếu họ tên, ngày sinh, số định danh (chỉ biết khớp hay không)",
    "population.card_opened": "Thẻ thông tin dân cư",
    "identity.person_checked": "Họ tên, ngày sinh, khi đăng nhập",
    "data.read": "Thông tin dân cư",
}


def looks_at(
    *,
    actor: Actor,
    person_id: int | None = None,
    with_own: bool = False,
    since: datetime | None = None,
    after: str = "",
    limit: int = 20,
) -> Looks:
    """Looks at the data of the actor, or of a minor child or ward of his (``person_id``), newest first.

    ``with_own`` adds his own looks and those of the system. Raises ``NotAllowed`` for officers, ``NotFound`` for
    anybody else's data. A look at a child's list leaves a row itself.
    """
    actor.require("my_data.view")
    wanted = person_id or actor.person_id
    if wanted is None or (wanted != actor.person_id and wanted not in {one.person_id for one in wards_of(actor)}):
        raise NotFound
    if wanted != actor.person_id:
        audit_services.record_read(
            actor=actor, action=OPENED, subject=f"population.person:{wanted}", purpose="YEU_CAU_CUA_NGUOI_DAN"
        )
    page = audit.rows_about(
        f"population.person:{wanted}",
        without_actor=None if with_own else actor.user_id,
        people_only=not with_own,
        since=since,
        after=marks.from_text(after),
        limit=limit,
    )
    return Looks(_in_words(actor, page.entries), marks.to_text(page.older))


def changes_of(*, actor: Actor, person_id: int | None = None, after: str = "", limit: int = 20) -> Looks:
    """Changes of the register's record of the actor (or of a minor child or ward), newest first. Raises as
    ``looks_at``."""
    actor.require("my_data.view")
    wanted = person_id or actor.person_id
    if wanted is None or (wanted != actor.person_id and wanted not in {one.person_id for one in wards_of(actor)}):
        raise NotFound
    page = audit.rows_about(f"population.person:{wanted}", reads=False, after=marks.from_text(after), limit=limit)
    return Looks(_in_words(actor, page.entries), marks.to_text(page.older))


def wards_of(actor: Actor) -> list[population.PersonRef]:
    """The minor children and the wards of a citizen, by the registry."""
    return population.wards_of(actor.person_id) if actor.person_id is not None else []


def _in_words(actor: Actor, entries: list[SubjectEntry]) -> list[Look]:
    positions = accounts.positions(entry.actor_id for entry in entries)
    agencies = units.get_agencies({entry.actor_agency for entry in entries if entry.actor_agency})
    purposes = {purpose.code: purpose.label for purpose in population.purposes(active_only=False)}
    looks = []
    for entry in entries:
        position, is_citizen = positions.get(entry.actor_id or 0, ("", False))
        own = entry.actor_id is not None and entry.actor_id == actor.user_id
        if own:
            who = "Chính bạn"
        elif entry.actor_id is None:
            who = f"Hệ thống ({entry.actor_name})"
        elif is_citizen:
            who = "Một công dân cùng gia đình hoặc cùng hộ, khi làm hồ sơ"
        else:
            who = position or "Cán bộ"
        agency = agencies.get(entry.actor_agency)
        looks.append(
            Look(
                row_id=entry.row_id,
                time=entry.time,
                who=who,
                agency=agency.name if agency else entry.actor_agency,
                what=_WHAT.get(entry.action, entry.action_label),
                purpose=purposes.get(entry.purpose, entry.purpose),
                dossier=entry.dossier,
                is_own=own,
                is_system=entry.actor_id is None,
            )
        )
    return looks
