"""The whole system under `kill -9`: nothing that was confirmed is lost, nothing is done twice or by half.

python3 dev.py drill kill [SEED]

A private copy of the demo runs on a port of its own. People report, check, release and wait for papers over HTTP
while its processes are killed at random moments. Exit status 1 with a sentence on any loss.
"""

import random
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path

import psycopg

from tests.drill.killing import checking, releasing, rendering, reporting, stock, watching
from tests.drill.killing.facts import Facts
from tests.drill.killing.instance import Instance, NotServing, running
from tests.drill.killing.killer import WEB_AND_DATABASE, Killer
from tests.drill.killing.people import Person, Watched, Wrong

CARDS_A_UNIT = 25
RELEASES, FOR_RENDERING = 12, 4
SECONDS = 35  # of reporting at most, and of checking
PAUSE = (0.2, 1.2)  # seconds between two strokes


class Drill:
    """One system, the people who use it, and what they saw."""

    def __init__(self, instance: Instance, seed: int) -> None:
        self.instance, self.dice = instance, random.Random(seed)
        self.facts, self.watched, self.failed = Facts(instance.cluster), Watched(), False
        self.stock = stock.made(
            self.facts.address, cards_a_unit=CARDS_A_UNIT, releases=RELEASES + FOR_RENDERING
        )
        self._people: dict[str, Person] = {}

    def person(self, username: str) -> Person:
        """Signed in."""
        if username not in self._people:
            person = Person(self.instance.address, username, self.stock["password"], self.watched)
            self._people[username] = person.sign_in()
        return self._people[username]

    def killer(self) -> Killer:
        """One with its own dice."""
        return Killer(self.instance, WEB_AND_DATABASE, random.Random(self.dice.random()), PAUSE)

    def report(
        self, name: str, killer: Killer, confirmed: int, lost: Sequence[object], doubled: Sequence[object]
    ) -> None:
        """One line; sentences below it when something is wrong."""
        seen = ", ".join(f"{count} × {what}" for what, count in sorted(self.watched.seen.items()))
        say(f"{name}: {killer}; confirmed {confirmed}, lost {len(lost)}, doubled {len(doubled)}; {seen}")
        wrong = [*(f"lost: {one}" for one in lost), *(f"doubled or by half: {one}" for one in doubled)]
        wrong += [*self.watched.wrong, *([killer.trouble] if killer.trouble else [])]
        for sentence in wrong[:20]:
            say(f"  {sentence}")
        self.failed = self.failed or bool(wrong)
        self.watched.seen.clear()
        self.watched.wrong.clear()


def report_cards(drill: Drill) -> None:
    """Twelve officers report what they have filled."""
    cards, enough = drill.stock["reporting"], threading.Event()
    people = {one["officer"]: drill.person(one["officer"]) for one in cards}
    killer = drill.killer()
    killer.start()
    timer = threading.Timer(SECONDS, enough.set)
    timer.start()
    reported = reporting.report_until(enough, people, cards, drill.dice)
    timer.cancel()
    killer.stop()
    lost, doubled = reporting.losses(drill.facts, reported)
    drill.report("报送", killer, len(reported), lost, doubled + reporting.half_states(drill.facts))


def check_cards(drill: Drill) -> None:
    """Three people of the office type into the matrix."""
    matrix, enough = checking.Matrix.of(drill.stock["checking"]), threading.Event()
    office = [drill.person(name) for name in ("gongwei", "gongwei2", "fuzeren")]
    killer = drill.killer()
    killer.start()
    threading.Timer(SECONDS, enough.set).start()
    saved = checking.save_until(enough, office, matrix, drill.dice)
    killer.stop()
    lost, doubled = checking.losses(drill.facts, saved)
    drill.report("核定", killer, len(saved), lost, doubled + checking.wrong_totals(drill.facts, matrix))


def release_results(drill: Drill) -> None:
    """The head approves one round after the other."""
    killer = drill.killer()
    drafts = drill.stock["releasing"][:RELEASES]
    approved = releasing.approve_all(drill.person("fuzeren"), drafts, killer, drill.facts, drill.dice)
    killer.stop()
    lost, halves = releasing.losses(drill.facts, approved)
    drill.report("通报", killer, len(approved.confirmed), lost, halves)


def make_papers(drill: Drill) -> None:
    """A clerk and a county leader wait for the papers."""
    killer, clerk, leader = drill.killer(), drill.person("gongwei"), drill.person("xianlingdao")
    watches = [watching.Watch(person.again(), drill.facts, drill.watched) for person in (clerk, leader)]
    for watch in watches:
        watch.start()
    papers = rendering.Papers(killer, drill.facts, clerk, drill.dice)
    one, two, last, three = drill.stock["releasing"][RELEASES:]
    head = drill.person("fuzeren")
    releasing.approve(head, one)
    releasing.approve(head, two)
    waiting, struck = papers.strike("worker", waits=True), time.time()
    releasing.approve(head, three)
    for name in ("worker and child", "worker", "worker and child"):
        papers.strike(name)
    papers.finish(papers.of([three["round"]]))
    releasing.approve(head, last)
    wrong = papers.kill_each_try(papers.of([last["round"]])[0])
    everything = papers.of([draft["round"] for draft in drill.stock["releasing"]])
    papers.finish(everything)
    looks = sum(watch.stop() for watch in watches)
    killer.stop()
    lost, doubled = papers.losses(everything)
    drill.report("排名文件", killer, len(everything), lost, doubled + wrong)
    seconds = papers.seconds_until_done(waiting, struck)
    say(
        f"  {looks} looks at 报表; taken up again {seconds:.0f} s after the worker died; {papers.given_up} given up"
    )


def say(line: str) -> None:
    """At once, also into a pipe."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> int:
    """The exit status."""
    seed = int(sys.argv[1]) if len(sys.argv) > 1 else random.SystemRandom().randrange(10**6)
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="kill-") as folder, running(Path(folder)) as instance:
        drill = Drill(instance, seed)
        say(f"seed {seed}, ready after {time.monotonic() - began:.0f} s")
        try:
            for scenario in (report_cards, check_cards, release_results, make_papers):
                scenario(drill)
        except (Wrong, NotServing, TimeoutError, psycopg.OperationalError) as failure:
            say(
                "\n".join(
                    [str(failure), *drill.watched.wrong, "", "The log ends with:", instance.last_words()]
                )
            )
            return 1
    say(f"{time.monotonic() - began:.0f} s")
    return int(drill.failed)


if __name__ == "__main__":
    sys.exit(main())
