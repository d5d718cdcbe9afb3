"""The shared brake: counts a caller by address, believes only proxies of ours."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from django.test import RequestFactory

from dean06.kernel.common.errors import DomainError
from dean06.kernel.common.limiting import TooManyRequests, check_rate, client_address


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    cache.clear()


def test_the_call_after_the_last_allowed_is_refused_and_others_go_on() -> None:
    here, there = RequestFactory().get("/", REMOTE_ADDR="10.0.0.1"), RequestFactory().get("/", REMOTE_ADDR="10.0.0.2")
    for _ in range(3):
        check_rate(here, "test.a", most=3, seconds=60)
    with pytest.raises(TooManyRequests):
        check_rate(here, "test.a", most=3, seconds=60)
    check_rate(there, "test.a", most=3, seconds=60)
    check_rate(here, "test.b", most=3, seconds=60)


def test_an_app_may_refuse_in_its_own_words() -> None:
    class Mine(DomainError):
        code = "MINE"

    request = RequestFactory().get("/")
    check_rate(request, "test.c", most=1, seconds=60, refusal=Mine)
    with pytest.raises(Mine):
        check_rate(request, "test.c", most=1, seconds=60, refusal=Mine)


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, "1.1.1.1", "10.0.0.9"),
        (1, "6.6.6.6, 1.1.1.1", "1.1.1.1"),
        (2, "6.6.6.6, 1.1.1.1, 10.0.0.8", "1.1.1.1"),
        (2, "1.1.1.1", "10.0.0.9"),
        (1, "", "10.0.0.9"),
    ],
)
def test_only_as_many_proxies_as_are_ours_are_believed(
    settings: Any, proxies: int, forwarded: str, expected: str
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.9", HTTP_X_FORWARDED_FOR=forwarded)
    assert client_address(request) == expected
