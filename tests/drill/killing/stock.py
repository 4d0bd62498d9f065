"""What the drill works on: cards ready to be reported, a matrix to be filled, results ready to be released."""

import json
import os
import subprocess
import sys
from typing import Any

from tests.drill.killing.instance import ROOT

MAKE = "from tests.drill.killing import making; making.tell(cards_a_unit={cards_a_unit}, releases={releases})"


def made(address: str, *, cards_a_unit: int, releases: int) -> dict[str, Any]:
    """Made by `making` in a process of its own, as the owner of the database at this address."""
    order = MAKE.format(cards_a_unit=cards_a_unit, releases=releases)
    ours = {"APP_ENV": "development", "DJANGO_SETTINGS_MODULE": "config.settings", "TESTING": "0"}
    done = subprocess.run(
        [sys.executable, ROOT / "manage.py", "shell", "--no-imports", "-c", order],
        cwd=ROOT, env=os.environ | ours | {"DB_ROLE": "owner", "DATABASE_OWNER_URL": address},
        stdout=subprocess.PIPE, check=True,
    )  # fmt: skip
    found: dict[str, Any] = json.loads(done.stdout)
    return found
