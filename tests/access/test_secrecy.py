"""Scores before release, and others' scores after it: searched on every page of everybody who must not see them."""

from decimal import Decimal

import pytest
from django.urls import reverse

from scorecards import transitions
from scorecards.models import Card, Group
from scorecards.phases import Phase
from tests.access.table import rows
from tests.access.world import argument, build
from tests.factories import advance, fill_all
from units.roles import Role

pytestmark = pytest.mark.django_db
OWN, BRANCH, OTHERS = Decimal("13.50"), Decimal("15.00"), Decimal("15.50")
OUTSIDE = [Role.OFFICER, Role.SECRETARY, Role.UNIT_LEADER, Role.SCORER, Role.COUNTY_LEADER, Role.AUDITOR,
           Role.SYSADMIN, Role.SECADMIN]  # fmt: skip


@pytest.fixture
def world(db):
    """Checked with three marker totals: the own unit's, its branch's, and everybody else's."""
    world = build(Phase.CHECKING)
    clerk = world.people[Role.CLERK]
    for side in (world.own, world.other):
        fill_all(side.round, by=clerk, **{"1.1": "0 0 1"})
    unit, branch = world.own.unit_card.pk, world.own.branch_card.pk
    for pk, key, text in ((unit, "2.2", "差"), (branch, "2.1", "一般")):
        card = Card.objects.select_related("group").get(pk=pk)
        cells = [transitions.Cell(pk, key, text, card.marks.get(node__key=key).version)]
        transitions.save_checked(card.group, cells, by=clerk)
    totals = dict(Card.objects.values_list("pk", "total"))
    assert (totals.pop(unit), totals.pop(branch), set(totals.values())) == (OWN, BRANCH, {OTHERS})
    return world


def everything(world, sign_in, role: Role) -> str:
    """All that this person can fetch, with own and with foreign ids."""
    client, user = sign_in(world.people[role]), world.people[role]
    addresses = {
        reverse(name, args=argument(world, name, whose, user))
        for name in sorted({row["url"] for row in rows() if row["method"] == "GET" and row["clerk"] != "405"})
        for whose in ("own", "other")
    }
    answers = [client.get(address) for address in sorted(addresses)]
    assert any(answer.status_code == 200 for answer in answers)
    return "\n".join(answer.content.decode(errors="replace") for answer in answers if not answer.streaming)


def seen_by(world, sign_in, *roles: Role) -> dict[Role, tuple[bool, bool, bool]]:
    """Whether each meets the own unit's score, its branch's, and the others'; nothing that they fetch changes
    anything."""
    fetched = {role: everything(world, sign_in, role) for role in roles}
    markers = [str(total) for total in (OWN, BRANCH, OTHERS)]
    return {role: tuple(marker in text for marker in markers) for role, text in fetched.items()}


def test_nobody_outside_the_office_sees_a_score_before_release(world, sign_in):
    assert seen_by(world, sign_in, *OUTSIDE) == dict.fromkeys(OUTSIDE, (False, False, False))


def test_the_office_does_see_them(world, sign_in):
    seen = everything(world, sign_in, Role.CLERK)
    assert (str(OWN) in seen, str(OTHERS) in seen) == (True, True)


AFTER_RELEASE = {
    Role.OFFICER: (True, True, False), Role.UNIT_LEADER: (True, True, False), Role.SECRETARY: (False, True, False),
    Role.SCORER: (False, False, False), Role.SYSADMIN: (False, False, False), Role.SECADMIN: (False, False, False),
    Role.COUNTY_LEADER: (True, True, True),
}  # fmt: skip


def test_after_release_a_unit_sees_its_own_cards_only(world, sign_in):
    clerk, head = world.people[Role.CLERK], world.people[Role.HEAD]
    for side in (world.own, world.other):
        for group in Group.objects.filter(round=side.round):
            transitions.confirm_group(group, by=head)
        transitions.start_judging(side.round, by=clerk)
        transitions.lock_round(side.round, by=clerk)
        side.round.refresh_from_db()
        advance(side.round, Phase.RELEASED, clerk=clerk, head=head)
    assert seen_by(world, sign_in, *AFTER_RELEASE) == AFTER_RELEASE
