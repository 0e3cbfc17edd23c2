"""Django's settings. What an administrator may change comes from `env`."""

from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF

from merilo.web import env, secrets
from merilo.words import LANGS, fitting

HERE = Path(__file__).parent
HOME = Path(env.text("MERILO_HOME", str(Path.home() / "merilo")))
SECRET_KEY = env.text("MERILO_SECRET") or secrets.key(HOME, "web")
DEBUG = False
HTTPS = env.flag("MERILO_HTTPS")
DEMO_DOOR = env.flag("MERILO_DEMO_DOOR")  # set by `serve`, where it answers this machine alone
ALLOWED_HOSTS = env.names("MERILO_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = [f"https://{host.lstrip('.')}" for host in ALLOWED_HOSTS] if HTTPS else []

APPS = (
    "frame", "accounts", "access", "notices", "people", "figures", "data", "jobs", "outbox",
    "plans", "alerts", "daily", "tasks", "today", "day", "hooks", "connections",
)  # fmt: skip
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_htmx",
    "huey.contrib.djhuey",
    "csp",
    "auditlog",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.mfa",
    "allauth.usersessions",
    *(f"merilo.web.{app}" for app in APPS),
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "merilo.web.frame.log.Log",
    "django.middleware.gzip.GZipMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "merilo.web.frame.language.Language",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "merilo.web.access.audit.middleware.Actor",
    "merilo.web.access.audit.middleware.Exports",
    "merilo.web.access.door.Door",
    "merilo.web.accounts.middleware.Forms",
    "merilo.web.frame.errors.Errors",
]
ROOT_URLCONF = "merilo.web.urls"
WSGI_APPLICATION = "merilo.web.wsgi.application"
CONTEXT = [
    "django.template.context_processors.request",
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [HERE / app / "pages" for app in APPS],
        "OPTIONS": {"environment": "merilo.web.frame.jinja.environment",
                    "context_processors": [*CONTEXT, "merilo.web.frame.context.frame"]},
    },
    {  # the pages of accounts, which come with allauth
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE / "accounts" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": [*CONTEXT, "merilo.web.frame.context.frame"]},
    },
]  # fmt: skip

CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache",
                      "LOCATION": "cache"}}  # fmt: skip
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
PRAGMAS = (
    "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA mmap_size=134217728;"
    "PRAGMA journal_size_limit=27103364;PRAGMA cache_size=2000;PRAGMA temp_store=MEMORY;"
    "PRAGMA foreign_keys=ON;"
)
JOBS: dict[str, Any] = {
    "name": "merilo", "immediate": False,
    "consumer": {"workers": 6, "worker_type": "thread", "max_delay": 1},
}  # fmt: skip
if server := env.address("DATABASE_URL", ("postgres", "postgresql")):
    DATABASES: dict[str, Any] = {
        "default": {
            "ENGINE": "django.db.backends.postgresql", "NAME": server.path, "HOST": server.host,
            "PORT": server.port or "", "USER": server.user, "PASSWORD": server.password,
            "CONN_MAX_AGE": 0, "OPTIONS": {"pool": True},
        }
    }  # fmt: skip
else:
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3", "NAME": HOME / "work.sqlite3",
            "CONN_MAX_AGE": None,
            "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": PRAGMAS},
        }
    }  # fmt: skip
# What waits to be done is in a file of its own, so that it never waits for what people do.
HUEY = JOBS | {"huey_class": "huey.SqliteHuey", "filename": str(HOME / "jobs.sqlite3")}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher",
                    "django.contrib.auth.hashers.PBKDF2PasswordHasher"]  # fmt: skip
VALIDATORS = ("UserAttributeSimilarity", "MinimumLength", "CommonPassword", "NumericPassword")
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}Validator"} for name in VALIDATORS
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "merilo.web.accounts.adapter.Adapter"
SOCIALACCOUNT_ADAPTER = "merilo.web.accounts.adapter.SocialAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # who may come in is invited
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Merilo: "
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS else "http"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS  # localhost
MFA_TOTP_ISSUER = "Merilo"
MFA_TOTP_TOLERANCE = 1  # a phone's clock may be half a minute off
MFA_ALLOW_UNVERIFIED_EMAIL = True  # whoever has an account was invited to it
MFA_ADAPTER = "merilo.web.accounts.adapter.Factors"
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if HTTPS else 0  # whose word on the address of a reader counts
USERSESSIONS_TRACK_ACTIVITY = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True  # the company's own provider vouches for its addresses
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_PROVIDERS: dict[str, Any] = {}
if issuer := env.text("MERILO_OIDC"):
    SOCIALACCOUNT_PROVIDERS["openid_connect"] = {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [{
            "provider_id": "sso", "name": "SSO", "client_id": env.text("MERILO_OIDC_CLIENT"),
            "secret": env.text("MERILO_OIDC_SECRET"), "settings": {"server_url": issuer},
        }],
    }  # fmt: skip

if server := env.address("MERILO_MAIL", ("smtp", "smtps")):
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = server.host, server.user, server.password
    EMAIL_PORT = server.port or (465 if server.scheme == "smtps" else 587)
    EMAIL_USE_SSL = server.scheme == "smtps"
    EMAIL_USE_TLS = server.scheme == "smtp"
    EMAIL_TIMEOUT = 20
else:
    EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
MAIL = server is not None  # else nobody is told that a mail was sent
DEFAULT_FROM_EMAIL = env.text("MERILO_MAIL_FROM", "merilo@localhost")
TELEGRAM = env.matching("MERILO_TELEGRAM", r"\d+:[\w-]{30,}", "123456:ABC...")
PRIVATE_HOSTS = frozenset(host.lower() for host in env.names("MERILO_PRIVATE_HOSTS", ""))
if env.address("MERILO_ADDRESS", ("https", "http")):
    SITE = env.text("MERILO_ADDRESS").rstrip("/")
else:
    SITE = f"http{'s' * HTTPS}://{next(iter(ALLOWED_HOSTS), 'localhost').lstrip('.')}"

USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = fitting(env.text("MERILO_LANG"))
LANGUAGES = list(zip(LANGS, ("English", "Русский", "Magyar"), strict=True))

BACKUP = env.text("MERILO_BACKUP")

STATIC_URL = "static/"
STATIC_ROOT = HOME / "static"
STATICFILES_DIRS = [HERE / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
UPLOAD_MOST = env.whole("MERILO_UPLOAD", 2000) * 1_000_000
FILE_UPLOAD_HANDLERS = ["merilo.web.data.arrive.Arriving"]
FILE_UPLOAD_MAX_MEMORY_SIZE = 0  # every upload goes to the disk as it comes
FILE_UPLOAD_TEMP_DIR = secrets.folder(HOME / "uploads" / "coming")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF], "img-src": [SELF, "data:"], "object-src": [NONE],
        "base-uri": [NONE], "frame-ancestors": [NONE], "form-action": [SELF],
    }
}  # fmt: skip
CSRF_FAILURE_VIEW = "merilo.web.frame.errors.stale"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "merilo", "merilo_csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = 14 * 24 * 3600
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "merilo.web.frame.lines.Lines"}},
    "handlers": {"out": {"class": "logging.StreamHandler", "formatter": "json"},
                 "none": {"class": "logging.NullHandler"}},
    "root": {"handlers": ["out"], "level": "INFO"},
    "loggers": {
        "django.request": {"level": "ERROR"}, "huey": {"level": "WARNING"},
        # They tell to whom they send, and by which key.
        "apprise": {"level": "CRITICAL", "handlers": ["none"], "propagate": False},
        "urllib3": {"level": "ERROR"},
    },
}  # fmt: skip
AUDITLOG_INCLUDE_ALL_MODELS = False
AUDITLOG_DISABLE_REMOTE_ADDR = False
