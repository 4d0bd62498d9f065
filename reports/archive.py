"""归档: all parts of a round and its papers in one zip with a 目录; the same round gives the same bytes."""

import hashlib
import io
import re
import zipfile
from collections.abc import Iterator
from functools import partial
from typing import IO

from reports.models import Document, DocumentKind
from scorecards.models import Round
from scorecards.results.archive_parts import Part, parts_of

INDEX = "目录.txt"
_WHEN = (1980, 1, 1, 0, 0, 0)  # a zip knows nothing earlier; what is in it has its own dates
_CORE, _WRITTEN = "docProps/core.xml", re.compile(rb"(<dcterms:\w+[^>]*>)[^<]+<")
_FOLDERS = {
    DocumentKind.RANKING: "汇总表",
    DocumentKind.ROUND_RANKING: "汇总表",
    DocumentKind.FEEDBACKS: "得分反馈单",
    DocumentKind.APPROVAL: "送审稿",
    DocumentKind.NOTICE: "公示",
    DocumentKind.SIGNING: "签批单",
    DocumentKind.CORRECTION: "更正",
}
_UNFIT = re.compile(r'[\\:*?"<>|\x00-\x1f]')


def write_archive(round_: Round, into: IO[bytes]) -> None:
    """One part at a time, so that the largest of them is all that is held."""
    lines, used = [round_.title, _plan(round_), ""], {INDEX}
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, part in enumerate(_all(round_), 1):
            path = _path(part.path, used)
            content = _steady(part.read()) if path.endswith(".xlsx") else part.read()
            _put(archive, path, content)
            lines.append(f"{number}. {path}｜{part.about}｜{len(content)} 字节｜SHA-256 {_digest(content)}")
        _put(archive, INDEX, "\r\n".join(lines).encode("utf-8-sig"))


def _all(round_: Round) -> Iterator[Part]:
    yield from parts_of(round_)
    documents = (
        Document.objects.filter(round=round_).without_single_sheets().done().defer("content", "source")
    )
    for document in documents.order_by("release__group__order", "release__number", "key"):
        about = f"{document.pages} 页，摘要 {document.sha256[:16]}"
        folder = _FOLDERS[DocumentKind(document.kind)]
        yield Part(f"{folder}/{document.file_name}", about, partial(_content, document))


def _content(document: Document) -> bytes:
    return bytes(document.content or b"")


def _plan(round_: Round) -> str:
    return f"工作方案：{round_.plan_title}" + (f"（{round_.plan_number}）" if round_.plan_number else "")


def _path(path: str, used: set[str]) -> str:
    """A name that every system can write, and each only once."""
    tidy = _UNFIT.sub("_", path).replace("..", "_").lstrip("/")
    stem, dot, kind = tidy.rpartition(".")
    found, number = tidy, 2
    while found in used:
        found, number = f"{stem}（{number}）{dot}{kind}", number + 1
    used.add(found)
    return found


def _steady(workbook: bytes) -> bytes:
    """A workbook notes when it was written; here that is not so."""
    into = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as written, zipfile.ZipFile(into, "w") as archive:
        for name in written.namelist():
            content = written.read(name)
            _put(
                archive,
                name,
                _WRITTEN.sub(rb"\g<1>2000-01-01T00:00:00Z<", content) if name == _CORE else content,
            )
    return into.getvalue()


def _put(archive: zipfile.ZipFile, path: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(path, _WHEN)
    entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, 3, 0o644 << 16
    archive.writestr(entry, content)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
