"""述职报告 and 交流材料 as files: put there, replaced, taken off, counted as given, read by the office and the unit."""

import pytest
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from scorecards.models import Card, CardPaper, Round
from scorecards.phases import Phase
from scorecards.transitions.showing import Shown, missing_showing, save_showing
from tests.factories import advance, make_branch, make_unit, make_user
from tests.scorecards.filling import url
from tests.scorecards.uploading import HOSTILE, content_of, file, office, ole, page, pdf, pdf_of, picture
from units.models import StoredFile
from units.roles import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("folder")]
GIVEN = "还没有交述职报告或者交流材料。"


@pytest.fixture
def card(card) -> Card:
    """Its round asks for a paper."""
    Round.objects.filter(pk=card.group.round_id).update(asks_paper=True)
    return again(card)


def again(card: Card) -> Card:
    return Card.objects.with_frame().get(pk=card.pk)


def at(name: str, card: Card, kind: str = "report") -> str:
    return page(f"card-paper{name}", card.pk, kind)


def upload(client, card: Card, given=None, kind: str = "report"):
    return client.post(at("-upload", card, kind), {"file": given or file("述职报告.pdf")})


def test_a_file_alone_counts_as_given(client, card):
    assert missing_showing(card) == [GIVEN]
    assertRedirects(upload(client, card), at("", card))
    assert missing_showing(card) == []
    for name in ("card-fill", "card-detail"):
        assertContains(client.get(url(name, card)), at("-file", card))
    assert content_of(client.get(at("-file", card))) == pdf()


@pytest.mark.parametrize(("name", "data"), [("a.docx", office()), ("a.doc", ole("WordDocument"))])
def test_word_is_taken_too(client, card, name, data):
    assert upload(client, card, file(name, data)).status_code == 302


@pytest.mark.parametrize(
    ("name", "data", "kind"), [("a.pdf", picture(), "图片"), ("a.pdf", office("xlsx"), "Excel 表格")]
)
def test_other_kinds_are_refused_by_their_content(client, card, name, data, kind):
    answer = upload(client, card, file(name, data))
    assertContains(answer, f"这里只能上传PDF 或 Word 文档，选中的是{kind}", status_code=422)
    assert StoredFile.objects.count() == 0


@pytest.mark.parametrize(("name", "data", "sentence"), HOSTILE)
def test_a_hostile_file_ends_in_a_sentence(client, card, name, data, sentence):
    assertContains(upload(client, card, file(name, data)), sentence, status_code=422)
    assert StoredFile.objects.count() == 0


def test_no_file_is_told(client, card):
    answer = client.post(at("-upload", card))
    assertContains(answer, "请选择文件。", status_code=422)
    assertContains(answer, "错误：述职报告文件", status_code=422)


def test_another_file_takes_its_place_and_leaves_the_text_alone(client, card, officer):
    save_showing(card, [Shown("show:report:0", "report", 0, "正文", 0)], by=officer)
    upload(client, card)
    upload(client, card, file("定稿.pdf", pdf_of("定稿")))
    paper = CardPaper.objects.select_related("file").get()
    assert (paper.text, paper.version, paper.file.name) == ("正文", 1, "定稿.pdf")


def test_an_open_page_still_saves_the_text_after_an_upload(client, card):
    upload(client, card)
    client.post(url("card-save", card), {"show:report:0:text": "后写的正文", "show:report:0:version": "0"})
    paper = CardPaper.objects.get()
    assert (paper.text, paper.file_id is not None) == ("后写的正文", True)


def test_taken_off_it_is_missing_again(client, card):
    upload(client, card)
    assertContains(client.post(at("-remove", card), follow=True), "述职报告的文件已移除。")
    assert missing_showing(card) == [GIVEN]
    assertContains(client.post(at("-remove", card), follow=True), "述职报告的文件已被移除。")
    assert client.get(at("-file", card)).status_code == 404


def test_a_kind_that_is_none_is_not_found(client, card):
    assert client.get(at("", card, "other")).status_code == 404
    assert upload(client, card, kind="other").status_code == 404


def test_strangers_find_nothing_and_readers_may_not_write(sign_in, person, card):
    stranger = sign_in(make_user(Role.OFFICER, unit=make_unit()))
    branch = sign_in(make_user(Role.SECRETARY, branch=make_branch(card.unit)))
    assert [upload(who, card).status_code for who in (stranger, branch)] == [404, 404]
    readers = [sign_in(person(role)) for role in (Role.CLERK, Role.UNIT_LEADER)]
    assert [upload(who, card).status_code for who in readers] == [403, 403]
    assert [who.get(at("", card)).status_code for who in readers] == [403, 403]


def test_once_reported_no_file_is_taken(client, card):
    Card.objects.filter(pk=card.pk).update(state="checking")
    assertContains(upload(client, card), "不能再修改", status_code=409)
    assert StoredFile.objects.count() == 0
    assertRedirects(client.get(at("", card)), url("card-detail", card))


def test_the_file_is_the_offices_and_the_units_to_read(sign_in, person, client, card, clerk, head):
    upload(client, card)
    advance(card.group.round, Phase.RELEASED, clerk=clerk, head=head)
    found = {}
    for role in (Role.CLERK, Role.OFFICER, Role.UNIT_LEADER, Role.COUNTY_LEADER, Role.AUDITOR, Role.SCORER):
        answer = sign_in(person(role)).get(at("-file", card))
        found[role] = answer.status_code
        content_of(answer)
    assert list(found.values()) == [200, 200, 200, 403, 403, 404]
    read = sign_in(person(Role.COUNTY_LEADER)).get(url("card-detail", card))
    assertContains(read, "已交文件，由工委和本单位查看。")
    assertNotContains(read, at("-file", card))
