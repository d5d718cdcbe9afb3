"""Entries of the navigation for acts and proposals, and who opens the evidence of a proposal."""

from __future__ import annotations

from dean06.kernel.common.actors import Actor
from dean06.kernel.design import navigation
from dean06.kernel.files import services as files
from dean06.kernel.population.acts.common import CIVIL_STATUS, DECIDE, PROPOSE
from dean06.kernel.population.models import ChangeProposal

_GROUP = "Dữ liệu dân cư"


def register() -> None:
    """Called at start-up."""
    navigation.register(
        navigation.NavigationItem(_GROUP, "Đăng ký khai sinh", "population:birth", "baby", CIVIL_STATUS, 30),
        navigation.NavigationItem(_GROUP, "Đề nghị sửa dữ liệu", "population:proposals", "git-compare", PROPOSE, 40),
    )
    files.register_owner_check("population.changeproposal", may_open_evidence)


def may_open_evidence(actor: Actor, owner: str) -> bool:
    """The author and those who decide open the evidence of a proposal (``population.changeproposal:<id>``)."""
    pk = owner.rpartition(":")[2]
    row = ChangeProposal.objects.filter(pk=int(pk)).first() if pk.isdigit() else None
    return row is not None and (actor.can(DECIDE) or row.proposed_by == actor.user_id)
