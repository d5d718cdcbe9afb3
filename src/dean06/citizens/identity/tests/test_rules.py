"""Whose word is accepted at sign-in, and what an act asks for."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from dean06.citizens.identity.rules import SHIPPED, RegisterFacts, age_on, refusal, shortfall
from dean06.citizens.identity.types import Act, Assertion

TODAY = dt.date(2026, 11, 22)
SAID = Assertion("vneid", "042190000001", "Nguyễn Thị Hòa", dt.date(1990, 3, 15), 2, 2)
KNOWN = RegisterFacts("Nguyễn Thị Hòa", 1990, 3, 15, is_alive=True, number_holds=True)


@pytest.mark.parametrize(
    ("said", "known", "reason"),
    [
        (SAID, KNOWN, ""),
        (replace(SAID, full_name="NGUYỄN THỊ HOÀ"), KNOWN, ""),
        (SAID, replace(KNOWN, birth_month=None, birth_day=None), ""),
        (SAID, None, "unknown"),
        (replace(SAID, full_name="Nguyễn Thị Hoa"), KNOWN, "differs"),
        (replace(SAID, birth_date=dt.date(1990, 3, 16)), KNOWN, "differs"),
        (replace(SAID, birth_date=dt.date(1991, 3, 15)), replace(KNOWN, birth_month=None, birth_day=None), "differs"),
        (SAID, replace(KNOWN, is_alive=False), "deceased"),
        (SAID, replace(KNOWN, number_holds=False), "number"),
        (
            replace(SAID, birth_date=dt.date(2012, 11, 23)),
            replace(KNOWN, birth_year=2012, birth_month=11, birth_day=23),
            "child",
        ),
        (
            replace(SAID, birth_date=dt.date(2012, 11, 22)),
            replace(KNOWN, birth_year=2012, birth_month=11, birth_day=22),
            "",
        ),
    ],
)
def test_whose_word_is_accepted(said, known, reason):
    """Source: NĐ 69/2024/NĐ-CP Đ.7, Đ.14 k.2 and its grounds for locking."""
    code, sentence = refusal(said, known, TODAY)
    assert code == reason
    assert bool(sentence) == bool(reason)


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (dt.date(2012, 2, 29), dt.date(2026, 2, 28), 13),
        (dt.date(2012, 2, 29), dt.date(2026, 3, 1), 14),
        (dt.date(2000, 1, 1), dt.date(2026, 1, 1), 26),
    ],
)
def test_age_counts_full_years(born, day, age):
    assert age_on(born, day) == age


@pytest.mark.parametrize(
    ("act", "level", "assurance", "suffices"),
    [
        (Act.VIEW, 1, 1, True),
        (Act.SUBMIT, 2, 2, True),
        (Act.SUBMIT, 1, 4, False),
        (Act.SUBMIT, 2, 1, False),
        (Act.WALLET, 1, 2, False),
        (Act.PAY, 1, 1, True),
    ],
)
def test_what_an_act_asks_for_as_shipped(act, level, assurance, suffices):
    """Source: Luật Căn cước Đ.31-33: only level 2 equals presenting the card."""
    assert (shortfall(SHIPPED[act.value], level, assurance) == "") is suffices


def test_every_act_has_a_shipped_level():
    assert set(SHIPPED) == set(Act.values)
