"""Writing a draft node by node: each act holds the version, reads the whole tree again, and moves its revision on."""

import datetime
from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.formats import date_format

from scorecards.models import GroupPeriod, Node, RubricVersion, VersionState
from scorecards.ranking.rules import read_ranking
from scorecards.rubrics.draft_trees import CannotMove, Move, Plain, moved, spot_after, subtree
from scorecards.rubrics.examples import dump_example
from scorecards.rubrics.trees import document_of
from scorecards.scoring import BadRubric, NodeKind, full_mark, half_up, read_tree
from scorecards.scoring.reading import words
from scorecards.transitions.rubrics import columns_of
from units.models import User
from units.transitions.acting import acting
from units.transitions.refused import Refused

MOST_TEXT = 2000
GONE = "这份草稿刚被删除，没有办理。"
_HERE = "本项"
_UNWRITTEN: Mapping[str, object] = {
    "rule_text": "", "weight": None, "lo": None, "hi": None, "points": None, "scoring_kind": "", "params": {},
    "applies": {}, "na_rule": "", "scorer": "", "evidence": "", "is_reported": True,
}  # fmt: skip
_ASIDE = 20_000  # order numbers that no node has, while several change places


class Outdated(Refused):
    """Somebody else changed the draft since the page was shown; what was typed stays on the page."""


class Unreadable(Refused):
    """The rubric could not be computed; `path` is the fault inside the node that was typed, "" anywhere else."""

    def __init__(self, path: str, sentence: str) -> None:
        super().__init__(sentence)
        self.path = path


def hold_draft(version_id: int, *, revision: int) -> RubricVersion:
    """Hold the version until the transaction ends; refused once it is frozen or was changed meanwhile."""
    versions = RubricVersion.objects.select_for_update(of=("self",)).select_related("rubric")
    version = versions.filter(pk=version_id).first()
    if version is None:
        raise Refused(GONE)
    if version.state != VersionState.DRAFT:
        raise Refused("本版已定稿，不能再改。请复制为新版后修改；只改文字的，可以勘误。")
    if version.revision != revision:
        raise Outdated(_who_was_first(version))
    return version


@transaction.atomic
def add_node(version_id: int, plain: Plain, *, under: str | None, revision: int, by: User) -> Node:
    """One more node, as the last one under its parent."""
    version = hold_draft(version_id, revision=revision)
    nodes = nodes_of(version)
    if under is not None and under not in nodes:
        raise Outdated("要增加到的部分已被删去，请返回重选。")
    rows = [node.as_plain() for node in nodes.values()]
    row = {**plain, "parent": under, "order": spot_after(rows, under)}
    _read(version, [*rows, {**row, "place": _HERE}])
    with acting(by, f"编写《{version.rubric}》：增加“{plain['title']}”"):
        node = Node.objects.create(version=version, parent=nodes.get(under or ""), **_columns(row))
        settle(version)
    return node


@transaction.atomic
def edit_node(node: Node, plain: Plain, *, revision: int, by: User) -> None:
    """The node reads as typed; its place in the tree stays."""
    version = hold_draft(node.version_id, revision=revision)
    nodes = nodes_of(version)
    stored = next((one for one in nodes.values() if one.pk == node.pk), None)
    if stored is None:
        raise Outdated("这一项已被删去。")
    key = plain["key"]
    rows = [_renamed(one.as_plain(), stored.key, key) for one in nodes.values() if one.pk != stored.pk]
    now = stored.as_plain()
    row = {**plain, "parent": now["parent"], "order": now["order"]}
    _rename_in_ranking(version, stored.key, str(key))
    _read(version, [*rows, {**row, "place": _HERE}])
    with acting(by, f"编写《{version.rubric}》：修改“{plain['title']}”"):
        Node.objects.filter(pk=stored.pk).update(**_columns(row))
        settle(version)


@transaction.atomic
def move_node(node: Node, to: Move, *, revision: int, by: User) -> None:
    """Up, down, into the part above, or out of its part; with all that is under it."""
    version = hold_draft(node.version_id, revision=revision)
    nodes = nodes_of(version)
    rows = [one.as_plain() for one in nodes.values()]
    if node.key not in nodes:
        raise Outdated("这一项已被删去。")
    try:
        spots = moved(rows, node.key, to)
    except CannotMove as error:
        raise Refused(str(error)) from None
    places = {name: {"parent": parent, "order": order} for name, (parent, order) in spots.items()}
    _read(version, [{**row, **places.get(str(row["key"]), {})} for row in rows])
    with acting(by, f"编写《{version.rubric}》：移动“{node.title}”"):
        for name, (parent, order) in spots.items():
            nodes[name].parent, nodes[name].order = nodes.get(str(parent)), order
        changed = [nodes[name] for name in spots]
        Node.objects.filter(pk__in=[one.pk for one in changed]).update(order=F("order") + _ASIDE)
        Node.objects.bulk_update(changed, ["parent", "order"])
        settle(version)


@transaction.atomic
def delete_node(node: Node, *, revision: int, by: User) -> int:
    """The node with all that is under it; how many went."""
    version = hold_draft(node.version_id, revision=revision)
    nodes = nodes_of(version)
    rows = [one.as_plain() for one in nodes.values()]
    gone = [str(row["key"]) for row in subtree(rows, node.key)]
    named = sorted(set(gone) & set(_tie_breakers(version)))
    if named:
        raise Refused(f"“{'”“'.join(named)}”用在并列名次的规则里，请先在“名次与等次”里删去。")
    with acting(by, f"编写《{version.rubric}》：删去“{node.title}”等 {len(gone)} 项"):
        remove([nodes[key] for key in gone])
        settle(version)
    return len(gone)


def nodes_of(version: RubricVersion) -> dict[str, Node]:
    """The version's nodes by key, in order; one query."""
    nodes = Node.objects.filter(version=version).select_related("parent").order_by("order", "pk")
    return {node.key: node for node in nodes}


def remove(nodes: Sequence[Node]) -> None:
    """Delete level by level, lowest first: a node protects its parent. Due dates of its periods go along."""
    left = {node.pk: node.parent_id for node in nodes}
    while left:
        leaves = set(left) - set(left.values())
        GroupPeriod.objects.filter(node__in=leaves).delete()
        Node.objects.filter(pk__in=leaves).delete()
        left = {pk: parent for pk, parent in left.items() if pk not in leaves}


def settle(version: RubricVersion) -> None:
    """After a change: digest, points and examples follow the nodes, and the revision moves on."""
    document = document_of(version)
    full = half_up(full_mark(read_tree(document.nodes, empty=True)), 4)
    version.examples = [dump_example(one, tree=document.tree) for one in document.examples]
    version.digest, version.total_points = document.digest, Decimal(full)
    version.revision += 1
    version.save(update_fields=["digest", "total_points", "ranking", "remark", "examples", "revision"])


def _read(version: RubricVersion, rows: Sequence[Plain]) -> None:
    """The whole rubric, as the core reads it; the last row is the one that was typed."""
    text = rows[-1].get("rule_text") or ""
    try:
        tree = read_tree(rows, empty=True)
        words(text, most=MOST_TEXT, place=f"{_HERE}.rule_text", empty=True, lines=True)
    except BadRubric as error:
        own = error.place == _HERE or error.place.startswith(f"{_HERE}.")
        path = error.place[len(_HERE) + 1 :] if own else ""
        raise Unreadable(path, error.sentence if own else str(error)) from None
    try:
        read_ranking(version.ranking, tree=tree, place="名次与等次")
    except BadRubric as error:
        raise Unreadable("params.grade" if rows[-1]["kind"] == NodeKind.GATE else "", str(error)) from None


def _columns(row: Plain) -> dict[str, object]:
    """The row as columns; what is not written is emptied."""
    return {**_UNWRITTEN, **columns_of(row)}


def _renamed(row: Plain, old: str, new: object) -> Plain:
    return {**row, "parent": new} if row["parent"] == old else row


def _tie_breakers(version: RubricVersion) -> list[str]:
    ties = version.ranking.get("ties")
    return list(ties) if isinstance(ties, list) else []


def _rename_in_ranking(version: RubricVersion, old: str, new: str) -> None:
    if old in _tie_breakers(version):
        ties = [new if name == old else name for name in _tie_breakers(version)]
        version.ranking = {**version.ranking, "ties": ties}


def _who_was_first(version: RubricVersion) -> str:
    """The history knows who changed the draft last, and when."""
    events = [
        model.objects.filter(**mine).order_by("-pgh_id").values("pgh_created_at", "pgh_context").first()
        for model, mine in (
            (Node.pgh_event_model, {"version_id": version.pk}),  # type: ignore[attr-defined]
            (RubricVersion.pgh_event_model, {"id": version.pk}),  # type: ignore[attr-defined]
        )
    ]
    last = max((event for event in events if event), key=lambda event: event["pgh_created_at"], default=None)
    who = ((last or {}).get("pgh_context") or {}).get("name", "另一处")
    when: datetime.datetime | None = (last or {}).get("pgh_created_at")
    at = f"于{date_format(timezone.localtime(when), 'n月j日 H:i')}" if when else ""
    return f"{who}{at}修改过本细则。请对照现在的内容，核对后再办理。"
