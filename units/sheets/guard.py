"""The check of a workbook's container, on its bytes and before any parser sees them.

An .xlsx is a zip of XML parts: each is inflated once under caps, whatever sizes the directory declares, and what
the reader needs is packed anew, so that no second reading of the zip can find anything else in it.
"""

import io
import zipfile
from collections.abc import Iterator

from units import ole, zips

MOST_BYTES = 5_000_000
_CAPS = zips.Caps(members=200, inflated=16 * 2**20, in_all=20 * 2**20)
_WORKBOOK = "xl/workbook.xml"
_DROPPED = "xl/externallinks/"

SAVE_AS = "请用 Excel 或 WPS 打开后“另存为”.xlsx 工作簿，再上传。"


class BadSheet(Exception):
    """A file that is not opened; the sentence says why and what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def checked(data: bytes, *, name: str) -> bytes:
    """What may be given to the reader; raises `BadSheet`."""
    shown = f"“{name[-60:]}”"
    if not data:
        raise BadSheet(f"{shown}是空文件，请重新选择。")
    if len(data) > MOST_BYTES:
        raise BadSheet(f"{shown}超过 {MOST_BYTES // 1_000_000} MB，请删去图片和多余的工作表后再上传。")
    if data.startswith(ole.MAGIC):
        return _checked_ole(data, shown)
    if not data.startswith(zips.MAGIC):
        raise BadSheet(f"{shown}{_what_it_is(data)}，不是 Excel 工作簿。{SAVE_AS}")
    return _repacked(data, shown)


def _what_it_is(data: bytes) -> str:
    start = data[:1000].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if start.startswith(b"%pdf"):
        return "是 PDF 文件"
    if start.startswith((b"<!doctype", b"<html", b"<table", b"<meta", b"<?xml", b"<head")):
        return "是网页或 XML 格式的表格"
    return "是文本或其他格式的文件"


def _checked_ole(data: bytes, shown: str) -> bytes:
    """An old .xls goes on as it is: it is small, and the child has its limits."""
    if ole.has_macros(data):
        raise BadSheet(f"{shown}带有宏，不能上传。请“另存为”不带宏的 .xlsx 工作簿，再上传。")
    return data


def _repacked(data: bytes, shown: str) -> bytes:
    try:
        members = zips.directory(data, most=_CAPS.members)
        _refuse_other_books([member.filename for member in members], shown)
        return _pack(_needed(zips.parts(data, members, _CAPS)))
    except zips.TooMuch:
        raise BadSheet(f"{shown}解压后的内容过大，没有打开。请删去多余的行、列和工作表后再上传。") from None
    except zips.Strange:
        raise BadSheet(f"{shown}的内部结构不正常，为安全起见没有打开。{SAVE_AS}") from None
    except zips.BROKEN:
        raise BadSheet(f"{shown}已损坏或不完整，请重新取得文件，或打开后“另存为”.xlsx 再上传。") from None


def _refuse_other_books(names: list[str], shown: str) -> None:
    if any("vbaproject" in name.lower() or "macrosheets/" in name.lower() for name in names):
        raise BadSheet(f"{shown}带有宏，不能上传。请“另存为”不带宏的 .xlsx 工作簿，再上传。")
    if _WORKBOOK not in names:
        raise BadSheet(f"{shown}不是 .xlsx 工作簿。{SAVE_AS}")


def _needed(parts: Iterator[tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
    """The parts that the reader needs; every part is inflated and every XML part looked through."""
    for name, content in parts:
        if name.lower().endswith((".xml", ".rels")):
            zips.look_through(content)
            if not name.lower().startswith(_DROPPED):
                yield name, content


def _pack(parts: Iterator[tuple[str, bytes]]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts:
            archive.writestr(zipfile.ZipInfo(name), content)
    return packed.getvalue()
