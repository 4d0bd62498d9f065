"""Cells of numbers: some thousand on one page, where a loop of the template costs more than all the rest of it."""

from collections.abc import Iterable
from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.filter
def number_cells(cells: Iterable[tuple[str, str]]) -> SafeString:
    """A `td` for each figure and the address that it leads to, "" for none."""
    return mark_safe("".join([_cell(text, url) for text, url in cells]))  # noqa: S308 - both are escaped


def _cell(text: str, url: str) -> str:
    shown = f'<a href="{escape(url)}">{escape(text)}</a>' if url else escape(text)
    return f'<td class="num">{shown}</td>'
