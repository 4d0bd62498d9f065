"""通报 while things are killed: the head approves, in two tabs at once, and is struck in the middle."""

import random
import time
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from tests.drill.killing.facts import Facts
from tests.drill.killing.killer import Killer
from tests.drill.killing.people import Person, Unanswered, Wrong

DONE = (
    "已通报，正在生成排名文件",
    "已通报的结果",
)  # the message, which is shown once; the state, which stays
ROUND_LOCK = 7101
SECONDS_UNDER_LOCK = 0.12  # usually less
PATIENCE = 5  # seconds


@dataclass
class Approval:
    """One draft, approved in two tabs at once with the same form."""

    head: Person
    draft: dict[str, Any]
    facts: Facts
    pause: float
    tabs: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(2))
    clicks: list[Future[None]] = field(default_factory=list)

    def begin(self) -> None:
        """Returns some moment after the round is held for it, mostly before it is let go."""
        key = self.head.key_on(f"/rounds/{self.draft['round']}/release/")
        self.clicks = [
            self.tabs.submit(_approve, self.head, self.draft, key),
            self.tabs.submit(_click, self.head.again(), self.draft, key),
        ]
        self.facts.wait_closely(_HELD, ROUND_LOCK, self.draft["round"], seconds=PATIENCE)
        time.sleep(self.pause)

    def end(self) -> None:
        """When both tabs have their answers; the first has tried until it had one."""
        for click in self.clicks:
            click.result()
        self.tabs.shutdown()


@dataclass
class Approved:
    """How it went with all drafts."""

    confirmed: list[dict[str, Any]] = field(default_factory=list)
    halves: list[str] = field(default_factory=list)


def approve_all(
    head: Person, stock: Sequence[dict[str, Any]], killer: Killer, facts: Facts, dice: random.Random
) -> Approved:
    """One draft after the other, each struck in the middle."""
    approved = Approved()
    for number, draft in enumerate(stock):
        approval = Approval(head, draft, facts, dice.uniform(0, SECONDS_UNDER_LOCK))
        killer.strike(killer.names[number % len(killer.names)], at=approval.begin)
        approved.halves += half_states(facts, draft)
        approval.end()
        approved.confirmed.append(draft)
    return approved


def approve(head: Person, draft: dict[str, Any]) -> None:
    """Once, as every day."""
    _approve(head, draft, head.key_on(f"/rounds/{draft['round']}/release/"))


def _approve(head: Person, draft: dict[str, Any], key: str) -> None:
    answer = head.surely_post(
        f"/release-drafts/{draft['draft']}/approve/", {"key": key, "password": head.password}
    )
    if not any(words in answer.text for words in DONE):
        raise Wrong(f"draft {draft['draft']}: the answer to 审定 was {answer.gist}")


def _click(tab: Person, draft: dict[str, Any], key: str) -> None:
    try:
        tab.post(f"/release-drafts/{draft['draft']}/approve/", {"key": key, "password": tab.password})
    except Unanswered:
        return


def half_states(facts: Facts, draft: dict[str, Any]) -> list[str]:
    """Nothing yet, or everything exactly once."""
    found = facts.ask(_STATE, draft["round"], draft["round"])[0]
    groups = draft["groups"]
    papers = 2 * groups
    whole = ("released", 1, groups, groups, papers, papers, papers)
    return [] if found in {("locked", 0, 0, 0, 0, 0, 0), whole} else [f"draft {draft['draft']}: {found}"]


def losses(facts: Facts, approved: Approved) -> tuple[list[str], list[str]]:
    """Confirmed releases that are not there, and halves or doubles."""
    lost = [
        f"round {draft['round']}"
        for draft in approved.confirmed
        if facts.one("SELECT phase FROM scorecards_round WHERE id = %s", draft["round"]) != "released"
    ]
    return lost, approved.halves + [
        half for draft in approved.confirmed for half in half_states(facts, draft)
    ]


_HELD = "SELECT FROM pg_locks WHERE locktype = 'advisory' AND granted AND classid = %s AND objid = %s"
_STATE = """
WITH release AS (
  SELECT release.* FROM scorecards_release release JOIN scorecards_group ON scorecards_group.id = group_id
  WHERE round_id = %s
), paper AS (SELECT document.* FROM reports_document document WHERE release_id IN (SELECT id FROM release))
SELECT phase,
  (SELECT count(*) FROM scorecards_releasedraft WHERE round_id = round.id AND approved_at IS NOT NULL),
  (SELECT count(*) FROM release), (SELECT count(DISTINCT group_id) FROM release),
  (SELECT count(DISTINCT (release_id, face)) FROM paper),
  (SELECT count(*) FROM units_jobrun WHERE id IN (SELECT run_id FROM paper)),
  (SELECT count(*) FROM procrastinate_jobs WHERE args->>'run_key' IN (SELECT key FROM paper))
FROM scorecards_round round WHERE round.id = %s
"""
