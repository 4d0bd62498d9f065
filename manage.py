#!/usr/bin/env python3
"""Django's command line. In development call it through `python3 dev.py manage …`."""

import os
import sys

from django.core.management import execute_from_command_line

# These change the schema or its rights; everything else runs as the runtime role, which owns nothing.
OWNER_COMMANDS = {"migrate", "grants", "sqlmigrate", "showmigrations"}


def main() -> None:
    """Run the command with the database role that it needs."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    if len(sys.argv) > 1 and sys.argv[1] in OWNER_COMMANDS:
        os.environ.setdefault("DB_ROLE", "owner")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
