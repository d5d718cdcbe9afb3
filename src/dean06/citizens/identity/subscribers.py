"""What this app does when the registry changes, and the sending of codes. Each handler may run twice."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import send_mail
from django.utils import timezone

from dean06.citizens.identity import codes, sms
from dean06.citizens.identity.events import ContactCodeAsked
from dean06.citizens.identity.models import ContactConfirmation
from dean06.kernel.accounts import services as accounts
from dean06.kernel.common.actors import system_actor
from dean06.kernel.events.services import subscribe
from dean06.kernel.population.events import DeathRegistered, NumberChanged, PersonsMerged, PersonsUnmerged
from dean06.kernel.population.types import ProposalKind

_REGISTRY = system_actor("Theo dữ liệu dân cư")


@subscribe(DeathRegistered, subscriber="identity.lock_the_dead")
def lock_the_dead(event: DeathRegistered, delivery_id: int) -> None:
    """The account of a person who died closes by itself (NĐ 69/2024/NĐ-CP)."""
    accounts.close_citizen_account(actor=_REGISTRY, person_id=event.person_id, reason="deceased")


@subscribe(NumberChanged, subscriber="identity.follow_number")
def follow_number(event: NumberChanged, delivery_id: int) -> None:
    """An annulled number closes the account, one that holds again opens it."""
    if event.kind == ProposalKind.ANNUL_ID:
        accounts.close_citizen_account(actor=_REGISTRY, person_id=event.person_id, reason="number")
    elif event.kind == ProposalKind.REESTABLISH_ID:
        accounts.reopen_citizen_account(actor=_REGISTRY, person_id=event.person_id)


@subscribe(PersonsMerged, subscriber="identity.follow_merge")
def follow_merge(event: PersonsMerged, delivery_id: int) -> None:
    """The record that went into another has no account of its own; the person signs in to the one that stays."""
    accounts.close_citizen_account(actor=_REGISTRY, person_id=event.other_id, reason="number")


@subscribe(PersonsUnmerged, subscriber="identity.follow_unmerge")
def follow_unmerge(event: PersonsUnmerged, delivery_id: int) -> None:
    """A person of its own again."""
    accounts.reopen_citizen_account(actor=_REGISTRY, person_id=event.other_id)


@subscribe(ContactCodeAsked, subscriber="identity.send_code")
def send_code(event: ContactCodeAsked, delivery_id: int) -> None:
    """Send the code, unless it was used or is too old by now."""
    asked = ContactConfirmation.objects.filter(pk=event.confirmation_id, confirmed_at=None).first()
    if asked is None or asked.expires_at <= timezone.now():
        return
    text = (
        f"Mã xác nhận của bạn trên Nền tảng Đề án 06 tỉnh {settings.PROVINCE_NAME}: {codes.code_of(asked)}. "
        "Mã dùng trong 15 phút. Không ai của cơ quan nhà nước hỏi mã này."
    )
    if asked.channel == ContactConfirmation.Channel.PHONE:
        sms.send(asked.address, text)
    else:
        send_mail("Mã xác nhận thư điện tử", text, None, [asked.address])
