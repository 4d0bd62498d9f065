"""What is still missing before 下发, as sentences; a fixed number of queries for any number of groups."""

from collections import defaultdict
from collections.abc import Iterator

from scorecards import locks
from scorecards.models import Group, GroupPeriod, Node, Round
from scorecards.scoring import NodeKind, read_tree
from scorecards.setup_sheet import SetupSheet, sheet_of
from scorecards.transitions.group_ranking import misfit
from scorecards.transitions.rounds import is_earlier
from scorecards.transitions.versions import unwritten


def blocks_opening(round_: Round) -> list[str]:
    """Everything that stands in the way, the deadline by the database's clock."""
    sheet = sheet_of(round_)
    if not sheet.groups:
        return ["还没有组别，请先增加组别。"]
    return [
        *_of_the_round(round_),
        *(f"{group.name}还没有参评对象。" for group in sheet.groups if not sheet.taking_part(group)),
        *_in_two_groups(sheet),
        *_without_rubric(sheet),
        *(list(_unwritten(sheet)) or _without_items(sheet)),
        *_without_due_date(sheet),
        *_with_odd_ranking(sheet),
    ]


def _of_the_round(round_: Round) -> Iterator[str]:
    if locks.clock() >= round_.fill_due_at:
        yield "填报截止时间已过，请先改期再下发。"
    previous = round_.previous
    if previous and not is_earlier(previous, year=round_.year, term=round_.term, pk=round_.pk):
        yield f"上一期次“{previous}”不早于本期次，请改选更早的期次，或者不选。"


def _in_two_groups(sheet: SetupSheet) -> Iterator[str]:
    where = defaultdict(list)
    for group in sheet.groups:
        for card in sheet.cards.get(group.pk, ()):
            where[card.name, card.unit_id, card.branch_id].append(group.name)
    for (name, _, _), groups in where.items():
        if len(groups) > 1:
            yield f"{name}同时在{'、'.join(groups)}，一个期次里只能在一个组别参评，请移出多余的。"


def _without_rubric(sheet: SetupSheet) -> Iterator[str]:
    for group in sheet.groups:
        if sheet.round.gives_scores and group.version_id is None:
            yield f"{group.name}还没有选定评分细则。"
        if not sheet.round.gives_scores and group.version_id is not None:
            yield f"本期次只晒问题、不评分，请把{group.name}改为不选评分细则。"


def _unwritten(sheet: SetupSheet) -> Iterator[str]:
    versions = {group.version.pk: group.version for group in sheet.groups if group.version}
    for version in versions.values():
        for sentence in unwritten(sheet.rows.get(version.pk, ())):
            yield f"《{version.rubric}》第{version.number}版：{sentence}"


def _without_items(sheet: SetupSheet) -> list[str]:
    """Members for whose class the rubric has nothing."""
    return [
        f"{group.name}的{card.name}（类别：{card.class_name or '未填'}）没有适用的指标，请核对类别或者评分细则。"
        for group, card, tree in sheet.filled()
        if not any(tree.items())
    ]


def _without_due_date(sheet: SetupSheet) -> list[str]:
    """Periods of a draft that was changed after its group had been made."""
    nodes = Node.objects.filter(version__in=sheet.rows.keys(), kind=NodeKind.TIME).order_by("pk")
    known = set(
        GroupPeriod.objects.filter(group__round=sheet.round).values_list("group_id", "node_id", "number")
    )
    return [
        f"{group.name}的“{node.title}·{name}”还没有截止时间，请在“分期截止”里填写。"
        for group in sheet.groups
        for node in nodes
        if node.version_id == group.version_id
        for number, name in enumerate(node.params.get("periods", []), 1)
        if _spot(group, node, number) not in known
    ]


def _spot(group: Group, node: Node, number: int) -> tuple[int, int, int]:
    return group.pk, node.pk, number


def _with_odd_ranking(sheet: SetupSheet) -> Iterator[str]:
    """Rules of its own that a group wrote before its draft was changed."""
    for group in sheet.groups:
        if group.ranking is not None and group.version_id:
            sentence = misfit(group, read_tree(sheet.rows.get(group.version_id, ()), empty=True))
            yield from [sentence] if sentence else []
