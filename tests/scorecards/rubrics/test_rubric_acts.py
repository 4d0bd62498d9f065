"""What the office does with a version as a whole."""

import pytest
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from scorecards.models import Erratum, Rubric, RubricVersion, VersionState
from scorecards.rubrics.standards import standard_rubrics
from scorecards.transitions import versions
from scorecards.transitions.correcting import correct_words
from tests.factories import make_round, make_version
from tests.scorecards.filling import open_card, open_round
from tests.scorecards.rubrics.drafting import GROUP, add, blank, keys, node, now, url, written

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(sign_in, clerk):
    return sign_in(clerk)


@pytest.fixture
def draft(client, clerk):
    version = blank(clerk)
    written(client, version)
    return version


@pytest.fixture
def frozen(draft, clerk):
    versions.freeze_draft(draft.pk, revision=now(draft).revision, by=clerk)
    return now(draft)


# The list


def test_an_empty_list_offers_what_to_do(client):
    page = client.get(url("rubric-list"))
    for shown in ("还没有评分细则。", "新建空白", "标准细则", "采用"):
        assertContains(page, shown)


def test_the_list_shows_which_rounds_use_a_version(client, clerk):
    round_ = make_round(clerk)
    page = client.get(url("rubric-list"))
    for shown in (round_.title, "县直部门一组", "草稿", "第 1 版"):
        assertContains(page, shown)


def test_units_see_what_they_are_scored_against_and_no_act(sign_in, clerk, unit, officer, draft):
    open_round(unit, by=clerk)
    page = sign_in(officer).get(url("rubric-list"))
    assertContains(page, "各种计分方式")
    for hidden in ("新建空白", "标准细则", draft.rubric.title):
        assertNotContains(page, hidden)


@pytest.mark.parametrize("count", [1, 3])
def test_queries_of_the_list_do_not_grow(client, clerk, django_assert_num_queries, count):
    for number in range(count):
        blank(clerk, f"细则{number}")
    client.get(url("rubric-list"))
    with django_assert_num_queries(7):
        client.get(url("rubric-list"))


# Beginning


def test_a_code_is_used_once(client, clerk):
    for status in (302, 409):
        page = client.post(url("rubric-create"), {"title": "甲", "code": "jia"})
        assert page.status_code == status
    assertContains(page, "代码“jia”已用在另一份细则上", status_code=409)
    assertContains(page, 'value="甲"', status_code=409)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"title": ""}, "请填写名称。"),
        ({"title": "长" * 121}, "名称最多 120 个字，现在有 121 个字，请删减。"),
        ({"title": "甲", "code": "甲"}, "代码只能用英文字母、数字、横线和下划线"),
    ],
)
def test_a_bad_beginning_is_refused(client, fields, sentence):
    assertContains(client.post(url("rubric-create"), fields), sentence, status_code=422)
    assert not Rubric.objects.exists()


def test_a_standard_is_adopted_as_a_draft(client):
    standard = standard_rubrics()[0]
    answer = client.post(url("rubric-adopt"), {"name": standard.name})
    version = RubricVersion.objects.get()
    assertRedirects(answer, url("rubric-detail", version.pk))
    assert (version.state, version.rubric.title) == (VersionState.DRAFT, standard.document.title)
    assert client.post(url("rubric-adopt"), {"name": "../xianzhi"}).status_code == 404


# Freezing, deleting, copying


def test_an_empty_tree_is_not_frozen(client, clerk):
    version = blank(clerk)
    assertContains(client.get(url("rubric-detail", version.pk)), "还没有指标，不能定稿。")
    client.post(url("rubric-freeze", version.pk), {"revision": now(version).revision})
    assert now(version).state == VersionState.DRAFT


def test_an_empty_part_holds_up_freezing(client, draft):
    add(client, draft, GROUP | {"key": "二", "title": "作风"})
    page = client.post(url("rubric-freeze", draft.pk), {"revision": now(draft).revision}, follow=True)
    assertContains(page, "部分“作风”下面还没有指标")
    assert now(draft).state == VersionState.DRAFT


def test_an_old_page_freezes_nothing(client, draft):
    client.post(url("rubric-freeze", draft.pk), {"revision": "1"})
    assert now(draft).state == VersionState.DRAFT


def test_frozen_is_not_written_any_more(client, frozen):
    assertRedirects(client.get(url("rubric-edit", frozen.pk)), url("rubric-detail", frozen.pk))
    page = add(client, frozen, GROUP | {"key": "二"})
    assertContains(page, "本版已定稿，不能再改。", status_code=409)
    client.post(url("node-delete", node(frozen, "1.1").pk), {"revision": frozen.revision})
    assert keys(frozen) == ["一", "1.1", "1.2", "1.3"]


def test_an_unused_draft_is_deleted(client, draft):
    assertRedirects(client.post(url("rubric-delete", draft.pk)), url("rubric-list"))
    assert not Rubric.objects.exists()


def test_a_draft_that_a_round_uses_is_not(client, clerk):
    make_round(clerk)
    version = make_version(clerk)
    page = client.post(url("rubric-delete", version.pk), follow=True)
    assertContains(page, "已有期次选用了这份草稿，不能删除。")
    assertNotContains(page, "确认删除草稿")


def test_heading_and_remark(client, draft):
    fields = {"title": "新名称", "remark": "来源：本县\r\n2026年", "revision": now(draft).revision}
    client.post(url("heading-save", draft.pk), fields)
    assert (now(draft).rubric.title, now(draft).remark) == ("新名称", "来源：本县\n2026年")


def test_a_title_that_is_frozen_stays(client, frozen, clerk):
    copy = versions.copy_version(frozen, by=clerk)
    page = client.post(url("heading-save", copy.pk), {"title": "新名称", "revision": copy.revision})
    assertContains(page, "名称不能再改", status_code=409)
    assertContains(page, 'value="新名称"', status_code=409)


@pytest.mark.parametrize(
    ("fields", "box", "sentence"),
    [
        ({"grades-0-name": "好", "grades-0-line": "九十"}, "id_grades-0-line", "不是数"),
        ({"grades-0-name": "好", "grades-0-quota": "1.5"}, "id_grades-0-quota", "名额要写整数"),
        (
            {"grades-0-name": "好", "grades-0-quota": "1", "grades-0-share": "2"},
            "id_grades-0-share",
            "只填一种",
        ),
        ({"grades-0-name": "好", "grades-1-name": "好"}, "sheet", "两个等次的名称相同"),
        ({"grades-0-line": "90"}, "id_grades-0-name", "请填写等次。"),
        ({"how": "compare"}, "id_tie_1", "请选择先比较哪一项。"),
    ],
)
def test_a_bad_ranking_is_refused_at_its_box(client, draft, fields, box, sentence):
    sizes = {"grades-TOTAL_FORMS": "3", "grades-INITIAL_FORMS": "0", "revision": now(draft).revision}
    page = client.post(url("ranking-save", draft.pk), sizes | fields)
    assertContains(page, f'<a href="#{box}">', status_code=422)
    assertContains(page, sentence, status_code=422)
    assert now(draft).ranking == {}


def test_one_more_grade_stores_nothing(client, draft):
    sizes = {"grades-TOTAL_FORMS": "3", "grades-INITIAL_FORMS": "0", "grades-0-name": "好", "more": "grades"}
    page = client.post(url("ranking-save", draft.pk), sizes)
    assertContains(page, 'name="grades-3-name"')
    assertContains(page, 'value="好"')


# 勘误


ERRATUM = {"field": "title", "after": "总体评价", "reason": "印刷有误", "seen_title": "总体印象"}


def test_words_are_corrected_on_record(client, clerk, frozen):
    item = node(frozen, "1.1")
    answer = client.post(url("node-erratum", item.pk), ERRATUM)
    assertRedirects(answer, f"{url('rubric-detail', frozen.pk)}#node-{item.pk}")
    page = client.get(url("rubric-detail", frozen.pk))
    for shown in ("总体评价", "名称原为“总体印象”", "印刷有误", clerk.name):
        assertContains(page, shown)
    assert node(frozen, "1.1").title == "总体印象"


def test_a_card_reads_the_corrected_words(sign_in, client, clerk, unit, officer):
    card = open_card(unit, by=clerk)
    item = node(card.group.version, "2.1")
    correct_words(item, field="rule_text", before="", after="照文件给分", reason="漏印", by=clerk)
    assertContains(sign_in(officer).get(url("card-fill", card.pk)), "照文件给分")


def test_a_copy_has_the_corrected_words(client, clerk, frozen):
    client.post(url("node-erratum", node(frozen, "1.1").pk), ERRATUM)
    copy = versions.copy_version(frozen, by=clerk)
    assert node(copy, "1.1").title == "总体评价"


@pytest.mark.parametrize(
    ("fields", "status", "sentence"),
    [
        ({"reason": ""}, 422, "请填写原因。"),
        ({"after": ""}, 422, "名称不能为空"),
        ({"after": "长" * 201}, 422, "最多 200 个字"),
        ({"after": "总体印象"}, 409, "没有要更正的内容"),
        ({"seen_title": "别的"}, 409, "这处文字刚被更正为"),
    ],
)
def test_a_bad_correction_is_refused(client, frozen, fields, status, sentence):
    page = client.post(url("node-erratum", node(frozen, "1.1").pk), ERRATUM | fields)
    assertContains(page, sentence, status_code=status)
    assert not Erratum.objects.exists()


def test_a_draft_is_edited_not_corrected(client, draft):
    item = node(draft, "1.1")
    assertRedirects(client.get(url("node-correct", item.pk)), url("node-edit", item.pk))
    assertContains(client.post(url("node-erratum", item.pk), ERRATUM), "草稿可以直接修改", status_code=409)
