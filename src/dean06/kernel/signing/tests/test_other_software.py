"""Software that is not ours agrees: OpenSSL and poppler's pdfsig on the raw bytes."""

from __future__ import annotations

import io
import shutil
import subprocess
from pathlib import Path

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader

from dean06.kernel.signing import queries, services
from dean06.kernel.signing.models import Certificate
from dean06.kernel.signing.tests.factories import AGENCY, NOW, SYSTEM, signed

pytestmark = pytest.mark.django_db
needs_openssl = pytest.mark.skipif(shutil.which("openssl") is None, reason="no openssl here")
needs_pdfsig = pytest.mark.skipif(shutil.which("pdfsig") is None, reason="no pdfsig (poppler-utils) here")


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


def parts(pdf: bytes, folder: Path) -> tuple[Path, Path]:
    """The bytes that were signed and the signature, as files."""
    signature = PdfFileReader(io.BytesIO(pdf)).embedded_regular_signatures[0]
    start, length, rest, tail = (int(number) for number in signature.byte_range)
    content, cms = folder / "signed.bin", folder / "signature.der"
    content.write_bytes(pdf[start : start + length] + pdf[rest : rest + tail])
    cms.write_bytes(signature.pkcs7_content)
    return content, cms


@needs_openssl
def test_openssl_verifies_the_signature_and_refuses_a_changed_paper(tmp_path: Path) -> None:
    content, cms = parts(signed().pdf, tmp_path)
    roots = tmp_path / "roots.pem"
    roots.write_text(queries.roots_pem())
    command = ["openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", str(cms), "-content", str(content)]
    command += ["-CAfile", str(roots), "-purpose", "any", "-attime", str(int(NOW.timestamp())), "-out", "/dev/null"]
    answer = run(*command)
    assert answer.returncode == 0, answer.stderr
    changed = bytearray(content.read_bytes())
    changed[100] ^= 1
    content.write_bytes(bytes(changed))
    assert run(*command).returncode != 0


@needs_openssl
def test_openssl_finds_the_revoked_certificate_in_the_published_list(tmp_path: Path) -> None:
    signed()
    certificate = Certificate.objects.get(agency=AGENCY)
    (tmp_path / "roots.pem").write_text(queries.roots_pem())
    (tmp_path / "agency.pem").write_text(queries.certificate_pem(certificate.pk))
    assert certificate.issuer_id is not None

    def verdict() -> str:
        (tmp_path / "list.der").write_bytes(queries.revocation_list(certificate.issuer_id or 0))
        text = run("openssl", "crl", "-inform", "DER", "-in", str(tmp_path / "list.der"))
        (tmp_path / "list.pem").write_text(text.stdout)
        answer = run(
            *("openssl", "verify", "-crl_check", "-attime", str(int(NOW.timestamp()) + 60)),
            *("-CAfile", str(tmp_path / "roots.pem"), "-CRLfile", str(tmp_path / "list.pem")),
            str(tmp_path / "agency.pem"),
        )
        return answer.stdout + answer.stderr

    assert "OK" in verdict()
    services.revoke_certificate(actor=SYSTEM, certificate_id=certificate.pk, reason="Lộ khóa", now=NOW)
    assert "certificate revoked" in verdict()


@needs_pdfsig
def test_pdfsig_finds_the_whole_document_signed_and_a_changed_one_broken(tmp_path: Path) -> None:
    pdf = signed().pdf
    path = tmp_path / "paper.pdf"
    path.write_bytes(pdf)
    answer = run("pdfsig", "-nocert", str(path)).stdout
    assert "Signature is Valid" in answer
    assert "Total document signed" in answer
    assert "ETSI.CAdES.detached" in answer
    changed = bytearray(pdf)
    changed[pdf.index(b"/Title") + 10] ^= 1
    path.write_bytes(bytes(changed))
    assert "Signature is Valid" not in run("pdfsig", "-nocert", str(path)).stdout
