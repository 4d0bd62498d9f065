"""核定 while things are killed: the stream of autosaves of several clerks, each at the own units."""

import json
import random
import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from scorecards.scoring import BadInput, Item, Part, parse_cell, read_tree, show_cell, total
from scorecards.scoring.level import Level
from tests.drill.killing.facts import Facts
from tests.drill.killing.people import JSON, Person, Wrong

COUNTS = ("0", "1", "2", "0 0 1", "1 1 1", "0 1 0")


@dataclass
class Matrix:
    """One group's matrix as the drill knows it."""

    group: int
    tree: Part
    marks: Mapping[tuple[int, str], int]
    texts: Mapping[str, Sequence[str]] = field(init=False)

    def __post_init__(self) -> None:
        self.texts = {item.key: _texts(item) for item in self.tree.items()}

    @classmethod
    def of(cls, stock: dict[str, Any]) -> "Matrix":
        """As the stock tells it."""
        marks = {(card, key): mark for card, key, mark in stock["cells"]}
        return cls(stock["group"], read_tree(stock["nodes"]), marks)


@dataclass(frozen=True)
class Saved:
    """One answer that said: saved."""

    mark: int
    version: int
    given: Mapping[str, object]


def save_until(
    enough: threading.Event, people: Sequence[Person], matrix: Matrix, dice: random.Random
) -> list[Saved]:
    """Each person at every n-th unit, without pause."""
    cards = sorted({card for card, _ in matrix.marks})
    shares = [(one, cards[number :: len(people)], dice.random()) for number, one in enumerate(people)]
    with ThreadPoolExecutor(len(people)) as pool:
        done = pool.map(lambda share: _save_share(enough, matrix, *share), shares)
        return [saved for share in done for saved in share]


def _save_share(
    enough: threading.Event, matrix: Matrix, person: Person, cards: list[int], seed: float
) -> list[Saved]:
    dice, shown, saved = random.Random(seed), {}, []
    while not enough.is_set():
        card, key = dice.choice(cards), dice.choice(list(matrix.texts))
        version, stored = shown.get((card, key), (0, ""))
        text = dice.choice([text for text in matrix.texts[key] if text != stored])
        told = _save(person, matrix.group, f"{card}:{key}", text, f"{version} {stored}")
        shown[card, key] = told["version"], told["text"]
        item = next(item for item in matrix.tree.items() if item.key == key)
        saved.append(Saved(matrix.marks[card, key], told["version"], parse_cell(item, text) or {}))
    return saved


def _save(person: Person, group: int, cell: str, text: str, base: str) -> dict[str, Any]:
    fields = {f"c:{cell}": text, f"v:{cell}": base}
    answer = person.surely_post(f"/groups/{group}/matrix/save/", fields, accept=JSON)
    told = json.loads(answer.body)["cells"][cell] if answer.status == 200 else {"problem": answer.status}
    if told["problem"] or told["conflict"]:
        raise Wrong(f"cell {cell}: {told}")
    return dict(told)


def losses(facts: Facts, saved: Sequence[Saved]) -> tuple[list[str], list[str]]:
    """Confirmed saves without a trace in the history of their mark, and versions that stand there twice."""
    history: dict[tuple[int, int], list[object]] = {}
    for mark, version, given in facts.ask(_HISTORY, [one.mark for one in saved]):
        history.setdefault((mark, version), []).append(given)
    lost = [
        f"{one.mark}v{one.version}" for one in saved if history.get((one.mark, one.version)) != [one.given]
    ]
    doubled = [f"{mark}v{version}" for (mark, version), given in history.items() if len(given) > 1]
    last = {mark: max(version for other, version in history if other == mark) for mark, _ in history}
    stored = dict(facts.ask("SELECT id, version FROM scorecards_mark WHERE id = ANY(%s)", list(last)))
    return lost + [f"{mark} stands at {stored[mark]}" for mark in last if stored[mark] != last[mark]], doubled


def wrong_totals(facts: Facts, matrix: Matrix) -> list[str]:
    """Cards whose stored total is not the sum of their stored marks, all read at one moment."""
    found: dict[int, tuple[tuple[Any, ...], dict[str, Any]]] = {}
    for card, key, given, *sums in facts.ask(_MARKS, matrix.group):
        found.setdefault(card, (tuple(sums), {}))[1][key] = given
    return [
        f"card {card}: stored {stored}, should be {_sums(matrix.tree, given)}"
        for card, (stored, given) in found.items()
        if stored != _sums(matrix.tree, given)
    ]


def _sums(tree: Part, given: Mapping[str, Any]) -> tuple[Any, ...]:
    result = total(tree, given)
    return result.rounded if result.scored else None, result.scored


def _texts(item: Item) -> list[str]:
    """Some that can be typed for this item and are shown as they were typed."""
    levels = [step.name for step in item.rule.levels] if isinstance(item.rule, Level) else []
    return [text for text in (*levels, *COUNTS) if _is_good(item, text)]


def _is_good(item: Item, text: str) -> bool:
    try:
        return show_cell(item, parse_cell(item, text)) == text
    except BadInput:
        return False


_HISTORY = """
SELECT pgh_obj_id, version, checked_input FROM scorecards_markevent
WHERE pgh_obj_id = ANY(%s) AND version > 0 ORDER BY pgh_id
"""
_MARKS = """
SELECT card.id, node.key, mark.checked_input, card.total, card.scored
FROM scorecards_card card
JOIN scorecards_mark mark ON mark.card_id = card.id JOIN scorecards_node node ON node.id = mark.node_id
WHERE card.group_id = %s
"""
