"""Publishing packs: dated, hashed, never changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from dean06.kernel.accounts.tests.factories import make_actor
from dean06.kernel.common.actors import system_actor
from dean06.kernel.common.errors import NotAllowed
from dean06.procedures.catalogue import parsing, queries, services
from dean06.procedures.catalogue.errors import (
    NotInForce,
    PackHasErrors,
    ProcedureNotFound,
    VersionExists,
    VersionNotFound,
    VersionOverlaps,
)
from dean06.procedures.catalogue.models import Procedure, ProcedureVersion
from dean06.procedures.catalogue.pack_format import PackFiles
from dean06.procedures.catalogue.registry import registry
from dean06.procedures.catalogue.tests.factories import pack_files, publish
from dean06.procedures.catalogue.types import EffectSpec

pytestmark = pytest.mark.django_db
BIRTH = "1.001193"
NOW = dt.datetime(2026, 6, 1, 2, 0, tzinfo=dt.UTC)
CONTROLLER = system_actor("test")


@pytest.fixture(autouse=True)
def effects(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The effect that the pack of birth names, whether or not the app that carries it out is installed."""
    names = pack_files(BIRTH).effects.effects[0].values
    spec = EffectSpec("register_birth", "Đăng ký khai sinh", dict.fromkeys(names, True), ("personal_id",))
    monkeypatch.setattr(registry, "effects", {"register_birth": spec})
    monkeypatch.setattr(registry, "example_checker", None)
    yield


def changed(**meta: Any) -> PackFiles:
    """The pack of birth with other words in pack.yaml."""
    files = pack_files(BIRTH)
    return files.model_copy(update={"meta": files.meta.model_copy(update=meta)})


def put(files: PackFiles) -> ProcedureVersion:
    return services.publish_pack(actor=CONTROLLER, pack=files, decision="QĐ 1/QĐ-UBND", now=NOW)


def test_a_published_pack_is_found_on_the_days_it_is_in_force() -> None:
    [published] = publish(BIRTH)
    assert queries.pack_in_force(BIRTH, dt.date(2025, 12, 31)) is None
    found = queries.pack_in_force(BIRTH, dt.date(2026, 1, 1))
    assert found is not None and found.version_id == published.version_id
    assert found.files == pack_files(BIRTH)
    assert queries.packs_in_force(dt.date(2030, 1, 1)) == [found]
    assert queries.pack(published.version_id) is found
    assert queries.procedure(BIRTH).has_pack


def test_the_order_of_the_lines_of_the_result_paper_is_kept_through_the_database() -> None:
    [published] = publish(BIRTH)
    parsing.forget(published.version_id)
    parsing._parsed.cache_clear()
    again = queries.pack(published.version_id)
    assert again.files.result is not None and pack_files(BIRTH).result is not None
    first, second = again.files.result.blocks[1], pack_files(BIRTH).result.blocks[1]  # type: ignore[union-attr]
    assert list(first.fields) == list(second.fields)
    assert parsing.sha256_of(parsing.canonical_json(again.files)) == again.sha256


def test_publishing_the_same_twice_is_one_version_and_other_content_needs_another_number() -> None:
    first = put(changed())
    assert put(changed()).pk == first.pk
    with pytest.raises(VersionExists):
        put(changed(title="Tên khác"))
    assert ProcedureVersion.objects.count() == 1
    assert Procedure.objects.get().title == "Đăng ký khai sinh"


def test_the_next_version_closes_the_one_before_on_its_first_day() -> None:
    first = put(changed())
    second = put(changed(version="1.1", valid_from=dt.date(2026, 9, 1)))
    for day, version in ((dt.date(2026, 8, 31), first), (dt.date(2026, 9, 1), second)):
        found = queries.pack_in_force(BIRTH, day)
        assert found is not None and found.version_id == version.pk
    assert queries.pack(first.pk).valid_to == dt.date(2026, 9, 1)
    assert queries.pack(first.pk).version == "1.0"


def test_versions_never_overlap() -> None:
    put(changed())
    for start in (dt.date(2026, 1, 1), dt.date(2025, 6, 1)):
        with pytest.raises(VersionOverlaps), transaction.atomic():
            put(changed(version="2.0", valid_from=start))
    before = put(changed(version="0.9", valid_from=dt.date(2025, 1, 1), valid_to=dt.date(2026, 1, 1)))
    assert before.valid_to == dt.date(2026, 1, 1)
    assert ProcedureVersion.objects.count() == 2


@pytest.mark.parametrize("field", ["content", "sha256", "version", "decision"])
def test_the_database_itself_refuses_to_change_a_published_version(field: str) -> None:
    version = put(changed())
    with pytest.raises(DatabaseError), transaction.atomic():
        ProcedureVersion.objects.filter(pk=version.pk).update(**{field: "x"})
    with pytest.raises(DatabaseError), transaction.atomic():
        ProcedureVersion.objects.filter(pk=version.pk).delete()
    version.refresh_from_db()
    assert parsing.sha256_of(version.content) == version.sha256


def test_a_withdrawn_procedure_takes_nothing_new_but_its_version_stays() -> None:
    version = put(changed())
    day = dt.date(2026, 7, 1)
    services.withdraw_pack(actor=CONTROLLER, code=BIRTH, from_day=day, reason="QĐ bãi bỏ", now=NOW)
    assert queries.pack_in_force(BIRTH, day) is None
    assert queries.pack_in_force(BIRTH, day - dt.timedelta(days=1)) is not None
    assert queries.pack(version.pk).valid_to == day
    with pytest.raises(NotInForce):
        services.withdraw_pack(actor=CONTROLLER, code=BIRTH, from_day=day, reason="lần nữa", now=NOW)


def test_a_pack_with_errors_is_not_published() -> None:
    with pytest.raises(PackHasErrors) as refused:
        put(changed(refusal_reasons={}))
    assert "pack.yaml" in refused.value.message
    assert not ProcedureVersion.objects.exists()


def test_only_who_may_publish_does() -> None:
    officer = make_actor("case_officer", "ubnd-xa-mau")
    with pytest.raises(NotAllowed):
        services.publish_pack(actor=officer, pack=changed(), decision="", now=NOW)
    with pytest.raises(NotAllowed):
        services.import_catalogue(actor=officer, data=b"", filename="", now=NOW)
    assert not ProcedureVersion.objects.exists()


def test_what_is_not_there_is_said() -> None:
    with pytest.raises(VersionNotFound):
        queries.pack(987654)
    with pytest.raises(ProcedureNotFound):
        queries.procedure("khong-co")


def test_registering_twice_is_harmless_and_otherwise_a_mistake() -> None:
    spec = registry.effects["register_birth"]
    services.register_effect(spec)
    with pytest.raises(ValueError, match="register_birth"):
        services.register_effect(EffectSpec("register_birth", "khác", {}))
