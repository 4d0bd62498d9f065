"""佐证材料: by reference or link, used again by a tick, seen by the office and the unit itself alone."""

import datetime

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from scorecards.models import Card, Evidence, MarkEvidence
from scorecards.phases import Phase
from scorecards.transitions import Refused
from scorecards.transitions.evidence import add_evidence, reuse_evidence
from tests.factories import advance, make_unit, make_user
from tests.scorecards.filling import fill, mark, open_round, url
from units.roles import Role

pytestmark = pytest.mark.django_db
MANUAL = {"title": "党支部工作手册", "reference": "第 12 页", "link": "", "dated_on": ""}


def page(name: str, pk: int) -> str:
    return reverse(f"scorecards:{name}", args=[pk])


def add(card: Card, key: str, title: str, *, by) -> MarkEvidence:
    return add_evidence(mark(card, key), title=title, reference="第 1 页", link="", dated_on=None, by=by)


def test_a_reference_stands_by_the_item(client, card):
    item = mark(card, "2.1")
    answer = client.post(page("mark-evidence-add", item.pk), MANUAL | {"dated_on": "2026-05-08"})
    assertRedirects(answer, page("mark-evidence", item.pk))
    evidence = Evidence.objects.get()
    assert (evidence.unit_id, evidence.dated_on) == (card.unit_id, datetime.date(2026, 5, 8))
    for name in ("card-fill", "card-detail"):
        assertContains(client.get(url(name, card)), "党支部工作手册")


@pytest.mark.parametrize(("fields", "sentence"), [
    ({"reference": ""}, "请写明出处、填写链接或者上传文件，至少一项。"),
    ({"title": ""}, "请填写名称。"),
    ({"link": "javascript:alert(1)"}, "请填写以 http:// 或 https:// 开头的完整链接。"),
    ({"link": "ftp://x.cn/a"}, "请填写以 http:// 或 https:// 开头的完整链接。"),
    ({"link": "http://[x"}, "请填写以 http:// 或 https:// 开头的完整链接。"),
    ({"link": "https://x.cn/" + "a" * 300}, "链接最多 300 个字符。"),
    ({"dated_on": "昨天"}, "请按“2026-07-03”的样子填写日期。"),
])  # fmt: skip
def test_what_is_wrong_is_told_and_stays(client, card, fields, sentence):
    answer = client.post(page("mark-evidence-add", mark(card, "2.1").pk), MANUAL | fields)
    assertContains(answer, sentence, status_code=422)
    assertContains(answer, "错误：佐证材料", status_code=422)
    assert Evidence.objects.count() == 0


def test_earlier_evidence_is_used_again_by_a_tick(client, card, officer):
    use = add(card, "1.1", "换届批复", by=officer)
    item = mark(card, "2.1")
    assertContains(client.get(page("mark-evidence", item.pk)), "换届批复")
    client.post(page("mark-evidence-reuse", item.pk), {"evidence": [use.evidence_id]})
    client.post(page("mark-evidence-reuse", item.pk), {"evidence": [use.evidence_id]})
    assert (Evidence.objects.count(), MarkEvidence.objects.filter(mark=item).count()) == (1, 1)


def test_evidence_of_an_earlier_round_is_offered(client, card, unit, clerk, officer):
    add(card, "1.1", "换届批复", by=officer)
    later = open_card_again(unit, clerk)
    assertContains(client.get(page("mark-evidence", mark(later, "2.1").pk)), "换届批复")


def open_card_again(unit, clerk) -> Card:
    round_ = open_round(unit, by=clerk, title="另一期次")
    return Card.objects.with_frame().get(group__round=round_)


def test_the_list_is_searched(client, card, officer):
    for title in ("换届批复", "党课讲稿"):
        add(card, "1.1", title, by=officer)
    found = client.get(page("mark-evidence", mark(card, "2.1").pk), {"q": "党课"})
    assertContains(found, "党课讲稿")
    assertNotContains(found, "换届批复")
    assertContains(
        client.get(page("mark-evidence", mark(card, "2.1").pk), {"q": "无此"}), "没有符合条件的记录"
    )


def test_what_is_anothers_is_not_taken(client, card, clerk):
    stranger_unit = make_unit()
    stranger = make_user(Role.OFFICER, unit=stranger_unit)
    use = add(open_card_again(stranger_unit, clerk), "1.1", "他人的", by=stranger)
    client.post(
        page("mark-evidence-reuse", mark(card, "2.1").pk), {"evidence": [use.evidence_id, "x", "9" * 30]}
    )
    assert MarkEvidence.objects.filter(mark__card=card).count() == 0
    assert client.post(page("evidence-remove", use.pk)).status_code == 404


def test_nothing_ticked_says_so(client, card):
    answer = client.post(page("mark-evidence-reuse", mark(card, "2.1").pk), follow=True)
    assertContains(answer, "没有勾选材料，请先勾选再引用。")


def test_taken_off_the_last_item_it_is_gone(client, card, officer):
    first = add(card, "1.1", "换届批复", by=officer)
    reuse_evidence(mark(card, "2.1"), [first.evidence_id], by=officer)
    client.post(page("evidence-remove", first.pk))
    assert (Evidence.objects.count(), MarkEvidence.objects.count()) == (1, 1)
    client.post(page("evidence-remove", MarkEvidence.objects.get().pk))
    assert Evidence.objects.count() == 0


@pytest.mark.parametrize("role", [Role.CLERK, Role.UNIT_LEADER])
def test_readers_may_not_add(sign_in, person, card, role):
    item = mark(card, "2.1")
    client = sign_in(person(role))
    asked = [
        client.get(page("mark-evidence", item.pk)),
        client.post(page("mark-evidence-add", item.pk), MANUAL),
    ]
    assert [answer.status_code for answer in asked] == [403, 403]


def test_a_stranger_finds_nothing(sign_in, card):
    stranger = sign_in(make_user(Role.OFFICER, unit=make_unit()))
    assert stranger.get(page("mark-evidence", mark(card, "2.1").pk)).status_code == 404


def test_a_reported_card_takes_no_more(client, card, officer):
    fill(client, card)
    Card.objects.filter(pk=card.pk).update(state="checking")
    assertContains(
        client.post(page("mark-evidence-add", mark(card, "2.1").pk), MANUAL), "不能再修改", status_code=409
    )


def test_twenty_pieces_are_enough(card, officer):
    for number in range(20):
        add(card, "2.1", f"材料{number}", by=officer)
    with pytest.raises(Refused, match="最多 20 份"):
        add(card, "2.1", "再一份", by=officer)


def test_leaders_never_read_evidence(sign_in, card, clerk, head, officer, person):
    add(card, "1.1", "换届批复", by=officer)
    advance(card.group.round, Phase.RELEASED, clerk=clerk, head=head)
    for role, sees in (
        (Role.CLERK, 1),
        (Role.OFFICER, 1),
        (Role.UNIT_LEADER, 1),
        (Role.COUNTY_LEADER, 0),
        (Role.AUDITOR, 0),
    ):
        answer = sign_in(person(role)).get(url("card-detail", card))
        assert (answer.status_code, "换届批复" in answer.content.decode()) == (200, bool(sees))


@pytest.mark.parametrize("count", [1, 15])
def test_pages_ask_as_often_for_many_pieces_as_for_one(
    client, card, officer, count, django_assert_num_queries
):
    for number in range(count):
        add(card, "1.1", f"材料{number}", by=officer)
    addresses = ((url("card-fill", card), 8), (page("mark-evidence", mark(card, "2.1").pk), 8))
    for address, queries in addresses:
        client.get(address)
        with django_assert_num_queries(queries):
            client.get(address)
