"""否决: set by a document, seen in the total at once, taken back with a reason; the office's alone."""

import json

import pytest
from django.urls import reverse

from scorecards.models import Card, GateHit, Node
from scorecards.standings.places import standings_of
from scorecards.transitions import Refused, clear_gate, set_gate
from tests.scorecards.checking import card_of, group_in_checking, type_in
from tests.scorecards.rubrics.test_exchange import page_example

pytestmark = pytest.mark.django_db
ANSWER = {"basis_document": "示纪〔2026〕3号", "decided_by": "县纪委", "decided_on": "2026-03-02"}


@pytest.fixture
def group(clerk):
    rubric = json.loads(page_example())
    rubric["nodes"][-1]["params"] = {"effect": "zero", "document": "考核办法"}
    return group_in_checking(json.dumps(rubric).encode(), {"甲局": "县直部门", "乙镇": "乡镇"}, by=clerk)


@pytest.fixture
def card(group, clerk) -> Card:
    type_in(group, {("甲局", "1.2"): "好"}, by=clerk)
    return card_of(group, "甲局")


def url(name: str, pk: int) -> str:
    return reverse(f"scorecards:{name}", args=[pk])


def gate(card: Card) -> Node:
    return Node.objects.get(version=card.group.version_id, kind="gate")


def test_the_clerk_sets_it_and_the_total_is_nought(card, clerk, sign_in):
    answer = sign_in(clerk).post(url("card-gate-set", card.pk), ANSWER | {"gate": gate(card).pk}, follow=True)
    assert "示纪〔2026〕3号" in answer.content.decode()
    assert str(Card.objects.get(pk=card.pk).total) == "0.00"
    assert "总分计 0 分" in sign_in(clerk).get(card.get_absolute_url()).content.decode()


def test_taken_back_the_total_is_what_it_was(card, clerk, sign_in):
    sign_in(clerk).post(url("card-gate-set", card.pk), ANSWER | {"gate": gate(card).pk})
    hit = GateHit.objects.get()
    sign_in(clerk).post(hit.get_clear_url(), {"reason": "登记有误"})
    assert (GateHit.objects.count(), str(Card.objects.get(pk=card.pk).total)) == (0, "10.00")


def test_without_a_reason_it_stays(card, clerk, sign_in):
    sign_in(clerk).post(url("card-gate-set", card.pk), ANSWER | {"gate": gate(card).pk})
    answer = sign_in(clerk).post(GateHit.objects.get().get_clear_url(), {"reason": " "}, follow=True)
    assert "请写明撤销原因。" in answer.content.decode()
    assert GateHit.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"basis_document": ""}, "请填写依据文件。"),
        ({"basis_document": "字" * 201}, "依据文件最多 200 个字。"),
        ({"decided_on": "昨天"}, "请按“2026-07-03”的样子填写日期。"),
        ({"decided_on": "9999-12-31"}, "认定日期不能晚于今天。"),
    ],
)
def test_a_bad_form_comes_back_as_typed(card, clerk, sign_in, wrong, sentence):
    given = ANSWER | {"gate": gate(card).pk} | wrong
    answer = sign_in(clerk).post(url("card-gate-set", card.pk), given)
    assert (answer.status_code, GateHit.objects.count()) == (422, 0)
    assert sentence in answer.content.decode()
    assert 'value="县纪委"' in answer.content.decode()


@pytest.mark.parametrize("number", ["", "x", "0", "9" * 30])
def test_a_gate_that_is_none_is_not_found(card, clerk, sign_in, number):
    assert sign_in(clerk).post(url("card-gate-set", card.pk), ANSWER | {"gate": number}).status_code == 404


def test_twice_is_refused(card, clerk, sign_in):
    for _ in range(2):
        answer = sign_in(clerk).post(
            url("card-gate-set", card.pk), ANSWER | {"gate": gate(card).pk}, follow=True
        )
    assert "已登记过" in answer.content.decode()
    assert GateHit.objects.count() == 1


def test_a_gate_taken_back_meanwhile_is_told(card, clerk):
    hit = set_gate(
        card,
        gate(card),
        basis_document="文件",
        decided_by="县纪委",
        decided_on=card.group.round.fill_due_at.date().replace(year=2026),
        by=clerk,
    )
    stale = GateHit.objects.select_related("card__group__round").get(pk=hit.pk)
    clear_gate(hit, reason="登记有误", by=clerk)
    with pytest.raises(Refused, match="已被撤销"):
        clear_gate(stale, reason="登记有误", by=clerk)


def test_the_seal_names_the_gate(card, group, clerk, sign_in):
    sign_in(clerk).post(url("card-gate-set", card.pk), ANSWER | {"gate": gate(card).pk})
    row = next(row for row in standings_of(group).rows if row.card.pk == card.pk)
    assert [one.key for one in row.total.gates] == ["六"]
