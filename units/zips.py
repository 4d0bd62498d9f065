"""Looking into the zip of an office file under caps, whatever sizes its directory declares. No Django, no disk."""

import io
import stat
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

MAGIC = b"PK\x03\x04"
END = b"PK\x05\x06"
BROKEN = (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, ValueError, OverflowError)
"""What a damaged or cut zip raises on the way."""

_LOCAL_HEAD = 30
_END_RECORD = 22
_MOST_WITHOUT_TAG_END = 2**20


@dataclass(frozen=True, slots=True)
class Caps:
    """Most members, bytes a part and in all; a part beyond `ratio_from` bytes may inflate up to `ratio` times."""

    members: int
    inflated: int
    in_all: int
    ratio: int = 200
    ratio_from: int = 2**20


class Strange(Exception):
    """Built as no office program builds a file."""


class TooMuch(Exception):
    """More bytes inside than the caps allow."""


def directory(data: bytes, *, most: int) -> list[zipfile.ZipInfo]:
    """The members in the order of the bytes; raises `Strange` or one of `BROKEN`."""
    if not data[-_END_RECORD:].startswith(END):
        raise zipfile.BadZipFile
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = sorted(archive.infolist(), key=lambda member: member.header_offset)
    names = {member.filename.lower() for member in members}
    if len(members) > most or len(names) < len(members) or any(_is_unsafe(member) for member in members):
        raise Strange
    if any(second.header_offset < _end(first) for first, second in pairwise(members)):
        raise Strange
    return members


def parts(data: bytes, members: Iterable[zipfile.ZipInfo], caps: Caps) -> Iterator[tuple[str, bytes]]:
    """Name and inflated bytes of every member; raises `TooMuch` or one of `BROKEN`."""
    whole = 0
    for member in members:
        inflated = _inflated(data, member, caps)
        whole += len(inflated)
        if whole > caps.in_all:
            raise TooMuch
        yield member.filename, inflated


def look_through(xml: bytes) -> None:
    """No declarations, no comments, no second encoding to hide them in, no endless piece without a tag's end."""
    if b"<!" in xml or b"\0" in xml:
        raise Strange
    start = 0
    while len(xml) - start > _MOST_WITHOUT_TAG_END:
        found = xml.rfind(b">", start, start + _MOST_WITHOUT_TAG_END)
        if found < 0:
            raise Strange
        start = found + 1


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


def _inflated(data: bytes, member: zipfile.ZipInfo, caps: Caps) -> bytes:
    """The bytes that are really there: the declared size is not asked."""
    head = data[member.header_offset : member.header_offset + _LOCAL_HEAD]
    if len(head) < _LOCAL_HEAD or not head.startswith(MAGIC):
        raise zipfile.BadZipFile
    skipped = int.from_bytes(head[26:28], "little") + int.from_bytes(head[28:30], "little")
    start = member.header_offset + _LOCAL_HEAD + skipped
    packed = data[start : start + member.compress_size]
    if len(packed) < member.compress_size:
        raise zipfile.BadZipFile
    inflated = packed
    if member.compress_type == zipfile.ZIP_DEFLATED:
        inflater = zlib.decompressobj(-zlib.MAX_WBITS)
        inflated = inflater.decompress(packed, caps.inflated + 1)
        if len(inflated) <= caps.inflated and not inflater.eof:
            raise zipfile.BadZipFile
    if len(inflated) > caps.inflated:
        raise TooMuch
    if len(inflated) > caps.ratio_from and len(inflated) > caps.ratio * len(packed):
        raise TooMuch
    return inflated
