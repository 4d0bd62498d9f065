"""加分不封顶: what can grow without end."""

from collections.abc import Iterator

from scorecards.scoring.lint.finding import Fault, Finding, named
from scorecards.scoring.numbers import LIMIT
from scorecards.scoring.tree import Item, NodeKind, Part


def missing_ceilings(tree: Part) -> Iterator[Finding]:
    """Bonus pools without a ceiling whose items have none, and such items elsewhere; not what is subtracted."""
    for child in tree.children:
        if isinstance(child, Item) and _is_endless(child):
            yield Finding(child.key, Fault.CEILING, _OF_ITEM)
        if not isinstance(child, Part) or child.hi is not None or child.kind is NodeKind.PENALTY:
            continue
        if child.kind is not NodeKind.BONUS:
            yield from missing_ceilings(child)
        elif endless := [finding.key for finding in missing_ceilings(child)]:
            titles = [item.title for item in child.items() if item.key in endless]
            inner = [part.title for part in child.walk() if isinstance(part, Part) and part.key in endless]
            yield Finding(child.key, Fault.CEILING, _of_pool(titles + inner))


def _is_endless(item: Item) -> bool:
    return item.rule.bounds()[1] >= LIMIT


_OF_ITEM = "加分不封顶：本项能加多少没有上限；请在“加到多少为止”里写明最高计几分，或者给所在部分写“最高计”。"


def _of_pool(titles: list[str]) -> str:
    return f"加分不封顶：{named(titles)}能加多少没有上限；请给本部分写“最高计”，或者给各项写明最多加几分。"
