"""A paper that nobody can read is not taken, and nothing of it is kept."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory
from pypdf import PdfWriter

from dean06.kernel.accounts.tests.factories import make_actor
from dean06.kernel.common.errors import InvalidInput
from dean06.kernel.files import queries as files
from dean06.web.portal import draft_papers

pytestmark = pytest.mark.django_db


def pdf(password: str = "") -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(width=595, height=842)
    if password:
        writer.encrypt(password)
    content = io.BytesIO()
    writer.write(content)
    return content.getvalue()


@pytest.mark.parametrize(("content", "words"), [(pdf("mat-khau"), "mật khẩu"), (pdf(), "trang trắng")])
def test_a_locked_or_blank_paper_is_refused_with_what_to_do(content, words):
    request = RequestFactory().post("/")
    request.session = {}
    upload = SimpleUploadedFile("giay-to.pdf", content)
    with pytest.raises(InvalidInput, match=words):
        draft_papers.keep_upload(request, make_actor("agency_officer", "SYT"), "portal_draft:1", "proof", upload)
    label = draft_papers.label("portal_draft:1", "proof")
    assert files.files_of([label])[label] == []
