"""What tests change, and nothing else. They migrate and run as the owner; tests/trust opens a runtime connection."""

import os

os.environ.setdefault("APP_ENV", "development")
os.environ["DB_ROLE"] = "owner"
os.environ["TESTING"] = "1"

from config.settings import *  # noqa: F403
from config.settings import DATABASES, MIDDLEWARE

MIDDLEWARE = [name for name in MIDDLEWARE if "whitenoise" not in name]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.MD5PasswordHasher",
    "django.contrib.auth.hashers.Argon2PasswordHasher",  # one-time passwords are kept in it
]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
DATABASES["default"]["TEST"] = {"NAME": f"test_{os.getpid()}"}  # two runs at once do not meet
