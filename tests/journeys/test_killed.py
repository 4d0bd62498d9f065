"""A whole private system, struck with -9 at a chosen moment; `dev.py drill kill` strikes at random ones."""

import random
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.drill.killing import processes, releasing, rendering, reporting, stock
from tests.drill.killing.facts import Facts
from tests.drill.killing.instance import Instance, running
from tests.drill.killing.killer import Killer
from tests.drill.killing.people import Answer, Person, Unanswered, Watched

ROUND_LOCK = 7101
WAITING = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
HOLD_ROUND = """
SELECT pg_advisory_lock(%s, round_id::int) FROM scorecards_group
WHERE id = (SELECT group_id FROM scorecards_card WHERE id = %s)
"""
CLAIMED = "SELECT count(*) FROM units_submission WHERE key = %s"
STATE = "SELECT state FROM scorecards_card WHERE id = %s"


@dataclass
class System:
    """What runs, what it works on, and who uses it."""

    instance: Instance
    facts: Facts
    stock: dict[str, Any]

    def person(self, username: str) -> Person:
        address, password = self.instance.address, self.stock["password"]
        return Person(address, username, password, Watched()).sign_in()

    @contextmanager
    def round_held(self, card: int) -> Iterator[None]:
        """Whoever reports this card has taken the key of the form, and waits."""
        gone = suppress(psycopg.OperationalError)
        with gone, psycopg.connect(self.facts.address, autocommit=True) as connection:
            connection.execute(HOLD_ROUND, [ROUND_LOCK, card])
            yield


@pytest.fixture(scope="module")
def system(fonts, tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    with running(Path(tmp_path_factory.mktemp("system"))) as instance:
        facts = Facts(instance.cluster)
        yield System(instance, facts, stock.made(facts.address, cards_a_unit=1, releases=1))


@pytest.fixture
def click() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(1) as pool:
        yield pool


def form_of(officer: Person, card: int) -> dict[str, str]:
    key = officer.key_on(f"/cards/{card}/review/")
    return {"is_signed": "on", "endorser": reporting.ENDORSER, "endorsed_on": "2026-01-05", "key": key}


def strike(
    system: System, click: ThreadPoolExecutor, number: int, part: str
) -> tuple[Person, int, dict[str, str]]:
    """Kill the part while an officer's report stands between its first row and its commit."""
    card, officer = (
        system.stock["reporting"][number]["card"],
        system.person(system.stock["reporting"][number]["officer"]),
    )
    form = form_of(officer, card)
    with system.round_held(card):
        answer: Future[Answer] = click.submit(officer.post, f"/cards/{card}/submit/", form)
        system.facts.wait(WAITING, seconds=60, expected=1)
        assert processes.kill(*getattr(system.instance, part)())
        with pytest.raises(Unanswered):
            answer.result()
    return officer, card, form


@pytest.mark.parametrize(("number", "part", "seen"), [(0, "web_workers", "broken"), (1, "database", "503")])
def test_report_that_is_struck_before_its_commit_leaves_nothing_and_goes_through_again(
    number, part, seen, system, click
):
    officer, card, form = strike(system, click, number, part)
    assert (officer.watched.seen[seen], officer.watched.wrong) == (1, [])
    assert system.facts.one(CLAIMED, form["key"]) == 0
    assert system.facts.one(STATE, card) == "draft"
    answer = officer.surely_post(f"/cards/{card}/submit/", form)
    assert reporting.DONE[0] in answer.text
    reported = [reporting.Reported(card, officer.username, form["key"])]
    assert reporting.losses(system.facts, reported) == ([], [])
    assert reporting.half_states(system.facts) == []


def test_paper_whose_worker_died_is_made_by_the_next_one(system):
    head, clerk, dice = system.person("fuzeren"), system.person("gongwei"), random.Random(1)
    (draft,) = system.stock["releasing"]
    papers = rendering.Papers(Killer(system.instance, (), dice, (0, 0)), system.facts, clerk, dice)
    releasing.approve(head, draft)
    assert papers.strike("worker and child")
    made = papers.of([draft["round"]])
    papers.finish(made)
    assert (papers.given_up, papers.losses(made)) == (0, ([], []))
