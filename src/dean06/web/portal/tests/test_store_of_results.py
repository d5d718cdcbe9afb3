"""Whatever a procedure gives out finds its place in "Giấy tờ của tôi", and whatever a store may spare can be in it."""

from __future__ import annotations

import pytest

from dean06.citizens.wallet.paper_types import SHIPPED, shipped_codes
from dean06.procedures.catalogue.queries import read_packs

PACKS = list(read_packs())


@pytest.mark.parametrize("pack", PACKS, ids=[one.meta.code for one in PACKS])
def test_every_result_of_a_procedure_is_a_kind_of_paper_that_the_store_knows(pack) -> None:
    assert {one.code for one in pack.meta.results} <= shipped_codes()


@pytest.mark.parametrize("pack", PACKS, ids=[one.meta.code for one in PACKS])
def test_every_paper_that_a_store_may_spare_is_a_kind_that_can_be_kept_there(pack) -> None:
    spared = {
        code
        for document in pack.documents.documents
        for other in document.replaced_by
        if other.source == "wallet"
        for code in other.types
    }
    assert spared <= shipped_codes()


def test_no_kind_is_listed_twice_and_each_fits_its_column() -> None:
    assert len(SHIPPED) == len(shipped_codes())
    assert all(len(one.code) <= 40 and one.name and one.source for one in SHIPPED)
