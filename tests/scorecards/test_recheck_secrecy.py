"""核对: a unit meets its own marker score on these pages, and never another unit's, whatever it asks for."""

import pytest
from django.urls import reverse

from tests.factories import cards_of, make_user
from tests.scorecards.reviewing import ask, plain_review, put_in
from units.roles import Role

pytestmark = pytest.mark.django_db
OWN, OTHERS = "15.50", "14.50"
PAGES = ("card-feedback", "card-recheck")
ACTS = ("recheck-withdraw", "recheck-keep", "recheck-preview", "recheck-correct")


@pytest.fixture
def round_(clerk, head):
    """The first unit's marker, and the second's with a request that stands open."""
    round_ = plain_review(
        clerk, head, units=2, losses=[("1.1", "0 0 1", "己方依据"), ("1.1", "0 0 3", "他方依据")]
    )
    ask(cards_of(round_)[1], by=make_user(Role.OFFICER, unit=cards_of(round_)[1].unit), text="他方理由")
    return round_


def everything(client, round_) -> str:
    """Every answer of these pages, own and foreign, asked for in every way."""
    addresses = [reverse(f"scorecards:{name}", args=[card.pk]) for card in cards_of(round_) for name in PAGES]
    foreign = cards_of(round_)[1].rechecks.get()
    addresses += [reverse(f"scorecards:{name}", args=[foreign.pk]) for name in (*ACTS, "recheck-detail")]
    addresses += [reverse("scorecards:recheck-list", args=[round_.pk])]
    answers = [ask_for(address) for address in addresses for ask_for in (client.get, client.post)]
    return "\n".join(
        answer.content.decode() + "\n".join(f"{name}: {text}" for name, text in answer.items())
        for answer in answers
    )


@pytest.mark.parametrize(
    ("phases", "own"),
    [(["locked", "checking"], False), (["locked"], False), ([], True), (["released"], True)],
)
@pytest.mark.parametrize("role", [Role.OFFICER, Role.UNIT_LEADER])
def test_a_unit_gets_its_own_score_in_time_and_never_anothers(round_, sign_in, phases, own, role):
    put_in(round_, *phases)
    seen = everything(sign_in(make_user(role, unit=cards_of(round_)[0].unit)), round_)
    assert (OWN in seen, "己方依据" in seen) == (own, own)
    assert [word for word in (OTHERS, "他方依据", "他方理由", cards_of(round_)[1].name) if word in seen] == []


def test_the_marker_is_there_for_the_office(round_, clerk, sign_in):
    seen = everything(sign_in(clerk), round_)
    assert (OWN in seen, OTHERS in seen) == (True, True)
