"""Parts that are weighted against one another: on the same scale, all of them, and to 1 in all."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from scorecards.scoring.fitting import unslot
from scorecards.scoring.lint.audience import Audience
from scorecards.scoring.lint.finding import Fault, Finding
from scorecards.scoring.lint.sums import scale
from scorecards.scoring.numbers import in_print
from scorecards.scoring.tree import Item, NodeKind, Part


def uneven_weights(whose: Sequence[Audience]) -> Iterator[Finding]:
    """For each part whose children are weighted, the first thing that is wrong on any card."""
    seen: set[str] = set()
    for card in (card for audience in whose for card in audience.cards):
        for part in (card, *(node for node in card.walk() if isinstance(node, Part))):
            if (sentence := _beside(part)) and (key := unslot(part.key)[0]) not in seen:
                seen.add(key)
                yield Finding(key, *sentence)


def _beside(part: Part) -> tuple[Fault, str] | None:
    sides = [
        child
        for child in part.children
        if isinstance(child, Part) and child.kind in {NodeKind.GROUP, NodeKind.TIME}
    ]
    weighted = [side for side in sides if side.weight != 1]
    if not weighted:
        return None
    scales = [_written(side) for side in weighted]
    plain = [side for side in sides if side.weight == 1 and _written(side) >= min(scales)]
    if plain:
        return Fault.WEIGHTS, _forgotten(weighted[0], plain[0])
    if len(set(scales)) > 1:
        return Fault.SCALES, _different(weighted)
    total = sum((side.weight for side in weighted), Fraction(0))
    is_all = len(sides) == len(weighted) > 1 and not any(isinstance(one, Item) for one in part.children)
    return (Fault.WEIGHTS, _not_whole(total)) if is_all and total != 1 else None


def _written(side: Part) -> Fraction:
    return scale(side) if side.points is None else side.points


def _forgotten(weighted: Part, plain: Part) -> str:
    return (
        f"“{weighted.title}”写了权重，“{plain.title}”没有写，两部分不能直接相加；"
        f"请给“{plain.title}”补写权重，或者核对它的分值。"
    )


def _different(weighted: list[Part]) -> str:
    listed = "，".join(f"“{side.title}”满分 {in_print(_written(side))} 分" for side in weighted)
    return f"各部分乘权重以前的满分不一样：{listed}；没有写怎样换算，请折成同样的满分，或者相应调整权重。"


def _not_whole(total: Fraction) -> str:
    return f"各部分的权重合计是 {in_print(total)}，不是 1；请核对权重。"
