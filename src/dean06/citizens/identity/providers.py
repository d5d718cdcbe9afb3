"""Identity providers: the interface, and those that this installation has connected.

A provider is a class named in ``settings.IDENTITY_PROVIDERS`` (dotted paths). Without that setting the demo has the
simulator of VNeID and an installation has none: signing in for citizens is closed until one is connected.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from functools import cache

from django.conf import settings
from django.http import HttpRequest
from django.utils.module_loading import import_string

from dean06.citizens.identity.errors import NoSuchProvider
from dean06.citizens.identity.types import Assertion

SIMULATOR = "dean06.citizens.identity.contrib.simulator.provider.VneidSimulator"


class IdentityProvider(ABC):
    """Someone who says who a person is. Its secrets stay with it: only the ``Assertion`` comes back."""

    #: Short code, stored with accounts and shown in the log ("vneid").
    code: str
    #: As the button says it.
    label: str
    hint: str = ""

    @abstractmethod
    def begin(self, request: HttpRequest, state: str) -> str:
        """The address the browser is sent to. It comes back to ``identity:finish`` with ``state``."""

    @abstractmethod
    def finish(self, request: HttpRequest, state: str) -> Assertion:
        """What the provider vouches for, when the browser is back. Raises ``SignInRefused`` and ``SignInExpired``."""


def providers() -> list[IdentityProvider]:
    """The connected providers, in the order of the setting."""
    default = [SIMULATOR] if settings.DEMO else []
    return [_made(path) for path in getattr(settings, "IDENTITY_PROVIDERS", default)]


def provider(code: str) -> IdentityProvider:
    """The connected provider of this code. Raises ``NoSuchProvider``."""
    for one in providers():
        if one.code == code:
            return one
    raise NoSuchProvider


@cache
def _made(path: str) -> IdentityProvider:
    made: IdentityProvider = import_string(path)()
    return made
