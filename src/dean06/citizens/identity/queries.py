"""PUBLIC. A citizen's account, how surely a session was identified, and what acts ask for."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest

from dean06.citizens.identity import codes, sms
from dean06.citizens.identity.errors import HigherLevelNeeded
from dean06.citizens.identity.models import AssuranceRule, CitizenAccount, ContactConfirmation
from dean06.citizens.identity.providers import providers
from dean06.citizens.identity.rules import SHIPPED, shortfall
from dean06.citizens.identity.sessions import kept_standing
from dean06.citizens.identity.types import Act, CitizenRef, Need, Standing
from dean06.kernel.common.actors import Actor
from dean06.kernel.common.errors import NotAllowed

__all__ = [
    "account",
    "demo_citizens",
    "demo_code",
    "need",
    "needs",
    "providers",
    "require_standing",
    "shortfall_of",
    "sms_connected",
    "standing",
]


def account(actor: Actor) -> CitizenRef | None:
    """The actor's own account as a citizen; ``None`` for officers and the system."""
    if actor.person_id is None:
        return None
    found = CitizenAccount.objects.select_related("user").filter(user_id=actor.user_id or 0).first()
    return _ref(found) if found else None


def standing(request: HttpRequest) -> Standing:
    """How surely the citizen of this session was identified. Raises ``NotAllowed`` for visitors and officers."""
    actor: Actor | None = getattr(request, "actor", None)
    if actor is None or actor.person_id is None:
        raise NotAllowed("Trang này dành cho công dân đã đăng nhập.")
    kept = kept_standing(request)
    if kept:
        return kept
    found = CitizenAccount.objects.filter(user_id=actor.user_id or 0).first()
    return Standing(found.provider, found.level, 1) if found else Standing("", 1, 1)


def needs() -> list[Need]:
    """What each act asks for here: the province's value, else the shipped one."""
    own = {rule.act: Need(rule.act, rule.level, rule.assurance, rule.source) for rule in AssuranceRule.objects.all()}
    return [own.get(act.value, SHIPPED[act.value]) for act in Act]


def need(act: str) -> Need:
    """What one act asks for. Raises ``KeyError`` for an act that is not in ``types.Act``."""
    return {one.act: one for one in needs()}[act]


def shortfall_of(request: HttpRequest, act: str) -> str:
    """What the session lacks for ``act``, as a sentence with what to do; empty when it suffices."""
    held = standing(request)
    return shortfall(need(act), held.level, held.assurance)


def require_standing(request: HttpRequest, act: str) -> None:
    """Raise ``HigherLevelNeeded`` unless the session suffices for ``act``."""
    lacking = shortfall_of(request, act)
    if lacking:
        raise HigherLevelNeeded(lacking, act=act)


def demo_citizens() -> list[CitizenRef]:
    """The invented citizens that the sign-in page of the demo offers; empty outside the demo."""
    if not settings.DEMO:
        return []
    found = CitizenAccount.objects.select_related("user").filter(user__is_demo=True, user__is_active=True)
    return [_ref(one) for one in found.order_by("pk")[:30]]


def _ref(found: CitizenAccount) -> CitizenRef:
    return CitizenRef(
        user_id=found.user_id,
        person_id=found.person_id,
        full_name=found.user.full_name,
        level=found.level,
        phone=found.user.phone,
        phone_confirmed=found.phone_confirmed,
        email=found.user.contact_email,
        large_type=found.large_type,
        last_signed_in_at=found.last_signed_in_at,
    )


def sms_connected() -> bool:
    """True when telephone numbers can be confirmed by a text message."""
    return sms.is_connected()


def demo_code(actor: Actor, confirmation_id: int) -> str:
    """The code that was "sent" to a citizen of the demo, to be shown on the screen; empty outside the demo."""
    if not settings.DEMO:
        return ""
    asked = ContactConfirmation.objects.filter(pk=confirmation_id, account__user_id=actor.user_id or 0).first()
    return codes.code_of(asked) if asked else ""
