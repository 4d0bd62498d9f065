"""历年得分: what was released of one unit over the rounds, and who sees how much of it."""

import json
from fractions import Fraction

import pytest
from django.urls import reverse

from scorecards import transitions
from scorecards.models import Mark, Release, ReleasedRow, Round, Scope
from scorecards.phases import Phase
from scorecards.results.sealed_items import SealedItem, main_losses, weights_of
from scorecards.results.snapshots import canonical, digest, new_code
from scorecards.rubrics.exchange import load
from tests.factories import advance, make_branch, make_round, make_unit, make_user, make_version
from tests.scorecards.filling import item, part
from tests.scorecards.seating import BOOK, RUBRIC, VOTE, release, released, score, set_up, units_of
from tests.scorecards.test_results_views import plain
from units.models import Unit
from units.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def first(clerk, head) -> Round:
    return released(clerk=clerk, head=head)


@pytest.fixture
def second(first, clerk, head) -> Round:
    """The year-end round: 1.2 is gone, 1.3 is new, the words of 1.1 are others."""
    nodes = [part("一", BOOK | {"title": "新名称"}, item("1.3", "MANUAL", {}, points="40"), weight="0.7"),
             part("二", VOTE, weight="0.3")]  # fmt: skip
    marks = {"甲局": ("58", "", "90 90 90")}
    return released(clerk=clerk, head=head, rubric=RUBRIC | {"nodes": nodes}, marks=marks, units=units_of(first),
                    title="2026年年终晒比评", term="year_end", previous=first)  # fmt: skip


def unit_of(round_: Round, name: str = "甲局") -> Unit:
    return next(unit for unit in units_of(round_) if unit.name == name)


def history(client, unit: Unit) -> str:
    answer = client.get(reverse("scorecards:unit-history", args=[unit.pk]))
    assert answer.status_code == 200
    return plain(answer.content.decode())


def release_in(scope: Scope, clerk, head, **more) -> Round:
    round_ = set_up(by=clerk)
    Round.objects.filter(pk=round_.pk).update(release_scope=scope, **more)
    score(round_, by=clerk)
    return release(round_, clerk=clerk, head=head)


def test_totals_places_and_items_stand_under_their_keys(second, sign_in, clerk):
    text = history(sign_in(clerk), unit_of(second))
    assert (
        "2026年年终晒比评 一组 95.60 100 +8.60 第 3 名 — 2026年上半年晒比评 一组 87.00 100 — 第 2 名" in text
    )
    assert "1.1 新名称 58.00 / 60 60.00 / 60" in text
    assert "1.3 指标1.3 40.00 / 40 —" in text
    assert "1.2 指标1.2 — 30.00 / 40" in text
    assert "总分 95.60 87.00" in text


def test_two_rubrics_are_two_tables(first, clerk, head, sign_in):
    other = RUBRIC | {"code": "other", "title": "另一份细则"}
    last = released(clerk=clerk, head=head, rubric=other, units=units_of(first), title="专项", term="special")
    text = history(sign_in(clerk), unit_of(last))
    assert text.index("《另一份细则》") < text.index("《台账和评议》")


def test_it_is_what_was_sealed_and_not_what_stands_in_the_marks(first, sign_in, clerk):
    Mark.objects.filter(card__group__round=first, node__key="1.1").update(checked_input={"value": "1"})
    assert "1.1 指标1.1 60.00 / 60" in history(sign_in(clerk), unit_of(first))


def test_what_a_penalty_took_is_below_zero(sign_in, clerk, head):
    nodes = [part("一", BOOK), part("四", item("4.1", "MANUAL", {}, points="10"), kind="penalty")]
    round_ = released(clerk=clerk, head=head, rubric=RUBRIC | {"nodes": nodes})
    text = history(sign_in(clerk), unit_of(round_))
    assert "1.1 指标1.1 60.00 / 60 4.1 指标4.1 −10.00 / 10 总分 50.00" in text


def test_a_correction_stands_in_place_of_what_it_replaces(first, sign_in, clerk, head):
    release = Release.objects.get()
    row = ReleasedRow.objects.get(card__unit_name="甲局")
    mended = canonical(json.loads(bytes(release.snapshot)) | {"number": 2})
    mended = mended.replace(b'"shown":"60.00"', b'"shown":"59.00"').replace(b'"exact":"60"', b'"exact":"59"')
    newer = Release.objects.create(
        group=release.group, number=2, replaces=release, reason="录入有误", prepared_by=clerk, approved_by=head,
        snapshot=mended, sha256=digest(mended), code=new_code(), released_at=release.released_at,
    )  # fmt: skip
    ReleasedRow.objects.create(release=newer, card=row.card, place=3, total="86.30")
    text = history(sign_in(clerk), unit_of(first))
    assert "2026年上半年晒比评 一组 86.30 100 — 第 3 名" in text
    assert "1.1 指标1.1 59.00 / 60" in text
    assert "87.00" not in text


def test_nothing_before_release(sign_in, clerk, head):
    round_ = advance(make_round(clerk), Phase.LOCKED, clerk=clerk, head=head)
    assert "还没有通报的结果。" in history(sign_in(clerk), units_of(round_)[0])


def test_a_trial_round_does_not_count(sign_in, clerk, head):
    round_ = released(clerk=clerk, head=head, is_trial=True)
    assert "还没有通报的结果。" in history(sign_in(clerk), unit_of(round_))


@pytest.mark.parametrize(
    ("scope", "top", "seen"),
    [
        (Scope.OWN, None, "未公开"),
        (Scope.MERIT, None, "未公开"),
        (Scope.TOP, 1, "未公开"),
        (Scope.TOP, 2, "第 2 名"),
        (Scope.ALL, None, "第 2 名"),
    ],
)
def test_a_unit_sees_its_place_as_far_as_the_scope_shows_places(scope, top, seen, clerk, head, sign_in):
    round_ = release_in(scope, clerk, head, scope_top=top)
    own = sign_in(make_user(Role.OFFICER, unit=unit_of(round_)))
    text = history(own, unit_of(round_))
    assert f"87.00 100 — {seen} —" in text
    assert ("未公开”" in text) == (seen == "未公开")
    assert "第 2 名" in history(sign_in(clerk), unit_of(round_))


def test_own_page_is_of_the_own_unit_or_branch(clerk, head, sign_in):
    unit = make_unit()
    one, two = make_branch(unit, name="第一支部"), make_branch(unit, name="第二支部")
    round_ = make_round(clerk, units=0)
    group = transitions.add_group(
        round_, name="支部组", version=make_version(clerk), subject="branch", by=clerk
    )
    round_.groups.exclude(pk=group.pk).get().delete()
    for branch in (one, two):
        transitions.add_member(group, unit=unit, branch=branch, by=clerk)
    advance(round_, Phase.RELEASED, clerk=clerk, head=head)
    secretary, officer = make_user(Role.SECRETARY, branch=one), make_user(Role.OFFICER, unit=unit)
    url = reverse("scorecards:own-history")
    own = plain(sign_in(secretary).get(url).content.decode())
    assert ("第一支部" in own, "16.00" in own, "第二支部" in own) == (True, True, False)
    of_unit = plain(sign_in(officer).get(url).content.decode())
    assert "还没有通报的结果。" in of_unit
    assert "党支部的历年得分 第一支部 第二支部" in of_unit
    codes = [sign_in(secretary).get(reverse("scorecards:branch-history", args=[branch.pk])).status_code
             for branch in (one, two)]  # fmt: skip
    assert codes == [200, 404]
    assert sign_in(secretary).get(reverse("scorecards:unit-history", args=[unit.pk])).status_code == 403


@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.HEAD, 200), (Role.COUNTY_LEADER, 200), (Role.AUDITOR, 200), (Role.OFFICER, 404), (Role.SCORER, 404),
     (Role.SYSADMIN, 403)],
)  # fmt: skip
def test_who_reads_another_units_history(role, status, first, sign_in, person):
    url = reverse("scorecards:unit-history", args=[unit_of(first).pk])
    assert sign_in(person(role)).get(url).status_code == status


def test_own_page_is_not_the_offices(sign_in, clerk):
    assert sign_in(clerk).get(reverse("scorecards:own-history")).status_code == 403


def test_unit_and_card_lead_to_it(first, sign_in, clerk):
    unit, url = unit_of(first), reverse("scorecards:unit-history", args=[unit_of(first).pk])
    card = first.groups.get().cards.get(unit=unit)
    pages = [reverse("units:unit-detail", args=[unit.pk]), card.get_absolute_url()]
    assert [url in sign_in(clerk).get(page).content.decode() for page in pages] == [True, True]


def test_queries_grow_neither_with_rounds_nor_with_items(
    first, second, sign_in, clerk, django_assert_num_queries
):
    client, fresh = sign_in(clerk), make_unit()
    history(client, fresh)
    for unit, queries in ((unit_of(first), 8), (fresh, 7)):
        with django_assert_num_queries(queries):
            history(client, unit)


def sealed(
    key: str, points: str | None, given: str, *, ordinary: bool = True, out: bool = False
) -> SealedItem:
    full = None if points is None else Fraction(points)
    return SealedItem(key, key, full, Fraction(given), ordinary, out)


def test_main_losses_are_those_that_cost_the_total_most():
    tree = load(json.dumps(RUBRIC).encode()).tree
    items = [
        sealed("1.1", "60", "58"),
        sealed("1.2", "40", "40"),
        sealed("2.1", "100", "94"),
        sealed("bonus", "5", "0", ordinary=False),
        sealed("penalty", "10", "-3", ordinary=False),
        sealed("free", None, "0"),
        sealed("out", "10", "0", out=True),
    ]
    found = [(loss.item.key, loss.shown) for loss in main_losses(items, tree)]
    assert found == [("penalty", "3.00"), ("2.1", "1.80"), ("1.1", "1.40")]


def test_an_item_of_a_time_node_weighs_its_share_of_the_mean():
    year = {"key": "年", "kind": "time", "title": "各季", "weight": "0.5", "params": {"periods": ["1", "2"]},
            "children": [item("3.1", "MANUAL", {}, points="10")]}  # fmt: skip
    tree = load(json.dumps(RUBRIC | {"nodes": [part("一", year, weight="0.8")]}).encode()).tree
    assert weights_of(tree) == {"3.1": Fraction(1, 5)}
    (loss,) = main_losses([sealed("3.1@2", "10", "5")], tree)
    assert loss.shown == "1.00"
