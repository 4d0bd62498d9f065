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
    """The papers of some rounds, and the deaths that they go through."""

    def __init__(self, killer: Killer, facts: Facts, dice: random.Random) -> None:
        self.killer, self.facts, self.dice = killer, facts, dice

    def of(self, rounds: Sequence[int]) -> list[int]:
        """Their numbers."""
        return [number for (number,) in self.facts.ask(_OF, list(rounds))]

    def strike(self, name: str = "worker and child", *, paper: int | None = None) -> list[int]:
        """Kill the worker while it renders, this paper or any; the papers it had in hand."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            time.sleep(self.dice.uniform(0, 0.5))
            children, in_hand = self.killer.instance.renderers(), self.in_hand()
            if children and (paper in in_hand if paper else in_hand):
                self.killer.strike(name)
                _see_off(children)
                return in_hand
        raise Wrong("nothing was rendered that could be interrupted")

    def in_hand(self) -> list[int]:
        """Papers that some worker, dead or alive, has taken."""
        return [number for (number,) in self.facts.ask(_IN_HAND)]

    def turn_the_clock(self) -> None:
        """As if the dead workers had been silent long enough."""
        self.facts.change(_AGE, SILENT)

    def finish(self, papers: Sequence[int]) -> float:
        """How long it took until all were done."""
        return self.facts.wait(_DONE, list(papers), seconds=PATIENCE)

    def wait_for_failure(self, paper: int) -> None:
        """Until it is given up."""
        self.facts.wait(_RUN, paper, seconds=PATIENCE, expected="failed")

    def attempts(self, paper: int) -> tuple[int, int]:
        """How often the paper's last job was begun, and what its row counts."""
        ((begun, counted),) = self.facts.ask(_ATTEMPTS, paper)
        return begun, counted

    def losses(self, papers: Sequence[int]) -> tuple[list[str], list[str]]:
        """Papers whose bytes are not what is printed on the list, and second endings."""
        lost, doubled = [], []
        for number, state, sha256, content, run, told, jobs in self.facts.ask(_PAPERS, list(papers)):
            if state != "done" or run != "done" or hashlib.sha256(content or b"").hexdigest() != sha256:
                lost.append(f"paper {number} is {state}/{run}")
            if told != 1 or jobs != 0:
                doubled.append(f"paper {number}: told {told} times, {jobs} jobs left")
        return lost, doubled


def given_up_and_again(papers: Papers, clerk: Person, paper: int) -> list[str]:
    """A paper that kills its worker each time is given up after three; the clerk reads so and has it made again."""
    for _ in range(MOST_ATTEMPTS):
        papers.strike(paper=paper)
        papers.turn_the_clock()
    papers.wait_for_failure(paper)
    begun, counted = papers.attempts(paper)
    page = clerk.surely_get("/documents/?size=100").text
    wrong = [] if (begun, counted) == (MOST_ATTEMPTS, MOST_ATTEMPTS) else [f"begun {begun} times, counted {counted}"]
    wrong += [] if GIVEN_UP in page and f"/documents/{paper}/retry/" in page else ["the page offers no other try"]
    clerk.surely_post(f"/documents/{paper}/retry/", {})
    return wrong


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
JOIN scorecards_group ON scorecards_group.id = release.group_id WHERE round_id = ANY(%s) ORDER BY 1
"""
_IN_HAND = """
SELECT (args->>'document_id')::bigint FROM procrastinate_jobs job
JOIN procrastinate_workers worker ON worker.id = job.worker_id
WHERE job.status = 'doing' AND task_name = 'render_document'
  AND worker.id = (SELECT max(id) FROM procrastinate_workers)
"""
_AGE = """
UPDATE procrastinate_workers SET last_heartbeat = last_heartbeat - make_interval(secs => %s)
WHERE id IN (SELECT worker_id FROM procrastinate_jobs WHERE status = 'doing' AND task_name = 'render_document')
  AND id < (SELECT max(id) FROM procrastinate_workers)
"""
_DONE = "SELECT count(*) = 0 FROM reports_document WHERE id = ANY(%s) AND state <> 'done'"
_RUN = """
SELECT run.state FROM units_jobrun run JOIN reports_document document ON document.run_id = run.id WHERE document.id = %s
"""
_ATTEMPTS = """
SELECT count(event.id), max(job.attempts) FROM procrastinate_jobs job
LEFT JOIN procrastinate_events event ON event.job_id = job.id AND event.type = 'started'
WHERE job.task_name = 'render_document' AND (args->>'document_id')::bigint = %s
"""
_PAPERS = """
SELECT document.id, document.state, document.sha256, document.content, run.state,
  (SELECT count(*) FROM units_notice WHERE key = 'document:' || document.id),
  (SELECT count(*) FROM procrastinate_jobs WHERE args->>'run_key' = document.key AND status IN ('todo', 'doing'))
FROM reports_document document JOIN units_jobrun run ON run.id = document.run_id WHERE document.id = ANY(%s)
"""
