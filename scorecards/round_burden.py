"""The burden line of a round in 筹备, and what is asked although it is known or asked elsewhere."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from django.db.models import Count

from scorecards.burden import ASSUMPTIONS, SHOWING, Burden, burden_of, in_words, is_asked
from scorecards.models import Card, DailyRecord, Group, Subject
from scorecards.scoring import Part
from scorecards.setup_sheet import SetupSheet, rows_of, trees_of

_MOST = 10


@dataclass(frozen=True, slots=True)
class GroupLine:
    """What one group asks of each member."""

    name: str
    words: str


@dataclass(frozen=True, slots=True)
class RoundBurden:
    """The options of scorecards/setup/burden.html."""

    line: str
    groups: Sequence[GroupLine]
    assumptions: Sequence[str]
    warnings: Sequence[str]


def burden_of_round(sheet: SetupSheet) -> RoundBurden:
    """One query besides the sheet's own."""
    by_group = {group.pk: _of_group(sheet, group) for group in sheet.groups}
    lines = [
        GroupLine(group.name, words) for group in sheet.groups if (words := in_words(by_group[group.pk]))
    ]
    parts = []
    for subject, each in ((Subject.UNIT, "每单位"), (Subject.BRANCH, "每个党支部")):
        burdens = [one for group in sheet.groups if group.subject == subject for one in by_group[group.pk]]
        if words := in_words(burdens):
            parts.append(f"{each}{words}")
    line = f"本轮{'；'.join(parts)}。" if parts else ""
    return RoundBurden(line, lines, ASSUMPTIONS, [*_asked_twice(sheet), *_on_record(sheet)])


def burdens_of_cards(cards: Iterable[Card]) -> dict[int, str]:
    """What each of these cards still asks, in words; one query for all, none without cards. 晒问题 is left out."""
    scored = {card.pk: (card, card.group.version_id) for card in cards}
    versions = {version for _, version in scored.values() if version is not None}
    trees = trees_of(rows_of(versions)) if versions else {}
    return {
        pk: in_words([burden_of(trees[version].of(card))])
        for pk, (card, version) in scored.items()
        if version is not None
    }


def _of_group(sheet: SetupSheet, group: Group) -> list[Burden]:
    """One for each way that the rubric stands on a card of the group."""
    cards = sheet.taking_part(group)
    if group.version_id is None:
        return [SHOWING] if cards and not sheet.round.gives_scores else []
    trees = {id(tree): tree for tree in map(sheet.trees[group.version_id].of, cards)}
    return [burden_of(tree) for tree in trees.values()]


def _asked_twice(sheet: SetupSheet) -> list[str]:
    """The same title to be answered in two groups that one unit is in, on its own card or a branch's."""
    units: dict[int, set[int]] = defaultdict(set)
    titles: dict[int, dict[str, None]] = defaultdict(dict)
    seen = set()
    for group, card, tree in sheet.filled():
        units[group.pk].add(card.unit_id)
        if (group.pk, id(tree)) not in seen:
            seen.add((group.pk, id(tree)))
            titles[group.pk] |= dict.fromkeys(_titles(tree))
    return [
        f"“{title}”在{one.name}和{other.name}都要填报，涉及 {len(both)} 个单位，请核对是否重复。"
        for one, other in combinations(sheet.groups, 2)
        if (both := units[one.pk] & units[other.pk])
        for title in titles[one.pk]
        if title in titles[other.pk]
    ][:_MOST]


def _titles(tree: Part) -> list[str]:
    return [item.title for item in tree.items() if is_asked(item)]


def _on_record(sheet: SetupSheet) -> list[str]:
    """Items about which the office has kept 日常记录 in the period that the round is about."""
    start, end = sheet.round.covers_from, sheet.round.covers_until
    rubrics = {group.version.rubric_id: group for group in sheet.groups if group.version}
    if start is None or end is None or not rubrics:
        return []
    records = DailyRecord.objects.filter(rubric__in=rubrics, withdrawn_at=None, date__range=(start, end))
    counts = (
        records.values_list("rubric_id", "node_key").annotate(Count("pk")).order_by("rubric_id", "node_key")
    )
    return [
        f"“{asked[key]}”在评议时段内已有 {count} 条日常记录，可据此核定，不必请单位重复提供。"
        for rubric, key, count in counts
        if (asked := _asked_by_key(sheet, rubrics[rubric])).get(key)
    ][:_MOST]


def _asked_by_key(sheet: SetupSheet, group: Group) -> dict[str, str]:
    if group.version_id is None:
        return {}
    return {item.key: item.title for item in sheet.trees[group.version_id].tree.items() if is_asked(item)}
