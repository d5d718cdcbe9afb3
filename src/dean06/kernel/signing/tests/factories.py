"""Signed papers and certificates for tests."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

from dean06.kernel.common.actors import Actor, system_actor
from dean06.kernel.common.papers import LetterHead, Paper, Signature, Text
from dean06.kernel.signing import services
from dean06.kernel.signing.types import SignedRef

NOW = dt.datetime(2026, 11, 17, 9, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
AGENCY = "ubnd-xa-ky-khang"
SYSTEM: Actor = system_actor("test")
PAPER = Paper(
    kind="result",
    title="TRÍCH LỤC KHAI SINH",
    letter_head=LetterHead(agency="Ủy ban nhân dân xã Kỳ Khang", number="12/TL", place="Kỳ Khang", day=NOW.date()),
    blocks=(Text("Đã đăng ký khai sinh cho cháu Nguyễn An Bình."),),
    signatures=(Signature("Chủ tịch", "Trần Quốc Tuấn"),),
)


def signed(*, agency: str = AGENCY, now: dt.datetime = NOW, owner: str = "cases.case:1") -> SignedRef:
    """A signed paper."""
    return services.sign_paper(
        actor=SYSTEM,
        paper=PAPER,
        agency=agency,
        title="Trích lục khai sinh",
        owner=owner,
        now=now,
        holder="Nguyễn An Bình",
    )


def pkcs12_file(password: str = "mat-khau", *, name: str = "Sở Tư pháp tỉnh Hà Tĩnh") -> bytes:
    """What a provider hands over: an RSA key, its certificate, the certificate of the issuer."""
    root_key, key = (rsa.generate_private_key(public_exponent=65537, key_size=2048) for _ in range(2))
    root_name, own_name = (
        x509.Name([x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"), x509.NameAttribute(NameOID.COMMON_NAME, text)])
        for text in ("Provider Root", name)
    )
    root = _certificate(root_name, root_name, root_key, root_key, authority=True)
    own = _certificate(own_name, root_name, key, root_key, authority=False)
    return pkcs12.serialize_key_and_certificates(
        b"x", key, own, [root], serialization.BestAvailableEncryption(password.encode())
    )


def _certificate(
    subject: x509.Name, issuer: x509.Name, key: rsa.RSAPrivateKey, signer: rsa.RSAPrivateKey, *, authority: bool
) -> x509.Certificate:
    usage = dict.fromkeys(
        ("key_encipherment", "data_encipherment", "key_agreement", "encipher_only", "decipher_only"), False
    )
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW - dt.timedelta(days=100))
        .not_valid_after(NOW + dt.timedelta(days=1000))
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .add_extension(
            x509.KeyUsage(
                digital_signature=not authority,
                content_commitment=not authority,
                key_cert_sign=authority,
                crl_sign=authority,
                **usage,
            ),
            critical=True,
        )
        .sign(signer, hashes.SHA256())
    )
