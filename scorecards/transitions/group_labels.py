"""What a group makes of its rubric's labels: 评分部门 as units, and a due date for each period of a time node."""

import datetime
from collections.abc import Iterable, Mapping

from django.db import transaction
from django.db.models import Q

from scorecards import locks
from scorecards.models import Group, GroupLabel, GroupPeriod, Node
from scorecards.phases import Act, stages_of
from scorecards.scoring import NodeKind
from scorecards.transitions.stages import hold_in
from units.models import Unit, User
from units.transitions.acting import acting
from units.transitions.refused import Refused


def lay_out(group: Group) -> None:
    """Labels and periods follow the group's version; what was chosen before stays. In the caller's transaction."""
    lay_out_labels(group)
    lay_out_periods(group)


def lay_out_labels(group: Group) -> None:
    """One row for each 评分部门 that the version names, matched where a unit bears just that name."""
    named = set(scorers_of(group))
    stored = set(GroupLabel.objects.filter(group=group).values_list("label", flat=True))
    GroupLabel.objects.filter(group=group).exclude(label__in=named).delete()
    found = matches(named - stored)
    GroupLabel.objects.bulk_create(
        GroupLabel(group=group, label=label, unit=found.get(label)) for label in sorted(named - stored)
    )


def lay_out_periods(group: Group) -> None:
    """One row for each period; a new one is due with the round, one of the version before as it was there."""
    stored = _stored(group)
    wanted = {(node.pk, number): (node, name) for node, number, name in periods_of(group)}
    kept = {(row.node_id, row.number) for row in stored} & set(wanted)
    before = {(row.node.key, row.number): (row.name, row.due_at) for row in stored}
    gone = [row.pk for row in stored if (row.node_id, row.number) not in kept]
    GroupPeriod.objects.filter(pk__in=gone).delete()
    fresh = []
    for spot, (node, title) in wanted.items():
        if spot not in kept:
            name, due_at = before.get((node.key, spot[1]), (title, group.round.fill_due_at))
            fresh.append(GroupPeriod(group=group, node=node, number=spot[1], name=name, due_at=due_at))
    GroupPeriod.objects.bulk_create(fresh)


def scorers_of(group: Group) -> list[str]:
    """The 评分部门 that the version names, each once."""
    nodes = Node.objects.filter(version=group.version_id).exclude(scorer="")
    return list(nodes.order_by("scorer").values_list("scorer", flat=True).distinct())


def periods_of(group: Group) -> list[tuple[Node, int, str]]:
    """The periods that the version has: time node, number and name."""
    nodes = Node.objects.filter(version=group.version_id, kind=NodeKind.TIME).order_by("pk")
    return [
        (node, number, str(name)[:40])
        for node in nodes
        for number, name in enumerate(node.params.get("periods", []), 1)
    ]


def missing_periods(group: Group) -> list[str]:
    """Periods that have no due date yet, as a clerk knows them."""
    known = {(row.node_id, row.number) for row in _stored(group)}
    return [
        f"{node.title}·{name}" for node, number, name in periods_of(group) if (node.pk, number) not in known
    ]


def matches(labels: Iterable[str]) -> dict[str, Unit]:
    """Each label that is exactly the full, short or Party name of one standing unit; one query."""
    names = list(labels)
    bearing = Q(name__in=names) | Q(short_name__in=names) | Q(party_name__in=names)
    units = list(Unit.objects.standing(today=locks.today()).filter(bearing)) if names else []
    found = {
        name: [one for one in units if name in {one.name, one.short_name, one.party_name}] for name in names
    }
    return {name: bearers[0] for name, bearers in found.items() if len(bearers) == 1}


@transaction.atomic
def match_labels(group: Group, chosen: Mapping[str, Unit | None], *, by: User) -> None:
    """Who each 评分部门 is; until 锁定."""
    hold_in(group.round, *stages_of(Act.EDIT_LABELS))
    with acting(by, "修改评分部门对应"):
        lay_out_labels(group)
        rows = [row for row in GroupLabel.objects.filter(group=group) if row.label in chosen]
        for row in rows:
            row.unit = chosen[row.label]
        GroupLabel.objects.bulk_update(rows, ["unit"])


@transaction.atomic
def set_periods(
    group: Group, given: Mapping[tuple[int, int], tuple[str, datetime.datetime]], *, by: User
) -> None:
    """Name and due date of each period, by node and number; until 审核 ends."""
    group.round = hold_in(group.round, *stages_of(Act.EDIT_PERIODS))
    with acting(by, "修改分期截止"):
        lay_out_periods(group)
        rows = [row for row in _stored(group) if (row.node_id, row.number) in given]
        if len(rows) < len(given):
            raise Refused("评分细则的分期刚有改动，没有保存。请刷新后核对。")
        for row in rows:
            row.name, row.due_at = given[row.node_id, row.number]
        GroupPeriod.objects.bulk_update(rows, ["name", "due_at"])


def _stored(group: Group) -> list[GroupPeriod]:
    return list(GroupPeriod.objects.filter(group=group).select_related("node").order_by("node_id", "number"))
