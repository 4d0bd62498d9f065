"""本期结果: a unit reads its own, and of others what the scope lets out: no place, total, count, order or size more."""

import difflib
import re

import pytest
from django.db import transaction
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from scorecards import transitions
from scorecards.models import Card, Group, PublicNotice, Round, Scope
from scorecards.phases import Phase
from tests.factories import advance, cards_of, fill_all, group_of, make_round, make_user
from tests.scorecards.settling import GRADES, graded_round
from units.roles import Role

pytestmark = pytest.mark.django_db
LOSSES = {
    "none": {},
    "half": {"1.1": "0 0 1"},
    "one": {"1.2": "1"},
    "more": {"1.2": "1", "1.1": "0 0 1"},
    "two": {"2.2": "差"},
    "most": {"2.2": "差", "1.1": "0 0 1"},
}
UNSTEADY = {"Content-Security-Policy", "Content-Length"}
"""The first says the same in another order each time; the second counts the digits of ids, and the text is compared."""
OWN = 3
AS_IT_IS = ["none", "half", "one", "more", "two", "most"]
OTHERS_SWAPPED = ["none", "one", "half", "more", "most", "two"]


@pytest.fixture
def round_(clerk, head) -> Round:
    """Six units in 审核, to be ranked in their official order; the first alone is 优秀."""
    made = make_round(clerk, units=6, optional_phases=["notice"])
    Group.objects.filter(round=made).update(ranking=GRADES)
    advance(made, Phase.CHECKING, clerk=clerk, head=head)
    fill_all(made, by=clerk)
    return made


@pytest.fixture
def own(round_) -> Card:
    return cards_of(round_)[OWN]


@pytest.fixture
def reader(own, sign_in):
    return sign_in(make_user(Role.OFFICER, unit=own.unit))


def release(round_, losses, *, clerk, head, scope, top=None) -> Round:
    """Locked and released with these losses in the official order."""
    Round.objects.filter(pk=round_.pk).update(
        notice_scope=Scope.MERIT if scope == Scope.OWN else scope, release_scope=scope, scope_top=top
    )
    group = group_of(round_)
    for card, lost in zip(cards_of(round_), losses, strict=True):
        cells = [
            transitions.Cell(card.pk, key, text, card.marks.get(node__key=key).version)
            for key, text in LOSSES[lost].items()
        ]
        transitions.save_checked(group, cells, by=clerk)
    transitions.confirm_group(group, by=head)
    transitions.lock_round(round_, by=clerk)
    return advance(Round.objects.get(pk=round_.pk), Phase.RELEASED, clerk=clerk, head=head)


def pages_of(reader, own: Card, round_: Round) -> dict[str, str]:
    """All that the officer can open of the round, without what differs from one request to the next."""
    notice = PublicNotice.objects.get(round=round_)
    addresses = {
        "home": reverse("home"),
        "rounds": reverse("scorecards:round-list"),
        "round": round_.get_absolute_url(),
        "results": reverse("scorecards:round-results", args=[round_.pk]),
        "notice": notice.get_absolute_url(),
        "cards": reverse("scorecards:card-list"),
        "card": own.get_absolute_url(),
        "feedback": reverse("scorecards:card-feedback", args=[own.pk]),
        "messages": reverse("units:notice-list"),
        "unit": reverse("units:unit-detail", args=[own.unit_id]),
    }
    answers = {name: reader.get(address) for name, address in addresses.items()}
    assert {answer.status_code for answer in answers.values()} == {200}
    return {name: _steady(answer) for name, answer in answers.items()}


def _steady(answer) -> str:
    heads = "\n".join(f"{name}: {value}" for name, value in answer.headers.items() if name not in UNSTEADY)
    text = answer.content.decode() + heads
    text = re.sub(
        r'(csrfmiddlewaretoken"|name="key") value="[^"]+"|nonce="[^"]+"|"X-CSRFToken": "\w+"', "", text
    )
    return re.sub(r"/(public-notices|notices)/\d+/|\d\d:\d\d(:\d\d)?", "", text)


def others_totals(own: Card) -> set[str]:
    totals = Card.objects.filter(group=own.group_id).exclude(pk=own.pk).values_list("total", flat=True)
    return {str(total) for total in totals}


@pytest.mark.parametrize(("scope", "top"), [(Scope.OWN, None), (Scope.MERIT, None), (Scope.TOP, 1)])
def test_no_page_differs_by_what_is_kept_back(round_, own, reader, clerk, head, scope, top):
    seen = []
    for losses in (AS_IT_IS, OTHERS_SWAPPED):
        with transaction.atomic():
            done = release(round_, losses, clerk=clerk, head=head, scope=scope, top=top)
            own.refresh_from_db()
            seen.append(pages_of(reader, own, done))
            found = {
                total for total in others_totals(own) for text in seen[-1].values() if f">{total}<" in text
            }
            transaction.set_rollback(True)
        assert found == set()
    differing = [
        line
        for name in seen[0]
        for line in difflib.unified_diff(seen[0][name].splitlines(), seen[1][name].splitlines(), name, n=0)
    ]
    assert differing == []


def test_all_shows_the_order_and_the_best_but_no_other_total(round_, own, reader, clerk, head):
    done = release(round_, AS_IT_IS, clerk=clerk, head=head, scope=Scope.ALL)
    page = reader.get(reverse("scorecards:round-results", args=[done.pk])).content.decode()
    names = [card.name for card in cards_of(done)]
    places = [page.rindex(f">{name}<") for name in names]
    assert places == sorted(places)
    assert "本组最高" in page
    own.refresh_from_db()
    best = str(cards_of(done)[0].total)
    assert {total for total in others_totals(own) if f">{total}<" in page} == {best}
    assert "第 <span" in page


def test_of_the_first_two_only_these_are_named(round_, own, reader, clerk, head):
    done = release(round_, AS_IT_IS, clerk=clerk, head=head, scope=Scope.TOP, top=2)
    page = reader.get(reverse("scorecards:round-results", args=[done.pk]))
    names = [card.name for card in cards_of(done)]
    for name in names[:2]:
        assertContains(page, f">{name}<")
    for name in names[4:]:
        assertNotContains(page, f">{name}<")
    assertNotContains(page, "第 <span")
    assertNotContains(page, "本组最高")


def test_one_own_total_grade_and_the_mean(round_, own, reader, clerk, head):
    done = release(round_, AS_IT_IS, clerk=clerk, head=head, scope=Scope.OWN)
    page = reader.get(reverse("scorecards:round-results", args=[done.pk]))
    own.refresh_from_db()
    assertContains(page, f">{own.total}<")
    assertContains(page, ">一般<")
    assertContains(page, "本组平均")
    assertContains(page, "名次和其他单位的得分不公布")


def test_in_review_as_its_scope_says(clerk, head, sign_in):
    round_ = graded_round(Phase.REVIEW, clerk=clerk, head=head, phases=("review",), review_scope=Scope.MERIT)
    cards = cards_of(round_)
    page = sign_in(make_user(Role.OFFICER, unit=cards[0].unit)).get(
        reverse("scorecards:round-results", args=[round_.pk])
    )
    assertContains(page, f">{cards[2].name}<")
    assertNotContains(page, f">{cards[1].name}<")
    assertContains(page, "14.00")


def test_the_office_and_strangers(round_, at_desk, officer, sign_in, clerk, head):
    done = release(round_, AS_IT_IS, clerk=clerk, head=head, scope=Scope.OWN)
    address = reverse("scorecards:round-results", args=[done.pk])
    assert at_desk.get(address).status_code == 403
    assert sign_in(officer).get(address).status_code == 404


@pytest.mark.parametrize("units", [1, 5])
def test_queries_do_not_grow(clerk, head, sign_in, django_assert_num_queries, units):
    round_ = advance(make_round(clerk, units=units), Phase.RELEASED, clerk=clerk, head=head)
    reader = sign_in(make_user(Role.OFFICER, unit=cards_of(round_)[0].unit))
    with django_assert_num_queries(13):
        reader.get(reverse("scorecards:round-results", args=[round_.pk]))
