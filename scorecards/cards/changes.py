"""改动记录 of a card: who changed which 核定 when, from what to what, on which basis; gates and decided grades too."""

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from scorecards.models import Card, GateHit, Mark
from scorecards.rubrics.trees import card_tree
from scorecards.scoring import BadInput, Item, given_in_words, slot
from scorecards.scoring.numbers import in_print

_UNSCORED = "未评"
_SYSTEM = "系统"


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the record, in words."""

    at: datetime.datetime
    who: str
    what: str
    before: str
    after: str
    basis: str
    why: str


def changes_of(card: Card) -> list[Change]:
    """As the history has it, the newest first; a fixed number of queries."""
    items = {item.key: item for item in card_tree(card).items()}
    found = [*_of_marks(card, items), *_of_gates(card), *_of_grades(card)]
    return sorted(found, key=lambda change: change.at)[::-1]


def _of_marks(card: Card, items: Mapping[str, Item]) -> Iterator[Change]:
    """Where 核定 or its basis is another than in the row before."""
    events = _events(Mark, card=card.pk).values(
        "pgh_obj_id", "pgh_created_at", "pgh_context", "pgh_label", "checked_input", "basis", "period",
        "node__key", "node__title",
    )  # fmt: skip
    stood: dict[int, tuple[Any, str]] = {}
    for event in events:
        now = (None, "") if event["pgh_label"] == "delete" else (event["checked_input"], event["basis"])
        before = stood.get(event["pgh_obj_id"], (None, ""))
        stood[event["pgh_obj_id"]] = now
        if now == before:
            continue
        item = items.get(slot(event["node__key"], event["period"]))
        name = f"{item.number} {item.title}" if item else f"{event['node__key']} {event['node__title']}"
        yield _change(event, name, _said(item, before[0]), _said(item, now[0]), basis=now[1])


def _of_gates(card: Card) -> Iterator[Change]:
    events = _events(GateHit, card=card.pk).values(
        "pgh_created_at", "pgh_context", "pgh_label", "basis_document", "decided_by", "node__title"
    )
    for event in events:
        words = ("未认定", "已认定") if event["pgh_label"] == "insert" else ("已认定", "未认定")
        basis = f"{event['decided_by']}：{event['basis_document']}"
        yield _change(event, f"否决情形：{event['node__title']}", *words, basis=basis)


def _of_grades(card: Card) -> Iterator[Change]:
    """What a meeting decided beside the computed grade."""
    before = ""
    for event in _events(Card, pgh_obj_id=card.pk).values(
        "pgh_created_at", "pgh_context", "decided_grade", "decided_why"
    ):
        after = event["decided_grade"]
        if after != before:
            yield _change(
                event, "审定等次", before or "同测算", after or "同测算", basis=event["decided_why"]
            )
        before = after


def _events(model: Any, **of: int) -> Any:
    return model.pgh_event_model.objects.filter(**of).order_by("pgh_id")


def _change(event: Mapping[str, Any], what: str, before: str, after: str, *, basis: str) -> Change:
    context = event["pgh_context"] or {}
    return Change(
        at=event["pgh_created_at"],
        who=context.get("name") or _SYSTEM,
        what=what,
        before=before,
        after=after,
        basis=basis,
        why=context.get("why", ""),
    )


def _said(item: Item | None, given: Any) -> str:
    """The input and, where the item stands alone, its points."""
    if given is None:
        return _UNSCORED
    if item is None:
        return "原有得分"
    try:
        words = given_in_words(item, given)
        points = "" if item.is_relative else f"，{in_print(item.rule.points(given))} 分"
    except (BadInput, KeyError, TypeError, ValueError):
        return "原有得分"  # written for a rule that another version changed
    return words if words.endswith(points.lstrip("，")) else f"{words}{points}"
