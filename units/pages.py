"""Lists by pages: which page, how many rows, and the links that keep the filters."""

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

SIZES = (20, 50, 100)


def page_of(request: HttpRequest, rows: QuerySet) -> Page:  # type: ignore[type-arg]
    """The page named in the address; a wrong number gives the nearest one."""
    size = request.GET.get("size", "")
    per_page = int(size) if size in {str(allowed) for allowed in SIZES} else SIZES[0]
    return Paginator(rows, per_page).get_page(request.GET.get("page"))
