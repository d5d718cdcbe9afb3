"""What is entered about a person, checked and brought into one form."""

from __future__ import annotations

import re

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from dean06.kernel.accounts.areas import agency_exists
from dean06.kernel.accounts.errors import EmailTaken, SharedAccount, UnknownAgency
from dean06.kernel.accounts.models import User
from dean06.kernel.accounts.rules import shared_account_sign
from dean06.kernel.common.errors import InvalidInput
from dean06.kernel.common.vietnamese.names import display_name
from dean06.kernel.common.vietnamese.unicode import clean_line

_PHONE = re.compile(r"\+?\d{8,14}")


def checked_person(
    *, full_name: str, email: str, phone: str, position: str, agency_code: str, of: User | None = None
) -> dict[str, str]:
    """The fields of an account as they are stored; ``of`` is the account that is edited.

    Raises ``InvalidInput`` (also ``SharedAccount``, ``EmailTaken``, ``UnknownAgency``) with the sentence per field.
    """
    full_name = display_name(full_name)
    email = email.strip().lower()
    phone = clean_phone(phone)
    position = clean_line(position)
    try:
        validate_email(email)
    except ValidationError:
        raise InvalidInput(fields={"email": "Thư điện tử chưa đúng dạng ten@coquan.gov.vn."}) from None
    if of is None or (of.full_name, of.email) != (full_name, email):
        sign = shared_account_sign(full_name, email)
        if sign:
            raise SharedAccount(sign)
    if User.objects.filter(email=email).exclude(pk=of.pk if of else 0).exists():
        raise EmailTaken
    if agency_code and (of is None or of.agency_code != agency_code) and not agency_exists(agency_code):
        raise UnknownAgency
    return {
        "full_name": full_name,
        "email": email,
        "phone": phone,
        "position": position,
        "agency_code": agency_code,
    }


def clean_phone(text: str) -> str:
    """A telephone number without spaces and signs; empty stays empty. Raises ``InvalidInput``."""
    phone = re.sub(r"[\s.()-]", "", text)
    if phone and not _PHONE.fullmatch(phone):
        raise InvalidInput(fields={"phone": "Số điện thoại gồm 8 đến 14 chữ số."})
    return phone


def sync_address(user: User) -> None:
    """Keep allauth's one address of the person equal to the account's: an old one must no longer sign in."""
    EmailAddress.objects.filter(user=user).exclude(email=user.email).delete()
    EmailAddress.objects.update_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})
