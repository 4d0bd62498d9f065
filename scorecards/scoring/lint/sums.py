"""分值不平: what is written beside a part or an item against what stands below it."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from scorecards.scoring.band import Banded
from scorecards.scoring.fitting import unslot
from scorecards.scoring.level import Level
from scorecards.scoring.lint.audience import Audience
from scorecards.scoring.lint.finding import Fault, Finding
from scorecards.scoring.numbers import LIMIT, in_print
from scorecards.scoring.placing import Placing
from scorecards.scoring.tally import Tally
from scorecards.scoring.tree import Gate, Item, NodeKind, Part


def unequal_sums(tree: Part, whose: Sequence[Audience]) -> Iterator[Finding]:
    """Parts class by class and unit by unit, because alternatives are siblings; items by their rule."""
    sums = [[_sums_on(card) for card in one.cards] for one in whose]
    for node in tree.walk():
        sentence = None
        if isinstance(node, Item):
            sentence = _of_item(node)
        elif isinstance(node, Part):
            on_cards = [[card[node.key] for card in cards if node.key in card] for cards in sums]
            sentence = _of_pool(node) if _is_pool(node) else _of_part(node, whose, on_cards)
        if sentence:
            yield Finding(node.key, Fault.SUM, sentence)


def _is_pool(part: Part) -> bool:
    return part.kind in {NodeKind.BONUS, NodeKind.PENALTY}


def _sums_on(card: Part) -> dict[str, Fraction]:
    """Of each part on the card: what its children's written points come to, before its weight; once a period."""
    sums: dict[str, Fraction] = {}
    for part in card.walk():
        if isinstance(part, Part):
            sums.setdefault(unslot(part.key)[0], _sum_or_held(part))
    return sums


def _sum_or_held(part: Part) -> Fraction:
    """What is compared with the written points: the plain sum where it is that, else what 上限 leaves of it."""
    plain = (
        sum((child.full() for child in part.children if not isinstance(child, Gate)), Fraction(0))
        / part.divisor
    )
    return plain if plain == part.points else scale(part)


def scale(part: Part) -> Fraction:
    """The full mark before the weight."""
    return part.full() / part.factor()


def _of_part(part: Part, whose: Sequence[Audience], on_cards: list[list[Fraction]]) -> str | None:
    if part.points is None:
        return None
    wrong: dict[Fraction, list[str]] = {}
    for one, found in zip(whose, on_cards, strict=True):
        if found and part.points not in found:
            wrong.setdefault(found[0], []).append(one.name)
    if not wrong:
        return None
    alike = len(wrong) == 1 and all(part.points not in found for found in on_cards)
    listed = "；".join(
        f"{'' if alike else _names(names)}各项相加是 {in_print(value)} 分" for value, names in wrong.items()
    )
    return f"分值不平：写明 {in_print(part.points)} 分，{listed}；请核对后改成一致。"


def _names(names: list[str]) -> str:
    shown = "、".join(names[:3])
    return f"{shown}等 {len(names)} 个" if len(names) > 3 else shown


def _of_pool(part: Part) -> str | None:
    if part.points is None or part.hi is None or part.points == part.hi:
        return None
    written, hi = in_print(part.points), in_print(part.hi)
    return f"分值不平：写明 {written} 分，“最高计”却是 {hi} 分；请改成一致。"


def _of_item(item: Item) -> str | None:
    if item.points is None or not isinstance(item.rule, Level | Tally | Banded | Placing):
        return None
    most = item.rule.bounds()[1]
    if item.points in _tops(item.rule, most) or most == LIMIT:
        return None
    written = in_print(item.points)
    return f"分值不平：本项写明 {written} 分，按计分方式最多得 {in_print(most)} 分；请改成一致。"


def _tops(rule: Level | Tally | Banded | Placing, most: Fraction) -> set[Fraction]:
    """What may stand beside the item: the most of all, of the bands alone, or the base of a count."""
    if isinstance(rule, Banded):
        return {most, max(band.points for band in rule.bands)}
    return {most, rule.base} if isinstance(rule, Tally) and rule.base else {most}
