"""A page of a group is graded without the rest of it, and just as the whole list is."""

import json
import random
from decimal import Decimal

import pytest
from django.db.models import Q

from scorecards.group_sheets import sheet_of
from scorecards.models import Card, GateHit, Group, Node, Standing
from scorecards.models.card_lists import BY_PLACE
from scorecards.rubrics.exchange import FORMAT
from scorecards.standings.groups import standing_groups
from scorecards.standings.live import found_live, live_cards, live_figures
from scorecards.standings.places import live_standing, standings_of
from scorecards.transitions.totals import store_totals
from tests.factories import START
from tests.scorecards.checking import group_in_checking, type_in
from tests.scorecards.filling import item, part

pytestmark = pytest.mark.django_db
EFFECTS = {"甲": {"effect": "zero"}, "乙": {"effect": "not_top"}, "丙": {"effect": "lowest"},
           "丁": {"effect": "withdrawn"}, "戊": {"effect": "cap", "grade": "良"}}  # fmt: skip
RUBRIC = {
    "format": FORMAT, "code": "pages", "title": "逐页定等次",
    "nodes": [
        part("一", item("1.1", "MANUAL", {}, points="4")),
        part("二", item("2.1", "MANUAL", {}, points="4")),
        *({"key": key, "kind": "gate", "title": f"否决{key}", "params": {**params, "document": "通报"}}
          for key, params in EFFECTS.items()),
    ],
}  # fmt: skip
GRADES = [
    [{"name": "优", "line": "5", "quota": "2"}, {"name": "良", "share": "0.3"}, {"name": "中", "line": "2"},
     {"name": "差"}],
    [{"name": "优", "share": "0.4"}, {"name": "良"}],
    [{"name": "优", "line": "6"}, {"name": "良", "quota": "3"}, {"name": "差", "line": "1", "quota": "0"}],
]  # fmt: skip
MEMBERS = 9


@pytest.fixture
def group(clerk) -> Group:
    rubric = RUBRIC | {"ranking": {"grades": [{"name": "优"}, {"name": "良"}]}}
    names = {f"第{n}局": "部门" for n in range(MEMBERS)}
    return group_in_checking(json.dumps(rubric).encode(), names, by=clerk)


def chance_fill(group: Group, chance: random.Random, *, by) -> None:
    """Few different marks, so that ties are many; some gates; one unit outside the ranking."""
    names = [f"第{n}局" for n in range(MEMBERS)]
    type_in(
        group, {(name, key): str(chance.randint(0, 4)) for name in names for key in ("1.1", "2.1")}, by=by
    )
    GateHit.objects.filter(card__group=group).delete()
    cards = list(Card.objects.filter(group=group))
    gates = list(Node.objects.filter(version=group.version_id, kind="gate"))
    for card in chance.sample(cards, 4):
        GateHit.objects.create(card=card, node=chance.choice(gates), basis_document="通报", decided_by="纪委",
                               decided_on=START, entered_by=by)  # fmt: skip
    outside = chance.choice(cards).pk
    for card in cards:
        standing = Standing.UNRANKED if card.pk == outside else Standing.RANKED
        Card.objects.filter(pk=card.pk).update(taking_part=standing)


def by_pages(group: Group, size: int, *, user) -> dict[str, tuple[int | None, bool, str, str]]:
    """Place, tie, grade and cost of each ranked card, page by page."""
    (standing,) = standing_groups(Group.objects.filter(pk=group.pk), user=user)
    cards = Card.objects.filter(group=group)
    figures = live_figures(cards, [], wanted=Q())
    found = {}
    for start in range(0, MEMBERS, size):
        page = live_cards(cards, wanted=Q(), order=BY_PLACE)[start : start + size]
        for _, one in found_live(page, {group.pk: standing}, figures):
            line = one.line
            if line.is_ranked:
                found[one.member.url] = (line.place, line.tied, line.computed, line.cost)
    return found


@pytest.mark.parametrize("seed", range(12))
def test_page_by_page_equals_the_whole_list(group, clerk, seed):
    chance = random.Random(seed)
    chance_fill(group, chance, by=clerk)
    ties = chance.choice([{"ties": ["一"]}, {"ties": "share"}, {"ties": ["二", "一"]}])
    Group.objects.filter(pk=group.pk).update(ranking={**ties, "grades": chance.choice(GRADES)})
    group.refresh_from_db()
    store_totals(sheet_of(group), card_ids=None)
    whole = {
        row.card.get_absolute_url(): (row.placed.place, row.placed.tied, row.graded.grade, row.graded.cost)
        for row in standings_of(group).rows
        if row.placed.place
    }
    assert by_pages(group, 1 + seed % 4, user=clerk) == whole


def test_a_plan_places_and_grades_as_the_page_does(group, clerk):
    chance_fill(group, random.Random(99), by=clerk)
    Group.objects.filter(pk=group.pk).update(ranking={"ties": ["一"], "grades": GRADES[0]})
    group.refresh_from_db()
    store_totals(sheet_of(group), card_ids=None)
    sheet = sheet_of(group)
    planned = {
        sheet.cards[pk].get_absolute_url(): (placed.place, placed.tied, graded.grade, graded.cost)
        for pk, (placed, graded) in live_standing(group, sheet, sheet.rules).items()
        if placed.place
    }
    assert by_pages(group, 100, user=clerk) == planned


def test_stored_breakers_decide_as_the_exact_ones(group, clerk):
    type_in(
        group,
        {("第0局", "1.1"): "1", ("第0局", "2.1"): "3", ("第1局", "1.1"): "3", ("第1局", "2.1"): "1"},
        by=clerk,
    )
    Group.objects.filter(pk=group.pk).update(ranking={"ties": ["一"], "grades": GRADES[1]})
    group.refresh_from_db()
    store_totals(sheet_of(group), card_ids=None)
    first, second = Card.objects.filter(group=group, total=Decimal(4)).with_place()
    assert (first.unit_name, first.place, second.place) == ("第1局", 1, 2)
