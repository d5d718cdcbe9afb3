"""Settings of the chaos run: those of the tests, with a database and files that all its processes share."""

import os
from pathlib import Path

from dean06.config.settings.test import *  # noqa: F403

DATA_DIR = Path(os.environ["CHAOS_DIR"])
MEDIA_ROOT = DATA_DIR / "files"
AUDIT_SIGNING_KEY_FILE = DATA_DIR / "audit_signing_key.pem"
SIGNING_KEY_DIR = DATA_DIR / "keys"
#: Offers the demo gateway of payments.
DEMO = True
PORTAL_BACKEND = "dean06.procedures.portal_sync.contrib.national.NationalPortal"
PORTAL_URL = os.environ["CHAOS_PORTAL"]
PORTAL_USER, PORTAL_PASSWORD, PORTAL_TIMEOUT = "tinh-ha-tinh", "chi-dung-khi-thu", 5
LOGGING = {"version": 1, "disable_existing_loggers": True}
