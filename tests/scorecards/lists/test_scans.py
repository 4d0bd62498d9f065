"""The signed scan beside a list that came: the office's to attach, replace and read."""

import pytest
from pytest_django.asserts import assertContains, assertRedirects

from scorecards.models import ExceptionList, Round
from tests.factories import make_unit
from tests.scorecards.lists.offices import checking
from tests.scorecards.lists.pasting import enter
from tests.scorecards.uploading import content_of, file, office, page, pdf_of, picture
from units.models import AccessLog, StoredFile
from units.roles import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("folder")]


@pytest.fixture
def client(sign_in, clerk):
    return sign_in(clerk)


@pytest.fixture
def delivery(client, clerk) -> ExceptionList:
    finance = make_unit(name="示范县财政局", short_name="财政局")
    return enter(client, checking(clerk, finance), "财政局\t1 0 0\t督查")


def attach(client, delivery, given=None):
    return client.post(page("delivery-scan", delivery.pk), {"file": given or file("名单.pdf")})


def test_a_scan_stands_by_the_list(client, delivery):
    assertContains(client.get(delivery.get_absolute_url()), "还没有上传扫描件。")
    assertRedirects(attach(client, delivery), delivery.get_absolute_url())
    assertContains(client.get(delivery.get_absolute_url()), "名单.pdf")
    assert StoredFile.objects.get().owner_unit is None


def test_another_takes_its_place_and_is_downloaded(client, delivery):
    attach(client, delivery)
    attach(client, delivery, file("签字.pdf", pdf_of("签字")))
    assert content_of(client.get(page("delivery-scan-file", delivery.pk))) == pdf_of("签字")
    assert AccessLog.objects.get(verb="下载名单扫描件").object_label.endswith(delivery.title)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (("a.pdf", b"MZ"), "只能上传 PDF、图片"),
        (("a.docx", office()), "这里只能上传PDF 或图片（JPG、PNG），选中的是Word 文档"),
        (("a.pdf", b""), "这是空文件"),
    ],
)
def test_what_is_no_scan_is_told_on_the_page(client, delivery, given, sentence):
    answer = attach(client, delivery, file(*given))
    assertContains(answer, sentence, status_code=422)
    assertContains(answer, "错误：名单", status_code=422)
    assert StoredFile.objects.count() == 0


def test_a_photograph_is_taken(client, delivery):
    assert attach(client, delivery, file("a.jpg", picture())).status_code == 302


def test_after_release_the_scan_stays_as_it_is(client, delivery):
    attach(client, delivery)
    for phase in ("locked", "released"):
        Round.objects.filter(pk=delivery.round_id).update(phase=phase)
    answer = client.post(
        page("delivery-scan", delivery.pk), {"file": file("b.pdf", pdf_of("b"))}, follow=True
    )
    assertContains(answer, "本期次已经通报，名单的扫描件不能再更换。")
    delivery.refresh_from_db()
    assert delivery.file.name == "名单.pdf"
    assert "更换扫描件" not in answer.content.decode()


def test_a_list_without_a_scan_has_none_to_give(client, delivery):
    assert client.get(page("delivery-scan-file", delivery.pk)).status_code == 404


@pytest.mark.parametrize("role", [Role.OFFICER, Role.UNIT_LEADER, Role.SCORER, Role.COUNTY_LEADER])
def test_nobody_else_sees_the_scan(sign_in, person, client, delivery, role):
    attach(client, delivery)
    other = sign_in(person(role))
    asked = [attach(other, delivery), other.get(page("delivery-scan-file", delivery.pk))]
    assert [answer.status_code for answer in asked] == [404, 404]
