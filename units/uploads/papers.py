"""PDF: whole, not locked, nothing in it that acts, and no second file hung on its end."""

import re
import zlib
from contextlib import suppress

from units import zips
from units.uploads.kinds import DAMAGED, LOCKED, BadFile

MAGIC = b"%PDF-"

_TAIL = 2048
_ZIP_TAIL = 2**16 + 22
_MOST_INFLATED = 64 * 2**20
_STREAM = re.compile(rb"stream\r?\n")
_REACH = 600
_MOST_OBJECT_STREAMS = 10_000
_PIECE = 2**16


def _name(word: str) -> bytes:
    """The name as it may be written: any of its letters may stand as #xx."""
    letters = [f"(?:{letter}|#{ord(letter):02x}|#{ord(letter):02X})" for letter in word]
    return b"/" + "".join(letters).encode() + rb"(?![A-Za-z0-9_#])"


_ACTING = re.compile(
    b"|".join(map(_name, ("JavaScript", "Launch", "EmbeddedFile", "EmbeddedFiles", "RichMedia")))
)
_ENCRYPTED = re.compile(_name("Encrypt"))
_OBJECTS = re.compile(_name("ObjStm"))


def check(data: bytes) -> None:
    """Raises `BadFile`."""
    _, mark, behind = data[-_TAIL:].rpartition(b"%%EOF")
    if not mark or behind.strip(b"\r\n\t \0\x1a"):
        raise BadFile(DAMAGED)
    if zips.END in data[-_ZIP_TAIL:]:
        raise BadFile("文件里除 PDF 外还夹带了压缩包，没有保存。请用 WPS 打开后重新输出为 PDF，再上传。")
    if _ENCRYPTED.search(data):
        raise BadFile(LOCKED)
    if _ACTING.search(data) or _ACTING.search(_packed_objects(data)):
        raise BadFile(
            "PDF 带有脚本、附件或能启动程序的内容，不能上传。请用 WPS 打开后重新输出为 PDF，再上传。"
        )


def _packed_objects(data: bytes) -> bytes:
    """The streams that hold dictionaries, inflated as far as they are sound."""
    found, left = [], _MOST_INFLATED
    for count, marked in enumerate(_OBJECTS.finditer(data)):
        opened = _STREAM.search(data, marked.end(), marked.end() + _REACH)
        inflated = _inflated(data, opened.end(), left) if opened else b""
        left -= len(inflated)
        if left <= 0 or count >= _MOST_OBJECT_STREAMS:
            raise BadFile("PDF 解压后的内容过大，没有保存。请用 WPS 打开后重新输出为 PDF，再上传。")
        found.append(inflated)
    return b"\n".join(found)


def _inflated(data: bytes, start: int, most: int) -> bytes:
    """Piece by piece: where the stream ends only its own bytes say."""
    inflater, found, length = zlib.decompressobj(), [], 0
    with suppress(zlib.error):
        while start < len(data) and length < most and not inflater.eof:
            found.append(inflater.decompress(data[start : start + _PIECE], most - length))
            length += len(found[-1])
            start += _PIECE
    return b"".join(found)
