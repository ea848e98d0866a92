"""Django's settings for the desk: `DJANGO_SETTINGS_MODULE=weerbaar.desk.configuration`.

Reading them makes nothing and opens nothing: a folder without master key gives a desk that does not start (`weerbaar desk` makes one).
"""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from weerbaar import settings as reading
from weerbaar.desk import secrets
from weerbaar.desk.database import databases
from weerbaar.desk.settings import home, load

WEERBAAR_HOME: Path = home()
WEERBAAR_DESK = load()
_public = urlsplit(WEERBAAR_DESK.public_url)
_tls = _public.scheme == "https"

# --- secrets: one for each master key, so that a rotation lets signatures made before it hold -----------------------------------
_derived = [key.hex() for key in secrets.ring(WEERBAAR_HOME).derived("signatures of the web")]
SECRET_KEY, SECRET_KEY_FALLBACKS = (_derived[0], _derived[1:]) if _derived else ("", [])

# --- where things are -------------------------------------------------------------------------------------------------------------
DATABASES = databases(WEERBAAR_HOME, secrets.read("WEERBAAR_DATABASE_URL"))
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}
"""In the database: a lockout outlives a restart and holds in every process."""
STATIC_URL = "/static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False

# --- what the desk is made of -----------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "weerbaar.desk.accounts",
    "weerbaar.desk.governance",
    "weerbaar.desk.cases",
    "weerbaar.desk.work",
    "weerbaar.desk.gateway",
    "weerbaar.desk.gateway.words.apps.OwnWords",
    "weerbaar.desk.intake",
    "weerbaar.desk.access",
    "weerbaar.desk.api",
    "weerbaar.desk.addins",
    "weerbaar.desk.agreements",
    "weerbaar.desk.calls",
    "weerbaar.desk.extortion",
    "weerbaar.desk.ledger",
    "weerbaar.desk.paste",
    "weerbaar.desk.payments",
    "weerbaar.desk.proof",
    "weerbaar.desk.push",
    "weerbaar.desk.voices",
    "weerbaar.desk.web",
]
MIDDLEWARE = [
    "weerbaar.desk.headers.Headers",
    "django.middleware.security.SecurityMiddleware",
    "weerbaar.desk.governance.operations.Machines",
    "weerbaar.desk.web.statics.Statics",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "weerbaar.desk.api.problems.Problems",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "weerbaar.desk.web.theme.Reader",
    "weerbaar.desk.access.noted.Refusals",
    "weerbaar.desk.access.middleware.Leaving",
    "weerbaar.desk.access.middleware.Awake",
    "weerbaar.desk.access.middleware.Limits",
    "weerbaar.desk.access.middleware.Elsewhere",
    "weerbaar.desk.accounts.middleware.Here",
    "weerbaar.desk.accounts.zones.Zones",
    "weerbaar.desk.accounts.middleware.SecondFactor",
]
ROOT_URLCONF = "weerbaar.desk.urls"
ASGI_APPLICATION = "weerbaar.desk.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).parent / "web" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

# --- what others add: how an answer goes out, what is done now and then -----------------------------------------------------------
WEERBAAR_WORKFLOWS = ("weerbaar.desk.work.workflows", "weerbaar.desk.intake.workflows", "weerbaar.desk.push.workflows")
"""The modules whose workflows a worker knows."""
WEERBAAR_OUTLETS = {"page": "weerbaar.desk.work.outlet.Page", "mail": "weerbaar.desk.intake.answers.Mail"}
"""The `kind` of a Reply -> the Outlet (weerbaar.desk.work.outlet) that takes answers there."""
WEERBAAR_TOLD = ("weerbaar.desk.push.send.told",)
"""Functions that are called with an Answer in the transaction in which it counts as sent."""
WEERBAAR_CHORES = {
    "sweep": ("* * * * *", "weerbaar.desk.work.reaper.sweep"),
    "forget": ("7 * * * *", "weerbaar.desk.work.reaper.forget"),
    "anchor": ("13 0 * * *", "weerbaar.desk.governance.anchor.anchor"),
    "retention": ("41 1 * * *", "weerbaar.desk.governance.retention.nightly"),
    "backup": ("11 2 * * *", "weerbaar.desk.governance.backup.nightly"),
    "siblings": ("* * * * *", "weerbaar.desk.intake.siblings.sweep"),
    "scans": ("* * * * *", "weerbaar.desk.intake.scan.sweep"),
    "tidy": ("37 * * * *", "weerbaar.desk.access.tidy.tidy"),
    "proof": ("* * * * *", "weerbaar.desk.proof.ask.sweep"),
    "push": ("* * * * *", "weerbaar.desk.push.send.sweep"),
    "confirmations": ("*/5 * * * *", "weerbaar.desk.ledger.chores.sweep"),
    "ledger files": ("23 3 * * *", "weerbaar.desk.ledger.chores.tidy"),
    "agreements": ("*/10 * * * *", "weerbaar.desk.agreements.notices.sweep"),
    "agreement names": ("29 3 * * *", "weerbaar.desk.agreements.signing.tidy"),
    "gateway": ("47 * * * *", "weerbaar.desk.gateway.tidy.tidy"),
    "voices": ("17 3 * * *", "weerbaar.desk.voices.own.tidy"),
    "confidences": ("19 3 * * *", "weerbaar.desk.extortion.confide.tidy"),
}
"""Name -> (cron in UTC, the function that is called without arguments); see weerbaar.desk.work.chores."""
WEERBAAR_PROOF = "weerbaar.desk.proof.ask"
"""The module by which a confirmation asks who was proven (`proofs`, `evidence`)."""
WEERBAAR_LEDGER = "weerbaar.desk.ledger.state.known_to"
"""The function that gives an organisation's ledger to every look; it raises nothing."""
WEERBAAR_WORDS = "weerbaar.desk.gateway.words.lists.vocabulary"
"""The function that gives the gateway an organisation's own words: its id -> weerbaar.gateway.port.Vocabulary. Empty: there are none."""
WEERBAAR_AI_NUMBERS = "weerbaar.desk.gateway.numbers.numbers"
"""The function (organisation, since, until) that tells how AI is used, without persons; see weerbaar.desk.agreements.numbers."""
WEERBAAR_CHECKS: dict[str, str] = {"mailboxes": "weerbaar.desk.governance.state.mailboxes"}
"""Name -> a function that says how something is; see weerbaar.desk.governance.health."""
WEERBAAR_REFUSAL = "weerbaar.desk.api.problems.refusal"
"""Who writes what is seen by someone stopped before any view (weerbaar.desk.access.refusal)."""
WEERBAAR_WATCHERS: dict[str, str] = {
    "mailboxes": "weerbaar.desk.intake.watching.mailboxes",
    "receivers": "weerbaar.desk.intake.watching.receivers",
    "payments": "weerbaar.desk.payments.folders.watch",
}
"""Name -> the function that watches something outside until its one argument, a threading.Event, is set; see weerbaar.desk.work.watch."""

# --- people -----------------------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "weerbaar.desk.access.passwords.Guessable"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "weerbaar.desk.accounts.adapter.Accounts"
SOCIALACCOUNT_ADAPTER = "weerbaar.desk.accounts.adapter.OwnSignIn"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
"""Whoever has an account was invited to it at their address."""
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip,5/300s/key"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Weerbaar"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not _tls
ALLAUTH_TRUSTED_PROXY_COUNT = WEERBAAR_DESK.proxies
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_FORMS = {
    "add_webauthn": "weerbaar.desk.access.second_step.Add",
    "authenticate_webauthn": "weerbaar.desk.access.second_step.Authenticate",
    "reauthenticate_webauthn": "weerbaar.desk.access.second_step.Reauthenticate",
    "login_webauthn": "weerbaar.desk.access.second_step.SignIn",
}
MFA_ADAPTER = "weerbaar.desk.accounts.adapter.SecondFactors"
USERSESSIONS_TRACK_ACTIVITY = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_PROVIDERS: dict[str, Any] = {}
if WEERBAAR_DESK.oidc_server:
    SOCIALACCOUNT_PROVIDERS["openid_connect"] = {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "own",
                "name": WEERBAAR_DESK.oidc_name or _public.hostname or "OpenID Connect",
                "client_id": WEERBAAR_DESK.oidc_client,
                "secret": secrets.read("WEERBAAR_OIDC_SECRET"),
                "settings": {"server_url": WEERBAAR_DESK.oidc_server},
            }
        ],
    }

# --- languages --------------------------------------------------------------------------------------------------------------------
LANGUAGES = [("nl", "Nederlands"), ("fr", "français"), ("de", "Deutsch"), ("en", "English")]
LANGUAGE_CODE = "en"
LANGUAGE_COOKIE_NAME = "__Host-language" if _tls else "language"
LOCALE_PATHS = [Path(__file__).parent / "web" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
"""Of who is not signed in; pages tell times in the zone of the organisation (weerbaar.desk.accounts.zones)."""

# --- what a browser may do --------------------------------------------------------------------------------------------------------
DEBUG = False
CSRF_FAILURE_VIEW = "weerbaar.desk.web.errors.csrf"
ALLOWED_HOSTS = [_public.hostname] if _public.hostname else ["127.0.0.1", "localhost", "[::1]"]
CSRF_TRUSTED_ORIGINS = [f"{_public.scheme}://{_public.netloc}"] if _public.netloc else []
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if WEERBAAR_DESK.proxies else None
SECURE_SSL_REDIRECT = False
"""The reverse proxy answers on port 80; health checks come without TLS."""
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if _tls else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = _tls
SESSION_COOKIE_NAME = "__Host-desk" if _tls else "desk"
CSRF_COOKIE_NAME = "__Host-csrf" if _tls else "csrf"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = WEERBAAR_DESK.session_hours * 3600
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = max(70 * 1024 * 1024, reading.load().max_media_bytes + 6 * 1024 * 1024)
"""Files that people bring never touch the disk unsealed; `max_bytes` and `max_media_bytes` (weerbaar.settings) are what we read of one."""
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
DATA_UPLOAD_MAX_NUMBER_FILES = 20

# --- logs: what happened, never what was brought ----------------------------------------------------------------------------------
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "weerbaar.desk.logs.Line"}},
    "handlers": {"err": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["err"], "level": "INFO"},
    "loggers": {"django.request": {"level": "ERROR"}, "dbos": {"handlers": ["err"], "level": "WARNING", "propagate": False}},
}
EMAIL_BACKEND = "weerbaar.desk.intake.answers.Codes"
"""By the organisation's own door for outgoing mail; until that is open, codes by mail go nowhere."""
