"""What an uploaded file is: a corpus of hostile files, each made here, and sound ones that must pass."""

import random

import pytest

from tests.units.sheets.making import old_workbook, workbook
from tests.units.uploads.making import office, ole, packed_objects, pdf, picture, relation, zipped
from units.uploads import MOST_BYTES, BadFile, FileKind, checked

MIB = 2**20
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"


def refusal(data: bytes) -> str:
    with pytest.raises(BadFile) as caught:
        checked(data)
    assert str(caught.value) == caught.value.sentence
    return caught.value.sentence


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (pdf(), "pdf"),
        (office("docx"), "docx"),
        (office("xlsx"), "xlsx"),
        (office("pptx"), "pptx"),
        (workbook(), "xlsx"),
        (old_workbook(), "xls"),
        (ole("WordDocument"), "doc"),
        (ole("WordDocument", "ObjectPool", "Workbook"), "doc"),
        (ole("Workbook", "WordDocument"), "xls"),
        (ole("Book"), "xls"),
        (ole("PowerPoint Document"), "ppt"),
    ],
)
def test_a_sound_file_passes_as_it_is(data, kind):
    assert checked(data) == (FileKind(kind), data)


@pytest.mark.parametrize(
    "data",
    [
        SVG,
        HTML,
        b"MZ\x90\0\x03" + bytes(600),
        b"\x7fELF" + bytes(600),
        b"#!/bin/sh\nrm -rf /",
        b"GIF89a" + bytes(50),
        b"\0" * 100,
        "单位,得分".encode(),
        b"Rar!\x1a\x07\x01\0" + bytes(100),
        zipped([("readme.txt", b"x")]),
        ole("SomethingElse"),
    ],
    ids=["svg", "html", "exe", "elf", "script", "gif", "zeros", "text", "rar", "zip", "other-ole"],
)
def test_what_is_not_on_the_list_is_refused_with_the_list(data):
    assert refusal(data).startswith("只能上传 PDF、图片（JPG、PNG）、Word、Excel、PPT 文件。")


def test_an_empty_and_a_too_large_file_are_refused():
    assert refusal(b"") == "这是空文件，请重新选择。"
    assert refusal(b"%PDF-" + bytes(MOST_BYTES)) == "文件超过 20 MB，请压缩图片或拆成几个文件后再上传。"


@pytest.mark.parametrize("of", [pdf(), office(), picture(), picture("PNG"), old_workbook()[:700]])
def test_a_truncated_file_is_refused(of):
    assert refusal(of[: len(of) * 3 // 4]) == refusal(b"%PDF-1.7\n")
    assert "已损坏或不完整" in refusal(of[: len(of) * 3 // 4])


@pytest.mark.parametrize(
    "body",
    [
        b"4 0 obj\n<</S/JavaScript/JS(app.alert(1))>>\nendobj",
        b"4 0 obj\n<</S/J#61va#53cript/JS(app.alert(1))>>\nendobj",
        b"4 0 obj\n<</S /Launch/F(cmd.exe)>>\nendobj",
        b"4 0 obj\n<</Type/EmbeddedFile>>\nendobj",
        b"4 0 obj\n<</Names<</EmbeddedFiles 5 0 R>>>>\nendobj",
        packed_objects(b"4 0 <</S/JavaScript/JS(app.alert(1))>>"),
        packed_objects(b"4 0 <</S/Launch/F(cmd.exe)>>", name=b"Obj#53tm"),
        packed_objects(random.Random(1).randbytes(200_000) + b"<</S/Launch/F(cmd.exe)>>"),
    ],
)
def test_a_pdf_that_acts_is_refused(body):
    assert "PDF 带有脚本、附件或能启动程序的内容" in refusal(pdf(body))


@pytest.mark.parametrize("body", [packed_objects(b"4 0 <</Launched true>>"), b"% /Launches", b"(JavaScript)"])
def test_a_pdf_that_only_says_such_words_passes(body):
    assert checked(pdf(body))[0] is FileKind.PDF


def test_a_locked_pdf_is_refused():
    assert "请取消密码" in refusal(pdf(b"<</Encrypt 9 0 R>>"))


def test_a_pdf_bomb_is_refused():
    assert "解压后的内容过大" in refusal(pdf(packed_objects(bytes(65 * MIB))))
    assert "解压后的内容过大" in refusal(pdf(b"/ObjStm " * 20_000))


@pytest.mark.parametrize("tail", [HTML, zipped([("a.class", b"x")]), b"x" * 3000])
def test_a_second_file_behind_a_pdf_is_refused(tail):
    assert "已损坏或不完整" in refusal(pdf() + tail)
    assert "夹带了压缩包" in refusal(pdf() + zipped([("a.class", b"x")]) + b"\n%%EOF")


def test_a_second_file_behind_a_picture_is_not_kept():
    _, kept = checked(picture() + zipped([("a.class", b"x")]) + HTML)
    assert (b"PK" in kept, b"<script" in kept) == (False, False)


@pytest.mark.parametrize(
    "data",
    [
        office(extra=[("word/vbaProject.bin", b"x")]),
        office(types=["application/vnd.ms-office.vbaProject"]),
        office(types=["application/vnd.ms-word.document.macroEnabled.main+xml"]),
        office(extra=[("word/activeX/activeX1.xml", b"<x/>")]),
        office("xlsx", extra=[("xl/macrosheets/sheet1.xml", b"<x/>")]),
        ole("WordDocument", "Macros", "_VBA_PROJECT"),
    ],
)
def test_macros_and_controls_are_refused(data):
    assert "带有宏或控件" in refusal(data)


@pytest.mark.parametrize("kind", ["attachedTemplate", "oleObject", "externalLinkPath", "image", "frame"])
def test_a_file_that_fetches_others_is_refused(kind):
    outside = relation(kind, "http://evil.example/x.dotm")
    assert "引用了外部的文件或模板" in refusal(office(relations=outside))
    lists = [("word/_rels/document.xml.rels", f"<R>{outside}</R>".encode())]
    assert "引用了外部的文件或模板" in refusal(office(extra=lists))


def test_links_to_click_and_parts_inside_pass():
    inside = relation("image", "media/image1.png", "Internal") + relation("hyperlink", "http://gov.example/")
    assert checked(office(relations=inside))[0] is FileKind.DOCX


def test_two_kinds_in_one_file_are_refused():
    assert refusal(office("docx", types=["application/x", "y"])[:-1]).startswith("文件已损坏")
    both = office(
        "docx", types=["application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"]
    )
    assert refusal(both).startswith("只能上传")


@pytest.mark.parametrize("size", [20, 70, 400])
def test_a_zip_bomb_is_refused(size):
    assert "解压后的内容过大" in refusal(office(extra=[("word/bomb.xml", b" " * (size * MIB))]))


def test_many_middling_parts_are_summed():
    part = b"".join(b"%07x" % number * 6 for number in range(700_000))
    packed = zipped([("x", part)])
    parts = [(f"word/media/part{number}.bin", part) for number in range(5)]
    assert 10 < len(part) / len(packed) < 200
    assert checked(office(extra=parts[:1]))[0] is FileKind.DOCX
    assert "解压后的内容过大" in refusal(office(extra=parts))


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "..\\evil.xml", "WORD/document.xml"])
def test_an_unsafe_or_repeated_part_is_refused(name):
    assert "内部结构不正常" in refusal(office(extra=[(name, b"x")]))


def test_entities_in_a_list_are_refused():
    declared = b'<!DOCTYPE x [<!ENTITY a "aaaa">]><Types>&a;</Types>'
    assert "内部结构不正常" in refusal(zipped([("[Content_Types].xml", declared)]))
    assert "已损坏" in refusal(zipped([("[Content_Types].xml", b"<Types>")]))


def test_a_list_without_end_is_refused():
    declared = b"<Types>" + b"".join(b"<a%x/>" % (number * number) for number in range(400_000)) + b"</Types>"
    assert len(declared) > 4 * MIB
    assert "解压后的内容过大" in refusal(zipped([("[Content_Types].xml", declared)]))


def test_a_locked_word_file_is_refused():
    assert "请取消密码" in refusal(ole("EncryptedPackage", "EncryptionInfo"))
