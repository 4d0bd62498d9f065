"""名次 before and after release, and 通报 as far as this room goes."""

import re

import pytest
from django.urls import reverse

from scorecards import transitions
from scorecards.models import Card, Mark, Release, ReleaseDraft, Standing
from scorecards.phases import Phase
from tests.factories import advance, cards_of, fill_all, group_of, make_round, make_user
from units.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def round_in(clerk, head):
    """A round walked to the stage."""

    def make(phase: Phase, units: int = 3):
        return advance(make_round(clerk, units=units), phase, clerk=clerk, head=head)

    return make


def standings(client, round_) -> str:
    answer = client.get(reverse("scorecards:standings", args=[group_of(round_).pk]))
    assert answer.status_code == 200
    return plain(answer.content.decode())


def release_page(client, round_) -> str:
    return plain(client.get(reverse("scorecards:release-detail", args=[round_.pk])).content.decode())


def plain(html: str) -> str:
    """The words of the page, single-spaced."""
    main = html[html.index("<main") :]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def type_into(card: Card, key: str, text: str, *, by) -> None:
    mark = Mark.objects.get(card=card, node__key=key)
    transitions.save_checked(card.group, [transitions.Cell(card.pk, key, text, mark.version)], by=by)


def test_live_places_share_and_skip(round_in, sign_in, clerk):
    round_ = round_in(Phase.CHECKING)
    fill_all(round_, by=clerk)
    loser, first, second = cards_of(round_)
    type_into(loser, "2.1", "一般", by=clerk)
    text = standings(sign_in(clerk), round_)
    assert f"并列 1 {first.name} 16.00 16.00" in text
    assert f"并列 1 {second.name} 16.00 16.00 3 {loser.name} 15.50 15.50" in text
    assert "本组平均（3 个参评单位） 15.83 15.83" in text
    assert "本组已全部评完，尚未通报。" in text


def test_live_provisional_total_says_so_and_no_mark_has_no_place(round_in, sign_in, clerk):
    round_ = round_in(Phase.CHECKING)
    begun, untouched, _ = cards_of(round_)
    type_into(begun, "2.1", "好", by=clerk)
    text = standings(sign_in(clerk), round_)
    assert f"1 {begun.name} 2.00 2.00 暂计 · 已评 1/8" in text
    assert f"— {untouched.name} — 未评 已评 0/8" in text
    assert "共 3 个单位，其中 3 个未评完。" in text


def test_live_unranked_card_stands_outside(round_in, sign_in, clerk):
    round_ = round_in(Phase.CHECKING)
    fill_all(round_, by=clerk)
    card = cards_of(round_)[0]
    Card.objects.filter(pk=card.pk).update(taking_part=Standing.UNRANKED)
    assert f"不排名 {card.name} 16.00" in standings(sign_in(clerk), round_)


def test_live_places_are_for_the_office_alone(round_in, sign_in, person):
    round_ = round_in(Phase.CHECKING)
    url = reverse("scorecards:standings", args=[group_of(round_).pk])
    own = make_user(Role.OFFICER, unit=cards_of(round_)[0].unit)
    clients = [sign_in(user) for user in (own, person(Role.OFFICER), person(Role.COUNTY_LEADER))]
    assert [client.get(url).status_code for client in clients] == [403, 404, 404]


def test_sealed_places_are_those_of_the_snapshot(round_in, sign_in, person):
    round_ = round_in(Phase.RELEASED)
    Card.objects.filter(group__round=round_).update(total="1.00")
    text = standings(sign_in(person(Role.COUNTY_LEADER)), round_)
    release = Release.objects.get()
    assert f"并列 1 {cards_of(round_)[0].name} 16.00 16.00" in text
    assert "本组平均（3 个参评单位） 16.00 16.00" in text
    assert f"第 1 版 验证码 {release.code} 拟稿、审定 {release.prepared_by}、{release.approved_by}" in text
    assert "名次与等次仅供工委和县领导参阅，不对外公布。" in text


def test_sealed_rows_lead_to_their_cards(round_in, sign_in, head):
    round_ = round_in(Phase.RELEASED)
    html = sign_in(head).get(reverse("scorecards:standings", args=[group_of(round_).pk])).content.decode()
    assert [f'href="{card.get_absolute_url()}"' in html for card in cards_of(round_)] == [True] * 3


def test_unit_never_sees_places(round_in, sign_in):
    round_ = round_in(Phase.RELEASED)
    own = sign_in(make_user(Role.OFFICER, unit=cards_of(round_)[0].unit))
    assert own.get(reverse("scorecards:standings", args=[group_of(round_).pk])).status_code == 403


@pytest.mark.parametrize(("phase", "queries"), [(Phase.CHECKING, 8), (Phase.RELEASED, 8)])
def test_queries_of_places_do_not_grow_with_rows(
    phase, queries, round_in, sign_in, clerk, django_assert_num_queries
):
    client = sign_in(clerk)
    for units in (2, 5):
        round_ = round_in(phase, units)
        standings(client, round_)
        with django_assert_num_queries(queries):
            standings(client, round_)


def test_before_locking_nothing_can_be_released(round_in, sign_in, clerk):
    assert "本期次还没有锁定，不能通报。" in release_page(sign_in(clerk), round_in(Phase.CHECKING))


def test_first_person_prepares_and_is_told_that_another_approves(round_in, sign_in, clerk):
    round_ = round_in(Phase.LOCKED)
    client = sign_in(clerk)
    assert "确认拟通报" in release_page(client, round_)
    answer = client.post(reverse("scorecards:release-prepare", args=[round_.pk]), follow=True)
    text = plain(answer.content.decode())
    assert "通报稿已提交，等待审定。" in text
    assert "您已拟稿，须由另一位负责人审定。" in text
    assert "确认撤回" in text
    assert "确认审定通报" not in text


def test_head_who_prepared_is_told_why_not(round_in, sign_in, head):
    round_ = round_in(Phase.LOCKED)
    transitions.prepare_release(round_, by=head)
    text = release_page(sign_in(head), round_)
    assert "须由另一位工委负责人登录后审定。" in text
    assert "确认审定通报" not in text


def test_second_person_sees_what_will_be_sealed(round_in, sign_in, clerk, head):
    round_ = round_in(Phase.LOCKED)
    draft = transitions.prepare_release(round_, by=clerk)
    text = release_page(sign_in(head), round_)
    assert f"拟稿人 {clerk.name} 拟稿时间" in text
    assert draft.digest[:16] in text
    assert "将封存并通报3 家参评单位的得分和名次" in text
    assert "您的登录密码" in text


def test_preparer_withdraws_and_prepares_again(round_in, sign_in, clerk):
    round_ = round_in(Phase.LOCKED)
    draft = transitions.prepare_release(round_, by=clerk)
    client = sign_in(clerk)
    client.post(reverse("scorecards:release-withdraw", args=[draft.pk]))
    assert "确认拟通报" in release_page(client, round_)
    client.post(reverse("scorecards:release-prepare", args=[round_.pk]))
    assert ReleaseDraft.objects.filter(round=round_, withdrawn_at=None).count() == 1


def test_only_the_preparer_withdraws(round_in, sign_in, clerk, head, person):
    draft = transitions.prepare_release(round_in(Phase.LOCKED), by=clerk)
    url = reverse("scorecards:release-withdraw", args=[draft.pk])
    assert [sign_in(user).post(url).status_code for user in (head, person(Role.OFFICER))] == [403, 404]


def test_after_release_the_code_stands_there(round_in, sign_in, clerk):
    text = release_page(sign_in(clerk), round_in(Phase.RELEASED))
    assert Release.objects.get().code in text
    assert "结果已经封存；需要更正的，另出新的版次。" in text


def test_release_page_is_the_offices(round_in, sign_in, person):
    round_ = round_in(Phase.RELEASED)
    url = reverse("scorecards:release-detail", args=[round_.pk])
    outsider = person(Role.OFFICER)
    assert [sign_in(user).get(url).status_code for user in (person(Role.COUNTY_LEADER), outsider)] == [
        403,
        404,
    ]


@pytest.mark.parametrize(
    ("name", "method"),
    [
        ("standings", "post"),
        ("release-detail", "post"),
        ("release-prepare", "get"),
        ("release-withdraw", "get"),
    ],
)
def test_wrong_method_is_405(name, method, sign_in, clerk):
    assert getattr(sign_in(clerk), method)(reverse(f"scorecards:{name}", args=[1])).status_code == 405
