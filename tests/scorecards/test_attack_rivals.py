"""Two people at one rubric: nothing doubled, nothing lost in silence, nobody meets an error page."""

from collections import Counter

import pytest
from pytest_django.asserts import assertContains

from scorecards import transitions
from scorecards.models import Mark, Node, Rubric, RubricVersion, VersionState
from scorecards.phases import Phase
from scorecards.rubrics.draft_trees import Move
from scorecards.rubrics.exchange import load
from scorecards.transitions import drafting, versions
from tests.factories import RUBRIC, make_round, make_version
from tests.scorecards.rubrics.drafting import GROUP, MANUAL, blank, keys, node, now, url, written
from tests.scorecards.test_races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def client(sign_in, clerk):
    return sign_in(clerk)


@pytest.fixture
def draft(client, clerk):
    version = blank(clerk)
    written(client, version)
    return version


def test_every_act_of_an_old_page_is_refused_and_keeps_what_was_typed(client, draft):
    item, old = node(draft, "1.1").pk, {"revision": "1"}
    typed = MANUAL | old | {"title": "改过的", "version": str(draft.pk)}
    acts = {
        url("node-add", draft.pk): typed | {"key": "9"},
        url("node-save", item): typed,
        url("heading-save", draft.pk): old | {"title": "改过的"},
        url("ranking-save", draft.pk): old
        | {"grades-TOTAL_FORMS": "1", "grades-INITIAL_FORMS": "0", "grades-0-name": "改过的"},
    }
    for address, fields in acts.items():
        page = client.post(address, fields)
        assertContains(page, "修改过本细则。请对照现在的内容", status_code=409)
        assertContains(page, 'value="改过的"', status_code=409)
        assertContains(page, f'name="revision" value="{now(draft).revision}"', status_code=409)


@pytest.mark.parametrize("name", ["node-move", "node-delete"])
def test_old_pages_move_and_delete_nothing(client, draft, name):
    before = keys(draft)
    page = client.post(url(name, node(draft, "1.1").pk), {"revision": "1", "to": "down"}, follow=True)
    assertContains(page, "修改过本细则")
    assert keys(draft) == before


def test_a_node_that_somebody_deleted_is_kept_to_be_added_anew(client, draft, clerk):
    item = node(draft, "1.1")
    drafting.delete_node(item, revision=now(draft).revision, by=clerk)
    typed = MANUAL | {"title": "写了很久", "version": str(draft.pk), "under": "一", "revision": "4"}
    page = client.post(url("node-save", item.pk), typed)
    assertContains(page, "这一项刚被删去，没有保存。", status_code=409)
    assertContains(page, 'value="写了很久"', status_code=409)
    again = client.post(url("node-add", draft.pk), typed | {"revision": str(now(draft).revision)})
    assert (again.status_code, node(draft, "1.1").parent.key) == (302, "一")


@pytest.mark.parametrize("foreign", ["", "x", "0", "99999999", "9" * 30])
def test_a_node_that_never_was_is_nobodys(client, draft, foreign):
    fields = MANUAL | {"version": foreign, "revision": "1"}
    assert client.post(url("node-save", 99_999_999), fields).status_code == 404


@pytest.mark.parametrize("to", ["", "x", "UP", "up ", "上"])
def test_words_that_move_nothing(client, draft, to):
    fields = {"to": to, "revision": now(draft).revision}
    assert client.post(url("node-move", node(draft, "1.1").pk), fields).status_code == 404


def test_the_same_post_twice_adds_one_node(client, draft):
    fields = GROUP | {"key": "二", "under": "", "revision": str(now(draft).revision)}
    assert [client.post(url("node-add", draft.pk), fields).status_code for _ in "ab"] == [302, 409]
    assert keys(draft).count("二") == 1


def test_of_many_who_add_at_once_one_gets_through(draft, clerk):
    revision = now(draft).revision
    plain = {"kind": "group", "key": "二", "title": "二"}

    def add():
        return drafting.add_node(draft.pk, plain, under=None, revision=revision, by=clerk).key

    assert Counter(at_once(*[add] * 6)) == {"二": 1, transitions.Refused: 5}


def test_freezing_against_editing_and_moving(draft, clerk):
    item, revision = node(draft, "1.1"), now(draft).revision
    at_once(
        *[lambda: versions.freeze_draft(draft.pk, revision=revision, by=clerk)] * 2,
        lambda: drafting.move_node(item, Move.DOWN, revision=revision, by=clerk),
        lambda: drafting.delete_node(item, revision=revision, by=clerk),
    )
    frozen = now(draft).state == VersionState.FROZEN
    assert frozen == (keys(draft) == ["一", "1.1", "1.2", "1.3"])


def test_copies_at_once_are_numbered_one_after_the_other(draft, clerk):
    numbers = at_once(*[lambda: versions.copy_version(now(draft), by=clerk).number] * 5)
    assert sorted(numbers) == [2, 3, 4, 5, 6]
    assert Node.objects.count() == 6 * len(keys(draft))


def test_the_same_file_many_times_at_once_is_one_version(clerk):
    document = load(RUBRIC.read_bytes())
    outcomes = at_once(*[lambda: transitions.import_rubric(document, by=clerk).pk] * 6)
    assert len(set(outcomes)) == RubricVersion.objects.count() == Rubric.objects.count() == 1


@pytest.mark.parametrize("turn", range(4))
def test_deleting_against_importing_copying_and_editing(clerk, turn):
    document, version = load(RUBRIC.read_bytes()), make_version(clerk)
    at_once(
        *[lambda: versions.delete_draft(version.pk, by=clerk)] * (1 + turn % 2),
        lambda: transitions.import_rubric(document, by=clerk).number,
        lambda: versions.copy_version(version, by=clerk).number,
        lambda: versions.head_draft(version.pk, title=document.title, remark="", revision=0, by=clerk),
    )
    for left in RubricVersion.objects.all():
        assert Node.objects.filter(version=left).count() == len(document.nodes)
        versions.delete_draft(left.pk, by=clerk)
    assert not Rubric.objects.exists()


def test_acts_on_a_draft_that_is_gone_are_told(draft, clerk):
    version, revision = now(draft), now(draft).revision
    versions.delete_draft(version.pk, by=clerk)
    acts = (
        lambda: versions.delete_draft(version.pk, by=clerk),
        lambda: versions.copy_version(version, by=clerk),
        lambda: versions.freeze_draft(version.pk, revision=revision, by=clerk),
    )
    for act in acts:
        with pytest.raises(transitions.Refused, match="刚被删除"):
            act()


def test_a_round_that_opens_against_an_editor_has_the_marks_of_what_is_frozen(clerk):
    round_ = make_round(clerk)
    version = RubricVersion.objects.get()
    item, revision = Node.objects.filter(version=version, kind="item").first(), version.revision
    at_once(
        lambda: transitions.open_round(round_, by=clerk),
        lambda: drafting.delete_node(item, revision=revision, by=clerk),
    )
    items = Node.objects.filter(version=version, kind="item").count()
    round_.refresh_from_db()
    assert (round_.stage, Mark.objects.count()) == (Phase.FILLING, 2 * items)


def test_a_draft_that_a_round_just_chose_stays(clerk):
    version = make_version(clerk)
    round_ = make_round(clerk)
    assert version.pk == RubricVersion.objects.get().pk
    outcomes = at_once(
        lambda: versions.delete_draft(version.pk, by=clerk),
        lambda: transitions.open_round(round_, by=clerk).stage,
    )
    assert outcomes.count(transitions.Refused) == 1
    assert now(version).state == VersionState.FROZEN
