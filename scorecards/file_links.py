"""A stored file as pages name it: where it is opened, what it is, how large, and whether it may be opened yet."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models.functions import JSONObject
from django.template.defaultfilters import filesizeformat

from units.models import ScanState, StoredFile
from units.uploads import FileKind


@dataclass(frozen=True, slots=True)
class FileLink:
    """One file; `url` is the view that checks who asks."""

    url: str
    name: str
    kind: str
    size: int
    scan_state: str

    @property
    def words(self) -> str:
        """Kind and size, and that it waits for the scanner or was turned away by it."""
        words = f"{FileKind(self.kind).label}，{filesizeformat(self.size)}"
        return words if self.is_usable else f"{words}，{ScanState(self.scan_state).label}"

    @property
    def is_usable(self) -> bool:
        """Whether it may be opened."""
        return self.scan_state == ScanState.USABLE


def link_to(stored: StoredFile | None, url: str) -> FileLink | None:
    """The file of a row that was loaded with it."""
    return FileLink(url, stored.name, stored.kind, stored.size, stored.scan_state) if stored else None


def file_row(path: str) -> JSONObject:
    """What `link_from` reads, for a query that brings the file as JSON; `path` is the foreign key."""
    return JSONObject(**{name: f"{path}__{name}" for name in ("name", "kind", "size", "scan_state")})


def link_from(row: Mapping[str, Any], url: str) -> FileLink | None:
    """The file that came as JSON; a row without one has nothing in it."""
    return FileLink(url, **row) if row["kind"] else None
