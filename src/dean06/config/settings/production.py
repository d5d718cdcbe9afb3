"""A province's own server, behind a TLS proxy. Refuses to start without its secrets."""

import os
from pathlib import Path

from dean06.config.settings.base import *  # noqa: F403

SECRET_KEY = os.environ["DEAN06_SECRET_KEY"]
AUDIT_SIGNING_KEY_FILE = Path(os.environ["DEAN06_AUDIT_KEY_FILE"])
AUDIT_CREATE_SIGNING_KEY = False
AUDIT_MAY_BE_ERASED = False
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("DEAN06_PROXY_COUNT", "1"))
EMAIL_HOST = os.environ.get("DEAN06_EMAIL_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("DEAN06_EMAIL_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("DEAN06_EMAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("DEAN06_EMAIL_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("DEAN06_EMAIL_TLS", "1") == "1"
