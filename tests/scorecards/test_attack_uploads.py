"""Files that are none, files that are made to hurt, and parcels that were not packed for this person."""

import io
import json
import zipfile

import pytest
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django.asserts import assertContains, assertRedirects

from scorecards.forms.rubrics import upload
from scorecards.models import RubricVersion
from scorecards.rubrics.exchange import load
from tests.scorecards.filling import KINDS, item
from tests.scorecards.rubrics.drafting import url
from tests.units.sheets.making import workbook

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(sign_in, clerk):
    return sign_in(clerk)


def check(client, data: bytes, name: str = "细则.json", **fields: str):
    return client.post(url("rubric-check"), {"file": SimpleUploadedFile(name, data), **fields})


def bomb() -> bytes:
    """A small workbook that unpacks to 100 MB."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("[Content_Types].xml", "xl/workbook.xml"):
            archive.writestr(name, "<x/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 100_000_000)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("a.json", b"", "文件是空的"),
        ("a.json", b"PK\x03\x04", "不符合 JSON 的写法"),
        ("a.json", b" " * 1_000_001, "文件太大，最多 1000 KB。"),
        ("a.json", b"[" * 100_000, "括号套得太深。"),
        ("a.json", b'{"a":' * 100_000, "括号套得太深。"),
        ("a.json", b"9" * 10_001, "要写成带引号的字符串"),
        ("a.json", b"\xff\xfe{", "不是 UTF-8 编码"),
        ("a.xlsx", b"x" * 6_000_000, "超过 5 MB"),
        ("a.xlsx", b"x" * 10_000_001, "文件太大，最大 10 MB。"),
        ("a.xls", b"PK\x03\x04 and nothing more", "已损坏或不完整"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0" + bytes(600), "不是 Excel 工作簿"),
        ("a.xlsx", json.dumps(KINDS).encode(), "不是 Excel 工作簿"),
        ("a.pdf", b"%PDF-1.7", "PDF 文件"),
        ("a", b"x", "不是 Excel 工作簿"),
        ("长" * 200 + ".xlsx", b"x", "不是 Excel 工作簿"),
    ],
)
def test_files_that_hurt_are_refused_and_the_words_stay(client, name, data, sentence):
    page = check(client, data, name, title="我的细则", code="mine")
    assertContains(page, sentence, status_code=422)
    for kept in ('value="我的细则"', 'value="mine"', '<a href="#id_file">'):
        assertContains(page, kept, status_code=422)


def test_words_beside_a_sheet_stay_whether_they_or_the_sheet_are_wrong(client):
    sheet = workbook([["项目", "得分"], ["甲", 1]])
    page = check(client, sheet, "a.xlsx", title="长" * 121, code="mine")
    assertContains(page, "名称最多 120 个字，现在有 121 个字，请删减。", status_code=422)
    page = check(client, sheet, "a.xlsx", title="我的细则", code="mine")
    for kept in ("没有找到评分细则的表头", 'value="我的细则"', 'value="mine"'):
        assertContains(page, kept, status_code=422)


def test_a_bomb_is_not_opened(client):
    assertContains(check(client, bomb(), "a.xlsx"), "解压后的内容过大", status_code=422)


@pytest.mark.parametrize("place", ["MANUAL", '"15"', "format", "2.1", "一般", "市级表彰", "kinds"])
def test_half_a_sign_in_a_file_is_quoted_without_falling_over(client, place):
    torn = json.dumps(KINDS, ensure_ascii=False).replace(place, place[0] + "\\ud800" + place[1:])
    assertContains(check(client, torn.encode()), '<a href="#id_file">', status_code=422)


def test_a_file_of_the_largest_size_is_carried_to_the_next_step(client):
    text = "".join(chr(0x4E00 + number * 7919 % 20_000) for number in range(1_000))
    items = [item(f"a{number}", "MANUAL", {}, points="1", rule_text=text) for number in range(300)]
    data = json.dumps(KINDS | {"nodes": items}, ensure_ascii=False).encode()
    page = check(client, data)
    client.post(url("rubric-apply"), {"document": page.context["sealed"]})
    assert (len(data) > 900_000, RubricVersion.objects.get().nodes.count()) == (True, 300)


def test_parcels_that_were_not_packed_here_store_nothing(client, clerk):
    document = load(json.dumps(KINDS).encode())
    sealed = upload.sealed(document, by=clerk)
    foreign = signing.dumps(json.dumps(KINDS), salt="another page")
    for text in (sealed[1:], sealed[:-1], sealed.swapcase(), foreign, "a:b:c", ".:1:x", "", "长" * 9_000):
        assertRedirects(client.post(url("rubric-apply"), {"document": text}), url("rubric-upload"))
    assert not RubricVersion.objects.exists()


def test_a_parcel_of_yesterday_has_expired(client, clerk, monkeypatch):
    sealed = upload.sealed(load(json.dumps(KINDS).encode()), by=clerk)
    monkeypatch.setattr(upload, "_PATIENCE", -1)
    page = client.post(url("rubric-apply"), {"document": sealed}, follow=True)
    assertContains(page, "这次导入已过期，请重新上传文件。")


def test_the_same_parcel_twice_is_one_version(client):
    sealed = check(client, json.dumps(KINDS).encode()).context["sealed"]
    answers = {client.post(url("rubric-apply"), {"document": sealed}).url for _ in "ab"}
    assert answers == {url("rubric-detail", RubricVersion.objects.get().pk)}
