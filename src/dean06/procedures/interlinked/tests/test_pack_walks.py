"""The examples of linked packs: the whole from application to its end, its legs answered as the example says."""

from __future__ import annotations

import pytest

from dean06.procedures.cases.models import Case
from dean06.procedures.cases.tests.conftest import _province, province  # noqa: F401 (fixtures)
from dean06.procedures.cases.walking import walk
from dean06.procedures.catalogue.tests.factories import pack_files, publish_files
from dean06.procedures.interlinked.tests.factories import OF_LINK

WALKS = [(code, name) for code in sorted(OF_LINK) for name in sorted(pack_files(code).walks)]


@pytest.mark.of_data
@pytest.mark.usefixtures("province")
@pytest.mark.parametrize(("code", "name"), WALKS)
def test_a_linked_pack_walks_as_its_example_says(code: str, name: str) -> None:
    files = pack_files(code)
    report = walk(publish_files(files), files.walks[name])
    assert report.problems == []
    assert not Case.objects.exists()
