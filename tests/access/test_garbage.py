"""Garbage in addresses and forms gives an answer, never a failure."""

import pytest
from django.urls import reverse

from scorecards.phases import Phase
from tests.access.world import build
from units.roles import Role

pytestmark = pytest.mark.django_db
HUGE = "9" * 40
ODD = ["", "0", "-1", "abc", HUGE, "１２", "😀", "'; DROP TABLE units_unit; --", "%", "_", "\\", "<script>"]


@pytest.mark.parametrize("text", ODD)
def test_search_pages_and_codes(clerk, sign_in, text):
    client = sign_in(clerk)
    for name in ("units:unit-list", "scorecards:card-list", "scorecards:round-list", "reports:document-list"):
        answer = client.get(
            reverse(name), {"q": text, "page": text, "size": text, "round": text, "state": text}
        )
        assert answer.status_code == 200
    assert client.get(reverse("reports:verify"), {"code": text}).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/cards/{}/",
        "/rounds/{}/",
        "/groups/{}/matrix/",
        "/documents/{}/download/",
        "/units/{}/",
        "/rechecks/{}/",
        "/cards/{}/feedback/",
        "/rounds/{}/rechecks/",
    ],
)
@pytest.mark.parametrize("number", [HUGE, "0", "-1", "x"])
def test_numbers_that_are_nobodys(clerk, sign_in, path, number):
    assert sign_in(clerk).get(path.format(number)).status_code == 404


@pytest.mark.parametrize("text", ODD)
def test_cells_and_entries(sign_in, text):
    world = build(Phase.CHECKING)
    card, client = world.own.unit_card, sign_in(world.people[Role.CLERK])
    typed = {
        f"c:{card.pk}:1.1": text,
        f"v:{card.pk}:1.1": text,
        f"c:{HUGE[:12]}:{text[:40]}": text,
        "c:x:y": text,
    }
    answer = client.post(reverse("scorecards:matrix-save", args=[world.own.group.pk]), typed)
    assert answer.status_code in {302, 422}


@pytest.mark.parametrize("text", ODD)
def test_card_forms(sign_in, text):
    world = build(Phase.FILLING)
    officer, card = world.people[Role.OFFICER], world.own.unit_card
    fields = (
        "1.1:counts:nocom",
        "1.1:full",
        "1.1:note",
        "1.1:version",
        "2.1:level",
        "2.1:version",
        "2.1:note",
    )
    save = sign_in(officer).post(reverse("scorecards:card-save", args=[card.pk]), dict.fromkeys(fields, text))
    assert save.status_code in {302, 422}
    signed = dict.fromkeys(("is_signed", "endorser", "endorsed_on", "key"), text)
    submit = sign_in(officer).post(reverse("scorecards:card-submit", args=[card.pk]), signed)
    assert submit.status_code in {409, 422}
