"""What is refused before any parser sees it: a corpus of hostile files, each made here."""

import io
import stat
import zipfile

import pytest

from tests.units.sheets.making import SHEET, rezipped, with_sheet, workbook
from units.sheets.guard import MOST_BYTES, BadSheet, checked

MIB = 2**20


def refusal(data: bytes, name: str = "考核表.xlsx") -> str:
    with pytest.raises(BadSheet) as caught:
        checked(data, name=name)
    assert str(caught.value) == caught.value.sentence
    return caught.value.sentence


def before(xml: bytes):
    """The sheet with something put in front of its data."""
    return with_sheet(lambda sheet: sheet.replace(b"<sheetData", xml + b"<sheetData"))


def test_a_sound_workbook_passes_and_keeps_its_parts():
    assert SHEET in zipfile.ZipFile(io.BytesIO(checked(workbook(), name="a.xlsx"))).namelist()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "是空文件"),
        (b"PK\x03\x04" + b"0" * MOST_BYTES, "超过 5 MB"),
        (b"%PDF-1.7 ...", "是 PDF 文件，不是 Excel 工作簿"),
        ("单位,得分\n甲,1".encode(), "是文本或其他格式的文件"),
        (b"\xef\xbb\xbf\r\n<html><table><tr><td>1", "是网页或 XML 格式的表格"),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:x">', "是网页或 XML 格式的表格"),
        (b"PK\x03\x04 and nothing more", "已损坏或不完整"),
        (b"\x00" * 5000, "是文本或其他格式的文件"),
    ],
)
def test_what_is_no_workbook_is_refused_with_the_way_out(data, words):
    sentence = refusal(data)
    assert words in sentence
    assert "上传" in sentence or "选择" in sentence


def test_a_truncated_workbook_is_refused():
    whole = workbook()
    for size in (30, 500, len(whole) // 2, len(whole) - 1):
        assert "已损坏" in refusal(whole[:size])


def test_a_zip_without_a_workbook_is_refused():
    assert "不是 .xlsx 工作簿" in refusal(rezipped(workbook(), without="xl/workbook.xml"))


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "/etc/passwd", "..\\evil.xml", "C:/x.xml", "xl/../../x", "XL/Workbook.xml"]
)
def test_an_unsafe_or_repeated_name_is_refused(name):
    assert "内部结构不正常" in refusal(rezipped(workbook(), extra=[(name, b"x")]))


def test_too_many_members_are_refused():
    assert "内部结构不正常" in refusal(rezipped(workbook(), extra=[(f"m/{n}", b"") for n in range(200)]))


def test_a_symbolic_link_is_refused():
    file = io.BytesIO(workbook())
    with zipfile.ZipFile(file, "a") as archive:
        link = zipfile.ZipInfo("xl/link")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    assert "内部结构不正常" in refusal(file.getvalue())


@pytest.mark.parametrize("name", ["xl/vbaProject.bin", "xl/macrosheets/sheet1.xml"])
def test_macros_are_refused(name):
    assert "带有宏" in refusal(rezipped(workbook(), extra=[(name, b"x")]))


def test_macros_in_an_old_workbook_are_refused():
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    assert "带有宏" in refusal(ole + "_VBA_PROJECT".encode("utf-16-le"), "老表.xls")
    assert checked(ole, name="老表.xls") == ole


@pytest.mark.parametrize(
    "xml",
    [
        b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>',
        b"<!-- " + b"x" * 4096 + b" -->",
        b"<![CDATA[x]]>",
        "<!ENTITY".encode("utf-16"),
    ],
    ids=["doctype", "comment", "cdata", "utf-16"],
)
def test_declarations_comments_and_hidden_encodings_are_refused(xml):
    assert "内部结构不正常" in refusal(before(xml))
    assert "内部结构不正常" in refusal(rezipped(workbook(), extra=[("docProps/more.xml", xml)]))


def test_a_megabyte_without_the_end_of_a_tag_is_refused():
    endless = b"".join(b"%x" % (number * number) for number in range(200_000))
    assert len(endless) > MIB
    assert "内部结构不正常" in refusal(before(b"<x a='" + endless))


@pytest.mark.parametrize("size", [3, 17, 400])
def test_a_bomb_is_refused_however_large_it_says_it_is(size):
    bomb = rezipped(workbook(), extra=[("xl/bomb.xml", b" " * (size * MIB))])
    sentence = refusal(bomb)
    assert "解压后的内容过大" in sentence
    lying = bomb.replace((size * MIB).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    assert "解压后的内容过大" in refusal(lying)


def test_many_middling_parts_are_summed():
    part = b"".join(b"%x" % number * 8 for number in range(100_000))
    data = rezipped(workbook(), extra=[(f"xl/part{number}.bin", part) for number in range(8)])
    assert len(data) < MOST_BYTES
    assert "解压后的内容过大" in refusal(data)


def test_links_to_other_workbooks_do_not_go_on():
    linked = rezipped(workbook(), extra=[("xl/externalLinks/externalLink1.xml", b"<x/>"), ("xl/p.bin", b"1")])
    names = zipfile.ZipFile(io.BytesIO(checked(linked, name="a.xlsx"))).namelist()
    assert not [name for name in names if "external" in name or name.endswith(".bin")]
