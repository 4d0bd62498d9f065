"""得分反馈单 of all units bound in one paper, or in volumes where they are many."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reports import fonts, ordering
from reports.models import Document
from reports.papers import paper_of
from reports.pdf import render_pdf
from scorecards.phases import Phase
from tests.factories import advance, cards_of, make_round
from tests.reports.orders import lose, officer_of, post
from tests.reports.papers import bookmarks_of, printed, text_of

pytestmark = pytest.mark.django_db


def test_all_sheets_are_bound_with_a_bookmark_each(review, clerk, sign_in):
    fonts.cut_all()
    names = [card.name for card in cards_of(review)]
    (document,) = map(printed, ordering.order_feedbacks(review, by=clerk))
    content = bytes(document.content)
    assert (document.pages, bookmarks_of(content)) == (6, names)
    text = text_of(content)
    assert text.count("第1页共1页") == 6
    assert text_of(content, "-raw").count("草") == 6  # the mark behind the text of every page
    assert "依据：少开一次支委会" in text
    assert sign_in(officer_of(cards_of(review)[0])).get(document.get_absolute_url()).status_code == 404


@pytest.mark.parametrize(
    ("sheets", "sizes"),
    [(120, [120]), (121, [61, 60]), (200, [100, 100]), (400, [100] * 4), (401, [81, 81, 81, 81, 77])],
)
def test_volumes_are_of_nearly_the_same_size_and_hold_a_hundred_at_most(sheets, sizes):
    found = ordering._volumes(list(range(sheets)))
    assert [len(volume) for volume in found] == sizes
    assert [sheet for volume in found for sheet in volume] == list(range(sheets))


@pytest.fixture
def _small_volumes(monkeypatch) -> None:
    """As if four sheets were many."""
    monkeypatch.setattr(ordering, "ONE_VOLUME", 4)
    monkeypatch.setattr(ordering, "VOLUME", 2)


@pytest.mark.usefixtures("_small_volumes")
def test_many_sheets_come_in_volumes_by_one_order(review, clerk, sign_in):
    fonts.cut_all()
    cards = cards_of(review)
    client = sign_in(clerk)
    assert post(client, review, "feedbacks", review.pk).status_code == 302
    volumes = list(Document.objects.newest_first())
    title = f"{review.title}得分反馈单合订本"
    assert [volume.title for volume in volumes] == [f"{title}（第{at}册，共3册）" for at in (1, 2, 3)]
    bound = [bookmarks_of(bytes(printed(volume).content)) for volume in volumes]
    assert bound == [[card.name for card in cards[at : at + 2]] for at in (0, 2, 4)]
    page = client.get(reverse("reports:round-papers", args=[review.pk]))
    assert [document.title for document in page.context["page"]] == [volume.title for volume in volumes]


@pytest.mark.usefixtures("_small_volumes")
def test_a_volume_that_has_not_changed_is_not_made_again(review, clerk):
    first = ordering.order_feedbacks(review, by=clerk)
    assert ordering.order_feedbacks(review, by=clerk) == first
    lose(cards_of(review)[2], by=clerk)
    again = ordering.order_feedbacks(review, by=clerk)
    assert [one == other for one, other in zip(first, again, strict=True)] == [True, False, True]
    assert again[1].title == first[1].title


def test_bound_bytes_are_the_same_each_time(review, clerk):
    fonts.cut_all()
    (document,) = ordering.order_feedbacks(review, by=clerk)
    paper = paper_of(document)
    first, second = (
        render_pdf(*paper.parts, template=paper.template, created=paper.created) for _ in range(2)
    )
    assert first == second
    assert first.warnings == ()


def test_queries_of_the_bound_order_do_not_grow_with_units(clerk, head):
    counts = []
    for units in (3, 9):
        round_ = advance(make_round(clerk, units=units), Phase.LOCKED, clerk=clerk, head=head)
        with CaptureQueriesContext(connection) as asked:
            ordering.order_feedbacks(round_, by=clerk)
        counts.append(len(asked))
    assert counts[0] == counts[1]
