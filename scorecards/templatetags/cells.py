"""Cells of numbers: some thousand on one page, where a loop of the template costs more than all the rest of it."""

from collections.abc import Iterable
from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


Cell = tuple[str, str, str]
"""A figure, the address that it leads to, and how the cell looks: both may be empty."""


@register.filter
def number_cells(cells: Iterable[Cell]) -> SafeString:
    """A `td` for each."""
    return mark_safe("".join([_cell(*cell) for cell in cells]))  # noqa: S308 - all of it is escaped


def _cell(text: str, url: str, look: str) -> str:
    shown = f'<a href="{escape(url)}">{escape(text)}</a>' if url else escape(text)
    return f'<td class="num {escape(look)}">{shown}</td>' if look else f'<td class="num">{shown}</td>'
