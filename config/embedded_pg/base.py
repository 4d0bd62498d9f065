"""Django's PostgreSQL backend on the embedded server, which it starts at the first connection."""

from typing import Any

from django.db.backends.postgresql import base

from config import devdb


class DatabaseWrapper(base.DatabaseWrapper):
    """`DEVDB` in the settings names the cluster."""

    def get_connection_params(self) -> dict[str, Any]:
        """Django asks for these before every connection, also before it takes one out of a pool."""
        devdb.ensure(self.settings_dict["DEVDB"])
        return super().get_connection_params() | {"port": devdb.PORT}
