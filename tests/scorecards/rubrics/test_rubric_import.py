"""导入 and 导出 by files; nothing is written before the confirmation."""

import json
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django.asserts import assertContains, assertRedirects

from scorecards.models import RubricVersion, VersionState
from tests.factories import RUBRIC, make_user, make_version
from tests.scorecards.filling import KINDS
from tests.scorecards.rubrics.drafting import blank, url
from units.roles import Role

pytestmark = pytest.mark.django_db
REFUSED = sorted((Path(__file__).parents[2] / "refused").glob("*.json"))


@pytest.fixture
def client(sign_in, clerk):
    return sign_in(clerk)


def check(client, data: bytes, name: str = "rubric.json", **fields: str):
    return client.post(url("rubric-check"), {"file": SimpleUploadedFile(name, data), **fields})


def test_an_exchange_file_is_looked_at_then_stored(client):
    page = check(client, RUBRIC.read_bytes())
    assertContains(page, "目前没有存入任何内容")
    assert not RubricVersion.objects.exists()
    answer = client.post(url("rubric-apply"), {"document": page.context["sealed"]})
    version = RubricVersion.objects.get()
    assertRedirects(answer, url("rubric-detail", version.pk))
    assert version.state == VersionState.DRAFT


def test_what_goes_out_comes_in_as_the_same(client, clerk):
    version = make_version(clerk)
    answer = client.get(url("rubric-json", version.pk))
    assert b"".join(answer.streaming_content) == RUBRIC.read_bytes()
    assert answer["Content-Type"] == "application/json"


def test_a_sheet_goes_out_and_comes_in(client, clerk):
    version = make_version(clerk)
    answer = client.get(url("rubric-xlsx", version.pk))
    page = check(client, b"".join(answer.streaming_content), "细则.xlsx", title="改过的细则")
    assertContains(page, "改过的细则")
    client.post(url("rubric-apply"), {"document": page.context["sealed"]})
    assert RubricVersion.objects.filter(rubric__title="改过的细则").exists()


@pytest.mark.parametrize("name", ["rubric-json", "rubric-xlsx"])
def test_what_could_not_come_in_again_does_not_go_out(client, clerk, name):
    version = blank(clerk)
    page = client.get(url(name, version.pk), follow=True)
    assertContains(page, "还没有指标，不能导出。")


@pytest.mark.parametrize("path", [pytest.param(path, id=path.stem) for path in REFUSED])
def test_refused_files_are_refused_with_a_sentence(client, path):
    assertContains(check(client, path.read_bytes()), "有 1 处需要修改", status_code=422)


@pytest.mark.parametrize(
    ("data", "name", "sentence"),
    [
        (b"", "a.json", "文件是空的"),
        (b"{", "a.json", "不符合 JSON 的写法"),
        (b"x", "a.xlsx", ""),
        (b"x", "a.exe", ""),
    ],
)
def test_files_that_are_none(client, data, name, sentence):
    assertContains(check(client, data, name), sentence or "有 1 处需要修改", status_code=422)


def test_no_file(client):
    assertContains(client.post(url("rubric-check"), {}), "请选择文件。", status_code=422)


def test_only_what_this_person_was_shown_is_stored(client, sign_in):
    sealed = check(client, RUBRIC.read_bytes()).context["sealed"]
    other = sign_in(make_user(Role.HEAD))
    for person, text in ((other, sealed), (client, sealed[:-3] + "xxx"), (client, ""), (client, "{}")):
        assertRedirects(person.post(url("rubric-apply"), {"document": text}), url("rubric-upload"))
    assert not RubricVersion.objects.exists()


def test_a_code_of_another_rubric_is_told(client, clerk):
    make_version(clerk)
    code = json.loads(RUBRIC.read_bytes())["code"]
    page = check(client, json.dumps(KINDS | {"code": code}).encode())
    answer = client.post(url("rubric-apply"), {"document": page.context["sealed"]}, follow=True)
    assertContains(answer, "另一份细则请换一个代码")
