"""Icons of the lucide package, each drawn once a process: a card of 60 items shows the same few 150 times."""

from functools import lru_cache

from django import template
from lucide.templatetags.lucide import lucide

register = template.Library()
_drawn = lru_cache(maxsize=512)(lucide)


@register.simple_tag
def icon(name: str, *, size: int = 24, **attributes: object) -> str:
    """The icon inline; `size` in pixels, the other attributes as the svg's own."""
    return _drawn(name, size=size, **attributes)
