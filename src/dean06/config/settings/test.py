"""Tests: quick hashing, e-mail in memory, files in a folder that goes away, the second factor demanded."""

import atexit
import shutil
import tempfile
from pathlib import Path

from dean06.config.settings.base import *  # noqa: F403
from dean06.config.settings.base import STORAGES

SECRET_KEY = "tests-only"  # noqa: S105
ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
DATA_DIR = Path(tempfile.mkdtemp(prefix="dean06-test-"))
atexit.register(shutil.rmtree, DATA_DIR, ignore_errors=True)
MEDIA_ROOT = DATA_DIR / "files"
AUDIT_SIGNING_KEY_FILE = DATA_DIR / "audit_signing_key.pem"
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
#: The key that signs the log is made at first use, and ``flush`` may empty the log with the rest.
AUDIT_CREATE_SIGNING_KEY = True
AUDIT_MAY_BE_ERASED = True
#: Agencies sign with certificates of a trial authority that is made at first use.
SIGNING_DEMO_AUTHORITY = True
SIGNING_KEY_DIR = DATA_DIR / "keys"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
#: A long job runs at once where the test starts it.
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
