"""定等次: grades are given by rule and quota, and no place leaves the computation."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from reports.papers import sheet_of
from reports.rows import feedback_sheets
from scorecards.forms.scopes import ScopeForm
from scorecards.models import Release, ReleasedRow, Round, Scope, Yields
from scorecards.phases import Phase
from scorecards.results.snapshots import read
from tests.factories import cards_of, group_of, make_user
from tests.scorecards.settling import card_at, graded_round
from units.roles import Role

pytestmark = pytest.mark.django_db

PLACE = re.compile(r"第\s*\d+\s*名|不排名|并列|未公开")
HEAD = re.compile(r">名次<")
POSTS = (Role.CLERK, Role.HEAD, Role.COUNTY_LEADER, Role.AUDITOR)


@pytest.fixture
def graded(clerk, head):
    def make(to: Phase, **fields) -> Round:
        values = {"notice_scope": Scope.ALL, "release_scope": Scope.ALL} | fields
        return graded_round(to, clerk=clerk, head=head, yields=Yields.GRADES, **values)

    return make


@pytest.fixture
def released(graded) -> Round:
    return graded(Phase.RELEASED)


def of_round(round_: Round) -> list[str]:
    """Where the results of a round are read."""
    release = Release.objects.get(group__round=round_)
    named = {
        "standings": group_of(round_).pk,
        "round-standings": round_.pk,
        "round-results": round_.pk,
        "round-detail": round_.pk,
        "release-detail": round_.pk,
        "release-version": release.pk,
        "correction-choose": group_of(round_).pk,
        "approval-list": round_.pk,
        "approval-detail": round_.approvals.get().pk,
        "public-notice": round_.public_notices.get().pk,
        "unit-history": card_at(round_, 2).unit_id,
        "card-feedback": card_at(round_, 2).pk,
    }
    return [reverse("home"), *(reverse(f"scorecards:{name}", args=[pk]) for name, pk in named.items())]


def main_of(client, url: str) -> str:
    """What the page itself says; empty where the post may not open it."""
    answer = client.get(url)
    html = answer.content.decode()
    return html[html.index("<main") : html.index("</main>")] if answer.status_code == 200 else ""


@pytest.mark.parametrize("role", [*POSTS, Role.OFFICER, Role.UNIT_LEADER])
def test_no_page_says_a_place(released, role, person, sign_in):
    own = card_at(released, 2).unit
    client = sign_in(person(role) if role in POSTS else make_user(role, unit=own))
    pages = {url: main_of(client, url) for url in of_round(released)}
    assert sum(bool(text) for text in pages.values()) > 3
    assert {url: PLACE.findall(text) for url, text in pages.items() if PLACE.search(text)} == {}
    headed = {url for url, text in pages.items() if HEAD.search(text)}
    assert headed <= {reverse("scorecards:unit-history", args=[own.pk])}  # other rounds have places
    assert any("优秀" in text for text in pages.values())


def test_neither_snapshot_nor_rows_hold_one_and_the_grades_are_those_of_the_order(released):
    release = Release.objects.get()
    rows = read(bytes(release.snapshot))["rows"]
    assert [(row["place"], row["tied"], row["grade"]) for row in rows] == [
        (None, False, "一般"), (None, False, "良好"), (None, False, "优秀"),
    ]  # fmt: skip
    assert list(ReleasedRow.objects.values_list("place", flat=True).distinct()) == [None]
    assert [row["unit"] for row in rows] == [card.unit_name for card in cards_of(released)]


def test_papers_have_neither_column_nor_place(released):
    sheet = sheet_of(Release.objects.get())
    assert (sheet.has_places, {row.line.place for row in sheet.rows}) == (False, {None})
    assert sheet.title.endswith("等次表")
    assert {(one.place, one.is_tied) for one in feedback_sheets(group_of(released))} == {("", False)}


def test_before_release_the_office_works_without_places_too(graded, sign_in, clerk):
    round_ = graded(Phase.LOCKED)
    text = main_of(sign_in(clerk), reverse("scorecards:standings", args=[group_of(round_).pk]))
    assert "只定等次，不设名次" in text
    assert not PLACE.search(text)
    assert not HEAD.search(text)


def test_scope_by_place_is_refused_in_words_and_by_the_database(graded):
    round_ = graded(Phase.LOCKED)
    form = ScopeForm(
        {"review_scope": "own", "notice_scope": "top", "release_scope": "top", "scope_top": "3", "key": "k"},
        round_=round_,
    )
    sentence = ["本期次只定等次、不设名次，不能按名次公开。"]
    assert form.errors == {"notice_scope": sentence, "release_scope": sentence}
    round_.release_scope, round_.scope_top = Scope.TOP, 3
    with pytest.raises(ValidationError, match="本期次不设名次"):
        round_.validate_constraints()


def test_new_round_is_told_the_same(sign_in, clerk):
    answer = sign_in(clerk).post(
        reverse("scorecards:round-create"),
        {"yields": "grades", "release_scope": "top", "scope_top": "3", "notice_scope": "merit",
         "review_scope": "own"},
    )  # fmt: skip
    assert "本期次只定等次、不设名次，不能按名次公开。" in answer.content.decode()
