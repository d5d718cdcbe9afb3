"""The demo happened over weeks: inside ``at`` the platform's clock shows a day of the past."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

from django.utils import timezone


@contextmanager
def at(moment: dt.datetime) -> Iterator[None]:
    """Let ``timezone.now`` begin at ``moment`` and run on; only for building made-up data, in one process."""
    real = timezone.now
    behind = real() - moment
    with mock.patch.object(timezone, "now", lambda: real() - behind):
        yield
