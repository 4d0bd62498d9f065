"""A frozen version's tree is read once; a 勘误 is seen at once, and a draft is read every time."""

import pytest

from scorecards.models import Node
from scorecards.rubrics.trees import card_tree, trees_of, trees_to_score
from scorecards.transitions.correcting import correct_words
from tests.factories import make_version

pytestmark = pytest.mark.django_db


def test_the_second_reading_asks_only_whether_the_words_still_hold(card, django_assert_num_queries):
    first = card_tree(card)
    with django_assert_num_queries(1):
        assert card_tree(card) is first


def test_a_corrected_word_is_seen_at_once(card, clerk):
    before = card_tree(card)
    node = Node.objects.get(version=card.group.version_id, key="1.1")
    correct_words(node, field="title", before=node.title, after="学习教育", reason="错字", by=clerk)
    after = next(item for item in card_tree(card).items() if item.key == "1.1")
    assert (after.title, next(item.title for item in before.items() if item.key == "1.1")) == (
        "学习教育",
        "指标1.1",
    )


def test_where_nobody_reads_the_words_nothing_is_asked(card, django_assert_num_queries):
    version = card.group.version
    scored = trees_to_score(version)
    with django_assert_num_queries(0):
        assert trees_to_score(version) is scored
    assert scored.of(card) == card_tree(card)


@pytest.mark.parametrize("read", [lambda version: trees_of(version.pk), trees_to_score])
def test_a_draft_is_read_every_time(clerk, read):
    version = make_version(clerk)
    assert read(version).tree is not read(version).tree


def test_a_round_without_a_rubric_has_an_empty_tree():
    assert list(trees_of(None).tree.items()) == []
