"""The check of a workbook's container, on its bytes and before any parser sees them.

An .xlsx is a zip of XML parts: each is inflated once under caps, whatever sizes the directory declares, and what
the reader needs is packed anew, so that no second reading of the zip can find anything else in it.
"""

import io
import stat
import zipfile
import zlib
from collections.abc import Iterator
from itertools import pairwise

MOST_BYTES = 5_000_000
MOST_MEMBERS = 200
MOST_INFLATED = 16 * 2**20
MOST_IN_ALL = 20 * 2**20
MOST_RATIO = 200
RATIO_FROM = 2**20
MOST_WITHOUT_TAG_END = 2**20

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_ZIP_END = b"PK\x05\x06"
_LOCAL_HEAD = 30
_MACROS_IN_OLE = "_VBA_PROJECT".encode("utf-16-le")
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
    if data.startswith(_OLE):
        return _checked_ole(data, shown)
    if not data.startswith(_ZIP):
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
    if _MACROS_IN_OLE in data:
        raise BadSheet(f"{shown}带有宏，不能上传。请“另存为”不带宏的 .xlsx 工作簿，再上传。")
    return data


def _repacked(data: bytes, shown: str) -> bytes:
    try:
        members = _members(data, shown)
        return _pack(_parts(data, members, shown))
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, ValueError, OverflowError):
        raise BadSheet(f"{shown}已损坏或不完整，请重新取得文件，或打开后“另存为”.xlsx 再上传。") from None


def _members(data: bytes, shown: str) -> list[zipfile.ZipInfo]:
    """The directory of the zip, in the order of the bytes."""
    if not data[-22:].startswith(_ZIP_END):
        raise zipfile.BadZipFile
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = sorted(archive.infolist(), key=lambda member: member.header_offset)
    names = [member.filename for member in members]
    if len(names) > MOST_MEMBERS or len({name.lower() for name in names}) < len(names):
        raise _strange(shown)
    if any(_is_unsafe(member) for member in members):
        raise _strange(shown)
    if any(second.header_offset < _end(first) for first, second in pairwise(members)):
        raise _strange(shown)
    if any("vbaproject" in name.lower() or "macrosheets/" in name.lower() for name in names):
        raise BadSheet(f"{shown}带有宏，不能上传。请“另存为”不带宏的 .xlsx 工作簿，再上传。")
    if _WORKBOOK not in names:
        raise BadSheet(f"{shown}不是 .xlsx 工作簿。{SAVE_AS}")
    return members


def _strange(shown: str) -> BadSheet:
    return BadSheet(f"{shown}的内部结构不正常，为安全起见没有打开。{SAVE_AS}")


def _end(member: zipfile.ZipInfo) -> int:
    return member.header_offset + _LOCAL_HEAD + len(member.filename) + member.compress_size


def _is_unsafe(member: zipfile.ZipInfo) -> bool:
    name = member.orig_filename.replace("\\", "/")
    return (
        name.startswith("/")
        or ":" in name
        or "\0" in name
        or ".." in name.split("/")
        or stat.S_ISLNK(member.external_attr >> 16)
        or bool(member.flag_bits & 0x1)
        or member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
    )


def _parts(data: bytes, members: list[zipfile.ZipInfo], shown: str) -> Iterator[tuple[str, bytes]]:
    """The inflated parts that the reader needs; every part is inflated and every XML part looked through."""
    whole = 0
    for member in members:
        inflated = _inflated(data, member, shown)
        whole += len(inflated)
        if whole > MOST_IN_ALL:
            raise _too_much(shown)
        if member.filename.lower().endswith((".xml", ".rels")):
            _look_through(inflated, shown)
            if not member.filename.lower().startswith(_DROPPED):
                yield member.filename, inflated


def _too_much(shown: str) -> BadSheet:
    return BadSheet(f"{shown}解压后的内容过大，没有打开。请删去多余的行、列和工作表后再上传。")


def _inflated(data: bytes, member: zipfile.ZipInfo, shown: str) -> bytes:
    """The bytes that are really there: the declared size is not asked."""
    head = data[member.header_offset : member.header_offset + _LOCAL_HEAD]
    if len(head) < _LOCAL_HEAD or not head.startswith(_ZIP):
        raise zipfile.BadZipFile
    skipped = int.from_bytes(head[26:28], "little") + int.from_bytes(head[28:30], "little")
    start = member.header_offset + _LOCAL_HEAD + skipped
    packed = data[start : start + member.compress_size]
    if len(packed) < member.compress_size:
        raise zipfile.BadZipFile
    inflated = packed
    if member.compress_type == zipfile.ZIP_DEFLATED:
        inflater = zlib.decompressobj(-zlib.MAX_WBITS)
        inflated = inflater.decompress(packed, MOST_INFLATED + 1)
        if len(inflated) <= MOST_INFLATED and not inflater.eof:
            raise zipfile.BadZipFile
    if len(inflated) > MOST_INFLATED:
        raise _too_much(shown)
    if len(inflated) > RATIO_FROM and len(inflated) > MOST_RATIO * len(packed):
        raise _too_much(shown)
    return inflated


def _look_through(xml: bytes, shown: str) -> None:
    """No declarations, no comments, no second encoding to hide them in, no endless piece without a tag's end."""
    if b"<!" in xml or b"\0" in xml:
        raise _strange(shown)
    start = 0
    while len(xml) - start > MOST_WITHOUT_TAG_END:
        found = xml.rfind(b">", start, start + MOST_WITHOUT_TAG_END)
        if found < 0:
            raise _strange(shown)
        start = found + 1


def _pack(parts: Iterator[tuple[str, bytes]]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts:
            archive.writestr(zipfile.ZipInfo(name), content)
    return packed.getvalue()
