"""One file of settings, read from the environment; a wrong value stops the start.

APP_ENV is `production` unless said otherwise: `dev.py` and the tests say `development`.
"""

import sys
from pathlib import Path

import pghistory
import pgtrigger
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from config import databases, environment

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(environment.text("VAR_DIR", str(BASE_DIR / ".var")))
PRODUCTION = environment.choice("APP_ENV", ("production", "development"), "production") == "production"

DEBUG = environment.flag("DEBUG", default=False)
if PRODUCTION and DEBUG:
    raise ImproperlyConfigured("正式环境不得打开 DEBUG。")
SECRET_KEY = environment.text("SECRET_KEY", *(() if PRODUCTION else ("development-only-" + "k" * 40,)))
ALLOWED_HOSTS = environment.words("ALLOWED_HOSTS", "" if PRODUCTION else "127.0.0.1,localhost")
OVER_HTTPS = environment.flag("OVER_HTTPS", default=PRODUCTION)

# The office that this installation serves.
OFFICE_NAME = environment.text("OFFICE_NAME", "县直机关工委")
HELP_CONTACT = environment.text("HELP_CONTACT", "县直机关工委办公室")
OFFICE_FONT_DIR = environment.text("OFFICE_FONT_DIR", "")

INSTALLED_APPS = [
    "config",
    "reports",
    "scorecards",
    "units",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "axes",
    "crispy_forms",
    "csp",
    "django_htmx",
    "pgtrigger",
    "pghistory",
    "procrastinate.contrib.django",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "units.middleware.explain_old_browsers",
    "units.middleware.refuse_control_characters",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "units.middleware.end_idle_sessions",
    "units.middleware.SignInRequired",
    "units.middleware.force_password_change",
    "units.middleware.AccessRecord",
    "pghistory.middleware.HistoryMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.shell.shell",
            ]
        },
    }
]
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "shaibiping"  # our own, in templates/shaibiping/

# Two roles: the runtime role owns nothing; `migrate` and `grants` run as the owner (manage.py says so).
DATABASES = {
    "default": databases.default(
        BASE_DIR,
        production=PRODUCTION,
        as_owner=environment.choice("DB_ROLE", ("runtime", "owner"), "runtime") == "owner",
        testing=environment.flag("TESTING", default=False),
        threads=environment.whole("DB_POOL_SIZE", 8, lowest=1, highest=100),
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# History: who and why stand in each event row itself, so that no table has to be updated later.
PGHISTORY_APPEND_ONLY = True
PGHISTORY_LEVEL = pgtrigger.Statement  # type: ignore[has-type, unused-ignore]
PGHISTORY_CONTEXT_FIELD = pghistory.ContextJSONField()
PGHISTORY_MIDDLEWARE_METHODS = ("POST",)

AUTH_USER_MODEL = "units.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "units.backends.PostBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
     "OPTIONS": {"user_attributes": ("username", "name", "phone")}},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]  # fmt: skip
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "sign-in"

# Five wrong passwords for one account from one address; others behind the same address are not locked out.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.5
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_CALLABLE = "units.views.sign_in.locked_out"
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
AXES_IPWARE_PROXY_COUNT = environment.whole("PROXY_COUNT", 1 if PRODUCTION else 0, lowest=0, highest=5)

IDLE_SECONDS = environment.whole("IDLE_MINUTES", 30, lowest=5, highest=240) * 60
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = OVER_HTTPS
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_FAILURE_VIEW = "units.views.sign_in.csrf_failure"
SECURE_SSL_REDIRECT = (
    False  # nginx redirects; the application also answers plain HTTP at an address on the intranet
)
SECURE_HSTS_SECONDS = 31_536_000 if OVER_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = OVER_HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if OVER_HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin" if OVER_HTTPS else None
SILENCED_SYSTEM_CHECKS = ["security.W008"]  # see SECURE_SSL_REDIRECT
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder",
                       "django.contrib.staticfiles.finders.AppDirectoriesFinder",
                       "config.staticfiles.PackageAssetFinder"]  # fmt: skip
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": VAR_DIR / "files"},
    },
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
# Set when nginx serves stored files: the prefix of its internal location, which must also send `nosniff` and the CSP.
ACCEL_PREFIX = environment.text("ACCEL_PREFIX", "")
if ACCEL_PREFIX and not (ACCEL_PREFIX.startswith("/") and ACCEL_PREFIX.endswith("/")):
    raise ImproperlyConfigured("环境变量 ACCEL_PREFIX 要以“/”开头、以“/”结尾，例如 /stored/。")
# A program that reads a file from standard input and ends with 0 (clean) or 1 (infected): clamdscan --fdpass -
SCAN_COMMAND = environment.command("SCAN_COMMAND")
WHITENOISE_USE_FINDERS = not PRODUCTION

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

DATA_UPLOAD_MAX_NUMBER_FIELDS = 25_000  # a matrix of 120 units and 60 items, typed without script
PROCRASTINATE_WORKER_DEFAULTS = {"update_heartbeat_interval": 10, "stalled_worker_timeout": 30}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "stream": sys.stderr, "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
