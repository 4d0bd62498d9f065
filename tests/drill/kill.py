"""The whole system under `kill -9`: nothing that was confirmed is lost, nothing is done twice or by half.

python3 dev.py drill kill [SEED]

A private copy of the demo is started on a port of its own; people report, check, release and wait for papers over
HTTP while its processes are killed at random moments. Exit status 1 with a sentence on any loss.
"""

import json
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from psycopg.conninfo import make_conninfo

import dev
from config import devdb
from tests.drill.killing import checking, releasing, reporting
from tests.drill.killing.facts import Facts
from tests.drill.killing.instance import Instance, running
from tests.drill.killing.killer import DATABASE, WEB, Killer
from tests.drill.killing.people import Person, Watched, Wrong

CARDS_A_UNIT = 25
RELEASES = 8
SECONDS_OF_CHECKING = 30
PAUSE = (0.1, 1.0)  # seconds


class Drill:
    """One system, the people who use it, and what they saw."""

    def __init__(self, instance: Instance, seed: int) -> None:
        self.instance, self.dice = instance, random.Random(seed)
        self.facts, self.watched, self.failed = Facts(instance.cluster), Watched(), False
        self.stock = _stock(instance)
        self._people: dict[str, Person] = {}

    def person(self, username: str) -> Person:
        """Signed in."""
        if username not in self._people:
            person = Person(self.instance.address, username, self.stock["password"], self.watched)
            self._people[username] = person.sign_in()
        return self._people[username]

    def killer(self, names: Sequence[str]) -> Killer:
        """One with its own dice."""
        return Killer(self.instance, names, random.Random(self.dice.random()), PAUSE)

    def report(
        self, name: str, killer: Killer, confirmed: int, lost: Sequence[str], doubled: Sequence[str]
    ) -> None:
        """One line; sentences below it when something is wrong."""
        seen = ", ".join(f"{count} × {what}" for what, count in sorted(self.watched.seen.items()))
        print(
            f"{name}: {killer}; confirmed {confirmed}, lost {len(lost)}, doubled or by half {len(doubled)}; {seen}",
            flush=True,
        )
        wrong = [*map("lost: {}".format, lost), *map("doubled: {}".format, doubled), *self.watched.wrong]
        for sentence in [*wrong, killer.trouble][:20]:
            print(f"  {sentence}" if sentence else "", end="\n" if sentence else "")
        self.failed = self.failed or bool(wrong or killer.trouble)
        self.watched.seen.clear()
        self.watched.wrong.clear()


def reporting_drill(drill: Drill) -> None:
    """报送."""
    stock = drill.stock["reporting"]
    people = {one["officer"]: drill.person(one["officer"]) for one in stock}
    killer = drill.killer([*WEB, *DATABASE])
    killer.start()
    reported = reporting.report_all(people, stock, drill.dice)
    killer.stop()
    lost, doubled = reporting.losses(drill.facts, reported)
    drill.report("报送", killer, len(reported), lost, doubled + reporting.half_states(drill.facts))


def checking_drill(drill: Drill) -> None:
    """核定."""
    matrix, enough = checking.Matrix.of(drill.stock["checking"]), threading.Event()
    clerks = [drill.person(name) for name in ("gongwei", "gongwei2", "fuzeren")]
    killer = drill.killer([*WEB, *DATABASE])
    killer.start()
    threading.Timer(SECONDS_OF_CHECKING, enough.set).start()
    saved = checking.save_until(enough, clerks, matrix, drill.dice)
    killer.stop()
    lost, doubled = checking.losses(drill.facts, saved)
    drill.report("核定", killer, len(saved), lost, doubled + checking.wrong_totals(drill.facts, matrix))


def releasing_drill(drill: Drill) -> None:
    """通报."""
    killer = drill.killer([*DATABASE, *WEB])
    head = drill.person("fuzeren")
    approved = releasing.approve_all(head, drill.stock["releasing"], killer, drill.facts, drill.dice)
    lost, halves = releasing.losses(drill.facts, approved)
    drill.report("通报", killer, len(approved.confirmed), lost, halves)


def _stock(instance: Instance) -> dict[str, Any]:
    address = make_conninfo(
        host=str(instance.cluster.socket_dir), port=devdb.PORT, user=devdb.OWNER_ROLE, dbname=devdb.DATABASE
    )
    environment = os.environ | {"APP_ENV": "development", "DB_ROLE": "owner", "DATABASE_OWNER_URL": address}
    order = (
        f"from tests.drill.killing import stock; stock.tell(cards_a_unit={CARDS_A_UNIT}, releases={RELEASES})"
    )
    done = subprocess.run(
        [sys.executable, dev.ROOT / "manage.py", "shell", "--no-imports", "-c", order],
        cwd=dev.ROOT, env=environment, stdout=subprocess.PIPE, check=True,
    )  # fmt: skip
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def main() -> int:
    """The exit status."""
    seed, began = (
        int(sys.argv[1]) if len(sys.argv) > 1 else random.SystemRandom().randrange(10**6),
        time.monotonic(),
    )
    print(f"seed {seed}", flush=True)
    with tempfile.TemporaryDirectory(prefix="kill-") as folder, running(Path(folder)) as instance:
        drill = Drill(instance, seed)
        print(f"ready after {time.monotonic() - began:.0f} s", flush=True)
        for scenario in [s for s in (reporting_drill, checking_drill, releasing_drill) if not os.environ.get("ONLY") or s.__name__.startswith(os.environ["ONLY"])]:
            try:
                scenario(drill)
                if os.environ.get("VERBOSE"): Path("/tmp/drill.log").write_text(instance.log.read_text("utf-8","replace"))
            except Wrong as wrong:
                print(f"{scenario.__doc__}: {wrong}\n{instance.last_words()}")
                return 1
    print(f"{time.monotonic() - began:.0f} s")
    return int(drill.failed)


if __name__ == "__main__":
    sys.exit(main())
