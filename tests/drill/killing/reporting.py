"""报送 while things are killed: officers report card after card, some by a double click."""

import datetime
import random
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

from tests.drill.killing.facts import Facts
from tests.drill.killing.people import Person, Unanswered, Wrong

DONE = ("评分表已报送", "单位已审签")  # the message, which is shown once; the state, which stays
ENDORSER = "方书记"


@dataclass(frozen=True)
class Reported:
    """A card whose officer read that it was reported."""

    card: int
    officer: str
    key: str


def report_until(
    enough: threading.Event, people: dict[str, Person], stock: Sequence[dict[str, Any]], dice: random.Random
) -> list[Reported]:
    """All officers at once, each going through the own cards."""
    officer = itemgetter("officer")
    piles = [
        (people[name], list(pile), dice.random())
        for name, pile in groupby(sorted(stock, key=officer), officer)
    ]
    with ThreadPoolExecutor(len(piles)) as pool:
        done = pool.map(lambda pile: list(_report_pile(enough, *pile)), piles)
        return [card for pile in done for card in pile]


def _report_pile(
    enough: threading.Event, officer: Person, pile: list[dict[str, Any]], seed: float
) -> Iterator[Reported]:
    dice = random.Random(seed)
    for one in pile:
        if not enough.is_set():
            yield _report(officer, one["card"], clicks=dice.choice((1, 1, 2)))


def _report(officer: Person, card: int, *, clicks: int) -> Reported:
    key = officer.key_on(f"/cards/{card}/review/")
    signed = datetime.datetime.now(datetime.UTC).date().isoformat()
    form = {"is_signed": "on", "endorser": ENDORSER, "endorsed_on": signed, "key": key}
    seconds = [threading.Thread(target=_click, args=(officer.again(), card, form)) for _ in range(clicks - 1)]
    for second in seconds:
        second.start()
    answer = officer.surely_post(f"/cards/{card}/submit/", form)
    for second in seconds:
        second.join()
    if not any(words in answer.text for words in DONE):
        raise Wrong(f"card {card}: the answer to 报送 was {answer.gist}")
    return Reported(card, officer.username, key)


def _click(tab: Person, card: int, form: dict[str, str]) -> None:
    try:
        tab.post(f"/cards/{card}/submit/", form)
    except Unanswered:
        return


def losses(facts: Facts, reported: Sequence[Reported]) -> tuple[list[str], list[str]]:
    """What was confirmed and is not there, and what is there more than once or by half."""
    rows = {card: row for card, *row in facts.ask(_CARDS, [one.card for one in reported])}
    lost = [one.card for one in reported if rows[one.card][:2] != ["endorsed", ENDORSER]]
    keys = {str(key) for (key,) in facts.ask("SELECT key FROM units_submission")}
    lost += [one.card for one in reported if one.key not in keys]
    doubled = [one.card for one in reported if rows[one.card][2:] != [1, 1]]
    return lost, doubled


def half_states(facts: Facts) -> list[str]:
    """Cards between draft and endorsed, and keys that were taken for nothing."""
    between = facts.ask("SELECT id FROM scorecards_card WHERE state = 'submitted'")
    keys, cards = facts.ask(_COUNTS)[0]
    found = [f"card {card} is 已报送 without 审签" for (card,) in between]
    return found + ([f"{keys} keys taken, {cards} cards reported"] if keys != cards else [])


_CARDS = """
SELECT card.id, card.state, card.endorser,
       count(*) FILTER (WHERE event.state = 'submitted'), count(*) FILTER (WHERE event.state = 'endorsed')
FROM scorecards_card card JOIN scorecards_cardevent event ON event.pgh_obj_id = card.id
WHERE card.id = ANY(%s) GROUP BY card.id
"""
# The demo's own cards and releases took keys as well; those went through before anything was killed.
_COUNTS = """
SELECT (SELECT count(*) FROM units_submission WHERE result_url LIKE '/cards/%%')
       - (SELECT count(DISTINCT (card_id, returned_at)) FROM scorecards_markevent WHERE state = 'returned'),
       (SELECT count(DISTINCT pgh_obj_id) FROM scorecards_cardevent WHERE state = 'endorsed')
"""
