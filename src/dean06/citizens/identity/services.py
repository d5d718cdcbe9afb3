"""PUBLIC. Signing in of citizens, their contact and preferences, and the table of levels that acts ask for."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import get_random_string

from dean06.citizens.identity import audit_actions as actions
from dean06.citizens.identity import codes
from dean06.citizens.identity.errors import SignInRefused, TooManyCodes, WrongCode
from dean06.citizens.identity.events import ContactCodeAsked
from dean06.citizens.identity.models import AssuranceRule, CitizenAccount, ContactConfirmation
from dean06.citizens.identity.rules import RegisterFacts, refusal
from dean06.citizens.identity.sessions import LARGE_TYPE, keep_standing
from dean06.citizens.identity.types import Act, Assertion, Assurance, Level
from dean06.kernel.accounts import services as accounts
from dean06.kernel.audit import services as audit
from dean06.kernel.common.actors import Actor, system_actor
from dean06.kernel.common.errors import InvalidInput, NotFound
from dean06.kernel.population import queries as population
from dean06.kernel.population.types import IdStatus, LifeStatus
from dean06.kernel.writing.services import Write, service

#: A citizen's session ends after so long without a page: many use the computer of a hamlet or a desk.
IDLE_SESSION = dt.timedelta(hours=1)
CODE_LIFE = dt.timedelta(minutes=15)
CODES_PER_HOUR = 3
TRIES_PER_CODE = 5
#: Code in the list of purposes of the registry.
OWN_REQUEST = "YEU_CAU_CUA_NGUOI_DAN"


def sign_in(request: HttpRequest, assertion: Assertion, now: dt.datetime | None = None) -> CitizenAccount:
    """Open the session of the person whom a provider vouches for; the account is made at the first sign-in.

    Raises ``SignInRefused`` (``reason``: unknown, differs, deceased, number, child) after leaving its audit row; the
    account of a dead person or of a number that no longer holds is closed.
    """
    moment = now or timezone.now()
    system = system_actor("Đăng nhập của công dân", getattr(request, "request_id", ""))
    person = population.person_ref_by_number(assertion.personal_id)
    facts = _facts(person) if person else None
    reason, sentence = refusal(assertion, facts, timezone.localdate(moment))
    subject = f"population.person:{person.person_id}" if person else "population.person:unknown"
    details = {"provider": assertion.provider, "level": assertion.level, "assurance": assertion.assurance}
    if reason or person is None:
        audit.record(actor=system, action=actions.REFUSED, subject=subject, details={**details, "reason": reason})
        if person and reason in ("deceased", "number"):
            accounts.close_citizen_account(actor=system, person_id=person.person_id, reason=reason)
        raise SignInRefused(sentence, reason=reason)
    with transaction.atomic():
        account = accept_assertion(
            actor=system,
            person_id=person.person_id,
            full_name=person.full_name,
            assertion=assertion,
            now=moment,
        )
        accounts.sign_in_citizen(request, account.user, method=assertion.provider)
        request.session.set_expiry(IDLE_SESSION)
        keep_standing(request, assertion)
        request.session[LARGE_TYPE] = account.large_type or bool(request.session.get(LARGE_TYPE))
    return account


@service(permission="accounts.manage")
def accept_assertion(
    *, actor: Actor, write: Write, person_id: int, full_name: str, assertion: Assertion, now: dt.datetime
) -> CitizenAccount:
    """The account of a person a provider vouched for, brought up to date. For the system only (``NotAllowed``)."""
    user = accounts.open_citizen_account(actor=actor, person_id=person_id, full_name=full_name)
    vouched = {"provider": assertion.provider, "level": assertion.level, "assurance": assertion.assurance}
    account, _ = CitizenAccount.objects.update_or_create(
        person_id=person_id,
        defaults={"user": user, "last_signed_in_at": now, **vouched},
        create_defaults={"user": user, "last_signed_in_at": now, "first_signed_in_at": now, **vouched},
    )
    write.audit(actions.SIGNED_IN, subject=account, details=vouched)
    audit.record_read(
        actor=actor, action=actions.CHECKED, subject=f"population.person:{person_id}", purpose=OWN_REQUEST
    )
    return account


@service(permission="accounts.manage")
def open_demo_account(
    *, actor: Actor, write: Write, person_id: int, level: int = Level.TWO, phone: str = ""
) -> CitizenAccount:
    """An invented citizen whom the sign-in page of the demo offers. Raises ``ValueError`` outside the demo and
    ``NotFound`` for a person the register does not know."""
    if not settings.DEMO:
        raise ValueError("demo citizens exist in the demo only (settings.DEMO)")
    person = population.persons([person_id]).get(person_id)
    if person is None:
        raise NotFound("Không có người này trong dữ liệu dân cư.")
    user = accounts.open_citizen_account(actor=actor, person_id=person_id, full_name=person.full_name, is_demo=True)
    if phone and user.phone != phone:
        user.phone = phone
        user.save(update_fields=["phone"])
    account, _ = CitizenAccount.objects.update_or_create(
        person_id=person_id,
        defaults={"user": user, "provider": "vneid", "level": level, "assurance": Assurance.TWO_FACTORS},
    )
    write.audit(actions.DEMO_OPENED, subject=account)
    return account


@service(permission="accounts.self")
def set_large_type(*, actor: Actor, write: Write, on: bool) -> CitizenAccount:
    """Large letters on every page, on any device. Raises ``NotFound`` for officers."""
    account = _own(actor)
    account.large_type = on
    account.save(update_fields=["large_type"])
    write.audit(actions.PREFERENCES, subject=account, details={"large_type": on})
    return account


# --- Contact -----------------------------------------------------------------------------------------------------


@service(permission="accounts.self")
def ask_contact_code(
    *, actor: Actor, write: Write, channel: str, address: str, now: dt.datetime | None = None
) -> ContactConfirmation:
    """Send a code to a telephone number or mailbox that the citizen wants to be reached at.

    Raises ``InvalidInput``, ``TooManyCodes`` (3 an hour), ``NotFound`` for officers.
    """
    account = _own(actor)
    moment = now or timezone.now()
    address = _address(channel, address)
    if account.confirmations.filter(asked_at__gt=moment - dt.timedelta(hours=1)).count() >= CODES_PER_HOUR:
        raise TooManyCodes
    asked = ContactConfirmation.objects.create(
        account=account,
        channel=channel,
        address=address,
        nonce=get_random_string(24),
        asked_at=moment,
        expires_at=moment + CODE_LIFE,
    )
    write.audit(actions.CODE_ASKED, subject=account, details={"channel": channel})
    write.publish(ContactCodeAsked(confirmation_id=asked.pk))
    return asked


def confirm_contact(*, actor: Actor, confirmation_id: int, code: str, now: dt.datetime | None = None) -> CitizenAccount:
    """Type the code: the address holds from now on. Raises ``WrongCode`` (also after five tries or 15 minutes)."""
    done = _try_code(actor=actor, confirmation_id=confirmation_id, code=code, now=now or timezone.now())
    if done is None:
        # Outside the transaction that counted the try, or the refusal would take the count back.
        raise WrongCode(fields={"code": WrongCode.message})
    return done


@service(permission="accounts.self")
def _try_code(
    *, actor: Actor, write: Write, confirmation_id: int, code: str, now: dt.datetime
) -> CitizenAccount | None:
    account = _own(actor)
    asked = account.confirmations.select_for_update().filter(pk=confirmation_id).first()
    if asked is None:
        raise NotFound("Không có yêu cầu xác nhận này.")
    alive = asked.confirmed_at is None and asked.expires_at > now and asked.tries < TRIES_PER_CODE
    right = alive and codes.fits(asked, code)
    asked.tries += 1
    asked.confirmed_at = now if right else asked.confirmed_at
    asked.save(update_fields=["tries", "confirmed_at"])
    write.audit(actions.CODE_TRIED, subject=account, details={"channel": asked.channel, "right": right})
    if not right:
        return None
    if asked.channel == ContactConfirmation.Channel.EMAIL:
        accounts.set_citizen_contact(actor=actor, email=asked.address)
    else:
        accounts.set_citizen_contact(actor=actor, phone=asked.address)
        account.phone_confirmed = True
        account.save(update_fields=["phone_confirmed"])
    return account


@service(permission="accounts.self")
def set_unconfirmed_phone(*, actor: Actor, write: Write, phone: str) -> CitizenAccount:
    """A telephone number as the citizen says it, where no gateway for text messages is connected; ``""`` takes it away.
    Raises ``InvalidInput``, ``NotFound`` for officers."""
    account = _own(actor)
    accounts.set_citizen_contact(actor=actor, phone=phone)
    account.phone_confirmed = False
    account.save(update_fields=["phone_confirmed"])
    write.audit(actions.CONTACT, subject=account, details={"field": "phone"})
    return account


@service(permission="accounts.self")
def remove_email(*, actor: Actor, write: Write) -> CitizenAccount:
    """No more letters. Raises ``NotFound`` for officers."""
    account = _own(actor)
    accounts.set_citizen_contact(actor=actor, email="")
    write.audit(actions.CONTACT, subject=account, details={"field": "email"})
    return account


# --- The table of levels -----------------------------------------------------------------------------------------


@service(permission="procedures.edit")
def set_assurance_rule(
    *, actor: Actor, write: Write, act: str, level: int, assurance: int, source: str
) -> AssuranceRule:
    """Set what an act asks for in this province. Raises ``InvalidInput``."""
    fields = {}
    if act not in Act.values:
        fields["act"] = "Hãy chọn một việc trong bảng."
    if level not in Level.values:
        fields["level"] = "Mức độ định danh là 1 hoặc 2."
    if assurance not in Assurance.values:
        fields["assurance"] = "Mức xác thực từ 1 đến 4."
    if not source.strip():
        fields["source"] = "Hãy ghi số, ngày của văn bản làm căn cứ."
    if fields:
        raise InvalidInput(fields=fields)
    rule, _ = AssuranceRule.objects.update_or_create(
        act=act,
        defaults={
            "level": level,
            "assurance": assurance,
            "source": source.strip()[:200],
            "changed_by_id": actor.user_id,
        },
    )
    write.audit(
        actions.RULE_CHANGED, subject=rule, purpose=rule.source, details={"act": act, "level": level, "by": assurance}
    )
    return rule


# --- Steps shared by the above -----------------------------------------------------------------------------------


def _own(actor: Actor) -> CitizenAccount:
    found = CitizenAccount.objects.select_for_update().filter(user_id=actor.user_id or 0).first()
    if found is None:
        raise NotFound("Chỉ tài khoản công dân có mục này.")
    return found


def _facts(person: population.PersonRef) -> RegisterFacts:
    return RegisterFacts(
        full_name=person.full_name,
        birth_year=person.birth_year,
        birth_month=person.birth_month,
        birth_day=person.birth_day,
        is_alive=person.life_status == LifeStatus.ALIVE,
        number_holds=person.id_status == IdStatus.ACTIVE,
    )


def _address(channel: str, address: str) -> str:
    if channel not in ContactConfirmation.Channel.values:
        raise InvalidInput(fields={"channel": "Hãy chọn điện thoại hoặc thư điện tử."})
    if channel == ContactConfirmation.Channel.EMAIL:
        try:
            validate_email(address.strip())
        except ValidationError:
            raise InvalidInput(fields={"email": "Thư điện tử chưa đúng dạng ten@thu.vn."}) from None
        return address.strip().lower()
    digits = "".join(sign for sign in address if sign.isdigit() or sign == "+")
    if not 9 <= len(digits) <= 14:
        raise InvalidInput(fields={"phone": "Số điện thoại chưa đúng. Ví dụ: 0912 345 678."})
    return digits
