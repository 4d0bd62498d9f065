"""演练 is said on every page of a trial round, by the strip; on lists of several rounds by the round's name."""

import pytest
from django.urls import reverse

from scorecards.phases import Phase
from tests.access.table import routes
from tests.access.world import NOWHERE, argument, build
from units.roles import Role

pytestmark = pytest.mark.django_db
STAGES = [Phase.PREPARING, Phase.CHECKING, Phase.RELEASED]
OF_NO_ROUND = (
    "units:", "help-of", "scorecards:rubric-", "scorecards:node-", "scorecards:version-", "scorecards:record-",
    "scorecards:heading-", "scorecards:ranking-", "scorecards:unit-history", "scorecards:branch-history",
)  # fmt: skip
"""Pages about what no single round owns."""
STRIP = '<p class="trial-strip" data-trial>'


@pytest.mark.parametrize("stage", STAGES)
def test_every_page_of_a_trial_says_so(stage, sign_in):
    world, silent = build(stage, is_trial=True), []
    names = sorted(
        name for name, path in routes().items() if "<" in path and not name.startswith(OF_NO_ROUND)
    )
    for role in (Role.HEAD, Role.OFFICER, Role.COUNTY_LEADER):
        client, user = sign_in(world.people[role]), world.people[role]
        for name in names:
            arguments = argument(world, name, "own", user)
            if NOWHERE in arguments:
                continue
            answer = client.get(reverse(name, args=arguments))
            is_page = answer.status_code == 200 and answer.get("Content-Type", "").startswith("text/html")
            if is_page and b"<main" in answer.content and STRIP not in answer.content.decode():
                silent.append(f"{name} {role}")
    assert not silent, "\n".join(silent)


@pytest.mark.parametrize("is_trial", [True, False])
def test_lists_and_menus_name_a_trial_as_one(sign_in, is_trial):
    world = build(Phase.FILLING, is_trial=is_trial)
    assert ("（演练）" in str(world.own.round)) is is_trial
    for role, name in ((Role.HEAD, "home"), (Role.HEAD, "scorecards:round-list"), (Role.OFFICER, "home")):
        page = sign_in(world.people[role]).get(reverse(name)).content.decode()
        assert str(world.own.round) in page
        assert STRIP not in page
