"""Parts of a page that are printed once and kept, with holes for what changes: most of a card of 60 items.

    {% frozen said=row.said id=row.id %}
      <h3 id="{{ id }}">{{ said.name }}</h3><p>{% live %}{{ row.score }}{% endlive %}</p>
    {% endfrozen %}

What stands outside the holes sees the named values alone, so that nothing of one card can be kept and shown on
another; they are the key it is kept by, hashable and never changed. A hole sees the page; it stands directly in the
block, not inside an `if` or a `for` of it.
"""

from collections.abc import Mapping

from django import template
from django.template.base import FilterExpression, Node, NodeList, Parser, Token, token_kwargs
from django.template.context import Context
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

_KEPT = 4096
"""Printed texts that one block keeps: the items of some fifty rubrics."""


class LiveNode(Node):
    """A hole."""

    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: Context) -> SafeString:
        return self.nodelist.render(context)


class FrozenNode(Node):
    """The block, whose nodes are printed once for each set of the named values."""

    def __init__(self, nodelist: NodeList, given: Mapping[str, FilterExpression]) -> None:
        self.nodelist = nodelist
        self._given = given
        self._kept: dict[tuple[object, ...], list[SafeString | LiveNode]] = {}

    def render(self, context: Context) -> SafeString:
        values = tuple([given.resolve(context) for given in self._given.values()])
        printed = self._kept.get(values)
        if printed is None:
            if len(self._kept) >= _KEPT:
                self._kept.clear()
            printed = self._kept[values] = self._print(values, context)
        texts = [part.render(context) if isinstance(part, LiveNode) else part for part in printed]
        return mark_safe("".join(texts))  # noqa: S308 - every text comes out of a template

    def _print(self, values: tuple[object, ...], context: Context) -> list[SafeString | LiveNode]:
        seen = context.new(dict(zip(self._given, values, strict=True)))
        texts: list[str] = []
        printed: list[SafeString | LiveNode] = []
        for node in self.nodelist:
            if not isinstance(node, LiveNode):
                texts.append(str(node.render_annotated(seen)))
                continue
            printed += [mark_safe("".join(texts)), node]  # noqa: S308 - as above
            texts = []
        return [*printed, mark_safe("".join(texts))]  # noqa: S308 - as above


@register.tag
def frozen(parser: Parser, token: Token) -> FrozenNode:
    """{% frozen name=value … %} to {% endfrozen %}."""
    bits = token.split_contents()[1:]
    given = token_kwargs(bits, parser)
    if bits or not given:
        raise template.TemplateSyntaxError("frozen takes what it is kept by: {% frozen name=value … %}")
    nodelist = parser.parse(("endfrozen",))
    parser.delete_first_token()
    if any(inner not in nodelist for inner in nodelist.get_nodes_by_type(LiveNode)):
        raise template.TemplateSyntaxError("live stands directly in a frozen block")
    return FrozenNode(nodelist, given)


@register.tag
def live(parser: Parser, _token: Token) -> LiveNode:
    """{% live %} to {% endlive %}."""
    nodelist = parser.parse(("endlive",))
    parser.delete_first_token()
    return LiveNode(nodelist)
