"""The name of a stored file: no folders, no hidden signs, the extension of the content."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from units.uploads import FileKind, clean_name


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("学习记录.pdf", "学习记录.pdf"),
        ("学习记录.PDF", "学习记录.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\党办\\总结.docx", "总结.pdf"),
        ("木马.pdf.exe", "木马.pdf"),
        ("木马\u202efdp.exe", "木马fdp.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie_ x.pdf"),
        ("2026.7.3会议记录", "2026.7.3会议记录.pdf"),
        ('说明"<1>".pdf', "说明__1__.pdf"),
        (".htaccess", "htaccess.pdf"),
        ("..", "文件.pdf"),
        ("", "文件.pdf"),
        ("\0\x07", "文件.pdf"),
    ],
)
def test_a_name_is_cleaned(raw, name):
    assert clean_name(raw, FileKind.PDF) == name


def test_a_long_name_is_cut_before_its_extension():
    name = clean_name("长" * 300 + ".docx", FileKind.DOCX)
    assert (len(name), name[-6:]) == (120, "长.docx")


@given(st.text(), st.sampled_from(FileKind))
def test_any_name_becomes_one_that_a_file_may_have(raw, kind):
    name = clean_name(raw, kind)
    stem = name.removesuffix(f".{kind}")
    assert stem != name
    assert 0 < len(stem) <= 120 - len(kind) - 1
    assert not set(name) & set('/\\<>:"|?*')
    assert not [sign for sign in name if unicodedata.category(sign).startswith("C")]
