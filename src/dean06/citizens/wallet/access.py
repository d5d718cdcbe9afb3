"""PRIVATE. Who may see a paper: its owner and who represents him; officials only for a dossier they work on."""

from __future__ import annotations

from collections.abc import Callable

from dean06.citizens.wallet.errors import DocumentNotFound, NoDossier
from dean06.citizens.wallet.models import Use, WalletDocument
from dean06.kernel.audit import services as audit
from dean06.kernel.common.actors import Actor
from dean06.kernel.common.errors import InvalidInput
from dean06.kernel.population import queries as population

#: ``(actor, dossier code, person)`` → whether the actor works on this dossier and it concerns this person.
DossierCheck = Callable[[Actor, str, int], bool]
_checks: list[DossierCheck] = []
OWNER_PREFIX = "wallet.walletdocument"


def register_dossier_check(check: DossierCheck) -> None:
    """Let an app above say which dossiers open a person's store (from ``ready``). One that agrees is enough."""
    if check not in _checks:
        _checks.append(check)


def label_of(document_id: int) -> str:
    """Owner label of a paper's file."""
    return f"{OWNER_PREFIX}:{document_id}"


def acts_for(actor: Actor, person_id: int) -> bool:
    """The person himself, or a parent or guardian by the registry."""
    if actor.person_id is None:
        return False
    return actor.person_id == person_id or any(
        ward.person_id == person_id for ward in population.wards_of(actor.person_id)
    )


def may_open_file(actor: Actor, owner: str) -> bool:
    """For ``files``: citizens open their own papers; officials go through ``open_document``, which asks for what."""
    number = owner.partition(":")[2]
    if not number.isdecimal():
        return False
    document = WalletDocument.objects.filter(pk=int(number)).only("owner_id").first()
    return document is not None and acts_for(actor, document.owner_id)


def require_owner(actor: Actor, person_id: int | None, *, purpose: str, dossier: str) -> str:
    """The dossier code for which an official may look into the store of ``person_id``; "" for the owner and who
    represents him. ``None``: the paper asked for does not exist, which is answered as if it were somebody else's.

    To a citizen the papers of strangers do not exist (``DocumentNotFound``); an official hears ``NotAllowed``,
    ``NoDossier``, or ``InvalidInput`` without purpose.
    """
    if actor.person_id is None:
        return require_dossier(actor, person_id, purpose=purpose, dossier=dossier)
    if person_id is None or not acts_for(actor, person_id):
        raise DocumentNotFound()
    return ""


def require_dossier(actor: Actor, person_id: int | None, *, purpose: str, dossier: str) -> str:
    """The dossier code, when an official may look into the store for it. Raises ``NotAllowed``, ``NoDossier``,
    ``InvalidInput`` without purpose or code, ``DocumentNotFound`` (to the system itself only).
    """
    actor.require("wallet.use")
    if purpose not in {one.code for one in population.purposes()}:
        raise InvalidInput("Hãy chọn mục đích xem giấy tờ.", fields={"purpose": "Hãy chọn mục đích."})
    code = " ".join(dossier.split())
    if not code:
        raise NoDossier(fields={"dossier": NoDossier.message})
    if person_id is None and actor.is_system:
        raise DocumentNotFound()
    if person_id is None or not (actor.is_system or _is_bound(actor, code, person_id)):
        raise NoDossier(dossier=code)
    return code


def revocable(actor: Actor, document_id: int, *, lock: bool = False) -> WalletDocument:
    """A paper that the actor's agency kept or issued. Raises ``NotAllowed``, ``DocumentNotFound``."""
    actor.require("wallet.digitise")
    rows = WalletDocument.objects.select_for_update() if lock else WalletDocument.objects
    document = rows.filter(pk=document_id).first()
    if document is None or not actor.can_any(
        "wallet.digitise", [code for code in (document.kept_by_agency, document.issuer_agency) if code]
    ):
        raise DocumentNotFound()
    return document


def leave_read_row(
    actor: Actor, person_id: int, *, action: str, purpose: str, dossier: str, details: dict[str, object]
) -> None:
    """The row that the owner sees under "ai đã xem dữ liệu của tôi"."""
    audit.record_read(
        actor=actor,
        action=action,
        subject=f"population.person:{person_id}",
        purpose=purpose,
        dossier=dossier,
        details=details,
    )


def _is_bound(actor: Actor, dossier: str, person_id: int) -> bool:
    if any(check(actor, dossier, person_id) for check in _checks):
        return True
    # The actor's agency itself took a paper of this person into this dossier, or digitised one for it.
    agencies = actor.agencies_for("wallet.use")
    used = Use.objects.filter(case_code=dossier, document__owner_id=person_id, released_at__isnull=True)
    kept = WalletDocument.objects.filter(case_code=dossier, owner_id=person_id)
    if "*" in agencies:
        return used.exists() or kept.exists()
    return used.filter(agency__in=agencies).exists() or kept.filter(kept_by_agency__in=agencies).exists()
