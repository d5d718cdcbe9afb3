"""VietQR: the payload of a transfer QR (NAPAS, on EMVCo Merchant-Presented Mode: TLV with a CRC-16 at the end)."""

from __future__ import annotations

import re

from dean06.kernel.common.vietnamese import ascii_fold

#: Banks by the six-digit number that NAPAS routes by (the last one likely, the others sure).
BANKS = {
    "970436": "Vietcombank",
    "970418": "BIDV",
    "970415": "VietinBank",
    "970405": "Agribank",
    "970422": "MB",
    "970416": "ACB",
    "970407": "Techcombank",
    "970432": "VPBank",
    "970403": "Sacombank",
    "970443": "SHB",
    "970449": "LPBank",
}
_NAPAS = "A000000727"
_TO_ACCOUNT = "QRIBFTTA"
#: Banks cut longer purposes off.
LONGEST_PURPOSE = 25
_PURPOSE = re.compile(r"[A-Za-z0-9 .\-]{1,25}")


def crc16(data: bytes) -> str:
    """CRC-16/CCITT-FALSE (polynomial 0x1021, start 0xFFFF) as four upper-case hex digits; "123456789" gives 29B1."""
    value = 0xFFFF
    for byte in data:
        value ^= byte << 8
        for _ in range(8):
            value = ((value << 1) ^ 0x1021 if value & 0x8000 else value << 1) & 0xFFFF
    return f"{value:04X}"


def _field(tag: str, value: str) -> str:
    length = len(value.encode("utf-8"))
    if length > 99:
        raise ValueError(f"field {tag} is longer than 99 bytes")
    return f"{tag}{length:02d}{value}"


def purpose_of(reference: str, fallback: str) -> str:
    """The words of the transfer: the reference where it fits in ASCII, else ``fallback`` (the order's own code)."""
    text = ascii_fold(reference)
    return text if _PURPOSE.fullmatch(text) else fallback


def encode(*, bank_bin: str, account: str, amount: int | None, purpose: str) -> str:
    """Text of the QR for a transfer of ``amount`` đồng (``None``: the payer types it) to an account.

    ``purpose``: ASCII, at most 25 characters. Raises ``ValueError`` for anything a bank's app would refuse.
    """
    if not re.fullmatch(r"\d{6}", bank_bin):
        raise ValueError("the BIN of a bank has six digits")
    if not re.fullmatch(r"[A-Za-z0-9]{4,19}", account):
        raise ValueError("an account number has 4 to 19 letters and digits")
    if amount is not None and not 0 < amount < 10**13:
        raise ValueError("the amount must be positive and fit 13 digits")
    if not _PURPOSE.fullmatch(purpose):
        raise ValueError("the purpose must be 1 to 25 plain ASCII characters")
    receiver = _field("00", bank_bin) + _field("01", account)
    text = (
        _field("00", "01")
        + _field("01", "11" if amount is None else "12")
        + _field("38", _field("00", _NAPAS) + _field("01", receiver) + _field("02", _TO_ACCOUNT))
        + _field("53", "704")
        + ("" if amount is None else _field("54", str(amount)))
        + _field("58", "VN")
        + _field("62", _field("08", purpose))
        + "6304"
    )
    return text + crc16(text.encode("utf-8"))
