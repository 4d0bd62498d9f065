"""试算 and 预览: figures of a card that nobody has."""

import json

import pytest
from pytest_django.asserts import assertContains, assertNotContains

from scorecards import transitions
from scorecards.models import Card, Mark
from scorecards.rubrics.exchange import load
from tests.scorecards.filling import KINDS, item, part
from tests.scorecards.rubrics.drafting import url

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(sign_in, clerk):
    return sign_in(clerk)


def stored(clerk, rubric: dict = KINDS):
    return transitions.import_rubric(load(json.dumps(rubric).encode()), by=clerk)


TYPED = {
    "1.1:version": "0", "1.1:counts:less": "2", "1.2:version": "0", "1.2:level": "一般", "2.1:version": "0",
    "2.1:value": "１４.5", "4.1:version": "0", "4.1:value": "1",
}  # fmt: skip


def test_the_empty_card_has_boxes_and_no_figure(client, clerk):
    page = client.get(url("rubric-try", stored(clerk).pk))
    assertContains(page, 'name="1.2:level"')
    assertContains(page, "填写后点“计算”")


def test_every_step_is_shown_and_nothing_stored(client, clerk):
    page = client.post(url("rubric-figure", stored(clerk).pk), TYPED)
    for shown in ("24.50", "10 − 1×2（少学习） = 8", "8 + 3 = 11", "“一般”得 3 分"):
        assertContains(page, shown)
    assert not Card.objects.exists()
    assert not Mark.objects.exists()


def test_bad_input_is_told_at_its_item_and_the_rest_counts(client, clerk):
    version = stored(clerk)
    typed = TYPED | {"2.1:value": "1e999"}
    page = client.post(url("rubric-figure", version.pk), typed)
    assertContains(page, "请填 0 到 15 之间的数", status_code=422)
    assertContains(page, 'value="1e999"', status_code=422)
    assert (
        client.post(url("rubric-figure", version.pk), typed, headers={"HX-Request": "true"}).status_code
        == 200
    )


CLASSES = KINDS | {
    "code": "classes",
    "nodes": [
        part("一", item("1", "MANUAL", {}, points="5", applies={"classes": ["乡镇"]}),
             item("2", "MANUAL", {}, points="5", applies={"classes": ["县直部门"]}, reported=False)),
        {"key": "否1", "kind": "gate", "title": "被问责", "params": {"effect": "zero", "document": "文件"}},
    ],
}  # fmt: skip


def test_each_class_has_its_own_card(client, clerk):
    version = stored(clerk, CLASSES)
    page = client.get(f"{url('rubric-try', version.pk)}?whom=县直部门")
    assertContains(page, 'name="2:value"')
    assertNotContains(page, 'name="1:value"')
    for odd in ("", "别的", "x" * 4000):
        assert client.get(url("rubric-try", version.pk), {"whom": odd}).status_code == 200


def test_a_gate_is_tried_too(client, clerk):
    typed = {"whom": "乡镇", "1:version": "0", "1:value": "4", "gate:否1": "on"}
    page = client.post(url("rubric-figure", stored(clerk, CLASSES).pk), typed)
    assertContains(page, "总分计 0 分")


def test_the_preview_shows_what_the_unit_fills(client, clerk):
    version = stored(clerk, CLASSES)
    assertContains(client.get(f"{url('rubric-preview', version.pk)}?whom=乡镇"), 'name="1:value"')
    page = client.get(f"{url('rubric-preview', version.pk)}?whom=县直部门")
    assertContains(page, "这份细则没有需要单位自评的指标。")


def test_nobody_else_tries(sign_in, officer, clerk):
    assert sign_in(officer).post(url("rubric-figure", stored(clerk).pk), TYPED).status_code == 404
