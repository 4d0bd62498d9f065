"""Static files that installed packages bring: nothing third-party is committed, nothing is fetched from outside."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import bootstrap_wrapper
from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import CheckMessage, Error
from django.core.files.storage import FileSystemStorage

_BOOTSTRAP = bootstrap_wrapper.get_bootstrap_dir()
ASSETS = {
    f"vendor/bootstrap/{name}": _BOOTSTRAP / name
    for name in (
        "css/bootstrap.min.css",
        "css/bootstrap.min.css.map",  # the manifest storage follows the style sheet's reference
    )
}


class PackageAssetFinder(BaseFinder):
    """Serves the named files of `ASSETS` and nothing else of their packages."""

    def check(self, **kwargs: Any) -> list[CheckMessage]:
        """A missing file stops the start."""
        return [
            Error(f"缺少静态文件 {path}", id="assets.E001") for path in ASSETS.values() if not path.is_file()
        ]

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        """Django's contract: one path, or a list of them."""
        hits = [str(ASSETS[path])] if path in ASSETS else []
        return hits if find_all else next(iter(hits), None)

    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, FileSystemStorage]]:
        """What collectstatic copies."""
        for name, path in ASSETS.items():
            storage = FileSystemStorage(location=path.parent)
            storage.prefix = str(Path(name).parent)  # type: ignore[attr-defined]
            yield path.name, storage
