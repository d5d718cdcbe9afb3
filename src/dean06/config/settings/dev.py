"""The demo and development: invented people only, so no second factor is asked and e-mail stays on this machine."""

from dean06.config.settings.base import *  # noqa: F403
from dean06.config.settings.base import DATA_DIR
from dean06.config.settings.keys import local_secret

DEMO = True
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", "testserver"]
CSRF_TRUSTED_ORIGINS = []
SECRET_KEY = local_secret(DATA_DIR / "secret_key")
AUDIT_SIGNING_KEY_FILE = DATA_DIR / "audit_signing_key.pem"
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = DATA_DIR / "mail"
#: The key that signs the log is made at first use, and ``flush`` may empty the log with the rest.
AUDIT_CREATE_SIGNING_KEY = True
AUDIT_MAY_BE_ERASED = True
#: Agencies sign with certificates of a trial authority that is made at first use.
SIGNING_DEMO_AUTHORITY = True
