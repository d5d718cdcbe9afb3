"""Settings shared by every way of running. An operator changes them through the environment (``.env.example``)."""

from __future__ import annotations

import os
from pathlib import Path

import dj_database_url
from csp.constants import NONCE, NONE, SELF

from dean06.config.settings.connectors import read_connectors

BASE_DIR = Path(__file__).resolve().parents[4]
#: Everything the running system writes: database, uploads, keys, collected static files.
DATA_DIR = Path(os.environ.get("DEAN06_DATA_DIR", BASE_DIR / "var")).resolve()

#: The province this installation serves (code of ``units.AdminUnit``) and how pages name it.
PROVINCE_CODE = os.environ.get("DEAN06_PROVINCE_CODE", "42")
PROVINCE_NAME = os.environ.get("DEAN06_PROVINCE_NAME", "Hà Tĩnh")
#: Electronic identifier of the province (QĐ 20/2020/QĐ-TTg); stands before made-up identifiers in dossier codes.
PROVINCE_IDENTIFIER = os.environ.get("DEAN06_PROVINCE_IDENTIFIER", "H27")
SITE_URL = os.environ.get("DEAN06_SITE_URL", "http://127.0.0.1:8006")

#: True only where everybody is invented: no second factor, the sign-in page lists the accounts.
DEMO = False

DEBUG = False
ALLOWED_HOSTS = [host for host in os.environ.get("DEAN06_HOSTS", "").split(",") if host]
CSRF_TRUSTED_ORIGINS = [SITE_URL]

INSTALLED_APPS = [
    "dean06.web",
    "dean06.web.desk",
    "dean06.web.portal",
    "dean06.demo",
    "dean06.steering.dashboards",
    "dean06.steering.reports",
    "dean06.steering.registers",
    "dean06.steering.collection",
    "dean06.steering.indicators",
    "dean06.steering.assignments",
    "dean06.steering.documents",
    "dean06.procedures.figures",
    "dean06.procedures.feedback",
    "dean06.procedures.portal_sync",
    "dean06.procedures.interlinked",
    "dean06.procedures.cases",
    "dean06.procedures.forms",
    "dean06.procedures.catalogue",
    "dean06.socioeconomic.payments",
    "dean06.citizens.identity",
    "dean06.citizens.wallet",
    "dean06.ecosystem.worklists",
    "dean06.ecosystem.review",
    "dean06.ecosystem.cleaning",
    "dean06.ecosystem.datasets",
    "dean06.ecosystem.matching",
    "dean06.kernel.notifications",
    "dean06.kernel.privacy",
    "dean06.kernel.population",
    "dean06.kernel.accounts",
    "dean06.kernel.units",
    "dean06.kernel.signing",
    "dean06.kernel.files",
    "dean06.kernel.calendar",
    "dean06.kernel.writing",
    "dean06.kernel.events",
    "dean06.kernel.audit",
    "dean06.kernel.common",
    "dean06.kernel.design",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "lucide",
    "ninja",
    "template_partials",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    # Deny by default: a view is for visitors only when it says so (login_not_required).
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "dean06.kernel.accounts.middleware.ActorMiddleware",
    "dean06.web.middleware.DomainErrorMiddleware",
]

ROOT_URLCONF = "dean06.config.urls"
WSGI_APPLICATION = "dean06.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "dean06.web.context.page_frame",
            ],
            "builtins": ["django.templatetags.static", "lucide.templatetags.lucide"],
        },
    }
]

#: Forms are drawn by the design system; its templates find those of Django through "django.forms" above.
FORM_RENDERER = "dean06.kernel.design.renderers.DesignRenderer"

DATABASES = {
    "default": dj_database_url.config(
        default=f"sqlite:///{DATA_DIR / 'dean06.sqlite3'}", conn_max_age=60, conn_health_checks=True
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # IMMEDIATE: a write path takes the one write lock at its start and waits, instead of failing half-way.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; PRAGMA mmap_size=134217728;"
        ),
    }
#: Long work (reading a file, matching, importing) is a row in the database that ``db_worker`` takes up.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

#: How many dossiers one network address may look up in ten minutes on the public page.
CASES_LOOK_UPS_PER_WINDOW = int(os.environ.get("DEAN06_CASE_LOOK_UPS", "30"))
#: Looking people up: how often in an hour, and how many wrong guesses, before the officer is stopped.
POPULATION_VERIFY_PER_HOUR = int(os.environ.get("DEAN06_VERIFY_PER_HOUR", "300"))
POPULATION_SEARCH_PER_HOUR = int(os.environ.get("DEAN06_SEARCH_PER_HOUR", "60"))
POPULATION_WRONG_GUESSES_PER_HOUR = int(os.environ.get("DEAN06_WRONG_GUESSES_PER_HOUR", "5"))
#: Statistics hide counts from 1 to one less than this.
POPULATION_SMALL_CELL = int(os.environ.get("DEAN06_SMALL_CELL", "5"))
#: Memory that an import of the registry may take, as DuckDB writes it.
POPULATION_BULK_MEMORY = os.environ.get("DEAN06_BULK_MEMORY", "3GB")
#: Largest file a sector may hand in.
DATASETS_MAX_BYTES = int(os.environ.get("DEAN06_LIST_MAX_BYTES", str(2 * 1024**3)))

#: True only in the demo and in tests: agencies sign with trial certificates, which have no legal force.
SIGNING_DEMO_AUTHORITY = False
#: Sealed private keys of agencies; other places of keys (HSM, remote signer) by name → dotted path of a ``KeyStore``.
SIGNING_KEY_DIR = Path(os.environ.get("DEAN06_KEY_DIR", DATA_DIR / "keys"))
SIGNING_KEY_STORES: dict[str, str] = {}

#: Where packs of procedures are read from to be published (the published versions live in the database).
PACKS_DIR = Path(os.environ.get("DEAN06_PACKS_DIR", BASE_DIR / "packs")).resolve()
#: Other bodies' software behind the connectors of packs (docs/howto/interlinked.md); the demo one for those not named.
CONNECTORS = read_connectors(os.environ.get("DEAN06_CONNECTORS", ""))
#: The national portal that our cases are copied to: the demo one, or ``…contrib.national.NationalPortal``.
PORTAL_BACKEND = os.environ.get("DEAN06_PORTAL_BACKEND", "dean06.procedures.portal_sync.contrib.demo.DemoPortal")
PORTAL_URL = os.environ.get("DEAN06_PORTAL_URL", "")
PORTAL_USER = os.environ.get("DEAN06_PORTAL_USER", "")
PORTAL_PASSWORD = os.environ.get("DEAN06_PORTAL_PASSWORD", "")
#: Seconds until a call without an answer is given up.
PORTAL_TIMEOUT = float(os.environ.get("DEAN06_PORTAL_TIMEOUT", "20"))

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
# Sign-in by e-mail; accounts are made by an administrator; lock-out is ``accounts.throttle``'s (database, not cache).
ACCOUNT_ADAPTER = "dean06.kernel.accounts.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": None}
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_FORMS = {
    "login": "dean06.kernel.accounts.sign_in_forms.LoginForm",
    "reauthenticate": "dean06.kernel.accounts.sign_in_forms.ReauthenticateForm",
    "reset_password": "dean06.kernel.accounts.sign_in_forms.ResetPasswordForm",
    "reset_password_from_key": "dean06.kernel.accounts.sign_in_forms.ResetPasswordKeyForm",
    "change_password": "dean06.kernel.accounts.sign_in_forms.ChangePasswordForm",
}
#: Proxies in front whose X-Forwarded-For is believed (lock-out and the list of sessions need the true address).
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("DEAN06_PROXY_COUNT", "0"))
MFA_ADAPTER = "dean06.kernel.accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "authenticate": "dean06.kernel.accounts.sign_in_forms.AuthenticateForm",
    "reauthenticate": "dean06.kernel.accounts.sign_in_forms.MfaReauthenticateForm",
    "activate_totp": "dean06.kernel.accounts.sign_in_forms.ActivateTOTPForm",
    "add_webauthn": "dean06.kernel.accounts.sign_in_forms.AddWebAuthnForm",
    "edit_webauthn": "dean06.kernel.accounts.sign_in_forms.EditWebAuthnForm",
}
# Addresses are entered by an administrator, nobody signs up: there is nothing to verify first.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = f"dean06 {PROVINCE_NAME}"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

#: Shared by all server processes: a code of the second factor that was used is remembered here.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": DATA_DIR / "cache",
        "OPTIONS": {"MAX_ENTRIES": 20000},
    }
}

LANGUAGE_CODE = "vi"
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
#: Uploads live outside any folder a web server serves; ``files`` streams them.
MEDIA_ROOT = DATA_DIR / "files"
FILE_UPLOAD_PERMISSIONS = 0o600
#: Largest file accepted, in bytes. The first handler drops what comes after that, so it never reaches the disk.
MAX_UPLOAD_BYTES = 50 * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "dean06.kernel.files.upload_handlers.DiscardOversized",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
DEFAULT_FROM_EMAIL = os.environ.get("DEAN06_EMAIL_FROM", "khong-tra-loi@dean06.localhost")

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 8 * 60 * 60
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": os.environ.get("DEAN06_LOG_LEVEL", "WARNING")},
}
