"""Pure rules: the verification code, which names are shown masked, when a certificate counts."""

from __future__ import annotations

import datetime as dt
import re
import secrets

#: Letters and digits that nobody confuses when reading aloud or typing (no 0/O, 1/I/L, U, B); 29 of them, a prime.
ALPHABET = "23456789ACDEFGHJKMNPQRSTVWXYZ"
_LENGTH, _GROUP = 12, 4


def new_code() -> str:
    """A fresh code "7KQM-2PDX-9RTA": 11 random characters (53 bits: nobody guesses one) and one check character."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(_LENGTH - 1))
    return grouped(body + check_character(body))


def grouped(code: str) -> str:
    """A code as it is printed, in groups of four."""
    return "-".join(code[start : start + _GROUP] for start in range(0, len(code), _GROUP))


def check_character(body: str) -> str:
    """The last character; finds each single wrong character and each swap of neighbours (prime modulus, weights)."""
    total = sum(place * ALPHABET.index(char) for place, char in enumerate(body, 1))
    return ALPHABET[total % len(ALPHABET)]


def read_code(typed: str) -> str | None:
    """The code somebody typed, spaced, lower case or as the address of the QR code; ``None`` if it cannot be one."""
    last = typed.strip().rstrip("/").rsplit("/", 1)[-1]
    letters = re.sub(r"[\s\-–.]", "", last).upper()
    if len(letters) != _LENGTH or any(char not in ALPHABET for char in letters):
        return None
    return grouped(letters) if check_character(letters[:-1]) == letters[-1] else None


def masked_name(name: str) -> str:
    """ "Nguyễn Thị Hường" → "Nguyễn T*** H***": enough to recognise one's own paper, not to learn a name."""
    first, *others = name.split() or [""]
    return " ".join([first if others else _masked(first), *(_masked(word) for word in others)])


def certificate_status(
    *, valid_from: dt.datetime, valid_to: dt.datetime, revoked_at: dt.datetime | None, at: dt.datetime
) -> str:
    """active | future | expired | revoked at a moment; a revocation counts from its own moment on."""
    if revoked_at is not None and revoked_at <= at:
        return "revoked"
    if at < valid_from:
        return "future"
    return "active" if at <= valid_to else "expired"


def _masked(word: str) -> str:
    return f"{word[0]}***" if word else ""
