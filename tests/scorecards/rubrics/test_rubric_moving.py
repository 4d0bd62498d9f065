"""Moving and deleting nodes of a draft, and two who write at once."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.asserts import assertContains, assertRedirects

from scorecards.transitions import drafting
from tests.factories import make_user
from tests.scorecards.rubrics.drafting import LEVEL, MANUAL, add, blank, keys, node, now, url, written
from units.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(sign_in, clerk):
    return sign_in(clerk)


@pytest.fixture
def tree(client, clerk):
    """One part with three items."""
    version = blank(clerk)
    written(client, version)
    return version


# Moving and deleting


def move(client, version, key: str, to: str):
    fields = {"to": to, "revision": str(now(version).revision)}
    return client.post(url("node-move", node(version, key).pk), fields)


@pytest.mark.parametrize(
    ("key", "to", "after"),
    [
        ("1.2", "up", ["一", "1.2", "1.1", "1.3"]),
        ("1.2", "down", ["一", "1.1", "1.3", "1.2"]),
        ("1.2", "out", ["一", "1.1", "1.3", "1.2"]),
        ("1.1", "up", ["一", "1.1", "1.2", "1.3"]),
        ("1.3", "down", ["一", "1.1", "1.2", "1.3"]),
        ("1.2", "in", ["一", "1.1", "1.2", "1.3"]),
        ("一", "out", ["一", "1.1", "1.2", "1.3"]),
    ],
)
def test_moving(client, tree, key, to, after):
    answer = move(client, tree, key, to)
    assert answer["Location"] == f"{url('rubric-edit', tree.pk)}#node-{node(tree, key).pk}"
    assert keys(tree) == after


def test_moving_out_and_in_again(client, tree):
    move(client, tree, "1.2", "out")
    assert node(tree, "1.2").parent is None
    move(client, tree, "1.2", "in")
    assert node(tree, "1.2").parent.key == "一"


def test_a_part_goes_with_all_that_is_under_it(client, tree):
    add(client, tree, {"kind": "group", "key": "二", "title": "二"})
    move(client, tree, "一", "down")
    assert keys(tree) == ["二", "一", "1.1", "1.2", "1.3"]


def test_a_move_that_the_rubric_does_not_bear_is_refused(client, tree):
    add(client, tree, {"kind": "bonus", "key": "加", "title": "加分"})
    add(client, tree, {"kind": "penalty", "key": "减", "title": "减分"})
    answer = client.post(
        url("node-move", node(tree, "减").pk), {"to": "in", "revision": now(tree).revision}, follow=True
    )
    assertContains(answer, "加分部分里不能再套减分部分")
    assert node(tree, "减").parent is None


def test_deleting_asks_and_takes_all_along(client, tree):
    part = node(tree, "一")
    assertContains(client.get(url("node-remove", part.pk)), "下面的 3 项会一起删去")
    answer = client.post(url("node-delete", part.pk), {"revision": now(tree).revision})
    assertRedirects(answer, url("rubric-edit", tree.pk))
    assert (keys(tree), now(tree).total_points) == ([], 0)


def test_what_decides_ties_is_not_deleted(client, tree):
    ties = {"how": "compare", "tie_1": "1.2", "grades-TOTAL_FORMS": "0", "grades-INITIAL_FORMS": "0"}
    client.post(url("ranking-save", tree.pk), ties | {"revision": str(now(tree).revision)})
    answer = client.post(
        url("node-delete", node(tree, "1.2").pk), {"revision": now(tree).revision}, follow=True
    )
    assertContains(answer, "“1.2”用在并列名次的规则里")


def test_a_renamed_tie_breaker_is_renamed_there_too(client, tree):
    ties = {"how": "compare", "tie_1": "1.2", "grades-TOTAL_FORMS": "0", "grades-INITIAL_FORMS": "0"}
    client.post(url("ranking-save", tree.pk), ties | {"revision": str(now(tree).revision)})
    fields = LEVEL | {"key": "1.9", "revision": str(now(tree).revision)}
    client.post(url("node-save", node(tree, "1.2").pk), fields)
    assert now(tree).ranking == {"ties": ["1.9"]}


# Two at once, and nobody else


def test_the_second_editor_is_told_and_keeps_the_typing(client, tree, clerk):
    item, revision = node(tree, "1.1"), str(now(tree).revision)
    other = make_user(Role.HEAD, name="王建国")
    drafting.edit_node(item, item.as_plain() | {"title": "改了"}, revision=int(revision), by=other)
    page = client.post(url("node-save", item.pk), MANUAL | {"title": "我的", "revision": revision})
    assertContains(page, "王建国于", status_code=409)
    assertContains(page, 'value="我的"', status_code=409)
    assertContains(page, f'name="revision" value="{now(tree).revision}"', status_code=409)
    assert node(tree, "1.1").title == "改了"


def test_an_old_page_moves_and_deletes_nothing(client, tree):
    for name, fields in (("node-move", {"to": "down"}), ("node-delete", {})):
        for revision in ("0", "", "x", "9" * 30):
            client.post(url(name, node(tree, "1.1").pk), {**fields, "revision": revision})
    assert keys(tree) == ["一", "1.1", "1.2", "1.3"]


def test_others_write_nothing(sign_in, officer, tree):
    stranger = sign_in(officer)
    assert stranger.post(url("node-delete", node(tree, "1.1").pk)).status_code == 404
    assert stranger.get(url("rubric-edit", tree.pk)).status_code == 404
    assert stranger.get(url("node-move", node(tree, "1.1").pk)).status_code == 405


@pytest.mark.parametrize("page", ["rubric-edit", "rubric-detail"])
def test_queries_do_not_grow_with_nodes(client, tree, page):
    counts = []
    for size in (1, 3):
        for number in range(size):
            add(client, tree, MANUAL | {"key": f"x{size}-{number}"}, "一")
        with CaptureQueriesContext(connection) as found:
            client.get(url(page, tree.pk))
        counts.append(len(found))
    assert counts[0] == counts[1]
