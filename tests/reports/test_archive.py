"""归档: one zip with its 目录, the same bytes each time, for the office and the auditor."""

import io
import zipfile

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains

from reports import ordering
from reports.archive import INDEX, write_archive
from scorecards.phases import Phase
from tests.reports.test_views import finish
from tests.scorecards.settling import graded_round
from units.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def round_(clerk, head):
    return graded_round(Phase.ARCHIVED, clerk=clerk, head=head)


def zipped(round_) -> bytes:
    into = io.BytesIO()
    write_archive(round_, into)
    return into.getvalue()


def test_it_holds_what_came_about_and_lists_it(round_):
    with zipfile.ZipFile(io.BytesIO(zipped(round_))) as archive:
        names, index = archive.namelist(), archive.read(INDEX).decode("utf-8-sig")
    assert {name.partition("/")[0] for name in names} == {"细则", "送审稿", "公示", "通报", INDEX}
    assert round_.title in index
    assert "示机党〔2026〕12号" in index
    assert all(name in index for name in names if name != INDEX)


def test_volumes_lie_in_it_in_their_order(clerk, head, monkeypatch):
    monkeypatch.setattr(ordering, "ONE_VOLUME", 2)
    monkeypatch.setattr(ordering, "VOLUME", 1)
    round_ = graded_round(Phase.RELEASED, clerk=clerk, head=head, phases=())
    for volume in reversed(ordering.order_feedbacks(round_, by=clerk)):
        finish(volume, volume.title.encode())
    with zipfile.ZipFile(io.BytesIO(zipped(round_))) as archive:
        names = [name for name in archive.namelist() if name.startswith("得分反馈单/")]
    title = f"{round_.title}得分反馈单合订本"
    assert names == [f"得分反馈单/{title}（第{at}册，共3册）.pdf" for at in (1, 2, 3)]


def test_the_same_round_gives_the_same_bytes(round_):
    assert zipped(round_) == zipped(round_)


def test_who_may_have_it(round_, clerk, head, person, sign_in, officer):
    address = reverse("reports:round-archive", args=[round_.pk])
    for role in (Role.CLERK, Role.AUDITOR):
        answer = sign_in(person(role)).get(address)
        assert zipfile.ZipFile(io.BytesIO(b"".join(answer))).testzip() is None
    assert sign_in(person(Role.COUNTY_LEADER)).get(address).status_code == 403
    assert sign_in(officer).get(address).status_code == 404
    assertContains(sign_in(clerk).get(round_.get_absolute_url()), address)


def test_not_before_it_is_archived(clerk, head, sign_in):
    round_ = graded_round(Phase.RELEASED, clerk=clerk, head=head, phases=())
    client = sign_in(clerk)
    assert client.get(reverse("reports:round-archive", args=[round_.pk])).status_code == 403
    act = reverse("scorecards:round-archive", args=[round_.pk])
    assertContains(client.post(act, {"password": "x"}, follow=True), "密码不正确")
    assertContains(client.post(act, {"password": "pass-word-2026"}, follow=True), "已归档。")
    archive = client.get(reverse("reports:round-archive", args=[round_.pk]))
    assert archive.getvalue().startswith(b"PK")
