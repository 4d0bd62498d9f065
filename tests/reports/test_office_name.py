"""The name that the office entered stands on every paper and workbook; the setting only where it entered none."""

import json
from io import BytesIO

import openpyxl
import pytest
from django.conf import settings
from django.urls import reverse

from reports import ordering
from reports.models import Document
from reports.papers import paper_of
from scorecards.models import Release, Round
from scorecards.phases import Phase
from scorecards.results.archive_parts import parts_of
from tests.factories import advance, group_of, make_round
from tests.reports.papers import cells_of, make_notice
from tests.scorecards.reviewing import plain_review
from units import submissions
from units.transitions import set_office

pytestmark = pytest.mark.django_db
NAME = "中共示范县委直属机关工委"


@pytest.fixture
def named(clerk) -> None:
    set_office(county_name="示范县", name=NAME, phone="", key=submissions.new_key(), by=clerk)


@pytest.fixture
def released(clerk, head) -> Round:
    return advance(make_round(clerk), Phase.RELEASED, clerk=clerk, head=head)


def offices_of(document: Document) -> set[object]:
    return {part["office"] for part in paper_of(document).parts}


def test_papers_of_a_release_bear_it(released, named):
    assert [offices_of(one) for one in Document.objects.all()] == [{NAME}, {NAME}]


def test_without_one_the_setting_counts(released):
    assert [offices_of(one) for one in Document.objects.all()] == [{settings.OFFICE_NAME}] * 2


def test_a_notice_is_signed_with_it(clerk, head, named):
    round_ = advance(make_round(clerk), Phase.LOCKED, clerk=clerk, head=head)
    paper = paper_of(ordering.order_notice(make_notice(round_, by=clerk), by=clerk))
    assert paper.parts[0]["letter"].signed[0] == NAME


def test_a_bound_volume_asks_for_it_once(clerk, head, named, django_assert_num_queries):
    round_ = plain_review(clerk, head, units=3)
    document = Document.objects.get(pk=ordering.order_feedbacks(round_, by=clerk)[0].pk)
    with django_assert_num_queries(1):
        paper = paper_of(document)
    assert [part["office"] for part in paper.parts] == [NAME] * 3


def test_workbooks_bear_it(clerk, released, named, sign_in):
    client, release = sign_in(clerk), Release.objects.get()
    ranking = client.get(reverse("reports:release-xlsx", args=[release.pk])).content
    assert NAME in json.dumps(cells_of(ranking), ensure_ascii=False, default=str)
    rubric = client.get(reverse("scorecards:rubric-xlsx", args=[group_of(released).version_id])).getvalue()
    archived = next(part for part in parts_of(released) if part.path.endswith(".xlsx")).read()
    for content in (rubric, archived):
        values = [
            cell.value for sheet in openpyxl.load_workbook(BytesIO(content)) for row in sheet for cell in row
        ]
        assert any(NAME in str(value) for value in values)
