"""Every pack of the repository walks from application to its end through the real services."""

from __future__ import annotations

import pytest
from django.conf import settings

from dean06.procedures.cases.models import Case
from dean06.procedures.cases.walking import walk
from dean06.procedures.catalogue.queries import read_packs
from dean06.procedures.catalogue.tests.factories import publish_files
from dean06.procedures.catalogue.types import PackFiles

PACKS = {files.meta.code: files for files in read_packs(settings.PACKS_DIR)}
#: Packs of legs are walked by ``interlinked``.
WALKS = [(code, name) for code, files in sorted(PACKS.items()) if not files.meta.legs for name in sorted(files.walks)]


@pytest.mark.of_data
@pytest.mark.parametrize(("code", "name"), WALKS)
def test_a_pack_walks_as_its_example_says(province: None, code: str, name: str) -> None:
    files: PackFiles = PACKS[code]
    report = walk(publish_files(files), files.walks[name])
    assert report.problems == []
    assert not Case.objects.exists()
