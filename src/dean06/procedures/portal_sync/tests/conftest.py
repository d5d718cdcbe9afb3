"""A national portal that listens, and a province with a case to tell it about."""

import pytest

from dean06.procedures.cases.tests import factories
from dean06.procedures.portal_sync.tests import portal_server


@pytest.fixture
def portal(settings, tmp_path):
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": str(tmp_path)}
    }
    with portal_server.running() as (server, address):
        settings.PORTAL_BACKEND = "dean06.procedures.portal_sync.contrib.national.NationalPortal"
        settings.PORTAL_URL, settings.PORTAL_USER = address, portal_server.USER
        settings.PORTAL_PASSWORD, settings.PORTAL_TIMEOUT = portal_server.PASSWORD, 5
        yield server


@pytest.fixture
def world():
    return factories.setting()
