"""Waiting times."""

from __future__ import annotations

from datetime import timedelta

import pytest

from dean06.kernel.events import rules


@pytest.mark.parametrize(
    ("attempts", "seconds"), [(1, 30), (2, 60), (3, 120), (8, 3_840), (10, 15_360), (11, 21_600), (10_000, 21_600)]
)
def test_the_wait_doubles_up_to_six_hours(attempts: int, seconds: int) -> None:
    assert rules.wait_after(attempts) == timedelta(seconds=seconds)


def test_a_nights_outage_is_survived() -> None:
    waited = sum((rules.wait_after(number) for number in range(1, rules.MOST_ATTEMPTS)), timedelta())
    assert timedelta(hours=4) < waited < timedelta(hours=12)


def test_no_wait_before_the_first_attempt() -> None:
    with pytest.raises(ValueError, match="attempt"):
        rules.wait_after(0)


def test_given_up_after_the_last_attempt() -> None:
    assert not rules.is_given_up(rules.MOST_ATTEMPTS - 1)
    assert rules.is_given_up(rules.MOST_ATTEMPTS)
