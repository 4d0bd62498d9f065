"""Lists by pages: which page, how many rows, and the links that keep the filters."""

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

SIZES = (20, 50, 100)


def page_of(
    request: HttpRequest,
    rows: "QuerySet[Any] | Sequence[Any]",
    *,
    size: int = SIZES[0],
    count: int | None = None,
) -> "Page[Any]":
    """The page named in the address; a wrong number gives the nearest one.

    `size` is how many rows where the address does not say; `count` how many there are, where a query less can tell.
    """
    given = request.GET.get("size", "")
    paginator = Paginator(rows, int(given) if given in {str(allowed) for allowed in SIZES} else size)
    if count is not None:
        paginator.count = count
    return paginator.get_page(request.GET.get("page"))
