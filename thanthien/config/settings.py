"""Wiring: what runs with what. Everything that differs between machines comes from the environment.

`THANTHIEN_DATA`  folder for the database, files and the secret key (default `var/` beside the code)
`DATABASE_URL`    PostgreSQL when set; SQLite in the data folder otherwise
`DATABASE_POOLER`  1 where a pooler gives each transaction another connection: nothing is kept on connections then
`SECRET_KEY`      read from the environment, else made once and kept in the data folder
`SECRET_KEY_FALLBACKS`  keys that SECRET_KEY has replaced, comma separated: what they sealed still opens
`ALLOWED_HOSTS`   comma separated; `THANTHIEN_HTTPS=1` behind TLS
`SITE_URL`        where people open this server, for links in mails and calendars (https://first allowed host)
`S3_BUCKET`       S3-compatible storage for files (with the usual AWS_* variables)
`PROXY_COUNT`     how many proxies stand before this server (0), to know the browser's address
`CACHE_URL`       where processes count addresses together: `database` or redis://… (each for itself when unset)
`EMAIL_URL`       smtp://user:password@host:port; printed to the console when unset
"""

import os
import secrets
from pathlib import Path
from urllib.parse import unquote, urlsplit

import dj_database_url
from csp.constants import NONE, SELF

BASE_DIR = Path(__file__).resolve().parent.parent
PROJECT_DIR = BASE_DIR.parent
DATA_DIR = Path(os.environ.get("THANTHIEN_DATA", PROJECT_DIR / "var"))
REFERENCE_DIR = Path(os.environ.get("THANTHIEN_REFERENCE", PROJECT_DIR / "data"))


DATA_DIR.mkdir(parents=True, exist_ok=True)


def _secret_key() -> str:
    if key := os.environ.get("SECRET_KEY"):
        return key
    path = DATA_DIR / "secret_key"
    if not path.exists():
        fresh = path.with_suffix(f".{os.getpid()}")
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(50), encoding="ascii")
        # link() keeps the first key when two processes start together
        try:
            os.link(fresh, path)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return path.read_text(encoding="ascii")


SECRET_KEY = _secret_key()
SECRET_KEY_FALLBACKS = [key for key in os.environ.get("SECRET_KEY_FALLBACKS", "").split(",") if key]
DEBUG = os.environ.get("DEBUG") == "1"
HTTPS = os.environ.get("THANTHIEN_HTTPS") == "1"
ALLOWED_HOSTS = [h for h in os.environ.get("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]").split(",") if h]
SITE_URL = os.environ.get("SITE_URL", "https://" + ALLOWED_HOSTS[0] if HTTPS else "http://127.0.0.1:8000")
CSRF_TRUSTED_ORIGINS = [f"https://{h}" for h in ALLOWED_HOSTS] if HTTPS else []

INSTALLED_APPS = [
    "thanthien.web",  # first: its templates stand before those of the libraries
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "thanthien.platform.audit",
    "thanthien.platform.units",
    "thanthien.platform.people",
    "thanthien.platform.files",
    "thanthien.platform.notices",
    "thanthien.platform.outbox",
    "thanthien.platform.keys",
    "thanthien.platform.workdays",
    "thanthien.platform.counters",
    "thanthien.platform.columns",
    "thanthien.platform.ui",
    "thanthien.programme.measures",
    "thanthien.programme.criteria",
    "thanthien.programme.plans",
    "thanthien.programme.occurrences",
    "thanthien.programme.imports",
    "thanthien.programme.evidence",
    "thanthien.programme.steering",
    "thanthien.programme.inspections",
    "thanthien.programme.impediments",
    "thanthien.programme.budget",
    "thanthien.programme.indices",
    "thanthien.programme.reviews",
    "thanthien.programme.merit",
    "thanthien.operations.disclosure",
    "thanthien.operations.feedback",
    "thanthien.operations.channels",
    "thanthien.operations.surveys",
    "thanthien.operations.ratings",
    "thanthien.operations.facilities",
    "thanthien.operations.procedures",
    "thanthien.operations.assistance",
    "thanthien.operations.reception",
    "thanthien.operations.engagement",
    "thanthien.operations.letters",
    "thanthien.operations.queueing",
    "thanthien.operations.casework",
    "thanthien.operations.conduct",
    "thanthien.operations.outreach",
    "thanthien.assessment.rounds",
    "thanthien.assessment.scoring",
    "thanthien.assessment.forecast",
    "thanthien.assessment.reports",
    "thanthien.assessment.dossier",
    "thanthien.assessment.signing",
    "thanthien.cli",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "thanthien.web.refusals.PrivatePagesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "thanthien.web.policy.PolicyMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "thanthien.web.refusals.WholeTextMiddleware",
    "thanthien.web.refusals.RefusalMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "thanthien.config.urls"
WSGI_APPLICATION = "thanthien.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "thanthien.web.shell.shell",
            ],
            "builtins": ["thanthien.platform.ui.templatetags.words"],
        },
    },
    {
        # citizens' pages: nobody signs in there, so nothing is asked of session, account or unit tree
        "NAME": "portal",
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {"builtins": ["thanthien.platform.ui.templatetags.words"]},
    },
]

_database = dj_database_url.parse(
    os.environ.get("DATABASE_URL") or f"sqlite:///{DATA_DIR / 'thanthien.sqlite3'}",
    conn_max_age=60,
    disable_server_side_cursors=os.environ.get("DATABASE_POOLER") == "1",
)
if _database["ENGINE"].endswith("sqlite3"):
    # IMMEDIATE: a writer waits its turn at once instead of failing half-way; WAL: readers never wait; FULL: what a
    # citizen was told is received stays received when the power fails.
    _database["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-20000;",
    }
    _database["CONN_MAX_AGE"] = (
        None  # opening a file anew, with its log and its schema, takes longer than most pages
    )
else:
    _database["CONN_HEALTH_CHECKS"] = True
DATABASES = {"default": _database}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# What a process read stays in its memory ("default"); what is counted of addresses ("counts") may be common.
CACHES: dict[str, dict[str, object]] = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "counts": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "counts",
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    },
}
CACHES["objects"] = {"BACKEND": "thanthien.platform.objects.ObjectsCache"}  # see there
CACHES["pages"] = {  # of citizens, as everybody reads them
    "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
    "LOCATION": "pages",
    "OPTIONS": {"MAX_ENTRIES": 300},
}
if url := os.environ.get("CACHE_URL"):
    CACHES["counts"]["BACKEND"] = "django.core.cache.backends.{}".format(
        "db.DatabaseCache" if url == "database" else "redis.RedisCache"
    )
    CACHES["counts"]["LOCATION"] = "shared_counts" if url == "database" else url
    if url != "database":
        del CACHES["counts"]["OPTIONS"]  # Redis has its own bound
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# -- files and static ----------------------------------------------------------------------------
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(DATA_DIR / "files")},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
if bucket := os.environ.get("S3_BUCKET"):
    STORAGES["default"] = {
        "BACKEND": "thanthien.platform.files.s3.ObjectStore",
        "OPTIONS": {
            "bucket_name": bucket,
            "endpoint_url": os.environ.get("S3_ENDPOINT"),
            "querystring_auth": True,
        },
    }
STATIC_URL = "/static/"
GUIDES_DIR = PROJECT_DIR / "docs/guides"
STATICFILES_DIRS = [("guides", PROJECT_DIR / "docs/images")]  # the pictures of the guides
STATIC_ROOT = Path(os.environ.get("THANTHIEN_STATIC", PROJECT_DIR / "staticfiles"))
FONT_DIRS = [BASE_DIR / "platform/ui/static/vendor/fonts"]
MAX_UPLOAD_BYTES = 100 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

# -- people --------------------------------------------------------------------------------------
AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "thanthien.platform.people.hashing.SmallServerArgon2",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_ADAPTER = "thanthien.platform.people.sign_in.AccountAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_USERNAME_MIN_LENGTH = 3
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Thân Thiện: "
# Wrong passwords are counted by django-axes, in the database and across processes. A whole office may
# share one address, hence the width of the first; the second guards the codes of the second step.
ACCOUNT_RATE_LIMITS = {"login": "120/m/ip", "login_failed": "30/m/ip,5/300s/key"}
ACCOUNT_FORMS = {
    "login": "thanthien.web.account_forms.LoginForm",
    "change_password": "thanthien.web.account_forms.ChangePasswordForm",
    "reset_password": "thanthien.web.account_forms.ResetPasswordForm",
    "reset_password_from_key": "thanthien.web.account_forms.ResetPasswordKeyForm",
    "reauthenticate": "thanthien.web.account_forms.ReauthenticateForm",
}
MFA_FORMS = {
    "authenticate": "thanthien.web.account_forms.AuthenticateForm",
    "reauthenticate": "thanthien.web.account_forms.MFAReauthenticateForm",
    "activate_totp": "thanthien.web.account_forms.ActivateTOTPForm",
    "add_webauthn": "thanthien.web.account_forms.AddWebAuthnForm",
    "edit_webauthn": "thanthien.web.account_forms.EditWebAuthnForm",
}
MFA_ADAPTER = "thanthien.platform.people.sign_in.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Thân Thiện"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "account/locked.html"
AXES_USERNAME_FORM_FIELD = "login"
AXES_USERNAME_CALLABLE = "thanthien.platform.people.sign_in.username_of"
AXES_CLIENT_IP_CALLABLE = "thanthien.platform.people.sign_in.client_ip"
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # fifteen minutes are fifteen minutes
AXES_DISABLE_ACCESS_LOG = True  # signing in is in the audit log already
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("PROXY_COUNT", "0"))

SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "thanthien.web.refusals.stale_form"
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]  # load balancers ask without TLS
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "media-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "frame-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
    }
}

# -- language, time, mail, logs ------------------------------------------------------------------
LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
USE_I18N = True
USE_THOUSAND_SEPARATOR = False  # a year is no number with a dot; amounts say number_vi
FORMAT_MODULE_PATH = ["thanthien.config.formats"]
LOCALE_PATHS = [BASE_DIR / "config/locale"]  # what the libraries leave untranslated

EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
MAIL_IS_SET_UP = bool(os.environ.get("EMAIL_URL"))  # only then is a reset link by mail offered
if url := os.environ.get("EMAIL_URL"):
    _mail = urlsplit(url)
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, EMAIL_PORT = _mail.hostname or "localhost", _mail.port or 25
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(_mail.username or ""), unquote(_mail.password or "")
    EMAIL_USE_TLS = _mail.scheme == "smtps" or EMAIL_PORT == 587
DEFAULT_FROM_EMAIL = os.environ.get("MAIL_FROM", "khong-tra-loi@localhost")

# Messages to citizens beside mail; see docs/operations.md. Without these they go to the console.
SMS_URL = os.environ.get("SMS_URL", "")
SMS_BODY = os.environ.get("SMS_BODY", '{"phone": "{phone}", "content": "{text}", "request_id": "{id}"}')
SMS_HEADERS = os.environ.get("SMS_HEADERS", "{}")
SMS_OK, SMS_ID = os.environ.get("SMS_OK", ""), os.environ.get("SMS_ID", "")
SMS_TONES = os.environ.get("SMS_TONES") == "1"  # with tone marks an SMS holds 70 letters instead of 160
ZALO_APP_ID, ZALO_SECRET_KEY = os.environ.get("ZALO_APP_ID", ""), os.environ.get("ZALO_SECRET_KEY", "")
# by the unit's code: MAILBOX_HM01=imaps://account:password@mail.example.gov.vn/INBOX, ZALO_OA_HM01=<secret key>
MAILBOXES = {key[8:]: value for key, value in os.environ.items() if key.startswith("MAILBOX_")}
ZALO_OA_KEYS = {key[8:]: value for key, value in os.environ.items() if key.startswith("ZALO_OA_") and value}
ZALO_REFRESH_TOKEN = os.environ.get("ZALO_REFRESH_TOKEN", "")
ZALO_TEMPLATES = os.environ.get("ZALO_TEMPLATES", "{}")
ZALO_ZNS_URL = os.environ.get("ZALO_ZNS_URL", "https://business.openapi.zalo.me/message/template")
ZALO_TOKEN_URL = os.environ.get("ZALO_TOKEN_URL", "https://oauth.zaloapp.com/v4/oa/access_token")

# A language model with the chat interface of OpenAI, which may phrase answers about procedures; none by default.
ASSISTANT_URL = os.environ.get("ASSISTANT_URL", "")  # as https://models.example.gov.vn/v1
ASSISTANT_MODEL, ASSISTANT_KEY = os.environ.get("ASSISTANT_MODEL", ""), os.environ.get("ASSISTANT_KEY", "")
ASSISTANT_SECONDS = float(os.environ.get("ASSISTANT_SECONDS", "4"))

# Another voice of the loudspeakers than espeak-ng: a program that reads text and writes WAV to {file}, or a service
# that answers a text sent by POST with WAV; see docs/operations.md. Neither by default.
VOICE_COMMAND, VOICE_URL = os.environ.get("VOICE_COMMAND", ""), os.environ.get("VOICE_URL", "")

LOG_LEVEL = os.environ.get("LOG_LEVEL", "WARNING")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    # the level stands at the handler too: the background worker lowers that of its own logger
    "filters": {"codes": {"()": "thanthien.lib.codes.HideCodes"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "level": LOG_LEVEL,
            "filters": ["codes"],
        }
    },
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
}
