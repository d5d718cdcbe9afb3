"""Keeping files and handing them out."""

from __future__ import annotations

import io
import os
import time
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import RequestFactory

from dean06.kernel.audit.models import AuditRow
from dean06.kernel.common.actors import Actor, system_actor
from dean06.kernel.common.errors import NotAllowed, NotFound
from dean06.kernel.files import access, errors, queries, services, storing, views
from dean06.kernel.files.models import StoredFile
from dean06.kernel.files.tests import makers
from dean06.kernel.files.types import FileType
from dean06.kernel.files.upload_handlers import DiscardOversized

pytestmark = pytest.mark.django_db
hoa = makers.officer()


@pytest.fixture(autouse=True)
def folder(settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    settings.MEDIA_ROOT = tmp_path / "files"
    monkeypatch.setattr(access, "_checks", {})
    return tmp_path / "files"


def store(data=makers.PDF, filename: str = "Báo cáo.pdf", actor: Actor = hoa, owner: str = "") -> StoredFile:
    return services.store_upload(actor=actor, data=data, filename=filename, owner=owner)


def on_disk(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def download(file_id: int, actor: Actor | None = hoa, **headers: str):
    request = RequestFactory().get(f"/tep/{file_id}/", headers=headers)
    request.actor = actor  # type: ignore[attr-defined]
    return views.download(request, file_id)


def test_a_file_is_kept_by_its_checksum_for_the_server_alone(folder: Path) -> None:
    stored = store()
    (path,) = on_disk(folder)
    assert path.name == stored.sha256 == storing.checksum(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert (stored.size, stored.media_type, stored.name, stored.uploaded_by_id) == (
        len(makers.PDF),
        "application/pdf",
        "Báo cáo.pdf",
        7,
    )
    assert queries.content(stored.pk) == makers.PDF


def test_keeping_a_file_leaves_a_row_in_the_log_without_its_name() -> None:
    stored = store()
    row = AuditRow.objects.get()
    assert (row.action, row.subject) == ("file.stored", f"files.storedfile:{stored.pk}")
    assert stored.sha256 in row.details and "Báo cáo" not in row.details


def test_the_same_content_twice_is_two_rows_over_one_content(folder: Path) -> None:
    first, second = store(), store(filename="khác.pdf")
    assert (first.sha256, first.pk != second.pk) == (second.sha256, True)
    assert len(on_disk(folder)) == 1


@pytest.mark.parametrize("make", [io.BytesIO, lambda data: SimpleUploadedFile("x.pdf", data)])
def test_uploads_are_streamed_as_well(make) -> None:
    assert queries.content(store(make(makers.PDF)).pk) == makers.PDF


@pytest.mark.parametrize(
    ("data", "filename", "refusal"),
    [
        (b"", "a.pdf", errors.EmptyFile),
        (b"x" * 5000, "a.txt", errors.FileTooLarge),
        (makers.PDF, "a.docx", errors.ExtensionMismatch),
        (b"MZ", "a.pdf", errors.ProgramRefused),
        (b"<html>", "a.txt", errors.MarkupRefused),
    ],
)
def test_a_refused_file_leaves_nothing(settings, folder: Path, data: bytes, filename: str, refusal) -> None:
    settings.MAX_UPLOAD_BYTES = 4096
    with pytest.raises(refusal):
        store(data, filename)
    assert on_disk(folder) == []
    assert not StoredFile.objects.exists()
    assert not AuditRow.objects.exists()


def test_the_limit_is_said_in_the_refusal(settings) -> None:
    settings.MAX_UPLOAD_BYTES = 2 * 1024 * 1024
    with pytest.raises(errors.FileTooLarge, match="lớn hơn 2 MB"):
        store(b"a" * (2 * 1024 * 1024 + 1), "a.txt")


def test_an_upload_that_breaks_off_leaves_nothing(folder: Path) -> None:
    class BrokenOff(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            raise OSError("connection reset")

    with pytest.raises(OSError, match="reset"):
        store(BrokenOff())
    assert on_disk(folder) == []


def test_a_file_without_a_record_is_opened_by_its_uploader_only() -> None:
    stored = store()
    assert download(stored.pk).status_code == 200
    for other in (makers.officer(user_id=8), makers.officer("documents.view")):
        with pytest.raises(NotFound):
            download(stored.pk, other)


def test_a_file_of_a_record_is_opened_by_whom_its_app_lets() -> None:
    services.register_owner_check("tests.task", lambda actor, label: actor.user_id == 8 and label == "tests.task:17")
    stored = store(owner="tests.task:17")
    assert download(stored.pk, makers.officer(user_id=8)).status_code == 200
    for other in (hoa, makers.officer("documents.view", user_id=8)):
        with pytest.raises(NotFound):
            download(stored.pk, other)
    with pytest.raises(NotFound):
        download(store(owner="tests.task:18").pk, makers.officer(user_id=8))


def test_a_file_of_an_app_that_never_said_who_is_opened_by_nobody() -> None:
    stored = store(owner="tests.unknown:1")
    with pytest.raises(NotFound):
        download(stored.pk)


def test_a_visitor_opens_nothing() -> None:
    stored = store()
    with pytest.raises(NotAllowed):
        download(stored.pk, None)
    with pytest.raises(NotFound):
        download(10**6)


def test_two_apps_cannot_decide_for_one_kind_of_record() -> None:
    services.register_owner_check("tests.task", lambda actor, label: True)
    with pytest.raises(ValueError, match=r"tests\.task"):
        services.register_owner_check("tests.task", lambda actor, label: False)


def test_every_opening_leaves_a_row_refused_ones_do_not() -> None:
    stored = store()
    before = AuditRow.objects.count()
    download(stored.pk)
    with pytest.raises(NotFound):
        download(stored.pk, makers.officer(user_id=8))
    row = AuditRow.objects.order_by("-id").first()
    assert AuditRow.objects.count() == before + 1
    assert (row.action, row.is_read, row.subject, row.actor_id) == (
        "file.opened",
        True,
        f"files.storedfile:{stored.pk}",
        7,
    )


def test_a_download_never_runs_in_the_browser() -> None:
    response = download(store(makers.TEXT, "Kế hoạch “số 1”.txt").pk)
    assert b"".join(response.streaming_content) == makers.TEXT
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''K%E1%BA%BF%20ho")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"].startswith("sandbox")
    assert response["Cache-Control"] == "private, no-cache"
    assert response["Content-Length"] == str(len(makers.TEXT))


def test_what_the_browser_has_already_is_not_sent_again() -> None:
    stored = store()
    response = download(stored.pk, **{"If-None-Match": f'"{stored.sha256}"'})
    assert (response.status_code, response.content) == (304, b"")


@pytest.mark.parametrize("damage", [lambda path: path.unlink(), lambda path: path.write_bytes(b"%PDF-other")])
def test_a_content_lost_or_changed_on_disk_is_said_not_handed_out(folder: Path, damage) -> None:
    stored = store()
    damage(on_disk(folder)[0])
    with pytest.raises(errors.ContentLost):
        download(stored.pk)
    with pytest.raises(errors.ContentLost):
        queries.content(stored.pk)


def test_uploading_the_same_content_again_repairs_what_was_lost(folder: Path) -> None:
    stored = store()
    on_disk(folder)[0].write_bytes(b"spoiled")
    store()
    assert queries.content(stored.pk) == makers.PDF


def test_a_file_gets_its_record_once_from_its_uploader() -> None:
    stored = store()
    with pytest.raises(NotFound):
        services.attach(actor=makers.officer(user_id=8), file_id=stored.pk, owner="tests.task:1")
    services.attach(actor=hoa, file_id=stored.pk, owner="tests.task:1")
    with pytest.raises(NotFound):
        services.attach(actor=hoa, file_id=stored.pk, owner="tests.task:2")
    assert queries.stored_file(stored.pk).owner == "tests.task:1"
    assert queries.files_of(["tests.task:1", "tests.task:2"]) == {"tests.task:1": [stored], "tests.task:2": []}


def test_left_overs_go_after_a_day_and_nothing_else(folder: Path) -> None:
    kept = store()
    with pytest.raises(RuntimeError), transaction.atomic():
        rolled_back = store(makers.TEXT, "a.txt")
        raise RuntimeError
    broken_off = folder / "incoming" / "1-abc"
    broken_off.write_bytes(b"half")
    now = None
    assert services.remove_left_overs(now) == 0
    day_ago = time.time() - storing.LEFT_OVER_AFTER - 60
    for path in on_disk(folder):
        os.utime(path, (day_ago, day_ago))
    assert services.remove_left_overs(now) == 2
    assert [path.name for path in on_disk(folder)] == [kept.sha256]
    assert rolled_back.sha256 != kept.sha256


def test_a_content_that_comes_again_is_young_again(folder: Path) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        store()
        raise RuntimeError
    (path,) = on_disk(folder)
    day_ago = time.time() - storing.LEFT_OVER_AFTER - 60
    os.utime(path, (day_ago, day_ago))
    with transaction.atomic():
        store(actor=system_actor("t"))
        assert not storing.is_old(path)


def test_an_oversized_upload_is_answered_and_not_kept(settings) -> None:
    settings.MAX_UPLOAD_BYTES = 100_000
    settings.FILE_UPLOAD_HANDLERS = [
        "dean06.kernel.files.upload_handlers.DiscardOversized",
        "django.core.files.uploadhandler.MemoryFileUploadHandler",
        "django.core.files.uploadhandler.TemporaryFileUploadHandler",
    ]
    big = SimpleUploadedFile("a.txt", b"x" * 300_000)
    small = SimpleUploadedFile("b.txt", makers.TEXT)
    request = RequestFactory().post("/", {"big": big, "small": small})
    assert request.FILES["small"].read() == makers.TEXT
    for read in (lambda file: file.read(), lambda file: list(file.chunks())):
        with pytest.raises(errors.FileTooLarge):
            read(request.FILES["big"])
    with pytest.raises(errors.FileTooLarge):
        store(request.FILES["big"], "a.txt")
    assert any(isinstance(handler, DiscardOversized) for handler in request.upload_handlers)


def test_opening_costs_a_constant_number_of_queries(django_assert_num_queries) -> None:
    stored = store()
    with django_assert_num_queries(2):
        download(stored.pk)
    assert connection.in_atomic_block


def test_a_use_with_its_own_limit_and_its_own_formats(folder: Path, settings) -> None:
    settings.MAX_UPLOAD_BYTES = 100
    seen: list[int] = []

    def recognise(path: Path) -> FileType:
        seen.append(path.stat().st_size)
        return FileType("text/csv", "danh sách", ("csv",))

    stored = services.store_upload(actor=hoa, data=b"x" * 500, filename="ds.dat", limit_bytes=1000, recognise=recognise)
    assert (stored.size, stored.media_type, seen) == (500, "text/csv", [500])
    path = queries.content_path(stored.pk)
    assert path.read_bytes() == b"x" * 500
    with pytest.raises(errors.FileTooLarge):
        services.store_upload(actor=hoa, data=b"x" * 1001, filename="ds.dat", limit_bytes=1000, recognise=recognise)
    assert StoredFile.objects.count() == 1 and len(on_disk(folder)) == 1


def test_a_file_that_its_use_refuses_leaves_nothing(folder: Path) -> None:
    def refuse(path: Path) -> FileType:
        raise errors.TypeNotAllowed()

    with pytest.raises(errors.TypeNotAllowed):
        services.store_upload(actor=hoa, data=makers.PDF, filename="ds.csv", recognise=refuse)
    assert not StoredFile.objects.exists() and not on_disk(folder)


def test_a_content_that_changed_on_disk_is_not_handed_to_the_app(folder: Path) -> None:
    stored = store()
    storing.place_of(stored.sha256).write_bytes(b"other")
    with pytest.raises(errors.ContentLost):
        queries.content_path(stored.pk)


def test_a_page_may_take_larger_uploads_than_the_rest(settings) -> None:
    settings.MAX_UPLOAD_BYTES = 10
    handler = DiscardOversized(limit_bytes=100)
    handler.new_file("file", "ds.csv", "text/csv", None)
    assert handler.receive_data_chunk(b"x" * 90, 0) == b"x" * 90
    assert handler.file_complete(90) is None
    assert handler.receive_data_chunk(b"x" * 20, 90) is None
    oversized = handler.file_complete(110)
    assert oversized is not None
    with pytest.raises(errors.FileTooLarge):
        oversized.read()
