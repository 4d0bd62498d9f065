"""Django's PostgreSQL backend on the embedded server, which it starts at the first connection."""

from typing import Any

import psycopg
from django.db.backends.postgresql import base

from config import devdb


class DatabaseWrapper(base.DatabaseWrapper):
    """`DEVDB` in the settings names the cluster."""

    def get_connection_params(self) -> dict[str, Any]:
        """Django asks for these before every connection, also before it takes one out of a pool.

        A server that does not start is a database that is away, like any other.
        """
        try:
            devdb.ensure(self.settings_dict["DEVDB"])
        except devdb.NoServer as failure:
            raise psycopg.OperationalError(str(failure)) from failure
        return super().get_connection_params() | {"port": devdb.PORT}
