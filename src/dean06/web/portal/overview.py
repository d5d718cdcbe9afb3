"""What waits for a citizen: asked of him, drafts, open dossiers, results; for his first page and the lists."""

from __future__ import annotations

from dataclasses import dataclass, field

from dean06.kernel.common.actors import Actor
from dean06.kernel.population import queries as population
from dean06.procedures.cases import queries as cases
from dean06.procedures.cases.types import FINAL, CaseRef, State
from dean06.procedures.forms import queries as forms
from dean06.procedures.forms.types import DraftRef
from dean06.procedures.interlinked import queries as interlinked
from dean06.procedures.interlinked.types import ConsentView

#: States in which the citizen must do something.
ASKED = (State.SUPPLEMENT, State.FINANCIAL)


@dataclass(frozen=True, slots=True)
class Overview:
    """The lists of the citizen's first page."""

    asked: list[CaseRef] = field(default_factory=list)
    open: list[CaseRef] = field(default_factory=list)
    done: list[CaseRef] = field(default_factory=list)
    drafts: list[DraftRef] = field(default_factory=list)
    consents: list[ConsentView] = field(default_factory=list)


def of(actor: Actor, *, most: int = 5) -> Overview:
    """The newest few of each list."""
    refs = cases.my_cases(actor)
    return Overview(
        asked=[one for one in refs if one.state in ASKED],
        open=[one for one in refs if one.state not in ASKED and one.state not in FINAL and one.state != State.DONE][
            :most
        ],
        done=[one for one in refs if one.state == State.DONE][:most],
        drafts=drafts(actor)[:most],
        consents=consents(actor),
    )


def drafts(actor: Actor) -> list[DraftRef]:
    """Applications that are being written."""
    return forms.drafts_of(actor)


def consents(actor: Actor) -> list[ConsentView]:
    """What the citizen is asked to agree to as the head of his household."""
    return interlinked.consents_of(actor, only_open=True)


def wards(actor: Actor) -> list[population.PersonRef]:
    """Minor children and wards, for whom the citizen may apply."""
    return population.wards_of(actor.person_id) if actor.person_id is not None else []
