"""A round that is being filled, with each scoring kind, a part inside a part, and bonus and penalty parts."""

import datetime
import json
from pathlib import Path

from django.urls import reverse

from scorecards import transitions
from scorecards.models import Card, Mark, Round, Term
from scorecards.rubrics.exchange import FORMAT, load
from tests.factories import FAR
from units.models import Unit, User


def item(key: str, kind: str, params: dict, **fields: str) -> dict:
    return {
        "key": key,
        "kind": "item",
        "title": f"指标{key}",
        "scoring_kind": kind,
        "params": params,
    } | fields


def part(key: str, *children: dict, kind: str = "group", **fields: str) -> dict:
    return {"key": key, "kind": kind, "title": f"部分{key}", "children": list(children), **fields}


MEETING = item(
    "1.1",
    "TALLY",
    {
        "base": "10",
        "causes": [
            {"key": "less", "text": "少学习", "unit": "-1"},
            {"key": "paper", "text": "记录不全", "unit": "-0.5"},
        ],
    },
    points="10",
    rule_text="每少1次扣1分",
)
DUES = item(
    "1.2",
    "LEVEL",
    {
        "levels": [
            {"name": "好", "points": "5"},
            {"name": "一般", "points": "3"},
            {"name": "差", "points": "0"},
        ]
    },
    points="5",
)
REPORT = item("2.1", "MANUAL", {}, points="15")
PRAISE = item(
    "3.1", "TALLY", {"base": "0", "hi": None, "causes": [{"key": "city", "text": "市级表彰", "unit": "2"}]}
)
FAULT = item("4.1", "MANUAL", {}, points="10")
KINDS = {
    "format": FORMAT,
    "code": "kinds",
    "title": "各种计分方式",
    "nodes": [
        part("一", part("甲", MEETING, DUES), points="15"),
        part("二", REPORT),
        part("三", PRAISE, kind="bonus", hi="5"),
        part("四", FAULT, kind="penalty"),
    ],
}


def open_round(
    unit: Unit,
    *,
    by: User,
    rubric: dict | Path = KINDS,
    title: str = "2026年上半年晒比评",
    due: datetime.datetime = FAR,
) -> Round:
    """A round in 填报 with this unit alone."""
    given = rubric.read_bytes() if isinstance(rubric, Path) else json.dumps(rubric).encode()
    round_ = transitions.create_round(
        year=2026,
        term=Term.FIRST_HALF,
        title=title,
        plan_title="工作方案",
        plan_number="",
        fill_due_at=due,
        by=by,
    )
    version = transitions.import_rubric(load(given), by=by)
    group = transitions.add_group(round_, name="一组", version=version, by=by)
    transitions.add_member(group, unit=unit, by=by)
    return transitions.open_round(round_, by=by)


def open_card(unit: Unit, *, by: User, rubric: dict | Path = KINDS) -> Card:
    """The card of this unit in such a round."""
    return Card.objects.with_frame().get(group__round=open_round(unit, by=by, rubric=rubric))


def end_filling(card: Card) -> None:
    """The deadline is over; the round's stage is as it was."""
    Round.objects.filter(pk=card.group.round_id).update(
        fill_due_at=datetime.datetime(2026, 1, 2, tzinfo=datetime.UTC)
    )


ANSWERS = {
    "1.1:version": "0",
    "1.1:full": "on",
    "1.2:version": "0",
    "1.2:level": "一般",
    "1.2:note": "见支部工作手册第 12 页",
    "2.1:version": "0",
    "2.1:value": "14.5",
}


def url(name: str, card: Card) -> str:
    """A page or an act of the card."""
    return reverse(f"scorecards:{name}", args=[card.pk])


def fill(client, card: Card) -> None:
    """Answer every item by the form."""
    client.post(url("card-save", card), ANSWERS)


def mark(card: Card, key: str) -> Mark:
    """What is stored for one item."""
    return Mark.objects.get(card=card, node__key=key)
