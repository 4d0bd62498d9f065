"""The one way in: bytes as they came → kind and the bytes that are kept."""

from units import ole, zips
from units.uploads import office, papers, pictures
from units.uploads.kinds import EMPTY, NOT_ALLOWED, BadFile, FileKind

MOST_BYTES = 20 * 2**20


def checked(data: bytes) -> tuple[FileKind, bytes]:
    """What the file is and what of it is kept: a picture is made anew, others stay as they are. Raises `BadFile`."""
    if not data:
        raise BadFile(EMPTY)
    if len(data) > MOST_BYTES:
        raise BadFile(f"文件超过 {MOST_BYTES // 2**20} MB，请压缩图片或拆成几个文件后再上传。")
    if data.startswith(papers.MAGIC):
        papers.check(data)
        return FileKind.PDF, data
    if data.startswith(zips.MAGIC):
        return office.kind_of_zip(data), data
    if data.startswith(ole.MAGIC):
        return office.kind_of_ole(data), data
    kind = pictures.kind_of(data)
    if kind is None:
        raise BadFile(NOT_ALLOWED)
    return kind, pictures.made_anew(data, kind)
