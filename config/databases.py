"""Which database to speak to, as which of its two roles."""

from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from psycopg.conninfo import conninfo_to_dict

from config import devdb, environment

_LIMITS = "-c lock_timeout=5s -c statement_timeout=30s -c idle_in_transaction_session_timeout=60s"


def default(base: Path, *, production: bool, as_owner: bool, testing: bool, threads: int) -> dict[str, Any]:
    """Django's settings for the one database; without an address the embedded server, never in production."""
    variable = "DATABASE_OWNER_URL" if as_owner else "DATABASE_URL"
    url = environment.text(variable, "")
    if url:
        found = _from_url(url)
    elif production:
        raise ImproperlyConfigured(f"正式环境必须设置 {variable};开发和演示请用 python3 dev.py。")
    else:
        found = _embedded(devdb.location(base, testing=testing), as_owner=as_owner)
    options = found["OPTIONS"]
    if not as_owner:
        options["pool"] = {"min_size": 1, "max_size": threads, "timeout": 10}
        options["options"] = _LIMITS
    return {"CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": True, "ATOMIC_REQUESTS": False, **found}


def runtime_role() -> str:
    """The name of the role that `grants` gives rights to."""
    url = environment.text("DATABASE_URL", "")
    return str(conninfo_to_dict(url).get("user", "")) if url else devdb.RUNTIME_ROLE


def _from_url(url: str) -> dict[str, Any]:
    parts = conninfo_to_dict(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.pop("dbname", ""),
        "USER": parts.pop("user", ""),
        "PASSWORD": parts.pop("password", ""),
        "HOST": parts.pop("host", ""),
        "PORT": str(parts.pop("port", "")),
        "OPTIONS": parts,
    }


def _embedded(cluster: devdb.Cluster, *, as_owner: bool) -> dict[str, Any]:
    return {
        "ENGINE": "config.embedded_pg",
        "NAME": devdb.DATABASE,
        "USER": devdb.OWNER_ROLE if as_owner else devdb.RUNTIME_ROLE,
        "HOST": str(cluster.socket_dir),
        "OPTIONS": {},
        "DEVDB": cluster,
    }
