"""From nothing to a frozen rubric and its next version, by the pages."""

import pytest
from pytest_django.asserts import assertContains, assertRedirects

from scorecards.models import RubricVersion, VersionState
from tests.scorecards.rubrics.drafting import LEVEL, MANUAL, blank, keys, node, now, url, written

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(sign_in, clerk):
    return sign_in(clerk)


def test_a_blank_draft_is_begun(client):
    answer = client.post(url("rubric-create"), {"title": "机关党建评分细则"})
    version = RubricVersion.objects.get()
    assertRedirects(answer, url("rubric-edit", version.pk))
    assertContains(client.get(url("rubric-edit", version.pk)), "这份细则还没有内容。")
    assertContains(client.get(url("rubric-list")), "机关党建评分细则")


def test_nodes_are_written_one_by_one(client, clerk):
    version = blank(clerk)
    written(client, version)
    assert keys(version) == ["一", "1.1", "1.2", "1.3"]
    assert now(version).total_points == 15
    assert node(version, "1.3").params["causes"] == [
        {"key": "c1", "text": "少开一次会", "unit": "-0.5", "most": None}
    ]
    page = client.get(url("rubric-edit", version.pk))
    for shown in (
        '满分 <strong class="number">15</strong>',
        "各项合计 15 分",
        "累计 10",
        "少开一次会每次扣 0.5 分",
    ):
        assertContains(page, shown)


def test_it_is_frozen_and_copied_and_compared(client, clerk):
    version = blank(clerk)
    written(client, version)
    client.post(url("rubric-freeze", version.pk), {"revision": now(version).revision})
    assert now(version).state == VersionState.FROZEN
    client.post(url("rubric-copy", version.pk))
    copy = RubricVersion.objects.get(number=2)
    assert keys(copy) == keys(version)
    changed = node(copy, "1.1")
    fields = MANUAL | {"points": "６", "title": "总体评价", "revision": str(copy.revision)}
    assertRedirects(
        client.post(url("node-save", changed.pk), fields), f"{url('rubric-edit', copy.pk)}#node-{changed.pk}"
    )
    page = client.get(url("rubric-compare", copy.pk))
    for shown in ("指标 1.1“总体评价”", "名称：“总体印象” → “总体评价”", "分值：5 → 6"):
        assertContains(page, shown)


def test_a_sheet_shows_what_is_stored(client, clerk):
    version = blank(clerk)
    written(client, version)
    page = client.get(url("node-edit", node(version, "1.3").pk))
    for shown in (
        'name="causes-0-text" value="少开一次会"',
        'name="causes-0-unit" value="0.5"',
        'name="rule-base" value="5"',
    ):
        assertContains(page, shown)


def test_a_sheet_stored_again_changes_nothing(client, clerk):
    version = blank(clerk)
    written(client, version)
    before = node(version, "1.2").as_plain()
    posted = LEVEL | {"revision": str(now(version).revision)}
    client.post(url("node-save", node(version, "1.2").pk), posted)
    assert node(version, "1.2").as_plain() == before


def test_the_page_of_a_version(client, clerk):
    version = blank(clerk)
    written(client, version)
    page = client.get(url("rubric-detail", version.pk))
    for shown in ("确认定稿", "复制为新版", "确认删除草稿", "试算", "按档次计分：好 5 分，差 0 分。"):
        assertContains(page, shown)
