"""The written table of who gets which answer, and how a row of it is found."""

import csv
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.urls import URLPattern, URLResolver, get_resolver

from units.roles import Role

TABLE = Path(__file__).parent / "expected.csv"
COLUMNS = ("anonymous", *(role.value for role in Role))
METHODS = ("GET", "POST")


def url_names() -> Iterator[str]:
    """Every named URL of the project."""
    yield from routes()


@cache
def routes() -> dict[str, str]:
    """The path of every URL by its name."""
    return dict(_routes(get_resolver().url_patterns, ""))


def _routes(patterns, prefix: str) -> Iterator[tuple[str, str]]:
    """A pattern without a name is a fault."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            space = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from _routes(pattern.url_patterns, space)
        elif isinstance(pattern, URLPattern):
            assert pattern.name, f"{pattern} has no name"
            yield f"{prefix}{pattern.name}", str(pattern.pattern)


@cache
def rows() -> list[dict[str, str]]:
    """The rows as written; phases stand separated by spaces, * is any."""
    with TABLE.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def is_steady(url: str) -> bool:
    """Whether the table says that the stage has no say in any answer of this URL."""
    return all(row["phase"] == "*" for row in rows() if row["url"] == url)


def fetched_by(role: str) -> list[str]:
    """URLs that this post, or anonymous, is ever answered with 200 by GET."""
    return sorted({row["url"] for row in rows() if row["method"] == "GET" and row[role] == "200"})


@cache
def _rows_of(url: str, method: str) -> list[dict[str, str]]:
    return [row for row in rows() if (row["url"], row["method"]) == (url, method)]


@cache
def expected(*, url: str, method: str, whose: str, phase: str) -> dict[str, str]:
    """The one row that decides this cell."""
    found = [
        row
        for row in _rows_of(url, method)
        if row["whose"] in {whose, "*"} and (row["phase"] == "*" or phase in row["phase"].split())
    ]
    assert len(found) == 1, f"{url} {method} {whose} {phase}: {len(found)} rows decide it"
    return found[0]
