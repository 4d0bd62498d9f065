"""Papers while the worker is killed: taken up again, finished once, given up when each try kills its worker."""

import hashlib
import random
import time
from collections.abc import Sequence

from tests.drill.killing import processes
from tests.drill.killing.facts import Facts
from tests.drill.killing.killer import Killer
from tests.drill.killing.people import Person, Wrong

SILENT = 31  # seconds after which a worker counts as dead
PATIENCE = 120  # seconds
MOST_ATTEMPTS = 3
GIVEN_UP = "后台工作多次中断，没有完成。请重试"


class Papers:
    """What is rendered, and the deaths that it goes through."""

    def __init__(self, killer: Killer, facts: Facts, clerk: Person, dice: random.Random) -> None:
        self.killer, self.facts, self.clerk, self.dice = killer, facts, clerk, dice
        self.given_up = 0

    def of(self, rounds: Sequence[int]) -> list[int]:
        """The papers of these rounds."""
        return [number for (number,) in self.facts.ask(_OF, list(rounds))]

    def strike(self, name: str, *, paper: int | None = None, waits: bool = False) -> list[int]:
        """Kill the worker while it renders, this paper or any; the papers it had in hand.

        Unless one `waits` for it, the dead worker's silence is made long at once.
        """
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            time.sleep(self.dice.uniform(0, 0.5))
            children, worker = self.killer.instance.renderers(), self.facts.one(_NEWEST)
            in_hand = [number for (number,) in self.facts.ask(_IN_HAND, worker)]
            if children and (paper in in_hand if paper else in_hand):
                self.killer.strike(name)
                _see_off(children)
                if not waits:
                    self.facts.change(_AGE, SILENT, worker)
                return in_hand
        raise Wrong("nothing was rendered that could be interrupted")

    def finish(self, papers: Sequence[int]) -> None:
        """Until all are done; what was given up is asked for again, as a clerk does."""
        deadline = time.monotonic() + PATIENCE
        while open_ones := self.facts.ask(_OPEN, list(papers)):
            if time.monotonic() > deadline:
                raise Wrong(f"papers are still not done: {open_ones}")
            for number in (number for number, run in open_ones if run == "failed"):
                self.given_up += 1
                self.clerk.surely_post(f"/documents/{number}/retry/", {})
            time.sleep(0.5)

    def kill_each_try(self, paper: int) -> list[str]:
        """A paper that kills its worker each time is given up after three, and the clerk reads so."""
        for _ in range(MOST_ATTEMPTS):
            self.strike("worker and child", paper=paper)
        self.facts.wait(_GIVEN_UP, paper, seconds=PATIENCE)
        begun, counted = self.facts.ask(_ATTEMPTS, paper)[0]
        page = self.clerk.surely_get("/documents/?size=100").text
        wrong = (
            [] if (begun, counted) == (MOST_ATTEMPTS,) * 2 else [f"begun {begun} times, counted {counted}"]
        )
        is_told = GIVEN_UP in page and f"/documents/{paper}/retry/" in page
        return wrong if is_told else [*wrong, f"the page does not say that paper {paper} failed"]

    def seconds_until_done(self, papers: Sequence[int], since: float) -> float:
        """From a moment of this machine's clock to the last of them."""
        return float(self.facts.one(_LAST_MADE, list(papers))) - since

    def losses(self, papers: Sequence[int]) -> tuple[list[str], list[str]]:
        """Papers whose bytes are not what their digest says, and second endings."""
        lost, doubled = [], []
        for number, state, sha256, content, run, told, waited, jobs in self.facts.ask(_PAPERS, list(papers)):
            if state != "done" or run != "done" or hashlib.sha256(content or b"").hexdigest() != sha256:
                lost.append(f"paper {number} is {state}/{run}")
            if told != waited or jobs:
                doubled.append(f"paper {number}: {told} notices for {waited} people, {jobs} jobs left")
        return lost, doubled


def _see_off(children: Sequence[int]) -> None:
    """A worker's child ends with it, by itself."""
    deadline = time.monotonic() + PATIENCE
    while any("reports.render" in processes.command(child) for child in children):
        if time.monotonic() > deadline:
            raise Wrong("a child outlived its worker")
        time.sleep(0.1)


_OF = """
SELECT document.id FROM reports_document document
JOIN scorecards_release release ON release.id = document.release_id
JOIN scorecards_group ON scorecards_group.id = release.group_id
WHERE scorecards_group.round_id = ANY(%s) ORDER BY 1
"""
_NEWEST = "SELECT coalesce(max(id), 0) FROM procrastinate_workers"
_IN_HAND = """
SELECT (args->>'document_id')::bigint FROM procrastinate_jobs
WHERE status = 'doing' AND task_name = 'render_document' AND worker_id = %s
"""
_AGE = "UPDATE procrastinate_workers SET last_heartbeat = last_heartbeat - make_interval(secs => %s) WHERE id = %s"
_OPEN = """
SELECT document.id, run.state FROM units_jobrun run JOIN reports_document document ON document.run_id = run.id
WHERE document.id = ANY(%s) AND run.state <> 'done' ORDER BY 1
"""
_GIVEN_UP = """
SELECT run.state = 'failed' FROM units_jobrun run JOIN reports_document document ON document.run_id = run.id
WHERE document.id = %s
"""
_ATTEMPTS = """
SELECT count(event.id), max(job.attempts) FROM procrastinate_jobs job
LEFT JOIN procrastinate_events event ON event.job_id = job.id AND event.type = 'started'
WHERE job.task_name = 'render_document' AND (args->>'document_id')::bigint = %s
"""
_LAST_MADE = "SELECT extract(epoch FROM max(made_at)) FROM reports_document WHERE id = ANY(%s)"
_PAPERS = """
SELECT document.id, document.state, document.sha256, document.content, run.state,
  (SELECT count(*) FROM units_notice WHERE key = 'document:' || document.id),
  (SELECT count(DISTINCT user_id) FROM units_post WHERE role = 'county_leader' OR user_id = run.asked_by_id),
  (SELECT count(*) FROM procrastinate_jobs WHERE args->>'run_key' = document.key AND status IN ('todo', 'doing'))
FROM reports_document document JOIN units_jobrun run ON run.id = document.run_id WHERE document.id = ANY(%s)
"""
