"""Makes what the drill works on, through the transitions; runs in Django on the private database."""

import json
import sys
from collections.abc import Iterable
from typing import Any

from config.demo import PASSWORD
from scorecards import transitions
from scorecards.models import Card, Group, Mark, Node, Round, RubricVersion, Term
from tests.factories import FAR, fill_all
from units.models import Post, Unit, User
from units.roles import Role


def tell(*, cards_a_unit: int, releases: int) -> None:
    """Everything at once."""
    clerk, head = User.objects.get(username="gongwei"), User.objects.get(username="fuzeren")
    stock = {
        "password": PASSWORD,
        "reporting": reporting(clerk, cards_a_unit),
        "checking": checking(clerk),
        "releasing": [releasing(number, clerk, head) for number in range(releases)],
    }
    json.dump(stock, sys.stdout, ensure_ascii=False)


def reporting(clerk: User, cards_a_unit: int) -> list[dict[str, Any]]:
    """Filled cards, so many a unit, each in a round of its own, with the officer of each."""
    rounds = [_round(f"报送演练{number}", clerk, [_units()]) for number in range(1, cards_a_unit + 1)]
    officers = {
        post.unit_id: post.user for post in Post.objects.filter(role=Role.OFFICER).select_related("user")
    }
    cards = list(Card.objects.filter(group__round__in=rounds).select_related("group").order_by("pk"))
    for card in cards:
        _fill(card, officers[card.unit_id])
    return [{"card": card.pk, "officer": officers[card.unit_id].username} for card in cards]


def checking(clerk: User) -> dict[str, Any]:
    """An empty matrix: its cells, and the items by which it is scored."""
    round_ = _round("核定演练", clerk, [_units()])
    transitions.start_checking(round_, by=clerk)
    group = Group.objects.get(round=round_)
    marks = Mark.objects.filter(card__group=group).select_related("node").order_by("pk")
    nodes = Node.objects.filter(version=group.version_id).select_related("parent")
    return {
        "group": group.pk,
        "nodes": [node.as_plain() for node in nodes],
        "cells": [[mark.card_id, mark.node.key, mark.pk] for mark in marks],
    }


def releasing(number: int, clerk: User, head: User) -> dict[str, int]:
    """Locked results of one or two small groups, put up for the second person."""
    groups = 1 + number % 2
    units = _units()
    round_ = _round(f"通报演练{number + 1}", clerk, [units[3 * n : 3 * n + 3] for n in range(groups)])
    transitions.start_checking(round_, by=clerk)
    fill_all(round_, by=clerk)
    for group in Group.objects.filter(round=round_):
        transitions.confirm_group(group, by=head)
    transitions.lock_round(round_, by=clerk)
    draft = transitions.prepare_release(round_, by=clerk)
    return {"round": round_.pk, "draft": draft.pk, "groups": groups}


def _round(title: str, clerk: User, groups: Iterable[list[Unit]]) -> Round:
    version = RubricVersion.objects.order_by("pk").first()
    round_ = transitions.create_round(
        year=2026, term=Term.SPECIAL, title=title, plan_title=title, plan_number="", fill_due_at=FAR, by=clerk
    )
    for number, units in enumerate(groups, 1):
        group = transitions.add_group(round_, name=f"第{number}组", version=version, by=clerk)
        for unit in units:
            transitions.add_member(group, unit=unit, by=clerk)
    return transitions.open_round(round_, by=clerk)


def _units() -> list[Unit]:
    return list(Unit.objects.in_order())


def _fill(card: Card, officer: User) -> None:
    marks = Mark.objects.filter(card=card).select_related("node")
    entries = [transitions.Entry(mark.node.key, _full(mark.node), "", mark.version) for mark in marks]
    transitions.save_reported(card, entries, by=officer)


def _full(node: Node) -> dict[str, object]:
    levels = node.params.get("levels")
    return {"level": levels[0]["name"]} if levels else {"counts": {}}
