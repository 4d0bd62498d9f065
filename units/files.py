"""Stored files: taken in after a look at their content, kept under random names, given out with safe headers."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

from units.models import ScanState, StoredFile, Unit, User
from units.scanning import scan
from units.uploads import MOST_BYTES, BadFile, FileKind, checked, clean_name

_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "private, no-store",
}


def store_upload(upload: UploadedFile, *, owner_unit: Unit | None, by: User) -> StoredFile:  # type: ignore[type-arg]
    """The stored file, the one that is there already for the same bytes of the same owner. Raises `BadFile`.

    Commits by itself, so that bytes and row stand or fall together: call it before a transition, never inside one.
    """
    kind, content = checked(upload.read(MOST_BYTES + 1))
    sha256 = hashlib.sha256(content).hexdigest()
    known = StoredFile.objects.same(owner_unit=owner_unit, sha256=sha256).first()
    state = ScanState(known.scan_state) if known else scan(content)
    if state == ScanState.REJECTED:
        raise BadFile("文件没有通过查毒，没有保存。请先查杀病毒，再上传。")
    if known:
        return known
    about = {"size": len(content), "kind": kind, "name": clean_name(upload.name or "", kind),
             "scan_state": state, "uploaded_by": by}  # fmt: skip
    return _written(content, about, owner_unit=owner_unit, sha256=sha256)


def _written(content: bytes, about: dict[str, Any], *, owner_unit: Unit | None, sha256: str) -> StoredFile:
    """Bytes first, then the row; the bytes go again when there is no row for them, or a rival's came first."""
    token = secrets.token_hex(20)
    path = default_storage.save(f"{token[:2]}/{token}", ContentFile(content))
    is_kept = False
    try:
        with transaction.atomic(durable=True):
            stored, is_new = StoredFile.objects.get_or_create(
                owner_unit=owner_unit, sha256=sha256, defaults={**about, "random_path": path}
            )
        is_kept = is_new
    finally:
        if not is_kept:
            default_storage.delete(path)
    return stored


def open_file(stored: StoredFile) -> File[bytes]:
    """The bytes of a usable file; another is refused with a sentence (403)."""
    _refuse_closed(stored)
    return default_storage.open(stored.random_path)


def _refuse_closed(stored: StoredFile) -> None:
    if not stored.is_usable:
        raise PermissionDenied(stored.why_closed)


def send_file(stored: StoredFile, *, inline: bool = False) -> HttpResponseBase:
    """The answer of a view that has fetched the file through a scope of its own.

    Only pictures show inline: a browser's PDF reader does not start in the sandbox, which no file may do without.
    """
    _refuse_closed(stored)
    kind = FileKind(stored.kind)
    as_attachment = not (inline and kind.is_picture)
    if not settings.ACCEL_PREFIX:
        return FileResponse(
            open_file(stored),
            as_attachment=as_attachment,
            filename=stored.name,
            content_type=kind.content_type,
            headers=_HEADERS,
        )
    headers = {
        **_HEADERS,
        "Content-Disposition": content_disposition_header(as_attachment, stored.name),
        "X-Accel-Redirect": settings.ACCEL_PREFIX + quote(stored.random_path),
    }
    return HttpResponse(headers=headers, content_type=kind.content_type)


def forget(paths: Iterable[str]) -> None:
    """The bytes of files whose rows are gone."""
    for path in paths:
        default_storage.delete(path)


def scan_waiting() -> None:
    """Ask the scanner again about files that came while it did not answer."""
    for stored in StoredFile.objects.waiting():
        with default_storage.open(stored.random_path) as file:
            state = scan(file.read())
        StoredFile.objects.waiting().filter(pk=stored.pk).update(scan_state=state)
